"""``tocsin town``: a synthetic town whose day passes in minutes, on the real parts of the service."""

import argparse
import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from msgspec.structs import replace

from tocsin.cli.status import Unavailable, Usage
from tocsin.cli.town.page import end, line, page
from tocsin.cli.town.screen import Screen, is_shown, screen
from tocsin.cli.town.words import say
from tocsin.tracing import postgres
from tocsin.tracing.town.people import NotSoMany
from tocsin.tracing.town.processes import Died
from tocsin.tracing.town.scene import Scene
from tocsin.tracing.town.show import Plan, Show, ready

LOOKS = 1.0
"""Seconds between two looks."""


def add(parser: argparse.ArgumentParser) -> None:
    """The words of the command."""
    word = parser.add_argument
    word("--people", type=int, default=4_000, metavar="N", help="how many live there (default: 4000)")
    word("--speed", type=_positive, default=240.0, metavar="X", help="times faster than life (default: 240)")
    word("--seed", type=int, default=1, metavar="S", help="another town")
    word("--hours", type=_positive, default=24.0, metavar="H", help="hours of the story (default: 24)")
    word("--agents", type=int, default=8, metavar="N", help="agents who ring (default: 8)")
    word("--lang", choices=("fr", "en"), default="fr", help="language of the screen (default: fr)")
    word("--plain", action="store_true", help="a line for each hour instead of a screen")
    word("--folder", type=Path, metavar="FOLDER", help="keep the store and the files there, to look at")
    word(
        "--inside", type=_here, metavar="ADDRESS",
        help="address of a site on this machine: make an account of every role, and say how to come in",
    )  # fmt: skip


def run(options: argparse.Namespace) -> int:
    """Show the day: on a terminal until a key, elsewhere until its end; Ctrl-C and SIGTERM end both."""
    plan = Plan(
        people=options.people,
        seed=options.seed,
        speed=options.speed,
        hours=options.hours,
        agents=options.agents,
    )
    shown = is_shown() and not options.plain
    try:
        with ready(plan, options.folder, _say) as show:
            inside = _accounts(show, options) if options.inside else ""
            final = asyncio.run(_watch(show, options.lang, shown, inside))
            _say("stopping")
    except NotSoMany as error:
        raise Usage(f"--people: {error}") from error
    except (postgres.CannotStart, Died) as error:
        raise Unavailable(str(error)) from error
    print(end(final, options.lang))
    return 0


def _accounts(show: Show, options: argparse.Namespace) -> str:
    """Accounts of every role in the town, and the line that says how to come in with them."""
    from tocsin.web.staff import demonstration

    with show.connection() as connection:
        password = demonstration.make(connection, show.clock.now())
    where = f"{options.inside.rstrip('/')}/{'en/sign-in' if options.lang == 'en' else 'entrer'}"
    said = say(
        "inside", options.lang, address=where, logins=", ".join(demonstration.PEOPLE), password=password
    )
    _say(said)
    return said


async def _watch(show: Show, lang: str, shown: bool, inside: str) -> Scene:
    """Look again and again; the last look."""
    async with _told_to_stop(shown) as stop, show.busy():
        if shown:
            with screen() as terminal:
                return await _drawn(show, lang, stop, terminal, inside)
        return await _lines(show, lang, stop)


async def _drawn(show: Show, lang: str, stop: asyncio.Event, terminal: Screen, inside: str) -> Scene:
    over = False
    while True:
        seen = await asyncio.to_thread(show.look)
        if not over and seen.at >= show.ends:  # whoever looks around, or answers a telephone, is not cut off
            over = True
            show.pass_time_as_in_life()
        terminal.draw(_page(replace(seen, state="over") if over else seen, terminal, lang, inside))
        if stop.is_set():
            terminal.draw(_page(replace(seen, state="stopping"), terminal, lang, inside))
            return seen
        await _wait(stop, LOOKS)


def _page(seen: Scene, terminal: Screen, lang: str, inside: str) -> str:
    return page(seen, terminal.paper.width, lang, colours=terminal.paper.colours, inside=inside)


async def _lines(show: Show, lang: str, stop: asyncio.Event) -> Scene:
    hour = show.begins
    while True:
        seen = await asyncio.to_thread(show.look)
        if seen.at >= hour:
            print(line(seen, lang), flush=True)
            hour += timedelta(hours=1)
        if stop.is_set() or seen.at >= show.ends:
            return seen
        await _wait(stop, min(LOOKS, 1800 / show.clock.speed))


async def _wait(stop: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)


@asynccontextmanager
async def _told_to_stop(keys: bool) -> AsyncIterator[asyncio.Event]:
    """Set when somebody presses a key, Ctrl-C, or sends SIGTERM."""
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    if keys:
        loop.add_reader(sys.stdin.fileno(), stop.set)
    try:
        yield stop
    finally:
        if keys:
            loop.remove_reader(sys.stdin.fileno())
        for name in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(name)


def _here(text: str) -> str:
    """The address of a site that only this machine reaches."""
    if urlsplit(text).hostname not in ("127.0.0.1", "localhost", "::1"):
        raise argparse.ArgumentTypeError(
            f"{text!r} is not an address on this machine such as http://127.0.0.1:8080/"
        )
    return text


def _positive(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < 1e6:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number above 0")
    return value


def _say(text: str) -> None:
    print(f"tocsin: {text}", file=sys.stderr, flush=True)
