"""From values to places, and round values to write at an axis."""

from math import ceil, floor, log10

from msgspec import Struct


class AxisScale(Struct, frozen=True):
    """Values from ``low`` to ``high`` lie between two places."""

    low: float
    high: float
    begin: float
    end: float

    def position_of(self, value: float) -> float:
        """The place of a value; one beyond the ends lies at the end."""
        if self.high <= self.low:
            return self.begin
        part = min(1.0, max(0.0, (value - self.low) / (self.high - self.low)))
        return self.begin + part * (self.end - self.begin)


def axis_ticks(high: float, most: int = 5) -> list[float]:
    """Round values from 0 to the first at or above ``high``, not many more than ``most``.

    >>> axis_ticks(87), axis_ticks(0.9), axis_ticks(0)
    ([0.0, 20.0, 40.0, 60.0, 80.0, 100.0], [0.0, 0.2, 0.4, 0.6, 0.8, 1.0], [0.0, 1.0])
    """
    if high <= 0:
        return [0.0, 1.0]
    rough = high / most
    power = 10.0 ** floor(log10(rough))
    step = next(size * power for size in (1, 2, 5, 10) if size * power >= rough * (1 - 1e-9))
    return [round(step * n, 10) for n in range(ceil(round(high / step, 9)) + 1)]
