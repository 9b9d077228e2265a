"""A table of weights with several columns: one linear classifier for each kind that a text may be of, or thing it may ask.

The score of a column is the sum of the weights of the features that a text has, each counted once, over the square root
of how many of them the table knows. Weights are integers, so that every machine computes the same score.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import cast

import msgspec
from msgspec import Struct

from tocsin.charter.compiled_tables import get_table
from tocsin.evidence.feature_rows import FeatureRows, PackedRows, pack_rows
from tocsin.evidence.text_classifier import (
    MOST_HEADINGS,
    TextClassifier,
    WeightSums,
    list_heading_features,
    pack_classifier,
)


class ColumnsHeader(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a table says of itself."""

    rows_hash: str
    """Of the rows that it was trained on: BLAKE2b, 8 bytes, in hexadecimal."""
    rows: int
    """How many those were."""
    step: float
    """Log-odds that one unit of weight stands for."""
    columns: tuple[str, ...]
    """What each column tells, by whose place weights are told."""
    thresholds: dict[str, float] = {}
    """Log-odds from which on a column is believed, chosen on authors left out; a column that has none never is."""


class WeightColumns:
    """Weights of features by column."""

    def __init__(self, header: ColumnsHeader, rows: FeatureRows) -> None:
        self.header = header
        self.width = len(header.columns)
        self.rows = rows
        self._weights: dict[int, list[tuple[int, int]]] = {}
        self._headings: dict[str, list[int]] = {}

    def index(self) -> None:
        """Look features up at once from now on, see :meth:`FeatureRows.index`."""
        self.rows.index()

    def find_places(self, features: Iterable[str]) -> list[int]:
        """Places of the features that have weights."""
        find = self.rows.find_place
        return [place for f in features if (place := find(f)) is not None]

    def find_heading_places(self, heading: str) -> list[int]:
        """Places of the features of what is shown beside a text, such as its sender."""
        found = self._headings.get(heading)
        if found is None:
            found = self.find_places(list_heading_features(heading)) if heading else []
            if len(self._headings) < MOST_HEADINGS:
                self._headings[heading] = found
        return found

    def add_rows(self, places: Iterable[int], words: Sequence[int] = ()) -> list[int]:
        """The sum of weights of each column, beside what words weigh there."""
        sums = list(words) or [0] * self.width
        for place in places:
            for column, weight in self.list_weights(place):
                sums[column] += weight
        return sums

    def list_weights(self, place: int) -> list[tuple[int, int]]:
        """Columns and weights of a feature: of some ten thousand those are read that texts have."""
        found = self._weights.get(place)
        if found is None:
            found = self._weights[place] = self.rows.read_row(place)
        return found

    def sum_features(self, features: Iterable[str]) -> WeightSums:
        """What features weigh that are different from one another."""
        places = self.find_places(features)
        return WeightSums(self.add_rows(places), len(places))


WeightTable = TextClassifier | WeightColumns


def parse_columns(table: str) -> WeightColumns:
    """The weights from their table: a line of JSON, then for each feature ``column:weight`` as often as it has one."""
    return _unpack_columns(pack_columns(table))


def pack_columns(table: str) -> PackedRows:
    """The table as the compiled tables keep it."""
    header, *lines = table.rstrip("\n").split("\n")
    return pack_rows(header, (cast(tuple[str, str], tuple(line.split("\t"))) for line in lines))


def _unpack_columns(packed: PackedRows) -> WeightColumns:
    return WeightColumns(msgspec.json.decode(packed.header, type=ColumnsHeader), FeatureRows(packed))


def pack_message_table(file: Path) -> PackedRows:
    """A table that messages are weighed with, for the compiled tables (see ``charter/compiled_tables.py``)."""
    table = file.read_text(encoding="utf-8")
    return pack_columns(table) if '"columns"' in table.partition("\n")[0] else pack_classifier(table)


def format_columns(header: ColumnsHeader, weights: Iterable[tuple[str, Mapping[int, int]]]) -> str:
    """The table of weights, by feature and column; the same for the same weights."""
    lines = (
        feature + "\t" + " ".join(f"{column}:{weight}" for column, weight in sorted(row.items()))
        for feature, row in sorted(weights)
        if row
    )
    return "\n".join((msgspec.json.encode(header).decode(), *lines)) + "\n"


@cache
def load_columns(name: str) -> WeightColumns:
    """One of the tables that are shipped, read once."""
    return _unpack_columns(get_table(f"weights/{name}", PackedRows))
