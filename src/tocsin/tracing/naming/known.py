"""The files that a naming touches, as they stand in the store."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import msgspec
import psycopg
from msgspec import Struct
from psycopg.rows import tuple_row

from tocsin.conversation import quiet
from tocsin.tracing.arrays import array
from tocsin.tracing.days import HERE, clock_of
from tocsin.tracing.identifiers import draw_ids
from tocsin.tracing.identity import folded_name, known_as
from tocsin.tracing.lookups import Lookups
from tocsin.tracing.naming.matching import Asked, Holder, Known, Speaker, Standing
from tocsin.tracing.naming.model import A_CASE_FOR, MOST_IN_NAME, Naming
from tocsin.tracing.queries import query
from tocsin.tracing.sealed import ContactDetails, PersonDetails
from tocsin.tracing.telephone import kind_of
from tocsin.tracing.vault import Vault

Connection = psycopg.Connection[Any]


class Phone(Struct, frozen=True):
    """A phone of the store."""

    id: int
    shard: int
    zone: str
    collected_on: date


class Case(Struct, frozen=True):
    """What those whom a case names take from it."""

    lang: str
    territory: str
    zone: str
    phone_id: int | None
    """Where the case is reached: a child of theirs without a number of its own is, too."""


class Files:
    """The namings of one call, and what is known around them."""

    def __init__(self, connection: Connection, vault: Vault, rows: Sequence[Naming], now: datetime) -> None:
        self.connection = connection
        self.vault = vault
        self.rows = rows
        self.now = now
        self.today = now.astimezone(UTC).date()
        self._by_number = Lookups(vault, "number", (row.number for row in rows if row.number), self.today)
        self.numbers = [self._by_number.indexes[row.number] if row.number else None for row in rows]
        self.names = [folded_name(row.name[:MOST_IN_NAME]) for row in rows]
        self._by_name = Lookups(vault, "name", filter(None, self.names), self.today)
        self.cases: dict[int, Case] = {}
        self.phones: dict[bytes, Phone] = {}

    # ------------------------------------------------------------------------------- what is known

    def asked(self) -> list[Asked]:
        """The namings, folded."""
        return [
            Asked(
                case=row.case_id,
                number=number,
                name=name,
                first=first_name(row.name),
                name_index=self.name_index(name),
                kind=kind_of(row.number) if row.number else "",
                confirmed=row.confirmed,
                child=row.child,
            )
            for row, number, name in zip(self.rows, self.numbers, self.names, strict=True)
        ]

    def known(self) -> Known:
        """What the store knows; phones met for the first time are written on the way."""
        cases = sorted({row.case_id for row in self.rows})
        speakers = self._speakers(cases)
        self._meet_phones()
        return Known(speakers=speakers, holders=self._holders(), named=self._named(cases))

    def _speakers(self, cases: list[int]) -> dict[int, Speaker]:
        speakers: dict[int, Speaker] = {}
        for id, person, sealed, lang, territory, number, zone, phone in self.all("speakers", cases=cases):
            self.cases[id] = Case(lang, territory, zone or clock_of(territory), phone)
            details = self._person(sealed)
            speakers[id] = Speaker(
                person=person,
                number=self._by_number.today(number),
                first=first_name(details.given_names),
                names=whole_names(details),
            )
        return speakers

    def _meet_phones(self) -> None:
        given = {i: row for i, row in zip(self.numbers, self.rows, strict=True) if i and row.number}
        self._find_phones(self._by_number.every)
        new = {index: row for index, row in given.items() if index not in self.phones}
        if not new:
            return
        numbers = [row.number or "" for row in new.values()]
        ids = draw_ids(self.connection, "tracing_phone", len(numbers))
        self.do(
            "add_phones",
            ids=ids,
            sealed=[
                self.vault.seal(number, "phone.sealed", self.today, id)
                for id, number in zip(ids, numbers, strict=True)
            ],
            indexes=list(new),
            shards=[index[-1] for index in new],
            kinds=[kind_of(number) for number in numbers],
            zones=[quiet.zone_of(row.number or "", self.zone(row.case_id)) for row in new.values()],
            days=[self.today] * len(new),
        )
        self._find_phones(self._by_number.every)

    def _find_phones(self, indexes: list[bytes]) -> None:
        for id, index, shard, zone, collected_on in self.all("phones", indexes=indexes):
            self.phones[self._by_number.today(index) or index] = Phone(id, shard, zone, collected_on)

    def _holders(self) -> dict[bytes, tuple[Holder, ...]]:
        by_phone = {phone.id: index for index, phone in self.phones.items()}
        holders: dict[bytes, tuple[Holder, ...]] = {}
        found = self.all("holders", phones=list(by_phone), since=self.now - A_CASE_FOR)
        for phone, person, sealed, case, root in found:
            first = first_name(self._person(sealed).given_names)
            holder = Holder(person=person, first=first, case=case, root=root)
            index = by_phone[phone]
            holders[index] = (*holders.get(index, ()), holder)
        return holders

    def _named(self, cases: list[int]) -> dict[int, tuple[Standing, ...]]:
        named: dict[int, tuple[Standing, ...]] = {}
        for id, case, person, name_index, number, unconfirmed, dropped in self.all("named", cases=cases):
            standing = Standing(
                contact=id, person=person, number=self._by_number.today(number),
                name_index=self._by_name.today(name_index), unconfirmed=unconfirmed, dropped=dropped,
            )  # fmt: skip
            named[case] = (*named.get(case, ()), standing)
        return named

    def phone_id(self, at: int) -> int | None:
        """The phone of a naming; None without a number."""
        index = self.numbers[at]
        return self.phones[index].id if index else None

    def rung_on(self, at: int) -> int | None:
        """The phone on which somebody is rung: their own, or of a child without one that of the case."""
        row = self.rows[at]
        return self.phone_id(at) or (self.cases[row.case_id].phone_id if row.child else None)

    def zone(self, case_id: int) -> str:
        """The time zone of a case."""
        case = self.cases.get(case_id)
        return case.zone if case else HERE

    def zone_at(self, at: int) -> str:
        """The time zone of a naming: of its phone, else of who named."""
        index = self.numbers[at]
        return self.phones[index].zone if index else self.zone(self.rows[at].case_id)

    def lang(self, case_id: int) -> str:
        """The language in which a case is written to: those whom it names are, too."""
        case = self.cases.get(case_id)
        return case.lang if case else "fr"

    def name_index(self, name: str) -> bytes | None:
        """The blind index of a folded name."""
        return self.vault.index("name", name, self.today) if name else None

    def _person(self, sealed: bytes | None) -> PersonDetails:
        if sealed is None:
            return PersonDetails()
        return msgspec.json.decode(self.vault.open(sealed, "person.sealed"), type=PersonDetails)

    def seal_person(self, at: int, id: int) -> bytes:
        """Who was named, sealed for the row of a person."""
        details = PersonDetails(given_names=self.rows[at].name[:MOST_IN_NAME])
        return self.vault.seal(msgspec.json.encode(details), "person.sealed", self.today, id)

    def known_as(self, at: int) -> bytes | None:
        """The blind index by which who was named is found at the desk."""
        return self.name_index(known_as("", self.rows[at].name[:MOST_IN_NAME]))

    def seal_contact(self, row: Naming, id: int) -> bytes:
        """A contact as it was named, sealed for its row."""
        details = ContactDetails(name=row.name[:MOST_IN_NAME], number=row.as_said[:40])
        return self.vault.seal(msgspec.json.encode(details), "contact.sealed", self.today, id)

    def do(self, statement: str, **parameters: Any) -> None:
        """One statement of this file."""
        self.connection.execute(query(f"naming.{statement}"), _columns(parameters))

    def all(self, statement: str, **parameters: Any) -> list[Any]:
        """All rows of a statement, as tuples."""
        return self._cursor().execute(query(f"naming.{statement}"), _columns(parameters)).fetchall()

    def one(self, statement: str, **parameters: Any) -> Any:
        """The first row of a statement."""
        return self._cursor().execute(query(f"naming.{statement}"), _columns(parameters)).fetchone()

    def _cursor(self) -> psycopg.Cursor[Any]:
        """Rows as tuples, whatever the connection is set to; columns of bytes as bytes."""
        return self.connection.cursor(row_factory=tuple_row)


def _columns(parameters: dict[str, Any]) -> dict[str, Any]:
    return {name: array(value) if isinstance(value, list) else value for name, value in parameters.items()}


def first_name(name: str) -> str:
    """The first name, folded: what tells apart those who share a phone."""
    return folded_name(name.split()[0]) if name.split() else ""


def whole_names(person: PersonDetails) -> frozenset[str]:
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
    return frozenset(map(folded_name, ways))
