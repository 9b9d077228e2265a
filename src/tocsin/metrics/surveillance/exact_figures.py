"""Figures that only those see who are cleared, from rows by département: curves by age, delays by day."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Final

from tocsin.metrics.statistics import estimate_kaplan_meier
from tocsin.metrics.surveillance.board import CASE_DATES, DelayOfDay
from tocsin.metrics.surveillance.territory_aggregation import enclosing_territories

Row = tuple[Any, ...]
LAG: Final = "_lag"
"""After a date: the days from it to the result."""
DELAY_DAY_LEGS: Final = (
    "onset_sample", "sample_result", "result_submitted", "submitted_reached", "reached_listed",
    "named_reached",
)  # fmt: skip
"""From the first symptoms to the contacts, as they follow each other."""
HOUR: Final = 3600
MEDIAN: Final = 0.5
P90: Final = 0.9


def count_cases_by_age(rows: Iterable[Row]) -> dict[str, dict[str, dict[str, dict[int, int]]]]:
    """Of ``(territory, date, age band, place, cases)``: territory -> date -> age band -> place -> cases."""
    found: dict[str, dict[str, dict[str, dict[int, int]]]] = {}
    for territory, by, age, place, cases in rows:
        if by not in CASE_DATES:
            continue
        for around in enclosing_territories(territory):
            days = found.setdefault(around, {}).setdefault(by, {}).setdefault(age, {})
            days[place] = days.get(place, 0) + cases
    return found


def count_lags(rows: Iterable[Row]) -> dict[str, dict[str, tuple[tuple[int, int], ...]]]:
    """Of the same rows: territory -> date -> (days to the result, cases)."""
    found: dict[str, dict[str, dict[int, int]]] = {}
    for territory, by, _, days, cases in rows:
        if not by.endswith(LAG):
            continue
        for around in enclosing_territories(territory):
            counts = found.setdefault(around, {}).setdefault(by.removesuffix(LAG), {})
            counts[days] = counts.get(days, 0) + cases
    return {
        place: {by: tuple(sorted(counts.items())) for by, counts in lags.items()}
        for place, lags in found.items()
    }


def summarise_delay_days(rows: Iterable[Row]) -> dict[str, dict[str, tuple[DelayOfDay, ...]]]:
    """Of ``(territory, leg, place, hours, ends, waits)``: territory -> leg -> its delays by day."""
    counts: dict[tuple[str, str, int], dict[int, list[int]]] = defaultdict(dict)
    for territory, leg, place, hours, ends, waits in rows:
        for around in enclosing_territories(territory):
            seen = counts[around, leg, place].setdefault(hours, [0, 0])
            seen[0] += ends
            seen[1] += waits
    found: dict[str, dict[str, list[DelayOfDay]]] = {}
    for around, leg, place in sorted(counts):
        day = _summarise_day(place, counts[around, leg, place])
        found.setdefault(around, {}).setdefault(leg, []).append(day)
    return {around: {leg: tuple(days) for leg, days in by_leg.items()} for around, by_leg in found.items()}


def _summarise_day(place: int, counts: dict[int, list[int]]) -> DelayOfDay:
    curve = estimate_kaplan_meier((hours * HOUR, ends, waits) for hours, (ends, waits) in counts.items())
    median, p90 = curve.delay_quantile(MEDIAN), curve.delay_quantile(P90)
    return DelayOfDay(
        place=place,
        people=curve.people,
        waiting=curve.still_waiting,
        median=None if median is None else int(median),
        p90=None if p90 is None else int(p90),
    )
