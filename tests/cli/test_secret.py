"""The secret of a register is drawn once, and only its owner reads it."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tocsin.cli import secret
from tocsin.cli.secret import NoSecret, SecretExposed, beside, keys
from tocsin.cli.status import BadData
from tocsin.register import derive


@pytest.fixture
def register(tmp_path, monkeypatch):
    monkeypatch.delenv("TOCSIN_SECRET", raising=False)
    return tmp_path / "state" / "register.jsonl"


def test_it_is_drawn_at_first_use_and_kept(register):
    made = keys(register, make=True)
    assert keys(register, make=True) == keys(register) == made
    assert len(beside(register).read_bytes()) == 32
    assert beside(register).stat().st_mode & 0o777 == 0o600


def test_two_registers_have_two_secrets(register, tmp_path):
    assert keys(register, make=True) != keys(tmp_path / "other.jsonl", make=True)


def test_nothing_is_drawn_only_to_look(register):
    with pytest.raises(NoSecret, match=r"no secret for this register.*TOCSIN_SECRET"):
        keys(register)
    assert not register.parent.exists()


def test_the_environment_counts_first(register, monkeypatch):
    keys(register, make=True)
    monkeypatch.setenv("TOCSIN_SECRET", "a secret of the tests only")
    assert keys(register) == derive(b"a secret of the tests only")


def test_a_short_one_is_refused(register, monkeypatch):
    monkeypatch.setenv("TOCSIN_SECRET", "azerty")
    with pytest.raises(BadData, match="at least 16 bytes"):
        keys(register)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644])
def test_one_that_others_can_read_is_refused(register, mode):
    keys(register, make=True)
    beside(register).chmod(mode)
    with pytest.raises(SecretExposed, match="chmod 600"):
        keys(register)


def test_many_at_once_agree_on_one(register):
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: keys(register, make=True), range(64)))
    assert all(each == found[0] for each in found)
    assert list(register.parent.iterdir()) == [beside(register)]


def test_a_draft_that_a_crash_left_does_not_stop_it(register, monkeypatch):
    monkeypatch.setattr(secret.os, "link", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        keys(register, make=True)
    monkeypatch.undo()
    assert list(register.parent.iterdir()) == []
    assert keys(register, make=True)
