"""The engine of one region: events and timers of phones through the service's own functions, files in memory.

A step takes what ``engine_loop.run_engine_loop`` takes, in its order, through ``step_decision.decide_step``,
``effect_rows.collect_rows`` and ``OutboundGuard``; what ``step_writer`` then tells PostgreSQL is done to the
files here.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from heapq import heappop, heappush
from typing import Final

from tocsin.charter.loading import load_charter
from tocsin.conversation.conversation_id import ConversationId
from tocsin.conversation.phone_thread import FlowLookup
from tocsin.conversation.session import RequestCall
from tocsin.register.register_keys import RegisterKeys
from tocsin.tracing import letters
from tocsin.tracing.contact_matching import ContactMention
from tocsin.tracing.conversations.effect_rows import (
    CallRow,
    FileProgress,
    ReplyRow,
    StepRows,
    collect_mentions,
    collect_rows,
)
from tocsin.tracing.conversations.engine import BATCH
from tocsin.tracing.conversations.outbound_guard import BlockedMessage, OutboundGuard, RegisteredMessage
from tocsin.tracing.conversations.step_decision import BriefingsOfStep as Begun
from tocsin.tracing.conversations.step_decision import decide_step
from tocsin.tracing.conversations.step_records import (
    PhoneEvent,
    PhoneWorkItem,
    StepResult,
)
from tocsin.tracing.conversations.step_writer import WORTH
from tocsin.verdict.check import DEFAULT
from tocsin_simulation.policies import naming
from tocsin_simulation.policies.files import (
    RegionCase,
    RegionContact,
    RegionFiles,
    RegionMessage,
    RegionPhone,
)
from tocsin_simulation.policies.outbox import RegionOutbox
from tocsin_simulation.policies.tasks import Subject, Tasks

KEYS: Final = RegisterKeys(codes=b"twin-codes".ljust(32, b"."), recipients=b"twin-recipients".ljust(32, b"."))
"""Codes of simulated messages prove nothing, and need no secret."""


class Steps:
    """What happens to the phones of a region, and what follows."""

    def __init__(self, flows: FlowLookup, registrar: OutboundGuard | None = None) -> None:
        self.files = RegionFiles()
        self.tasks = Tasks()
        self.outbox = RegionOutbox()
        self.named = 0
        """Namings so far, of the same person or not."""
        self.refused = 0
        """Messages that the guard held back."""
        self._flows = flows
        self._registrar = registrar or OutboundGuard(load_charter(DEFAULT), KEYS)
        self._inbox: list[tuple[int, PhoneEvent]] = []
        self._posted: set[str] = set()
        self._due: list[tuple[datetime, int]] = []
        self.unread: list[tuple[datetime, int, ReplyRow]] = []
        """Replies with an unexplained rest, at which nobody looks here: by their hour, then as they came."""
        self._heard = 0

    # ---- what happens to a phone

    def post(self, phone: int, key: str, letter: letters.Letter, at: datetime) -> None:
        """Something happens; the same key twice is one event."""
        if key not in self._posted:
            self._posted.add(key)
            self._inbox.append((phone, PhoneEvent(key, at, letter)))

    def receive_sms(self, number: str, text: str, key: str, at: datetime) -> None:
        """An SMS came."""
        phone = self.files.by_number.get(number)
        if phone is not None:
            self.post(phone.id, key, letters.ReplyReceived(text), at)

    def wakes(self) -> datetime | None:
        """When something is due by itself."""
        while self._due:
            at, phone = self._due[0]
            if self.files.phones[phone - 1].due == at:
                return at
            heappop(self._due)
        return None

    @property
    def pending(self) -> bool:
        """Whether something has happened that no step has taken."""
        return bool(self._inbox)

    def step(self, now: datetime) -> None:
        """Take everything that happened and is due."""
        while self.one_step(now):
            pass

    def one_step(self, now: datetime) -> bool:
        """Take as much as the engine takes at once; whether there was anything."""
        arrivals, self._inbox = self._inbox[:BATCH], self._inbox[BATCH:]
        by_phone: dict[int, list[PhoneEvent]] = {}
        for phone, arrival in arrivals:
            by_phone.setdefault(phone, []).append(arrival)
        phones = self.in_order({*by_phone, *self._due_now(now)})
        if not phones:
            return False
        begun = self._begun(arrival for _, arrival in arrivals)
        desks = [self._desk(self.files.phones[phone - 1], by_phone.get(phone, ()), now) for phone in phones]
        taken = [decide_step(desk, begun, now, self._flows) for desk in desks]
        self._write(taken, collect_rows(taken, begun), now)
        return True

    def in_order(self, phones: Iterable[int]) -> list[int]:
        """Phones as an engine takes them: by their identifier."""
        return sorted(phones)

    def _due_now(self, now: datetime) -> list[int]:
        found = []
        while self._due and self._due[0][0] <= now:
            at, phone = heappop(self._due)
            if self.files.phones[phone - 1].due == at:
                found.append(phone)
        return found

    def _desk(self, phone: RegionPhone, arrivals: Sequence[PhoneEvent], now: datetime) -> PhoneWorkItem:
        return PhoneWorkItem(
            phone_id=phone.id, shard=0, number=phone.number, zone=phone.zone, collected_on=now.date(),
            thread=phone.thread, arrivals=tuple(arrivals),
        )  # fmt: skip

    def _begun(self, arrivals: Iterable[PhoneEvent]) -> Begun:
        cases, contacts = {}, {}
        for arrival in arrivals:
            match arrival.letter:
                case letters.BeginCase(number) | letters.BeginFollowUp(number):
                    cases[number] = self.files.case_file(number)
                case letters.BeginContact(number):
                    contacts[number] = self.files.contact_file(number)
                case letters.PlanOutdated(session):
                    conversation = ConversationId.parse(session)
                    number = conversation.number
                    if conversation.subject == "contact":
                        contacts[number] = self.files.contact_file(number)
                    else:
                        cases[number] = self.files.case_file(number)
                case _:
                    pass
        return Begun(cases, contacts)

    # ---- what a step writes

    def _write(self, taken: Sequence[StepResult], rows: StepRows, now: datetime) -> None:
        written, refused = self._registrar.register_messages(rows.outgoing)
        for held_back in refused:
            self._refuse(rows, held_back)
        for message in written:
            self._queue(message)
        for silenced in rows.silenced:
            self.outbox.withdraw(silenced.session, silenced.said)
        for one in taken:
            phone = self.files.phones[one.desk.phone_id - 1]
            phone.thread, phone.due = one.thread, one.thread.next_due
            if phone.due is not None:
                heappush(self._due, (phone.due, phone.id))
        self._calls(rows.calls)
        for reply in rows.heard:
            if reply.look_by is not None:
                heappush(self.unread, (reply.look_by, self._heard, reply))
                self._heard += 1
        for number, mark in rows.cases.items():
            self._mark_case(number, mark)
        for number, mark in rows.contacts.items():
            self._mark_contact(number, mark)
        if rows.named:
            self.name(collect_mentions(rows), now, frozenset(one.case_id for one in rows.named))
        for follow in rows.follow:
            self.post(
                follow.desk.phone_id, f"follow:{ConversationId('case', follow.case_id)}", letters.BeginFollowUp(follow.case_id),
                follow.at,
            )  # fmt: skip
        for new in rows.replan:
            key = f"replan:{new.conversation}:answer:{new.at.timestamp():.3f}"
            self.post(new.desk.phone_id, key, letters.PlanOutdated(str(new.conversation)), new.at)

    def _refuse(self, rows: StepRows, refused: BlockedMessage) -> None:
        self.refused += 1
        message = refused.outgoing
        call = RequestCall(reason="guard", urgent=False, not_before=message.send.not_before)
        rows.add_call(message.desk, message.conversation, call, message.at)

    def _queue(self, message: RegisteredMessage) -> None:
        sent = message.outgoing
        send = sent.send
        self.outbox.queue_message(
            RegionMessage(
                id=len(self.outbox.all) + 1, key=send.id, phone=sent.desk.phone_id,
                case=sent.conversation.case_id, contact=sent.conversation.contact_id,
                template=send.template, text=message.text, parts=message.parts,
                priority=0 if send.reply else 1 if sent.first else 2, deadline=sent.deadline,
                not_before=send.not_before, valid_until=max(sent.deadline, send.not_before + WORTH),
                at=sent.at, instructs=sent.instructs,
            )
        )  # fmt: skip

    def _calls(self, calls: Sequence[CallRow]) -> None:
        """The most urgent of each person, the first of those; in the order of their files."""
        kept: dict[Subject, CallRow] = {}
        for row in calls:
            before = kept.get((row.case_id, row.contact_id))
            if before is None or (row.urgent and not before.urgent):
                kept[row.case_id, row.contact_id] = row
        last = 1 << 62
        for (case, contact), row in sorted(
            kept.items(), key=lambda one: (one[0][0] or last, one[0][1] or last)
        ):
            deadline = self.contact(contact).deadline if contact else self.case(case).deadline
            self.tasks.ask(row, deadline, self.zone(row.phone_id), self.territory(case, contact))

    def _mark_case(self, number: int, mark: FileProgress) -> None:
        case = self.files.cases[number - 1]
        if mark.answered_at and case.answered_at is None:
            case.answered_at = mark.answered_at
        case.reached_at = None if mark.wrong else case.reached_at or mark.reached_at
        case.listed_at = case.listed_at or mark.listed_at
        if mark.outcome and case.closed_at is None:
            case.outcome = mark.outcome
        case.closed_at = case.closed_at or mark.closed_at
        self.tasks.changed.add((number, None))

    def _mark_contact(self, number: int, mark: FileProgress) -> None:
        contact = self.files.contacts[number - 1]
        if mark.answered_at and contact.answered_at is None:
            contact.answered_at = mark.answered_at
        contact.reached_at = None if mark.wrong else contact.reached_at or mark.reached_at
        if mark.outcome and contact.closed_at is None:
            contact.outcome = mark.outcome
        contact.closed_at = contact.closed_at or mark.closed_at
        if mark.household or contact.household is None:
            contact.household = contact.household if mark.household is None else mark.household
        if mark.same_as and contact.same_as is None:
            contact.same_as = mark.same_as
            self.files.speaks_for.setdefault(mark.same_as, []).append(contact)
        self.tasks.changed.add((None, number))

    # ---- namings

    def name(
        self, namings: Sequence[ContactMention], now: datetime, lists: frozenset[int] = frozenset()
    ) -> list[RegionContact]:
        """People whom cases named become contacts; those that are new."""
        self.named += sum(one.confirmed for one in namings)
        return naming.name(self, namings, now, lists)

    # ---- shorthands

    def case(self, number: int | None) -> RegionCase:
        """A case by its number."""
        assert number is not None
        return self.files.cases[number - 1]

    def contact(self, number: int | None) -> RegionContact:
        """A contact by its number."""
        assert number is not None
        return self.files.contacts[number - 1]

    def zone(self, phone: int | None) -> str:
        """Whose hours count on a phone."""
        return self.files.phones[phone - 1].zone if phone else "Europe/Paris"

    def territory(self, case: int | None, contact: int | None) -> str:
        """Where the person of a file lives, as far as it is known."""
        person = self.case(case).person if contact is None else self.contact(contact).person
        return self.files.people[person - 1].territory if person else ""

    def _kind(self, phone: int) -> str:
        return self.files.phones[phone - 1].kind
