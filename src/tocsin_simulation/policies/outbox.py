"""The outbox in memory: by priority and deadline, each not before its hour, as the gateway takes them."""

from datetime import datetime
from heapq import heappop, heappush

from tocsin_simulation.policies.files import RegionMessage


class RegionOutbox:
    """Messages that have not left."""

    def __init__(self) -> None:
        self.all: list[RegionMessage] = []
        self.by_key: dict[str, RegionMessage] = {}
        self._ready: list[tuple[int, datetime, int]] = []
        self._later: list[tuple[datetime, int]] = []

    def queue_message(self, message: RegionMessage) -> None:
        """A message to send."""
        self.all.append(message)
        self.by_key[message.key] = message
        heappush(self._later, (message.not_before, message.id))

    def withdraw(self, session: str, said: int) -> None:
        """The first so many messages of a conversation do not leave any more."""
        for number in range(1, said + 1):
            message = self.by_key.get(f"{session}.{number}")
            if message and message.state == "waiting":
                message.state = "withdrawn"

    def claim(self, now: datetime, parts: float) -> list[RegionMessage]:
        """The next messages, as many as fit into so many parts."""
        while self._later and self._later[0][0] <= now:
            message = self.all[heappop(self._later)[1] - 1]
            heappush(self._ready, (message.priority, message.deadline, message.id))
        taken = []
        while self._ready:
            message = self.all[self._ready[0][2] - 1]
            if message.state == "waiting":
                if message.parts > parts:
                    break
                parts -= message.parts
                message.state = "sent"
                taken.append(message)
            heappop(self._ready)
        return taken

    @property
    def waits(self) -> bool:
        """Whether something could leave now, had it room."""
        return bool(self._ready)

    @property
    def waiting(self) -> int:
        """How many could leave now, had they room."""
        return sum(self.all[number - 1].state == "waiting" for _, _, number in self._ready)

    def wakes(self) -> datetime | None:
        """When the next message may leave that may not yet."""
        return self._later[0][0] if self._later else None
