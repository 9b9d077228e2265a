"""Tests that are coroutines: run to their end, and stopped where they hang."""

import asyncio
import inspect

GUARD = 180.0
"""Seconds after which a test that hangs is stopped: never what a test measures."""


def pytest_pyfunc_call(pyfuncitem):
    """Run a test that is a coroutine."""
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    wanted = {name: pyfuncitem.funcargs[name] for name in inspect.signature(pyfuncitem.obj).parameters}

    async def guarded():
        async with asyncio.timeout(GUARD):
            await pyfuncitem.obj(**wanted)

    asyncio.run(guarded())
    return True
