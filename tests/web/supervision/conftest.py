"""One store for all tests of a module, with people, calls and results in it; each test works on its own."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.store import databases
from tests.tracing.calls.people import People
from tests.web.inside import signed_in
from tests.web.live_site import having_store
from tocsin.privacy.vault import Vault
from tocsin.runtime.clock import read_clock_from_environment
from tocsin.store import database as stores


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of keys of the store."""
    path = tmp_path_factory.mktemp("keys") / "keys.json"
    path.parent.chmod(0o700)
    Vault.load(path, make=True)
    return path


@pytest.fixture(scope="module")
def database(server: str, template: str) -> Iterator[str]:
    """URL of the store of these tests."""
    yield from databases.made(server, template)


@pytest.fixture
def inside(database: str, keys: Path) -> Iterator[str]:
    """The site has this store and its keys."""
    with having_store(database, TOCSIN_KEYS=str(keys)):
        yield database


@pytest.fixture
def db(inside: str) -> Iterator[psycopg.Connection[Any]]:
    """A connection in which what is done is there at once; its rows of work are gone afterwards."""
    with stores.open_connection(inside, autocommit=True) as connection:
        yield connection
        with connection.transaction():
            for table in (
                *("lent", "loan", "shift", "outlook", "attempt", "spokencode", "calltask", "change"),
                *("quarantine", "result", "intakefile", "holding", "case", "person", "phone"),
                *("erasure", "inbox"),
            ):
                connection.execute(f"delete from tracing_{table}".encode())


@pytest.fixture
def people(db: psycopg.Connection[Any], keys: Path) -> People:
    """Whoever a test needs, now."""
    return People(db, Vault.load(keys), read_clock_from_environment().now())


@pytest.fixture(scope="module")
def sophie(database: str) -> Any:
    """A supervisor of Brittany, who comes in once: a password is slow to make, on purpose."""
    return signed_in(database, "supervisor", "R53", name="Sophie Le Gall")


@pytest.fixture
def lead(inside: str, db: psycopg.Connection[Any], sophie: Any) -> Any:
    """A client in which she is at work."""
    return sophie
