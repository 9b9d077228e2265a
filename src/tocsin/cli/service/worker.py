"""``tocsin worker``: engines and gateways of this machine against a store that others share."""

import argparse
import signal
import threading
from collections.abc import Callable

from tocsin.answering.sms.answer_lane import BadAnswerLane, find_answer_lane
from tocsin.answering.sms.sms_responder import LaneBlocked, check_lane
from tocsin.charter.loading import load_charter
from tocsin.cli import systemd
from tocsin.cli.argument_types import number_between
from tocsin.cli.exit_status import UsageError
from tocsin.cli.terminal_text import print_notice
from tocsin.privacy.vault import Vault
from tocsin.runtime import clock
from tocsin.runtime.process_supervisor import ProcessSupervisor, WorkerSpec, list_worker_specs
from tocsin.store import database
from tocsin.tracing.outbound.rcs_lane import load_rcs_accounts
from tocsin.tracing.outbound.smpp_accounts import BadSmppAccount, load_accounts
from tocsin.verdict.institution_choice import DEFAULT

Say = Callable[[str], None]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_process_arguments(parser)
    parser.add_argument(
        "--chores",
        type=number_between(0, 256),
        default=0,
        metavar="N",
        help="processes for chores (default: 0)",
    )


def add_process_arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--engine", type=number_between(0, 256), default=1, metavar="N", help="engine processes (default: 1)")
    said = "gateway processes for each lane (default: 1)"
    add("--gateway", type=number_between(0, 256), default=1, metavar="N", help=said)


def run_command(options: argparse.Namespace) -> int:
    """Run until SIGTERM or Ctrl-C."""
    database.open_connection(database.read_store_url()).close()
    Vault.load()
    found = build_worker_specs(options.engine, options.gateway, options.chores)
    return supervise_until_stopped(found, print_notice)


def build_worker_specs(engines: int, gateways: int, chores: int) -> list[WorkerSpec]:
    """The posts asked for. Raises UsageError where a gateway has no account to go to."""
    try:
        lanes = list(load_accounts()) if gateways else []
        load_rcs_accounts()  # a fault of theirs is said here, not by each process that dies of it
        checks = find_answer_lane(lanes) if gateways else ""
        if checks:
            check_lane(load_charter(DEFAULT), checks, clock.read_clock_from_environment().now())
    except (BadSmppAccount, BadAnswerLane, LaneBlocked) as error:
        raise UsageError(str(error)) from error
    if gateways and not lanes:
        raise UsageError(
            "no account for a gateway: set TOCSIN_SMPP, as smpp://system_id:password@host:2775/38663, or run none (--gateway 0)"
        )
    found = list_worker_specs(engines, lanes, gateways, chores, checks=checks)
    if not found:
        raise UsageError("nothing to run: ask for an engine, a gateway or chores")
    return found


def supervise_until_stopped(found: list[WorkerSpec], say: Say) -> int:
    stop = threading.Event()
    for what in (signal.SIGTERM, signal.SIGINT):
        signal.signal(what, lambda *_: stop.set())
    crew = ProcessSupervisor(found)
    for name, pid in crew.list_pids().items():
        say(f"{name} runs as process {pid}")
    say("ready; Ctrl-C or SIGTERM stops everything cleanly")
    systemd.notify_systemd("READY=1", f"STATUS={len(found)} processes")
    try:
        crew.watch_processes(stop, told=systemd.SystemdWatchdog().report_alive)
    finally:
        systemd.notify_systemd("STOPPING=1")
        killed = crew.stop_processes()
        say("stopped" + (f"; had to be killed: {', '.join(killed)}" if killed else ""))
    return 0
