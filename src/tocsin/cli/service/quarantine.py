"""``tocsin intake quarantine``: records that could not be taken in, until they are repaired or dismissed."""

import argparse
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from tocsin.cli import exit_status
from tocsin.cli.service import agent_session
from tocsin.cli.service.intake_report import load_mapping_argument, open_store_and_keys, print_tally
from tocsin.message.safe_display import escape_to_one_line
from tocsin.privacy.keyring import KeyDestroyed
from tocsin.runtime import clock
from tocsin.tracing.intake import quarantine, repair
from tocsin.tracing.intake.column_mapping import BadColumnMapping


def run_quarantine_action(options: argparse.Namespace) -> int:
    action, rest = (options.files[1:2] or [""])[0], options.files[2:]
    actions: dict[str, Callable[[argparse.Namespace, list[str]], int]] = {
        "list": _list_records,
        "show": _show_record,
        "replay": _replay_record,
        "dismiss": _dismiss_records,
    }
    if action not in actions:
        raise exit_status.UsageError(f"quarantine: one of {', '.join(actions)} is expected")
    try:
        return actions[action](options, rest)
    except quarantine.NoSuchQuarantinedRecord as error:
        raise exit_status.NoSuchFile(f"{error.__doc__}", place=str(error)) from None
    except KeyDestroyed as error:
        raise exit_status.NoSuchFile(str(error)) from None


def _list_records(options: argparse.Namespace, _rest: list[str]) -> int:
    with open_store_and_keys() as (connection, _vault):
        found = quarantine.list_waiting_records(connection, reason=options.reason, limit=options.limit)
        counts = quarantine.count_by_reason(connection)
    if options.json:
        for one in found:
            print(msgspec.json.encode(one).decode())
        return 0
    for one in found:
        print(
            f"{one.id}  {escape_to_one_line(one.file)}, {escape_to_one_line(one.place)}: {one.reason}: {escape_to_one_line(one.detail)}"
        )
    print(
        f"{sum(counts.values()):,} in quarantine",
        *(f"{n:,} {reason}" for reason, n in counts.items()),
        sep="; ",
    )
    return 0


def _show_record(options: argparse.Namespace, rest: list[str]) -> int:
    (id,) = _parse_ids(rest, one=True)
    with open_store_and_keys() as (connection, vault):
        found, data = quarantine.open_record(connection, vault, id)
        with connection.transaction():
            _log_access(connection, options.by, found, f"looked at: {found.reason}")
    print(
        f"{escape_to_one_line(found.file)}, {escape_to_one_line(found.place)}: {found.reason}: {escape_to_one_line(found.detail)}"
    )
    if options.out:
        path = Path(options.out) / repair.make_file_name(found.id, data, found.format)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(data)
        print(f"written to {path}: repair it, then: tocsin intake quarantine replay {path}")
    else:
        print(escape_to_one_line(data.decode("utf-8", "replace"), 4000))
    return 0


def _replay_record(options: argparse.Namespace, rest: list[str]) -> int:
    if len(rest) != 1:
        raise exit_status.UsageError("quarantine replay: one file is expected")
    path = Path(rest[0])
    id = options.id or quarantine.parse_record_id(path)
    if id is None:
        raise exit_status.UsageError(
            "quarantine replay: a file named as `show --out` does, or --id ID, is expected"
        )
    now = options.received or clock.read_clock_from_environment().now()
    with open_store_and_keys() as (connection, vault):
        if found := quarantine.find_record(connection, id):
            _log_access(connection, options.by, found, f"replayed: {found.reason}")
            connection.commit()  # written down before it is tried, and no other entry waits for it
        try:
            tally = quarantine.replay_file(
                connection,
                vault,
                id,
                path,
                now,
                by=options.by,
                mapping=load_mapping_argument(options.mapping),
            )
        except quarantine.StillRefused as error:
            raise exit_status.BadData(f"it would go to quarantine again: {error}", place=str(path)) from None
        except BadColumnMapping as error:
            raise exit_status.BadData(str(error)) from None
    print_tally(tally, options.json)
    return 0


def _dismiss_records(options: argparse.Namespace, rest: list[str]) -> int:
    done, now, why = 0, clock.read_clock_from_environment().now(), options.why
    with open_store_and_keys() as (connection, _vault):
        for id in _parse_ids(rest):
            if found := quarantine.find_record(connection, id):
                _log_access(connection, options.by, found, f"dismissed: {why}")
                done += quarantine.dismiss_record(connection, id, now, by=options.by, why=why)
    print(f"{done} dismissed")
    return 0


def _log_access(connection: Any, by: str, found: quarantine.QuarantinedRecord, why: str) -> None:
    whose = ("quarantine", found.id, found.territory)
    agent_session.log_access(connection, by, "lead.repair", whose, why)


def _parse_ids(rest: list[str], *, one: bool = False) -> list[int]:
    if not rest or (one and len(rest) > 1) or not all(word.isdecimal() for word in rest):
        raise exit_status.UsageError("quarantine: the number of a record is expected, as `list` shows it")
    return [int(word) for word in rest]
