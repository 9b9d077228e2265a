"""A flow is guarded as of a day on which it ran."""

from datetime import date, timedelta

import pytest

from tocsin.charter.load import load
from tocsin.charter.schema import Programme
from tocsin.guard import day_for
from tocsin.guard.days import programme_of

from .telling import CHARTER

ENDED = next(c for c in CHARTER.clauses if isinstance(c, Programme) and c.id == "tracing").in_force.latest_end


@pytest.mark.parametrize("flow", ["case", "contact"])
def test_a_guided_flow_belongs_to_the_programme_of_its_short_code(flow):
    assert programme_of(CHARTER, flow) == "tracing"


def test_any_other_text_belongs_to_none():
    assert programme_of(CHARTER, "other") == ""


@pytest.mark.parametrize("flow", ["case", "contact"])
def test_while_the_programme_runs_the_day_is_today(flow):
    assert day_for(CHARTER, flow, date(2021, 3, 4)) == date(2021, 3, 4)
    assert day_for(CHARTER, flow, ENDED) == ENDED


@pytest.mark.parametrize("flow", ["case", "contact"])
def test_afterwards_it_is_the_last_day_of_the_programme(flow):
    assert day_for(CHARTER, flow, ENDED + timedelta(days=1)) == ENDED
    assert day_for(CHARTER, flow, date(2026, 5, 4)) == ENDED


def test_any_other_text_is_judged_as_of_today():
    assert day_for(CHARTER, "other", date(2026, 5, 4)) == date(2026, 5, 4)


def test_a_charter_without_a_programme_is_applied_as_of_today():
    assert day_for(load("dgfip"), "contact", date(2026, 5, 4)) == date(2026, 5, 4)
