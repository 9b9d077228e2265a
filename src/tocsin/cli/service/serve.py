"""``tocsin serve``: the whole service on one machine."""

import argparse
from contextlib import ExitStack
from pathlib import Path

from tocsin.cli.service.worker import (
    add_process_arguments,
    build_worker_specs,
    supervise_until_stopped,
)
from tocsin.cli.terminal_text import print_notice
from tocsin.config import read_settings, set_variable
from tocsin.privacy.vault import Vault
from tocsin.store import database, embedded


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--home", type=Path, metavar="FOLDER", help="where the embedded store lies")
    add_process_arguments(parser)
    parser.add_argument("--inbox", type=Path, metavar="FOLDER", help="folder of results that is watched")
    parser.add_argument("--reports", type=Path, metavar="FOLDER", help="folder for reports and exports")


def run_command(options: argparse.Namespace) -> int:
    """Bring up what is missing, run until SIGTERM or Ctrl-C, and stop what was brought up."""
    found = build_worker_specs(options.engine, options.gateway, 1)
    with ExitStack() as stack:
        if not read_settings().database_url:
            own = stack.enter_context(embedded.run_store(options.home, say=print_notice))
            set_variable(database.URL, own)
        print_notice("bringing the store up to this version")
        database.migrate_store(read_settings().database_url)
        for name, folder in (("TOCSIN_INBOX", options.inbox), ("TOCSIN_REPORTS", options.reports)):
            if folder:
                folder.mkdir(parents=True, exist_ok=True)
                set_variable(name, str(folder.resolve()))
        Vault.load(make=True)
        return supervise_until_stopped(found, print_notice)
