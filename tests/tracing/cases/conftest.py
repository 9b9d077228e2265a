"""Fixtures of the tests around files."""

from typing import Any

import psycopg
import pytest

from tests.tracing.calls.people import People
from tocsin.privacy.vault import Vault


@pytest.fixture
def people(db: psycopg.Connection[Any], vault: Vault) -> People:
    """Whoever a test needs, on Thursday 4 March 2021."""
    return People(db, vault)
