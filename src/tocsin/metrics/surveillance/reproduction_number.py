"""R(t): how many people somebody infects, by the method of Cori and others (2013).

Cori A, Ferguson NM, Fraser C, Cauchemez S. A new framework and software to estimate time-varying reproduction
numbers during epidemics. Am J Epidemiol 2013;178(9):1505-12, doi:10.1093/aje/kwt133.

Cases of day s are taken as Poisson with mean ``R * infectivity(s)``; infectivity weighs the cases of the days
before by how likely they are to infect that late. R is held constant over a window of seven days, and has a
gamma prior of mean 5 and standard deviation 5, so that it is gamma again once the cases are seen. The serial
interval may differ from day to day, as variants take over from each other: the cases of a day are held against
the one of that day.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Final

from msgspec import Struct

from tocsin.metrics.statistics.distributions import gamma_cdf, gamma_quantile

WINDOW: Final = 7
"""Days over which R is held constant."""
PRIOR_SHAPE: Final = 1.0
PRIOR_SCALE: Final = 5.0
FEWEST: Final = 11
"""Cases in a window below which nothing is said. The posterior's coefficient of variation is 1 / sqrt(1 +
cases); the authors recommend at most 0.3, which 11 cases are the first to reach."""
SEEN: Final = 0.95
"""Of the serial interval, which must lie within the days counted for an estimate not to be an early one."""
_REST: Final = 1e-6
"""Of the weights, left out at the far end."""
WeightsByDay = Callable[[int], Sequence[float]]
"""The serial interval of the cases of a day, which is a place in the series: how likely each lag is."""


class ReproductionEstimate(Struct, frozen=True):
    """R over the window that ends on a day."""

    place: int
    """Of that day in the series."""
    mean: float
    median: float
    low: float
    high: float
    """95 % credible interval."""
    cases: int
    """In the window."""
    early: bool = False
    """Whether those who infected the first of the window may have come before the first case of the series: R
    is too high then."""


@lru_cache(maxsize=64)
def serial_interval_weights(mean: float, sd: float) -> tuple[float, ...]:
    """How likely a serial interval is to last 0, 1, 2... days: a gamma of this mean and deviation, shifted by
    a day, made discrete as in the appendix of Cori and others; no interval is shorter than a day.

    Raises ValueError where no such gamma is.
    """
    if mean <= 1 or sd <= 0:
        raise ValueError(f"serial interval of mean {mean}, deviation {sd}: expected above 1 day and above 0")
    shape, scale = ((mean - 1) / sd) ** 2, sd**2 / (mean - 1)
    found, total = [0.0], 0.0
    while total < 1 - _REST:
        weight = _interval_weight(len(found), shape, scale)
        found.append(weight)
        total += weight
    return tuple(weight / total for weight in found)


def total_infectivity(cases: Sequence[int], by_lag: Sequence[float], place: int) -> float:
    """Cases of the days before ``place``, each weighed by its lag."""
    return sum(cases[place - lag] * by_lag[lag] for lag in range(1, min(place, len(by_lag) - 1) + 1))


def estimate_reproduction(
    cases: Sequence[int | None],
    weights_on: WeightsByDay,
    *,
    fewest: int = FEWEST,
) -> tuple[ReproductionEstimate, ...]:
    """R on each day on which it can be told; the first is a window after the first day.

    A day that is None is not known (or not to be known): no estimate is made that would have to look at it.
    """
    found = []
    known = [one or 0 for one in cases]
    first = next((place for place, one in enumerate(known) if one), len(known))
    pressures = [total_infectivity(known, weights_on(day), day) for day in range(len(known))]
    for end in range(WINDOW, len(cases)):
        begin = end - WINDOW + 1
        looked_at = min(day - len(weights_on(day)) + 1 for day in range(begin, end + 1))
        if None in cases[max(0, looked_at) : end + 1]:
            continue
        seen = sum(known[begin : end + 1])
        pressure = sum(pressures[begin : end + 1])
        if seen >= fewest and pressure > 0:
            found.append(
                _posterior(end, seen, pressure, early=begin < first + _lag_covering(weights_on(begin)))
            )
    return tuple(found)


def _lag_covering(by_lag: Sequence[float]) -> int:
    """The lag up to which most of a serial interval lies."""
    return next((lag for lag, share in enumerate(accumulate(by_lag)) if share >= SEEN), len(by_lag))


def _posterior(place: int, seen: int, pressure: float, *, early: bool) -> ReproductionEstimate:
    shape, scale = PRIOR_SHAPE + seen, 1 / (1 / PRIOR_SCALE + pressure)
    low, median, high = _posterior_quantiles(shape, scale)
    return ReproductionEstimate(place, shape * scale, median, low, high, seen, early)


@lru_cache(maxsize=16_384)
def _posterior_quantiles(shape: float, scale: float) -> tuple[float, float, float]:
    """Those of 2.5, 50 and 97.5 %; kept, since a page is asked for again and again while its days are the same."""
    low, median, high = (gamma_quantile(q, shape, scale) for q in (0.025, 0.5, 0.975))
    return low, median, high


def _interval_weight(days: int, shape: float, scale: float) -> float:

    def below(x: float, more: float = 0.0) -> float:
        return gamma_cdf(x / scale, shape + more)

    own = days * below(days) + (days - 2) * below(days - 2) - 2 * (days - 1) * below(days - 1)
    edges = 2 * below(days - 1, 1) - below(days - 2, 1) - below(days, 1)
    return max(0.0, own + shape * scale * edges)
