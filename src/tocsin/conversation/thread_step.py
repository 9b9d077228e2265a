"""What one event does to the conversations of a phone: who has the floor, who waits for it, what is put again."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from msgspec.structs import replace

from tocsin.conversation.answer_buttons import parse_postback
from tocsin.conversation.masking import mask_secrets
from tocsin.conversation.phone_thread import (
    ConversationStart,
    FlowLookup,
    PhoneThread,
    SessionAction,
    ThreadTurn,
)
from tocsin.conversation.reading import ReplySignal
from tocsin.conversation.reading.danger import find_danger
from tocsin.conversation.reading.model import NOTHING
from tocsin.conversation.reading.signals import find_signals
from tocsin.conversation.reading.unexplained_words import find_unexplained_words
from tocsin.conversation.reply_words import MAX_LENGTH, split_words
from tocsin.conversation.session import (
    HEARD,
    CallAnnouncedEvent,
    CloseConversation,
    ConversationAction,
    ConversationSession,
    RecordReply,
    ReplyEvent,
    RequestCall,
    SendSms,
    SessionEvent,
    SessionTurn,
    TimerEvent,
)
from tocsin.conversation.session_step import begin_flow_session, repeat_question, take_step

CROSSING: Final = timedelta(minutes=1)
"""A reply so soon after the floor changed hands may still be meant for the question before."""

_CLEAR: Final[frozenset[ReplySignal]] = frozenset(("stop", "emergency", "distress", "human"))
"""Signals that are no answer to one question rather than another."""


def start_conversation(
    flows: FlowLookup, thread: PhoneThread, beginning: ConversationStart, at: datetime
) -> ThreadTurn:
    """A conversation begins, or waits for its turn.

    Raises what ``session_step.begin_flow_session`` raises.
    """
    run = _ThreadTurnBuilder(flows, thread, at)
    known = {session.id for session in thread.sessions} | {waiting.id for waiting in thread.waiting}
    if beginning.id in known:
        return ThreadTurn(thread, ())
    if thread.stopped:
        run.add_action(beginning.id, _request_stop_call(at))
    elif run.is_held_for(beginning.id):
        run.take_first_step(
            beginning, shared=True
        )  # what is wrong with it is said now, not when its turn comes
        run.update_thread(waiting=(*thread.waiting, beginning))
    else:
        run.begin_conversation(beginning)
        run.release_floor_if_idle()
    return run.build_turn()


def apply_event(flows: FlowLookup, thread: PhoneThread, event: SessionEvent, session: str = "") -> ThreadTurn:
    """Something happens on a phone. A reply and a tick find their conversation; for the rest it is named."""
    run = _ThreadTurnBuilder(flows, thread, event.at)
    if isinstance(event, TimerEvent):
        run.fire_due_timers()
    elif isinstance(event, ReplyEvent):
        run.apply_reply(event)
    else:
        run.apply_event(session, event)
        run.release_floor_if_idle()
    return run.build_turn()


def announce_call(
    flows: FlowLookup, thread: PhoneThread, event: CallAnnouncedEvent, session: str
) -> ThreadTurn:
    """Tell a person when a human rings. It asks nothing: whoever has the floor keeps it.

    Nothing is said where nobody on the phone wants an SMS, or the session may not be told.
    """
    run = _ThreadTurnBuilder(flows, thread, event.at)
    if not thread.stopped:
        run.tell_session(session, event)
    return run.build_turn()


class _ThreadTurnBuilder:
    """One event on one phone."""

    def __init__(self, flows: FlowLookup, thread: PhoneThread, at: datetime) -> None:
        self.flows = flows
        self.thread = thread
        self.at = at
        self.actions: list[SessionAction] = []

    def update_thread(self, **fields: object) -> None:
        self.thread = replace(self.thread, **fields)

    def add_action(self, session: str, action: ConversationAction) -> None:
        self.actions.append(SessionAction(session, action))

    def build_turn(self) -> ThreadTurn:
        return ThreadTurn(self.thread, tuple(self.actions))

    # ---- events

    def apply_reply(self, reply: ReplyEvent) -> None:
        thread = self.thread
        if reply.id and reply.id in thread.heard:
            return
        if reply.id:
            self.update_thread(heard=(*thread.heard, reply.id)[-HEARD:])
        if not thread.sessions:
            return
        touched = parse_postback(reply.postback)
        known = {session.id for session in thread.sessions}
        id = thread.floor or thread.last or thread.sessions[-1].id
        if touched and touched.session in known:
            id = touched.session
        elif self._may_cross_question(reply):
            self._handle_crossing_reply(id, reply)
            return
        self.apply_event(id, replace(reply, id=""))  # it is known here, and need not be known twice
        if self.thread.get_session(id).status == "stopped":
            self._stop_all(id)
        self.release_floor_if_idle()

    def fire_due_timers(self) -> None:
        for session in self.thread.sessions:
            if session.next_due and session.next_due <= self.at:
                self.apply_event(session.id, TimerEvent(self.at), postpone=True)
                self.release_floor_if_idle()
        if self.thread.waiting and not self.is_held_for(""):
            self._begin_next_waiting()
            self.release_floor_if_idle()

    def apply_event(self, id: str, event: SessionEvent, *, postpone: bool = False) -> None:
        """Let a session take an event; one that would speak out of turn is left as it was."""
        session = self.thread.get_session(id)
        turn = take_step(self.flows(session.flow), session, event)
        if postpone and _sends_sms(turn) and self.is_held_for(id):
            return
        self._store_turn(turn)

    def tell_session(self, id: str, event: SessionEvent) -> None:
        """Let a session take an event that asks nothing, whoever has the floor."""
        known = self.thread.get_session(id)
        turn = take_step(self.flows(known.flow), known, event)
        self.update_thread(sessions=tuple(turn.session if s.id == id else s for s in self.thread.sessions))
        for action in turn.actions:
            self.add_action(id, action)

    def begin_conversation(self, beginning: ConversationStart) -> None:
        """Begin a conversation; everybody on the phone is named from now on."""
        shared = any(session.is_open for session in self.thread.sessions)
        if shared:
            self.update_thread(sessions=tuple(replace(s, shared=True) for s in self.thread.sessions))
        turn = self.take_first_step(beginning, shared=shared)
        self.update_thread(sessions=(*self.thread.sessions, turn.session))
        self._store_turn(turn)

    def take_first_step(self, beginning: ConversationStart, *, shared: bool) -> SessionTurn:
        """The first step of a conversation."""
        return begin_flow_session(
            self.flows(beginning.flow),
            beginning.id,
            beginning.facts,
            self.at,
            lang=beginning.lang,
            zone=beginning.zone,
            person=beginning.person,
            shared=shared,
            sent=beginning.sent,
        )

    # ---- the floor

    def is_held_for(self, id: str) -> bool:
        """Whether somebody else's open question keeps this session silent."""
        until = self.thread.held_until
        return until is not None and self.thread.floor != id and self.at < until

    def release_floor_if_idle(self) -> None:
        """Give the floor on, where whoever has it asks nothing any more."""
        for _ in range(len(self.thread.sessions) + len(self.thread.waiting) + 1):
            if self.thread.floor:
                return
            if self.thread.parked:
                self._repeat_question(self.thread.parked[0])
            elif self.thread.waiting:
                self._begin_next_waiting()
            else:
                return

    def _store_turn(self, turn: SessionTurn) -> None:
        """Keep what a session did, and see who has the floor."""
        session = turn.session
        sessions = tuple(session if s.id == session.id else s for s in self.thread.sessions)
        self.update_thread(sessions=sessions)
        for action in turn.actions:
            self.add_action(session.id, action)
        sends = [action for action in turn.actions if isinstance(action, SendSms)]
        if sends:
            self.update_thread(last=session.id)
        asks = self._has_open_question(session)
        if asks and sends:
            self._give_floor(session.id, sends[-1].not_before)
        elif not asks:
            self._release_floor(session.id)

    def _has_open_question(self, session: ConversationSession) -> bool:
        state = self.flows(session.flow).states.get(session.state)
        return session.is_open and state is not None and state.ask is not None

    def _give_floor(self, id: str, since: datetime) -> None:
        former = self.thread.floor
        taken = bool(former) and former != id
        parked = tuple(p for p in self.thread.parked if p != id)
        self.update_thread(
            floor=id,
            since=since,
            taken=taken,
            parked=(*parked, former) if taken and former not in parked else parked,
        )

    def _release_floor(self, id: str) -> None:
        self.update_thread(parked=tuple(p for p in self.thread.parked if p != id))
        if self.thread.floor == id:
            self.update_thread(floor="", since=None, taken=False)

    def _repeat_question(self, id: str) -> None:
        session = self.thread.get_session(id)
        self.update_thread(parked=tuple(p for p in self.thread.parked if p != id))
        self._store_turn(repeat_question(self.flows(session.flow), session, self.at))

    def _begin_next_waiting(self) -> None:
        beginning, *rest = self.thread.waiting
        self.update_thread(waiting=tuple(rest))
        self.begin_conversation(beginning)

    # ---- replies that concern more than one

    def _may_cross_question(self, reply: ReplyEvent) -> bool:
        """Whether a reply may be meant for the question before; a wish or a danger is clear all the same."""
        since = self.thread.since
        soon = since is not None and timedelta(0) <= reply.at - since < CROSSING
        return (
            self.thread.taken
            and soon
            and not _CLEAR & _find_all_signals(mask_secrets(reply.text).text[:MAX_LENGTH])
        )

    def _handle_crossing_reply(self, id: str, reply: ReplyEvent) -> None:
        """A reply that may have crossed the new question: nobody takes it, and the question is put again."""
        session = self.thread.get_session(id)
        masked = mask_secrets(reply.text).text
        self.add_action(
            id,
            RecordReply(
                masked,
                tentative=bool(find_unexplained_words("yes_no", split_words(masked[:MAX_LENGTH]), NOTHING)),
            ),
        )
        self._store_turn(repeat_question(self.flows(session.flow), session, self.at))
        self.update_thread(taken=False)

    def _stop_all(self, by: str) -> None:
        """One STOP, one confirmation, and everybody goes to a human."""
        for session in self._other_open_sessions(by):
            self.add_action(session.id, _request_stop_call(self.at))
            self.add_action(session.id, CloseConversation("stopped"))
        for beginning in self.thread.waiting:
            self.add_action(beginning.id, _request_stop_call(self.at))
        stopped = {s.id for s in self._other_open_sessions(by)}
        sessions = tuple(
            replace(s, status="stopped", outcome="stopped", timers=(), listing="") if s.id in stopped else s
            for s in self.thread.sessions
        )
        self.update_thread(
            sessions=sessions, waiting=(), parked=(), floor="", since=None, taken=False, stopped=True
        )

    def _other_open_sessions(self, id: str) -> Iterator[ConversationSession]:
        return (s for s in self.thread.sessions if s.id != id and s.is_open)


def _find_all_signals(text: str) -> frozenset[str]:
    words = split_words(text)
    return find_signals(words) | find_danger(words).kinds


def _request_stop_call(at: datetime) -> RequestCall:
    return RequestCall(reason="stopped", urgent=False, not_before=at)


def _sends_sms(turn: SessionTurn) -> bool:
    return any(isinstance(action, SendSms) for action in turn.actions)
