"""The files of one simulated region, in memory: what the store's tables hold, as far as a day needs it."""

from datetime import date, datetime

from msgspec import Struct

from tocsin.conversation.phone_thread import PhoneThread
from tocsin.tracing.conversations.starts import CaseBriefing, ContactBriefing
from tocsin.tracing.people.phone_numbers import Kind, classify_number


class RegionPerson(Struct, gc=False):
    """Somebody known: from a result, or because a case named them."""

    id: int
    given: str = ""
    family: str = ""
    lang: str = "fr"
    territory: str = ""
    guardian: int | None = None
    citizen: int | None = None
    """Their number in the town; None for who was only named."""


class RegionPhone(Struct):
    """A telephone and its conversations."""

    id: int
    number: str
    kind: Kind
    zone: str
    thread: PhoneThread
    due: datetime | None = None


class RegionCase(Struct, kw_only=True):
    """Somebody who tested positive."""

    id: int
    person: int
    phone: int | None
    citizen: int
    way: str
    resulted_at: datetime
    received_at: datetime
    deadline: datetime
    sample_on: date
    onset_on: date | None = None
    submitted_at: datetime | None = None
    delivered_at: datetime | None = None
    answered_at: datetime | None = None
    reached_at: datetime | None = None
    listed_at: datetime | None = None
    closed_at: datetime | None = None
    outcome: str = ""
    begun: bool = False
    attempts: int = 0
    """Calls made to them."""


class RegionContact(Struct, kw_only=True):
    """Somebody whom a case named."""

    id: int
    case: int
    person: int | None
    phone: int | None
    name: str
    name_index: bytes | None
    named_at: datetime
    deadline: datetime
    how: str
    same_as: int | None = None
    became: int | None = None
    last_contact: date | None = None
    household: bool | None = None
    submitted_at: datetime | None = None
    delivered_at: datetime | None = None
    answered_at: datetime | None = None
    reached_at: datetime | None = None
    closed_at: datetime | None = None
    outcome: str = ""
    attempts: int = 0


class RegionMessage(Struct, kw_only=True):
    """An SMS in the outbox, or gone."""

    id: int
    key: str
    phone: int
    case: int | None
    contact: int | None
    template: str
    text: str
    parts: int
    priority: int
    deadline: datetime
    not_before: datetime
    valid_until: datetime
    at: datetime
    instructs: bool = False
    state: str = "waiting"
    """``waiting``, ``sent``, ``delivered``, ``failed`` or ``withdrawn``."""


class RegionFiles:
    """Everybody of a region."""

    def __init__(self, disease: str = "covid19") -> None:
        self.disease = disease
        self.people: list[RegionPerson] = []
        self.phones: list[RegionPhone] = []
        self.cases: list[RegionCase] = []
        self.contacts: list[RegionContact] = []
        self.by_number: dict[str, RegionPhone] = {}
        self.holders: dict[int, dict[int, None]] = {}
        """Phone -> the people who hold it now."""
        self.numbers_of: dict[int, dict[int, None]] = {}
        """Person -> the phones that they hold now, in the order in which they became known."""
        self.once_held: set[tuple[int, int]] = set()
        """Person and phone, also where the number has changed hands."""
        self.wrong: set[tuple[int | None, int]] = set()
        """Person and phone, where somebody else answered."""
        self.reached_on: dict[int, list[RegionCase]] = {}
        """Phone -> the cases that are, or were, reached on it."""
        self.of_case: dict[int, list[RegionContact]] = {}
        self.on_phone: dict[int, list[RegionContact]] = {}
        self.case_of: dict[int, RegionCase] = {}
        """Person -> their case."""
        self.speaks_for: dict[int, list[RegionContact]] = {}
        """Contact -> other namings of the same person."""

    # ---- new ones; identifiers count from one, as the store's do

    def person(self, given: str, family: str = "", **known: object) -> RegionPerson:
        """Somebody new."""
        made = RegionPerson(len(self.people) + 1, given, family, **known)  # type: ignore[arg-type]
        self.people.append(made)
        return made

    def phone(self, number: str, zone: str) -> RegionPhone:
        """The phone of a number, known or not."""
        found = self.by_number.get(number)
        if found is None:
            found = RegionPhone(
                len(self.phones) + 1, number, classify_number(number), zone, PhoneThread(phone=number)
            )
            self.phones.append(found)
            self.by_number[number] = found
        return found

    def hold(self, person: int, phone: int) -> None:
        """Somebody holds a number."""
        self.holders.setdefault(phone, {})[person] = None
        self.numbers_of.setdefault(person, {})[phone] = None
        self.once_held.add((person, phone))

    def hold_no_more(self, person: int, phone: int) -> None:
        """The number has changed hands."""
        self.wrong.add((person, phone))
        self.holders.get(phone, {}).pop(person, None)
        self.numbers_of.get(person, {}).pop(phone, None)

    def known_on(self, phone: int) -> list[int]:
        """Who is known on a phone: those who hold it, and those whose case is reached on it."""
        cases = (case for case in self.reached_on.get(phone, ()) if case.phone == phone)
        reached = (case.person for case in cases if (case.person, phone) not in self.once_held)
        return sorted({*self.holders.get(phone, ()), *reached})

    def move(self, case: RegionCase, phone: int | None) -> None:
        """A case is reached on this phone from now on."""
        case.phone = phone
        if phone is not None:
            self.reached_on.setdefault(phone, []).append(case)

    def add_case(self, case: RegionCase) -> None:
        """A case is opened."""
        self.cases.append(case)
        self.case_of[case.person] = case
        self.move(case, case.phone)

    def add_contact(self, contact: RegionContact) -> None:
        """A contact is written down."""
        self.contacts.append(contact)
        self.of_case.setdefault(contact.case, []).append(contact)
        if contact.phone is not None:
            self.on_phone.setdefault(contact.phone, []).append(contact)
        if contact.same_as is not None:
            self.speaks_for.setdefault(contact.same_as, []).append(contact)

    # ---- what the engine begins from

    def case_file(self, number: int) -> CaseBriefing:
        """A case as its conversation begins."""
        case = self.cases[number - 1]
        person = self.people[case.person - 1]
        return CaseBriefing(
            id=case.id,
            person_id=case.person,
            disease=self.disease,
            resulted_at=case.resulted_at,
            deadline=case.deadline,
            sample_on=case.sample_on,
            onset_on=case.onset_on,
            closed=case.closed_at is not None,
            given_name=_choose_greeting_name(person.given),
            lang=person.lang,
            minor=person.guardian is not None,
        )

    def contact_file(self, number: int) -> ContactBriefing:
        """A contact as the conversation begins."""
        contact = self.contacts[number - 1]
        case = self.cases[contact.case - 1]
        person = self.people[contact.person - 1] if contact.person else None
        days = [one.last_contact for one in (contact, *self.speaks_for.get(contact.id, ()))]
        return ContactBriefing(
            id=contact.id,
            person_id=contact.person,
            case_id=contact.case,
            disease=self.disease,
            last_contact=max((day for day in days if day), default=None),
            household=contact.household,
            deadline=contact.deadline,
            closed=contact.closed_at is not None or contact.became is not None,
            index_day=case.sample_on,
            index_onset=case.onset_on,
            given_name=contact.name or (_choose_greeting_name(person.given) if person else ""),
            lang=person.lang if person else "fr",
            minor=bool(person and person.guardian),
        )


def _choose_greeting_name(given: str) -> str:
    """The first of somebody's given names, as they are greeted."""
    return given.split(",")[0].split(" ")[0]
