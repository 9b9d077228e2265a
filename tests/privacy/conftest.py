"""A household on a store of its own, with keys of its own."""

import psycopg
import pytest

from tests.tracing.village import Village
from tocsin.privacy.vault import Vault


@pytest.fixture
def village(db: psycopg.Connection, vault: Vault) -> Village:
    return Village(db, vault)
