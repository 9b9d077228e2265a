"""A table of weights with several columns: one linear classifier for each kind that a text may be of, or thing it may ask.

The score of a column is the sum of the weights of the features that a text has, each counted once, over the square root
of how many of them the table knows. Weights are integers, so that every machine computes the same score.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

import msgspec
from msgspec import Struct

from tocsin.evidence.text_classifier import TABLES, WeightSums


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

    def __init__(self, header: ColumnsHeader, rows: Mapping[str, str]) -> None:
        self.header = header
        self.width = len(header.columns)
        self.places = {feature: place for place, feature in enumerate(rows)}
        """Of each feature the place of its weights."""
        self._rows = list(rows.values())
        """They are read as they are asked for: a message has a few dozen of some thousand features."""
        self._weights: dict[int, list[tuple[int, int]]] = {}

    def find_places(self, features: Iterable[str]) -> list[int]:
        """Places of the features that have weights."""
        places = self.places
        return [places[f] for f in features if f in places]

    def add_rows(self, places: Iterable[int], words: Sequence[int] = ()) -> list[int]:
        """The sum of weights of each column, beside what words weigh there."""
        sums = list(words) or [0] * self.width
        for place in places:
            for column, weight in self.list_weights(place):
                sums[column] += weight
        return sums

    def list_weights(self, place: int) -> list[tuple[int, int]]:
        """Columns and weights of a feature."""
        found = self._weights.get(place)
        if found is None:
            pairs = (pair.split(":") for pair in self._rows[place].split(" "))
            found = self._weights[place] = [(int(column), int(weight)) for column, weight in pairs]
        return found

    def sum_features(self, features: Iterable[str]) -> WeightSums:
        """What features weigh that are different from one another."""
        places = self.find_places(features)
        return WeightSums(self.add_rows(places), len(places))

    def list_rows(self) -> Iterable[tuple[str, str]]:
        """Each feature, with its weights as they stand in the table."""
        return zip(self.places, self._rows, strict=True)


def parse_columns(table: str) -> WeightColumns:
    """The weights from their table: a line of JSON, then for each feature ``column:weight`` as often as it has one."""
    first, *lines = table.rstrip("\n").split("\n")
    header = msgspec.json.decode(first, type=ColumnsHeader)
    return WeightColumns(header, dict(line.split("\t") for line in lines))


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
    return parse_columns((TABLES / f"{name}.txt").read_text(encoding="utf-8"))
