"""The commands of the service: they need the part ``service`` of the wheel, and a store.

Each is a module of its own with ``add_arguments(parser)`` and ``run_command(options)``; only
the one that was asked for is imported.
"""

import argparse
from collections.abc import Callable
from importlib import import_module
from types import ModuleType

from tocsin.cli.exit_status import ServiceUnavailable, UsageError, needs_part
from tocsin.runtime.extensions import ExtensionCommand, load_extensions

SERVICE = {
    "serve": "run the whole service: store, engines, gateways, chores",
    "worker": "run engines and gateways against a store that others share",
    "site": "the public site: check a message on a page",
    "account": "who comes in to the inside of the site: add, list, grant, revoke, password, reset, close",
    "audit": "the log of who looked at what: verify, anchor",
    "api-key": "the keys of the HTTP API: new, list, revoke",
    "webhook": "what other programs are told of: secret, list, test, retry",
    "sms-in": "answer what people forward by SMS with its verdict",
    "campaigns": "a heap of reported messages, as the fraud campaigns that they are",
    "feeds": "what others' lists of hosts, links and numbers hold, and what of it is not used",
    "intake": "take in results of tests: CDA, HPRIM, HL7 v2, FHIR, CSV",
    "linelist": "the line list and who named whom, taken out under pseudonyms: export, columns",
    "status": "how many were reached in time, and how many will be",
    "erase": "erase what is older than the law allows to keep",
    "rights": "what is kept about one person: access, amend, erase when they ask",
    "db": "the store: start, stop, migrate, back up",
    "keys": "the keys that personal data are sealed with",
    "deploy": "whether this machine is ready to take part",
}
"""Command -> its help. Extensions add others."""


def list_added_commands() -> dict[str, ExtensionCommand]:
    """The commands of extensions, by name; none has the name of a command of ours."""
    return {name: one for extension in load_extensions() for name, one in extension.commands.items()}


def arguments_adder(command: str) -> Callable[[argparse.ArgumentParser], None]:

    def add(parser: argparse.ArgumentParser) -> None:
        import_command_module(command).add_arguments(parser)

    return add


def run_service_command(options: argparse.Namespace) -> int:
    """Run a command. Raises ServiceUnavailable where the store or its keys are not there, or not to be used now."""
    found = import_command_module(options.command)
    import psycopg

    from tocsin.privacy import erasure, keyfile, rotation
    from tocsin.runtime import clock
    from tocsin.store import database, embedded, schema

    try:
        return int(found.run_command(options))
    except (
        *(database.NoStore, database.StoreIsNewer, schema.StoreTooOld),
        *(embedded.CannotStart, embedded.CannotStop),
        *(keyfile.NoKeyFile, keyfile.KeysExposed, keyfile.KeyFileDamaged),
        *(erasure.ErasureRunning, erasure.RowsStillWritten, rotation.StoreInUse),
    ) as error:
        raise ServiceUnavailable(str(error)) from error
    except psycopg.errors.UndefinedTable:
        raise ServiceUnavailable("the store was never migrated: tocsin db migrate") from None
    except (psycopg.errors.UndefinedColumn, psycopg.errors.UndefinedFunction):
        raise ServiceUnavailable("the store is older than this program: tocsin db migrate") from None
    except clock.BadClockSetting as error:
        raise UsageError(str(error)) from error


def import_command_module(command: str) -> ModuleType:
    """The module of a command. Raises ServiceUnavailable where the service is not installed."""
    added = None if command in SERVICE else list_added_commands()[command].module
    with needs_part("web" if command in ("site", "account", "audit", "api-key") else "service"):
        return import_module(added or f"tocsin.cli.service.{command.replace('-', '_')}")
