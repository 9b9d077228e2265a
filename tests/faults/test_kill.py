"""``kill -9`` of every part in turn during some hundred conversations: nothing lost or twice unsaid."""

import os

import pytest

from tests.faults.service import Service

PEOPLE = int(os.environ.get("TOCSIN_FAULTS", 150))
"""How many are tested positive; each conversation is four SMS and three replies in the mean."""
ROUNDS = int(os.environ.get("TOCSIN_FAULT_ROUNDS", 1))
"""More by hand: each is begun again with what the one before left."""
ORDER = ("engine-1", "gateway", "network", "postgres") * ROUNDS + ("engine-2",)


@pytest.fixture
def service(home, tmp_path):
    made = Service(home, tmp_path, PEOPLE)
    yield made
    made.close()


def test_whatever_is_killed_nothing_is_lost(service):
    service.laboratory.begin()
    service.kill_one_after_the_other(ORDER)
    taken = service.laboratory.all()
    opened = {"opened": service.laboratory.cases, "known": PEOPLE - service.laboratory.cases}
    assert taken == opened | dict.fromkeys(taken.keys() - opened.keys(), 0)
    service.drain()
    in_doubt = {
        "lease_ended": service.window * ORDER.count("gateway"),
        "line_dropped": service.window * ORDER.count("network"),
    }
    assert service.broken(**in_doubt) == []
    assert service.kills == list(ORDER)
