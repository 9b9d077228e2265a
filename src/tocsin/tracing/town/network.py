"""The town's mobile network, a process of its own: an SMSC on loopback with the town's telephones behind it.

``python -m tocsin.tracing.town.network --people 4000`` says the port on a line of its own, and works until
its input closes or it is told to stop. It takes its time from ``TOCSIN_STORY``, as the service does.
"""

import argparse
import asyncio
import contextlib
import os
import signal
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from random import Random
from threading import Thread
from typing import Final

from msgspec import Struct

from tocsin.sms.clock import Clock
from tocsin.sms.habits import Habits
from tocsin.sms.handset import Handset, Reply, Sms
from tocsin.sms.network import Network
from tocsin.tracing import clock, longlived
from tocsin.tracing.town import lend
from tocsin.tracing.town.hand import Hand
from tocsin.tracing.town.people import Town
from tocsin.tracing.town.talk import Townsman

DELAY: Final = (1.0, 12.0)
"""Seconds of the story until an SMS is on its telephone."""
HOUR: Final = 3600.0
GRAIN: Final = 0.02
"""Real seconds between two looks at what is due."""


class Hurried(Struct, frozen=True):
    """Answers like somebody else, so many times faster: for a benchmark that nobody waits for."""

    like: Townsman
    times: float

    def __call__(self, sms: Sms, nth: int, chance: Random) -> tuple[Reply, ...]:
        return tuple(Reply(r.text, r.after / self.times) for r in self.like(sms, nth, chance))


def telephones(town: Town, began: float, hurry: float = 1.0) -> Callable[[str], Handset]:
    """The telephone of a number, made when it is asked for: switched off, dead or in somebody's hand."""
    share, chance = town.shares, town.chance

    @lru_cache(maxsize=65_536)
    def telephone(number: str) -> Handset:
        if town.holder(number) is None or chance.happens(share.dead_number.share, "dead", number):
            return Handset(number, exists=False)
        man = Townsman(town, number)
        behaviour = Hurried(man, hurry) if hurry != 1.0 else man
        if chance.happens(share.switched_off.share, "off", number):
            hours = 1 + 30 * chance.share("until", number)
            return Handset(number, behaviour, off_until=began + hours * HOUR / hurry)
        return Handset(number, behaviour)

    return telephone


def network(town: Town, time: Clock, *, habits: Habits | None = None, hurry: float = 1.0) -> Network:
    """The network of a town, on a clock."""
    made = Network(
        seed=town.chance.seed,
        clock=time,
        habits=habits or Habits(delay=(DELAY[0] / hurry, DELAY[1] / hurry)),
        default=telephones(town, time.now(), hurry),
    )
    made.keep_taken = False
    return made


async def serve(made: Network, port: int, stop: asyncio.Event, say: Callable[[str], None]) -> None:
    """Serve on loopback until told to stop; says its port when it listens."""
    server = await made.serve(port=port)
    say(str(server.sockets[0].getsockname()[1]))
    await stop.wait()
    server.close()


def _when_input_closes(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    with contextlib.suppress(OSError, RuntimeError):  # the loop is gone: so is what there was to stop
        while os.read(0, 4_096):
            pass
        loop.call_soon_threadsafe(stop.set)


async def _main(options: argparse.Namespace) -> None:
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    Thread(target=_when_input_closes, args=(loop, stop), daemon=True).start()
    town = Town(options.people, options.seed)
    made = network(
        town,
        clock.Seconds(clock.from_environment(), GRAIN),
        hurry=options.hurry,
    )
    lent = await _lent(made, town, options.hand) if options.hand else None
    longlived.settle()
    await serve(made, options.port, stop, lambda port: print(port, flush=True))
    if lent:
        lent.close()
        options.hand.unlink(missing_ok=True)


async def _lent(made: Network, town: Town, path: Path) -> asyncio.Server:
    hand = Hand(made, town)
    hand.first()
    told = os.environ.get(clock.VARIABLE, "")
    story = Path(told.removeprefix("file:")) if told.startswith("file:") else None
    return await lend.serve(hand, path, story, made.wake)


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve the network of a town until told to stop."""
    parser = argparse.ArgumentParser(prog="python -m tocsin.tracing.town.network", description=__doc__)
    parser.add_argument("--people", type=int, default=4_000, help="how many live in the town")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--port", type=int, default=0, help="port on loopback; 0 takes a free one")
    parser.add_argument("--hand", type=Path, help="socket at which telephones are lent to who looks")
    parser.add_argument("--hurry", type=float, default=1.0, help="so many times faster than people are")
    asyncio.run(_main(parser.parse_args(arguments)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
