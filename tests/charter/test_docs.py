# Tables read best with one case a line.
"""The pages say what the data and the code say, and all of it."""

import re
from pathlib import Path
from typing import get_args

import msgspec
import pytest

from tocsin.charter import parsing
from tocsin.charter.channels import CHANNELS
from tocsin.charter.items import ITEMS
from tocsin.charter.loading import load_charter
from tocsin.charter.schema import (
    Brand,
    CallTariff,
    ClauseExample,
    ClauseSource,
    Direction,
    FoundingSentence,
    InstitutionLexicon,
    LureAsset,
    Medium,
    Quality,
)
from tools.build_founding_page import find_carrying_clauses, render_founding_page

from .water import WORDING, ask, charter_of

DOCS = Path(__file__).resolve().parents[2] / "docs" / "reference"
FORMAT = (DOCS / "charter-format.md").read_text(encoding="utf-8")
SENTENCES = [f"S{i}" for i in range(1, 15)]


def test_the_founding_page_is_the_one_that_the_data_makes() -> None:
    """Where this fails: python -m tools.build_founding_page assurance_maladie > docs/reference/founding-document.md"""
    assert (DOCS / "founding-document.md").read_text(encoding="utf-8") == render_founding_page(
        load_charter("assurance_maladie")
    )


def test_the_founding_document_has_its_fourteen_sentences() -> None:
    assert [s.id for s in load_charter("assurance_maladie").founding] == SENTENCES


@pytest.mark.parametrize("name", SENTENCES)
def test_every_sentence_is_carried_and_told_in_both_languages(name: str) -> None:
    charter = load_charter("assurance_maladie")
    sentence = next(s for s in charter.founding if s.id == name)
    text = render_founding_page(charter)
    assert find_carrying_clauses(charter, sentence)
    section = text.split(f"\n## {name}\n")[1].split("\n## ")[0]
    assert sentence.wording.fr in section
    assert sentence.wording.en in section
    for clause in find_carrying_clauses(charter, sentence):
        assert f"`{clause.id}`" in section
        assert clause.wording.fr in section
        assert clause.wording.en in section
        assert all(source.url in section for source in clause.sources)


@pytest.mark.parametrize(
    ("name", "day", "clauses"),
    [
        ("S2", "2021-03-04", {"list.phone.ring", "point.phone.3646.ring"}),
        ("S3", "2021-03-04", {"list.phone.shown", "point.phone.3646.shown", "point.phone.interviews"}),
        ("S4", "2021-03-04", {"ask.call.iban", "ask.call.card"}),
        ("S8", "2021-03-04", {"ask.sms.personal"}),
        ("S11", "2021-03-04", {"tracing", "point.sms.38663.tracing"}),
        ("S14", "2021-03-04", {"ask.social.personal"}),
    ],
)
def test_a_sentence_is_carried_on_the_day_of_the_page(name: str, day: str, clauses: set[str]) -> None:
    from datetime import date

    when = date.fromisoformat(day)
    charter = load_charter("assurance_maladie")
    holding = {c.id for c in charter.clauses if name in c.founding and c.in_force.surely_holds(when)}
    assert holding == clauses


def test_every_sentence_is_surely_carried_on_the_day_of_the_page() -> None:
    from datetime import date

    charter = load_charter("assurance_maladie")
    carried = {n for c in charter.clauses if c.in_force.surely_holds(date(2021, 3, 4)) for n in c.founding}
    assert carried == set(SENTENCES)


def test_a_sentence_without_a_clause_is_on_the_page_too() -> None:
    charter = charter_of(
        ask("a", founding=("S1",)),
        founding=tuple(FoundingSentence(id=n, wording=WORDING) for n in ("S1", "S2")),
    )
    text = render_founding_page(charter)
    assert "| [S1](#s1) | `a` |" in text
    assert "| [S2](#s2) | none |" in text


# ---- charter-format.md

WRITTEN = (
    *parsing.SECTIONS.values(), parsing.WrittenSections, parsing.WrittenPeriod, parsing.WrittenExamples,
    CallTariff, ClauseExample, ClauseSource, InstitutionLexicon, LureAsset,
)  # fmt: skip
KEYS = {
    field.encode_name for record in WRITTEN for field in msgspec.structs.fields(record)
} - parsing.UNWRITTEN
VALUES = {
    *get_args(Brand), *get_args(Medium), *get_args(Direction), *get_args(Quality), *ITEMS, *CHANNELS,
    *parsing.SITUATIONS, "never", "only_if", "yes", "unknown",
}  # fmt: skip


def test_every_key_and_value_of_the_format_is_on_its_page() -> None:
    assert {*KEYS, *VALUES} - set(re.findall(r"[a-z_0-9]+", FORMAT)) == set()
