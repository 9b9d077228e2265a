"""A dry run: what would become of the results of some files, without a store. Nobody's name is kept."""

from array import array
from collections.abc import Sequence
from datetime import UTC, datetime

from tocsin.tracing.intake.patient_index import IntegerHashTable
from tocsin.tracing.intake.records import Item, Meaning, RejectedRecord, ResultRecord, UntracedResult
from tocsin.tracing.intake.result_decision import (
    WINDOW,
    PriorResult,
    ResultDecision,
    decide_result,
    decide_untraced_result,
)
from tocsin.tracing.intake.tally import RecordOutcome

_MEANINGS: tuple[Meaning, ...] = ("negative", "positive", "void")
_WINDOW = int(WINDOW.total_seconds())


class DryRun:
    """What is known so far: some 70 bytes a result, so that half a million takes 35 MB."""

    def __init__(self) -> None:
        self._results = IntegerHashTable()
        self._when = array("q")
        self._what = array("B")
        """Meaning, and 4 where it was corrected."""
        self._whose = array("q")
        self._of = array("i")
        self._people = IntegerHashTable()
        """Person and disease -> their last case."""
        self._earlier = array("i")
        self._case_when = array("q")
        self._supports = array("I")
        self.opened = 0
        self.voided = 0

    def decide_items(self, items: Sequence[Item]) -> list[RecordOutcome]:
        return [self._decide_item(item) for item in items]

    def _decide_item(self, item: Item) -> RecordOutcome:
        if isinstance(item, UntracedResult):
            return self._decide_untraced_result(item)
        if not isinstance(item, ResultRecord):
            return RecordOutcome("quarantined", item.reason, item.detail)
        person = hash(item.identity) if item.identity else 0
        key = hash(item.source)
        at = self._results.get(key)
        before = self._find_prior_result(at) if at >= 0 else None
        case = self._find_case(item, person, before) if item.meaning == "positive" else -1
        try:
            decision = decide_result(item, person, before, case >= 0)
        except RejectedRecord as no:
            return RecordOutcome("quarantined", no.reason, no.detail)
        if decision.act != "nothing":
            self._apply_decision(item, decision, key, at, person, case)
        return RecordOutcome(decision.disposition)

    def _decide_untraced_result(self, item: UntracedResult) -> RecordOutcome:
        at = self._results.get(hash(item.revised)) if item.revised else -1
        try:
            return RecordOutcome(decide_untraced_result(self._find_prior_result(at) if at >= 0 else None))
        except RejectedRecord as no:
            return RecordOutcome("quarantined", no.reason, no.detail)

    def _find_prior_result(self, at: int) -> PriorResult:
        what = self._what[at]
        person = self._whose[at]
        return PriorResult(
            _MEANINGS[what & 3],
            bool(what & 4),
            datetime.fromtimestamp(self._when[at], UTC),
            person if what & 3 == 1 else None,
            self._of[at],
        )

    def _find_case(self, record: ResultRecord, person: int, before: PriorResult | None) -> int:
        """The case that a positive result would support, or -1."""
        when = _to_seconds(record.resulted_at)
        at = self._people.get(person ^ hash(record.disease))
        while at >= 0:
            mine = before is not None and before.case == at
            if self._supports[at] > mine and abs(when - self._case_when[at]) <= _WINDOW:
                return at
            at = self._earlier[at]
        return -1

    def _apply_decision(
        self, record: ResultRecord, decision: ResultDecision, key: int, at: int, person: int, case: int
    ) -> None:
        if decision.leaves:
            left = self._of[at]
            self._supports[left] -= 1
            if not self._supports[left]:
                if decision.opens and self._whose[at] == person:
                    case = left  # the same person's case stands on the new version
                else:
                    self.voided += 1
        if decision.supports:
            if case < 0:
                case = self._open_case(record, person)
            self._supports[case] += 1
            when = _to_seconds(record.resulted_at)
            alone = self._supports[case] == 1
            self._case_when[case] = when if alone else min(self._case_when[case], when)
        else:
            case = -1
        what = _MEANINGS.index(record.meaning) | (4 if record.status == "corrected" or at >= 0 else 0)
        if at < 0:
            self._results.set(key, len(self._when))
            self._when.append(_to_seconds(record.resulted_at))
            self._what.append(what)
            self._whose.append(person)
            self._of.append(case)
        else:
            self._what[at] = what
            self._of[at] = case
            if decision.act == "replace":
                self._when[at] = _to_seconds(record.resulted_at)
                self._whose[at] = person

    def _open_case(self, record: ResultRecord, person: int) -> int:
        key = person ^ hash(record.disease)
        case = len(self._case_when)
        self._earlier.append(self._people.get(key))
        self._people.set(key, case)
        self._case_when.append(_to_seconds(record.resulted_at))
        self._supports.append(0)
        self.opened += 1
        return case


def _to_seconds(moment: datetime) -> int:
    return int(moment.timestamp())
