"""What the store knows around one batch of records, and what they change in it."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import count
from typing import Any

import psycopg
from msgspec.structs import replace

from tocsin.tracing.days import clock_of, day_of
from tocsin.tracing.intake.decide import WINDOW, Before, Decision, decide, decide_other
from tocsin.tracing.intake.outcome import Outcome
from tocsin.tracing.intake.reach import Reach, reach, territory
from tocsin.tracing.intake.record import Item, No, OtherTest, Record, Refused
from tocsin.tracing.lookups import Lookups
from tocsin.tracing.queries import query
from tocsin.tracing.vault import Vault

_NO_RESULT = 0


class Person:
    """Somebody of this batch."""

    __slots__ = ("guardian", "id", "index", "new", "record")

    def __init__(self, index: bytes, id: int, guardian: int | None, *, new: bool) -> None:
        self.index = index
        self.id = id
        self.guardian = guardian
        self.new = new
        self.record: Record | None = None
        """The last positive result of theirs in this batch, with every way to them that any of it gives."""


class Case:
    """A case, as the batch leaves it."""

    __slots__ = (
        "disease", "id", "new", "number", "person", "phone", "reach", "record", "resulted_at", "sample_on",
        "shard", "stood_on", "supports", "told", "was",
    )  # fmt: skip

    def __init__(self, id: int, person: Person, disease: str, *, new: bool) -> None:
        self.id = id
        self.person = person
        self.disease = disease
        self.new = new
        self.supports: dict[int, tuple[datetime, date | None]] = {}
        """Positive results -> their time, and the day of the sample."""
        self.phone: int | None = None
        self.shard = 0
        self.number = ""
        """The number of its phone, where it is given in this batch."""
        self.reach: Reach | None = None
        """How to begin; None where that is decided already."""
        self.record: Record | None = None
        self.resulted_at: datetime | None = None
        self.sample_on: date | None = None
        self.was: tuple[datetime, date | None] | None = None
        """Time of the result and sample day, as they are in the store."""
        self.stood_on: tuple[datetime, date | None] | None = None
        """The first result that supported it, before this batch."""
        self.told: list[tuple[int, Record]] = []
        """Results of this batch that support it, in their order."""

    @property
    def first(self) -> tuple[datetime, date | None]:
        """Time and sample day of the first result that supports it."""
        return min(self.supports.values(), key=lambda one: one[0])


class Version:
    """A result, as the batch leaves it."""

    __slots__ = (
        "case", "disposition", "id", "meaning", "new", "person", "record", "resulted_at", "source",
        "taken_at", "version",
    )  # fmt: skip

    def __init__(self, id: int, source: bytes, resulted_at: datetime, *, new: bool) -> None:
        self.id = id
        self.source = source
        self.new = new
        self.version = 0
        self.meaning = ""
        self.person: tuple[bytes, int] | None = None
        self.case = 0
        self.resulted_at = resulted_at
        self.taken_at: datetime | None = None
        self.disposition = ""
        self.record: Record | None = None
        """What changed it in this batch; None where nothing did."""


class Book:
    """Decides on one batch."""

    def __init__(
        self, connection: psycopg.Connection[Any], vault: Vault, items: Sequence[Item], today: date
    ) -> None:
        self.connection = connection
        self.vault = vault
        self.today = today
        self.items = items
        self.people: dict[bytes, Person] = {}
        self.cases: dict[int, Case] = {}
        self.by_person: dict[tuple[bytes, str], list[Case]] = {}
        self.results: dict[bytes, Version] = {}
        self.changed: dict[int, Version] = {}
        self.refused: list[Refused] = []
        self.corrections: list[tuple[int, str, str, str]] = []
        """Result, what it meant, what it means, why."""
        self._index()
        self._known()

    # ---- what is known

    def _index(self) -> None:
        records = [item for item in self.items if isinstance(item, Record)]
        revised = {item.revised for item in self.items if isinstance(item, OtherTest) and item.revised}
        self.revised = {source: self.vault.index("source", source) for source in revised}
        self.sources = [self.vault.index("source", record.source) for record in records]
        positive = [record.identity if record.meaning == "positive" else "" for record in records]
        self._who = Lookups(self.vault, "identity", filter(None, positive), self.today)
        self.identities = [self._who.indexes[identity] if identity else b"" for identity in positive]
        self.records = records

    def _known(self) -> None:
        found = self._all("results", sources=[*self.sources, *self.revised.values()])
        people = self._all("people", identities=self._who.every)
        for stands, id, guardian in people:
            identity = self._who.today(stands) or stands
            self.people[identity] = Person(identity, id, guardian, new=False)
        self._cases([id for _, id, _ in people], [row[7] for row in found if row[7] is not None])
        for source, id, meaning, version, resulted_at, taken_at, stands, case in found:
            identity = self._who.today(stands)
            known = Version(id, source, resulted_at, new=False)
            known.version, known.meaning, known.taken_at = version, meaning, taken_at
            person = self.people.get(identity) if identity else None
            known.person = (identity, person.id if person else 0) if identity else None
            known.case = case if case in self.cases else 0
            self.results[source] = known
        positives = sum(1 for identity in self.identities if identity)
        minors = sum(1 for record in self.records if record.minor)
        ((first, persons, cases),) = self._all(
            "ids", results=len(self.records), persons=positives + minors, cases=positives
        )
        self.result_ids, self.person_ids, self.case_ids = count(first), iter(persons), iter(cases)

    def _cases(self, persons: list[int], cases: list[int]) -> None:
        for row in self._all("cases", persons=persons, cases=cases):
            id, person_id, stands, disease, resulted_at, sample_on, phone, shard = row
            identity = self._who.today(stands)
            person = self.people.get(identity) if identity else None
            if person is None:
                person = Person(identity or b"", person_id, None, new=False)
                if identity:
                    self.people[identity] = person
            case = Case(id, person, disease, new=False)
            case.was = resulted_at, sample_on
            case.phone, case.shard = phone, shard or 0
            self.cases[id] = case
            self.by_person.setdefault((person.index, disease), []).append(case)
        for case_id, result, resulted_at, taken_at, where in self._all("supports", cases=list(self.cases)):
            self.cases[case_id].supports[result] = resulted_at, _day(taken_at, where)
        for case in self.cases.values():
            if not case.supports and case.was:
                case.supports[_NO_RESULT] = case.was  # an agent opened it
            case.stood_on = case.first

    def _all(self, name: str, **parameters: Any) -> list[Any]:
        return self.connection.execute(query(f"intake.{name}"), parameters).fetchall()

    # ---- what becomes of each record

    def decide(self) -> list[Outcome]:
        """Take the records in their order."""
        outcomes: list[Outcome] = []
        told = iter(zip(self.sources, self.identities, strict=True))
        for item in self.items:
            if isinstance(item, Refused):
                self.refused.append(item)
                outcomes.append(Outcome("quarantined", item.reason))
                continue
            try:
                if isinstance(item, OtherTest):
                    outcomes.append(Outcome(decide_other(self._before(self.revised.get(item.revised)))))
                    continue
                source, identity = next(told)
                outcomes.append(Outcome(self._one(item, source, identity)))
            except No as no:
                self.refused.append(
                    Refused(item.place, item.raw, no.reason, no.detail, item.beside, item.postcode)
                )
                outcomes.append(Outcome("quarantined", no.reason))
        return outcomes

    def _one(self, record: Record, source: bytes, identity: bytes) -> Any:
        known = self.results.get(source)
        before = self._before(source)
        person = identity or (self._whose(record, known) if before and record.identity else b"")
        case = self._case(record, identity, known) if identity else None
        decision = decide(record, person, before, case is not None)
        if decision.act != "nothing":
            self._apply(record, source, identity, known, case, decision)
        return decision.disposition

    def _whose(self, record: Record, known: Version | None) -> bytes:
        """The index of a record's person, as that of the result it corrects where it is the same person."""
        stands = known.person[0] if known and known.person else b""
        if stands in self.vault.found_by("identity", record.identity):
            return stands
        return self.vault.index("identity", record.identity, self.today)

    def _before(self, source: bytes | None) -> Before | None:
        """What is known under an identifier."""
        known = self.results.get(source) if source else None
        if known is None:
            return None
        return Before(
            known.meaning,  # type: ignore[arg-type]
            known.version > 1,
            known.resulted_at,
            known.person[0] if known.person and known.meaning == "positive" else None,
            known.case or -1,
        )

    def _case(self, record: Record, identity: bytes, known: Version | None) -> Case | None:
        """The person's case that a positive result would support."""
        for case in reversed(self.by_person.get((identity, record.disease), ())):
            others = len(case.supports) - (known is not None and known.id in case.supports)
            if others and abs(record.resulted_at - case.first[0]) <= WINDOW:
                return case
        return None

    def _apply(
        self,
        record: Record,
        source: bytes,
        identity: bytes,
        known: Version | None,
        case: Case | None,
        decision: Decision,
    ) -> None:
        result = known or Version(next(self.result_ids), source, record.resulted_at, new=True)
        if known is None:
            self.results[source] = result
        left = self.cases.get(result.case) if decision.leaves else None
        if left is not None:
            left.supports.pop(result.id, None)
            alone = not left.supports and left.person.index == identity and left.disease == record.disease
            if alone and decision.supports and case is None:
                case = left  # the same person's case stands on the new version
        if known is not None:
            meaning = "void" if decision.act == "withdraw" else record.meaning
            self.corrections.append((result.id, result.meaning, meaning, record.status))
        if decision.supports:
            person = self._person(record, identity)
            if case is None:
                case = self._open(record, person)
            elif case.phone is None and not (case.reach and case.reach.number) and reach(record).number:
                case.reach, case.record = reach(record), record
            case.supports[result.id] = record.resulted_at, _day(record.taken_at, territory(record.postcode))
            case.told.append((result.id, record))
            result.person, result.case = (identity, person.id), case.id
        elif decision.act != "withdraw":
            result.person, result.case = None, 0
        else:
            result.case = 0
        result.version = max(result.version + 1, 2 if record.status == "corrected" else 1)
        result.meaning = "void" if decision.act == "withdraw" else record.meaning
        result.disposition = decision.disposition
        if decision.act != "withdraw":
            result.resulted_at, result.taken_at = record.resulted_at, record.taken_at
        result.record = record
        self.changed[result.id] = result

    def _person(self, record: Record, identity: bytes) -> Person:
        person = self.people.get(identity)
        if person is None:
            person = self.people[identity] = Person(identity, next(self.person_ids), None, new=True)
        person.record = record if person.record is None else _with_ways(record, person.record)
        return person

    def _open(self, record: Record, person: Person) -> Case:
        case = Case(next(self.case_ids), person, record.disease, new=True)
        case.reach, case.record = reach(record), record
        self.cases[case.id] = case
        self.by_person.setdefault((person.index, record.disease), []).append(case)
        return case


def _with_ways(record: Record, before: Record) -> Record:
    """A later result, with the numbers and the guardian that only the one before it names."""
    return replace(
        record,
        phones=tuple(dict.fromkeys((*record.phones, *before.phones))),
        guardian=record.guardian if record.guardian.phones else before.guardian,
    )


def _day(moment: datetime | None, where: str) -> date | None:
    """The day of a moment in a territory."""
    return day_of(moment, clock_of(where)) if moment else None
