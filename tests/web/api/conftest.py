"""The API as its clients meet it: alone, with a real store behind it, and through the real server."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.tracing.conftest import db, server, store, template
from tests.web.api.wire import Client, Clock
from tocsin.tracing.db import connect
from tocsin.tracing.vault import Vault
from tocsin.web.api import keys
from tocsin.web.api.api import Api
from tocsin.web.api.settings import Settings

__all__ = ["db", "server", "store", "template"]

MADE = datetime(2024, 1, 1, tzinfo=UTC)


@pytest.fixture
def clock() -> Clock:
    """Stands at noon in Paris, on 2 May 2024."""
    return Clock()


@pytest.fixture
def alone(clock: Clock) -> Client:
    """An API without a store."""
    return Client(Api(Settings(anonymous=1000), clock=clock))


@pytest.fixture
def opened(store: str, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Makes APIs on one store, as several workers are."""
    path = tmp_path / "keys.json"
    Vault.load(path, make=True)
    monkeypatch.setenv("TOCSIN_KEYS", str(path))
    made: list[Api] = []

    def worker(**settings: Any) -> Client:
        made.append(Api(Settings(store=store, **settings), clock=clock))
        return Client(made[-1])

    yield worker
    for api in made:
        assert api.store
        api.store.close()


@pytest.fixture
def client(opened: Callable[..., Client]) -> Client:
    """An API with a store."""
    return opened(anonymous=1000)


@pytest.fixture
def new_key(store: str) -> Callable[..., str]:
    """Makes a key."""

    def make(*scopes: keys.Scope, name: str = "a partner", limit: int = 1000, expires: Any = None) -> str:
        with connect(store) as connection:
            return keys.make(connection, name, scopes or ("check",), limit, expires, now=MADE, by="the tests")

    return make
