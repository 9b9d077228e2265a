"""``tocsin erase``: what the legal base keeps no longer goes, and a signed statement stays."""

import sys
from argparse import ArgumentParser, Namespace
from datetime import date
from pathlib import Path

import msgspec

from tocsin.cli import exit_status
from tocsin.cli.argument_types import parse_day
from tocsin.cli.progress_bar import clear_step, show_step
from tocsin.cli.service.keys import KeyErrorsAsFailures, operator_name
from tocsin.config import read_settings
from tocsin.locale.catalogues import translate_name
from tocsin.locale.paris_time import find_paris_day
from tocsin.privacy import erasure, erasure_log, erasure_statement, retention
from tocsin.privacy.erasure import ErasureResult
from tocsin.privacy.vault import Vault
from tocsin.runtime import clock
from tocsin.store import database
from tocsin.tracing.intake import drop_folder


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "action", nargs="?", choices=("run", "verify"), default="run",
        help="verify: check the statements of all erasures; 1 where something is wrong",
    )  # fmt: skip
    parser.add_argument("--on", type=parse_day, metavar="DATE", help="as on this day (today, in Paris)")
    parser.add_argument("--dry-run", action="store_true", help="count what would go, and change nothing")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument(
        "--keys", type=Path, help="the file of keys (else $TOCSIN_KEYS, or keys.json at home)"
    )
    parser.add_argument("--public-key", metavar="HEX", help="verify with this key, without the file")


def run_command(options: Namespace) -> int:
    with KeyErrorsAsFailures():
        return _verify_statements(options) if options.action == "verify" else _erase_due(options)


def _erase_due(options: Namespace) -> int:
    now = clock.read_clock_from_environment().now()
    today = find_paris_day(now)
    on = options.on or today
    vault = Vault.load(options.keys)
    if on > today and not options.dry_run:
        _confirm_future_day(on)
    try:
        with database.open_connection() as connection:
            done = erasure.erase_due(
                connection,
                vault,
                on,
                now,
                by=operator_name(),
                dry_run=options.dry_run,
                progress=show_step,
            )
    finally:
        clear_step()
    if not options.dry_run and (inbox := read_settings().inbox):
        removed = drop_folder.remove_expired_files(inbox, now)
        if removed and not options.json:
            print(f"{removed:,} files of results that could not be taken in are removed from {inbox}.")
    for one in done:
        print(msgspec.json.encode(erasure_record(one)).decode()) if options.json else _print_erasure(one)
    return 0


def erasure_record(done: ErasureResult) -> dict[str, object]:
    return {
        "up_to": done.up_to,
        "dry_run": done.dry_run,
        "counts": done.counts,
        "keys": done.keys,
        "number": done.number or None,
        "statement": done.statement or None,
        "signature": done.signature.hex() or None,
    }


def _print_erasure(done: ErasureResult) -> None:
    if done.nothing:
        print(f"Nothing collected on or before {done.up_to} is left to erase.")
        return
    goes = "would be erased" if done.dry_run else "is erased"
    print(f"What was collected on or before {done.up_to} {goes}:")
    for line in erasure_amounts(done):
        print(line)
    if done.number:
        print(f"Statement {done.number} is signed: `tocsin erase verify` checks it.")


def erasure_amounts(done: ErasureResult) -> list[str]:
    """What an erasure took, or would take, in lines."""
    verb = "would be destroyed" if done.dry_run else "destroyed"
    days = sorted({name.day for name in done.keys})
    span = f", of {days[0]} to {days[-1]}" if days else ""
    rows = [
        f"  {count:>9,}  {translate_name('erasure.steps', step, 'en')}"
        for step, count in done.counts.items()
        if count
    ]
    return [*rows, f"  {len(done.keys):>9,}  keys {verb}{span}"]


def _verify_statements(options: Namespace) -> int:
    vault = None if options.public_key else Vault.load(options.keys)
    key = options.public_key or erasure_statement.derive_public_key(vault.ring.signing if vault else b"")
    if len(key) != 64 or set(key) - set("0123456789abcdef"):
        raise exit_status.UsageError("argument --public-key: 64 hexadecimal digits", place="erase")
    with database.open_connection() as connection:
        rows = erasure_log.list_erasures(connection)
    living = vault.ring.list_living_keys() if vault else {}
    problems = erasure_statement.find_chain_problems(rows, key, living=living)
    problems += filter(None, [erasure_log.explain_missing(rows, vault.ring) if vault else ""])
    if options.json:
        print(msgspec.json.encode({"statements": len(rows), "problems": problems}).decode())
        return 1 if problems else 0
    for problem in problems:
        print(f"! {problem}")
    if not problems:
        last = f"; the last covers everything up to {max(row.up_to for row in rows)}" if rows else ""
        print(f"{len(rows)} statements, each signed, none missing in between{last}.")
        if vault and vault.ring.statements:
            print("None was cut off at the end: the file of keys knows the last one.")
        else:
            print("That none was cut off at the end is known to whoever kept the number of the last one.")
    return 1 if problems else 0


def _confirm_future_day(on: date) -> None:
    """Somebody at a terminal says once more that a day to come is meant."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return
    said = input(
        f"{on} has not come yet: data collected up to {retention.find_last_due_day(on)} go for good. Type the date: "
    )
    if said.strip() != on.isoformat():
        raise exit_status.UsageError("the date was not confirmed: nothing is erased", place="erase")
