"""What a step writes: the effects of all its phones, gathered into rows."""

from datetime import date, datetime, timedelta
from typing import Final

from msgspec import Struct, field

from tocsin.conversation.conversation_id import ConversationId
from tocsin.conversation.session import (
    CloseConversation,
    ListedContact,
    RecordContacts,
    RecordFact,
    RecordReply,
    RequestCall,
    SendSms,
)
from tocsin.tracing.contact_matching import ContactMention
from tocsin.tracing.conversations.starts import CaseBriefing, ContactBriefing
from tocsin.tracing.conversations.step_decision import BriefingsOfStep
from tocsin.tracing.conversations.step_records import (
    ActionTaken,
    CallUnannounced,
    ContactListClosed,
    ConversationOpening,
    DuplicateContact,
    MessagesWithdrawn,
    MessageToSend,
    PhoneWorkItem,
    ProcessingFault,
    QuestionCount,
    StepResult,
)
from tocsin.tracing.inbox import GIVEN
from tocsin.tracing.supervision.territory import find_local_day

PATIENCE: Final = timedelta(hours=24)
"""How long a later message is worth sending."""
TO_LOOK: Final = timedelta(hours=1)
"""How long a reply with an unexplained rest waits for a human, at most."""
FIRST: Final = ("case.notice", "contact.notice")
CONFIRMS: Final = "right_person"
"""The fact by which somebody confirms who they are."""
INSTRUCTIONS: Final = frozenset(("instructions", "instructions_of_both"))
"""The facts of which a text that shows one carries the instructions."""
READ_BACK: Final = "clear"
"""The fact by which somebody says that they have read them."""


class CallRow(Struct, frozen=True):
    case_id: int | None
    contact_id: int | None
    phone_id: int
    reason: str
    urgent: bool
    at: datetime
    not_before: datetime


class ReplyRow(Struct, frozen=True):
    phone: PhoneWorkItem
    case_id: int | None
    contact_id: int | None
    at: datetime
    text: str
    signals: str
    look_by: datetime | None
    """Until when a human looks at it; None where nothing is left unexplained."""


class ChangeRow(Struct, frozen=True):
    subject: str
    subject_id: int
    what: str
    after: str
    why: str
    at: datetime
    before: str = ""
    by: str = "engine"


class FileProgress(Struct):
    """How far a file went in this step; None and empty where nothing is new."""

    answered_at: datetime | None = None
    reached_at: datetime | None = None
    """Read back; an SMS that carries the instructions reaches them once it is on the telephone."""
    wrong: bool = False
    """The telephone is somebody else's: nobody was reached on it, whatever was said before."""
    listed_at: datetime | None = None
    closed_at: datetime | None = None
    outcome: str = ""
    isolation_end: date | None = None
    tested_on: date | None = None
    household: bool | None = None
    same_as: int | None = None


class NamedContactsRow(Struct, frozen=True):
    case_id: int
    at: datetime
    people: tuple[ListedContact, ...]
    confirmed: bool
    """Whether the case said that they were noted right."""


class ReplanRow(Struct, frozen=True):
    """A conversation whose plan is to be made anew, from what was just learned."""

    conversation: ConversationId
    phone: PhoneWorkItem
    at: datetime


class FollowUpRow(Struct, frozen=True):
    """A case whose isolation is to be followed."""

    case_id: int
    phone: PhoneWorkItem
    at: datetime


