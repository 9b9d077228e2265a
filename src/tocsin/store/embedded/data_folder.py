"""Make a data folder, wholly or not at all."""

import os
import secrets
import shutil
import subprocess
from pathlib import Path

from tocsin.store.embedded import server_account
from tocsin.store.embedded.binaries import PostgresBinaries
from tocsin.store.embedded.errors import CannotStart
from tocsin.store.embedded.server_account import ServerAccount
from tocsin.store.embedded.store_paths import DATABASE, USER, StorePaths

_HBA = """# Written by Tocsin: a password, always, also from this machine.
local  all  all                scram-sha-256
host   all  all  127.0.0.1/32  scram-sha-256
"""
_ROLES = f"""\
create role {USER} login createdb password '%(password)s';
grant pg_monitor, pg_checkpoint to {USER};
create database {DATABASE} owner {USER};
alter role postgres nologin;
"""
"""Nobody can log in as the superuser: a statement slipped into ours reaches no file and no program."""


def create_data_folder(
    home: StorePaths, binaries: PostgresBinaries, account: ServerAccount, *, sync: bool = True
) -> None:
    """Make data and password of a new store in drafts, and rename them when all is there.

    Raises CannotStart. What an attempt that was killed left behind is removed; its draft has another name, so
    that a child of it that still runs writes into nothing of ours. Without ``sync`` no write is waited for.
    """
    maker = server_account.find_initdb_account()
    for left in home.folder.glob("data.draft-*"):
        shutil.rmtree(left, ignore_errors=True)
    draft = home.folder / f"data.draft-{secrets.token_hex(4)}"
    draft.mkdir(mode=0o700)
    maker.take_ownership(draft)
    password = secrets.token_urlsafe(24)
    try:
        _run_initdb(draft, binaries, maker, sync)
        _create_roles(draft, binaries, maker, password)
        _write_private_file(draft / "pg_hba.conf", _HBA)
        account.take_ownership(draft)
        new = home.folder / "password.draft"
        new.unlink(missing_ok=True)
        _write_private_file(new, password)
        new.rename(home.password)
        draft.rename(home.data)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise


def _run_initdb(draft: Path, binaries: PostgresBinaries, maker: ServerAccount, sync: bool) -> None:
    """Make the folder. What is trusted here is overwritten before any server reads it."""
    _run_program(
        [binaries.program_path("initdb"), "--pgdata", draft, "--username=postgres", "--encoding=UTF8",
         "--locale=C", "--auth=trust", "--no-instructions",
         *(() if sync else ("--no-sync",))],
        maker,
    )  # fmt: skip


def _create_roles(draft: Path, binaries: PostgresBinaries, maker: ServerAccount, password: str) -> None:
    """The user and the database, before the server ever listens."""
    statements = _ROLES % {"password": password}
    _run_program(
        [binaries.program_path("postgres"), "--single", "-D", draft, "postgres"], maker, said=statements
    )


def _run_program(command: list[object], maker: ServerAccount, *, said: str = "") -> None:
    done = subprocess.run(
        [str(part) for part in command],
        input=said, capture_output=True, text=True, errors="replace", cwd="/",
        env=program_environment(), **maker.subprocess_options(),
    )  # fmt: skip
    if done.returncode or "ERROR:" in done.stderr or "FATAL:" in done.stderr:
        lines = [line for line in done.stderr.splitlines() if "password" not in line] or ["no reason given"]
        raise CannotStart(f"a new data folder could not be made: {lines[-1].strip()}")


def _write_private_file(path: Path, text: str) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def program_environment() -> dict[str, str]:
    """Of PostgreSQL's programs: nothing of ours that could name another server."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}
