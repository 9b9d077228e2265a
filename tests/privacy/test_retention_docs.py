"""The page on retention says what is done: every column, every count, every field."""

import re
from pathlib import Path

from tocsin.locale.catalogues import load_sentences
from tocsin.locale.languages import ORIGINALS
from tocsin.privacy import purge
from tocsin.privacy.erasure_statement import ErasureStatement, describe_rule
from tocsin.privacy.personal_data_inventory import INDEXED, SEALED
from tocsin.store.queries import query

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "retention.md").read_text(encoding="utf-8")
ENDS = {"null": ("emptied", "replaced"), "row": ("row removed",)}


def rows() -> dict[str, list[str]]:
    """First cell of each row of a table -> the others."""
    cells = (
        [cell.strip() for cell in line.strip("|").split("|")] for line in PAGE.splitlines() if line[:1] == "|"
    )
    return {first.strip("`"): rest for first, *rest in cells}


def test_every_sealed_column_is_there_with_what_becomes_of_it():
    for column in SEALED:
        what, end = rows()[column.place]
        assert what == column.what
        assert end.startswith(ENDS[column.end]), column.place


def test_every_index_is_there_with_what_becomes_of_it():
    for index in INDEXED:
        _, end = rows()[f"{index.table.removeprefix('tracing_')}.{index.column}"]
        assert end.startswith(ENDS[index.end])


def test_no_column_is_invented():
    named = {first for first in rows() if re.fullmatch(r"[a-z]+\.[a-z_]+", first)}
    known = {column.place for column in SEALED}
    assert named == known | {f"{i.table.removeprefix('tracing_')}.{i.column}" for i in INDEXED}


def test_every_measure_that_is_kept_is_explained():
    kept = re.findall(r"\('(\w+)', ", query("erasure.keep_cases") + query("erasure.keep_contacts"))
    assert set(kept) <= set(rows())
    assert len(kept) == 9


def test_every_field_of_a_statement_is_explained():
    explained = PAGE.partition("## The statement")[2].partition("## Copies")[0]
    for field in ("statement", *ErasureStatement.__struct_fields__):
        assert f"`{field}`" in explained
    assert describe_rule(3) in explained


def test_every_count_has_words():
    steps = {
        *purge._STEPS,
        *purge._LAST,
        "follow_up",
        "kept_longer",
        "conversations",
        "sealed_again",
        "indexed_again",
        "lost",
    }
    steps |= {f"kept_{name.removeprefix('later_')}" for name in purge._PREPARE}
    for lang in ORIGINALS:
        assert steps == set(load_sentences("tocsin", "erasure.steps", lang))
