"""One migrated database for a module: each test writes its rows and takes them back."""

from collections.abc import Iterator
from datetime import timedelta

import psycopg
import pytest

from tests.store import databases
from tests.tracing.town_builder import BEGIN, Story
from tocsin.metrics.surveillance.board_assembly import assemble_boards
from tocsin.metrics.surveillance.reporting_periods import compute_periods
from tocsin.metrics.surveillance.source_rows import read_surveillance_rows
from tocsin.store import database as stores

NOW = BEGIN + timedelta(days=30)
"""3 April 2021, 9 h in Paris. The week of the boards is 26 March to 1 April."""
WEEK = 24 * 22
"""Hours from the beginning of the story to 26 March, 8 h in Paris."""
SOON = 24 * 30
"""Hours from the beginning of the story to ``NOW``."""


@pytest.fixture(scope="module")
def shared(server: str, template: str) -> Iterator[str]:
    """URL of a database for a whole module."""
    yield from databases.made(server, template)


@pytest.fixture(scope="module")
def line(shared: str) -> Iterator[psycopg.Connection]:
    """The one connection of a module."""
    with stores.open_connection(shared) as connection:
        yield connection


@pytest.fixture
def db(line: psycopg.Connection) -> Iterator[psycopg.Connection]:
    """The same, and nothing stays of what a test writes."""
    yield line
    line.rollback()


@pytest.fixture
def story(db: psycopg.Connection) -> Story:
    """A town told in rows."""
    return Story(db)


@pytest.fixture
def board(db, vault):
    """The board of a territory, as of now."""

    def found(territory="75", disease="covid19", now=NOW):
        made = assemble_boards(read_surveillance_rows(db, vault, compute_periods(now)))
        return next(one for one in made if (one.disease, one.territory) == (disease, territory))

    return found
