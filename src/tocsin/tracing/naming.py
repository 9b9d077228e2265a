"""Contacts named, many at once: who each of them is, and how each of them is reached.

One transaction of the caller, and about fifteen statements however many names. Call it last before the
commit: one naming at a time goes through the store, because two at the same instant could each take the same
contact for somebody new.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final, Literal

import msgspec
import psycopg
from msgspec import Struct
from psycopg.rows import tuple_row

from tocsin.conversation import quiet
from tocsin.tracing import events, matching
from tocsin.tracing.identity import folded_name
from tocsin.tracing.lines import kind_of
from tocsin.tracing.matching import Asked, Decided, Holder, Known, Speaker, Standing
from tocsin.tracing.queries import query
from tocsin.tracing.sealed import ContactDetails, PersonDetails
from tocsin.tracing.vault import Vault

TIME_TO_REACH: Final = timedelta(hours=24)
"""From the naming, as for a case from its result."""
A_CASE_FOR: Final = timedelta(days=14)
"""How long after its result a case speaks for a contact: later they may have been infected again."""
MOST_IN_NAME: Final = 120
"""Characters kept of a name as it was said."""

Connection = psycopg.Connection[Any]


class Naming(Struct, frozen=True, kw_only=True):
    """A case named somebody."""

    case_id: int
    name: str = ""
    """As said; empty where only a number was given."""
    number: str | None = None
    """E.164; None where none was given that can be rung."""
    as_said: str = ""
    """What was given for a number and cannot be rung."""
    how: Literal["sms", "agent", "event"] = "sms"
    by: str = "person"
    """``person``, or the name of the agent who wrote it down."""
    last_contact: date | None = None
    household: bool | None = None
    """Whether they live together."""
    gathering_id: int | None = None
    """Where they were exposed together."""


class Named(Struct, frozen=True, kw_only=True):
    """What became of the namings."""

    contacts: tuple[int | None, ...]
    """For each its contact, in their order; None where somebody named themselves, or nothing was said."""
    new: int
    """Contacts that were not there before."""
    letters: int
    """Conversations that begin."""
    calls: int
    """Contacts who have to be rung: no mobile number of France."""


def name_contacts(connection: Connection, vault: Vault, rows: Sequence[Naming], now: datetime) -> Named:
    """Write down the contacts named, in the caller's transaction.

    The same case, phone and folded name is one contact however often it is said. The same phone and first
    name is one person, whoever names it: the first naming has the conversation, the others point to it with
    ``same_as``. A contact whose own case is not older than 14 days is linked to it with ``became_case``, and
    not written to. Every other one is begun: by a letter to the engine for a mobile of France, else by a call
    task. ``now`` is an aware moment.
    """
    if not rows:
        return Named(contacts=(), new=0, letters=0, calls=0)
    connection.execute(query("naming.lock"))
    work = _Work(connection, vault, rows, now)
    decided = matching.decide(work.asked(), work.known())
    return work.write(decided)


class _Phone(Struct, frozen=True):
    id: int
    shard: int
    zone: str
    collected_on: date


class _Case(Struct, frozen=True):
    lang: str
    territory: str
    zone: str


class _Work:
    """One call of ``name_contacts``."""

    def __init__(self, connection: Connection, vault: Vault, rows: Sequence[Naming], now: datetime) -> None:
        self.connection = connection
        self.vault = vault
        self.rows = rows
        self.now = now
        self.today = now.astimezone(UTC).date()
        self.numbers = [vault.index("number", row.number) if row.number else None for row in rows]
        self.names = [folded_name(row.name[:MOST_IN_NAME]) for row in rows]
        self.cases: dict[int, _Case] = {}
        self.phones: dict[bytes, _Phone] = {}

    # ------------------------------------------------------------------------------- what is known

    def asked(self) -> list[Asked]:
        """The namings, folded."""
        return [
            Asked(
                case=row.case_id,
                number=number,
                name=name,
                first=_first(row.name),
                name_index=self._name_index(name),
                kind=kind_of(row.number) if row.number else "",
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
        for id, person, sealed, lang, territory, number, zone in self._all("speakers", cases=cases):
            self.cases[id] = _Case(lang, territory, zone or "Europe/Paris")
            details = self._person(sealed)
            speakers[id] = Speaker(
                person=person, number=number, first=_first(details.given_names), names=_names(details)
            )
        return speakers

    def _meet_phones(self) -> None:
        given = {i: row for i, row in zip(self.numbers, self.rows, strict=True) if i and row.number}
        self._find_phones(list(given))
        new = {index: row for index, row in given.items() if index not in self.phones}
        if not new:
            return
        numbers = [row.number or "" for row in new.values()]
        self._do(
            "add_phones",
            sealed=[self.vault.seal(number, "phone.sealed", self.today) for number in numbers],
            indexes=list(new),
            shards=[index[0] for index in new],
            kinds=[kind_of(number) for number in numbers],
            zones=[quiet.zone_of(row.number or "", self._zone(row.case_id)) for row in new.values()],
            days=[self.today] * len(new),
        )
        self._find_phones(list(new))

    def _find_phones(self, indexes: list[bytes]) -> None:
        for id, index, shard, zone, collected_on in self._all("phones", indexes=indexes):
            self.phones[index] = _Phone(id, shard, zone, collected_on)

    def _holders(self) -> dict[bytes, tuple[Holder, ...]]:
        by_phone = {phone.id: index for index, phone in self.phones.items()}
        holders: dict[bytes, tuple[Holder, ...]] = {}
        found = self._all("holders", phones=list(by_phone), since=self.now - A_CASE_FOR)
        for phone, person, sealed, case, root in found:
            first = _first(self._person(sealed).given_names)
            holder = Holder(person=person, first=first, case=case, root=root)
            index = by_phone[phone]
            holders[index] = (*holders.get(index, ()), holder)
        return holders

    def _named(self, cases: list[int]) -> dict[int, tuple[Standing, ...]]:
        named: dict[int, tuple[Standing, ...]] = {}
        for id, case, person, name_index, number in self._all("named", cases=cases):
            standing = Standing(contact=id, person=person, number=number, name_index=name_index)
            named[case] = (*named.get(case, ()), standing)
        return named

    # ------------------------------------------------------------------------------- what is written

    def write(self, decided: Decided) -> Named:
        """Write it all, and give the begun conversations to their engines and agents."""
        found = self._one("ids", persons=len(decided.persons), contacts=len(decided.contacts))
        persons, contacts = found
        self._add_persons(decided, persons)
        people = matching.real([one.person for one in decided.contacts], persons)
        self._add_contacts(decided, contacts, people)
        later = matching.real([one.person for one in decided.completed], persons)
        self._complete(decided, later)
        self._hold(decided, people, later)
        letters, calls = self._begin(decided, contacts)
        self._changes(decided, contacts)
        self._say_more(decided)
        self._recollect(people + later)
        which = tuple(matching.real(decided.which, contacts))
        return Named(contacts=which, new=len(contacts), letters=letters, calls=calls)

    def _add_persons(self, decided: Decided, ids: list[int]) -> None:
        places = [one.naming for one in decided.persons]
        if places:
            self._do(
                "add_persons",
                ids=ids,
                sealed=[self._seal_person(at) for at in places],
                days=[self.today] * len(places),
                langs=[self._lang(self.rows[at].case_id) for at in places],
            )
        if decided.baptised:
            self._do(
                "baptise",
                ids=[person for person, _ in decided.baptised],
                sealed=[self._seal_person(at) for _, at in decided.baptised],
                days=[self.today] * len(decided.baptised),
            )

    def _add_contacts(self, decided: Decided, ids: list[int], people: list[int | None]) -> None:
        new = decided.contacts
        if not new:
            return
        rows = [self.rows[one.naming] for one in new]
        self._do(
            "add_contacts",
            ids=ids,
            cases=[row.case_id for row in rows],
            persons=people,
            phones=[self._phone_id(one.naming) for one in new],
            same_as=matching.real([one.same_as for one in new], ids),
            became=[one.became_case for one in new],
            gatherings=[row.gathering_id for row in rows],
            sealed=[self._seal_contact(row) for row in rows],
            name_indexes=[self._name_index(self.names[one.naming]) for one in new],
            days=[self.today] * len(new),
            hows=[row.how for row in rows],
            last_contacts=[row.last_contact for row in rows],
            households=[row.household for row in rows],
            now=self.now,
            deadline=self.now + TIME_TO_REACH,
        )

    def _complete(self, decided: Decided, people: list[int | None]) -> None:
        done = decided.completed
        if not done:
            return
        self._do(
            "complete",
            ids=[one.contact for one in done],
            persons=people,
            phones=[self._phone_id(one.naming) for one in done],
            same_as=[one.same_as for one in done],
            became=[one.became_case for one in done],
            sealed=[self._seal_contact(self.rows[one.naming]) for one in done],
            name_indexes=[self._name_index(self.names[one.naming]) for one in done],
            days=[self.today] * len(done),
            now=self.now,
        )

    def _hold(self, decided: Decided, people: list[int | None], later: list[int | None]) -> None:
        pairs = zip((*decided.contacts, *decided.completed), (*people, *later), strict=True)
        held = {
            (person, phone): "agent" if self.rows[one.naming].how == "agent" else "named"
            for one, person in pairs
            if (phone := self._phone_id(one.naming)) and person
        }
        if held:
            self._do(
                "add_holdings",
                persons=[person for person, _ in held],
                phones=[phone for _, phone in held],
                whys=list(held.values()),
                now=self.now,
            )

    def _begin(self, decided: Decided, ids: list[int]) -> tuple[int, int]:
        new = zip(decided.contacts, ids, strict=True)
        begun = [(id, one.naming, one.opening) for one, id in new]
        begun += [(one.contact, one.naming, one.opening or "") for one in decided.completed]
        letters = [
            events.Posted(
                phone_id=phone.id,
                shard=phone.shard,
                key=f"begin:contact-{id}",
                at=self.now,
                letter=events.BeginContact(id),
                collected_on=self.today,
            )
            for id, at, opening in begun
            if opening == "letter" and (phone := self.phones[self.numbers[at] or b""])
        ]
        events.post(self.connection, self.vault, letters)
        calls = [(id, at, opening) for id, at, opening in begun if opening not in ("letter", "")]
        if calls:
            self._do(
                "add_calls",
                contacts=[id for id, _, _ in calls],
                phones=[self._phone_id(at) for _, at, _ in calls],
                territories=[self.cases[self.rows[at].case_id].territory for _, at, _ in calls],
                reasons=[opening for _, _, opening in calls],
                not_befores=[quiet.not_before(self.now, self._zone_at(at)) for _, at, _ in calls],
                now=self.now,
                deadline=self.now + TIME_TO_REACH,
            )
        return len(letters), len(calls)

    def _changes(self, decided: Decided, ids: list[int]) -> None:
        changes = [
            (id, "named", "", self.rows[one.naming]) for one, id in zip(decided.contacts, ids, strict=True)
        ]
        changes += [(one.contact, "completed", "", self.rows[one.naming]) for one in decided.completed]
        linked = [(id, one) for one, id in zip(decided.contacts, ids, strict=True) if one.became_case]
        linked += [(one.contact, one) for one in decided.completed if one.became_case]
        changes += [(id, "became_case", str(one.became_case), self.rows[one.naming]) for id, one in linked]
        if changes:
            self._do(
                "changes",
                subjects=["contact"] * len(changes),
                ids=[id for id, _, _, _ in changes],
                whats=[what for _, what, _, _ in changes],
                befores=[""] * len(changes),
                afters=[after or row.how for _, _, after, row in changes],
                whys=["known_case" if after else "named" for _, _, after, _ in changes],
                bys=[row.by for _, _, _, row in changes],
                now=self.now,
            )

    # ------------------------------------------------------------------------------- small things

    def _phone_id(self, at: int) -> int | None:
        index = self.numbers[at]
        return self.phones[index].id if index else None

    def _zone(self, case_id: int) -> str:
        case = self.cases.get(case_id)
        return case.zone if case else "Europe/Paris"

    def _zone_at(self, at: int) -> str:
        index = self.numbers[at]
        return self.phones[index].zone if index else self._zone(self.rows[at].case_id)

    def _lang(self, case_id: int) -> str:
        case = self.cases.get(case_id)
        return case.lang if case else "fr"

    def _name_index(self, name: str) -> bytes | None:
        return self.vault.index("name", name) if name else None

    def _person(self, sealed: bytes | None) -> PersonDetails:
        if sealed is None:
            return PersonDetails()
        return msgspec.json.decode(self.vault.open(sealed, "person.sealed"), type=PersonDetails)

    def _seal_person(self, at: int) -> bytes:
        details = PersonDetails(given_names=self.rows[at].name[:MOST_IN_NAME])
        return self.vault.seal(msgspec.json.encode(details), "person.sealed", self.today)

    def _seal_contact(self, row: Naming) -> bytes:
        details = ContactDetails(name=row.name[:MOST_IN_NAME], number=row.as_said[:40])
        return self.vault.seal(msgspec.json.encode(details), "contact.sealed", self.today)

    def _do(self, statement: str, **parameters: Any) -> None:
        self.connection.execute(query(f"naming.{statement}"), parameters)

    def _all(self, statement: str, **parameters: Any) -> list[Any]:
        return self._cursor().execute(query(f"naming.{statement}"), parameters).fetchall()

    def _one(self, statement: str, **parameters: Any) -> Any:
        return self._cursor().execute(query(f"naming.{statement}"), parameters).fetchone()

    def _cursor(self) -> psycopg.Cursor[Any]:
        """Rows as tuples, whatever the connection is set to; columns of bytes as bytes."""
        return self.connection.cursor(row_factory=tuple_row)

    def _say_more(self, decided: Decided) -> None:
        """What was said more of somebody named before; their plan is made again where it can change."""
        said = {
            contact: self.rows[at]
            for at, contact in enumerate(decided.which)
            if contact and contact > 0 and (self.rows[at].last_contact or self.rows[at].household is not None)
        }
        roots = {one.same_as: one.naming for one in decided.contacts if one.same_as and one.same_as > 0}
        replanned = {root for root, at in roots.items() if self.rows[at].last_contact}
        if said:
            replanned |= {
                root
                for (root,) in self._all(
                    "more",
                    ids=list(said),
                    last_contacts=[row.last_contact for row in said.values()],
                    households=[row.household for row in said.values()],
                )
            }
        if not replanned:
            return
        stamp = f"{self.now.timestamp():.0f}"
        events.post(
            self.connection,
            self.vault,
            [
                events.Posted(
                    phone_id=phone, shard=shard, key=f"replan:contact-{root}:{stamp}", at=self.now,
                    letter=events.Replan(f"contact-{root}"), collected_on=self.today,
                )
                for root, phone, shard in self._all("roots", contacts=sorted(replanned))
            ],
        )  # fmt: skip

    def _recollect(self, people: list[int | None]) -> None:
        """Phones and people known for longer were given again today: their three months begin anew.

        A row that somebody else is writing at this instant is left to them.
        """
        ids = [phone.id for phone in self.phones.values() if phone.collected_on < self.today]
        again = self._all("lapsed", phones=ids, today=self.today) if ids else []
        if again:
            self._do(
                "recollect_phones",
                ids=[id for id, _, _ in again],
                sealed=[self._again(sealed, "phone.sealed") for _, sealed, _ in again],
                threads=[self._again(thread, "phone.thread") for _, _, thread in again],
                today=self.today,
            )
        known = sorted({person for person in people if person})
        lapsed = self._all("lapsed_people", persons=known, today=self.today) if known else []
        if lapsed:
            self._do(
                "recollect_people",
                ids=[id for id, _ in lapsed],
                sealed=[self._again(sealed, "person.sealed") for _, sealed in lapsed],
                today=self.today,
            )

    def _again(self, sealed: bytes | None, place: str) -> bytes | None:
        return None if sealed is None else self.vault.seal(self.vault.open(sealed, place), place, self.today)


def _first(name: str) -> str:
    """The first name, folded: what tells apart those who share a phone."""
    return folded_name(name.split()[0]) if name.split() else ""


def _names(person: PersonDetails) -> frozenset[str]:
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
