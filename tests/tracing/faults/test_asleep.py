"""Parts that do not die and are away all the same: frozen, without their store, or with a clock set back."""

import threading

import pytest

from tests.tracing.faults.service import BYTES, WINDOW, Service
from tests.tracing.faults.slow import by_hand

PEOPLE = 300


@pytest.fixture
def service(home, tmp_path):
    made = Service(home, tmp_path, PEOPLE, gateways=2)
    yield made
    made.close()


@pytest.fixture
def results(service):
    """They come in while the test goes on."""
    taken = {}
    laboratory = threading.Thread(target=lambda: taken.update(service.take_results(10)), daemon=True)
    laboratory.start()
    yield taken
    laboratory.join()


def some(share):
    return PEOPLE * BYTES * share


@by_hand
def test_an_engine_and_a_gateway_are_frozen_past_their_leases(service, results):
    """They wake up with shards and messages that are others' by then: no SMS goes twice unsaid."""
    service.progress(some(0.1))
    with service.frozen("engine-1", "gateway-1"):
        service.clock.jump(minutes=1, seconds=5)
        service.progress(some(0.4))
        service.clock.jump(minutes=2, seconds=5)  # what was in doubt is sent again
        service.progress(some(0.6))
    service.drain()
    assert service.broken(lease_ended=WINDOW) == []
    assert service.crew.restarts == 0


@by_hand
def test_the_clock_is_set_back_by_an_hour_while_others_die(service, results):
    """Leases of the dead end an hour later on that clock: nobody waits so long for them."""
    service.progress(some(0.2))
    service.kill("engine-1")
    service.kill("gateway-1")
    service.clock.jump(hours=-1)
    service.progress(some(0.6))
    service.until("everybody alive", lambda: service.crew.restarts == 2)
    service.until("all results", lambda: "opened" in results)
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
    assert service.broken(set_back=True, lease_ended=2 * WINDOW) == []


@by_hand
def test_the_store_is_away_for_a_minute(service, results):
    service.progress(some(0.3))
    with service.no_store():
        service.clock.jump(minutes=1)
        service.progress(some(2.0))  # as far as the lines go without a store
    service.progress(some(0.8))
    service.until("all results", lambda: "opened" in results)
    service.drain()
    assert service.broken() == []
    assert service.crew.restarts == 0
