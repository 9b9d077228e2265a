"""The engine: ``(flow, session, event) -> (session, actions)``. Pure: no clock, no network, no chance.

1. A session begun under a former version of the flow is brought to this one. 2. The event is taken: a reply
is read, a timer fires, facts change. 3. The states that need nobody's answer are walked through, until a
question is open, a pause runs, or the conversation is over.
"""

from datetime import date, datetime, timedelta
from typing import Final

from tocsin.charter.schema import Wording
from tocsin.conversation import quiet
from tocsin.conversation.flow.schema import Flow, Kind, State, Wait, duration
from tocsin.conversation.flow.text import clean_name, variables
from tocsin.conversation.hearing import hear
from tocsin.conversation.listing import PEOPLE
from tocsin.conversation.read_back import say_listing
from tocsin.conversation.run import Run
from tocsin.conversation.session import (
    HEARD,
    Corrected,
    Ended,
    Event,
    Facts,
    FactValue,
    Learned,
    Reply,
    Session,
    Tick,
    Timer,
    Turn,
    Undelivered,
)

WAIT: Final = "wait"
SILENCE: Final = "silence-"
"""Names of timers."""
_MOST_TIMERS = 20
"""Timers that fire at one tick, at most: each waits for the one before."""


class MissingFacts(ValueError):
    """The flow cannot begin without these facts."""

    def __init__(self, flow: str, names: tuple[str, ...]) -> None:
        super().__init__(f"{self.__doc__} {flow}: {', '.join(names)}")
        self.flow = flow
        self.names = names


class BadFact(ValueError):
    """A fact is not of its kind."""

    def __init__(self, name: str, kind: str, value: object) -> None:
        super().__init__(f"{self.__doc__} {name} must be a {kind}, found {value!r}.")
        self.name = name
        self.kind = kind


class NotThisFlow(ValueError):
    """The session belongs to another flow."""

    def __init__(self, flow: str, session: str) -> None:
        super().__init__(f"{self.__doc__} Given {flow}, the session is of {session}.")


def begin(
    flow: Flow,
    id: str,
    facts: Facts,
    at: datetime,
    *,
    lang: str = "fr",
    zone: str = "Europe/Paris",
    person: str = "",
    shared: bool = False,
) -> Turn:
    """A conversation begins at ``at`` (with time zone). ``id`` is unique, and every message carries it.

    Raises ``MissingFacts``, ``BadFact``, or ``quiet.UnknownZone``.
    """
    if missing := _missing(flow, facts):
        raise MissingFacts(flow.flow, missing)
    quiet.zone(zone)
    session = Session(
        id=id,
        flow=flow.flow,
        version=flow.version,
        state=flow.start,
        zone=zone,
        lang="en" if lang == "en" else "fr",
        person=person,
        facts=_known(flow, facts),
        shared=shared,
    )
    run = Run(flow, session, at)
    enter(run, flow.start)
    return run.turn()


def step(flow: Flow, session: Session, event: Event) -> Turn:
    """What an event makes of a conversation. Raises ``NotThisFlow``, or ``BadFact`` for corrected facts."""
    if session.flow != flow.flow:
        raise NotThisFlow(flow.flow, session.flow)
    if isinstance(event, Reply) and event.id and event.id in session.heard:
        return Turn(session, ())
    run = Run(flow, session, event.at, answering=isinstance(event, Reply))
    _bring_up(run)
    if isinstance(event, Reply):
        _reply(run, event)
    elif isinstance(event, Tick):
        _tick(run)
    elif isinstance(event, Corrected):
        _correct(run, event.facts)
    elif isinstance(event, Undelivered) and run.session.live:
        run.hand_over("undelivered")
    elif isinstance(event, Ended) and run.session.status in ("open", "human"):
        run.close(event.outcome)
    return run.turn()


def repeat(flow: Flow, session: Session, at: datetime) -> Turn:
    """The open question put again, as it was; its time of silence begins anew."""
    run = Run(flow, session, at)
    _bring_up(run)
    if run.session.live and run.state.ask and not run.fresh:
        if not say_listing(run):
            run.say_state()
        _await_answer(run, 0)
    return run.turn()


# ------------------------------------------------------------------------------------ facts

_KINDS: Final[dict[Kind, type]] = {"name": str, "day": str, "flag": bool, "number": int, "text": Wording}


def _missing(flow: Flow, facts: Facts) -> tuple[str, ...]:
    """Facts that must come from outside, and did not."""
    needed = (name for name, fact in flow.facts.items() if not fact.optional and _given(flow, name))
    return tuple(name for name in needed if facts.get(name) is None)


def _given(flow: Flow, name: str) -> bool:
    """Whether a fact comes from outside: no answer gives it, no state and no aside sets it."""
    states = any(state.save == name or name in state.assign for state in flow.states.values())
    return not states and not any(name in aside.assign for aside in flow.asides.values())


def _known(flow: Flow, facts: Facts) -> Facts:
    """The facts that the flow knows; a name that no SMS may show is as good as none."""
    return {name: _checked(flow, name, value) for name, value in facts.items() if name in flow.facts}


def _checked(flow: Flow, name: str, value: FactValue) -> FactValue:
    kind = flow.facts[name].kind
    if value is None:
        return None
    if not isinstance(value, _KINDS[kind]) or (kind == "number" and isinstance(value, bool)):
        raise BadFact(name, kind, value)
    if kind == "day":
        try:
            date.fromisoformat(str(value))
        except ValueError:
            raise BadFact(name, kind, value) from None
    return (clean_name(str(value)) or None) if kind == "name" else value


# ------------------------------------------------------------------------------------ states


def enter(run: Run, name: str) -> None:
    """Walk from a state to the next event."""
    for _ in range(2 * len(run.flow.states) + 2):
        name = _arrive(run, name)
        state = run.state
        if state.call:
            run.call(state.call)
        if state.end:
            run.close(state.end)
            return
        if state.ask:
            _await_answer(run, 0)
            return
        name = _onward(run, state)
        if not name:
            return
    raise AssertionError(f"{run.flow.flow}: {run.session.state} is on a circle that lint should have refused")


def _arrive(run: Run, name: str) -> str:
    """Be in a state: its facts are set, its text is said. News come before a pause."""
    if run.flow.states[name].wait and run.session.news and run.flow.corrected:
        name = run.flow.corrected
        run.change(news=())
    state = run.flow.states[name]
    listing = "collect" if state.ask == "people" else ""
    facts: Facts = {**run.session.facts, **state.assign} if state.assign else run.session.facts
    run.change(state=name, misses=0, timers=(), listing=listing, facts=facts)
    if listing:
        run.once(PEOPLE)
    run.say_state()
    return name


def _onward(run: Run, state: State) -> str:
    """The next state, or nothing where a pause runs."""
    if state.wait:
        return _pause(run, state.wait, state.onward)
    for branch in state.branch:
        if _holds(run.session.facts.get(branch.fact), branch.value):
            return branch.go
    return state.onward


def _holds(known: FactValue, wanted: FactValue) -> bool:
    return known is not None if wanted is None else known == wanted


def _pause(run: Run, wait: Wait, onward: str) -> str:
    """Set the timer; or the next state where the moment has come, the other one where its day is over."""
    at = _moment(run, wait)
    if at is None:
        return wait.missed or onward
    if at <= run.at:
        return wait.missed if wait.missed and _is_over(run, at) else onward
    run.change(timers=(Timer("wait", at),))
    return ""


def _moment(run: Run, wait: Wait) -> datetime | None:
    """When a pause ends; None where the day is not known."""
    zone = run.session.zone
    if wait.after:
        return quiet.not_before(run.at + duration(wait.after), zone)
    day = run.session.facts.get(wait.until)
    if not isinstance(day, str):
        return None
    return quiet.on_day(date.fromisoformat(day) + timedelta(days=wait.days), wait.hour, zone)


