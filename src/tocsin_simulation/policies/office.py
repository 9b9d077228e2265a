"""The office of one region: results in, SMS out, calls made and written down. Its files are in memory.

Each method is one transaction of the service, with its name and what it is given; a test calls both.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from tocsin.conversation import quiet_hours
from tocsin.conversation.conversation_id import ConversationId
from tocsin.conversation.phone_thread import FlowLookup
from tocsin.privacy.identity import fold_name
from tocsin.tracing import letters
from tocsin.tracing.calls import Outcome, SpokenContact, retry_time
from tocsin.tracing.calls.task_sweep import MARGIN
from tocsin.tracing.conversations.outbound_guard import OutboundGuard
from tocsin.tracing.intake.contactability import find_contact_route
from tocsin.tracing.intake.contactability import find_department as territory_of
from tocsin.tracing.intake.records import ResultRecord
from tocsin.tracing.intake.result_decision import TO_REACH
from tocsin_simulation.policies import desk
from tocsin_simulation.policies.files import RegionCase, RegionContact, RegionMessage
from tocsin_simulation.policies.steps import Steps
from tocsin_simulation.policies.sweeping import Sweep
from tocsin_simulation.policies.tasks import RegionTask


class RegionOffice(Steps):
    """One region."""

    def __init__(
        self, flows: FlowLookup, *, margin: timedelta = MARGIN, between: timedelta = retry_time.FIRST,
        registrar: OutboundGuard | None = None,
    ) -> None:  # fmt: skip
        """``margin``: how long before the deadline whoever is silent is rung; ``between``: from a first call
        without an answer to the second."""
        super().__init__(flows, registrar)
        self._between = between
        self._sweep = Sweep(self, margin)

    # ---- results

    def take_in(
        self, records: Sequence[ResultRecord], citizens: Sequence[int], now: datetime, first: bool
    ) -> None:
        """Results have come: each opens a case. ``first``: they are written to at once."""
        new = [self._open(record, citizen, now) for record, citizen in zip(records, citizens, strict=True)]
        self._link(new, now)
        for case in new:
            if case.way == "sms":
                if first:
                    self.begin(case, now)
                continue
            person = self.files.people[case.person - 1]
            number = self.files.phones[case.phone - 1].number if case.phone else ""
            self.tasks.add(
                case=case.id, contact=None, phone=case.phone, zone=self.zone(case.phone),
                territory=person.territory, reason=case.way, urgent=False, created_at=now,
                not_before=quiet_hours.find_next_allowed_time(now, quiet_hours.find_zone_of_number(number)), deadline=case.deadline,
            )  # fmt: skip

    def begin(self, case: RegionCase, now: datetime) -> None:
        """The conversation with a case begins, where it has not."""
        if not case.begun and case.phone is not None:
            case.begun = True
            self.post(case.phone, f"begin:{ConversationId('case', case.id)}", letters.BeginCase(case.id), now)

    def _open(self, record: ResultRecord, citizen: int, now: datetime) -> RegionCase:
        files, way = self.files, find_contact_route(record)
        guardian = None
        if record.minor:
            guardian = files.person(record.guardian.given, record.guardian.family, lang=record.lang).id
        person = files.person(
            record.given, record.family, lang=record.lang, territory=territory_of(record.postcode),
            guardian=guardian, citizen=citizen,
        )  # fmt: skip
        for holder, numbers in ((person.id, record.phones), (guardian, record.guardian.phones)):
            for number in numbers:
                if holder:
                    files.hold(holder, files.phone(number, quiet_hours.find_zone_of_number(number)).id)
        phone = (
            files.phone(way.number, quiet_hours.find_zone_of_number(way.number)).id if way.number else None
        )
        sample = record.taken_at or record.resulted_at
        case = RegionCase(
            id=len(files.cases) + 1, person=person.id, phone=phone, citizen=citizen, way=way.way,
            resulted_at=record.resulted_at, received_at=now, deadline=record.resulted_at + TO_REACH,
            sample_on=quiet_hours.to_local_time(sample, "Europe/Paris").date(),
        )  # fmt: skip
        files.add_case(case)
        return case

    def _link(self, cases: Iterable[RegionCase], now: datetime) -> None:
        """Who tested positive may be known as a contact, by their phone and first name."""
        files = self.files
        for case in cases:
            person = files.people[case.person - 1]
            for contact in files.on_phone.get(case.phone or 0, ()):
                said = fold_name(contact.name.split()[0]) if contact.name.split() else ""
                if contact.became or contact.case == case.id or said != fold_name(person.given.split()[0]):
                    continue
                contact.became = case.id
                if contact.closed_at is None:
                    contact.closed_at, contact.outcome = now, "became_case"
                if contact.same_as is None and contact.phone and self._kind(contact.phone) == "mobile":
                    conversation = ConversationId("contact", contact.id)
                    ended = letters.ConversationEnded(str(conversation), "became_case")
                    self.post(contact.phone, f"became:{conversation}", ended, now)
                task = self.tasks.open.get((None, contact.id))
                if task is not None:
                    self.tasks.end(task, "void", now)

    # ---- between the outbox and the operators

    def claim(self, now: datetime, parts: int) -> list[RegionMessage]:
        """The next messages, as many as fit into so many parts; one that is worth nothing any more fails."""
        return self.leave(self.outbox.claim(now, parts), now)

    def leave(self, claimed: Sequence[RegionMessage], now: datetime) -> list[RegionMessage]:
        """They leave now, those that are still worth it."""
        for message in claimed:
            if message.valid_until <= now:
                self.failed(message, now)
            else:
                self._came(message, "submitted_at", now)
        return [message for message in claimed if message.state == "sent"]

    def delivered(self, message: RegionMessage, at: datetime) -> None:
        """A receipt came: it is on the telephone."""
        message.state = "delivered"
        self._came(message, "delivered_at", at)
        if message.instructs and self._file(message).outcome != "wrong_person":
            self._came(message, "reached_at", at)
            self.tasks.changed.add((None if message.contact else message.case, message.contact))

    def failed(self, message: RegionMessage, at: datetime) -> None:
        """It will never arrive."""
        message.state = "failed"
        self.post(message.phone, f"failed:{message.key}", letters.MessageUndelivered(message.key), at)

    def _file(self, message: RegionMessage) -> RegionCase | RegionContact:
        return self.case(message.case) if message.contact is None else self.contact(message.contact)

    def _came(self, message: RegionMessage, mark: str, at: datetime) -> None:
        """How far the file of a message has come: the earliest moment counts."""
        file = self._file(message)
        before = getattr(file, mark)
        if before is None or at < before:
            setattr(file, mark, at)

    # ---- calls

    def sweep(self, now: datetime) -> None:
        """What becomes a call by the passing of time, and what needs none any more."""
        self._sweep.sweep(now)

    def sweep_wakes(self, now: datetime) -> datetime | None:
        """From when on a sweep would find something."""
        return now if self.tasks.changed else self._sweep.wakes()

    def next_call(self, agent: str, now: datetime) -> RegionTask | None:
        """The next person for an agent to ring."""
        return self.tasks.take_next_task(agent, now)

    def give_number(self, task: RegionTask, agent: str, number: str, now: datetime) -> None:
        """A number that an agent found: the person is rung on it from now on."""
        desk.give_number(self, task, number)

    def write_down(
        self, task: RegionTask, agent: str, now: datetime, outcome: Outcome,
        contacts: Sequence[SpokenContact | str] = (), facts: dict[str, object] | None = None,
    ) -> None:  # fmt: skip
        """What came of a call. Raises ValueError where nobody can be read in what was typed."""
        desk.write_down(
            self, task, agent, now, outcome, contacts=contacts, facts=facts, between=self._between
        )
