"""The pages of communication, with one store for a whole module: each test changes a text of its own."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from tests.store import databases
from tests.web.live_site import having_store
from tocsin.store import database as stores


@pytest.fixture(scope="module")
def shared(server: str, template: str) -> Iterator[str]:
    """URL of the store."""
    for url in databases.made(server, template):
        with having_store(url):
            yield url


@pytest.fixture
def db(shared: str) -> Iterator[psycopg.Connection[Any]]:
    """An open connection to it; what is done is there at once."""
    with stores.open_connection(shared, autocommit=True) as connection:
        yield connection
