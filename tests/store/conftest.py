"""A store that stands already, for the tests of the embedded server."""

import pytest

from tests.store import prepared


@pytest.fixture
def made(home):
    """A store that is there already: most of what is told here is not about how it is made."""
    return prepared.put(home)
