"""What a step writes: the effects of all its phones, gathered into rows."""

from datetime import date, datetime, timedelta
from typing import Final

from msgspec import Struct, field

from tocsin.conversation.session import Call, Closed, Heard, Learned, Named, Noted, Send
from tocsin.conversation.thread import Said
from tocsin.tracing.days import day_of
from tocsin.tracing.engine.beginnings import CaseFile, ContactFile
from tocsin.tracing.engine.decide import Files
from tocsin.tracing.engine.model import (
    Counted,
    Desk,
    Fault,
    Happened,
    Listed,
    Outgoing,
    Same,
    Silenced,
    Started,
    Taken,
    subject,
)
from tocsin.tracing.events import GIVEN
from tocsin.tracing.naming import Naming

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
    """Somebody to ring."""

    case_id: int | None
    contact_id: int | None
    phone_id: int
    reason: str
    urgent: bool
    at: datetime
    not_before: datetime


class HeardRow(Struct, frozen=True):
    """What somebody wrote."""

    desk: Desk
    case_id: int | None
    contact_id: int | None
    at: datetime
    text: str
    signals: str
    look_by: datetime | None
    """Until when a human looks at it; None where nothing is left unexplained."""


class ChangeRow(Struct, frozen=True):
    """A change of a file."""

    subject: str
    subject_id: int
    what: str
    after: str
    why: str
    at: datetime
    before: str = ""
    by: str = "engine"


class Mark(Struct):
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


class NamedRow(Struct, frozen=True):
    """People whom a case named."""

    case_id: int
    at: datetime
    people: tuple[Noted, ...]
    confirmed: bool
    """Whether the case said that they were noted right."""


class ReplanRow(Struct, frozen=True):
    """A conversation whose plan is to be made anew, from what was just learned."""

    session: str
    desk: Desk
    at: datetime


class FollowRow(Struct, frozen=True):
    """A case whose isolation is to be followed."""

    case_id: int
    desk: Desk
    at: datetime


class Rows(Struct):
    """Everything that a step writes beside the conversations themselves."""

    outgoing: list[Outgoing] = field(default_factory=list)
    calls: list[CallRow] = field(default_factory=list)
    heard: list[HeardRow] = field(default_factory=list)
    changes: list[ChangeRow] = field(default_factory=list)
    named: list[NamedRow] = field(default_factory=list)
    silenced: list[Silenced] = field(default_factory=list)
    follow: list[FollowRow] = field(default_factory=list)
    replan: list[ReplanRow] = field(default_factory=list)
    cases: dict[int, Mark] = field(default_factory=dict)
    contacts: dict[int, Mark] = field(default_factory=dict)
    steps: dict[tuple[datetime, str, int, str], dict[str, int]] = field(default_factory=dict)

    def mark(self, session: str) -> Mark:
        """The mark of the file that a conversation belongs to."""
        kind, number = subject(session)
        return (self.contacts if kind == "contact" else self.cases).setdefault(number, Mark())

    def change(self, session: str, what: str, after: str, why: str, at: datetime) -> None:
        """A change of the file that a conversation belongs to."""
        kind, number = subject(session)
        self.changes.append(ChangeRow(kind, number, what, after, why, at))

    def call(self, desk: Desk, session: str, call: Call, at: datetime) -> None:
        """A call to make."""
        kind, number = subject(session)
        case, contact = (None, number) if kind == "contact" else (number, None)
        self.calls.append(
            CallRow(case, contact, desk.phone_id, call.reason, call.urgent, at, call.not_before)
        )
        self.change(session, "to_call", call.reason, "urgent" if call.urgent else "conversation", at)

    def count(self, counted: Counted) -> None:
        """One more for a step of a flow."""
        hour = counted.at.replace(minute=0, second=0, microsecond=0)
        tally = self.steps.setdefault((hour, counted.flow, counted.version, counted.state), {})
        tally[counted.what] = tally.get(counted.what, 0) + 1


def gather(taken: list[Taken], files: Files) -> Rows:
    """The rows of a step."""
    rows = Rows()
    for one in taken:
        wrong = _wrong(one)
        for effect in one.effects:
            match effect:
                case Happened():
                    _happened(rows, one, effect, files, wrong)
                case Started(at, session, end):
                    rows.mark(session).isolation_end = end
                    rows.change(session, "conversation", session.partition("-")[0], "begun", at)
                case Listed(at, session, people):
                    rows.mark(session).listed_at = at
                    rows.change(session, "listed", str(people), "answer", at)
                case Same(contact_id, speaks):
                    rows.contacts.setdefault(contact_id, Mark()).same_as = speaks
                case Silenced():
                    rows.silenced.append(effect)
                case Fault(at, session, kind):
                    if session:
                        rows.call(one.desk, session, Call(reason="fault", urgent=False, not_before=at), at)
                        rows.change(session, "fault", kind, "engine", at)
                case Counted():
                    rows.count(effect)
    return rows


