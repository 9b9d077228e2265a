"""The pages of communication, with one store for a whole module: each test changes a text of its own."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from tests.tracing import databases
from tests.tracing.conftest import server, template, vault  # noqa: F401  # fixtures
from tocsin.tracing import db as stores
from tocsin.web import limits
from tocsin.web import store as of_the_site


@pytest.fixture(scope="module")
def shared(server: str, template: str) -> Iterator[str]:  # noqa: F811
    """URL of the store."""
    with pytest.MonkeyPatch.context() as patch:
        for url in databases.made(server, template):
            patch.setenv("TOCSIN_DATABASE_URL", url)
            patch.delenv("TOCSIN_STORY", raising=False)
            limits.forget()
            of_the_site.forget()
            yield url
            of_the_site.close()


@pytest.fixture
def db(shared: str) -> Iterator[psycopg.Connection[Any]]:
    """An open connection to it; what is done is there at once."""
    with stores.connect(shared, autocommit=True) as connection:
        yield connection
