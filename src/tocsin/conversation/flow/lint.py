"""Mistakes in a flow that can be seen without running it."""

from collections.abc import Iterator

from msgspec import Struct

from tocsin.charter.document import Place
from tocsin.charter.schema import Wording
from tocsin.conversation import quiet
from tocsin.conversation.flow.aside import says
from tocsin.conversation.flow.graph import endless, reachable, stuck, unanswered
from tocsin.conversation.flow.schema import Aside, Flow, NotADuration, State, Wait, duration
from tocsin.conversation.flow.text import BUILT_IN, CODE, PARAMETERS, variables


class Fault(Struct, frozen=True):
    """One mistake."""

    place: Place
    """Where it stands in the document."""
    problem: str
    grave: bool = True
    """Whether the flow cannot be used at all."""


COMMON_TEXTS = (
    "again_yes_no again_date again_people again_number again_choice again_household "
    "people_missing people_read_back people_correct people_added people_nobody people_later people_group "
    "stop wrong_person emergency distress human doubt sensitive unasked closed"
).split()
"""Texts that the engine may need whatever the flow."""


def faults(flow: Flow) -> Iterator[Fault]:
    """Every mistake, in the order of the document."""
    yield from _graph(flow)
    yield from _missing_common(flow)
    for name, state in flow.states.items():
        place: Place = ("states", name)
        yield from _ways(flow, state, place)
        yield from _question(flow, state, place)
        yield from _pause(flow, state, place)
        for at, text in _texts(state):
            yield from _text(text, (*place, *at), flow.own | BUILT_IN)
    for name, aside in flow.asides.items():
        yield from _aside(flow, aside, ("asides", name))
    for name, text in flow.common.texts.items():
        yield from _text(text, ("common", name), BUILT_IN | PARAMETERS)
    yield from _facts(flow)


def against(flow: Flow, former: Flow) -> Iterator[Fault]:
    """What a conversation begun under a former version would not survive."""
    for name in former.states:
        if name not in flow.states and name not in flow.renamed:
            yield Fault(("renamed",), f"state {name} of version {former.version} is gone: say what it became")
    if flow != former and flow.version <= former.version:
        yield Fault(("version",), f"is not above {former.version}, and yet the flow changed")


def _graph(flow: Flow) -> Iterator[Fault]:
    if flow.start not in flow.states:
        yield Fault(("start",), f"no state {flow.start}")
        return
    if flow.corrected and flow.corrected not in flow.states:
        yield Fault(("corrected",), f"no state {flow.corrected}")
    for why, now in flow.ended.items():
        if now not in flow.states:
            yield Fault(("ended", why), f"no state {now}")
    for former, now in flow.renamed.items():
        if now not in flow.states:
            yield Fault(("renamed", former), f"no state {now}")
        if former in flow.states:
            yield Fault(("renamed", former), "is a state of this version")
    seen, lost, turning, deaf = reachable(flow), stuck(flow), endless(flow), unanswered(flow)
    for name in flow.states:
        if name not in seen:
            yield Fault(("states", name), "cannot be reached")
        if name in turning:
            yield Fault(("states", name), "is on a circle that nothing interrupts")
        elif name in deaf:
            yield Fault(("states", name), "is on a circle that time alone walks: silence has no end")
        elif name in lost:
            yield Fault(("states", name), "leads to no end")


def _missing_common(flow: Flow) -> Iterator[Fault]:
    for name in COMMON_TEXTS:
        if name not in flow.common.texts:
            yield Fault(("common",), f"no text {name}")


def _ways(flow: Flow, state: State, place: Place) -> Iterator[Fault]:
    kinds = [kind for kind in ("ask", "wait", "branch", "end") if getattr(state, kind)]
    if len(kinds) > 1:
        yield Fault(place, f"is at once {' and '.join(kinds)}")
    for way, target in state.targets():
        if target not in flow.states:
            yield Fault((*place, *_field(way)), f"no state {target}")
    if not state.ask and not state.end and not state.onward:
        yield Fault(place, "does not say what comes next")
    if state.end and state.onward:
        yield Fault((*place, "next"), "after an end")
    for name in state.assign:
        if name not in flow.facts:
            yield Fault((*place, "set"), f"no fact {name}")
    for i, branch in enumerate(state.branch):
        if branch.fact not in flow.facts:
            yield Fault((*place, "branch", i, "if"), f"no fact {branch.fact}")


def _field(way: str) -> Place:
    """The field that a way out is written in."""
    fields: dict[str, Place] = {
        "lost": ("lost",),
        "next": ("next",),
        "else": ("next",),
        "missed": ("wait", "missed"),
    }
    return fields.get(way, ("branch",) if "=" in way else ("silence",) if way == "silence" else ("go", way))


