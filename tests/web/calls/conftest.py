"""The desk, with one store for each module of tests."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store import databases
from tests.tracing.calls.people import People
from tests.web.calls.office import Office, at_noon


@pytest.fixture(scope="module")
def opened(server: str, template: str) -> Iterator[Office]:
    """The office of a module."""
    with tempfile.TemporaryDirectory() as folder:
        for url in databases.made(server, template):
            found = Office(url, Path(folder) / "keys.json")
            yield found
            found.db.close()


@pytest.fixture
def office(opened: Office) -> Iterator[Office]:
    """The office, empty, at noon of Thursday 4 March 2021."""
    opened.empty()
    with at_noon(opened):
        yield opened


@pytest.fixture
def people(office: Office) -> People:
    """Whoever a test needs."""
    return office.people


@pytest.fixture
def clients(opened: Office) -> dict[str, object]:
    """Who works here: an agent and a supervisor of Paris, an agent of Rennes."""
    return opened.once(
        "clients",
        lambda: {
            "agent": opened.client("agent", "75"),
            "supervisor": opened.client("supervisor", "75"),
            "rennes": opened.client("supervisor", "35"),
            "communication": opened.client("communication"),
        },
    )


@pytest.fixture
def address(office: Office, live_site: str) -> str:
    """That of the office's pages."""
    return live_site
