"""Agents' calls written down: what follows is the service's own ``calls.outcomes.Call``, on files here."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any, Final, cast

from tocsin.conversation import quiet_hours
from tocsin.privacy.vault import Vault
from tocsin.tracing import letters
from tocsin.tracing.calls import KnownWrongNumber, Outcome, SpokenContact, parse_contacts, retry_time
from tocsin.tracing.calls.call_facts import parse_call_facts
from tocsin.tracing.calls.model import MINOR
from tocsin.tracing.calls.outcomes import OutcomeRecorder
from tocsin.tracing.calls.statements import ChangeLog
from tocsin.tracing.contact_matching import ContactMention
from tocsin_simulation.policies.files import RegionCase, RegionContact
from tocsin_simulation.policies.steps import Steps
from tocsin_simulation.policies.tasks import RegionTask

_NO_VAULT: Final = cast(Vault, None)
"""Nothing is written down in words here, and nothing sealed."""


def write_down(
    office: Steps,
    task: RegionTask,
    agent: str,
    now: datetime,
    outcome: Outcome,
    *,
    contacts: Sequence[SpokenContact | str] = (),
    facts: dict[str, object] | None = None,
    between: timedelta = retry_time.FIRST,
) -> None:
    """Write down what came of a call, as ``calls.outcome`` does."""
    known = parse_call_facts(facts or {})
    told = [one for said in contacts for one in (parse_contacts(said) if isinstance(said, str) else (said,))]
    call = _Call(office, task, agent, now)
    call.between = between
    call.record_outcome(outcome, "", None, None, told, known)


def give_number(office: Steps, task: RegionTask, number: str) -> None:
    """A number that an agent found: the person is rung on it from now on. Raises KnownWrongNumber."""
    phone = office.files.phone(number, quiet_hours.find_zone_of_number(number, task.zone))
    file: RegionCase | RegionContact = (
        office.case(task.case) if task.contact is None else office.contact(task.contact)
    )
    if (file.person, phone.id) in office.files.wrong:
        raise KnownWrongNumber(str(KnownWrongNumber.__doc__))
    task.phone, task.zone = phone.id, phone.zone
    if isinstance(file, RegionContact):
        office.files.on_phone.setdefault(phone.id, []).append(file)
        file.phone = phone.id
    else:
        office.files.move(file, phone.id)
    if file.person:
        office.files.hold(file.person, phone.id)


class _Statements:
    """The statements of ``calls.sql`` that a call needs, by their names, on files in memory."""

    def __init__(self, office: Steps, agent: str, now: datetime) -> None:
        self.office = office
        self.agent = agent
        self.now = now

    def execute(self, statement: str, **given: Any) -> int:
        """Do one; how many rows it touched."""
        done = getattr(self, statement)(**given)
        return 1 if done is None else done

    def add_change(self, *_of: object, **_more: object) -> None:
        """Nobody asks here what changed when."""

    def attempt(self, task: int, **_more: object) -> None:
        self._file(task).attempts += 1

    def done(self, task: int, outcome: str, attempts: int) -> None:
        found = self.office.tasks.all[task - 1]
        if found.done_at is None:
            found.attempts = attempts
            self.office.tasks.end(found, outcome, self.now)

    def again(self, task: int, at: datetime, attempts: int) -> None:
        found = self.office.tasks.all[task - 1]
        if found.done_at is None:
            found.attempts = attempts
            self.office.tasks.again(found, at)

    def elsewhere(self, task: int, phone: int | None, reason: str, attempts: int) -> None:
        found = self.office.tasks.all[task - 1]
        if found.done_at is None:
            found.phone, found.reason, found.attempts = phone, reason, attempts
            found.zone = self.office.zone(phone)
            self.office.tasks.again(found, self.now)

    def answered_case(self, id: int, listed: bool, reached: bool) -> None:
        case = self.office.case(id)
        if case.answered_at is None:
            case.answered_at = self.now
        if reached and case.reached_at is None:
            case.reached_at = self.now
        if listed and case.listed_at is None:
            case.listed_at = self.now
        self.office.tasks.changed.add((id, None))

    def answered_contact(self, id: int, reached: bool) -> None:
        contact = self.office.contact(id)
        if contact.answered_at is None:
            contact.answered_at = self.now
        if reached and contact.reached_at is None:
            contact.reached_at = self.now
        self.office.tasks.changed.add((None, id))

    def unreached_case(self, id: int) -> None:
        self.office.case(id).reached_at = None

    def unreached_contact(self, id: int) -> None:
        self.office.contact(id).reached_at = None

    def close_case(self, id: int, outcome: str) -> int:
        self.office.tasks.changed.add((id, None))
        return self._close(self.office.case(id), outcome)

    def close_contact(self, id: int, outcome: str) -> int:
        self.office.tasks.changed.add((None, id))
        return self._close(self.office.contact(id), outcome)

    def end_holding(self, person: int, phone: int) -> None:
        self.office.files.hold_no_more(person, phone)

    def move_case(self, id: int, phone: int | None) -> None:
        self.office.files.move(self.office.case(id), phone)

    def move_contact(self, id: int, phone: int | None) -> None:
        contact = self.office.contact(id)
        if contact.phone:
            self.office.files.on_phone[contact.phone].remove(contact)
        if phone:
            self.office.files.on_phone.setdefault(phone, []).append(contact)
        contact.phone = phone

    def case_facts(self, id: int, onset_on: date | None, **_more: object) -> None:
        if onset_on:
            self.office.case(id).onset_on = onset_on

    def contact_facts(self, id: int, **days: Any) -> None:
        contact = self.office.contact(id)
        contact.last_contact = days["last_contact"] or contact.last_contact
        if days["household"] is not None:
            contact.household = days["household"]

    def ask_for_help(self, task: int, reason: str, due: datetime) -> int:
        found = self.office.tasks.all[task - 1]
        if found.done_at is None or found.subject in self.office.tasks.open:
            return 0
        self.office.tasks.add(
            case=found.case, contact=found.contact, phone=found.phone, zone=found.zone,
            territory=found.territory, reason=reason, urgent=False, created_at=self.now,
            not_before=self.now, deadline=due,
        )  # fmt: skip
        return 1

    def person_interpreter(self, **_more: object) -> None:
        """Everybody speaks French here."""

    def person_lang(self, id: int, lang: str) -> None:
        self.office.files.people[id - 1].lang = lang

    def _close(self, file: RegionCase | RegionContact, outcome: str) -> int:
        if file.closed_at is not None:
            return 0
        file.closed_at, file.outcome = self.now, outcome
        return 1

    def _file(self, task: int) -> RegionCase | RegionContact:
        found = self.office.tasks.all[task - 1]
        return self.office.case(found.case) if found.contact is None else self.office.contact(found.contact)


class _Call(OutcomeRecorder):
    """A call whose files are here."""

    def __init__(self, office: Steps, task: RegionTask, agent: str, now: datetime) -> None:
        self._office = office
        contact = office.contact(task.contact) if task.contact else None
        case = office.case(contact.case if contact else task.case)
        phone = office.files.phones[task.phone - 1] if task.phone else None
        seen = SimpleNamespace(
            id=task.id, case_id=task.case, contact_id=task.contact, phone_id=task.phone, reason=task.reason,
            deadline=task.deadline, attempts=task.attempts, done_at=task.done_at, outcome=task.outcome,
            file_id=case.id, person_id=contact.person if contact else case.person,
            kind=phone.kind if phone else None, shard=0, zone=task.zone, disease=office.files.disease,
            sample_on=case.sample_on, resulted_at=case.resulted_at,
            answered_at=contact.answered_at if contact else case.answered_at, rang_in=False,
        )  # fmt: skip
        super().__init__(_NO_VAULT, cast(ChangeLog, _Statements(office, agent, now)), seen)

    def find_other_phone(self) -> int | None:
        """Another phone that the person holds, the last that was known."""
        person, here = self.task.person_id, self.task.phone_id
        held = [one for one in self._office.files.numbers_of.get(person, ()) if one != here]
        return held[-1] if held else None

    def list_household_contacts(self) -> list[tuple[int, int, int]]:
        """Contacts who live with the case and have a mobile."""
        files = self._office.files
        return [
            (one.id, one.phone, 0)
            for one in files.of_case.get(self.id, ())
            if one.household and one.same_as is None and one.closed_at is None
            and one.phone and files.phones[one.phone - 1].kind == "mobile"
        ]  # fmt: skip

    def list_children_calls(self) -> list[tuple[int, int]]:
        """Open calls for children of the case, each with the contact."""
        task, open_tasks = self.task, self._office.tasks.open
        found = [
            (open_tasks.get((None, one.id)), one)
            for one in self._office.files.of_case.get(task.file_id, ())
            if not one.phone and one.closed_at is None and one.id != task.contact_id
        ]
        return [
            (call.id, one.id)
            for call, one in found
            if call and call.reason == MINOR and call.agent in ("", self.log.agent)
        ]

    def record_gathering(self, words: str, day: date | None) -> int:
        """A gathering: its number is of no use here."""
        return 1

    def record_mentions(self, namings: Sequence[ContactMention]) -> None:
        """People whom the case named."""
        self._office.name(namings, self.now)

    def post_to_phone(self, phone: int, shard: int, letter: letters.Letter) -> None:
        """A letter to the engine."""
        kind = str(type(letter).__struct_config__.tag)
        self._office.post(
            phone, f"call:{self.task.id}:{kind}:{phone}:{self.now.timestamp():.0f}", letter, self.now
        )
