"""The secret of a register is drawn once, and only its owner reads it."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tocsin.cli import register_secret
from tocsin.cli.exit_status import BadData
from tocsin.cli.register_secret import NoSecret, SecretExposed, load_register_keys, secret_path
from tocsin.register import derive_register_keys


@pytest.fixture
def register(tmp_path, monkeypatch):
    monkeypatch.delenv("TOCSIN_SECRET", raising=False)
    return tmp_path / "state" / "register.jsonl"


def test_it_is_drawn_at_first_use_and_kept(register):
    made = load_register_keys(register, make=True)
    assert load_register_keys(register, make=True) == load_register_keys(register) == made
    assert len(secret_path(register).read_bytes()) == 32
    assert secret_path(register).stat().st_mode & 0o777 == 0o600


def test_two_registers_have_two_secrets(register, tmp_path):
    assert load_register_keys(register, make=True) != load_register_keys(tmp_path / "other.jsonl", make=True)


def test_nothing_is_drawn_only_to_look(register):
    with pytest.raises(NoSecret, match=r"no secret for this register.*TOCSIN_SECRET"):
        load_register_keys(register)
    assert not register.parent.exists()


def test_the_environment_counts_first(register, monkeypatch):
    load_register_keys(register, make=True)
    monkeypatch.setenv("TOCSIN_SECRET", "a secret of the tests only")
    assert load_register_keys(register) == derive_register_keys(b"a secret of the tests only")


def test_a_short_one_is_refused(register, monkeypatch):
    monkeypatch.setenv("TOCSIN_SECRET", "azerty")
    with pytest.raises(BadData, match="at least 16 bytes"):
        load_register_keys(register)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644])
def test_one_that_others_can_read_is_refused(register, mode):
    load_register_keys(register, make=True)
    secret_path(register).chmod(mode)
    with pytest.raises(SecretExposed, match="chmod 600"):
        load_register_keys(register)


def test_many_at_once_agree_on_one(register):
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: load_register_keys(register, make=True), range(64)))
    assert all(each == found[0] for each in found)
    assert list(register.parent.iterdir()) == [secret_path(register)]


def test_a_draft_that_a_crash_left_does_not_stop_it(register, monkeypatch):
    monkeypatch.setattr(register_secret.os, "link", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        load_register_keys(register, make=True)
    monkeypatch.undo()
    assert list(register.parent.iterdir()) == []
    assert load_register_keys(register, make=True)
