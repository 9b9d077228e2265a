"""A flow is guarded as of a day on which it ran."""

from datetime import date, timedelta

import pytest

from tests.guard.telling import CHARTER
from tocsin.charter.loading import load_charter
from tocsin.charter.schema import ProgrammeClause
from tocsin.guard import choose_guard_day
from tocsin.guard.guard_day import find_programme

ENDED = next(
    c for c in CHARTER.clauses if isinstance(c, ProgrammeClause) and c.id == "tracing"
).in_force.latest_end


@pytest.mark.parametrize("flow", ["case", "contact"])
def test_a_guided_flow_belongs_to_the_programme_of_its_short_code(flow):
    assert find_programme(CHARTER, flow) == "tracing"


def test_any_other_text_belongs_to_none():
    assert find_programme(CHARTER, "other") == ""


@pytest.mark.parametrize("flow", ["case", "contact"])
def test_while_the_programme_runs_the_day_is_today(flow):
    assert choose_guard_day(CHARTER, flow, date(2021, 3, 4)) == date(2021, 3, 4)
    assert choose_guard_day(CHARTER, flow, ENDED) == ENDED


@pytest.mark.parametrize("flow", ["case", "contact"])
def test_afterwards_it_is_the_last_day_of_the_programme(flow):
    assert choose_guard_day(CHARTER, flow, ENDED + timedelta(days=1)) == ENDED
    assert choose_guard_day(CHARTER, flow, date(2026, 5, 4)) == ENDED


def test_any_other_text_is_judged_as_of_today():
    assert choose_guard_day(CHARTER, "other", date(2026, 5, 4)) == date(2026, 5, 4)


def test_a_charter_without_a_programme_is_applied_as_of_today():
    assert choose_guard_day(load_charter("dgfip"), "contact", date(2026, 5, 4)) == date(2026, 5, 4)
