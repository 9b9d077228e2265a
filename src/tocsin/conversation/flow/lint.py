"""Mistakes in a flow that can be seen without running it."""

from collections.abc import Iterator

from msgspec import Struct

from tocsin.charter.schema import Wording
from tocsin.charter.yaml_document import Place
from tocsin.conversation import quiet_hours
from tocsin.conversation.flow.aside_matching import says_aside
from tocsin.conversation.flow.graph import (
    find_endless_states,
    find_reachable_states,
    find_states_repeating_in_silence,
    find_stuck_states,
)
from tocsin.conversation.flow.schema import (
    Flow,
    FlowAside,
    FlowState,
    NotADuration,
    StatePause,
    parse_duration,
)
from tocsin.conversation.flow.text_variables import BUILT_IN, CODE, PARAMETERS, list_variables
from tocsin.locale.languages import ORIGINALS


class FlowFault(Struct, frozen=True):
    """One mistake."""

    place: Place
    """Where it stands in the document."""
    problem: str
    grave: bool = True
    """Whether the flow cannot be used at all."""


COMMON_TEXTS = (
    "again_yes_no again_date again_people again_number again_choice again_household "
    "read_back read_back_yes_no "
    "people_missing people_read_back people_correct people_added people_nobody people_later people_group "
    "stop wrong_person emergency distress care human call_announced doubt sensitive unasked closed"
).split()
"""Texts that the engine may need whatever the flow."""


def find_faults(flow: Flow) -> Iterator[FlowFault]:
    """Every mistake, in the order of the document."""
    yield from _check_graph(flow)
    yield from _check_common_texts(flow)
    for name, state in flow.states.items():
        place: Place = ("states", name)
        yield from _check_exits(flow, state, place)
        yield from _check_question(flow, state, place)
        yield from _check_pause(flow, state, place)
        for at, text in _list_state_texts(state):
            yield from _check_text(text, (*place, *at), flow.text_facts | BUILT_IN)
    for name, aside in flow.asides.items():
        yield from _check_aside(flow, aside, ("asides", name))
    for name, text in flow.common.texts.items():
        yield from _check_text(text, ("common", name), BUILT_IN | PARAMETERS)
    yield from _check_facts(flow)


def find_upgrade_faults(flow: Flow, former: Flow) -> Iterator[FlowFault]:
    """What a conversation begun under a former version would not survive."""
    for name in former.states:
        if name not in flow.states and name not in flow.renamed:
            yield FlowFault(
                ("renamed",), f"state {name} of version {former.version} is gone: say what it became"
            )
    if flow != former and flow.version <= former.version:
        yield FlowFault(("version",), f"is not above {former.version}, and yet the flow changed")


def _check_graph(flow: Flow) -> Iterator[FlowFault]:
    if flow.start not in flow.states:
        yield FlowFault(("start",), f"no state {flow.start}")
        return
    if flow.corrected and flow.corrected not in flow.states:
        yield FlowFault(("corrected",), f"no state {flow.corrected}")
    for why, now in flow.ended.items():
        if now not in flow.states:
            yield FlowFault(("ended", why), f"no state {now}")
    for former, now in flow.renamed.items():
        if now not in flow.states:
            yield FlowFault(("renamed", former), f"no state {now}")
        if former in flow.states:
            yield FlowFault(("renamed", former), "is a state of this version")
    seen, lost, turning, deaf = (
        find_reachable_states(flow),
        find_stuck_states(flow),
        find_endless_states(flow),
        find_states_repeating_in_silence(flow),
    )
    for name in flow.states:
        if name not in seen:
            yield FlowFault(("states", name), "cannot be reached")
        if name in turning:
            yield FlowFault(("states", name), "is on a circle that nothing interrupts")
        elif name in deaf:
            yield FlowFault(("states", name), "is on a circle that time alone walks: silence has no end")
        elif name in lost:
            yield FlowFault(("states", name), "leads to no end")


def _check_common_texts(flow: Flow) -> Iterator[FlowFault]:
    for name in COMMON_TEXTS:
        if name not in flow.common.texts:
            yield FlowFault(("common",), f"no text {name}")


def _check_exits(flow: Flow, state: FlowState, place: Place) -> Iterator[FlowFault]:
    kinds = [kind for kind in ("ask", "wait", "branch", "end") if getattr(state, kind)]
    if len(kinds) > 1:
        yield FlowFault(place, f"is at once {' and '.join(kinds)}")
    for way, target in state.list_targets():
        if target not in flow.states:
            yield FlowFault((*place, *_find_exit_field(way)), f"no state {target}")
    if not state.ask and not state.end and not state.onward:
        yield FlowFault(place, "does not say what comes next")
    if state.end and state.onward:
        yield FlowFault((*place, "next"), "after an end")
    for name in state.assign:
        if name not in flow.facts:
            yield FlowFault((*place, "set"), f"no fact {name}")
    for i, branch in enumerate(state.branch):
        if branch.fact not in flow.facts:
            yield FlowFault((*place, "branch", i, "if"), f"no fact {branch.fact}")


def _find_exit_field(way: str) -> Place:
    """The field that a way out is written in."""
    fields: dict[str, Place] = {
        "lost": ("lost",),
        "next": ("next",),
        "else": ("next",),
        "missed": ("wait", "missed"),
    }
    return fields.get(way, ("branch",) if "=" in way else ("silence",) if way == "silence" else ("go", way))


