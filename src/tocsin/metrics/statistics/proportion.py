"""A share of a number of people, and how well that number lets it be known."""

from math import sqrt
from typing import Final

from msgspec import Struct

Z95: Final = 1.959963984540054
"""Quantile 0.975 of the normal distribution: every interval here is one of 95 %."""


class Proportion(Struct, frozen=True):
    count: int
    of: int
    share: float | None
    """0 to 1; None where there is nobody to have a share of."""
    low: float | None
    high: float | None
    """Wilson's score interval, 95 %."""


def estimate_proportion(count: int, of: int) -> Proportion:
    """``count`` of ``of``, with Wilson's interval: it holds for few people, and for shares of 0 and 1.

    Raises ValueError where that is no share.

    >>> estimate_proportion(8, 10).low, estimate_proportion(8, 10).high
    (0.49016247153664183, 0.9433178485456247)
    """
    if not 0 <= count <= of:
        raise ValueError(f"{count} of {of} is no share: expected 0 <= count <= of")
    if not of:
        return Proportion(0, 0, None, None, None)
    found = count / of
    weight = 1 + Z95**2 / of
    middle = (found + Z95**2 / (2 * of)) / weight
    half = Z95 * sqrt(found * (1 - found) / of + Z95**2 / (4 * of**2)) / weight
    low = 0.0 if count == 0 else max(0.0, middle - half)
    high = 1.0 if count == of else min(1.0, middle + half)
    return Proportion(count, of, found, low, high)
