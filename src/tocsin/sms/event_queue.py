"""Events that wait for the caller to store them."""

import asyncio
from collections.abc import Callable

from tocsin.sms.gateway import Event, EventBatch, GatewayStopped

Waiting = tuple[Event, Callable[[], None] | None]
"""An event, and how to tell the network that it is safe."""


class EventQueue:
    """Gathers events in order; hands them out in batches."""

    def __init__(self) -> None:
        self.waiting: list[Waiting] = []
        self._bell = asyncio.Event()
        self._closed = False

    def __len__(self) -> int:
        return len(self.waiting)

    def add_event(self, event: Event, confirm: Callable[[], None] | None = None) -> None:
        """Something happened; ``confirm`` runs once the caller has written it down."""
        self.waiting.append((event, confirm))
        self.wake_receiver()

    def wake_receiver(self) -> None:
        if self.waiting:
            self._bell.set()

    def close(self) -> None:
        self._closed = True
        self._bell.set()

    async def receive_batch(self, confirmed: Callable[[], None]) -> EventBatch:
        """Everything that waits, or the next thing to happen. ``confirmed`` runs after each confirmation."""
        while not self.waiting:
            if self._closed:
                raise GatewayStopped(GatewayStopped.__doc__)
            self._bell.clear()
            await self._bell.wait()
        taken = self.waiting.copy()
        self.waiting.clear()

        def confirm() -> None:
            for _, tell in taken:
                if tell is not None:
                    tell()
            confirmed()

        return EventBatch(tuple(event for event, _ in taken), confirm)
