"""The engine: ``(flow, session, event) -> (session, actions)``. Pure: no clock, no network, no chance.

1. A session begun under a former version of the flow is brought to this one. 2. The event is taken: a reply
is read, a timer fires, facts change. 3. The states that need nobody's answer are walked through, until a
question is open, a pause runs, or the conversation is over.
"""

from datetime import date, datetime, timedelta

from tocsin.conversation import quiet
from tocsin.conversation.flow.schema import Flow, State, Wait, duration
from tocsin.conversation.flow.text import clean_name
from tocsin.conversation.hearing import hear
from tocsin.conversation.read_back import say_listing
from tocsin.conversation.run import Run
from tocsin.conversation.session import (
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

_MOST_TIMERS = 20
"""Timers that fire at one tick, at most: each waits for the one before."""


class MissingFacts(ValueError):
    """The flow cannot begin without these facts."""

    def __init__(self, flow: str, names: tuple[str, ...]) -> None:
        super().__init__(f"{self.__doc__} {flow}: {', '.join(names)}")
        self.flow = flow
        self.names = names


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

    Raises ``MissingFacts``, or ``quiet.UnknownZone``.
    """
    missing = tuple(
        name
        for name, f in flow.facts.items()
        if not f.optional and facts.get(name) is None and _given(flow, name)
    )
    if missing:
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
    """What an event makes of a conversation."""
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
    elif run.session.status in ("open", "human"):
        if isinstance(event, Undelivered):
            if run.session.live:
                run.hand_over("undelivered")
        elif isinstance(event, Ended):
            run.close(event.outcome)
    return run.turn()


def _known(flow: Flow, facts: Facts) -> Facts:
    """The facts that the flow knows; a name that no SMS may show is as good as none."""
    return {
        name: (clean_name(str(value)) or None) if value and flow.facts[name].kind == "name" else value
        for name, value in facts.items()
        if name in flow.facts
    }


def repeat(flow: Flow, session: Session, at: datetime) -> Turn:
    """The open question put again, as it was; its time of silence begins anew."""
    run = Run(flow, session, at)
    _bring_up(run)
    if run.session.live and run.state.ask:
        if not say_listing(run):
            run.say_state()
        _await_answer(run, 0)
    return run.turn()


def _given(flow: Flow, name: str) -> bool:
    """Whether a fact comes from outside: no answer gives it, no state sets it."""
    return not any(state.save == name or name in state.assign for state in flow.states.values())


# ------------------------------------------------------------------------------------ states


def enter(run: Run, name: str) -> None:
    """Walk from a state to the next event."""
    for _ in range(len(run.flow.states) + 1):
        state = run.flow.states[name]
        listing = "collect" if state.ask == "people" else ""
        facts: Facts = {**run.session.facts, **state.assign} if state.assign else run.session.facts
        run.change(state=name, misses=0, timers=(), listing=listing, facts=facts)
        run.say_state()
        if state.call:
            run.call(state.call)
        if state.end:
            run.close(state.end)
            return
        if state.ask:
            _await_answer(run, 0)
            return
        ahead = _onward(run, state)
        if not ahead:
            return
        name = ahead
    raise AssertionError(f"{run.flow.flow}: {name} is on a circle that lint should have refused")


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
        over = quiet.local(run.at, run.session.zone).date() > quiet.local(at, run.session.zone).date()
        return wait.missed if over and wait.missed else onward
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


def _await_answer(run: Run, done: int) -> None:
    """Set the timer of the next step of silence."""
    silence = run.state.silence
    if done < len(silence):
        run.remind(f"silence-{done + 1}", duration(silence[done].after))


# ------------------------------------------------------------------------------------ events


def _reply(run: Run, reply: Reply) -> None:
    if reply.id:
        run.change(heard=(*run.session.heard, reply.id)[-20:])
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
        run.change(timers=tuple(timer for timer in run.session.timers if timer is not due))
        _fire(run, due.name)


def _fire(run: Run, name: str) -> None:
    state = run.state
    if name == "wait" and state.wait:
        enter(run, state.onward)
    elif name.startswith("silence-") and int(name[8:]) <= len(state.silence):
        number = int(name[8:])
        passed = state.silence[number - 1]
        if passed.say:
            run.say(f"{run.flow.flow}.{run.session.state}.{name}", run.flow.version, passed.say)
        if passed.call:
            run.call(passed.call)
        if passed.go:
            enter(run, passed.go)
        else:
            _await_answer(run, number)


def _correct(run: Run, facts: Facts) -> None:
    """Take corrected facts; a pause is counted anew, and people are told where the flow has words for it."""
    known = _known(run.flow, facts)
    changed = {name: value for name, value in known.items() if run.session.facts.get(name) != value}
    if not changed:
        return
    run.change(facts=run.session.facts | changed)
    for name, value in changed.items():
        run.act(Learned(name, value))
    if not run.session.live or not run.state.wait:
        return
    if run.flow.corrected:
        enter(run, run.flow.corrected)
    elif ahead := _onward(run, run.state):
        enter(run, ahead)


def _bring_up(run: Run) -> None:
    """Bring a session to this version of its flow; one whose state is gone goes to a human."""
    session, flow = run.session, run.flow
    if session.version == flow.version:
        return
    state = flow.renamed.get(session.state, session.state)
    run.change(version=flow.version)
    if state not in flow.states:
        run.change(state=flow.start)
        if session.live:
            run.hand_over("flow_changed")
        return
    run.change(state=state)
    if not session.live:
        return
    new = flow.states[state]
    if new.ask != "people":
        run.change(listing="")
    elif not session.listing:
        run.change(listing="collect")
    if new.ask and not any(timer.name.startswith("silence-") for timer in session.timers):
        _await_answer(run, 0)
    elif not new.ask and not (new.wait and session.timers):
        ahead = _onward(run, new)
        if new.end:
            run.close(new.end)
        elif ahead:
            enter(run, ahead)
