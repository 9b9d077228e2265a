"""The commands of the service: they need the part ``service`` of the wheel, and a store.

Each is a module of its own with ``add(parser)``, the words of its command line, and ``run(options)``; only
the one that was asked for is imported.
"""

import argparse
from collections.abc import Callable
from importlib import import_module
from types import ModuleType

from tocsin.cli.status import PartNotInstalled, Unavailable, Usage

SERVICE = {
    "serve": "run the whole service: store, engines, gateways, chores",
    "worker": "run engines and gateways against a store that others share",
    "site": "the public site: check a message on a page",
    "account": "who comes in to the inside of the site: add, list, grant, revoke, password, reset, close",
    "audit": "the log of who looked at what: verify, anchor",
    "api-key": "the keys of the HTTP API: new, list, revoke",
    "sms-in": "answer what people forward by SMS with its verdict",
    "intake": "take in results of tests: FHIR, HL7 v2, CSV",
    "calls": "the next person to ring, and what came of it",
    "status": "how many were reached in time, and how many will be",
    "shift": "how many agents ring, and when",
    "erase": "erase what is older than the law allows to keep",
    "rights": "what is kept about one person: access, amend, erase when they ask",
    "db": "the store: start, stop, migrate, back up",
    "keys": "the keys that personal data are sealed with",
    "deploy": "whether this machine is ready to take part",
    "twin": "the record day under several policies, compared on simulated people",
    "town": "a synthetic town whose day passes in minutes",
}
"""Command -> its help."""


def adds(command: str) -> Callable[[argparse.ArgumentParser], None]:
    """What adds the words of a command."""

    def add(parser: argparse.ArgumentParser) -> None:
        module(command).add(parser)

    return add


def run(options: argparse.Namespace) -> int:
    """Run a command. Raises Unavailable where the store or its keys are not there."""
    found = module(options.command)
    from tocsin.tracing import clock, db, keyfile, postgres

    try:
        return int(found.run(options))
    except (
        db.NoStore,
        postgres.CannotStart,
        keyfile.NoKeys,
        keyfile.KeysExposed,
        keyfile.KeysDamaged,
    ) as error:
        raise Unavailable(str(error)) from error
    except clock.NoStory as error:
        raise Usage(f"{clock.VARIABLE}: {error}") from error


def module(command: str) -> ModuleType:
    """The module of a command. Raises Unavailable where the service is not installed."""
    try:
        return import_module(f"tocsin.cli.service.{command.replace('-', '_')}")
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("tocsin"):
            raise
        extra = "web" if command in ("site", "account", "audit", "api-key") else "service"
        raise PartNotInstalled(extra, error.name) from None
