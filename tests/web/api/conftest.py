"""The API as its clients meet it: alone, with a real store behind it, and through the real server."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.web.api.wire import Client, Clock
from tocsin.privacy.vault import Vault
from tocsin.store.database import open_connection
from tocsin.web.api import api_keys
from tocsin.web.api.service import ApiService
from tocsin.web.api.settings import ApiSettings

MADE = datetime(2024, 1, 1, tzinfo=UTC)


@pytest.fixture
def clock() -> Clock:
    """Stands at noon in Paris, on 2 May 2024."""
    return Clock()


@pytest.fixture
def alone(clock: Clock) -> Client:
    """An API without a store."""
    return Client(ApiService(ApiSettings(anonymous=1000), clock=clock))


@pytest.fixture
def opened(store: str, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Makes APIs on one store, as several workers are."""
    path = tmp_path / "keys.json"
    Vault.load(path, make=True)
    monkeypatch.setenv("TOCSIN_KEYS", str(path))
    made: list[ApiService] = []

    def worker(**settings: Any) -> Client:
        made.append(ApiService(ApiSettings(store=store, **settings), clock=clock))
        return Client(made[-1])

    yield worker
    for api in made:
        assert api.store
        api.store.close_connections()


@pytest.fixture
def client(opened: Callable[..., Client]) -> Client:
    """An API with a store."""
    return opened(anonymous=1000)


@pytest.fixture
def new_key(store: str) -> Callable[..., str]:
    """Makes a key."""

    def make(*scopes: api_keys.Scope, name: str = "a partner", limit: int = 1000, expires: Any = None) -> str:
        with open_connection(store) as connection:
            return api_keys.create_api_key(
                connection, name, scopes or ("check",), limit, expires, now=MADE, by="the tests"
            )

    return make
