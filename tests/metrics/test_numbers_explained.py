"""Numbers and forecast over a crowd: every statement is explained, and indexes serve where they should."""

from collections.abc import Iterator
from datetime import timedelta

import psycopg
import pytest

from tests.store.databases import made
from tests.tracing.town_builder import Story, at, crowd
from tocsin.metrics.forecast import compute_forecast, read_situation
from tocsin.metrics.reach.measurement import measure_service
from tocsin.store.database import open_connection
from tocsin.store.queries import load_statements, query

PEOPLE = 6000
DAYS = 10


@pytest.fixture(scope="module")
def crowd_of_ten_days(server: str, template: str) -> Iterator[psycopg.Connection]:
    """In a database that nothing was taken out of: what is left behind weighs in the costs of a plan."""
    for store in made(server, template):
        with open_connection(store) as connection:
            crowd(connection, PEOPLE, hours=24.0 * DAYS)
            yield connection


@pytest.fixture
def crowded(crowd_of_ten_days: psycopg.Connection) -> Iterator[psycopg.Connection]:
    """Six thousand positives in ten days; what a test changes is taken back."""
    yield crowd_of_ten_days
    crowd_of_ten_days.rollback()


NOW = at(24 * DAYS)
ASKED = {
    "now": NOW, "since": NOW - timedelta(hours=12), "until": None, "territory": None, "apart": False,
    "soon": timedelta(hours=6),
}  # fmt: skip


def plan(connection: psycopg.Connection, name: str) -> str:
    rows = connection.execute(f"explain {query(name)}", ASKED, prepare=False).fetchall()
    return "\n".join(line for (line,) in rows)


def test_every_statement_runs_over_a_crowd(crowded):
    for file in ("reach", "forecast"):
        for name in load_statements(file):
            crowded.execute(f"explain analyze {query(f'{file}.{name}')}", ASKED, prepare=False)


@pytest.mark.parametrize(
    "name", ["reach_cases", "reach_contacts", "delays", "contact_delays", "named", "received", "contacts"]
)
def test_half_a_day_of_results_is_found_by_its_index(crowded, name):
    found = plan(crowded, f"reach.{name}")
    assert "case_received" in found
    assert "Seq Scan on tracing_case c" not in found


@pytest.mark.parametrize("name", ["reach_contacts", "contact_delays", "named", "contacts"])
def test_the_contacts_of_half_a_day_are_found_by_their_cases(crowded, name):
    assert "Seq Scan on tracing_contact ct" not in plan(crowded, f"reach.{name}")


def test_the_forecast_reads_open_cases_and_no_others(crowded):
    found = plan(crowded, "forecast.waiting")
    assert "case_unreached" in found
    assert "Seq Scan on tracing_case c " not in found


def test_the_figures_of_a_crowd_hang_together(crowded):
    numbers = measure_service(crowded, NOW)
    assert (
        numbers.received
        == numbers.cases.people
        == sum(g.reach.people for g in numbers.groups if g.by == "territory")
    )
    for level in (
        numbers.cases.submitted,
        numbers.cases.delivered,
        numbers.cases.answered,
        numbers.cases.reached,
    ):
        everybody = level.kept + level.late + level.never + level.at_risk + level.open
        assert everybody == numbers.received
    kept = [
        level.kept
        for level in (
            numbers.cases.submitted,
            numbers.cases.delivered,
            numbers.cases.answered,
            numbers.cases.reached,
        )
    ]
    assert kept == sorted(kept, reverse=True)
    assert sum(g.reach.answered.kept for g in numbers.groups if g.by == "age_band") == kept[2]
    # The estimate from delays and the count of those due agree but for the cases of the last day.
    answered = next(leg for leg in numbers.delays if leg.name == "result_answered")
    assert answered.in_24h == pytest.approx(numbers.cases.answered.due.share, abs=0.01)
    assert answered.people == numbers.received


def test_who_waits_is_who_is_open(crowded):
    # What is still to come is not written yet.
    crowded.execute("update tracing_case set reached_at = null where reached_at > %s", [NOW])
    story = Story(crowded)
    story.shift(24 * DAYS, 24 * DAYS + 24, 5)
    numbers = measure_service(crowded, NOW)
    situation = read_situation(crowded, NOW)
    level = numbers.cases.reached
    waiting = sum(w.people for w in situation.waiting if w.subject == "case" and w.deadline > NOW)
    assert waiting == level.open + level.at_risk
    ahead = compute_forecast(situation)
    assert 0 < ahead.outlook.cases < waiting
    assert ahead.more_agents