def _is_over(run: Run, at: datetime) -> bool:
    """Whether the day of a moment is over by the time at which an SMS would arrive."""
    zone = run.session.zone
    return quiet.local(run.soonest, zone).date() > quiet.local(at, zone).date()


def _await_answer(run: Run, done: int) -> None:
    """Set the timer of the next step of silence."""
    silence = run.state.silence
    if done < len(silence):
        run.remind(f"silence-{done + 1}", duration(silence[done].after))


# ------------------------------------------------------------------------------------ events


def _reply(run: Run, reply: Reply) -> None:
    if reply.id:
        run.change(heard=(*run.session.heard, reply.id)[-HEARD:])
    onward = hear(run, reply)
    if onward:
        enter(run, onward)
    elif run.session.live and run.state.ask:
        # Whoever wrote is there: the time of silence begins again.
        _await_answer(run, 0)


def _tick(run: Run) -> None:
    for _ in range(_MOST_TIMERS):
        due = next((timer for timer in run.session.timers if timer.at <= run.at), None)
        if due is None or not run.session.live:
            return
        run.change(timers=())
        _fire(run, due.name)


def _fire(run: Run, name: str) -> None:
    state = run.state
    if name == WAIT and state.wait:
        # Late, after an outage, the day may be over; and a duration is not to begin again.
        ahead = state.onward if state.wait.after else _onward(run, state)
        if ahead:
            enter(run, ahead)
        return
    number = int(name.removeprefix(SILENCE))
    passed = state.silence[number - 1]
    if passed.say and not say_listing(run):  # a list that is begun is read back, not asked for anew
        run.say(f"{run.flow.flow}.{run.session.state}.{name}", run.flow.version, passed.say)
    if passed.call:
        run.call(passed.call)
    if passed.go:
        enter(run, passed.go)
    else:
        _await_answer(run, number)


def _correct(run: Run, facts: Facts) -> None:
    """Take corrected facts; a pause is counted anew, and people are told where the flow has words for it.

    While a question is open the news wait until it is answered.
    """
    known = _known(run.flow, facts)
    changed = {name: value for name, value in known.items() if run.session.facts.get(name) != value}
    if not changed:
        return
    run.change(facts=run.session.facts | changed)
    for name, value in changed.items():
        run.act(Learned(name, value))
    if not run.session.live:
        return
    telling = _telling(run.flow)
    run.change(news=tuple(dict.fromkeys([*run.session.news, *(n for n in changed if n in telling)])))
    if run.state.wait:
        ahead = run.flow.corrected if run.session.news else _onward(run, run.state)
        if ahead:
            enter(run, ahead)


def _telling(flow: Flow) -> frozenset[str]:
    """The facts that the text of a correction tells."""
    text = flow.states[flow.corrected].say if flow.corrected else None
    return frozenset(variables(text.fr)) - {flow.addressee} if text else frozenset()


# ------------------------------------------------------------------------------------ versions


def _bring_up(run: Run) -> None:
    """Bring a session to this version of its flow; one that it cannot carry on goes to a human."""
    session, flow = run.session, run.flow
    if session.version == flow.version:
        return
    state = flow.renamed.get(session.state, session.state)
    run.change(version=flow.version, state=state if state in flow.states else flow.start)
    if not session.live:
        return
    if state not in flow.states or _missing(flow, session.facts):
        run.hand_over("flow_changed")
    elif not _goes_on(run, flow.states[state]):
        run.fresh = True
        enter(run, state)


def _goes_on(run: Run, state: State) -> bool:
    """Whether the state still waits for what the session waits for."""
    session = run.session
    if bool(session.listing) != (state.ask == "people"):
        return False
    names = {WAIT} if state.wait else {f"{SILENCE}{n + 1}" for n in range(len(state.silence))}
    return any(timer.name in names for timer in session.timers)
