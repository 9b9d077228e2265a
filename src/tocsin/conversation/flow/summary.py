"""The states of a flow for people: what each says and costs, and where answers and silence lead."""

from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from tocsin.charter.words import translate_wording
from tocsin.conversation.flow.part_names import Shape, classify_state, format_duration, translate_exit
from tocsin.conversation.flow.schema import Flow, FlowState, StatePause
from tocsin.conversation.flow.text_cost import compute_worst_cost
from tocsin.locale.catalogues import translate, translate_name
from tocsin.locale.languages import get_language

_QUIET: Final = ("silence", "lost")


class StateExit(Struct, frozen=True):
    """Where one or several answers lead."""

    label: str
    """The answers, in words: ``no, silence``."""
    target: str
    is_quiet: bool
    """Whether only silence, or an answer not understood, leads there."""


class StateSummary(Struct, frozen=True, kw_only=True):
    """A state, in words."""

    name: str
    shape: Shape
    kind: str
    """What it is: ``start · question``."""
    parts: int
    """SMS that its text takes at its longest; 0 where it says nothing."""
    body: str
    """Its text, or for how long it waits, or what it sets."""
    silence: str
    """What happens without an answer; may be empty."""
    calls: tuple[str, ...]
    """Why a human is asked to ring."""
    exits: tuple[StateExit, ...]


def summarise_states(flow: Flow, lang: str) -> list[StateSummary]:
    """Every state, the start first."""
    return [_summarise(flow, name, lang) for name in sorted(flow.states, key=lambda name: name != flow.start)]


def _summarise(flow: Flow, name: str, lang: str) -> StateSummary:
    state = flow.states[name]
    kind = translate("flow.shapes", classify_state(state), lang)
    return StateSummary(
        name=name,
        shape=classify_state(state),
        kind=f"{_word('start', lang)} · {kind}" if name == flow.start else kind,
        parts=compute_worst_cost(flow, state.say, lang).parts if state.say else 0,
        body=_body(name, state, lang),
        silence=_silence(state, lang),
        calls=tuple(_calls(state, lang)),
        exits=tuple(_exits(state, lang)),
    )


def _word(name: str, lang: str) -> str:
    return translate("flow", name, lang)


def _body(name: str, state: FlowState, lang: str) -> str:
    if state.say:
        return translate_wording(state.say, lang)
    if state.wait:
        return _pause(state.wait, lang)
    if state.end:
        return "" if state.end == name else state.end
    return ", ".join(f"{fact} = {str(value).lower()}" for fact, value in state.assign.items())


def _pause(wait: StatePause, lang: str) -> str:
    if wait.after:
        return _word("for", lang).format(time=format_duration(wait.after, lang))
    day = f"{wait.until} {wait.days:+d}" if wait.days else wait.until
    return _word("until", lang).format(day=day, hour=wait.at)


def _silence(state: FlowState, lang: str) -> str:
    """What happens without an answer: ``sans réponse : rappel après 2 h, puis suite après 3 jours``."""
    steps = []
    for step in state.silence:
        name = "reminder" if step.say else "call_after" if step.call else "gives_up"
        steps.append(_word(name, lang).format(time=format_duration(step.after, lang)))
    lead = f"{_word('unanswered', lang)}{get_language(lang).colon}"
    return lead + f", {_word('and_then', lang)} ".join(steps) if steps else ""


def _calls(state: FlowState, lang: str) -> Iterator[str]:
    for reason in (state.call, *(step.call for step in state.silence)):
        if reason:
            said = translate_name("call.reasons", reason, lang)
            name = f" ({reason})" if said != reason else ""
            yield f"{_word('adviser', lang)}{get_language(lang).colon}{said}{name}"


def _exits(state: FlowState, lang: str) -> Iterator[StateExit]:
    """The ways out; those to one state are one."""
    ways: dict[str, list[str]] = {}
    for name, target in state.list_targets():
        ways.setdefault(target, []).append(name)
    for target, found in ways.items():
        label = ", ".join(translate_exit(state, name, lang) or _word("then", lang) for name in found)
        yield StateExit(label, target, all(name in _QUIET for name in found))
