"""Delays while some have not come to their end: the estimator of Kaplan and Meier.

A mean of the delays that are over flatters: in a surge, those who wait longest are those who are not in it.
Here whoever still waits counts as *longer than until now* (censored).

It works on counts, so that half a million people are as many rows as there are distinct delays.
"""

from bisect import bisect_right
from collections.abc import Iterable
from math import exp, log, sqrt

from msgspec import Struct

from tocsin.metrics.statistics.proportion import Z95

_ROUNDING = 1e-12


class SurvivalCurve(Struct, frozen=True):
    """Share of people who still wait, step by step."""

    people: int
    over: int
    """People whose delay has come to its end."""
    times: tuple[float, ...]
    """Delays at which it came to an end for somebody, rising."""
    waiting: tuple[float, ...]
    """Share that waits longer than each."""
    greenwood: tuple[float, ...]
    """Sum of d / (n (n - d)) up to each: the variance over the squared share; infinite once nobody waits."""
    until: float = 0.0
    """The longest delay known of: beyond it nothing is said."""

    @property
    def still_waiting(self) -> int:
        """People who still wait, or for whom it will never come."""
        return self.people - self.over

    def share_waiting(self, delay: float) -> float:
        place = bisect_right(self.times, delay)
        return self.waiting[place - 1] if place else 1.0

    def share_within(self, delay: float) -> float | None:
        """Share for which it came within ``delay``; None where nobody has been watched for so long."""
        if not self.people or (delay > self.until and self.share_waiting(delay) > 0):
            return None
        return 1.0 - self.share_waiting(delay)

    def share_within_interval(self, delay: float) -> tuple[float, float] | None:
        """95 % interval of ``by``: Greenwood's variance on the scale log(-log); None where it has none."""
        place = bisect_right(self.times, delay)
        if not place or self.share_within(delay) is None:
            return None
        low, high = _confidence_band(self.waiting[place - 1], self.greenwood[place - 1])
        return None if low is None or high is None else (1.0 - high, 1.0 - low)

    def delay_quantile(self, q: float) -> float | None:
        """The delay within which it came for a share ``q``; None where that is not reached yet."""
        return self._first_time_below(list(self.waiting), q)

    def delay_quantile_interval(self, q: float) -> tuple[float | None, float | None]:
        """Where the 95 % band crosses ``q`` (Brookmeyer and Crowley); None for an end that is not reached."""
        bands = [_confidence_band(s, g) for s, g in zip(self.waiting, self.greenwood, strict=True)]
        return self._first_time_below([low for low, _ in bands], q), self._first_time_below(
            [high for _, high in bands], q
        )

    def _first_time_below(self, waiting: list[float | None] | list[float], q: float) -> float | None:
        goal = 1.0 - q + _ROUNDING
        found = (t for t, s in zip(self.times, waiting, strict=True) if s is not None and s <= goal)
        return next(found, None)


def estimate_kaplan_meier(counts: Iterable[tuple[float, int, int]]) -> SurvivalCurve:
    """The curve of ``(delay, how many came to an end, how many are censored)``, in any order.

    Of one delay, ends come before censorings, as is usual. Raises ValueError for a delay or a count below 0.

    >>> curve = estimate_kaplan_meier([(1, 1, 0), (2, 1, 1), (3, 0, 1)])
    >>> curve.waiting, curve.delay_quantile(0.5), curve.delay_quantile(0.9)
    ((0.75, 0.5), 2, None)
    """
    merged: dict[float, list[int]] = {}
    for delay, ends, censored in counts:
        if delay < 0 or ends < 0 or censored < 0:
            raise ValueError(f"({delay}, {ends}, {censored}): expected a delay and two counts, none below 0")
        entry = merged.setdefault(delay, [0, 0])
        entry[0] += ends
        entry[1] += censored
    people = at_risk = sum(ends + censored for ends, censored in merged.values())
    still, variance, over = 1.0, 0.0, 0
    times, waiting, greenwood = [], [], []
    until = 0.0
    for delay in sorted(merged):
        ends, censored = merged[delay]
        if ends + censored:
            until = delay
        if ends:
            left = at_risk - ends
            still *= left / at_risk
            variance = variance + ends / (at_risk * left) if left else float("inf")
            over += ends
            times.append(delay)
            waiting.append(still)
            greenwood.append(variance)
        at_risk -= ends + censored
    return SurvivalCurve(people, over, tuple(times), tuple(waiting), tuple(greenwood), until)


def _confidence_band(still: float, greenwood: float) -> tuple[float | None, float | None]:
    """Low and high of the share that waits."""
    if not 0.0 < still < 1.0:
        return None, None
    half = Z95 * sqrt(greenwood) / abs(log(still))
    scale = log(-log(still))
    return exp(-exp(scale + half)), exp(-exp(scale - half))
