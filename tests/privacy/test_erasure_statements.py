"""The signed statements of erasures: what they say, and that a changed chain is seen."""

import json
from datetime import UTC, date, datetime, timedelta

import msgspec
import psycopg
import pytest

from tests.privacy.erasing import MONDAY, public
from tests.tracing.village import Village, noon
from tocsin.privacy import erasure_statement, keyring, rotation
from tocsin.privacy.erasure import erase_due
from tocsin.privacy.erasure_log import list_erasures
from tocsin.privacy.retention import add_months
from tocsin.privacy.vault import Vault


@pytest.fixture
def chain(village: Village, db: psycopg.Connection, vault: Vault) -> Village:
    """Three erasures."""
    for n in range(3):
        day = MONDAY + timedelta(days=n)
        village.household(day, n + 1)
        erase_due(db, vault, add_months(day), noon(add_months(day)), by="clock")
    return village


def test_a_statement_says_what_went_and_can_be_checked(chain: Village, db: psycopg.Connection, vault: Vault):
    assert erasure_statement.find_chain_problems(list_erasures(db), public(vault)) == []
    said = json.loads(list_erasures(db)[0].statement)
    assert said["statement"] == "tocsin erasure"
    assert said["number"] == 1
    assert said["up_to"] == "2027-02-01"
    assert said["counts"]["people"] == 2
    assert [key["day"] for key in said["keys"]] == ["2027-02-01"]
    assert said["previous"] == ""


def test_nothing_personal_stands_in_a_statement(chain: Village, db: psycopg.Connection, vault: Vault):
    for row in list_erasures(db):
        assert not any(word in row.statement for word in ("Zo", "Durand", "33639", "Karim"))


@pytest.mark.parametrize(
    ("tamper", "said"),
    [
        (
            "update tracing_erasure set statement = replace(statement, 'clock', 'nobody') where id = 2",
            "changed",
        ),
        ("update tracing_erasure set signature = set_byte(signature, 0, 1) where id = 2", "changed"),
        ("delete from tracing_erasure where id = 2", "number 3, not 2"),
        ("delete from tracing_erasure where id = 1", "number 2, not 1"),
        ("update tracing_erasure set counts = '{}' where id = 3", "other things"),
        ("update tracing_erasure set up_to = '2026-01-01' where id = 1", "other things"),
    ],
)
def test_what_was_done_to_a_chain_is_seen(
    chain: Village, db: psycopg.Connection, vault: Vault, tamper: str, said: str
):
    db.execute(tamper)  # type: ignore[call-overload]
    db.commit()
    assert any(
        said in problem for problem in erasure_statement.find_chain_problems(list_erasures(db), public(vault))
    )


def test_statements_signed_with_another_key_are_not_ours(
    chain: Village, db: psycopg.Connection, vault: Vault
):
    assert (
        len(
            erasure_statement.find_chain_problems(
                list_erasures(db), erasure_statement.derive_public_key(b"x" * 32)
            )
        )
        == 3
    )


def test_the_chain_goes_on_with_the_same_key_after_a_rotation(
    chain: Village, db: psycopg.Connection, vault: Vault
):
    day = date(2027, 3, 1)
    chain.household(day, 9)
    rotation.rotate_keys(db, vault, datetime(2027, 3, 2, tzinfo=UTC))
    [done] = erase_due(db, vault, add_months(day), noon(add_months(day)), by="agent-1")
    assert done.number == 4
    assert msgspec.json.decode(done.statement)["by"] == "agent-1"
    assert erasure_statement.find_chain_problems(list_erasures(db), public(vault)) == []
    assert keyring.make_key_ring(lambda day, turn: b"x" * 32).signing != vault.ring.signing
