"""Chance that comes out the same: every draw has a name, and depends on the seed and that name alone."""

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from random import Random
from typing import Final

from msgspec import Struct

_WHOLE: Final = 1 << 64


class Chance(Struct, frozen=True):
    """Draws by name, in any order and any process.

    >>> Chance(7).share("age", 12) == Chance(7).share("age", 12) != Chance(8).share("age", 12)
    True
    """

    seed: int

    def bits(self, *name: object) -> int:
        """64 bits."""
        text = "/".join(map(str, (self.seed, *name)))
        return int.from_bytes(blake2b(text.encode(), digest_size=8).digest())

    def share(self, *name: object) -> float:
        """A number from 0 to 1, 1 excluded."""
        return self.bits(*name) / _WHOLE

    def below(self, limit: int, *name: object) -> int:
        """A whole number from 0 to ``limit``, ``limit`` excluded."""
        return self.bits(*name) * limit >> 64

    def happens(self, probability: float, *name: object) -> bool:
        """Whether something of this probability is the case."""
        return self.share(*name) < probability

    def pick[T](self, options: Sequence[T], *name: object) -> T:
        """One of the options."""
        return options[self.below(len(options), *name)]

    def among[T](self, weights: Mapping[T, float], *name: object) -> T:
        """One of the keys, as often as its weight says."""
        left = self.share(*name) * sum(weights.values())
        for key, weight in weights.items():
            left -= weight
            if left < 0:
                return key
        return list(weights)[-1]

    def random(self, *name: object) -> Random:
        """A generator of its own, where one draw is not enough."""
        return Random(self.bits(*name))
