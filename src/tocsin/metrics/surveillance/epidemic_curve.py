"""The epidemic over time: cases by day of each date, and R(t), each with the days of which it is not sure.

The first days of R look back to cases who came before the first day that is counted, and the last ones miss
results that are still on their way: both are told, and marked.
"""

from datetime import date, timedelta
from typing import Final

from msgspec import Struct

from tocsin.locale.paris_time import find_paris_day
from tocsin.metrics.statistics import Proportion, estimate_proportion
from tocsin.metrics.surveillance.board import DAY_BLOCKS, NEGATIVES, CaseDate, SurveillanceBoard
from tocsin.metrics.surveillance.indicators import estimate_delay_curve
from tocsin.metrics.surveillance.reporting_periods import compute_periods, list_settled_days
from tocsin.metrics.surveillance.reproduction_number import (
    ReproductionEstimate,
    WeightsByDay,
    estimate_reproduction,
    serial_interval_weights,
)
from tocsin.metrics.surveillance.serial_interval import (
    PublishedSerialInterval,
    SerialIntervalEstimate,
    estimate_serial_interval,
    find_published_interval,
    list_intervals_in_use,
)

COMPLETE: Final = 0.95
"""Of the results (or, by the onset and the sample, of the cases) that must have come in for a day not to be a
provisional one."""
DAY_SECONDS: Final = 86_400
LONGEST_WAIT: Final = 14
"""Days after which a day counts as complete in any event."""


class DayOfCases(Struct, frozen=True):
    day: date
    cases: int | None
    """None where they may not be seen."""
    provisional: bool
    """Whether more of them are expected to come in."""


class ReproductionOfDay(Struct, frozen=True):
    """R over the week that ends on a day."""

    day: date
    estimate: ReproductionEstimate
    provisional: bool
    """Whether more cases of that day are expected to come in."""

    @property
    def sure(self) -> bool:
        """Whether it is neither one of the first days nor one of the last."""
        return not self.estimate.early and not self.provisional


def list_case_days(board: SurveillanceBoard, by: CaseDate = "result") -> tuple[date, ...]:
    """The days of cases of a board, the oldest first: until yesterday, or for who is not cleared until the
    last one that can be told."""
    if by not in board.dates:
        return ()
    return compute_periods(board.at).case_days if board.cleared else list_settled_days(board.at, by)


def count_cases_by_day(board: SurveillanceBoard, by: CaseDate = "result") -> list[tuple[date, int | None]]:
    """Cases of each day by a date of theirs, the oldest day first; None where they may not be seen."""
    found = []
    for day in list_case_days(board, by):
        cells = board.cells(f"{DAY_BLOCKS[by]}{day.isoformat()}")
        found.append((day, None if cells is None else cells.get("cases", 0)))
    return found


def build_epidemic_curve(
    board: SurveillanceBoard, by: CaseDate = "result", age: str = ""
) -> list[DayOfCases] | None:
    """Cases by day of an age band, or of all; None where those of an age may not be seen."""
    days = count_cases_by_day(board, by)
    if age:
        if board.fine is None:
            return None
        of_age = board.fine.curves.get(by, {}).get(age, {})
        days = [(day, of_age.get(place, 0)) for place, (day, _) in enumerate(days)]
    complete = find_last_complete_day(board, by)
    return [DayOfCases(day, cases, day > complete) for day, cases in days]


def measure_positivity_by_day(board: SurveillanceBoard) -> list[tuple[date, Proportion | None]]:
    """New cases among them and the negative results of each day; None where one of the two may not be seen.
    Empty where no negative results are counted."""
    if not board.negatives_counted:
        return []
    found: list[tuple[date, Proportion | None]] = []
    for day, cases in count_cases_by_day(board):
        cells = board.cells(f"{NEGATIVES}{day.isoformat()}")
        known = cases is not None and cells is not None
        # A correction that tells no place leaves one too many there, and one too few where none is known.
        negatives = max(0, (cells or {}).get("negative", 0))
        found.append((day, estimate_proportion(cases or 0, (cases or 0) + negatives) if known else None))
    return found


def find_last_complete_day(board: SurveillanceBoard, by: CaseDate = "result") -> date:
    """The last day nearly all of whose cases have come in, as far as those before tell. What is told to who
    is not cleared is told only once it is complete."""
    wait = 0
    if board.cleared and by == "result":
        curve = estimate_delay_curve(board, "result_received")
        within = (
            (days, curve.share_within(days * DAY_SECONDS) if curve and curve.people else 1.0)
            for days in range(1, LONGEST_WAIT)
        )
        wait = next((days for days, share in within if (share or 0) >= COMPLETE), LONGEST_WAIT)
    elif board.fine is not None:
        wait = _days_until_complete(board.fine.lags.get(by, ()))
    return find_paris_day(board.at) - timedelta(days=wait + 1)


def compare_serial_intervals(
    board: SurveillanceBoard,
) -> tuple[tuple[PublishedSerialInterval, ...], SerialIntervalEstimate | None]:
    """The published ones with which R is computed, the oldest first, and the one seen, where its pairs may be
    known."""
    days = list_case_days(board)
    seen = estimate_serial_interval(board.fine.pairs) if board.fine else None
    return list_intervals_in_use(board.disease, days[0], days[-1]), seen


def estimate_reproduction_by_day(board: SurveillanceBoard) -> list[ReproductionOfDay]:
    """R by day, on the days on which it can be told from days that may be seen; each with the serial interval
    in force on the day."""
    days = count_cases_by_day(board)
    if find_published_interval(board.disease, days[0][0]) is None:
        return []
    found = estimate_reproduction([cases for _, cases in days], _weights_by_day(board.disease, days[0][0]))
    complete = find_last_complete_day(board)
    return [ReproductionOfDay(days[one.place][0], one, days[one.place][0] > complete) for one in found]


def _weights_by_day(disease: str, first: date) -> WeightsByDay:
    def weights(place: int) -> tuple[float, ...]:
        known = find_published_interval(disease, first + timedelta(days=place))
        return serial_interval_weights(known.mean, known.sd) if known else (0.0, 1.0)

    return weights


def _days_until_complete(lags: tuple[tuple[int, int], ...]) -> int:
    """Days after which nearly all have come in, of ``(days, cases)``."""
    goal, so_far = COMPLETE * sum(cases for _, cases in lags), 0
    for days, cases in sorted(lags):
        so_far += cases
        if so_far >= goal:
            return days
    return 0
