"""How long to wait before the next try."""

import random


class Backoff:
    """How long to wait before the next try: doubled each time, and never the same for two clients."""

    def __init__(self, first: float, most: float, chance: random.Random) -> None:
        self._first = first
        self._most = most
        self._chance = chance
        self._tries = 0

    def reset(self) -> None:
        """The last try was good."""
        self._tries = 0

    def next_delay(self) -> float:
        """Seconds: between half of and the whole doubled wait."""
        whole = min(self._most, self._first * 2.0 ** min(self._tries, 30))
        self._tries += 1
        return whole * self._chance.uniform(0.5, 1.0)
