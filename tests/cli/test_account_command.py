"""An operator makes the first administrator, and helps who is locked out."""

import io
import json
import os
import pty
import subprocess
import sys

import pytest

from tests.cli.conftest import CLEAN, Ran
from tocsin.cli import main
from tocsin.privacy.vault import Vault
from tocsin.web.accounts import staff_accounts
from tocsin.web.audit import audit_log
from tocsin.web.staff.staff_member import RoleGrant


@pytest.fixture
def run(store, tmp_path, monkeypatch, capsys):
    """``tocsin`` in this process: a dozen commands in a second."""
    Vault.load(tmp_path / "keys.json", make=True)
    environ = {"TOCSIN_DATABASE_URL": store, "TOCSIN_KEYS": str(tmp_path / "keys.json"), "USER": "root"}
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("SUDO_USER", raising=False)

    def run(*words: str, stdin: str = "") -> Ran:
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        status = main.run_cli(words)
        said = capsys.readouterr()
        return Ran(status, said.out, said.err)

    return run


def test_the_first_administrator_is_made_and_may_come_in(run, db):
    made = run("account", "add", "anne.petit", "--name", "Anne Petit", "--role", "administrator")
    assert made.status == 0
    password = made.out.strip()
    assert len(password) == 19
    assert "anne.petit (Anne Petit): administrator (nation). The password is not shown again" in made.err
    with db.transaction():
        who = staff_accounts.authenticate(
            db, "anne.petit", password, db.execute("select now()").fetchone()[0]
        )
        assert who.grants == (RoleGrant("administrator"),)

    assert "is agent (Paris)." in run("account", "grant", "anne.petit", "agent:75").out
    assert "is agent (Paris) already" in run("account", "grant", "anne.petit", "agent:75").out
    head, row = run("account", "list").out.splitlines()
    assert head.split()[:3] == ["login", "name", "roles"]
    assert "administrator (nation), agent (Paris)" in row
    assert "temporary password until" in row
    assert password not in row
    (one,) = run("account", "list", "--json").lines
    assert one["who"]["login"] == "anne.petit"
    assert "argon2" not in json.dumps(one)
    assert "no more agent (Paris)" in run("account", "revoke", "anne.petit", "agent:75").out
    assert "Nobody would be left" in run("account", "close", "anne.petit").err
    other = run("account", "password", "anne.petit").out.strip()
    assert other != password
    with db.transaction():
        assert {(entry.login, entry.why) for entry in audit_log.iterate_entries(db)} == {
            ("root", why) for why in ("made", "given administrator", "given agent", "taken agent", "password")
        }


def test_a_password_of_ones_own_is_asked_for_and_not_shown(run, tmp_path, store, db):
    piped = run(
        "account", "add", "max.noir", "--name", "Max Noir", "--ask", stdin="quatre tambours en hiver\n"
    )
    assert (piped.status, piped.out) == (0, "")
    assert "no role yet" in piped.err
    weak = run("account", "password", "max.noir", "--ask", stdin="motdepasse2026\n")
    assert weak.status == 64
    assert "that everybody takes is guessed" in weak.err
    ours, theirs = pty.openpty()
    words = [sys.executable, "-m", "tocsin", "account", "password", "max.noir", "--ask"]
    asked = subprocess.Popen(
        words, stdin=theirs, stdout=theirs, stderr=theirs, env=CLEAN | {"TOCSIN_DATABASE_URL": store},
        start_new_session=True, close_fds=True,
    )  # fmt: skip
    os.close(theirs)
    seen = b""
    for wanted in (b"not shown", b"Once more"):
        while wanted not in seen:
            seen += os.read(ours, 1000)
        os.write(ours, b"deux cygnes au plafond\n")
    assert asked.wait(timeout=60) == 0
    assert b"cygnes" not in seen
    os.close(ours)
    with db.transaction():
        assert staff_accounts.authenticate(
            db, "max.noir", "deux cygnes au plafond", db.execute("select now()").fetchone()[0]
        )


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["add", "x", "--name", "X"], 64, "3 to 64 of a-z"),
        (["add", "abc", "--name", ""], 64, "one line of text is expected"),
        (["add", "abc", "--name", "X", "--role", "king"], 64, "expected one of agent"),
        (["add", "abc", "--name", "X", "--role", "agent:99"], 64, "a département such as 75"),
        (["grant", "nobody", "agent"], 66, "no open account nobody"),
        (["close", "nobody"], 66, "no open account nobody"),
        (["reset", "nobody"], 66, "no open account nobody"),
    ],
)
def test_what_is_wrong_is_said(run, words, status, said):
    got = run("account", *words)
    assert (got.status, got.out) == (status, "")
    assert said in got.err
