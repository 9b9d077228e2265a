"""``tocsin status``: how many were reached in time, and how many will be."""

import argparse
import io
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import msgspec
import psycopg

from tocsin.cli import exit_status
from tocsin.cli.service import status_board
from tocsin.cli.service.agent_session import parse_moment
from tocsin.cli.terminal_text import TerminalWriter
from tocsin.jobs.job_status import JobStatus, list_job_statuses
from tocsin.locale.catalogues import translate
from tocsin.locale.languages import ORIGINALS
from tocsin.metrics.forecast import Forecast, compute_forecast, read_situation
from tocsin.metrics.reach.measurement import ALIVE, measure_service
from tocsin.metrics.reach.metrics_snapshot import SCHEMA, MetricsSnapshot
from tocsin.runtime.clock import ServiceClock, read_clock_from_environment
from tocsin.store import database

PERIOD = timedelta(days=7)
REDRAWN = 2.0
"""Seconds between two looks; five times as long as a look takes, where that is longer."""
_HOME, _CLEAR_LINE, _CLEAR_BELOW, _HIDE, _SHOW = "\x1b[H", "\x1b[K", "\x1b[J", "\x1b[?25l", "\x1b[?25h"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="one JSON object, with every figure")
    parser.add_argument("--watch", action="store_true", help="look again and again, until Ctrl-C")
    parser.add_argument(
        "--on", type=parse_moment, metavar="TIME", help="as it stood then, without a forecast"
    )
    parser.add_argument(
        "--since", type=parse_since, metavar="TIME",
        help="results received from then on, or 'all' (default: 7 days before)",
    )  # fmt: skip
    parser.add_argument("--until", type=parse_moment, metavar="TIME", help="results received before then")
    parser.add_argument("--territory", metavar="CODE", help="of one département, such as 75 or 2A")
    parser.add_argument(
        "--by", choices=status_board.GROUPED, help="break down by territory, age_band, phone or lang"
    )
    parser.add_argument(
        "--rate", type=parse_rate, default=30.0, metavar="N",
        help="parts of SMS a second that the operator takes, for the forecast (default: 30)",
    )  # fmt: skip
    parser.add_argument(
        "--lang", choices=ORIGINALS, default="en", help="language of what people read (default: en)"
    )


def parse_since(text: str) -> datetime:
    """A moment, or ``all``: the beginning of time."""
    return datetime.min.replace(tzinfo=UTC) if text == "all" else parse_moment(text)


def parse_rate(text: str) -> float:
    """A number of parts a second, above 0."""
    with suppress(ValueError):
        if 0 < float(text) < float("inf"):
            return float(text)
    raise argparse.ArgumentTypeError(f"{text!r}: expected a number above 0")


def run_command(options: argparse.Namespace) -> int:
    try:
        clock = read_clock_from_environment()
        with database.open_connection() as connection:
            if options.watch:
                return watch_status(connection, options, clock)
            print_status(read_status(connection, options, clock), options, TerminalWriter.for_stdout())
            return 0
    except psycopg.OperationalError as error:
        raise exit_status.ServiceUnavailable(f"the store went away: {' '.join(str(error).split())}") from None


def watch_status(
    connection: psycopg.Connection,
    options: argparse.Namespace,
    clock: ServiceClock,
    wait: Callable[[float], None] = time.sleep,
) -> int:
    """Look until Ctrl-C: a terminal is redrawn in place, anything else gets one report after another."""
    drawn = sys.stdout.isatty() and not options.json
    try:
        while True:
            began = time.monotonic()
            found = read_status(connection, options, clock)
            if drawn:
                _redraw_status(found, options)
            else:
                print_status(found, options, TerminalWriter.for_stdout())
                sys.stdout.write("" if options.json else "\n")
            sys.stdout.flush()
            wait(max(REDRAWN, 5 * (time.monotonic() - began)))
    except KeyboardInterrupt:
        return 0
    finally:
        if drawn:
            sys.stdout.write(f"\n{_SHOW}")


class StatusSnapshot(msgspec.Struct, frozen=True):
    """What there is to see; the forecast and the chores are of now only."""

    numbers: MetricsSnapshot
    forecast: Forecast | None = None
    chores: tuple[JobStatus, ...] = ()


def read_status(
    connection: psycopg.Connection, options: argparse.Namespace, clock: ServiceClock
) -> StatusSnapshot:
    now = options.on or clock.now()
    begin = options.since if options.since else now - PERIOD
    numbers = measure_service(
        connection,
        now,
        None if begin.year == 1 else begin,
        options.until,
        options.territory,
        alive=ALIVE * max(1.0, clock.speed),
    )
    if options.on:
        return StatusSnapshot(numbers)
    with connection.transaction():
        situation = read_situation(connection, now, options.territory, parts_a_second=options.rate)
        done = list_job_statuses(connection, now)
    return StatusSnapshot(numbers, compute_forecast(situation), done)


def print_status(found: StatusSnapshot, options: argparse.Namespace, paper: TerminalWriter) -> None:
    if options.json:
        record = {"schema": SCHEMA, **msgspec.structs.asdict(found)}
        paper.write(msgspec.json.encode(record).decode() + "\n")
    else:
        status_board.draw_board(
            paper, options.lang, found.numbers, found.forecast, found.chores, by=options.by
        )


def _redraw_status(found: StatusSnapshot, options: argparse.Namespace) -> None:
    """Over what stands there, line by line: nothing flickers, and no more lines than the terminal has."""
    page, terminal = io.StringIO(), TerminalWriter.for_stdout()
    print_status(found, options, TerminalWriter(page, colours=terminal.colours, width=terminal.width))
    lines = page.getvalue().splitlines()
    rows = _terminal_rows()
    if len(lines) > rows - 1:
        lines = [*lines[: rows - 2], f"  {translate('status', 'too_low', options.lang)}"]
    body = "".join(f"{line}{_CLEAR_LINE}\n" for line in lines)
    sys.stdout.write(f"{_HIDE}{_HOME}{body}{_CLEAR_BELOW}")


def _terminal_rows() -> int:
    import shutil

    return max(shutil.get_terminal_size().lines, 10)
