"""A real PostgreSQL for every test: one server for each process of pytest, an empty database for each test.

``store`` is the URL of a migrated database, ``db`` an open connection to it, ``vault`` keys that are the same
every time.
"""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

from tests.store import databases, prepared, reusable
from tocsin.store import embedded

if TYPE_CHECKING:
    from tocsin.privacy.vault import Vault

_emptied: dict[str, list[str]] = {}
"""Databases that can be used again, by their server: to copy one takes ten times as long."""


@pytest.fixture(scope="session")
def server() -> str:
    """URL of a server for the tests of this process."""
    return prepared.server()


@pytest.fixture
def home() -> Iterator[Path]:
    """A folder for an embedded store of the test's own; whatever runs there is stopped.

    Its path is short and open to pass through, which ``tmp_path`` is not: there root's store would be put
    into the folder of the system.
    """
    folder = Path(tempfile.mkdtemp(prefix="tocsin-home-"))
    folder.chmod(0o755)
    yield folder / "store"
    for made in folder.iterdir():
        if made.is_dir():
            embedded.stop_store(made)
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def template(server: str) -> str:
    """Name of a database that was migrated once, for others to be copied from."""
    reusable.remember(server)
    return databases.copied(server, "tocsin", "migrated")


@pytest.fixture
def fresh(server: str) -> Iterator[str]:
    """URL of an empty database: not migrated."""
    yield from databases.made(server, "template1")


@pytest.fixture
def store(server: str, template: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """URL of a migrated database in which nothing stands: a fresh one, or one that was emptied.

    Nobody is connected to it but ``db``, where that is asked for.
    """
    spare = _emptied.setdefault(server, [])
    name = spare.pop() if spare else databases.new(server, template)
    url = databases.database(server, name)
    if "db" not in request.fixturenames:
        reusable.hang_up(url)
    yield url
    if reusable.empty(url):
        spare.append(name)
    else:
        reusable.hang_up(url)
        databases.drop(server, name)


@pytest.fixture
def db(store: str) -> Iterator[psycopg.Connection]:
    """An open connection to ``store``."""
    connection = reusable.lend(store)
    yield connection
    if not connection.closed:
        connection.commit()


@pytest.fixture
def vault() -> "Vault":
    """Keys that are the same in every test."""
    from tocsin.privacy.vault import Vault

    return Vault.for_tests()
