"""In whose name a message reads as if it came, where nobody is named: a linear classifier of many kinds.

One column of weights for each institution says how much a text reads like its messages, genuine and forged, rather than
like all others; one more, how much it reads like any institution's, rather than like what people, firms and other
bodies write. The rows were read without the names of the institutions (``tools/train_institutions.py``), so that what
is learned is what each deals with and how it speaks. It proposes and decides nothing: a likeness is a claim that rests on text
alone (``verdict/institution_choice.py``), of which no imposture comes.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from math import sqrt
from typing import NamedTuple

import msgspec
from msgspec import Struct

from tocsin.evidence.text_classifier import TABLES, list_text_features

TABLE = "institutions"
ANY = "any"
"""The column of all institutions."""


class LikenessHeader(Struct, frozen=True, kw_only=True):
    """What the table says of itself."""

    rows_hash: str
    """Of the rows that it was trained on: BLAKE2b, 8 bytes, in hexadecimal."""
    rows: int
    """How many those were."""
    step: float
    """Log-odds that one unit of weight stands for."""
    columns: tuple[str, ...]
    """:data:`ANY`, then the institutions, by whose place weights are told."""


class Likeness(NamedTuple):
    """How much a message reads like an institution's."""

    institution: str
    score: float
    """Log-odds: above 0, more like its messages than like those of anybody else."""


class InstitutionLikeness:
    """Weights of features by institution."""

    def __init__(self, header: LikenessHeader, rows: Mapping[str, str]) -> None:
        self.header = header
        self._rows = rows
        """Of each feature its weights as they are written: a message has a few dozen of some thousand."""
        self._weights: dict[str, list[tuple[int, int]]] = {}

    def rank_institutions(self, text: str, heading: str = "") -> list[Likeness]:
        """The institutions like whose messages a text reads, the likest first; ``heading`` is what it shows as sender."""
        sums: dict[int, int] = {}
        count = 0
        for feature in list_text_features(text, "", heading):
            if weights := self._find_weights(feature):
                count += 1
                for column, weight in weights:
                    sums[column] = sums.get(column, 0) + weight
        scale = self.header.step / sqrt(count or 1)
        common = sums.pop(0, 0)
        columns = self.header.columns
        found = [Likeness(columns[column], (total + common) * scale) for column, total in sums.items()]
        return sorted(found, key=lambda one: (-one.score, one.institution))

    def _find_weights(self, feature: str) -> list[tuple[int, int]] | None:
        found = self._weights.get(feature)
        if found is None and (row := self._rows.get(feature)) is not None:
            pairs = (pair.split(":") for pair in row.split(" "))
            found = self._weights[feature] = [(int(column), int(weight)) for column, weight in pairs]
        return found


def parse_likeness(table: str) -> InstitutionLikeness:
    """The weights from their table: a line of JSON, then for each feature ``column:weight`` as often as it has one."""
    first, *lines = table.rstrip("\n").split("\n")
    header = msgspec.json.decode(first, type=LikenessHeader)
    return InstitutionLikeness(header, dict(line.split("\t") for line in lines))  # type: ignore[arg-type]


def format_likeness(header: LikenessHeader, weights: Iterable[tuple[str, Mapping[int, int]]]) -> str:
    """The table of weights, by feature and column; the same for the same weights."""
    lines = (
        feature + "\t" + " ".join(f"{column}:{weight}" for column, weight in sorted(row.items()))
        for feature, row in sorted(weights)
        if row
    )
    return "\n".join((msgspec.json.encode(header).decode(), *lines)) + "\n"


@cache
def load_likeness() -> InstitutionLikeness:
    """The table that is shipped, read once."""
    return parse_likeness((TABLES / f"{TABLE}.txt").read_text(encoding="utf-8"))
