"""Make a data folder, wholly or not at all."""

import os
import secrets
import shutil
import subprocess

from tocsin.tracing.postgres import account as accounts
from tocsin.tracing.postgres.account import Account
from tocsin.tracing.postgres.binaries import Binaries
from tocsin.tracing.postgres.faults import CannotStart
from tocsin.tracing.postgres.home import DATABASE, USER, Home

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


def make(home: Home, binaries: Binaries, account: Account) -> None:
    """Make data and password of a new store in drafts, and rename them when all is there."""
    maker = accounts.of_making()
    shutil.rmtree(home.draft, ignore_errors=True)
    home.draft.mkdir(mode=0o700)
    maker.owns(home.draft)
    password = secrets.token_urlsafe(24)
    try:
        _initdb(home, binaries, maker)
        _roles(home, binaries, maker, password)
        (home.draft / "pg_hba.conf").write_text(_HBA)
        account.owns(home.draft)
        _write_private(home, password)
        os.sync()
        home.draft.rename(home.data)
    except BaseException:
        shutil.rmtree(home.draft, ignore_errors=True)
        raise


def _initdb(home: Home, binaries: Binaries, maker: Account) -> None:
    """Make the folder. What is trusted here is overwritten before any server reads it."""
    _run(
        [binaries.path("initdb"), "--pgdata", home.draft, "--username=postgres", "--encoding=UTF8",
         "--locale=C", "--auth=trust", "--no-instructions", "--no-sync"],
        maker,
    )  # fmt: skip


def _roles(home: Home, binaries: Binaries, maker: Account, password: str) -> None:
    """The user and the database, before the server ever listens."""
    statements = _ROLES % {"password": password}
    _run([binaries.path("postgres"), "--single", "-D", home.draft, "postgres"], maker, said=statements)


def _run(command: list[object], maker: Account, *, said: str = "") -> None:
    done = subprocess.run(
        [str(part) for part in command],
        input=said, capture_output=True, text=True, errors="replace", cwd="/",
        env=environment(), preexec_fn=maker.enter(),
    )  # fmt: skip
    if done.returncode or "ERROR:" in done.stderr or "FATAL:" in done.stderr:
        lines = [line for line in done.stderr.splitlines() if "password" not in line] or ["no reason given"]
        raise CannotStart(f"a new data folder could not be made: {lines[-1].strip()}")


def _write_private(home: Home, password: str) -> None:
    draft = home.password.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(password)
    draft.rename(home.password)


def environment() -> dict[str, str]:
    """Of PostgreSQL's programs: nothing of ours that could name another server."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}
