"""The engine: ``(flow, session, event) -> (session, actions)``. Pure: no clock, no network, no chance.

1. A session begun under a former version of the flow is brought to this one. 2. The event is taken: a reply
is read, a timer fires, facts change. 3. The states that need nobody's answer are walked through, until a
question is open, a pause runs, or the conversation is over.
"""

from datetime import datetime

from tocsin.conversation import quiet
from tocsin.conversation.facts import MissingFacts
from tocsin.conversation.facts import known as known_facts
from tocsin.conversation.facts import missing as missing_facts
from tocsin.conversation.flow.schema import Flow, State
from tocsin.conversation.flow.text import variables
from tocsin.conversation.hearing import hear
from tocsin.conversation.read_back import say_listing
from tocsin.conversation.run import Run
from tocsin.conversation.session import (
    HEARD,
    Corrected,
    Ended,
    Event,
    Facts,
    Learned,
    Reply,
    Session,
    Tick,
    Turn,
    Undelivered,
)
from tocsin.conversation.walk import SILENCE, WAIT, await_answer, enter, onward

_MOST_TIMERS = 20
"""Timers that fire at one tick, at most: each waits for the one before."""
MOST_TEXTS = 60
"""Texts of one conversation after which a reply goes to a human: what answers so long may be no person. A
machine that answers every SMS with the same words could go round between two questions for ever."""


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
    if missing := missing_facts(flow, facts):
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
        facts=known_facts(flow, facts),
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
    elif isinstance(event, Ended):
        _end(run, event.outcome)
    return run.turn()


def repeat(flow: Flow, session: Session, at: datetime) -> Turn:
    """The open question put again, as it was; its time of silence begins anew."""
    run = Run(flow, session, at)
    _bring_up(run)
    if run.session.live and run.state.ask and not run.fresh:
        if not say_listing(run):
            run.say_state()
        await_answer(run, 0)
    return run.turn()


# ------------------------------------------------------------------------------------ events


def _reply(run: Run, reply: Reply) -> None:
    if reply.id:
        run.change(heard=(*run.session.heard, reply.id)[-HEARD:])
    ahead = hear(run, reply)
    if run.session.live and run.session.sent >= MOST_TEXTS:
        run.hand_over("not_understood", text="human")
    elif ahead:
        enter(run, ahead)
    elif run.session.live and run.state.ask:
        # Whoever wrote is there: the time of silence begins again.
        await_answer(run, 0)


def _end(run: Run, outcome: str) -> None:
    """End it from outside. Where the flow has words for that, they are said, also after the last SMS."""
    session = run.session
    farewell = run.flow.ended.get(outcome)
    if farewell and session.status != "stopped" and session.outcome not in ("wrong_person", outcome):
        run.change(status="open", outcome="", timers=(), listing="", misses=0, news=())
        enter(run, farewell)
    elif session.status in ("open", "human"):
        run.close(outcome)


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
        ahead = state.onward if state.wait.after else onward(run, state)
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
        await_answer(run, number)


def _correct(run: Run, facts: Facts) -> None:
    """Take corrected facts; a pause is counted anew, and people are told where the flow has words for it.

    While a question is open the news wait until it is answered.
    """
    known = known_facts(run.flow, facts)
    changed = {name: value for name, value in known.items() if run.session.facts.get(name) != value}
    if not changed:
        return
    run.change(facts=run.session.facts | changed)
    for name, value in changed.items():
        run.act(Learned(name, value))
    if not run.session.live:
        return
    telling = _telling(run.flow)
    told = (name for name, value in changed.items() if name in telling and value is not None)
    run.change(news=tuple(dict.fromkeys([*run.session.news, *told])))
    if run.state.wait:
        ahead = run.flow.corrected if run.session.news else onward(run, run.state)
        if ahead:
            enter(run, ahead)


def _telling(flow: Flow) -> frozenset[str]:
    """The facts that the texts of a correction tell: the first on every way from where it begins."""
    told: set[str] = set()
    ahead, seen = [flow.corrected] if flow.corrected else [], set[str]()
    while ahead:
        name = ahead.pop()
        if name in seen:
            continue
        seen.add(name)
        state = flow.states[name]
        if state.say:
            told.update(variables(state.say.fr))
        elif not (state.wait or state.end):
            ahead += [target for _, target in state.targets()]
    return frozenset(told) - {flow.addressee}


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
    if state not in flow.states or missing_facts(flow, session.facts):
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
