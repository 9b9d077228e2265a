"""A site with a store behind it: a real PostgreSQL, one database for each test."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests import store_fixtures as of_tracing
from tests.web.live_site import having_store
from tocsin.store import database as stores
from tocsin.web import rate_limits
from tocsin.web import store_pool as of_the_site

server, store, template = of_tracing.server, of_tracing.store, of_tracing.template
vault = of_tracing.vault


@pytest.fixture
def db(store: str) -> Iterator[psycopg.Connection[Any]]:
    """An open connection to ``store``; what is done is there at once."""
    with stores.open_connection(store, autocommit=True) as connection:
        yield connection


@pytest.fixture
def with_store(store: str) -> Iterator[str]:
    """The site has this store, and nobody has asked for anything yet."""
    with having_store(store):
        yield store


@pytest.fixture
def without_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The site has none."""
    monkeypatch.delenv("TOCSIN_DATABASE_URL", raising=False)
    monkeypatch.setenv("TOCSIN_HOME", str(tmp_path))
    rate_limits.RATE_LIMITER.forget_local_counts()
    of_the_site.STORE_POOL.forget_failure()
    yield
    rate_limits.RATE_LIMITER.forget_local_counts()
