"""``kill -9`` of every part in turn during some thousand conversations: nothing lost or twice unsaid."""

import os
import threading

import pytest

from tests.tracing.faults.invariants import Checks, Seen
from tests.tracing.faults.service import Service
from tocsin.tracing import db

PEOPLE = int(os.environ.get("TOCSIN_FAULTS", 2000))
"""How many are tested positive; each conversation is four SMS and three replies in the mean."""
ORDER = ("engine-1", "gateway", "network", "postgres") * 3 + ("engine-2", "postgres", "gateway", "network")


@pytest.fixture
def service(home, tmp_path):
    made = Service(home, tmp_path, PEOPLE)
    yield made
    made.close()


def test_whatever_is_killed_nothing_is_lost(service):
    taken = {}
    laboratory = threading.Thread(target=lambda: taken.update(service.take_results()), daemon=True)
    laboratory.start()
    service.kill_one_after_the_other(ORDER)
    laboratory.join()
    assert taken == {"opened": PEOPLE} | dict.fromkeys(taken.keys() - {"opened"}, 0)
    service.drain()
    in_doubt = {
        "lease_ended": service.window * ORDER.count("gateway"),
        "line_dropped": service.window * ORDER.count("network"),
    }
    with db.connect(service.url) as connection:
        checks = Checks(connection, service.vault, Seen.of(service.lines()), service.clock.now())
        print(checks.figures(), f"restarts={service.crew.restarts}")
        assert checks.broken(PEOPLE, **in_doubt) == []
    assert service.kills == list(ORDER)
