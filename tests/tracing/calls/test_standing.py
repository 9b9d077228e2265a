"""Where somebody stands, from their moments and a frozen now."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from tests.tracing.calls.people import NOON
from tocsin.tracing.cases.status import CaseStatus, compute_status

HOUR = timedelta(hours=1)


class Row(Struct, frozen=True, kw_only=True):
    """The moments of a case."""

    submitted_at: datetime | None = None
    delivered_at: datetime | None = None
    answered_at: datetime | None = None
    reached_at: datetime | None = None
    listed_at: datetime | None = None
    closed_at: datetime | None = None
    deadline: datetime = NOON + 24 * HOUR
    outcome: str = ""


@pytest.mark.parametrize(
    ("row", "hours", "to_call", "stands"),
    [
        (Row(), 1, False, "waiting"),
        (Row(submitted_at=NOON), 1, False, "written"),
        (Row(submitted_at=NOON, delivered_at=NOON), 1, False, "delivered"),
        (Row(submitted_at=NOON, delivered_at=NOON), 1, True, "to_call"),
        (Row(submitted_at=NOON), 24, True, "missed"),
        (Row(), 23.99, False, "waiting"),
        (Row(answered_at=NOON), 1, True, "answered"),
        (Row(answered_at=NOON), 24, False, "missed"),
        (Row(answered_at=NOON, reached_at=NOON + 30 * HOUR), 31, False, "instructed"),
        (Row(answered_at=NOON, reached_at=NOON + 30 * HOUR), 29, False, "missed"),
        (Row(answered_at=NOON, listed_at=NOON), 1, False, "listed"),
        (Row(answered_at=NOON, listed_at=NOON, reached_at=NOON), 1, False, "instructed"),
        (Row(answered_at=NOON, reached_at=NOON, closed_at=NOON, outcome="done"), 1, False, "reached"),
        (Row(answered_at=NOON, closed_at=NOON, outcome="refused"), 1, False, "closed"),
        (Row(closed_at=NOON, outcome="silent"), 1, False, "closed"),
        (Row(closed_at=NOON, outcome="void"), 1, False, "void"),
        (Row(closed_at=NOON + 2 * HOUR, outcome="void"), 1, False, "waiting"),
    ],
)
def test_where_somebody_stands(row: Row, hours: float, to_call: bool, stands: str) -> None:
    assert compute_status(row, NOON + hours * HOUR, to_call=to_call) == stands


def test_a_contact_has_no_list() -> None:
    class Contact(Struct):
        submitted_at: datetime | None = None
        delivered_at: datetime | None = None
        answered_at: datetime | None = NOON
        reached_at: datetime | None = None
        closed_at: datetime | None = None
        deadline: datetime = NOON + 24 * HOUR
        outcome: str = ""

    assert compute_status(Contact(), NOON) is CaseStatus.ANSWERED


MOMENTS = st.one_of(st.none(), st.integers(0, 60).map(lambda hours: NOON + hours * HOUR))
ORDER = list(CaseStatus)


@given(
    st.builds(
        Row,
        submitted_at=MOMENTS,
        delivered_at=MOMENTS,
        answered_at=MOMENTS,
        reached_at=MOMENTS,
        listed_at=MOMENTS,
        closed_at=MOMENTS,
    ),
    st.integers(0, 60),
    st.integers(0, 60),
)
def test_nobody_goes_back_from_being_reached(row: Row, one: int, other: int) -> None:
    earlier, later = sorted((one, other))
    before, after = compute_status(row, NOON + earlier * HOUR), compute_status(row, NOON + later * HOUR)
    told = {CaseStatus.INSTRUCTED, CaseStatus.REACHED}
    if before in told:
        assert after in told
    if before in (CaseStatus.REACHED, CaseStatus.CLOSED):
        assert after in (CaseStatus.REACHED, CaseStatus.CLOSED)


@given(st.builds(Row, answered_at=MOMENTS, reached_at=MOMENTS, closed_at=MOMENTS), st.integers(0, 60))
def test_what_has_not_happened_yet_does_not_count(row: Row, hours: int) -> None:
    now = NOON + hours * HOUR
    known = Row(
        answered_at=row.answered_at if row.answered_at and row.answered_at <= now else None,
        reached_at=row.reached_at if row.reached_at and row.reached_at <= now else None,
        closed_at=row.closed_at if row.closed_at and row.closed_at <= now else None,
    )
    assert compute_status(row, now) == compute_status(known, now)