def _check_question(flow: Flow, state: FlowState, place: Place) -> Iterator[FlowFault]:
    if not state.ask:
        for field in ("go", "options", "save", "again", "silence", "unclear", "lost"):
            if getattr(state, field):
                yield FlowFault((*place, field), "without a question")
        return
    if not state.say:
        yield FlowFault((*place, "say"), "a question needs its text")
    wanted = _list_possible_answers(state)
    if set(state.go) != wanted:
        yield FlowFault((*place, "go"), f"must say where {', '.join(sorted(wanted))} lead")
    if state.onward:
        yield FlowFault((*place, "next"), "a question goes on by its answers")
    if state.unclear and (state.ask != "yes_no" or state.unclear not in wanted):
        yield FlowFault((*place, "unclear"), "is yes or no, and for a question of yes or no")
    if state.save and state.save not in flow.facts:
        yield FlowFault((*place, "save"), f"no fact {state.save}")
    if not state.silence or not state.silence[-1].go:
        yield FlowFault((*place, "silence"), "must end by going somewhere: people may never answer")
    for i, step in enumerate(state.silence):
        yield from _check_duration(step.after, (*place, "silence", i, "after"))
        if step.go and step is not state.silence[-1]:
            yield FlowFault((*place, "silence", i, "go"), "only the last step goes somewhere")


def _list_possible_answers(state: FlowState) -> set[str]:
    somebody = {"some", "nobody"}
    by_kind = {
        "yes_no": {"yes", "no"},
        "people": somebody,
        "household": somebody,
        "choice": set(state.options),
    }
    return by_kind.get(str(state.ask), {"any"})


def _check_aside(flow: Flow, aside: FlowAside, place: Place) -> Iterator[FlowFault]:
    if aside.go and aside.go not in flow.states:
        yield FlowFault((*place, "go"), f"no state {aside.go}")
    for name in aside.assign:
        if name not in flow.facts:
            yield FlowFault((*place, "set"), f"no fact {name}")
    for field, replies, wanted in (("fires", aside.fires, True), ("near_misses", aside.near_misses, False)):
        if not replies:
            yield FlowFault((*place, field), "needs an example")
        for i, reply in enumerate(replies):
            if says_aside(aside, reply) != wanted:
                yield FlowFault((*place, field, i), "is not heard" if wanted else "is heard")
    if aside.say:
        yield from _check_text(aside.say, (*place, "say"), flow.text_facts | BUILT_IN)


def _check_pause(flow: Flow, state: FlowState, place: Place) -> Iterator[FlowFault]:
    wait = state.wait
    if not wait:
        return
    if bool(wait.until) == bool(wait.after):
        yield FlowFault((*place, "wait"), "needs 'until' or 'after'")
    if wait.after:
        yield from _check_duration(wait.after, (*place, "wait", "after"))
    if wait.until:
        fact = flow.facts.get(wait.until)
        if not fact or fact.kind != "day":
            yield FlowFault((*place, "wait", "until"), f"no fact {wait.until} that is a day")
    yield from _check_hour(wait, place)


def _check_hour(wait: StatePause, place: Place) -> Iterator[FlowFault]:
    try:
        hour = wait.hour.hour
    except ValueError:
        yield FlowFault((*place, "wait", "at"), f"{wait.at!r} is no time such as 10:00")
    else:
        if not quiet_hours.MORNING <= hour < quiet_hours.EVENING:
            yield FlowFault((*place, "wait", "at"), f"{wait.at} is in the quiet hours: the day would be over")


def _check_duration(written: str, place: Place) -> Iterator[FlowFault]:
    try:
        parse_duration(written)
    except NotADuration as error:
        yield FlowFault(place, str(error))


def _list_state_texts(state: FlowState) -> Iterator[tuple[Place, Wording]]:
    for field in ("say", "again"):
        if text := getattr(state, field):
            yield (field,), text
    for i, step in enumerate(state.silence):
        if step.say:
            yield ("silence", i, "say"), step.say
    for name, text in state.options.items():
        yield ("options", name), text


def _check_text(text: Wording, place: Place, known: frozenset[str]) -> Iterator[FlowFault]:
    for lang in ORIGINALS:
        written = getattr(text, lang)
        if not written.strip():
            yield FlowFault((*place, lang), "is empty")
        for name in list_variables(written):
            if name not in known:
                yield FlowFault((*place, lang), f"no fact {name}")
        if "options" not in place and CODE not in list_variables(written):
            yield FlowFault((*place, lang), "has no issue code: Réf. {code}")
    if set(list_variables(text.fr)) != set(list_variables(text.en)):
        yield FlowFault(place, "does not show the same facts in both languages")


def _check_facts(flow: Flow) -> Iterator[FlowFault]:
    states = flow.states.values()
    texts = [text for state in states for _, text in _list_state_texts(state)]
    texts += [aside.say for aside in flow.asides.values() if aside.say]
    said = {name for text in texts for name in list_variables(text.fr)}
    used = said | {branch.fact for state in states for branch in state.branch}
    used |= {name for state in states for name in (state.save, *state.assign)}
    used |= {state.wait.until for state in states if state.wait}
    used |= {name for aside in flow.asides.values() for name in aside.assign}
    for name, fact in flow.facts.items():
        if name not in used:
            yield FlowFault(("facts", name), "is never used", grave=False)
        if fact.kind == "text" and not fact.worst:
            yield FlowFault(("facts", name), "a text needs its worst, for the guard")
        if name in said and (fact.optional or fact.kind == "name") and not fact.otherwise.fr:
            yield FlowFault(("facts", name), "may be absent: say what texts show 'otherwise'")
