"""A table of several columns adds weights up, and is written and read to the same."""

from tocsin.evidence.weight_columns import ColumnsHeader, format_columns, parse_columns

HEADER = ColumnsHeader(
    rows_hash="0", rows=2, step=0.5, columns=("payment", "link"), thresholds={"payment": 0.25}
)
WEIGHTS = [("payez", {0: 5}), ("ici", {0: -2, 1: 7}), ("rien", {})]


def test_each_column_adds_up_the_weights_of_the_features_that_it_knows() -> None:
    weights = parse_columns(format_columns(HEADER, WEIGHTS))
    places = weights.find_places(["payez", "ici", "rien", "inconnu"])
    assert len(places) == 2  # a feature without weights is not kept
    assert weights.add_rows(places) == [3, 7]
    assert weights.add_rows([]) == [0, 0]


def test_a_table_is_the_same_whatever_the_order_of_its_features() -> None:
    table = format_columns(HEADER, WEIGHTS)
    assert format_columns(HEADER, reversed(WEIGHTS)) == table
    assert parse_columns(table).header == HEADER