def _question(flow: Flow, state: State, place: Place) -> Iterator[Fault]:
    if not state.ask:
        for field in ("go", "options", "save", "again", "silence", "unclear", "lost"):
            if getattr(state, field):
                yield Fault((*place, field), "without a question")
        return
    if not state.say:
        yield Fault((*place, "say"), "a question needs its text")
    wanted = _answers(state)
    if set(state.go) != wanted:
        yield Fault((*place, "go"), f"must say where {', '.join(sorted(wanted))} lead")
    if state.onward:
        yield Fault((*place, "next"), "a question goes on by its answers")
    if state.unclear and (state.ask != "yes_no" or state.unclear not in wanted):
        yield Fault((*place, "unclear"), "is yes or no, and for a question of yes or no")
    if state.save and state.save not in flow.facts:
        yield Fault((*place, "save"), f"no fact {state.save}")
    if not state.silence or not state.silence[-1].go:
        yield Fault((*place, "silence"), "must end by going somewhere: people may never answer")
    for i, step in enumerate(state.silence):
        yield from _duration(step.after, (*place, "silence", i, "after"))
        if step.go and step is not state.silence[-1]:
            yield Fault((*place, "silence", i, "go"), "only the last step goes somewhere")


def _answers(state: State) -> set[str]:
    somebody = {"some", "nobody"}
    by_kind = {
        "yes_no": {"yes", "no"},
        "people": somebody,
        "household": somebody,
        "choice": set(state.options),
    }
    return by_kind.get(str(state.ask), {"any"})


def _aside(flow: Flow, aside: Aside, place: Place) -> Iterator[Fault]:
    if aside.go and aside.go not in flow.states:
        yield Fault((*place, "go"), f"no state {aside.go}")
    for name in aside.assign:
        if name not in flow.facts:
            yield Fault((*place, "set"), f"no fact {name}")
    for field, replies, wanted in (("fires", aside.fires, True), ("near_misses", aside.near_misses, False)):
        if not replies:
            yield Fault((*place, field), "needs an example")
        for i, reply in enumerate(replies):
            if says(aside, reply) != wanted:
                yield Fault((*place, field, i), "is not heard" if wanted else "is heard")
    if aside.say:
        yield from _text(aside.say, (*place, "say"), flow.own | BUILT_IN)


def _pause(flow: Flow, state: State, place: Place) -> Iterator[Fault]:
    wait = state.wait
    if not wait:
        return
    if bool(wait.until) == bool(wait.after):
        yield Fault((*place, "wait"), "needs 'until' or 'after'")
    if wait.after:
        yield from _duration(wait.after, (*place, "wait", "after"))
    if wait.until:
        fact = flow.facts.get(wait.until)
        if not fact or fact.kind != "day":
            yield Fault((*place, "wait", "until"), f"no fact {wait.until} that is a day")
    yield from _hour(wait, place)


def _hour(wait: Wait, place: Place) -> Iterator[Fault]:
    try:
        hour = wait.hour.hour
    except ValueError:
        yield Fault((*place, "wait", "at"), f"{wait.at!r} is no time such as 10:00")
    else:
        if not quiet.MORNING <= hour < quiet.EVENING:
            yield Fault((*place, "wait", "at"), f"{wait.at} is in the quiet hours: the day would be over")


def _duration(written: str, place: Place) -> Iterator[Fault]:
    try:
        duration(written)
    except NotADuration as error:
        yield Fault(place, str(error))


def _texts(state: State) -> Iterator[tuple[Place, Wording]]:
    for field in ("say", "again"):
        if text := getattr(state, field):
            yield (field,), text
    for i, step in enumerate(state.silence):
        if step.say:
            yield ("silence", i, "say"), step.say
    for name, text in state.options.items():
        yield ("options", name), text


def _text(text: Wording, place: Place, known: frozenset[str]) -> Iterator[Fault]:
    for lang in ("fr", "en"):
        written = getattr(text, lang)
        if not written.strip():
            yield Fault((*place, lang), "is empty")
        for name in variables(written):
            if name not in known:
                yield Fault((*place, lang), f"no fact {name}")
        if "options" not in place and CODE not in variables(written):
            yield Fault((*place, lang), "has no issue code: Réf. {code}")
    if set(variables(text.fr)) != set(variables(text.en)):
        yield Fault(place, "does not show the same facts in both languages")


def _facts(flow: Flow) -> Iterator[Fault]:
    states = flow.states.values()
    texts = [text for state in states for _, text in _texts(state)]
    texts += [aside.say for aside in flow.asides.values() if aside.say]
    said = {name for text in texts for name in variables(text.fr)}
    used = said | {branch.fact for state in states for branch in state.branch}
    used |= {name for state in states for name in (state.save, *state.assign)}
    used |= {state.wait.until for state in states if state.wait}
    used |= {name for aside in flow.asides.values() for name in aside.assign}
    for name, fact in flow.facts.items():
        if name not in used:
            yield Fault(("facts", name), "is never used", grave=False)
        if fact.kind == "text" and not fact.worst:
            yield Fault(("facts", name), "a text needs its worst, for the guard")
        if name in said and (fact.optional or fact.kind == "name") and not fact.otherwise.fr:
            yield Fault(("facts", name), "may be absent: say what texts show 'otherwise'")
