"""An erasure that is killed is brought to its end by the next one, wherever it was."""

from datetime import timedelta

import psycopg
import pytest

from tests.privacy.erasing import MONDAY, NOW, THAT_DAY, TUESDAY, everything, public
from tests.tracing.village import Village, renew_collection_day
from tocsin.privacy import erasure, erasure_statement, rotation
from tocsin.privacy.erasure import erase_due
from tocsin.privacy.erasure_log import list_erasures
from tocsin.privacy.keyring import KeyDestroyed
from tocsin.privacy.vault import Vault
from tocsin.store import database as stores


class Killed(BaseException):
    """Stands for kill -9: nothing after it is done."""


def test_killed_between_the_rows_and_the_keys_the_next_call_destroys_them(
    village: Village, db: psycopg.Connection, vault: Vault
):
    home = village.household(MONDAY)
    copied = village.value("sealed", "person", home["person"])

    def kill(step: str) -> None:
        if step == "keys":
            raise Killed

    with pytest.raises(Killed):
        erase_due(db, vault, THAT_DAY, NOW, by="clock", progress=kill)
    assert village.value("sealed", "person", home["person"]) is None
    assert vault.open(copied, "person.sealed")  # its key is still there
    assert erasure_statement.find_chain_problems(list_erasures(db), public(vault))[0].startswith(
        "erasure 1 was cut short"
    )
    [done] = erase_due(db, vault, THAT_DAY, NOW + timedelta(hours=1), by="clock")
    assert done.counts["people"] == 2
    with pytest.raises(KeyDestroyed):
        vault.open(copied, "person.sealed")
    assert erasure_statement.find_chain_problems(list_erasures(db), public(vault)) == []


def test_killed_after_the_keys_the_next_call_signs(
    village: Village, db: psycopg.Connection, vault: Vault, monkeypatch: pytest.MonkeyPatch
):
    village.household(MONDAY)

    def kill(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(erasure_statement, "sign_statement", kill)
        with pytest.raises(Killed):
            erase_due(db, vault, THAT_DAY, NOW, by="clock")
    assert vault.ring.keys == ()
    [done] = erase_due(db, vault, THAT_DAY, NOW, by="clock")
    assert [name.day for name in done.keys] == [MONDAY]
    assert erasure_statement.find_chain_problems(list_erasures(db), public(vault)) == []


def test_killed_among_the_rows_nothing_happened(village: Village, db: psycopg.Connection, vault: Vault):
    village.household(MONDAY)
    before = everything(db)

    def kill(step: str) -> None:
        if step == "people":
            raise Killed

    with pytest.raises(Killed):
        erase_due(db, vault, THAT_DAY, NOW, by="clock", progress=kill)
    assert everything(db) == before
    assert len(vault.ring.keys) == 1


def test_a_key_that_came_back_with_an_old_copy_goes_again(
    village: Village, db: psycopg.Connection, vault: Vault
):
    village.household(MONDAY)
    copy = vault.ring
    erase_due(db, vault, THAT_DAY, NOW, by="clock")
    vault.change_keys(lambda _: copy)
    living = {key.id: key.day for key in vault.ring.keys}
    assert (
        "are back"
        in erasure_statement.find_chain_problems(list_erasures(db), public(vault), living=living)[0]
    )
    [done] = erase_due(db, vault, THAT_DAY, NOW, by="clock")
    assert [name.day for name in done.keys] == [MONDAY]
    assert vault.ring.keys == ()
    assert vault.ring.list_due_index_keys(MONDAY) == ()


def test_keys_of_a_rotation_that_is_not_over_go_too(village: Village, db: psycopg.Connection, vault: Vault):
    village.household(MONDAY)
    rotation.rotate_keys(db, vault, NOW)
    [done] = erase_due(db, vault, THAT_DAY, NOW, by="clock")
    assert len(done.keys) == 2
    assert vault.ring.keys == ()


def test_a_kept_row_that_somebody_writes_keeps_its_key(
    village: Village, store: str, db: psycopg.Connection, vault: Vault
):
    home = village.household(MONDAY)
    renew_collection_day(db, TUESDAY, people=[home["person"]])
    db.commit()
    with stores.open_connection(store) as other:
        other.execute("select 1 from tracing_person where id = %s for update", [home["person"]])
        with pytest.raises(erasure.RowsStillWritten, match="3 values"):  # what is sealed, and its two indexes
            erase_due(db, vault, THAT_DAY, NOW, by="clock")
        assert vault.ring.find_day_key(MONDAY) is not None
    [done] = erase_due(db, vault, THAT_DAY, NOW, by="clock")
    assert done.number == 1
    assert [key.day for key in vault.ring.keys] == [TUESDAY]
    assert village.value("sealed", "person", home["person"]) is not None
