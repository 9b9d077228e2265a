"""No column with something personal is forgotten: the list is held against the tables as they are made."""

from datetime import date

import psycopg

from tests.store.migrated_tables import list_binary_columns, list_migrated_tables
from tests.tracing.village import Village
from tocsin.privacy.personal_data_inventory import INDEXED, SEALED
from tocsin.privacy.rotation import count_by_key
from tocsin.privacy.vault import Vault

NOT_PERSONAL = {
    ("tracing_intakefile", "digest"),
    ("tracing_erasure", "signature"),
    ("tracing_report", "digest"),  # of a code drawn at random, which only its owner has
    ("tracing_pageuse", "digest"),  # of an address and a day, under the key of the site; for minutes
}
MONDAY = date(2027, 2, 1)


def test_every_binary_column_is_sealed_or_an_index_or_said_to_be_neither():
    listed = {(one.table, one.column) for one in (*SEALED, *INDEXED)}
    assert listed | NOT_PERSONAL == list_binary_columns()
    assert len(listed) == len(SEALED) + len(INDEXED)


def test_every_sealed_row_has_its_day_and_its_number():
    for column in SEALED:
        assert {"collected_on", "id"} <= list_migrated_tables()[column.table].keys(), column.table


def test_what_is_emptied_may_be_null():
    for column in (*SEALED, *INDEXED):
        made = list_migrated_tables()[column.table][column.column]
        assert made.may_be_null or column.end == "row", f"{column.table}.{column.column}"


def test_an_index_is_made_from_a_column_of_its_own_row():
    sealed = {(column.table, column.column) for column in SEALED}
    for index in INDEXED:
        assert not index.sealed_in or (index.table, index.sealed_in) in sealed


def test_the_village_has_something_in_each_of_them(db: psycopg.Connection, vault: Vault):
    village = Village(db, vault)
    village.household(MONDAY)
    for column in (*SEALED, *INDEXED):
        name = column.table.removeprefix("tracing_")
        assert village.count(name, f"{column.column} is not null"), f"{column.table}.{column.column}"


def test_each_value_stands_under_the_key_of_its_day(db: psycopg.Connection, vault: Vault):
    Village(db, vault).household(MONDAY)
    [key] = vault.ring.keys
    assert set(count_by_key(db)) == {key.id}
    assert count_by_key(db)[key.id] == 18  # of fifteen columns; two people and two phones with threads
