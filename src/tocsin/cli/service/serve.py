"""``tocsin serve``: the whole service on one machine."""

import argparse
import os
from contextlib import ExitStack
from pathlib import Path

from tocsin.cli.service.worker import count, crew_posts, hold, say
from tocsin.cli.status import Unavailable
from tocsin.tracing import db, postgres
from tocsin.tracing.vault import Vault


def add(parser: argparse.ArgumentParser) -> None:
    """The words of the command."""
    parser.add_argument("--home", type=Path, metavar="FOLDER", help="where the embedded store lies")
    parser.add_argument("--engine", type=count, default=1, metavar="N", help="engine processes (default: 1)")
    parser.add_argument(
        "--gateway", type=count, default=1, metavar="N", help="gateway processes for each lane (default: 1)"
    )
    parser.add_argument("--inbox", type=Path, metavar="FOLDER", help="folder of results that is watched")
    parser.add_argument("--reports", type=Path, metavar="FOLDER", help="folder for reports and exports")


def run(options: argparse.Namespace) -> int:
    """Bring up what is missing, run until SIGTERM or Ctrl-C, and stop what was brought up."""
    found = crew_posts(options.engine, options.gateway, 1)
    with ExitStack() as stack:
        try:
            if not os.environ.get(db.URL):
                os.environ[db.URL] = stack.enter_context(postgres.running(options.home, say=say))
            say("bringing the store up to this version")
            db.migrate(os.environ[db.URL])
        except (db.NoStore, postgres.CannotStart) as error:
            raise Unavailable(str(error)) from error
        for name, folder in (("TOCSIN_INBOX", options.inbox), ("TOCSIN_REPORTS", options.reports)):
            if folder:
                folder.mkdir(parents=True, exist_ok=True)
                os.environ[name] = str(folder.resolve())
        Vault.load(make=True)
        return hold(found, say)
