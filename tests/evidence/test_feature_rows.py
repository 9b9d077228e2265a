"""A packed table knows the same features, with the same weights, as the one that it was made of."""

from tocsin.evidence.feature_rows import FeatureRows, pack_rows
from tocsin.evidence.text_classifier import (
    TABLES,
    ClassifierHeader,
    PackedWeights,
    TextClassifier,
    load_classifier,
    parse_classifier,
)
from tocsin.evidence.weight_columns import load_columns
from tocsin.evidence.word_weights import TEXTS_BEFORE_KERNEL, WordWeights

ROWS = [("votre", "0:-2 3:14"), ("é", "1:5"), ("votre colis", "0:7"), ("!", "0:1"), ("~", "2:-127")]


def test_every_feature_is_found_and_no_other():
    for index in (False, True):
        rows = FeatureRows(pack_rows("{}", ROWS))
        if index:
            rows.index()
        found = {feature: rows.find_place(feature) for feature, _ in ROWS}
        assert sorted(found.values()) == [0, 1, 2, 3, 4]
        assert rows.read_row(found["votre"]) == [(0, -2), (3, 14)]
        assert rows.read_row(found["~"]) == [(2, -127)]
        assert [rows.find_place(other) for other in ("", "votr", "votre ", "votre coliss", "\x7f", "ê")] == [
            None
        ] * 6
    assert FeatureRows(pack_rows("{}", [])).find_place("votre") is None


def test_the_packed_classifier_is_that_of_its_table():
    for name in ("frauds", "tellings_glance"):
        packed = load_classifier(name)
        told = parse_classifier((TABLES / f"{name}.txt").read_text(encoding="utf-8"))
        assert packed.header == told.header
        some = list(told.weights)[::97]
        assert packed.weigh_features([*some, "no such feature"]) == told.weigh_features(some)
        assert packed.rows.features == told.rows.features
        assert packed.rows.rows == told.rows.rows


def test_the_packed_columns_are_those_of_their_table():
    for name in ("asks", "institutions", "tellings"):
        lines = (TABLES / f"{name}.txt").read_text(encoding="utf-8").splitlines()[1:]
        table = load_columns(name)
        assert len(table.rows) == len(lines)
        for line in lines[::97]:
            feature, _, row = line.partition("\t")
            [place] = table.find_places([feature])
            assert " ".join(f"{column}:{weight}" for column, weight in table.list_weights(place)) == row


def test_an_indexed_classifier_weighs_the_same():
    header = ClassifierHeader(name="n", rows_hash="0", rows=1, step=0.5)
    plain = TextClassifier(header, {"votre": -2, "colis": 14})
    before = load_classifier("frauds").weigh_features(["votre", "colis", "votre colis", "nothing"])
    plain.index()
    assert plain.weigh_features(["votre", "rien", "colis"]) == (12, 2)
    fresh = load_classifier.__wrapped__("frauds")
    fresh.index()
    assert not isinstance(fresh.weights, PackedWeights)
    assert fresh.weigh_features(["votre", "colis", "votre colis", "nothing"]) == before


def test_without_a_kernel_the_tables_are_indexed_once_many_texts_are_read(monkeypatch):
    monkeypatch.setenv("TOCSIN_KERNEL", "plain")
    tables = {"frauds": load_classifier.__wrapped__("frauds"), "asks": load_columns.__wrapped__("asks")}
    weights = WordWeights({name: lambda table=table: table for name, table in tables.items()})
    for number in range(TEXTS_BEFORE_KERNEL - 1):
        weights.weigh("asks", f"payez la taxe {number}", "sms")
    assert isinstance(tables["frauds"].weights, PackedWeights)
    weights.weigh("asks", "payez la taxe", "sms")
    assert not isinstance(tables["frauds"].weights, PackedWeights)
