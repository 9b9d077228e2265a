"""A network that says everything twice, and tells what became of an SMS before it says that it has it."""

import os

import pytest

from tests.faults.service import Service

PEOPLE = int(os.environ.get("TOCSIN_FAULTS", 60))
"""2,000 by hand."""


@pytest.fixture
def service(home, tmp_path):
    made = Service(home, tmp_path, PEOPLE, gateways=2, faults=("receipt_first", "answer_twice"))
    yield made
    made.close()


def test_what_comes_twice_is_one_and_what_comes_early_is_kept(service):
    """Two gateways: a receipt may come to the one while the other still waits for the answer."""
    service.laboratory.begin(5)
    service.laboratory.all()
    service.drain()
    assert service.broken() == []
    ((undelivered,),) = service.all(
        """select count(*) from tracing_message
           where submitted_at is not null and delivered_at is null and failed_at is null"""
    )
    assert undelivered == 0  # each receipt found its message
    assert service.all("select count(*) from tracing_part") == [(0,)]
