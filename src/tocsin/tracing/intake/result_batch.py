"""What the store knows around one batch of records, and what they change in it."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from itertools import count
from typing import Any, NamedTuple

import psycopg
from msgspec.structs import replace

from tocsin.privacy.index_lookup import IndexLookup
from tocsin.privacy.vault import Vault
from tocsin.store.queries import query
from tocsin.tracing.intake.contactability import ContactRoute, find_contact_route, find_department
from tocsin.tracing.intake.records import Item, RefusedRecord, RejectedRecord, ResultRecord, UntracedResult
from tocsin.tracing.intake.result_decision import (
    WINDOW,
    PriorResult,
    ResultDecision,
    decide_result,
    decide_untraced_result,
)
from tocsin.tracing.intake.tally import RecordOutcome
from tocsin.tracing.supervision.territory import find_local_day, find_zone

_NO_RESULT = 0


class BatchPerson:
    __slots__ = ("guardian", "id", "index", "new", "record")

    def __init__(self, index: bytes, id: int, guardian: int | None, *, new: bool) -> None:
        self.index = index
        self.id = id
        self.guardian = guardian
        self.new = new
        self.record: ResultRecord | None = None
        """The last positive result of theirs in this batch, with every way to them that any of it gives."""


class BatchCase:
    __slots__ = (
        "disease", "earlier_support", "id", "new", "number", "person", "phone", "record", "resulted_at", "results",
        "route", "sample_on", "shard", "stored", "supports",
    )  # fmt: skip

    def __init__(self, id: int, person: BatchPerson, disease: str, *, new: bool) -> None:
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
        self.route: ContactRoute | None = None
        """How to begin; None where that is decided already."""
        self.record: ResultRecord | None = None
        self.resulted_at: datetime | None = None
        self.sample_on: date | None = None
        self.stored: tuple[datetime, date | None] | None = None
        """Time of the result and sample day, as they are in the store."""
        self.earlier_support: tuple[datetime, date | None] | None = None
        """The first result that supported it, before this batch."""
        self.results: list[tuple[int, ResultRecord]] = []
        """Results of this batch that support it, in their order."""

    @property
    def first_support(self) -> tuple[datetime, date | None]:
        """Time and sample day of the first result that supports it."""
        return min(self.supports.values(), key=lambda one: one[0])


class ResultRevision:
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
        self.record: ResultRecord | None = None
        """What changed it in this batch; None where nothing did."""


class NegativeCount(NamedTuple):
    """Of what negative results are counted: nobody is in it."""

    day: date
    """In Paris, of the result."""
    disease: str
    territory: str


class ResultBatch:
    def __init__(
        self, connection: psycopg.Connection[Any], vault: Vault, items: Sequence[Item], today: date
    ) -> None:
        self.connection = connection
        self.vault = vault
        self.today = today
        self.items = items
        self.people: dict[bytes, BatchPerson] = {}
        self.cases: dict[int, BatchCase] = {}
        self.by_person: dict[tuple[bytes, str], list[BatchCase]] = {}
        self.results: dict[bytes, ResultRevision] = {}
        self.changed: dict[int, ResultRevision] = {}
        self.refused: list[RefusedRecord] = []
        self.corrections: list[tuple[int, str, str, str]] = []
        """Result, what it meant, what it means, why."""
        self.negatives: Counter[NegativeCount] = Counter()
        """Negative results that came or went: of them nobody is kept, and so the place is counted here."""
        self._index_records()
        self._read_known_results()

    # ---- what is known

    def _index_records(self) -> None:
        records = [item for item in self.items if isinstance(item, ResultRecord)]
        revised = {item.revised for item in self.items if isinstance(item, UntracedResult) and item.revised}
        self.revised = {source: self.vault.index("source", source) for source in revised}
        self.sources = [self.vault.index("source", record.source) for record in records]
        positive = [record.identity if record.meaning == "positive" else "" for record in records]
        self._who = IndexLookup(self.vault, "identity", filter(None, positive), self.today)
        self.identities = [self._who.indexes[identity] if identity else b"" for identity in positive]
        self.records = records

    def _read_known_results(self) -> None:
        found = self._fetch_all("results", sources=[*self.sources, *self.revised.values()])
        people = self._fetch_all("people", identities=self._who.all_indexes)
        for stands, id, guardian in people:
            identity = self._who.find_todays_index(stands) or stands
            self.people[identity] = BatchPerson(identity, id, guardian, new=False)
        self._read_cases([id for _, id, _ in people], [row[7] for row in found if row[7] is not None])
        for source, id, meaning, version, resulted_at, taken_at, stands, case in found:
            identity = self._who.find_todays_index(stands)
            known = ResultRevision(id, source, resulted_at, new=False)
            known.version, known.meaning, known.taken_at = version, meaning, taken_at
            person = self.people.get(identity) if identity else None
            known.person = (identity, person.id if person else 0) if identity else None
            known.case = case if case in self.cases else 0
            self.results[source] = known
        positives = sum(1 for identity in self.identities if identity)
        minors = sum(1 for record in self.records if record.minor)
        ((first, persons, cases),) = self._fetch_all(
            "ids", results=len(self.records), persons=positives + minors, cases=positives
        )
        self.result_ids, self.person_ids, self.case_ids = count(first), iter(persons), iter(cases)

    def _read_cases(self, persons: list[int], cases: list[int]) -> None:
        for row in self._fetch_all("cases", persons=persons, cases=cases):
            id, person_id, stands, disease, resulted_at, sample_on, phone, shard = row
            identity = self._who.find_todays_index(stands)
            person = self.people.get(identity) if identity else None
            if person is None:
                person = BatchPerson(identity or b"", person_id, None, new=False)
                if identity:
                    self.people[identity] = person
            case = BatchCase(id, person, disease, new=False)
            case.stored = resulted_at, sample_on
            case.phone, case.shard = phone, shard or 0
            self.cases[id] = case
            self.by_person.setdefault((person.index, disease), []).append(case)
        for case_id, result, resulted_at, taken_at, where in self._fetch_all(
            "supports", cases=list(self.cases)
        ):
            self.cases[case_id].supports[result] = resulted_at, _find_local_day(taken_at, where)
        for case in self.cases.values():
            if not case.supports and case.stored:
                case.supports[_NO_RESULT] = case.stored  # an agent opened it
            case.earlier_support = case.first_support

    def _fetch_all(self, name: str, **parameters: Any) -> list[Any]:
        return self.connection.execute(query(f"intake.{name}"), parameters).fetchall()

    # ---- what becomes of each record

    def decide_outcomes(self) -> list[RecordOutcome]:
        outcomes: list[RecordOutcome] = []
        told = iter(zip(self.sources, self.identities, strict=True))
        for item in self.items:
            if isinstance(item, RefusedRecord):
                self.refused.append(item)
                outcomes.append(RecordOutcome("quarantined", item.reason, item.detail))
                continue
            try:
                if isinstance(item, UntracedResult):
                    outcomes.append(
                        RecordOutcome(
                            decide_untraced_result(self._find_prior_result(self.revised.get(item.revised)))
                        )
                    )
                    continue
                source, identity = next(told)
                outcomes.append(RecordOutcome(self._decide_record(item, source, identity)))
            except RejectedRecord as no:
                self.refused.append(
                    RefusedRecord(item.place, item.raw, no.reason, no.detail, item.beside, item.postcode)
                )
                outcomes.append(RecordOutcome("quarantined", no.reason, no.detail))
        return outcomes

    def _decide_record(self, record: ResultRecord, source: bytes, identity: bytes) -> Any:
        known = self.results.get(source)
        before = self._find_prior_result(source)
        person = identity or (self._find_person_index(record, known) if before and record.identity else b"")
        case = self._find_case(record, identity, known) if identity else None
        decision = decide_result(record, person, before, case is not None)
        if decision.act != "nothing":
            self._apply_decision(record, source, identity, known, case, decision)
        return decision.disposition

    def _find_person_index(self, record: ResultRecord, known: ResultRevision | None) -> bytes:
        """The index of a record's person, as that of the result it corrects where it is the same person."""
        stands = known.person[0] if known and known.person else b""
        if stands in self.vault.list_indexes("identity", record.identity):
            return stands
        return self.vault.index("identity", record.identity, self.today)

    def _find_prior_result(self, source: bytes | None) -> PriorResult | None:
        known = self.results.get(source) if source else None
        if known is None:
            return None
        return PriorResult(
            known.meaning,  # type: ignore[arg-type]
            known.version > 1,
            known.resulted_at,
            known.person[0] if known.person and known.meaning == "positive" else None,
            known.case or -1,
        )

    def _find_case(
        self, record: ResultRecord, identity: bytes, known: ResultRevision | None
    ) -> BatchCase | None:
        """The person's case that a positive result would support."""
        for case in reversed(self.by_person.get((identity, record.disease), ())):
            others = len(case.supports) - (known is not None and known.id in case.supports)
            if others and abs(record.resulted_at - case.first_support[0]) <= WINDOW:
                return case
        return None

    def _apply_decision(
        self,
        record: ResultRecord,
        source: bytes,
        identity: bytes,
        known: ResultRevision | None,
        case: BatchCase | None,
        decision: ResultDecision,
    ) -> None:
        result = known or ResultRevision(next(self.result_ids), source, record.resulted_at, new=True)
        if known is None:
            self.results[source] = result
        left = self.cases.get(result.case) if decision.leaves else None
        if left is not None:
            left.supports.pop(result.id, None)
            alone = not left.supports and left.person.index == identity and left.disease == record.disease
            if alone and decision.supports and case is None:
                case = left  # the same person's case stands on the new version
        if known is not None and known.meaning == "negative":
            self._count_negative(record, known.resulted_at, -1)
        if known is not None:
            meaning = "void" if decision.act == "withdraw" else record.meaning
            self.corrections.append((result.id, result.meaning, meaning, record.status))
        if decision.supports:
            person = self._get_or_create_person(record, identity)
            if case is None:
                case = self._open_case(record, person)
            elif (
                case.phone is None
                and not (case.route and case.route.number)
                and find_contact_route(record).number
            ):
                case.route, case.record = find_contact_route(record), record
            case.supports[result.id] = (
                record.resulted_at,
                _find_local_day(record.taken_at, find_department(record.postcode)),
            )
            case.results.append((result.id, record))
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
        if result.meaning == "negative":
            self._count_negative(record, result.resulted_at, 1)
        result.record = record
        self.changed[result.id] = result

    def _count_negative(self, record: ResultRecord, resulted_at: datetime, more: int) -> None:
        """One negative result more or fewer, in the département of who was tested. A correction that tells no
        place is taken from those of no place, so that the nation's count is right."""
        territory = find_department(record.postcode)
        day = find_local_day(resulted_at, find_zone(""))
        self.negatives[NegativeCount(day, record.disease, territory)] += more

    def _get_or_create_person(self, record: ResultRecord, identity: bytes) -> BatchPerson:
        person = self.people.get(identity)
        if person is None:
            person = self.people[identity] = BatchPerson(identity, next(self.person_ids), None, new=True)
        person.record = record if person.record is None else _add_prior_phones(record, person.record)
        return person

    def _open_case(self, record: ResultRecord, person: BatchPerson) -> BatchCase:
        case = BatchCase(next(self.case_ids), person, record.disease, new=True)
        case.route, case.record = find_contact_route(record), record
        self.cases[case.id] = case
        self.by_person.setdefault((person.index, record.disease), []).append(case)
        return case


def _add_prior_phones(record: ResultRecord, before: ResultRecord) -> ResultRecord:
    """A later result, with the numbers and the guardian that only the one before it names."""
    return replace(
        record,
        phones=tuple(dict.fromkeys((*record.phones, *before.phones))),
        guardian=record.guardian if record.guardian.phones else before.guardian,
    )


def _find_local_day(moment: datetime | None, where: str) -> date | None:
    return find_local_day(moment, find_zone(where)) if moment else None
