"""Whose messages a text reads like, where nobody is named."""

import json
from pathlib import Path

import pytest

from tocsin.evidence.institution_likeness import TABLE, InstitutionLikeness, load_likeness
from tocsin.evidence.text_classifier import TEXTS_BEFORE_KERNEL
from tocsin.evidence.token_kernel import load_library
from tocsin.evidence.weight_columns import ColumnsHeader, format_columns, load_columns, parse_columns
from tools.institution_rows import NOBODY, find_institution, list_nameless_features

ROWS = Path(__file__).resolve().parents[2] / "evals" / "rounds" / "i4.jsonl"
HEADER = ColumnsHeader(rows_hash="0", rows=2, step=0.5, columns=("any", "antai", "la_poste"))


def test_the_institution_whose_weights_add_up_to_most_is_the_likest() -> None:
    weights = [("amende", {0: 2, 1: 6}), ("colis", {0: 2, 2: 8}), ("votre", {0: 1}), ("@info", {2: 1})]
    likeness = InstitutionLikeness(parse_columns(format_columns(HEADER, weights)))
    found = likeness.find_likest("Votre amende")
    assert found is not None
    assert found.institution == "antai"
    assert found.score == pytest.approx((2 + 1 + 6) * 0.5 / 2**0.5)
    assert found.clarity == pytest.approx((6 + 6 - 0) * 0.5 / 2**0.5)
    sent = likeness.find_likest("Votre amende, votre colis", "INFO")
    assert sent is not None
    assert sent.institution == "la_poste"
    assert likeness.find_likest("rien de connu") is None


def test_the_lead_before_another_kind_is_told_beside_that_before_the_next() -> None:
    header = ColumnsHeader(rows_hash="0", rows=2, step=1.0, columns=("any", "one_bank", "two_bank", "antai"))
    weights = [("carte", {0: 1, 1: 5, 2: 4, 3: 1})]
    likeness = InstitutionLikeness(parse_columns(format_columns(header, weights)))
    found = likeness.find_likest("carte", general={"one_bank": "any_bank", "two_bank": "any_bank"})
    assert found is not None
    assert (found.institution, found.clarity) == ("one_bank", 5 + 5 - 4)
    assert (found.general, found.general_clarity) == ("any_bank", 5 + 5 - 1)


@pytest.mark.skipif(load_library() is None, reason="no compiled kernel")
def test_the_compiled_sums_are_those_of_python() -> None:
    texts = [json.loads(line)["text"] for line in ROWS.read_text(encoding="utf-8").splitlines()]
    assert len(texts) > TEXTS_BEFORE_KERNEL
    plain, later = (InstitutionLikeness(load_columns(TABLE)) for _ in range(2))
    said = [plain.find_likest(text, "INFO") for text in texts[: TEXTS_BEFORE_KERNEL - 1]]
    for text in texts:  # the compiled table is made on the way
        later.find_likest(text)
    assert [later.find_likest(text, "INFO") for text in texts[: TEXTS_BEFORE_KERNEL - 1]] == said


def test_names_teach_nothing_and_whoever_only_speaks_of_an_institution_is_nobody() -> None:
    row = {
        "text": "Antai : votre amende est impayée",
        "sender": "ANTAI",
        "expect": {"verdict": ["imposture"]},
    }
    features = list_nameless_features(row)
    assert "amende" in features
    assert not any("antai" in feature for feature in features)
    assert find_institution(row | {"institution": "amende"}) == "antai"
    assert find_institution(row | {"institution": "antai", "family": "harmless"}) == NOBODY


def test_every_column_is_an_institution_of_ours() -> None:
    columns = load_likeness().weights.header.columns
    assert columns[0] == "any"
    assert {"antai", "caf", "la_poste", "dgfip", "banques_fr"} <= set(columns)
