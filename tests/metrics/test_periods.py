"""Keys of blind indexes go with their days: an old copy tells no number of whoever was erased."""

from datetime import date, timedelta
from typing import Any

import psycopg
import pytest

from tests.tracing.village import Village, noon
from tocsin.privacy.erasure import erase_due
from tocsin.privacy.identity import fold_name, make_gathering_key, make_identity_key, make_name_key
from tocsin.privacy.keycheck import check_keys
from tocsin.privacy.personal_data_inventory import INDEXED
from tocsin.privacy.retention import add_months
from tocsin.privacy.vault import Vault
from tocsin.register.register_keys import hash_recipient
from tocsin.tracing.contact_matching import ContactMention, name_contacts
from tocsin.tracing.people.phones import get_or_create_phone

MONDAY = date(2027, 2, 1)
TUESDAY, NEXT_WEEK = MONDAY + timedelta(days=1), MONDAY + timedelta(days=9)
NUMBER, OTHER = "+33639980001", "+33639980002"


@pytest.fixture
def village(db: psycopg.Connection, vault: Vault) -> Village:
    return Village(db, vault)


def copied(db: psycopg.Connection) -> set[bytes | str]:
    """Everything in a copy of the store by which something could be found."""
    found: set[Any] = set()
    for column in INDEXED:
        rows = db.execute(f"select {column.column} from {column.table}").fetchall()  # type: ignore[arg-type]
        found |= {bytes(row[0]) for row in rows if row[0] is not None}
    found |= {row[0] for row in db.execute("select recipient from tracing_message").fetchall()}
    found |= {row[0] for row in db.execute("select key from tracing_inbox").fetchall()}
    db.commit()
    return found


def guesses(vault: Vault, number: str, name: str) -> set[bytes | str]:
    """What whoever has all keys that live makes of a number, and of who may have it, to try it on a copy."""
    known: set[bytes | str] = set(vault.list_indexes("number", number))
    known |= {hash_recipient(key, number) for key in vault.list_recipient_keys()}
    known |= set(vault.list_indexes("sms", f"{number}\n38663\noui, avec Karim"))
    known |= set(vault.list_indexes("identity", make_identity_key(name, "Zoé", "1980-05-04")))
    known |= set(vault.list_indexes("name", make_name_key(name, "Zoé")))
    known |= set(vault.list_indexes("label", make_gathering_key("Loto de l'école", MONDAY)))
    return known | set(vault.list_indexes("name", fold_name("Karim Pb")))


def test_no_number_and_no_name_comes_back_from_a_copy_once_its_day_is_erased(
    village: Village, db: psycopg.Connection, vault: Vault
):
    village.household(MONDAY, 1)
    village.household(TUESDAY, 2)
    copy = copied(db)
    assert len(guesses(vault, NUMBER, "Durandb") & copy) == 7, "each of them is in the copy, and can be tried"
    erase_due(db, vault, add_months(MONDAY), noon(add_months(MONDAY)), by="clock")
    assert guesses(vault, NUMBER, "Durandb") & copy == set()


def test_nor_from_a_copy_made_in_the_last_days_of_the_week(
    village: Village, db: psycopg.Connection, vault: Vault
):
    """Each day that is left of a week has its own key from the moment at which the first one goes."""
    for n in range(7):
        village.household(MONDAY + timedelta(days=n), n + 1)
    for n in range(7):
        day, number = MONDAY + timedelta(days=n), f"+3363998{n + 1:04d}"
        copy = copied(db)
        assert set(vault.list_indexes("number", number)) & copy
        erase_due(db, vault, add_months(day), noon(add_months(day)), by="clock")
        assert not set(vault.list_indexes("number", number)) & copy


def test_who_is_kept_is_found_as_before(village: Village, db: psycopg.Connection, vault: Vault):
    village.household(MONDAY, 1)
    kept = village.household(TUESDAY, 2)
    [done] = erase_due(db, vault, add_months(MONDAY), noon(add_months(MONDAY)), by="clock")
    assert done.counts["indexed_again"] == 9
    index = village.value("number_index", "phone", kept["phone"])
    assert index in vault.list_indexes("number", OTHER)
    assert check_keys(db, vault).problems == ()
    assert get_or_create_phone(db, vault, OTHER, "Europe/Paris", add_months(MONDAY)) == kept["phone"]


def test_the_statement_names_the_keys_of_the_indexes_and_one_that_came_back_is_seen(
    village: Village, db: psycopg.Connection, vault: Vault
):
    village.household(MONDAY, 1)
    week = vault.ring.find_index_key(MONDAY)
    ring = vault.ring
    erase_due(db, vault, add_months(MONDAY), noon(add_months(MONDAY)), by="clock")
    assert week is not None
    assert week.id in village.value("statement", "erasure", 1)
    back = [key for key in ring.indexes if key.id == week.id]
    vault.change_keys(lambda now: type(now)(**{**_fields(now), "indexes": (*now.indexes, *back)}))
    assert any("destroyed are back" in problem for problem in check_keys(db, vault).problems)


def _fields(ring: Any) -> dict[str, Any]:
    return {name: getattr(ring, name) for name in ring.__struct_fields__}


def test_a_number_met_again_in_another_week_is_one_phone(db: psycopg.Connection, vault: Vault):
    first = get_or_create_phone(db, vault, NUMBER, "Europe/Paris", MONDAY)
    assert get_or_create_phone(db, vault, NUMBER, "Europe/Paris", NEXT_WEEK) == first
    assert get_or_create_phone(db, vault, OTHER, "Europe/Paris", NEXT_WEEK) != first


def test_somebody_named_again_in_another_week_is_one_contact_and_one_person(
    village: Village, db: psycopg.Connection, vault: Vault
):
    case = village.household(MONDAY, 1)["case"]
    namings = [
        ContactMention(case_id=case, name="Nadia", number="+33639980077"),
        ContactMention(case_id=case, name="Sam"),
    ]
    first = name_contacts(db, vault, namings, noon(MONDAY))
    again = name_contacts(db, vault, namings, noon(NEXT_WEEK))
    assert (first.new, again.new) == (2, 0)
    assert again.contacts == first.contacts


def test_a_case_that_names_itself_in_another_week_is_known(
    village: Village, db: psycopg.Connection, vault: Vault
):
    case = village.household(MONDAY, 1)["case"]
    named = name_contacts(
        db, vault, [ContactMention(case_id=case, name="Zoé", number=NUMBER)], noon(NEXT_WEEK)
    )
    assert named.contacts == (None,)
