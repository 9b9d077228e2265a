"""The boards of a town of six départements, counted once for a module."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from tests.store import databases
from tests.tracing.town_builder import BEGIN, Story, crowd
from tests.web.inside import signed_in
from tests.web.live_site import having_store
from tocsin.metrics.surveillance.snapshots import renew_boards
from tocsin.privacy.vault import Vault
from tocsin.store import database as stores

NOW = BEGIN + timedelta(days=30)
PEOPLE = 3000


def town(url: str) -> None:
    """Three thousand positives in a month, a few in Corse, and the boards of it."""
    with stores.open_connection(url) as connection:
        crowd(connection, PEOPLE, hours=24 * 30)
        connection.execute(
            "update tracing_contact set became_case_id = case_id + 200"
            " where id %% 6 = 0 and case_id + 200 <= %s", (PEOPLE,),
        )  # fmt: skip
        connection.execute(
            "update tracing_case set onset_on = resulted_at::date - 1 - (id % 3)::int,"
            " sample_on = resulted_at::date - (id % 2)::int"
        )
        connection.execute("update tracing_person set territory = '2A' where id % 750 = 7")
        connection.execute("update tracing_person set territory = '2B' where id % 30 = 11")
        connection.execute(
            "insert into tracing_daycount (day, measure, disease, territory, age_band, value)"
            " select '2021-03-03'::date + n, 'negatives', 'covid19', '75', '', 900 from generate_series(1, 30) n"
        )
        connection.execute("update tracing_contact set household = id % 3 = 0, last_contact = '2021-03-25'")
        connection.execute(
            "insert into tracing_followupday (contact_id, day, outcome, noted_at, noted_by)"
            " select id, '2021-03-28', 'no_symptoms', now(), 'agent' from tracing_contact where id % 4 > 0"
        )
        connection.execute("update tracing_case set isolation_end = resulted_at::date + 7")
        story = Story(connection)
        for state, asked, answered in (("notice", 900, 600), ("contacts", 600, 420), ("confirm", 400, 390)):
            story.step(state, 24 * 25, asked=asked, answered=answered, silent=(asked - answered) // 2)
        gathering = connection.execute(
            "insert into tracing_gathering (case_id, collected_on, on_day, territory)"
            " values (2500, '2021-03-28', '2021-03-20', '75') returning id"
        ).fetchone()[0]
        for case in range(2500, 2507):
            story.insert("attendance", gathering_id=gathering, case_id=case)
        connection.commit()
        renew_boards(connection, Vault.for_tests(), NOW)


@pytest.fixture(scope="session")
def counted(server: str, template: str) -> Iterator[str]:
    """URL of a store with boards."""
    made = databases.made(server, template)
    url = next(made)
    town(url)
    yield url
    next(made, None)


@pytest.fixture(scope="module")
def boards_store(counted: str) -> Iterator[str]:
    """The same, which pages use."""
    with having_store(counted):
        yield counted


@pytest.fixture(scope="module")
def come_in(boards_store: str) -> Callable[..., Client]:
    """A client in which somebody of a role in a territory has come in; the same one for the same role."""
    known: dict[Any, Client] = {}

    def found(role: Any = "epidemiologist", territory: str = "") -> Client:
        if (role, territory) not in known:
            known[role, territory] = signed_in(boards_store, role, territory, now=datetime.now(UTC))
        return known[role, territory]

    return found
