"""The store in one file, and a store made from it: wholly or not at all.

What is personal stays under seal in the file; the keys are not in it.
"""

import os
import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from tocsin.store import database, schema
from tocsin.store.embedded import CannotStart, binaries

_MAGIC = b"PGDMP"
_MIGRATIONS = "django_migrations"
_CREATED = re.compile(r"^; Archive created at (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) UTC$", re.M)
_MAJOR = 10_000
"""PostgreSQL says its version as 180004."""


class BackupFailed(Exception):
    """The backup was not written."""


class RestoreFailed(Exception):
    """Nothing was restored."""


def write_backup(where: str, target: Path) -> int:
    """Write the store at a URL to a new file, as of one moment; returns its bytes.

    The file is for its owner alone, and there only when it is whole. Raises BackupFailed, NoStore.
    """
    if target.exists():
        raise BackupFailed(f"{target} exists: nothing is overwritten")
    draft = target.with_name(f".{target.name}.draft")
    try:
        draft.unlink(missing_ok=True)
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError as error:
        raise BackupFailed(f"{target.parent} cannot be written ({error.strerror})") from None
    try:
        options = ("--format=custom", "--no-owner", "--no-privileges", f"--file={draft}")
        _, failed = _run_program(where, "pg_dump", *options)
        if failed:
            raise BackupFailed(failed)
        draft.rename(target)
    finally:
        draft.unlink(missing_ok=True)
    return target.stat().st_size


def restore_backup(where: str, source: Path) -> None:
    """Fill the empty database at a URL from a file, then bring it up to the code.

    Raises RestoreFailed where the file is no backup or the database is not empty, StoreIsNewer where a newer
    Tocsin wrote it, NoStore.
    """
    _check_readable(source)
    _check_not_newer(where, source)
    with database.open_connection(where) as connection:
        found = connection.execute("select count(*) from pg_tables where schemaname = 'public'").fetchone()
        if found and found[0]:
            raise RestoreFailed(
                f"the database has {found[0]} tables: restore into a new one (such as `tocsin db start` makes"
                " under another TOCSIN_HOME), so that nothing is overwritten"
            )
    options = ("--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges")
    _, failed = _run_program(where, "pg_restore", *options, str(source))
    if failed:
        raise RestoreFailed(failed)
    with database.open_connection(where, autocommit=True) as connection:
        connection.execute("analyze")
    database.migrate_store(where)


def read_backup_time(where: str, source: Path) -> datetime:
    """When a backup was begun: what it holds is not older. Raises RestoreFailed, NoStore."""
    _check_readable(source)
    said, failed = _run_program(where, "pg_restore", "--list", str(source), connects=False)
    found = _CREATED.search(said)
    if failed or not found:
        raise RestoreFailed(f"{source} does not say when it was made{f': {failed}' if failed else ''}")
    return datetime.fromisoformat(found[1]).replace(tzinfo=UTC)


def _check_readable(source: Path) -> None:
    try:
        with source.open("rb") as file:
            start = file.read(len(_MAGIC))
    except OSError as error:
        raise RestoreFailed(f"{source} cannot be read ({error.strerror})") from None
    if start != _MAGIC:
        raise RestoreFailed(f"{source} is no backup that `tocsin db backup` wrote")


def _check_not_newer(where: str, source: Path) -> None:
    """Refuse a file with migrations that the code does not know, before anything is written."""
    options = ("--data-only", f"--table={_MIGRATIONS}", "--file=-")
    said, failed = _run_program(where, "pg_restore", *options, str(source), connects=False)
    if failed:
        raise RestoreFailed(f"{source} is damaged: {failed}")
    rows = (line.split("\t") for line in said.splitlines())
    applied = {(row[1], row[2]) for row in rows if len(row) > 3}
    if unknown := schema.compare_migrations(schema.list_known_migrations(), applied).unknown:
        raise database.StoreIsNewer(
            f"{source} has {', '.join(unknown)}, unknown to this Tocsin: upgrade it first"
        )


def _run_program(where: str, program: str, *options: str, connects: bool = True) -> tuple[str, str]:
    """What a program of PostgreSQL wrote, and why it failed if it did; its command line has no password."""
    parts: dict[str, Any] = dict(conninfo_to_dict(where))
    password = parts.pop("password", None) or ""
    to = (f"--dbname={make_conninfo(**parts)}",) if connects else ()
    done = subprocess.run(
        [_find_programs(where).program_path(program), *to, *options],
        capture_output=True, text=True, errors="replace", stdin=subprocess.DEVNULL,
        env=os.environ | {"PGPASSWORD": password, "LC_ALL": "C", "TZ": "UTC"},
    )  # fmt: skip
    if not done.returncode:
        return done.stdout, ""
    told = [line for line in done.stderr.splitlines() if "error:" in line] or ["no reason given"]
    return "", told[0].strip()  # what follows can quote a row


def _find_programs(where: str) -> binaries.PostgresBinaries:
    """Those of the server's own version, as its format fits best; else the newest, which read all before."""
    with database.open_connection(where) as connection:
        major = connection.info.server_version // _MAJOR
    try:
        return binaries.find_binaries(major)
    except CannotStart:
        return binaries.find_binaries()
