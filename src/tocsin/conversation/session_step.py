"""The engine: ``(flow, session, event) -> (session, actions)``. Pure: no clock, no network, no chance.

1. A session begun under a former version of the flow is brought to this one. 2. The event is taken: a reply
is read, a timer fires, facts change. 3. The states that need nobody's answer are walked through, until a
question is open, a pause runs, or the conversation is over.
"""

from datetime import datetime
from typing import Final

from tocsin.charter.words import translate_wording
from tocsin.conversation import quiet_hours
from tocsin.conversation.flow.schema import Flow, FlowState
from tocsin.conversation.flow.text_variables import format_call_window, list_variables
from tocsin.conversation.flow_facts import MissingFacts, find_missing_facts, select_known_facts
from tocsin.conversation.listing_read_back import send_listing_text
from tocsin.conversation.reply_handling import apply_reply
from tocsin.conversation.session import (
    BEREAVED,
    DEAD,
    HEARD,
    CallAnnouncedEvent,
    ConversationSession,
    CorrectionEvent,
    DeliveryFailureEvent,
    ExternalEndEvent,
    FlowFacts,
    RecordFact,
    ReplyEvent,
    SessionEvent,
    SessionTurn,
    TimerEvent,
)
from tocsin.conversation.state_walk import SILENCE, WAIT, enter_state, find_next_state, set_silence_timer
from tocsin.conversation.turn_builder import TurnBuilder

_MOST_TIMERS = 20
"""Timers that fire at one tick, at most: each waits for the one before."""
MOST_TEXTS = 60
"""Texts of one conversation after which a reply goes to a human: what answers so long may be no person. A
machine that answers every SMS with the same words could go round between two questions for ever."""


class FlowMismatch(ValueError):
    """The session belongs to another flow."""

    def __init__(self, flow: str, session: str) -> None:
        super().__init__(f"{self.__doc__} Given {flow}, the session is of {session}.")


def begin_flow_session(
    flow: Flow,
    id: str,
    facts: FlowFacts,
    at: datetime,
    *,
    lang: str = "fr",
    zone: str = "Europe/Paris",
    person: str = "",
    shared: bool = False,
    sent: int = 0,
) -> SessionTurn:
    """A conversation begins at ``at`` (with time zone). ``id`` is unique, and every message carries it.

    ``sent``: messages of one of the same ``id`` that ended and begins anew.
    Raises ``MissingFacts``, ``BadFlowFact``, or ``quiet.UnknownTimeZone``.
    """
    if missing := find_missing_facts(flow, facts):
        raise MissingFacts(flow.flow, missing)
    quiet_hours.load_zone(zone)
    session = ConversationSession(
        id=id,
        flow=flow.flow,
        version=flow.version,
        state=flow.start,
        zone=zone,
        lang="en" if lang == "en" else "fr",
        person=person,
        facts=select_known_facts(flow, facts),
        shared=shared,
        sent=sent,
    )
    run = TurnBuilder(flow, session, at)
    enter_state(run, flow.start)
    return run.build_turn()


def take_step(flow: Flow, session: ConversationSession, event: SessionEvent) -> SessionTurn:
    """What an event makes of a conversation.

    Raises ``FlowMismatch``, or ``BadFlowFact`` for corrected facts.
    """
    if session.flow != flow.flow:
        raise FlowMismatch(flow.flow, session.flow)
    if isinstance(event, ReplyEvent) and event.id and event.id in session.heard:
        return SessionTurn(session, ())
    if session.outcome in (DEAD, BEREAVED) and not isinstance(event, ReplyEvent):
        return SessionTurn(session, ())  # a human speaks to them
    run = TurnBuilder(flow, session, event.at, answering=isinstance(event, ReplyEvent))
    _migrate_session(run)
    if isinstance(event, ReplyEvent):
        _take_reply(run, event)
    elif isinstance(event, TimerEvent):
        _fire_due_timers(run)
    elif isinstance(event, CorrectionEvent):
        _apply_correction(run, event.facts)
    elif isinstance(event, DeliveryFailureEvent) and run.session.is_open:
        run.hand_over_to_human("undelivered")
    elif isinstance(event, ExternalEndEvent):
        _end_externally(run, event.outcome)
    elif isinstance(event, CallAnnouncedEvent):
        _announce_call(run, event)
    return run.build_turn()


def repeat_question(flow: Flow, session: ConversationSession, at: datetime) -> SessionTurn:
    """The open question put again, as it was; its time of silence begins anew."""
    run = TurnBuilder(flow, session, at)
    _migrate_session(run)
    if run.session.is_open and run.state.ask and not run.fresh:
        if not send_listing_text(run):
            run.send_state_text()
        set_silence_timer(run, 0)
    return run.build_turn()


# ------------------------------------------------------------------------------------ events


def _take_reply(run: TurnBuilder, reply: ReplyEvent) -> None:
    if reply.id:
        run.update_session(heard=(*run.session.heard, reply.id)[-HEARD:])
    ahead = apply_reply(run, reply)
    if run.session.is_open and run.session.sent >= MOST_TEXTS:
        run.hand_over_to_human("not_understood", text="human")
    elif ahead:
        enter_state(run, ahead)
    elif run.session.is_open and run.state.ask:
        # Whoever wrote is there: the time of silence begins again.
        set_silence_timer(run, 0)


