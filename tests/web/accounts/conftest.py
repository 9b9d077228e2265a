"""The inside, with a store and its keys behind it."""

import pytest
from argon2 import PasswordHasher

from tests.web.public.conftest import db, with_store  # noqa: F401
from tocsin.privacy.vault import Vault
from tocsin.web.accounts import staff_accounts

FAST = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""The same, for machines on which a hundred people sign in within a minute."""


@pytest.fixture(scope="session")
def key_file(tmp_path_factory):
    """The keys of the store of these tests."""
    path = tmp_path_factory.mktemp("keys") / "keys.json"
    Vault.load(path, make=True)
    return path


@pytest.fixture(autouse=True)
def keys(key_file, monkeypatch):
    """The site finds them."""
    monkeypatch.setenv("TOCSIN_KEYS", str(key_file))


@pytest.fixture(autouse=True)
def fast_passwords(monkeypatch):
    """Passwords cost as little as they can."""
    monkeypatch.setattr(staff_accounts, "_HASHER", FAST)
    monkeypatch.setattr(staff_accounts, "_NOBODY", FAST.hash("nobody"))
