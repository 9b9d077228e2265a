"""A flow gone over: every fault with its file, its line and its field, where loading stops at the first."""

from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct

from tocsin.charter.document import Document, written
from tocsin.conversation.flow.lint import Fault, against, faults
from tocsin.conversation.flow.load import COMMON, FlowError, read, shipped
from tocsin.conversation.flow.schema import Flow
from tocsin.conversation.play import Player, facts_of, moment

Check = Callable[[Flow], Iterable[Fault]]
_ANY_ZONE = "Europe/Paris"


class Finding(Struct, frozen=True, order=True):
    """A fault where people can find it."""

    file: str
    line: int
    """From 1; of what should hold the field, where it is missing."""
    field: str
    """``states.notice.go``."""
    problem: str
    grave: bool = True
    """Whether the flow cannot be used at all."""


def example(flow: Flow) -> Iterator[Fault]:
    """The example of a flow must be able to begin; a flow with graver faults is not tried."""
    if any(fault.grave for fault in faults(flow)):
        return
    wrong = list(_example_facts(flow))
    yield from wrong
    try:
        at = moment(flow.example.at, _ANY_ZONE)
    except (ValueError, OverflowError):
        yield Fault(("example", "at"), f"{flow.example.at!r} is no local time such as 2021-03-04 09:00")
        return
    if not wrong:
        try:
            Player(flow, facts_of(flow, flow.example.facts), at)
        except (ValueError, OverflowError) as error:
            yield Fault(("example", "facts"), str(error))


def _example_facts(flow: Flow) -> Iterator[Fault]:
    for name, value in flow.example.facts.items():
        try:
            facts_of(flow, {name: value})
        except ValueError as error:
            yield Fault(("example", "facts", name), str(error).removeprefix(f"{name}: "))


CHECKS: tuple[Check, ...] = (faults, example)
"""What a flow is gone over with. Another check, such as the guard over every text, joins here."""


def review(
    text: str, file: str, former: Flow | None = None, checks: tuple[Check, ...] = CHECKS
) -> tuple[Finding, ...]:
    """Every fault of a flow from its YAML text, in the order of its lines; of ``former``, what would be lost.

    ``file`` is its name for messages. Raises ``FlowError`` where it is no flow at all.
    """
    document, flow = read(text, file)
    found = [fault for check in checks for fault in check(flow)]
    found += against(flow, former) if former else ()
    common = Document(shipped(COMMON), f"{COMMON}.yaml", FlowError)
    return tuple(sorted({_placed(fault, document, common) for fault in found}))


def _placed(fault: Fault, document: Document, common: Document) -> Finding:
    place = fault.place
    if place[:1] == ("common",):
        document, place = common, ("texts", *place[1:])
    return Finding(document.file, document.line(place), written(place), fault.problem, fault.grave)
