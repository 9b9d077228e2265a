"""The pages of communication, with one store for a whole module: each test changes a text of its own."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from tests.store import databases
from tocsin.store import database as stores
from tocsin.web import rate_limits
from tocsin.web import store_pool as of_the_site


@pytest.fixture(scope="module")
def shared(server: str, template: str) -> Iterator[str]:
    """URL of the store."""
    with pytest.MonkeyPatch.context() as patch:
        for url in databases.made(server, template):
            patch.setenv("TOCSIN_DATABASE_URL", url)
            patch.delenv("TOCSIN_STORY", raising=False)
            rate_limits.forget_local_counts()
            of_the_site.forget_store_failure()
            yield url
            of_the_site.close_store_connections()


@pytest.fixture
def db(shared: str) -> Iterator[psycopg.Connection[Any]]:
    """An open connection to it; what is done is there at once."""
    with stores.open_connection(shared, autocommit=True) as connection:
        yield connection
