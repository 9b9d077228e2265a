"""Parts that do not die and are away all the same: frozen, without their store, or with a clock set back."""

import os

import pytest

from tests.faults.service import BYTES, WINDOW, Service

PEOPLE = int(os.environ.get("TOCSIN_FAULTS", 60))
"""2,000 by hand."""


@pytest.fixture
def service(home, tmp_path):
    made = Service(home, tmp_path, PEOPLE, gateways=2, frozen=1_500)
    made.laboratory.begin(10)
    yield made
    made.close()


def some(share):
    return PEOPLE * BYTES * share


def test_an_engine_and_a_gateway_are_frozen_past_their_leases(service):
    """They wake up with shards and messages that are others' by then: no SMS goes twice unsaid."""
    service.progress(some(0.1))
    with service.frozen("engine-1", "gateway-1"):
        service.clock.jump(minutes=1, seconds=5)
        service.progress(some(0.4), without_some=True)
        service.clock.jump(minutes=2, seconds=5)  # what was in doubt is sent again
        service.progress(some(0.6), without_some=True)
    service.drain()
    assert service.broken(moved=True, lease_ended=WINDOW) == []
    assert service.crew.restarts == 0


def test_the_clock_is_set_back_by_an_hour_while_others_die(service):
    """Leases of the dead end an hour later on that clock: nobody waits so long for them."""
    service.laboratory.all()  # a result of after the hour would rightly be put aside
    service.progress(some(0.2))
    service.kill("engine-1")
    service.kill("gateway-1")
    service.clock.jump(hours=-1)
    service.progress(some(0.6))
    service.until("everybody alive", lambda: service.crew.restarts == 2)
    service.laboratory.all()
    service.settle()
    left = service.all(
        "select count(*) from tracing_message where submitted_at is null and failed_at is null"
    )
    waiting = service.all(
        "select count(*) from tracing_outbox where not_before > %(now)s", now=service.clock.now()
    )
    flagged = service.all("select count(*) from tracing_message where uncertain_at is not null")
    assert left[0][0] <= waiting[0][0] + flagged[0][0]
    service.drain()
    assert service.broken(moved=True, lease_ended=2 * WINDOW) == []


def test_the_store_is_away_for_a_minute(service):
    service.progress(some(0.3))
    with service.no_store():
        service.clock.jump(minutes=1)
        service.until("everything on the lines", lambda: not service.network.read().due)
    service.progress(some(0.8))
    service.laboratory.all()
    service.drain()
    # Whoever comes back first may find the other's leases over; that one comes back and says what it knows.
    assert service.broken(moved=True, lease_ended=WINDOW) == []
    assert service.all("select count(*) from tracing_message where resent > 0") == [(0,)]
    assert service.crew.restarts == 0
