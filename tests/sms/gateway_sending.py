"""A gateway that sends and listens, for tests."""

import asyncio


async def wake(told, seconds):
    """Time passes for both sides, and the sockets follow."""
    told.clock.advance(seconds)
    for _ in range(20):
        await asyncio.sleep(0)
