"""Contacts as they are named, and the files that a naming touches, as they stand in the store."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final, Literal

import msgspec
import psycopg
from msgspec import Struct
from psycopg.rows import tuple_row

from tocsin.conversation import quiet_hours
from tocsin.locale.paris_time import PARIS
from tocsin.phone_numbers.kinds import classify_number
from tocsin.privacy.encrypted_payloads import ContactDetails, PersonDetails, open_person_details
from tocsin.privacy.identity import fold_name, make_name_key
from tocsin.privacy.index_lookup import IndexLookup
from tocsin.privacy.vault import Vault
from tocsin.store.arrays import encode_lists
from tocsin.store.queries import query
from tocsin.store.statements import draw_ids
from tocsin.tracing.contact_matching.matching import (
    ExistingContact,
    KnownPeople,
    MentionKey,
    NamingSpeaker,
    PhoneHolder,
)
from tocsin.tracing.supervision.territory import find_zone

TIME_TO_REACH: Final = timedelta(hours=24)
"""From the naming, as for a case from its result."""
TO_CONFIRM: Final = timedelta(hours=4)
"""How long a case has to confirm whom they named in the thread; then those are rung, not written to."""
A_CASE_FOR: Final = timedelta(days=14)
"""How long after its result a case speaks for a contact: later they may have been infected again."""
MOST_IN_NAME: Final = 120
"""Characters kept of a name as it was said."""


class ContactMention(Struct, frozen=True, kw_only=True):
    case_id: int
    name: str = ""
    """As said; empty where only a number was given."""
    number: str | None = None
    """E.164; None where none was given that can be rung."""
    as_said: str = ""
    """What was given for a number and cannot be rung."""
    confirmed: bool = True
    """False: noted from the thread, and the case has not said yet that it was noted right."""
    how: Literal["sms", "agent", "event"] = "sms"
    by: str = "person"
    """``person``, or the name of the agent who wrote it down."""
    last_contact: date | None = None
    household: bool | None = None
    """Whether they live together."""
    child: bool = False
    """Whether they are a child of the case: without a number of their own the case is rung for them."""
    gathering_id: int | None = None
    """Where they were exposed together."""


class MatchResult(Struct, frozen=True, kw_only=True):
    contacts: tuple[int | None, ...]
    """For each its contact, in their order; None where somebody named themselves, or nothing was said."""
    new: int
    """Contacts that were not there before."""
    events: int
    """Conversations that begin."""
    calls: int
    """Contacts who have to be rung: no mobile number of France."""


Connection = psycopg.Connection[Any]


class KnownPhone(Struct, frozen=True):
    id: int
    shard: int
    zone: str
    collected_on: date


class NamingCase(Struct, frozen=True):
    """What those whom a case names take from it."""

    lang: str
    territory: str
    zone: str
    phone_id: int | None
    """Where the case is reached: a child of theirs without a number of its own is, too."""


class MentionBatch:
    """The namings of one call, and what is known around them."""

    def __init__(
        self, connection: Connection, vault: Vault, rows: Sequence[ContactMention], now: datetime
    ) -> None:
        self.connection = connection
        self.vault = vault
        self.rows = rows
        self.now = now
        self.today = now.astimezone(UTC).date()
        self._by_number = IndexLookup(vault, "number", (row.number for row in rows if row.number), self.today)
        self.numbers = [self._by_number.indexes[row.number] if row.number else None for row in rows]
        self.names = [fold_name(row.name[:MOST_IN_NAME]) for row in rows]
        self._by_name = IndexLookup(vault, "name", filter(None, self.names), self.today)
        self.cases: dict[int, NamingCase] = {}
        self.phones: dict[bytes, KnownPhone] = {}

    # ------------------------------------------------------------------------------- what is known

    def make_mention_keys(self) -> list[MentionKey]:
        return [
            MentionKey(
                case=row.case_id,
                number=number,
                name=name,
                first=fold_first_name(row.name),
                name_index=self.index_name(name),
                kind=classify_number(row.number) if row.number else "",
                confirmed=row.confirmed,
                child=row.child,
            )
            for row, number, name in zip(self.rows, self.numbers, self.names, strict=True)
        ]

    def read_known_people(self) -> KnownPeople:
        """What the store knows; phones met for the first time are written on the way."""
        cases = sorted({row.case_id for row in self.rows})
        speakers = self._read_speakers(cases)
        self._get_or_create_phones()
        return KnownPeople(
            speakers=speakers, holders=self._read_holders(), named=self._read_existing_contacts(cases)
        )

    def _read_speakers(self, cases: list[int]) -> dict[int, NamingSpeaker]:
        speakers: dict[int, NamingSpeaker] = {}
        for id, person, sealed, lang, territory, number, zone, phone in self.fetch_all(
            "speakers", cases=cases
        ):
            self.cases[id] = NamingCase(lang, territory, zone or find_zone(territory), phone)
            details = open_person_details(self.vault, sealed)
            speakers[id] = NamingSpeaker(
                person=person,
                number=self._by_number.find_todays_index(number),
                first=fold_first_name(details.given_names),
                names=fold_whole_names(details),
            )
        return speakers

    def _get_or_create_phones(self) -> None:
        given = {i: row for i, row in zip(self.numbers, self.rows, strict=True) if i and row.number}
        self._find_phones(self._by_number.all_indexes)
        new = {index: row for index, row in given.items() if index not in self.phones}
        if not new:
            return
        numbers = [row.number or "" for row in new.values()]
        ids = draw_ids(self.connection, "tracing_phone", len(numbers))
        self.execute(
            "add_phones",
            ids=ids,
            sealed=[
                self.vault.seal(number, "phone.sealed", self.today, id)
                for id, number in zip(ids, numbers, strict=True)
            ],
            indexes=list(new),
            shards=[index[-1] for index in new],
            kinds=[classify_number(number) for number in numbers],
            zones=[
                quiet_hours.find_zone_of_number(row.number or "", self.find_case_zone(row.case_id))
                for row in new.values()
            ],
            days=[self.today] * len(new),
        )
        self._find_phones(self._by_number.all_indexes)

    def _find_phones(self, indexes: list[bytes]) -> None:
        for id, index, shard, zone, collected_on in self.fetch_all("phones", indexes=indexes):
            self.phones[self._by_number.find_todays_index(index) or index] = KnownPhone(
                id, shard, zone, collected_on
            )

    def _read_holders(self) -> dict[bytes, tuple[PhoneHolder, ...]]:
        by_phone = {phone.id: index for index, phone in self.phones.items()}
        holders: dict[bytes, tuple[PhoneHolder, ...]] = {}
        found = self.fetch_all("holders", phones=list(by_phone), since=self.now - A_CASE_FOR)
        for phone, person, sealed, case, root in found:
            first = fold_first_name(open_person_details(self.vault, sealed).given_names)
            holder = PhoneHolder(person=person, first=first, case=case, root=root)
            index = by_phone[phone]
            holders[index] = (*holders.get(index, ()), holder)
        return holders

    def _read_existing_contacts(self, cases: list[int]) -> dict[int, tuple[ExistingContact, ...]]:
        named: dict[int, tuple[ExistingContact, ...]] = {}
        for id, case, person, name_index, number, unconfirmed, dropped in self.fetch_all(
            "named", cases=cases
        ):
            standing = ExistingContact(
                contact=id, person=person, number=self._by_number.find_todays_index(number),
                name_index=self._by_name.find_todays_index(name_index), unconfirmed=unconfirmed, dropped=dropped,
            )  # fmt: skip
            named[case] = (*named.get(case, ()), standing)
        return named

    def find_phone_id(self, at: int) -> int | None:
        """The phone of a naming; None without a number."""
        index = self.numbers[at]
        return self.phones[index].id if index else None

    def find_phone_to_call(self, at: int) -> int | None:
        """The phone on which somebody is rung: their own, or of a child without one that of the case."""
        row = self.rows[at]
        return self.find_phone_id(at) or (self.cases[row.case_id].phone_id if row.child else None)

    def find_case_zone(self, case_id: int) -> str:
        case = self.cases.get(case_id)
        return case.zone if case else PARIS

    def find_mention_zone(self, at: int) -> str:
        """The time zone of a naming: of its phone, else of who named."""
        index = self.numbers[at]
        return self.phones[index].zone if index else self.find_case_zone(self.rows[at].case_id)

    def find_case_language(self, case_id: int) -> str:
        """The language in which a case is written to: those whom it names are, too."""
        case = self.cases.get(case_id)
        return case.lang if case else "fr"

    def index_name(self, name: str) -> bytes | None:
        return self.vault.index("name", name, self.today) if name else None

    def seal_person(self, at: int, id: int) -> bytes:
        details = PersonDetails(given_names=self.rows[at].name[:MOST_IN_NAME])
        return self.vault.seal(msgspec.json.encode(details), "person.sealed", self.today, id)

    def index_person_name(self, at: int) -> bytes | None:
        return self.index_name(make_name_key("", self.rows[at].name[:MOST_IN_NAME]))

    def seal_contact(self, row: ContactMention, id: int) -> bytes:
        details = ContactDetails(name=row.name[:MOST_IN_NAME], number=row.as_said[:40])
        return self.vault.seal(msgspec.json.encode(details), "contact.sealed", self.today, id)

    def execute(self, statement: str, **parameters: Any) -> None:
        self.connection.execute(query(f"contact_matching.{statement}"), encode_lists(parameters))

    def fetch_all(self, statement: str, **parameters: Any) -> list[Any]:
        return (
            self._cursor()
            .execute(query(f"contact_matching.{statement}"), encode_lists(parameters))
            .fetchall()
        )

    def fetch_one(self, statement: str, **parameters: Any) -> Any:
        return (
            self._cursor()
            .execute(query(f"contact_matching.{statement}"), encode_lists(parameters))
            .fetchone()
        )

    def _cursor(self) -> psycopg.Cursor[Any]:
        """Rows as tuples, whatever the connection is set to; columns of bytes."""
        return self.connection.cursor(row_factory=tuple_row)


def fold_first_name(name: str) -> str:
    """The first name, folded: what tells apart those who share a phone."""
    return fold_name(name.split()[0]) if name.split() else ""


def fold_whole_names(person: PersonDetails) -> frozenset[str]:
    """How somebody's whole name may be written; nothing where half of it is missing."""
    given, family = person.given_names, person.family_name
    if not given.split() or not family.split():
        return frozenset()
    ways = (
        f"{given} {family}",
        f"{family} {given}",
        f"{given.split()[0]} {family}",
        f"{family} {given.split()[0]}",
    )
    return frozenset(map(fold_name, ways))
