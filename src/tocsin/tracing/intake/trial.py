"""A dry run: what would become of the results of some files, without a store. Nobody's name is kept."""

from array import array
from collections.abc import Sequence
from datetime import UTC, datetime

from tocsin.tracing.intake.decide import WINDOW, Before, Decision, decide, decide_other
from tocsin.tracing.intake.outcome import Outcome
from tocsin.tracing.intake.record import Item, Meaning, No, OtherTest, Record
from tocsin.tracing.intake.table import Table

_MEANINGS: tuple[Meaning, ...] = ("negative", "positive", "void")
_WINDOW = int(WINDOW.total_seconds())


class Trial:
    """What is known so far: some 70 bytes a result, so that half a million takes 35 MB."""

    def __init__(self) -> None:
        self._results = Table()
        self._when = array("q")
        self._what = array("B")
        """Meaning, and 4 where it was corrected."""
        self._whose = array("q")
        self._of = array("i")
        self._people = Table()
        """Person and disease -> their last case."""
        self._earlier = array("i")
        self._case_when = array("q")
        self._supports = array("I")
        self.opened = 0
        self.voided = 0

    def take(self, items: Sequence[Item]) -> list[Outcome]:
        """What becomes of each."""
        return [self._one(item) for item in items]

    def _one(self, item: Item) -> Outcome:
        if isinstance(item, OtherTest):
            return self._other(item)
        if not isinstance(item, Record):
            return Outcome("quarantined", item.reason)
        person = hash(item.identity) if item.identity else 0
        key = hash(item.source)
        at = self._results.get(key)
        before = self._before(at) if at >= 0 else None
        case = self._case(item, person, before) if item.meaning == "positive" else -1
        try:
            decision = decide(item, person, before, case >= 0)
        except No as no:
            return Outcome("quarantined", no.reason)
        if decision.act != "nothing":
            self._apply(item, decision, key, at, person, case)
        return Outcome(decision.disposition)

    def _other(self, item: OtherTest) -> Outcome:
        at = self._results.get(hash(item.revised)) if item.revised else -1
        try:
            return Outcome(decide_other(self._before(at) if at >= 0 else None))
        except No as no:
            return Outcome("quarantined", no.reason)

    def _before(self, at: int) -> Before:
        what = self._what[at]
        person = self._whose[at]
        return Before(
            _MEANINGS[what & 3],
            bool(what & 4),
            datetime.fromtimestamp(self._when[at], UTC),
            person if what & 3 == 1 else None,
            self._of[at],
        )

    def _case(self, record: Record, person: int, before: Before | None) -> int:
        """The case that a positive result would support, or -1."""
        when = _seconds(record.resulted_at)
        at = self._people.get(person ^ hash(record.disease))
        while at >= 0:
            mine = before is not None and before.case == at
            if self._supports[at] > mine and abs(when - self._case_when[at]) <= _WINDOW:
                return at
            at = self._earlier[at]
        return -1

    def _apply(self, record: Record, decision: Decision, key: int, at: int, person: int, case: int) -> None:
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
                case = self._open(record, person)
            self._supports[case] += 1
            when = _seconds(record.resulted_at)
            alone = self._supports[case] == 1
            self._case_when[case] = when if alone else min(self._case_when[case], when)
        else:
            case = -1
        what = _MEANINGS.index(record.meaning) | (4 if record.status == "corrected" or at >= 0 else 0)
        if at < 0:
            self._results.set(key, len(self._when))
            self._when.append(_seconds(record.resulted_at))
            self._what.append(what)
            self._whose.append(person)
            self._of.append(case)
        else:
            self._what[at] = what
            self._of[at] = case
            if decision.act == "replace":
                self._when[at] = _seconds(record.resulted_at)
                self._whose[at] = person

    def _open(self, record: Record, person: int) -> int:
        key = person ^ hash(record.disease)
        case = len(self._case_when)
        self._earlier.append(self._people.get(key))
        self._people.set(key, case)
        self._case_when.append(_seconds(record.resulted_at))
        self._supports.append(0)
        self.opened += 1
        return case


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())
