"""Facts as they come from outside: those that a flow needs, each of its kind."""

from datetime import date
from typing import Final

from tocsin.charter.schema import Wording
from tocsin.conversation.flow.schema import FactKind, Flow
from tocsin.conversation.flow.text_variables import clean_name
from tocsin.conversation.session import FactValue, FlowFacts


class MissingFacts(ValueError):
    """The flow cannot begin without these facts."""

    def __init__(self, flow: str, names: tuple[str, ...]) -> None:
        super().__init__(f"{self.__doc__} {flow}: {', '.join(names)}")
        self.flow = flow
        self.names = names


class BadFlowFact(ValueError):
    """A fact is not of its kind."""

    def __init__(self, name: str, kind: str, value: object) -> None:
        super().__init__(f"{self.__doc__} {name} must be a {kind}, found {value!r}.")
        self.name = name
        self.kind = kind


_KINDS: Final[dict[FactKind, type]] = {"name": str, "day": str, "flag": bool, "number": int, "text": Wording}


def find_missing_facts(flow: Flow, facts: FlowFacts) -> tuple[str, ...]:
    """Facts that must come from outside, and did not."""
    missing = (name for name, fact in flow.facts.items() if facts.get(name) is None and not fact.optional)
    return tuple(name for name in missing if _comes_from_outside(flow, name))


def _comes_from_outside(flow: Flow, name: str) -> bool:
    """Whether a fact comes from outside: no answer gives it, no state and no aside sets it."""
    states = any(state.save == name or name in state.assign for state in flow.states.values())
    return not states and not any(name in aside.assign for aside in flow.asides.values())


def select_known_facts(flow: Flow, facts: FlowFacts) -> FlowFacts:
    """The facts that the flow knows; a name that no SMS may show is as good as none."""
    return {name: _check_fact(flow, name, value) for name, value in facts.items() if name in flow.facts}


def _check_fact(flow: Flow, name: str, value: FactValue) -> FactValue:
    kind = flow.facts[name].kind
    if value is None:
        return None
    if not isinstance(value, _KINDS[kind]) or (kind == "number" and isinstance(value, bool)):
        raise BadFlowFact(name, kind, value)
    if kind == "day":
        try:
            date.fromisoformat(str(value))
        except ValueError:
            raise BadFlowFact(name, kind, value) from None
    return (clean_name(str(value)) or None) if kind == "name" else value
