"""Chance that comes out the same: every draw has a name, and depends on the seed and that name alone."""

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from random import Random
from struct import Struct
from typing import Final

from msgspec import Struct as Record

_WHOLE: Final = 1 << 64
_HALF: Final = 1 << 32
_SIXTEEN: Final = Struct(">16I")


class NamedRandom(Record, frozen=True):
    """Draws by name, in any order and any process.

    >>> NamedRandom(7).draw_fraction("age", 12) == NamedRandom(7).draw_fraction("age", 12) != NamedRandom(8).draw_fraction("age", 12)
    True
    """

    seed: int

    def draw_bits(self, *name: object) -> int:
        text = "/".join(map(str, (self.seed, *name)))
        return int.from_bytes(blake2b(text.encode(), digest_size=8).digest())

    def draw_fraction(self, *name: object) -> float:
        """A number from 0 to 1, 1 excluded."""
        return self.draw_bits(*name) / _WHOLE

    def draw_below(self, limit: int, *name: object) -> int:
        """A whole number from 0 to ``limit``, ``limit`` excluded."""
        return self.draw_bits(*name) * limit >> 64

    def happens(self, probability: float, *name: object) -> bool:
        return self.draw_fraction(*name) < probability

    def pick_option[T](self, options: Sequence[T], *name: object) -> T:
        return options[self.draw_below(len(options), *name)]

    def pick_weighted[T](self, weights: Mapping[T, float], *name: object) -> T:
        """One of the keys, as often as its weight says."""
        return weighted_option(weights, self.draw_fraction(*name))

    def draw_fractions(self, *name: object) -> tuple[float, ...]:
        """Sixteen numbers from 0 to 1, 1 excluded, for the price of one."""
        text = "/".join(map(str, (self.seed, *name)))
        return tuple([draw / _HALF for draw in _SIXTEEN.unpack(blake2b(text.encode()).digest())])

    def make_generator(self, *name: object) -> Random:
        """A generator of its own, where one draw is not enough."""
        return Random(self.draw_bits(*name))


def weighted_option[T](weights: Mapping[T, float], share: float) -> T:
    """The key that a share from 0 to 1 falls on, each as wide as its weight."""
    left = share * sum(weights.values())
    for key, weight in weights.items():
        left -= weight
        if left < 0:
            return key
    return list(weights)[-1]


def option_at[T](options: Sequence[T], share: float) -> T:
    """The option that a share from 0 to 1 falls on, each as wide as the others."""
    return options[int(share * len(options))]
