"""Whose messages a text reads like, where nobody is named."""

from math import inf

import pytest

from tocsin.evidence.institution_likeness import TABLE, Likeness, choose_likest
from tocsin.evidence.text_classifier import list_features, list_words
from tocsin.evidence.weight_columns import ColumnsHeader, format_columns, load_columns, parse_columns
from tools.institution_rows import NOBODY, find_institution, list_nameless_features

HEADER = ColumnsHeader(rows_hash="0", rows=2, step=0.5, columns=("any", "antai", "la_poste"))


def test_the_institution_whose_weights_add_up_to_most_is_the_likest() -> None:
    weights = [("amende", {0: 2, 1: 6}), ("colis", {0: 2, 2: 8}), ("votre", {0: 1}), ("@info", {2: 1})]
    table = parse_columns(format_columns(HEADER, weights))

    def find(text: str, heading: str = "") -> Likeness | None:
        return choose_likest(table, table.sum_features(list_features(list_words(text))), heading)

    found = find("Votre amende")
    assert found is not None
    assert found.institution == "antai"
    assert found.score == pytest.approx((2 + 1 + 6) * 0.5 / 2**0.5)
    assert found.clarity == pytest.approx((6 + 6 - 0) * 0.5 / 2**0.5)
    sent = find("Votre amende, votre colis", "INFO")
    assert sent is not None
    assert sent.institution == "la_poste"
    assert find("rien de connu") is None
    words = table.sum_features(list_features(list_words("Votre amende")))
    assert choose_likest(table, words, least=found.score) == found
    assert choose_likest(table, words, least=found.score + 0.01) is None


def test_the_lead_before_another_kind_and_before_its_own_are_told_beside_that_before_the_next() -> None:
    header = ColumnsHeader(rows_hash="0", rows=2, step=1.0, columns=("any", "one_bank", "two_bank", "antai"))
    table = parse_columns(format_columns(header, [("carte", {0: 1, 1: 5, 2: 4, 3: 1})]))
    words = table.sum_features(list_features(list_words("carte")))
    found = choose_likest(table, words, "", {"one_bank": "any_bank", "two_bank": "any_bank"})
    assert found is not None
    assert (found.institution, found.clarity) == ("one_bank", 5 + 5 - 4)
    assert (found.general, found.general_clarity) == ("any_bank", 5 + 5 - 1)
    assert found.lead == 5 - 4
    alone = choose_likest(table, words, "", {"one_bank": "any_bank"})
    assert alone is not None
    assert alone.lead == inf


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
    columns = load_columns(TABLE).header.columns
    assert columns[0] == "any"
    assert {"assurance_maladie", "antai", "caf", "la_poste", "dgfip", "banques_fr"} <= set(columns)
