"""The stretches of time that figures are of, as of one moment.

All but the clock are whole days in Paris: a period that ends now, less the same one without today, would tell
how many came since midnight, and be small each night.

What is told to those who are not cleared for small counts has periods of its own (``settled``): they lie
side by side. A week that moves on by a day, less the week before, would tell of one day less another.
"""

from datetime import date, datetime, time, timedelta
from typing import Any, Final

from msgspec import Struct

from tocsin.locale.paris_time import PARIS_ZONE, find_paris_day
from tocsin.metrics.surveillance.board import CaseDate

CLOCK: Final = timedelta(hours=48)
SOON: Final = timedelta(hours=6)
"""At risk: not reached, and due within this."""
DAYS: Final = 70
"""Of cases by day, and of R."""
MONTH: Final = 28
WEEK: Final = timedelta(days=7)
_FIRST_MONDAY: Final = date(2020, 1, 6)
GROWN: Final = 14
"""Days after which a contact who did not fall ill will not."""


class ReportingPeriods(Struct, frozen=True):
    """The periods at a moment; each ends before the first moment after it."""

    now: datetime
    today: date
    clock: datetime
    """The clock runs from here to now."""
    week_from: datetime
    week_to: datetime
    """Seven days, the last of which is the day before yesterday: every deadline of theirs has passed."""
    grown_from: datetime
    grown_to: datetime
    """Fourteen days that ended fourteen days ago."""
    month: datetime
    """The last 28 days and today."""
    month_to: datetime
    days: datetime
    """The last 70 days, without today."""

    @property
    def query_parameters(self) -> dict[str, Any]:
        named = {name: getattr(self, name) for name in self.__struct_fields__}
        return named | {"today": paris_midnight(self.today), "soon": SOON}

    @property
    def case_days(self) -> tuple[date, ...]:
        return tuple(self.today - timedelta(days=before) for before in range(DAYS, 0, -1))


def compute_periods(now: datetime) -> ReportingPeriods:
    """The periods at ``now``, which is aware.

    >>> from datetime import UTC
    >>> found = compute_periods(datetime(2021, 3, 14, 23, 30, tzinfo=UTC))
    >>> found.today.isoformat(), found.week_from.isoformat(), found.week_to.isoformat()
    ('2021-03-15', '2021-03-07T00:00:00+01:00', '2021-03-14T00:00:00+01:00')
    """
    today = find_paris_day(now)

    def before(days: int) -> datetime:
        return paris_midnight(today - timedelta(days=days))

    return ReportingPeriods(
        now=now,
        today=today,
        clock=now - CLOCK,
        week_from=before(8),
        week_to=before(1),
        grown_from=before(2 * GROWN),
        grown_to=before(GROWN),
        month=before(MONTH),
        month_to=paris_midnight(today + timedelta(days=1)),
        days=before(DAYS),
    )


def compute_settled_periods(now: datetime) -> ReportingPeriods:
    """The periods of what is told once and not again: whole weeks from Monday to Sunday.

    They are told on the Tuesday on which all of their deadlines have passed, two of them for ``grown``, four
    for the month, each beside the one before. ``now`` of them is that Tuesday, 0 h in Paris: nobody can tell
    from them what happened since.

    >>> from datetime import UTC
    >>> found = compute_settled_periods(datetime(2021, 4, 3, 7, tzinfo=UTC))
    >>> found.now.isoformat(), found.week_from.isoformat(), found.month.isoformat()
    ('2021-03-30T00:00:00+02:00', '2021-03-22T00:00:00+01:00', '2021-03-01T00:00:00+01:00')
    """
    told = find_paris_day(now) - timedelta(days=1)
    monday = told - timedelta(days=told.weekday())
    grown_to = _last_period_end(monday - timedelta(days=GROWN - 1), GROWN)
    month_to = _last_period_end(monday, MONTH)
    return ReportingPeriods(
        now=paris_midnight(monday + timedelta(days=1)),
        today=monday,
        clock=paris_midnight(monday),
        week_from=paris_midnight(monday - WEEK),
        week_to=paris_midnight(monday),
        grown_from=paris_midnight(grown_to - timedelta(days=GROWN)),
        grown_to=paris_midnight(grown_to),
        month=paris_midnight(month_to - timedelta(days=MONTH)),
        month_to=paris_midnight(month_to),
        days=paris_midnight(monday - timedelta(days=DAYS)),
    )


def list_settled_days(now: datetime, by: CaseDate = "result") -> tuple[date, ...]:
    """The days of cases that can be told once and not again, the oldest first: of the onset and of the sample
    those alone that ended so long ago that hardly anybody of theirs still waits for a result.

    >>> from datetime import UTC
    >>> now = datetime(2021, 4, 3, 7, tzinfo=UTC)
    >>> list_settled_days(now)[-1].isoformat(), list_settled_days(now, "onset")[-1].isoformat()
    ('2021-03-28', '2021-03-14')
    """
    days = compute_settled_periods(now).case_days
    return days if by == "result" else days[:-GROWN]


def _last_period_end(latest: date, days: int) -> date:
    """The last day up to ``latest`` on which a period of so many days ends, counted from one Monday on."""
    return latest - timedelta(days=(latest - _FIRST_MONDAY).days % days)


def paris_midnight(day: date) -> datetime:
    return datetime.combine(day, time(), PARIS_ZONE)
