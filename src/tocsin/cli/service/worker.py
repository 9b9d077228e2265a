"""``tocsin worker``: engines and gateways of this machine against a store that others share."""

import argparse
import signal
import sys
import threading
from collections.abc import Callable

from tocsin.charter.load import load
from tocsin.cli import systemd
from tocsin.cli.status import Unavailable, Usage
from tocsin.reception.sms.desk import Held, check
from tocsin.reception.sms.lane import BadLane, lane
from tocsin.tracing import clock, db
from tocsin.tracing.crew import Crew, Post, posts
from tocsin.tracing.gateway.accounts import BadAccount, accounts
from tocsin.tracing.vault import Vault
from tocsin.verdict.check import DEFAULT

Say = Callable[[str], None]


def add(parser: argparse.ArgumentParser) -> None:
    """The words of the command."""
    parser.add_argument("--engine", type=count, default=1, metavar="N", help="engine processes (default: 1)")
    parser.add_argument(
        "--gateway", type=count, default=1, metavar="N", help="gateway processes for each lane (default: 1)"
    )
    parser.add_argument(
        "--chores", type=count, default=0, metavar="N", help="processes for chores (default: 0)"
    )


def run(options: argparse.Namespace) -> int:
    """Run until SIGTERM or Ctrl-C."""
    try:
        address = db.url()
        db.connect(address).close()
    except db.NoStore as error:
        raise Unavailable(str(error)) from error
    Vault.load()
    found = crew_posts(options.engine, options.gateway, options.chores)
    return hold(found, say)


def count(text: str) -> int:
    """A number of processes."""
    if not text.isdecimal() or int(text) > 256:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 0 to 256")
    return int(text)


def crew_posts(engines: int, gateways: int, chores: int) -> list[Post]:
    """The posts asked for. Raises Usage where a gateway has no account to go to."""
    try:
        lanes = list(accounts()) if gateways else []
        checks = lane(lanes) if gateways else ""
        if checks:
            check(load(DEFAULT), checks, clock.from_environment().now())
    except (BadAccount, BadLane, Held) as error:
        raise Usage(str(error)) from error
    if gateways and not lanes:
        raise Usage("no account for a gateway: set TOCSIN_SMPP, as smpp://system_id:password@host:2775/38663")
    found = posts(engines, lanes, gateways, chores, checks=checks)
    if not found:
        raise Usage("nothing to run: ask for an engine, a gateway or chores")
    return found


def hold(found: list[Post], say: Say) -> int:
    """Start them, keep them, and stop them when told."""
    stop = threading.Event()
    for what in (signal.SIGTERM, signal.SIGINT):
        signal.signal(what, lambda *_: stop.set())
    crew = Crew(found)
    for name, pid in crew.pids().items():
        say(f"{name} runs as process {pid}")
    say("ready; Ctrl-C or SIGTERM stops everything cleanly")
    systemd.notify("READY=1", f"STATUS={len(found)} processes")
    try:
        crew.watch(stop, told=systemd.Watchdog().alive)
    finally:
        systemd.notify("STOPPING=1")
        killed = crew.stop()
        say("stopped" + (f"; had to be killed: {', '.join(killed)}" if killed else ""))
    return 0


def say(text: str) -> None:
    """Tell the operator."""
    print(f"tocsin: {text}", file=sys.stderr, flush=True)
