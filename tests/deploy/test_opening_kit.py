"""``tocsin deploy kit`` (adopt/opening-kit): the papers say what the program does, or nothing is released."""

import os
import re
from datetime import date
from pathlib import Path

import pytest

from tests.cli.conftest import Tocsin
from tests.store.migrated_tables import list_migrated_tables
from tocsin.cli.service.opening_kit import documents
from tocsin.cli.service.opening_kit.periods import PERIODS
from tocsin.cli.service.opening_kit.processing import list_kept_rows, load_processing_declaration
from tocsin.privacy.personal_data_inventory import INDEXED, SEALED
from tocsin.web.accessibility_audit import load_accessibility_audit
from tocsin.web.site_operator import SiteOperator

GOLDEN = Path(__file__).parents[2] / "docs" / "adopt" / "fr"
DAY = date(2026, 11, 29)
OPERATOR = SiteOperator(
    name="Organisme Exemple",
    contacts=("mailto:contact@verifier.example",),
    host="Hébergeur Exemple",
    audit=load_accessibility_audit(),
    accessibility="partial",
    accessibility_contacts=("mailto:acces@verifier.example",),
    data_protection_contacts=("mailto:dpd@verifier.example",),
)
DECLARED = load_processing_declaration()


def test_every_table_of_the_store_is_spoken_for_once():
    named = [table for activity in DECLARED.activities for table in activity.tables] + [*DECLARED.nobody]
    assert sorted(named) == sorted(list_migrated_tables())


def test_what_is_encrypted_is_erased_after_the_three_months_and_named_in_french():
    tables = {table: entry for one in DECLARED.activities for table, entry in one.tables.items()}
    kept = {column.table: tables[column.table].kept for column in (*SEALED, *INDEXED)}
    assert {table for table, period in kept.items() if period != "collected"} == {
        "tracing_unconfirmed",
        "tracing_reportletter",
    }
    assert set(DECLARED.columns) == {column.place for column in SEALED}


def test_every_period_is_one_of_the_code():
    used = {entry.kept for one in DECLARED.activities for entry in one.tables.values()}
    assert used == set(PERIODS)


def test_every_column_of_the_inventory_is_in_the_register():
    rows = {row.place for activity in DECLARED.activities for row in list_kept_rows(activity)}
    assert rows >= {column.place for column in SEALED}
    assert rows >= {f"{one.table.removeprefix('tracing_')}.{one.column}" for one in INDEXED}


@pytest.mark.parametrize("name", documents.DOCUMENTS)
def test_the_papers_in_the_documentation_are_those_that_the_program_writes(name):
    written = documents.write_document(name, OPERATOR, DAY)
    if os.environ.get("TOCSIN_GOLDEN") == "write":
        GOLDEN.mkdir(exist_ok=True)
        (GOLDEN / name).write_text(written, encoding="utf-8")
    assert (GOLDEN / name).read_text(encoding="utf-8") == written


def test_the_grid_has_every_criterion_and_what_fails_is_said():
    grid = documents.write_document("accessibilite.md", OPERATOR, DAY)
    assert len(re.findall(r"^\| \d+\.\d+ \|", grid, re.M)) == 106
    assert grid.count("**non conforme**") == OPERATOR.audit.count("fails")


def test_the_command_writes_them_and_says_what_is_left_to_fill_in(tmp_path):
    run = Tocsin(tmp_path)
    got = run("deploy", "kit", "--out", "kit", "--on", "2026-11-29", TOCSIN_OPERATOR_NAME="Organisme Exemple")
    assert got.status == 0
    assert sorted(file.name for file in (tmp_path / "kit").iterdir()) == sorted(documents.DOCUMENTS)
    assert re.search(r"registre.md: \d+ places to fill in", got.out)
    assert "Organisme Exemple" in (tmp_path / "kit" / "registre.md").read_text(encoding="utf-8")


def test_an_operator_who_cannot_be_read_is_refused(tmp_path):
    got = Tocsin(tmp_path)("deploy", "kit", "--out", "kit", TOCSIN_OPERATOR_DPO="nobody")
    assert got.status == 64
    assert "TOCSIN_OPERATOR_DPO must be mailto" in got.err
