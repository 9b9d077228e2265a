"""What a batch changes, written: rows in bulk, in one transaction of the caller."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import msgspec
import psycopg

from tocsin.conversation import quiet
from tocsin.tracing import events, threads
from tocsin.tracing.days import clock_of, day_of
from tocsin.tracing.identifiers import draw_ids
from tocsin.tracing.identity import folded_name, known_as
from tocsin.tracing.intake.book import Book, Case, Person, Version
from tocsin.tracing.intake.decide import TO_REACH
from tocsin.tracing.intake.namesakes import namesakes
from tocsin.tracing.intake.reach import age_band, territory
from tocsin.tracing.intake.record import Record
from tocsin.tracing.intake.withdrawn import tell_cases, tell_contacts, told_cases
from tocsin.tracing.lookups import Lookups
from tocsin.tracing.queries import query
from tocsin.tracing.sealed import ContactDetails, PersonDetails
from tocsin.tracing.telephone import kind_of
from tocsin.tracing.vault import KeyDestroyed, Vault

A_CONTACT_FOR = timedelta(days=14)
"""After a naming within which a contact who tests positive became a case."""

_encode = msgspec.json.Encoder().encode


class Writer:
    """Writes one batch."""

    def __init__(self, book: Book, now: datetime, file: int) -> None:
        self.book = book
        self.connection: psycopg.Connection[Any] = book.connection
        self.vault: Vault = book.vault
        self.now = now
        self.today = now.date()
        self.file = file
        self.phones: dict[str, tuple[int, int]] = {}
        """Number -> id and shard."""
        self.letters: list[events.Posted] = []
        self.changes: list[tuple[str, int, str, str, str, str]] = []
        """Subject, id, what, before, after, why."""
        self.opened = 0
        self.voided = 0

    def write(self) -> None:
        """Everything, in an order in which nobody waits for us who makes us wait."""
        cases = list(self.book.cases.values())
        people = [person for person in self.book.people.values() if person.record is not None]
        self._phones(people, cases)
        others = namesakes(self.connection, cases, self.phones)
        guardians = self._people(people)
        self._settle(cases)
        self._cases([case for case in cases if case.new])
        self._results(list(self.book.changed.values()))
        self._hold(people, guardians)
        self._do("naming.lock")
        self._move([case for case in cases if not case.new])
        self._told_again([person for person in people if not person.new])
        self._link([case for case in cases if case.new and case.supports])
        self._begin(cases)
        events.post(self.connection, self.vault, self.letters)
        for one in others:
            self.changes.append(("case", one.case, "namesake", str(one.result), str(one.phone), "result"))
        self._write_changes()
        if others:
            self._do("sweep.namesakes", cases=[one.case for one in others], now=self.now)

    # ---- people and phones

    def _phones(self, people: Sequence[Person], cases: Sequence[Case]) -> None:
        zones: dict[str, str] = {}
        for case in cases:  # of two results of one person, the case may be reached by what the other says
            if case.reach and case.reach.number:
                zones[case.reach.number] = _zone(case.reach.number, case.record)
        for person in people:
            if (record := person.record) is None:
                continue
            for number in (*record.phones, *record.guardian.phones):
                zones.setdefault(number, _zone(number, record))
        if not zones:
            return
        numbers = Lookups(self.vault, "number", zones, self.today)
        self._find(numbers)
        new = [(key, number) for number, key in numbers.indexes.items() if number not in self.phones]
        if new:
            ids = draw_ids(self.connection, "tracing_phone", len(new))
            self._do(
                "naming.add_phones",
                ids=ids,
                sealed=[
                    self.vault.seal(number, "phone.sealed", self.today, id)
                    for id, (_, number) in zip(ids, new, strict=True)
                ],
                indexes=[key for key, _ in new],
                shards=[key[-1] for key, _ in new],
                kinds=[kind_of(number) for _, number in new],
                zones=[zones[number] for _, number in new],
                days=[self.today] * len(new),
            )
            self._find(numbers)
        self._recollect()

    def _find(self, numbers: Lookups) -> None:
        for id, key, shard, _, _ in self._all("naming.phones", indexes=numbers.every):
            if number := numbers.value(key):
                self.phones[number] = id, shard

    def _recollect(self) -> None:
        """Phones known for longer are given again today: their three months begin anew."""
        ids = [id for id, _ in self.phones.values()]
        lapsed = self._all("naming.lapsed", phones=ids, today=self.today)
        if lapsed:
            self._do(
                "naming.recollect_phones",
                ids=[id for id, _, _ in lapsed],
                sealed=[self._again(sealed, "phone.sealed") for _, sealed, _ in lapsed],
                threads=[self._again(thread, threads.PLACE) for _, _, thread in lapsed],
                today=self.today,
            )

    def _again(self, read: bytes | None, place: str) -> bytes | None:
        return None if read is None else self.vault.again(read, place, self.today)

    def _people(self, people: Sequence[Person]) -> dict[int, int]:
        """Write those who are new, and guardians; ward -> guardian."""
        new = [person for person in people if person.new]
        self._add(
            [person.id for person in new],
            [_details(person.record) for person in new if person.record],
            [person.index for person in new],
            [person.record for person in new if person.record],
        )
        wards = [
            person
            for person in people
            if person.record
            and person.guardian is None
            and (person.record.guardian.phones or person.record.guardian.family)
        ]
        guardians = {person.id: next(self.book.person_ids) for person in wards}
        self._add(
            list(guardians.values()),
            [PersonDetails(p.record.guardian.family, p.record.guardian.given) for p in wards if p.record],
            [None] * len(wards),
            [None] * len(wards),
        )
        if guardians:
            self._do("intake.guardians", ids=list(guardians), guardians=list(guardians.values()))
        for person in people:
            if person.guardian is not None:
                guardians[person.id] = person.guardian
        return guardians

    def _add(
        self,
        ids: list[int],
        details: list[PersonDetails],
        identities: Sequence[bytes | None],
        records: Sequence[Record | None],
    ) -> None:
        if not ids:
            return
        rows = zip(ids, details, identities, records, strict=True)
        self._copy(
            "intake.add_persons",
            (
                (
                    id,
                    self.vault.seal(_encode(one), "person.sealed", self.today, id),
                    identity,
                    _name_index(self.vault, one, self.today),
                    self.today,
                    _band(record) if record else "",
                    territory(record.postcode) if record else "",
                    record.lang if record else "fr",
                )
                for id, one, identity, record in rows
            ),
        )

    def _told_again(self, people: Sequence[Person]) -> None:
        told = [(person.id, person.record) for person in people if person.record]
        if told:
            self._do(
                "intake.told_again",
                ids=[id for id, _ in told],
                sealed=[
                    self.vault.seal(_encode(_details(one)), "person.sealed", self.today, id)
                    for id, one in told
                ],
                names=[_name_index(self.vault, _details(one), self.today) for _, one in told],
                bands=[_band(one) for _, one in told],
                territories=[territory(one.postcode) for _, one in told],
                day=self.today,
            )

    def _hold(self, people: Sequence[Person], guardians: dict[int, int]) -> None:
        held = [
            (id, self.phones[number][0])
            for person in people
            if (record := person.record)
            for id, numbers in (
                (person.id, record.phones),
                (guardians.get(person.id), record.guardian.phones),
            )
            if id is not None
            for number in numbers
        ]
        if held:
            self._do(
                "naming.add_holdings",
                persons=[person for person, _ in held],
                phones=[phone for _, phone in held],
                whys=["result"] * len(held),
                now=self.now,
            )

    # ---- results and cases

    def _settle(self, cases: Sequence[Case]) -> None:
        """The phone of each case that has none yet, and its first result."""
        for case in cases:
            if case.reach and case.reach.number and case.phone is None:
                case.phone, case.shard = self.phones[case.reach.number]
            if case.was:
                case.resulted_at, case.sample_on = case.was
            elif case.record:
                case.resulted_at = case.record.resulted_at
            if case.supports and case.first != case.stood_on:
                case.resulted_at, sample = case.first
                case.sample_on = sample or case.sample_on

    def _cases(self, cases: Sequence[Case]) -> None:
        if not cases:
            return
        self.opened += len(cases)
        self.voided += sum(not case.supports for case in cases)
        self._copy(
            "intake.add_cases",
            (
                (
                    case.id, case.person.id, case.phone, case.disease, case.resulted_at, self.now,
                    _deadline(case), case.sample_on, None if case.supports else self.now,
                    "" if case.supports else "void", False,
                )
                for case in cases
            ),
        )  # fmt: skip

    def _results(self, results: Sequence[Version]) -> None:
        self._copy(
            "intake.add_results",
            (
                (
                    one.id, self.file, one.record.place, one.source, one.version, _person(one),
                    one.case or None, one.record.disease, one.meaning, one.disposition, one.taken_at,
                    one.resulted_at, self.now,
                )
                for one in results
                if one.new and one.record
            ),
        )  # fmt: skip
        known = [one for one in results if not one.new]
        if known:
            self._do(
                "intake.change_results",
                ids=[one.id for one in known],
                versions=[one.version for one in known],
                persons=[_person(one) for one in known],
                cases=[one.case or None for one in known],
                meanings=[one.meaning for one in known],
                dispositions=[one.disposition for one in known],
                taken=[one.taken_at for one in known],
                resulted=[one.resulted_at for one in known],
            )
        for id, before, after, why in self.book.corrections:
            self.changes.append(("result", id, "meaning", before, after, why))

    def _move(self, cases: Sequence[Case]) -> None:
        """Cases that were known: those that stand on other results now, and those on none."""
        void = [case for case in cases if not case.supports]
        self._void(void)
        moved = [
            case
            for case in cases
            if case.supports and case.was and ((case.resulted_at, case.sample_on) != case.was or case.reach)
        ]
        if not moved:
            return
        ids, deadlines, phones = (
            [case.id for case in moved],
            [_deadline(case) for case in moved],
            [case.phone for case in moved],
        )
        self._do(
            "intake.move_cases",
            ids=ids,
            resulted=[case.resulted_at for case in moved],
            deadlines=deadlines,
            samples=[case.sample_on for case in moved],
            phones=phones,
        )
        self._do("intake.move_calls", ids=ids, deadlines=deadlines, phones=phones)
        for case in moved:
            resulted_at, sample_on = case.was or (None, None)
            if resulted_at and case.resulted_at and resulted_at != case.resulted_at:
                change = resulted_at.isoformat(), case.resulted_at.isoformat()
                self.changes.append(("case", case.id, "resulted_at", *change, "result"))
            if sample_on != case.sample_on:
                change = str(sample_on or ""), str(case.sample_on or "")
                self.changes.append(("case", case.id, "sample_on", *change, "result"))
                if case.phone is not None and not case.reach:
                    key = f"replan:case-{case.id}:{self.now.timestamp():.0f}"
                    self._post(case, key, events.Replan(f"case-{case.id}"))
            if case.reach:
                self.changes.append(("case", case.id, "phone", "", str(case.phone), "result"))

    def _void(self, cases: Sequence[Case]) -> None:
        if not cases:
            return
        self.voided += len(cases)
        ids = [case.id for case in cases]
        told = told_cases(self.connection, ids, self.now)
        by_sms = {one.id for one in told if one.kind == "mobile"}
        self._do("intake.void_cases", ids=ids, now=self.now)
        for (call,) in self._all("intake.void_case_calls", ids=ids, now=self.now):
            self.changes.append(("call", call, "outcome", "", "void", "corrected"))
        for (contact,) in self._all("intake.undo_became", cases=ids):
            self.changes.append(("contact", contact, "became_case", "yes", "", "corrected"))
        for case in cases:
            self.changes.append(("case", case.id, "outcome", "", "void", "corrected"))
            if case.phone is not None:
                self._post(case, f"void:follow-{case.id}", events.Ended(f"follow-{case.id}", "void"))
                if case.id not in by_sms:
                    self._post(case, f"void:case-{case.id}", events.Ended(f"case-{case.id}", "void"))
        for found in (
            tell_cases(self.connection, told, self.now),
            tell_contacts(self.connection, ids, self.now),
        ):
            self.changes += found.changes
            self.letters += found.letters

    # ---- contacts who became cases, and beginnings

    def _link(self, cases: Sequence[Case]) -> None:
        """Who tested positive may be known as a contact: the chain of who infected whom."""
        if not cases:
            return
        numbers = {case.id: _numbers(case.person) for case in cases}
        phones = {self.phones[n][0] for some in numbers.values() for n in some if n in self.phones}
        people = {case.person.id: case for case in cases}
        namings = self._all(
            "intake.namings",
            phones=list(phones),
            persons=list(people),
            since=self.now - A_CONTACT_FOR,
        )
        if not namings:
            return
        by_phone: dict[int, list[Case]] = {}
        for case in cases:
            for number in numbers[case.id]:
                if number in self.phones:
                    by_phone.setdefault(self.phones[number][0], []).append(case)
        linked: list[tuple[int, int]] = []
        for id, person, phone, sealed, named_by, root, shard, kind in namings:
            found = people.get(person) or self._named(sealed, by_phone.get(phone, ()))
            if found is None or found.id == named_by:
                continue
            linked.append((id, found.id))
            self.changes.append(("contact", id, "became_case", "", str(found.id), "result"))
            if root and kind == "mobile":
                self.letters.append(
                    events.Posted(
                        phone_id=phone, shard=shard, key=f"became:contact-{id}", at=self.now,
                        letter=events.Ended(f"contact-{id}", "became_case"), collected_on=self.today,
                    )
                )  # fmt: skip
        if linked:
            ids = [id for id, _ in linked]
            self._do("intake.became", ids=ids, cases=[case for _, case in linked], now=self.now)
            for (call,) in self._all("intake.void_contact_calls", ids=ids, now=self.now):
                self.changes.append(("call", call, "outcome", "", "void", "became_case"))

    def _named(self, sealed: bytes | None, cases: Sequence[Case]) -> Case | None:
        """Whose first name a naming on their phone has; nobody where two have it."""
        if not cases or sealed is None:
            return None
        try:
            details = msgspec.json.decode(self.vault.open(sealed, "contact.sealed"), type=ContactDetails)
        except KeyDestroyed:
            return None
        said = _first(details.name)
        found = {
            case.id: case for case in cases if said and case.record and _first(case.record.given) == said
        }
        return next(iter(found.values())) if len(found) == 1 else None

    def _begin(self, cases: Sequence[Case]) -> None:
        """Write to those who have a mobile; a human rings the others."""
        calls: list[Case] = []
        for case in cases:
            if case.reach is None or not case.supports:
                continue
            if case.reach.way == "sms":
                self._post(case, f"begin:case-{case.id}", events.BeginCase(case.id))
            elif case.new:
                calls.append(case)
        if calls:
            self._do(
                "intake.add_calls",
                cases=[case.id for case in calls],
                phones=[case.phone for case in calls],
                territories=[territory(case.record.postcode) if case.record else "" for case in calls],
                reasons=[case.reach.way if case.reach else "" for case in calls],
                not_befores=[
                    quiet.not_before(self.now, _zone(case.reach.number if case.reach else "", case.record))
                    for case in calls
                ],
                deadlines=[_deadline(case) for case in calls],
                now=self.now,
            )

    def _post(self, case: Case, key: str, letter: events.Letter) -> None:
        if case.phone is not None:
            self.letters.append(
                events.Posted(
                    phone_id=case.phone, shard=case.shard, key=key, at=self.now, letter=letter,
                    collected_on=self.today,
                )
            )  # fmt: skip

    # ---- rows

    def _write_changes(self) -> None:
        if self.changes:
            subjects, ids, whats, befores, afters, whys = (
                list(one) for one in zip(*self.changes, strict=True)
            )
            self._do(
                "engine.changes",
                subjects=subjects,
                ids=ids,
                whats=whats,
                befores=befores,
                afters=afters,
                whys=whys,
                ats=[self.now] * len(ids),
                bys=["intake"] * len(ids),
            )

    def _do(self, name: str, **parameters: Any) -> None:
        self.connection.execute(query(name), parameters)

    def _copy(self, name: str, rows: Iterable[tuple[Any, ...]]) -> None:
        with self.connection.cursor() as cursor, cursor.copy(query(name)) as copy:
            for row in rows:
                copy.write_row(row)

    def _all(self, name: str, **parameters: Any) -> list[Any]:
        return self.connection.execute(query(name), parameters).fetchall()


def _details(record: Record | None) -> PersonDetails:
    assert record is not None
    return PersonDetails(record.family, record.given, record.birth_date, record.sex)


def _name_index(vault: Vault, details: PersonDetails, on: date) -> bytes | None:
    name = known_as(details.family_name, details.given_names)
    return vault.index("name", name, on) if name else None


def _person(result: Version) -> int | None:
    return result.person[1] or None if result.person else None


def _zone(number: str, record: Record | None) -> str:
    """On whose clock somebody is rung: by the number, where its code says so, else where they live."""
    return quiet.zone_of(number, clock_of(territory(record.postcode) if record else ""))


def _band(record: Record) -> str:
    return age_band(record.birth_date, day_of(record.resulted_at, clock_of(territory(record.postcode))))


def _deadline(case: Case) -> datetime:
    assert case.resulted_at is not None
    return case.resulted_at + TO_REACH


def _numbers(person: Person) -> tuple[str, ...]:
    return (*person.record.phones, *person.record.guardian.phones) if person.record else ()


def _first(name: str) -> str:
    """The first name, folded: what tells apart those who share a phone."""
    return folded_name(name.split()[0]) if name.split() else ""