class StepRows(Struct):
    """Everything that a step writes beside the conversations themselves."""

    outgoing: list[MessageToSend] = field(default_factory=list)
    calls: list[CallRow] = field(default_factory=list)
    replies: list[ReplyRow] = field(default_factory=list)
    changes: list[ChangeRow] = field(default_factory=list)
    named_contacts: list[NamedContactsRow] = field(default_factory=list)
    withdrawn: list[MessagesWithdrawn] = field(default_factory=list)
    unannounced: list[ConversationId] = field(default_factory=list)
    """Whose call was to be announced, and is not."""
    follow_ups: list[FollowUpRow] = field(default_factory=list)
    replans: list[ReplanRow] = field(default_factory=list)
    cases: dict[int, FileProgress] = field(default_factory=dict)
    contacts: dict[int, FileProgress] = field(default_factory=dict)
    question_counts: dict[tuple[datetime, str, int, str], dict[str, int]] = field(default_factory=dict)

    def get_progress(self, conversation: ConversationId) -> FileProgress:
        files = self.contacts if conversation.subject == "contact" else self.cases
        return files.setdefault(conversation.number, FileProgress())

    def add_change(self, conversation: ConversationId, what: str, after: str, why: str, at: datetime) -> None:
        self.changes.append(ChangeRow(conversation.subject, conversation.number, what, after, why, at))

    def add_call(
        self, phone: PhoneWorkItem, conversation: ConversationId, call: RequestCall, at: datetime
    ) -> None:
        case, contact = conversation.case_id, conversation.contact_id
        self.calls.append(
            CallRow(case, contact, phone.phone_id, call.reason, call.urgent, at, call.not_before)
        )
        self.add_change(conversation, "to_call", call.reason, "urgent" if call.urgent else "conversation", at)

    def add_count(self, counted: QuestionCount) -> None:
        hour = counted.at.replace(minute=0, second=0, microsecond=0)
        tally = self.question_counts.setdefault((hour, counted.flow, counted.version, counted.state), {})
        tally[counted.what] = tally.get(counted.what, 0) + 1


def collect_rows(results: list[StepResult], files: BriefingsOfStep) -> StepRows:
    rows = StepRows()
    for one in results:
        wrong = _find_wrong_persons(one)
        for effect in one.effects:
            match effect:
                case ActionTaken():
                    _add_action_rows(rows, one, effect, files, wrong)
                case ConversationOpening(at, session, end):
                    opened = ConversationId.parse(session)
                    rows.get_progress(opened).isolation_end = end
                    rows.add_change(opened, "conversation", opened.kind, "begun", at)
                case ContactListClosed(at, session, people):
                    lists = ConversationId.parse(session)
                    rows.get_progress(lists).listed_at = at
                    rows.add_change(lists, "listed", str(people), "answer", at)
                case DuplicateContact(contact_id, speaks):
                    rows.contacts.setdefault(contact_id, FileProgress()).same_as = speaks
                case MessagesWithdrawn():
                    rows.withdrawn.append(effect)
                case ProcessingFault(at, session, kind):
                    if session:
                        failed = ConversationId.parse(session)
                        rows.add_call(
                            one.phone, failed, RequestCall(reason="fault", urgent=False, not_before=at), at
                        )
                        rows.add_change(failed, "fault", kind, "engine", at)
                case CallUnannounced(_, session):
                    rows.unannounced.append(ConversationId.parse(session))
                case QuestionCount():
                    rows.add_count(effect)
    return rows


def collect_mentions(rows: StepRows) -> list[ContactMention]:
    """Everybody whom cases named in this step: their lists as they stand at its end."""
    lists = {one.case_id: one.people for one in rows.named_contacts}
    sure = {
        (one.case_id, person.name, person.number)
        for one in rows.named_contacts
        if one.confirmed
        for person in one.people
    }
    return [
        ContactMention(
            case_id=case,
            name=person.name,
            number=person.number,
            how="sms",
            household=person.household,
            confirmed=(case, person.name, person.number) in sure,
            child=person.child,
        )
        for case, people in lists.items()
        for person in people
    ]


def _find_wrong_persons(result: StepResult) -> frozenset[tuple[datetime, str]]:
    """When, and in which conversations, somebody said that they are not the person: in words or by a NO."""
    found: set[tuple[datetime, str]] = set()
    for effect in result.effects:
        if not isinstance(effect, ActionTaken):
            continue
        action = effect.action.action
        if isinstance(action, RecordReply):
            wrong = "wrong_person" in action.signals
        else:
            wrong = isinstance(action, CloseConversation) and action.outcome == "wrong_person"
        if wrong:
            found.add((effect.at, effect.action.session))
    return frozenset(found)


