"""What becomes of a result, from what is known: the whole life of an identifier, and of a person."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.tracing.intake.conftest import NOW
from tocsin.tracing.intake.dry_run import DryRun
from tocsin.tracing.intake.records import Item, RefusedRecord, RejectedRecord, ResultRecord, UntracedResult
from tocsin.tracing.intake.result_decision import PriorResult, decide_result
from tocsin.tracing.intake.tally import IntakeTally, RecordOutcome, UnaccountedRecords

AT = NOW - timedelta(hours=5)


def record(
    id: str = "R1", meaning: str = "positive", *, status: str = "final", who: str = "lea", **changes: Any
) -> ResultRecord:
    """A result of somebody, some hours ago."""
    made = ResultRecord(
        place="line 2",
        raw=b"",
        beside=b"",
        laboratory="A",
        source_id=id,
        status=status,
        meaning=meaning,  # type: ignore[arg-type]
        disease="covid19",
        taken_at=None,
        resulted_at=AT,
        identity=who if meaning != "void" else "",
    )
    return replace(made, **changes)


def other(id: str = "R1", laboratory: str = "A") -> UntracedResult:
    """A result of another test that corrects or withdraws one; with an empty id it does neither."""
    return UntracedResult("line 2", b"", revised=f"{laboratory}\x1f{id}" if id else "")


def fates(*records: Item) -> list[str]:
    """What becomes of records one after the other, of which nothing was known."""
    return [outcome.reason or outcome.disposition for outcome in DryRun().decide_items(records)]


def test_the_first_positive_opens_and_the_same_again_is_known() -> None:
    assert fates(record(), record()) == ["opened", "known"]


def test_two_laboratories_open_one_case() -> None:
    assert fates(record(), record(laboratory="B"), record("R2")) == ["opened", "known", "known"]


def test_two_people_and_two_diseases_have_cases_of_their_own() -> None:
    assert fates(record(), record("R2", who="paul"), record("R3", disease="measles")) == ["opened"] * 3


@pytest.mark.parametrize(
    ("days", "fate"), [(59, "known"), (60, "known"), (61, "opened"), (-60, "known"), (-61, "opened")]
)
def test_sixty_days_make_a_new_infection(days: int, fate: str) -> None:
    later = record("R2", resulted_at=AT + timedelta(days=days))
    assert fates(record(), later) == ["opened", fate]


def test_a_negative_result_opens_nothing_and_closes_nothing() -> None:
    assert fates(record("N", "negative"), record("N", "negative")) == ["negative", "known"]
    assert fates(record(), record("N", "negative"), record("R2")) == ["opened", "negative", "known"]


def test_positive_corrected_to_negative_withdraws_the_case() -> None:
    trial = DryRun()
    corrected = record(meaning="negative", status="corrected")
    assert [o.disposition for o in trial.decide_items([record(), corrected, corrected])] == [
        "opened",
        "corrected",
        "known",
    ]
    assert (trial.opened, trial.voided) == (1, 1)
    assert [o.disposition for o in trial.decide_items([record("R2")])] == ["opened"], "the case is no more"


def test_another_result_still_supports_the_case() -> None:
    trial = DryRun()
    trial.decide_items([record(), record("R2"), record(meaning="negative", status="corrected")])
    assert trial.voided == 0
    trial.decide_items([record("R2", meaning="void", status="void")])
    assert trial.voided == 1


def test_negative_corrected_to_positive_opens() -> None:
    trial = DryRun()
    assert [
        o.disposition for o in trial.decide_items([record(meaning="negative"), record(status="corrected")])
    ] == [
        "negative",
        "corrected",
    ]
    assert trial.opened == 1


def test_a_corrected_time_keeps_the_case() -> None:
    trial = DryRun()
    moved = record(status="corrected", resulted_at=AT - timedelta(hours=2))
    assert [o.disposition for o in trial.decide_items([record(), moved])] == ["opened", "corrected"]
    assert (trial.opened, trial.voided) == (1, 0)


def test_a_corrected_person_moves_the_case_to_them() -> None:
    trial = DryRun()
    trial.decide_items([record(), record(status="corrected", who="paul")])
    assert (trial.opened, trial.voided) == (2, 1)


def test_a_correction_whose_original_never_came() -> None:
    assert fates(record(status="corrected"), record(meaning="negative")) == ["opened", "known"]
    assert fates(record(status="corrected", meaning="negative"), record()) == ["negative", "known"]


def test_an_original_that_comes_after_its_correction_changes_nothing() -> None:
    corrected = record(meaning="negative", status="corrected", resulted_at=AT + timedelta(hours=1))
    assert fates(record(), corrected, record()) == ["opened", "corrected", "known"]


def test_withdrawn_for_good() -> None:
    void = record(meaning="void", status="void")
    assert fates(record(), void, void, record()) == ["opened", "void", "void", "void"]
    assert fates(void, record()) == ["void", "void"], "also where the withdrawal overtakes the result"
    assert fates(void, record(status="corrected")) == ["void", "corrected"]


def test_one_identifier_is_not_two_people() -> None:
    assert fates(record(), record(who="paul")) == ["opened", "same_identifier"]


def test_a_result_of_another_test_is_ignored_and_changes_nothing() -> None:
    assert fates(other(""), record(), other(""), record("R2")) == ["ignored", "opened", "ignored", "known"]
    assert fates(other(), record()) == ["ignored", "opened"]
    assert fates(record(meaning="negative"), other()) == ["negative", "ignored"]
    assert fates(record(meaning="void", status="void"), other()) == ["void", "ignored"]


def test_a_correction_of_a_positive_that_names_another_test_is_looked_at() -> None:
    trial = DryRun()
    outcomes = trial.decide_items([record(), other(), other("R2"), other("R1", "B")])
    fates = [one.reason or one.disposition for one in outcomes]
    assert fates == ["opened", "same_identifier", "ignored", "ignored"]
    assert trial.voided == 0


def test_two_finals_that_disagree() -> None:
    later = AT + timedelta(hours=1)
    assert fates(record(meaning="negative"), record(resulted_at=later)) == ["negative", "corrected"]
    assert fates(record(meaning="negative"), record()) == ["negative", "conflict"]
    assert fates(record(), record(meaning="negative")) == ["opened", "conflict"]
    assert fates(record(resulted_at=later), record(meaning="negative")) == ["opened", "known"]
    assert fates(record(meaning="negative", resulted_at=later), record()) == ["negative", "conflict"], (
        "a positive result is never passed over"
    )


def test_the_decision_is_pure() -> None:
    before = PriorResult("positive", False, AT, "lea", 3)
    one = decide_result(record(meaning="negative", status="corrected"), "lea", before, False)
    assert one == decide_result(record(meaning="negative", status="corrected"), "lea", before, False)
    assert (one.disposition, one.act, one.leaves, one.supports) == ("corrected", "replace", True, False)
    with pytest.raises(RejectedRecord, match="conflict"):
        decide_result(record(meaning="negative"), "lea", before, False)


def test_a_sum_that_is_not_right_stops_the_run() -> None:
    tally = IntakeTally("a.csv")
    refused = RefusedRecord("line 3", b"", "no_value", "a value is expected")
    waits = RecordOutcome("quarantined", refused.reason, refused.detail)
    tally.add_outcomes([record(), refused], [RecordOutcome("opened"), waits])
    assert tally.waiting == ["line 3: a value is expected"]
    tally.check_sum()
    tally.received += 1
    with pytest.raises(UnaccountedRecords):
        tally.check_sum()


def moments() -> st.SearchStrategy[datetime]:
    return st.sampled_from([0, 1, 2, 24 * 59, 24 * 61, 24 * 130]).map(
        lambda hours: AT - timedelta(hours=hours)
    )


def records() -> st.SearchStrategy[Item]:
    """Results of few identifiers and few people, so that they meet."""
    ids = st.sampled_from(["R1", "R2", "R3"])
    people = st.sampled_from(["lea", "paul"])
    told = st.builds(
        record,
        ids,
        st.sampled_from(["positive", "negative"]),
        status=st.sampled_from(["final", "corrected"]),
        who=people,
        resulted_at=moments(),
        laboratory=st.sampled_from(["A", "B"]),
    )
    void = st.builds(record, ids, st.just("void"), status=st.just("void"))
    others = st.builds(other, st.sampled_from(["", "R1", "R2"]), st.sampled_from(["A", "B"]))
    return st.one_of(told, told, void, others, st.just(RefusedRecord("line 2", b"", "no_value", "")))


@given(st.lists(records(), max_size=30))
def test_every_record_has_exactly_one_disposition(items: list[Item]) -> None:
    trial = DryRun()
    tally = IntakeTally("a")
    tally.add_outcomes(items, trial.decide_items(items))
    tally.check_sum()
    assert tally.received == len(items)
    standing = trial.opened - trial.voided
    assert (
        0 <= standing <= sum(isinstance(item, ResultRecord) and item.meaning == "positive" for item in items)
    )


@given(st.lists(records(), max_size=20))
def test_a_file_given_twice_opens_nothing_more(items: list[Item]) -> None:
    finals = [item for item in items if isinstance(item, ResultRecord) and item.status == "final"]
    trial = DryRun()
    trial.decide_items(finals)
    opened = trial.opened
    assert all(
        o.disposition in ("known", "void", "quarantined", "corrected") for o in trial.decide_items(finals)
    )
    assert trial.opened - trial.voided <= opened
