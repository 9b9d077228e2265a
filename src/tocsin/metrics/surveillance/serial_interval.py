"""Serial interval: days from the first symptoms of who infected to those of who was infected.

What the service observes is laid beside what is published: a pair counts where exactly one case named the
other before their own result, and both told their first day of symptoms. Intervals may be negative.
"""

from collections.abc import Iterable
from datetime import date
from functools import cache
from math import sqrt
from typing import Final

from msgspec import Struct

from tocsin.charter.yaml_document import read_packaged_yaml
from tocsin.metrics.statistics.distributions import gamma_quantile, student_quantile

LONGEST: Final = 30
"""Days beyond which, either way, two cases are no pair: one of the dates is wrong, or the link is."""


class SerialIntervalEstimate(Struct, frozen=True):
    """Mean and standard deviation of the intervals seen, each with its 95 % credible interval; None where
    there are fewer than two pairs."""

    pairs: int
    mean: float | None
    low: float | None
    high: float | None
    sd: float | None
    sd_low: float | None
    sd_high: float | None


class PublishedSerialInterval(Struct, frozen=True):
    """A serial interval from the literature, in force from a day on."""

    since: date
    mean: float
    sd: float
    source: str


def estimate_serial_interval(days: Iterable[tuple[int, int]]) -> SerialIntervalEstimate:
    """Of ``(days, how many pairs)``.

    Taken as normal, with a prior flat in the mean and in log(sd): the mean is then Student's, the precision a
    gamma (Gelman and others, Bayesian Data Analysis, 3rd edition, section 3.2).

    >>> estimate_serial_interval([(3, 1), (5, 1)]).mean
    4.0
    """
    counted = [(value, n) for value, n in days if n and abs(value) <= LONGEST]
    pairs = sum(n for _, n in counted)
    if pairs < 2:
        return SerialIntervalEstimate(pairs, *(None,) * 6)
    mean = sum(value * n for value, n in counted) / pairs
    squares = sum(n * (value - mean) ** 2 for value, n in counted)
    sd = sqrt(squares / (pairs - 1))
    half = student_quantile(0.975, pairs - 1) * sd / sqrt(pairs)
    if not squares:
        return SerialIntervalEstimate(pairs, mean, mean, mean, 0.0, 0.0, 0.0)
    low, high = (sqrt(squares / (2 * gamma_quantile(q, (pairs - 1) / 2))) for q in (0.975, 0.025))
    return SerialIntervalEstimate(pairs, mean, mean - half, mean + half, sd, low, high)


@cache
def load_published_intervals() -> dict[str, tuple[PublishedSerialInterval, ...]]:
    """Disease -> its published intervals, the oldest first."""
    found = read_packaged_yaml(__package__, "serial_intervals.yaml")
    return found.convert_to(dict[str, tuple[PublishedSerialInterval, ...]])


def find_published_interval(disease: str, on: date) -> PublishedSerialInterval | None:
    """The one in force on a day; before the first one the first, None for a disease that has none."""
    known = load_published_intervals().get(disease, ())
    past = [one for one in known if one.since <= on]
    return past[-1] if past else (known[0] if known else None)


def list_intervals_in_use(disease: str, first: date, last: date) -> tuple[PublishedSerialInterval, ...]:
    """Those that were in force on any day from ``first`` to ``last``, the oldest first.

    >>> [one.mean for one in list_intervals_in_use("covid19", date(2021, 6, 1), date(2021, 7, 1))]
    [5.17, 4.07]
    """
    begin = find_published_interval(disease, first)
    later = [one for one in load_published_intervals().get(disease, ()) if first < one.since <= last]
    return (begin, *(one for one in later if one != begin)) if begin else ()
