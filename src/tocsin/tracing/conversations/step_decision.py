"""What follows from what happened to one phone: pure, from records to records."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import partial
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from tocsin.conversation import quiet_hours
from tocsin.conversation.conversation_id import ConversationId
from tocsin.conversation.flow.load import load_flow
from tocsin.conversation.phone_thread import (
    ConversationStart,
    FlowLookup,
    PhoneThread,
    SessionAction,
    ThreadTurn,
    drop_session,
    end_sessions,
)
from tocsin.conversation.session import (
    BEREAVED,
    DEAD,
    CallAnnouncedEvent,
    CloseConversation,
    ConversationSession,
    CorrectionEvent,
    DeliveryFailureEvent,
    ExternalEndEvent,
    FlowFacts,
    RecordFact,
    ReplyEvent,
    RequestCall,
    SessionEvent,
    TimerEvent,
)
from tocsin.conversation.thread_step import announce_call, apply_event, start_conversation
from tocsin.protocol.load import load_protocol
from tocsin.tracing import inbox
from tocsin.tracing.conversations import question_counts, starts
from tocsin.tracing.conversations.starts import CaseBriefing, ContactBriefing
from tocsin.tracing.conversations.step_records import (
    ActionTaken,
    CallUnannounced,
    ContactListClosed,
    ConversationOpening,
    DuplicateContact,
    Effect,
    MessagesWithdrawn,
    PhoneEvent,
    PhoneWorkItem,
    ProcessingFault,
    StepResult,
)

NO_WORDING: Final = "no_wording"
"""Reason of a call: no conversation by SMS is worded for the disease."""
WITHDRAWN: Final = "withdrawn"
"""Outcome of a conversation, and reason of a call: the result for which somebody isolated was withdrawn."""


class BriefingsOfStep(Struct, frozen=True):
    """The files that conversations of this step begin from, by their number."""

    cases: Mapping[int, CaseBriefing]
    contacts: Mapping[int, ContactBriefing]


def decide_step(
    phone: PhoneWorkItem, files: BriefingsOfStep, now: datetime, flows: FlowLookup = load_flow
) -> StepResult:
    """Everything that happened to a phone, one thing after the other, and then what is due by itself.

    ``flows`` gives a flow in the words of now; what is asked and where answers lead is the same in all.
    """
    run = _PhoneStep(phone, files, flows)
    for arrival in phone.arrivals:
        run.apply_guarded(arrival.at, partial(run.apply_phone_event, arrival))
    due = run.thread.next_due
    if (
        due is not None
        and due <= now
        and not run.apply_guarded(now, partial(run.apply_event, TimerEvent(now)))
    ):
        run.drop_due_timers(now)
    return StepResult(phone, run.thread, tuple(run.effects))


class _PhoneStep:
    def __init__(self, phone: PhoneWorkItem, files: BriefingsOfStep, flows: FlowLookup) -> None:
        self.phone = phone
        self.files = files
        self.flows = flows
        self.thread = phone.thread
        self.effects: list[Effect] = []

    def apply_guarded(self, at: datetime, action: Callable[[], None]) -> bool:
        """Take one event, and say whether; one that cannot be taken changes nothing, and goes to a human."""
        before, effects = self.thread, len(self.effects)
        try:
            action()
        except Exception as error:
            self.thread = before
            del self.effects[effects:]
            session = before.floor or before.last or (before.sessions[-1].id if before.sessions else "")
            self.effects.append(ProcessingFault(at, session, type(error).__name__))
            return False
        return True

    def drop_due_timers(self, now: datetime) -> None:
        """What was due and cannot be taken would be due for ever: it is not any more, and humans ring."""
        sessions = tuple(
            replace(one, timers=tuple(timer for timer in one.timers if timer.at > now))
            for one in self.thread.sessions
        )
        self.thread = replace(self.thread, sessions=sessions)
        due = self.thread.next_due
        if due is not None and due <= now:  # somebody waits for their turn, and cannot begin
            self.effects.extend(ProcessingFault(now, one.id, "NotBegun") for one in self.thread.waiting)
            self.thread = replace(self.thread, waiting=())

    def apply_phone_event(self, arrival: PhoneEvent) -> None:
        event, at = arrival.event, arrival.at
        match event:
            case inbox.ReplyReceived(text, postback):
                self.apply_event(ReplyEvent(at, text, arrival.key, postback))
            case inbox.BeginCase(case_id):
                self.begin_case(self.files.cases.get(case_id), at)
            case inbox.BeginContact(contact_id):
                self.begin_contact(self.files.contacts.get(contact_id), at)
            case inbox.BeginFollowUp(case_id):
                self.begin_follow_up(self.files.cases.get(case_id), at)
            case inbox.MessageUndelivered(message):
                self.handle_undelivered(message, at)
            case inbox.ConversationEnded(session, outcome):
                self.step_session(session, ExternalEndEvent(at, outcome))
            case inbox.PlanOutdated(session):
                self.replan_session(session, at)
            case inbox.ResultWithdrawn(session):
                self.tell_withdrawal(session, at)
            case inbox.CallAnnounced():
                self.announce_call(event, at)

    # ---- beginnings

    def begin_case(self, file: CaseBriefing | None, at: datetime) -> None:
        if file is None or file.closed:
            return
        if reason := _find_reason_to_call(file):
            self.record_action(at, str(ConversationId("case", file.id)), self.make_call(reason, at))
            return
        self.begin_conversation(starts.start_for_case(file, self.local_date(at), self.phone.zone), at)

    def begin_contact(self, file: ContactBriefing | None, at: datetime) -> None:
        if file is None or file.closed:
            return
        if reason := _find_reason_to_call(file):
            self.record_action(at, str(ConversationId("contact", file.id)), self.make_call(reason, at))
            return
        speaks = self.find_speaking_contact(file)
        if speaks is not None:
            self.effects.append(DuplicateContact(file.id, speaks))
            return
        self.begin_conversation(starts.start_for_contact(file, self.local_date(at), self.phone.zone), at)

    def begin_follow_up(self, file: CaseBriefing | None, at: datetime) -> None:
        if file is None or file.closed or file.bereaved:
            return
        sent = self.lift_death(file)
        beginning = starts.start_for_follow_up(file, self.local_date(at), self.phone.zone)
        if beginning is None:
            follow_up = str(ConversationId("follow", file.id))
            self.record_action(at, follow_up, CloseConversation("nothing_left"))
        else:
            self.begin_conversation(replace(beginning, sent=sent), at)

    def lift_death(self, file: CaseBriefing) -> int:
        """What a death that was noted by mistake ended, of somebody who was reached since: they are followed up anew.

        The messages that the follow-up had sent: those of the new one are counted on from there.
        """
        case, follow_up = (str(ConversationId(subject, file.id)) for subject in ("case", "follow"))
        dead = {one.id: one for one in self.thread.sessions if one.outcome == DEAD}
        if case in dead:
            self.thread = end_sessions(self.thread, {case}, "reached")
        if follow_up not in dead:
            return 0
        self.thread = drop_session(self.thread, follow_up)
        return dead[follow_up].sent

    def find_speaking_contact(self, file: ContactBriefing) -> int | None:
        """The other naming of the same person whose conversation goes on already."""
        if file.person_id is None:
            return None
        begun: tuple[ConversationSession | ConversationStart, ...] = (
            *self.thread.sessions,
            *self.thread.waiting,
        )
        for session in begun:
            if session.person != f"{file.person_id}":
                continue
            if (speaks := ConversationId.parse(session.id).contact_id) is not None:
                if isinstance(session, ConversationSession) and session.status == "closed":
                    continue
                return speaks
        return None

    def begin_conversation(self, beginning: ConversationStart, at: datetime) -> None:
        begun: tuple[ConversationSession | ConversationStart, ...] = (
            *self.thread.sessions,
            *self.thread.waiting,
        )
        if any(one.id == beginning.id for one in begun):
            return
        self.effects.append(ConversationOpening(at, beginning.id, _isolation_end(beginning.facts)))
        self.record_turn(start_conversation(self.flows, self.thread, beginning, at), at)

    # ---- what goes on

    def replan_session(self, session: str, at: datetime) -> None:
        """Make the plan again, from the file as it is now; that of a case in its follow-up too."""
        conversation = ConversationId.parse(session)
        number = conversation.number
        if conversation.subject == "contact" and (contact := self.files.contacts.get(number)):
            self.correct_facts(
                session, starts.start_for_contact(contact, self.local_date(at), self.phone.zone).facts, at
            )
        elif case := self.files.cases.get(number):
            self.correct_facts(
                session, starts.start_for_case(case, self.local_date(at), self.phone.zone).facts, at
            )
            self.replan_follow_up(case, at)

    def replan_follow_up(self, file: CaseBriefing, at: datetime) -> None:
        """The follow-up by the plan of now; it ends where no isolation is left."""
        known = self.find_session(str(ConversationId("follow", file.id)))
        if known is None or known.status == "closed":
            return
        beginning = starts.start_for_follow_up(file, self.local_date(at), self.phone.zone)
        if beginning is None:
            self.step_session(known.id, ExternalEndEvent(at, "nothing_left"))
        elif beginning.facts["isolation_end"] != known.facts.get("isolation_end"):
            self.correct_facts(known.id, beginning.facts, at)

    def tell_withdrawal(self, session: str, at: datetime) -> None:
        """A case or a contact need not isolate any more: they are told, or rung where no SMS may be sent."""
        known = self.find_session(session)
        if known is not None and known.outcome == "wrong_person":
            return
        if known is None or known.status == "stopped" or known.outcome == BEREAVED or self.thread.stopped:
            self.step_session(session, ExternalEndEvent(at, "void"))
            self.record_action(at, session, self.make_call(WITHDRAWN, at))
            return
        self.step_session(session, ExternalEndEvent(at, WITHDRAWN))

    def announce_call(self, call: inbox.CallAnnounced, at: datetime) -> None:
        """Tell when a human rings, where the person may be told and it is still to come."""
        turn = ThreadTurn(self.thread, ())
        if self.find_session(call.session) is not None and at < call.begins:
            event = CallAnnouncedEvent(at, call.begins, call.ends, call.call_code)
            turn = announce_call(self.flows, self.thread, event, call.session)
        if turn.actions:
            self.record_turn(turn, at)
        else:
            self.effects.append(CallUnannounced(at, call.session))

    def handle_undelivered(self, message: str, at: datetime) -> None:
        """An SMS will never arrive; a human says instead what must be known."""
        session = message.rpartition(".")[0]
        known = self.find_session(session)
        if known is not None and known.status == "closed" and known.outcome == WITHDRAWN:
            self.record_action(at, session, self.make_call(WITHDRAWN, at))
        else:
            self.step_session(session, DeliveryFailureEvent(at, message))

    def correct_facts(self, session: str, facts: FlowFacts, at: datetime) -> None:
        """Tell a conversation the facts that changed."""
        known = self.find_session(session)
        if known is None:
            return
        wanted = {name: value for name, value in facts.items() if name in self.flows(known.flow).facts}
        changed = {name: value for name, value in wanted.items() if known.facts.get(name) != value}
        if changed:
            self.step_session(session, CorrectionEvent(at, changed))
            end = facts.get("isolation_end")
            self.effects.append(
                ConversationOpening(at, session, date.fromisoformat(end) if isinstance(end, str) else None)
            )

    def step_session(self, session: str, event: SessionEvent) -> None:
        if self.find_session(session) is not None:
            self.apply_event(event, session)
        elif isinstance(event, ExternalEndEvent):  # it waits for its turn, which does not come any more
            waiting = tuple(one for one in self.thread.waiting if one.id != session)
            self.thread = replace(self.thread, waiting=waiting)

    def apply_event(self, event: SessionEvent, session: str = "") -> None:
        before = self.thread
        turn = apply_event(self.flows, before, event, session)
        self.withdraw_unsent(before, turn.thread, event)
        self.record_turn(turn, event.at)
        self.call_for_unheard_plan(turn, event.at)
        self.count_outcome(before, event, turn.actions)

    def call_for_unheard_plan(self, turn: ThreadTurn, at: datetime) -> None:
        """Who says where they live after their last SMS, to whom another rule may apply, is rung."""
        for one in turn.actions:
            if isinstance(one.action, RecordFact) and one.action.fact == "household":
                session = self.find_session(one.session)
                if session is not None and session.status == "closed":
                    self.record_action(at, one.session, self.make_call("instructions", at))

    def withdraw_unsent(self, before: PhoneThread, after: PhoneThread, event: SessionEvent) -> None:
        """Who wants no SMS, is somebody else, or was spoken to, does not get what still waits to leave."""
        stopped = after.stopped and not before.stopped
        for was in before.sessions:
            if stopped or _was_ended_from_outside(was, after.get_session(was.id), event):
                self.effects.append(MessagesWithdrawn(event.at, was.id, was.sent))

    def record_turn(self, turn: ThreadTurn, at: datetime) -> None:
        self.effects.extend(question_counts.count_questions_asked(self.thread.sessions, turn, at))
        self.thread = turn.thread
        for one in turn.actions:
            self.effects.append(ActionTaken(at, one))

    def make_call(self, reason: str, at: datetime) -> RequestCall:
        """A human rings, at an hour at which one may."""
        return RequestCall(
            reason=reason, urgent=False, not_before=quiet_hours.find_next_allowed_time(at, self.phone.zone)
        )

    def record_action(self, at: datetime, session: str, action: RequestCall | CloseConversation) -> None:
        self.effects.append(ActionTaken(at, SessionAction(session, action)))

    def find_session(self, id: str) -> ConversationSession | None:
        return next((one for one in self.thread.sessions if one.id == id), None)

    def local_date(self, at: datetime) -> date:
        return quiet_hours.to_local_time(at, self.phone.zone).date()

    # ---- counts by step

    def count_outcome(
        self, before: PhoneThread, event: SessionEvent, actions: tuple[SessionAction, ...]
    ) -> None:
        """How the open question fared; a list that the person closed is one."""
        asked = before.floor
        was = next((one for one in before.sessions if one.id == asked), None)
        now = self.find_session(asked) if asked else None
        if was is None or now is None:
            return
        if (
            isinstance(event, ReplyEvent)
            and now.state != was.state
            and now.is_open
            and self.flows(was.flow).states[was.state].ask == "people"
            and not self.is_call_requested(asked)
        ):
            self.effects.append(ContactListClosed(event.at, asked, len(now.people)))
        self.effects.extend(question_counts.count_question_outcome(was, now, event, actions))

    def is_call_requested(self, session: str) -> bool:
        return any(
            isinstance(one, ActionTaken)
            and one.action.session == session
            and isinstance(one.action.action, RequestCall)
            for one in self.effects
        )


def _was_ended_from_outside(was: ConversationSession, now: ConversationSession, event: SessionEvent) -> bool:
    if now.outcome == "wrong_person" != was.outcome:
        return True
    return isinstance(event, ExternalEndEvent) and now.status == "closed" != was.status


def _find_reason_to_call(file: CaseBriefing | ContactBriefing) -> str:
    """Why a human rings from the beginning, and no SMS is sent; empty where one may be."""
    if file.bereaved:
        return BEREAVED
    if not load_protocol(file.disease).sms:
        return NO_WORDING
    return "minor" if file.minor else ""


def _isolation_end(facts: FlowFacts) -> date | None:
    end = facts.get("isolation_end")
    return date.fromisoformat(end) if isinstance(end, str) else None
