"""An engine on a store of its own."""

import pytest

from tests.tracing.conversations.office import Office


@pytest.fixture
def office(db, vault):
    return Office(db, vault)
