"""``tocsin town``: a synthetic town whose day passes in minutes, on the real parts of the service."""

import argparse
import asyncio
import logging
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from msgspec.structs import replace

from tocsin.cli.exit_status import INTERRUPTED, ServiceUnavailable, UsageError
from tocsin.cli.terminal_text import print_notice
from tocsin.store import embedded
from tocsin_simulation.cli.town.page import render_line, render_page, render_summary
from tocsin_simulation.cli.town.screen import TerminalScreen, is_interactive, open_screen
from tocsin_simulation.locale import translate_simulation
from tocsin_simulation.town.people import BadTownSize
from tocsin_simulation.town.processes import ProcessDied
from tocsin_simulation.town.runner import TownPlan, TownRunner, running_town
from tocsin_simulation.town.snapshot import TownSnapshot

LOOKS = 1.0
"""Seconds between two looks."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    word = parser.add_argument
    word("--people", type=int, default=4_000, metavar="N", help="how many live there (default: 4000)")
    word(
        "--speed",
        type=_parse_positive,
        default=240.0,
        metavar="X",
        help="times faster than life (default: 240)",
    )
    word("--seed", type=int, default=1, metavar="S", help="another town")
    word("--hours", type=_parse_positive, default=24.0, metavar="H", help="hours of the story (default: 24)")
    word("--agents", type=int, default=8, metavar="N", help="agents who ring (default: 8)")
    word("--lang", choices=("fr", "en"), default="fr", help="language of the screen (default: fr)")
    word("--plain", action="store_true", help="a line for each hour instead of a screen")
    word("--folder", type=Path, metavar="FOLDER", help="keep the store and the files there, to look at")
    word(
        "--inside", type=_parse_local_url, metavar="ADDRESS",
        help="address of a site on this machine: make an account of every role, and say how to come in",
    )  # fmt: skip


def run_command(options: argparse.Namespace) -> int:
    """Show the day: on a terminal until a key, elsewhere until its end; Ctrl-C and SIGTERM end both."""
    plan = TownPlan(
        people=options.people,
        seed=options.seed,
        speed=options.speed,
        hours=options.hours,
        agents=options.agents,
    )
    shown = is_interactive() and not options.plain
    # Whoever stops it while a table is made needs not read that its transaction could not be rolled back either.
    logging.getLogger("psycopg").setLevel(logging.ERROR)
    try:
        with running_town(plan, options.folder, print_notice) as show:
            inside = _create_accounts(show, options) if options.inside else ""
            final = asyncio.run(_watch_town(show, options.lang, shown, inside))
            print_notice("stopping")
    except BadTownSize as error:
        raise UsageError(f"--people: {error}") from error
    except (embedded.CannotStart, ProcessDied) as error:
        raise ServiceUnavailable(str(error)) from error
    except KeyboardInterrupt:
        print_notice("stopped before its day began: nothing is left of the town")
        return INTERRUPTED
    print(render_summary(final, options.lang))
    return 0


def _create_accounts(show: TownRunner, options: argparse.Namespace) -> str:
    """Accounts of every role in the town, and the line that says how to come in with them."""
    from tocsin_simulation.town import demonstration_accounts

    with show.open_connection() as connection:
        password = demonstration_accounts.create_demonstration_accounts(connection, show.clock.now())
    where = f"{options.inside.rstrip('/')}/{'en/sign-in' if options.lang == 'en' else 'entrer'}"
    said = translate_simulation(
        "town",
        "inside",
        options.lang,
        address=where,
        logins=", ".join(demonstration_accounts.PEOPLE),
        password=password,
    )
    print_notice(said)
    return said


async def _watch_town(show: TownRunner, lang: str, shown: bool, inside: str) -> TownSnapshot:
    """Look again and again; the last look."""
    async with _stop_event(shown) as stop, show.run_activity():
        if shown:
            with open_screen() as terminal:
                return await _draw_until_stopped(show, lang, stop, terminal, inside)
        return await _print_hourly_lines(show, lang, stop)


async def _draw_until_stopped(
    show: TownRunner, lang: str, stop: asyncio.Event, terminal: TerminalScreen, inside: str
) -> TownSnapshot:
    over = False
    while True:
        seen = await asyncio.to_thread(show.take_snapshot)
        if not over and seen.at >= show.ends:  # whoever looks around, or answers a telephone, is not cut off
            over = True
            show.set_real_time()
        terminal.draw_page(_draw_page(replace(seen, state="over") if over else seen, terminal, lang, inside))
        if stop.is_set():
            terminal.draw_page(_draw_page(replace(seen, state="stopping"), terminal, lang, inside))
            return seen
        await _wait_for_stop(stop, LOOKS)


def _draw_page(seen: TownSnapshot, terminal: TerminalScreen, lang: str, inside: str) -> str:
    return render_page(seen, terminal.paper.width, lang, colours=terminal.paper.colours, inside=inside)


async def _print_hourly_lines(show: TownRunner, lang: str, stop: asyncio.Event) -> TownSnapshot:
    hour = show.begins
    while True:
        seen = await asyncio.to_thread(show.take_snapshot)
        if seen.at >= hour:
            print(render_line(seen, lang), flush=True)
            hour += timedelta(hours=1)
        if stop.is_set() or seen.at >= show.ends:
            return seen
        await _wait_for_stop(stop, min(LOOKS, 1800 / show.clock.speed))


async def _wait_for_stop(stop: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)


@asynccontextmanager
async def _stop_event(keys: bool) -> AsyncIterator[asyncio.Event]:
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


def _parse_local_url(text: str) -> str:
    """The address of a site that only this machine reaches."""
    if urlsplit(text).hostname not in ("127.0.0.1", "localhost", "::1"):
        raise argparse.ArgumentTypeError(
            f"{text!r} is not an address on this machine such as http://127.0.0.1:8080/"
        )
    return text


def _parse_positive(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < 1e6:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number above 0")
    return value
