"""What authors of rounds name as asked is counted by the reasons that are cited for it."""

import json
from pathlib import Path

import pytest

from tocsin.evaluation.asked_reasons import ASKED_REASONS, WITHOUT_REASON, list_asked_reasons
from tocsin.evaluation.labelled_rows import EvaluationRow, ExpectedVerdict, RowResult
from tocsin.evaluation.scores import share_asks_cited

ROUNDS = Path(__file__).parents[2] / "evals" / "rounds"
ASIDE = (ROUNDS.parent / "kept-aside.txt").read_text()
FRAUD = ExpectedVerdict(("imposture", "suspicious"))


def got(verdict, reasons, asks, expect=FRAUD):
    return RowResult(EvaluationRow(expect, asks=asks), verdict, reasons)


@pytest.mark.parametrize(
    ("reasons", "asks", "cited", "of"),
    [
        (("lookalike_domain", "lure_card"), ("click",), 1, 1),
        (("lure_card",), ("click",), 0, 1),
        (("asks_bank_details",), ("card", "iban", "nir"), 1, 2),
        (("unknown_callback",), ("call_back",), 1, 1),
        (("lure_relative",), ("reply", "none"), 0, 0),
        (("asks_identity_document",), ("personal_data",), 1, 1),
        (("asks_identity_document",), ("personal",), 0, 1),
    ],
)
def test_one_of_its_kinds_is_enough_for_each_thing_asked(reasons, asks, cited, of):
    found = share_asks_cited([got("suspicious", reasons, asks)])
    assert (found.right, found.of) == (cited, of)


def test_only_frauds_that_were_flagged_count():
    genuine = ExpectedVerdict(("unproven",))
    missed, harmless = got("unproven", (), ("nir",)), got("suspicious", ("asks_nir",), ("nir",), genuine)
    assert share_asks_cited([missed, harmless]).of == 0


@pytest.mark.parametrize(
    "file",
    sorted(file for file in ROUNDS.glob("*.jsonl") if f"rounds/{file.name}" not in ASIDE),
    ids=lambda f: f.stem,
)
def test_every_word_of_the_authors_is_known(file):
    words = {word for line in file.read_text().splitlines() for word in json.loads(line).get("asks", ())}
    assert words - ASKED_REASONS.keys() - WITHOUT_REASON == set()


def test_a_word_nobody_knows_is_not_counted():
    assert list_asked_reasons(("a_kidney",)) == []