def _end_externally(run: TurnBuilder, outcome: str) -> None:
    """End it from outside. Where the flow has words for that, they are said, also after the last SMS."""
    session = run.session
    farewell = run.flow.ended.get(outcome)
    if farewell and session.status != "stopped" and session.outcome not in ("wrong_person", outcome):
        run.update_session(status="open", outcome="", timers=(), listing="", misses=0, news=())
        enter_state(run, farewell)
    elif session.status in ("open", "human"):
        run.close_session(outcome)


ANNOUNCED: Final = "call_announced"
"""The common text that tells of a call."""
_STILL_TOLD: Final = frozenset(("done", "silent"))
"""Ends of a conversation after which the person is still told of a call."""


def _announce_call(run: TurnBuilder, event: CallAnnouncedEvent) -> None:
    """Tell when a human rings; nothing to whoever wants no SMS, was spoken to, or is somebody else.

    What is asked stays asked, and its time of silence runs on.
    """
    session = run.session
    if session.status in ("open", "human") or session.outcome in _STILL_TOLD:
        common = run.flow.common
        window = format_call_window(
            quiet_hours.to_local_time(event.begins, session.zone),
            quiet_hours.to_local_time(event.ends, session.zone),
        )
        run.send_text(
            f"common.{ANNOUNCED}",
            common.version,
            common.texts[ANNOUNCED],
            parameters={
                "window": translate_wording(window, session.lang),
                "call_code": event.call_code,
            },
            expires=event.ends,
        )


def _fire_due_timers(run: TurnBuilder) -> None:
    for _ in range(_MOST_TIMERS):
        due = next((timer for timer in run.session.timers if timer.at <= run.at), None)
        if due is None or not run.session.is_open:
            return
        run.update_session(timers=())
        _fire_timer(run, due.name)


def _fire_timer(run: TurnBuilder, name: str) -> None:
    state = run.state
    if name == WAIT and state.wait:
        # Late, after an outage, the day may be over; and a duration is not to begin again.
        ahead = state.onward if state.wait.after else find_next_state(run, state)
        if ahead:
            enter_state(run, ahead)
        return
    number = int(name.removeprefix(SILENCE))
    passed = state.silence[number - 1]
    run.update_session(pending="")  # a yes to the question put again confirms nothing else
    if passed.say and not send_listing_text(run):  # a list that is begun is read back, not asked for anew
        run.send_text(f"{run.flow.flow}.{run.session.state}.{name}", run.flow.version, passed.say)
    if passed.call:
        run.request_call(passed.call)
    if passed.go:
        enter_state(run, passed.go)
    else:
        set_silence_timer(run, number)


def _apply_correction(run: TurnBuilder, facts: FlowFacts) -> None:
    """Take corrected facts; a pause is counted anew, and people are told where the flow has words for it.

    While a question is open the news wait until it is answered.
    """
    known = select_known_facts(run.flow, facts)
    changed = {name: value for name, value in known.items() if run.session.facts.get(name) != value}
    if not changed:
        return
    run.update_session(facts=run.session.facts | changed)
    for name, value in changed.items():
        run.add_action(RecordFact(name, value, told=False))
    if not run.session.is_open:
        return
    telling = _find_correction_facts(run.flow)
    told = (name for name, value in changed.items() if name in telling and value is not None)
    run.update_session(news=tuple(dict.fromkeys([*run.session.news, *told])))
    if run.state.wait:
        ahead = run.flow.corrected if run.session.news else find_next_state(run, run.state)
        if ahead:
            enter_state(run, ahead)


def _find_correction_facts(flow: Flow) -> frozenset[str]:
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
            told.update(list_variables(state.say.fr))
        elif not (state.wait or state.end):
            ahead += [target for _, target in state.list_targets()]
    return frozenset(told) - {flow.addressee}


# ------------------------------------------------------------------------------------ versions


def _migrate_session(run: TurnBuilder) -> None:
    """Bring a session to this version of its flow; one that it cannot carry on goes to a human."""
    session, flow = run.session, run.flow
    if session.version == flow.version:
        return
    state = flow.renamed.get(session.state, session.state)
    run.update_session(version=flow.version, state=state if state in flow.states else flow.start)
    if not session.is_open:
        return
    if state not in flow.states or find_missing_facts(flow, session.facts):
        run.hand_over_to_human("flow_changed")
    elif not _can_continue(run, flow.states[state]):
        run.fresh = True
        enter_state(run, state)


def _can_continue(run: TurnBuilder, state: FlowState) -> bool:
    """Whether the state still waits for what the session waits for."""
    session = run.session
    if bool(session.listing) != (state.ask == "people"):
        return False
    names = {WAIT} if state.wait else {f"{SILENCE}{n + 1}" for n in range(len(state.silence))}
    return any(timer.name in names for timer in session.timers)
