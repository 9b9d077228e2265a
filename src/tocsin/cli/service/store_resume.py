"""The end of ``tocsin db restore``, and ``tocsin db resume``: a store of an earlier moment is made ready."""

import sys
from argparse import ArgumentTypeError
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path

from tocsin.cli import exit_status
from tocsin.cli.service.erase import erasure_amounts
from tocsin.cli.service.keys import operator_name
from tocsin.privacy import erasure_log, keyfile, restored_store
from tocsin.privacy.erasure import ErasureResult
from tocsin.privacy.keyfile import KeyFileDamaged, KeysExposed, KeysInUse, NoKeyFile
from tocsin.privacy.restored_store import ErasureUnconfirmed, ResumeResult
from tocsin.privacy.vault import Vault
from tocsin.runtime import clock
from tocsin.store import database, embedded


@contextmanager
def hold_keys_alone(url: str, keys: Path | None) -> Iterator[None]:
    """Have the keys for the store at ``url`` alone: no store that still runs loses any of them.

    Raises ServiceUnavailable where a service works with them, or the embedded store beside them runs and is
    another.
    """
    path = keys or keyfile.find_key_path()
    try:
        if path.exists() and _embedded_store_url(path.parent) not in (None, url):
            raise KeysInUse(f"{path}: the store beside these keys runs, and is another")
        with keyfile.claim_exclusive_use(path):
            yield
    except KeysInUse as error:
        raise exit_status.ServiceUnavailable(
            f"{error}. Restoring can destroy keys, and that store still needs them: stop it where it is lost,"
            " or take a copy (`tocsin keys backup FILE`) and name it with --keys"
        ) from None
    except FileNotFoundError:  # not even their folder is there
        yield


def resume_store(url: str, since: datetime, keys: Path | None, erase: date | None) -> int:
    """Make a store ready that was brought back from a moment.

    1 where its keys are not here, or something is to be erased and nobody has said so.
    """
    now = clock.read_clock_from_environment().now()
    again = f"tocsin db resume --since {since:%Y-%m-%dT%H:%M:%SZ}"
    try:
        vault = Vault.load(keys)
    except (NoKeyFile, KeysExposed, KeyFileDamaged) as error:
        there = keys or keyfile.find_key_path()
        print(f"! {there}: no keys of this store are here" if isinstance(error, NoKeyFile) else f"! {error}")
        print(
            "! Nothing may work on this store yet. Bring its keys here (new ones would not open it), then run"
            f" `{again}`: it flags what may have been sent since, and says who is to be erased again."
        )
        return 1
    try:
        with database.open_connection(url) as connection:
            try:
                done = restored_store.resume_store(
                    connection, vault, since, now, by=operator_name(), erase=erase
                )
            except ErasureUnconfirmed as error:
                connection.rollback()
                if not _confirm_erasure(error.due):
                    print(
                        "! Nothing is erased, and nothing may work on this store yet:"
                        f" `{again} --erase {error.due.up_to}` erases it and makes the store ready."
                    )
                    return 1
                done = restored_store.resume_store(
                    connection, vault, since, now, by=operator_name(), erase=error.due.up_to
                )
    except erasure_log.ForkedStatementChain as error:
        raise exit_status.ServiceUnavailable(str(error)) from None
    _print_resumption(done)
    return 0


def parse_zoned_moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise ArgumentTypeError(f"{text!r} is not a moment with its zone, such as 2027-03-01T04:00:00Z")
    return found.astimezone(UTC)


def _embedded_store_url(home: Path) -> str | None:
    """The address of the embedded store in a folder, where one runs."""
    with suppress(embedded.CannotStart, OSError):
        return embedded.find_store_url(home)
    return None


def _confirm_erasure(due: ErasureResult) -> bool:
    """Say what would be erased, and ask whoever sits at the terminal to type its last day."""
    print(f"What was collected on or before {due.up_to} is past its time, or was erased since:")
    for line in erasure_amounts(due):
        print(line)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    said = input(f"It goes for good, here and in every copy. Type {due.up_to} to erase it: ")
    return said.strip() == due.up_to.isoformat()


def _print_resumption(done: ResumeResult) -> None:
    print(f"{done.messages:,} SMS that waited may have left since: they are flagged, and sent once more.")
    print(f"{done.files:,} open files are marked: what was said in them since is not known.")
    gone = sum(one.counts.get("people", 0) for one in done.erased)
    print(f"{done.statements} erasures were made since: {gone:,} people are erased again.")
    if lost := sum(one.counts.get("lost", 0) for one in done.erased):
        print(
            f"{lost:,} people and numbers stood under a destroyed key: their results have to come in again."
        )
