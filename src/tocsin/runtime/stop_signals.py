"""How a process hears that it has to stop."""

import asyncio
import signal


def stop_event_on_signals() -> asyncio.Event:
    """An event of this loop that SIGTERM and SIGINT set."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop
