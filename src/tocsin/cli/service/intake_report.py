"""What the intake and its quarantine have in common: the store with its keys, a mapping, what is printed."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import psycopg

from tocsin.cli import exit_status
from tocsin.message.safe_display import escape_to_one_line
from tocsin.privacy.vault import Vault
from tocsin.store import database
from tocsin.tracing.intake.column_mapping import BadColumnMapping, ColumnMapping, load_mapping
from tocsin.tracing.intake.records import DISPOSITIONS
from tocsin.tracing.intake.tally import IntakeTally


def print_tally(tally: IntakeTally, as_json: bool) -> None:
    """Print what became of a file, and what should be said about it beside its counts."""
    notes = list(tally.warnings)
    if tally.error:
        notes.append(tally.error)
    if tally.reasons["no_mapping"]:
        notes.append("its columns are not ours: --mapping FILE.yaml says what they are")
    for note in notes:
        print(f"tocsin: {escape_to_one_line(tally.file)}: {escape_to_one_line(note)}", file=sys.stderr)
    print(msgspec.json.encode(tally.to_json()).decode() if as_json else tally_in_words(tally), flush=True)


def tally_in_words(tally: IntakeTally) -> str:
    name = escape_to_one_line(tally.file)
    if tally.error:
        return f"{name}: not taken in: {escape_to_one_line(tally.error)}"
    parts = [f"{tally.counts[d]:,} {d}" for d in DISPOSITIONS]
    line = f"{name}: {tally.received:,} received = {' + '.join(parts)}"
    if tally.again:
        line += " (it had been taken in before)"
    reasons = [f"    {count:,} {reason}" for reason, count in sorted(tally.reasons.items())]
    return "\n".join([line, *reasons])


def load_mapping_argument(name: str | None) -> ColumnMapping | None:
    """The mapping of a file. Raises BadData."""
    if not name:
        return None
    try:
        return load_mapping(Path(name))
    except BadColumnMapping as error:
        raise exit_status.BadData(str(error)) from None


@contextmanager
def open_store_and_keys() -> Iterator[tuple[psycopg.Connection[Any], Vault]]:
    """The store and its keys. Raises what says that one of them is not there."""
    vault = Vault.load()
    with database.open_connection() as connection:
        yield connection, vault
