"""The town's mobile network, a process of its own: an SMSC on loopback with the town's telephones behind it.

``python -m tocsin_simulation.town.network_process --people 4000`` says the port on a line of its own, and
works until its input closes or it is told to stop. It takes its time from ``TOCSIN_STORY``, as the service
does.
"""

import argparse
import asyncio
import contextlib
import os
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from random import Random
from threading import Thread
from typing import Final

from msgspec import Struct

from tocsin.config import read_settings
from tocsin.runtime import clock, garbage_collection
from tocsin.runtime.stop_signals import stop_event_on_signals
from tocsin.sms.timer_clock import TimerClock
from tocsin_simulation.sms.handset import Handset, HandsetReply, HandsetSms
from tocsin_simulation.sms.network import SimulatedNetwork
from tocsin_simulation.sms.network_profile import NetworkProfile
from tocsin_simulation.town import handset_server
from tocsin_simulation.town.controlled_handsets import ControlledHandsets
from tocsin_simulation.town.people import Town
from tocsin_simulation.town.sms_replies import TownResident

DELAY: Final = (1.0, 12.0)
"""Seconds of the story until an SMS is on its telephone."""
HOUR: Final = 3600.0
GRAIN: Final = 0.02
"""Real seconds between two looks at what is due."""


class FasterReplies(Struct, frozen=True):
    """Answers like somebody else, so many times faster: for a benchmark that nobody waits for."""

    like: TownResident
    times: float

    def __call__(self, sms: HandsetSms, nth: int, chance: Random) -> tuple[HandsetReply, ...]:
        return tuple(HandsetReply(r.text, r.after / self.times) for r in self.like(sms, nth, chance))


def handset_factory(town: Town, began: float, hurry: float = 1.0) -> Callable[[str], Handset]:
    """The telephone of a number, made when it is asked for: switched off, dead or in somebody's hand."""
    share, chance = town.shares, town.chance

    @lru_cache(maxsize=65_536)
    def telephone(number: str) -> Handset:
        if town.holder_of(number) is None or chance.happens(share.dead_number.share, "dead", number):
            return Handset(number, exists=False)
        man = TownResident(town, number)
        behaviour = FasterReplies(man, hurry) if hurry != 1.0 else man
        if chance.happens(share.switched_off.share, "off", number):
            hours = 1 + 30 * chance.draw_fraction("until", number)
            return Handset(number, behaviour, off_until=began + hours * HOUR / hurry)
        return Handset(number, behaviour)

    return telephone


def build_network(town: Town, time: TimerClock, *, hurry: float = 1.0) -> SimulatedNetwork:
    made = SimulatedNetwork(
        seed=town.chance.seed,
        clock=time,
        habits=NetworkProfile(delay=(DELAY[0] / hurry, DELAY[1] / hurry)),
        default=handset_factory(town, time.now(), hurry),
    )
    made.keep_taken = False
    return made


async def serve_network(
    made: SimulatedNetwork, port: int, stop: asyncio.Event, say: Callable[[str], None]
) -> None:
    """Serve on loopback until told to stop; says its port when it listens."""
    server = await made.serve(port=port)
    say(str(server.sockets[0].getsockname()[1]))
    await stop.wait()
    server.close()


def _stop_when_input_closes(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    with contextlib.suppress(OSError, RuntimeError):  # the loop is gone: so is what there was to stop
        while os.read(0, 4_096):
            pass
        loop.call_soon_threadsafe(stop.set)


async def _serve_until_stopped(options: argparse.Namespace) -> None:
    stop = stop_event_on_signals()
    Thread(target=_stop_when_input_closes, args=(asyncio.get_running_loop(), stop), daemon=True).start()
    town = Town(options.people, options.seed)
    made = build_network(
        town,
        clock.SecondsClock(clock.read_clock_from_environment(), GRAIN),
        hurry=options.hurry,
    )
    lent = await _lend_handsets(made, town, options.hand) if options.hand else None
    garbage_collection.freeze_gc()
    await serve_network(made, options.port, stop, lambda port: print(port, flush=True))
    if lent:
        lent.close()
        options.hand.unlink(missing_ok=True)


async def _lend_handsets(made: SimulatedNetwork, town: Town, path: Path) -> asyncio.Server:
    hand = ControlledHandsets(made, town)
    hand.take_first_positives()
    told = read_settings().story
    story = Path(told.removeprefix("file:")) if told.startswith("file:") else None
    return await handset_server.serve_handsets(hand, path, story, made.run_due_actions)


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve the network of a town until told to stop."""
    parser = argparse.ArgumentParser(
        prog="python -m tocsin_simulation.town.network_process", description=__doc__
    )
    parser.add_argument("--people", type=int, default=4_000, help="how many live in the town")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--port", type=int, default=0, help="port on loopback; 0 takes a free one")
    parser.add_argument("--hand", type=Path, help="socket at which telephones are lent to who looks")
    parser.add_argument("--hurry", type=float, default=1.0, help="so many times faster than people are")
    asyncio.run(_serve_until_stopped(parser.parse_args(arguments)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
