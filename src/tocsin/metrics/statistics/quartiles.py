"""How a whole number is spread over people: contacts by case, and the like."""

from collections.abc import Iterable
from fractions import Fraction

from msgspec import Struct


class QuartileSummary(Struct, frozen=True):
    """Mean and quartiles; None where there is nobody."""

    of: int
    """People counted."""
    total: int
    mean: float | None
    lower: float | None
    median: float | None
    upper: float | None
    """Quartiles, interpolated as Hyndman and Fan's type 7 does; ``upper - lower`` is the IQR."""


def summarise_quartiles(counts: Iterable[tuple[int, int]]) -> QuartileSummary:
    """The spread of ``(value, how many people have it)``.

    >>> summarise_quartiles([(0, 2), (1, 1), (4, 1)]).median
    0.5
    """
    ordered = sorted((value, people) for value, people in counts if people)
    people = sum(n for _, n in ordered)
    total = sum(value * n for value, n in ordered)
    if not people:
        return QuartileSummary(0, 0, None, None, None, None)
    lower, median, upper = (_quantile(ordered, people, Fraction(k, 4)) for k in (1, 2, 3))
    return QuartileSummary(people, total, total / people, lower, median, upper)


def _quantile(ordered: list[tuple[int, int]], people: int, q: Fraction) -> float:
    place = q * (people - 1)
    below = _value_at_rank(ordered, int(place))
    above = _value_at_rank(ordered, min(int(place) + 1, people - 1))
    return float(below + (above - below) * (place - int(place)))


def _value_at_rank(ordered: list[tuple[int, int]], rank: int) -> int:
    for value, people in ordered:
        if rank < people:
            return value
        rank -= people
    raise IndexError(rank)
