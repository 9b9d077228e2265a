"""How fast is sent: so many a second, and how long is waited after a failure."""

import random
from typing import Final

# How fast one bind may send, in parts: a token bucket whose rate falls when the network says so.
#
# Additive increase, multiplicative decrease, as TCP does: a throttled part is a sign for the whole bind.

HALVE: Final = 0.5
RECOVERY: Final = 0.05
"""Share of the full rate that is regained each second without a throttle."""
PAUSE: Final = 1.0
"""Seconds without sending after a throttle."""
SHORTEST: Final = 0.001
"""Seconds below which it is not worth waking."""
FLOOR: Final = 0.02
"""Share of the full rate below which it never falls."""


class TokenBucket:
    """Permission to send, part by part.

    >>> pace = TokenBucket(rate=10, burst=2, now=0.0)
    >>> pace.available_parts(0.0), pace.available_parts(0.0)
    (2, 2)
    >>> pace.spend(2); pace.available_parts(0.0), pace.ready_at(0.0)
    (0, 0.1)
    """

    def __init__(self, rate: float, burst: int, now: float) -> None:
        self.full = rate
        """Parts a second that the contract allows."""
        self.rate = rate
        """Parts a second allowed now."""
        self._burst = max(1, burst)
        self._tokens = float(self._burst)
        self._at = now
        self._slowed_at = float("-inf")
        self._not_before = now

    def available_parts(self, now: float) -> int:
        self._refill(now)
        return 0 if now < self._not_before else int(self._tokens + 1e-9)

    def spend(self, parts: int) -> None:
        self._tokens -= parts

    def slow_down(self, now: float, sent_at: float) -> bool:
        """The network refused, for haste, a part sent at ``sent_at``.

        A whole window may be refused at once: only a part sent since the last slowing slows further.
        """
        if sent_at <= self._slowed_at:
            return False
        self._refill(now)
        self.rate = max(self.full * FLOOR, self.rate * HALVE)
        self._tokens = min(self._tokens, 1.0)
        self._slowed_at = now
        self._not_before = now + PAUSE
        return True

    def ready_at(self, now: float) -> float:
        """When the next part may leave."""
        self._refill(now)
        lacking = max(0.0, 1.0 - self._tokens)
        return max(self._not_before, now + max(SHORTEST, lacking / self.rate))

    def _refill(self, now: float) -> None:
        passed = now - self._at
        if passed <= 0:
            return
        self._at = now
        self._tokens = min(float(self._burst), self._tokens + passed * self.rate)
        if self.rate < self.full and now > self._not_before:
            self.rate = min(self.full, self.rate + self.full * RECOVERY * min(passed, now - self._not_before))


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
