"""``tocsin intake quarantine``: records that could not be taken in, until they are repaired or dismissed."""

import argparse
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import psycopg

from tocsin.cli import status
from tocsin.cli.service import desk
from tocsin.message.harmless import one_line
from tocsin.tracing import clock, db
from tocsin.tracing.intake import quarantine
from tocsin.tracing.intake.mapping import BadMapping
from tocsin.tracing.keyfile import KeysDamaged, KeysExposed, NoKeys
from tocsin.tracing.vault import KeyDestroyed, Vault


@contextmanager
def opened() -> Iterator[tuple[psycopg.Connection[Any], Vault]]:
    """The store and its keys. Raises Unavailable where one of them is not there."""
    try:
        vault = Vault.load()
        connection = db.connect()
    except (db.NoStore, NoKeys, KeysExposed, KeysDamaged) as error:
        raise status.Unavailable(str(error)) from None
    with connection:
        yield connection, vault


def run(options: argparse.Namespace) -> int:
    """The action that was asked for."""
    action, rest = (options.files[1:2] or [""])[0], options.files[2:]
    actions: dict[str, Callable[[argparse.Namespace, list[str]], int]] = {
        "list": _list,
        "show": _show,
        "replay": _replay,
        "dismiss": _dismiss,
    }
    if action not in actions:
        raise status.Usage(f"quarantine: one of {', '.join(actions)} is expected")
    try:
        return actions[action](options, rest)
    except quarantine.NoSuchRecord as error:
        raise status.NoSuchFile(f"{error.__doc__}", place=str(error)) from None
    except KeyDestroyed as error:
        raise status.NoSuchFile(str(error)) from None


def _list(options: argparse.Namespace, _rest: list[str]) -> int:
    with opened() as (connection, _vault):
        found = quarantine.waiting(connection, reason=options.reason, limit=options.limit)
        counts = quarantine.counts(connection)
    if options.json:
        for one in found:
            print(msgspec.json.encode(one).decode())
        return 0
    for one in found:
        print(f"{one.id}  {one_line(one.file)}, {one_line(one.place)}: {one.reason}: {one_line(one.detail)}")
    print(
        f"{sum(counts.values()):,} in quarantine",
        *(f"{n:,} {reason}" for reason, n in counts.items()),
        sep="; ",
    )
    return 0


def _show(options: argparse.Namespace, rest: list[str]) -> int:
    (id,) = _ids(rest, one=True)
    with opened() as (connection, vault):
        found, data = quarantine.record(connection, vault, id)
        whose = ("quarantine", id, found.territory)
        with connection.transaction():
            desk.enter(connection, options.by, "lead.repair", whose, f"looked at: {found.reason}")
    print(f"{one_line(found.file)}, {one_line(found.place)}: {found.reason}: {one_line(found.detail)}")
    if options.out:
        path = Path(options.out) / found.file_name
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(data)
        print(f"written to {path}: repair it, then: tocsin intake quarantine replay {path}")
    else:
        print(one_line(data.decode("utf-8", "replace"), 4000))
    return 0


def _replay(options: argparse.Namespace, rest: list[str]) -> int:
    from tocsin.cli.service.intake import mapping, say

    if len(rest) != 1:
        raise status.Usage("quarantine replay: one file is expected")
    path = Path(rest[0])
    id = options.id or quarantine.id_of(path)
    if id is None:
        raise status.Usage("quarantine replay: a file named as `show --out` does, or --id ID, is expected")
    now = options.received or clock.from_environment().now()
    with opened() as (connection, vault):
        try:
            tally = quarantine.replay(
                connection, vault, id, path, now, by=options.by, mapping=mapping(options.mapping)
            )
        except quarantine.StillRefused as error:
            raise status.BadData(f"it would go to quarantine again: {error}", place=str(path)) from None
        except BadMapping as error:
            raise status.BadData(str(error)) from None
    say(tally, options.json)
    return 0


def _dismiss(options: argparse.Namespace, rest: list[str]) -> int:
    ids = _ids(rest)
    with opened() as (connection, _vault):
        done = quarantine.close(
            connection, ids, clock.from_environment().now(), by=options.by, how="dismissed"
        )
    print(f"{done} dismissed")
    return 0


def _ids(rest: list[str], *, one: bool = False) -> list[int]:
    if not rest or (one and len(rest) > 1) or not all(word.isdecimal() for word in rest):
        raise status.Usage("quarantine: the number of a record is expected, as `list` shows it")
    return [int(word) for word in rest]