def namings(rows: Rows) -> list[Naming]:
    """Everybody whom cases named in this step: their lists as they stand at its end."""
    lists = {one.case_id: one.people for one in rows.named}
    sure = {
        (one.case_id, person.name, person.number)
        for one in rows.named
        if one.confirmed
        for person in one.people
    }
    return [
        Naming(
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


def _wrong(taken: Taken) -> frozenset[tuple[datetime, str]]:
    """When, and in which conversations, somebody said that they are not the person: in words or by a NO."""
    found: set[tuple[datetime, str]] = set()
    for effect in taken.effects:
        match effect:
            case Happened(at, Said(session, Heard(signals=signals))) if "wrong_person" in signals:
                found.add((at, session))
            case Happened(at, Said(session, Closed("wrong_person"))):
                found.add((at, session))
    return frozenset(found)


def _happened(
    rows: Rows, taken: Taken, effect: Happened, files: Files, wrong: frozenset[tuple[datetime, str]]
) -> None:
    session, action, at = effect.said.session, effect.said.action, effect.at
    match action:
        case Send():
            rows.outgoing.append(_outgoing(taken, session, action, at, files))
        case Call():
            rows.call(taken.desk, session, action, at)
        case Heard(text, signals, tentative):
            kind, number = subject(session)
            case, contact = (None, number) if kind == "contact" else (number, None)
            look_by = at + TO_LOOK if tentative else None
            rows.heard.append(HeardRow(taken.desk, case, contact, at, text, " ".join(signals), look_by))
            mark = rows.mark(session)
            if (at, session) in wrong:
                mark.wrong, mark.reached_at = True, None
            elif mark.answered_at is None:
                mark.answered_at = at
        case Learned(fact, value):
            _learned(rows, taken.desk, session, fact, value, at)
            if fact == READ_BACK and value is True and _confirmed(taken, session):
                rows.mark(session).reached_at = at
        case Named(people, confirmed) if session.startswith("case-"):
            rows.named.append(NamedRow(subject(session)[1], at, people, confirmed))
        case Closed(outcome):
            _closed(rows, taken, session, outcome, at)


def _outgoing(taken: Taken, session: str, send: Send, at: datetime, files: Files) -> Outgoing:
    first = send.template in FIRST
    kind, number = subject(session)
    file: CaseFile | ContactFile | None
    file = files.contacts.get(number) if kind == "contact" else files.cases.get(number)
    later = max(at, send.not_before) + PATIENCE
    return Outgoing(
        desk=taken.desk,
        session=session,
        flow="follow_up" if session.startswith("follow-") else kind,
        send=send,
        at=at,
        deadline=file.deadline if first and file else later,
        first=first,
        instructs=not INSTRUCTIONS.isdisjoint(send.values) and _confirmed(taken, session),
    )


def _confirmed(taken: Taken, session: str) -> bool:
    """Whether the person of a conversation has said that it is them."""
    return any(
        one.id == session and one.facts.get(CONFIRMS) is True and one.outcome != "wrong_person"
        for one in taken.thread.sessions
    )


def _learned(rows: Rows, desk: Desk, session: str, fact: str, value: object, at: datetime) -> None:
    """A fact that somebody gave; what it was stands in the conversation, never in a row of change."""
    mark = rows.mark(session)
    if fact == "household" and isinstance(value, bool) and session.startswith("contact-"):
        mark.household = value
        rows.replan.append(ReplanRow(session, desk, at))
    if fact == "tested" and value is True and session.startswith("contact-"):
        mark.tested_on = day_of(at, desk.zone)
    rows.change(session, fact[:24], GIVEN, "answer", at)


def _closed(rows: Rows, taken: Taken, session: str, outcome: str, at: datetime) -> None:
    """A conversation is over. A case closes with its follow-up, or where there is none to come."""
    rows.change(session, "conversation", outcome[:24], "closed", at)
    mark = rows.mark(session)
    mark.outcome = outcome[:24]
    kind, number = subject(session)
    if session.startswith("case-") and outcome == "done":
        rows.follow.append(FollowRow(number, taken.desk, at))
    elif kind == "contact" or session.startswith("follow-"):
        mark.closed_at = at