def _add_action_rows(
    rows: StepRows,
    result: StepResult,
    effect: ActionTaken,
    files: BriefingsOfStep,
    wrong: frozenset[tuple[datetime, str]],
) -> None:
    session, action, at = effect.action.session, effect.action.action, effect.at
    conversation = ConversationId.parse(session)
    match action:
        case SendSms():
            rows.outgoing.append(_make_message_to_send(result, conversation, action, at, files))
        case RequestCall():
            rows.add_call(result.phone, conversation, action, at)
        case RecordReply(text, signals, tentative):
            case, contact = conversation.case_id, conversation.contact_id
            look_by = at + TO_LOOK if tentative else None
            rows.replies.append(ReplyRow(result.phone, case, contact, at, text, " ".join(signals), look_by))
            progress = rows.get_progress(conversation)
            if (at, session) in wrong:
                progress.wrong, progress.reached_at = True, None
            elif progress.answered_at is None:
                progress.answered_at = at
        case RecordFact(fact, value, told):
            _add_learned_fact(rows, result.phone, conversation, fact, value, at)
            if told:
                rows.add_change(conversation, fact[:24], GIVEN, "answer", at)
            if fact == READ_BACK and value is True and _is_identity_confirmed(result, session):
                rows.get_progress(conversation).reached_at = at
        case RecordContacts(people, confirmed) if conversation.kind == "case":
            rows.named_contacts.append(NamedContactsRow(conversation.number, at, people, confirmed))
        case CloseConversation(outcome):
            _add_closing(rows, result, conversation, outcome, at)


def _make_message_to_send(
    result: StepResult, conversation: ConversationId, send: SendSms, at: datetime, files: BriefingsOfStep
) -> MessageToSend:
    first = send.template in FIRST
    number = conversation.number
    file: CaseBriefing | ContactBriefing | None
    file = files.contacts.get(number) if conversation.subject == "contact" else files.cases.get(number)
    later = max(at, send.not_before) + PATIENCE
    return MessageToSend(
        phone=result.phone,
        conversation=conversation,
        send=send,
        at=at,
        deadline=send.until or (file.deadline if first and file else later),
        first=first,
        instructs=not INSTRUCTIONS.isdisjoint(send.values)
        and _is_identity_confirmed(result, str(conversation)),
    )


def _is_identity_confirmed(result: StepResult, session: str) -> bool:
    """Whether the person of a conversation has said that it is them."""
    return any(
        one.id == session and one.facts.get(CONFIRMS) is True and one.outcome != "wrong_person"
        for one in result.thread.sessions
    )


def _add_learned_fact(
    rows: StepRows,
    phone: PhoneWorkItem,
    conversation: ConversationId,
    fact: str,
    value: object,
    at: datetime,
) -> None:
    """What follows from a fact; what it was stands in the conversation, never in a row of change."""
    progress = rows.get_progress(conversation)
    if fact == "household" and isinstance(value, bool) and conversation.kind == "contact":
        progress.household = value
        rows.replans.append(ReplanRow(conversation, phone, at))
    if fact == "tested" and value is True and conversation.kind == "contact":
        progress.tested_on = find_local_day(at, phone.zone)


def _add_closing(
    rows: StepRows, result: StepResult, conversation: ConversationId, outcome: str, at: datetime
) -> None:
    """A conversation is over. A case closes with its follow-up, or where there is none to come."""
    rows.add_change(conversation, "conversation", outcome[:24], "closed", at)
    progress = rows.get_progress(conversation)
    progress.outcome = outcome[:24]
    if conversation.kind == "case" and outcome == "done":
        rows.follow_ups.append(FollowUpRow(conversation.number, result.phone, at))
    elif conversation.kind != "case":
        progress.closed_at = at
