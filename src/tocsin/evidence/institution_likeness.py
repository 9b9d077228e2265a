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

from tocsin.evidence.classifier_kernel import ClassifierKernel, SparseSums
from tocsin.evidence.text_classifier import (
    TABLES,
    TEXTS_BEFORE_KERNEL,
    TOP_DOMAINS,
    fold_seen,
    list_features,
    list_heading_features,
    list_words,
)
from tocsin.evidence.token_kernel import load_library

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
        self._places = {feature: place for place, feature in enumerate(rows)}
        self._rows = list(rows.values())
        """Of each feature its weights as they are written: a message has a few dozen of some thousand."""
        self._weights: dict[int, list[tuple[int, int]]] = {}
        self._texts = 0
        self._kernel: ClassifierKernel | None = None
        self._sums: SparseSums | None = None

    def find_likest(self, text: str, heading: str = "") -> Likeness | None:
        """The institution like whose messages a text reads most; ``heading`` is what it shows as sender. None where nothing
        in it is known."""
        places = self._list_places(text, heading)
        if not places:
            return None
        sums = self._sums.add_rows(places) if self._sums else self._add_rows(places)
        best = max(range(1, len(sums)), key=sums.__getitem__)
        score = (sums[0] + sums[best]) * self.header.step / sqrt(len(places))
        return Likeness(self.header.columns[best], score)

    def _add_rows(self, places: Iterable[int]) -> list[int]:
        sums = [0] * len(self.header.columns)
        for place in places:
            for column, weight in self._find_weights(place):
                sums[column] += weight
        return sums

    def _list_places(self, text: str, heading: str) -> list[int]:
        """Places of the features of a message that have weights."""
        places = self._places
        shown = [places[f] for f in list_heading_features(heading) if f in places] if heading else []
        self._texts += 1
        if self._texts == TEXTS_BEFORE_KERNEL and (library := load_library()):
            rows = map(self._find_weights, range(len(self._rows)))
            self._kernel = ClassifierKernel(library, places, TOP_DOMAINS)
            self._sums = SparseSums(library, rows, len(self.header.columns))
        if self._kernel:
            listed = self._kernel.list_values(fold_seen(text))
            if listed is not None:
                return [*listed, *shown]
        return [*(places[f] for f in list_features(list_words(text)) if f in places), *shown]

    def _find_weights(self, place: int) -> list[tuple[int, int]]:
        found = self._weights.get(place)
        if found is None:
            pairs = (pair.split(":") for pair in self._rows[place].split(" "))
            found = self._weights[place] = [(int(column), int(weight)) for column, weight in pairs]
        return found


def parse_likeness(table: str) -> InstitutionLikeness:
    """The weights from their table: a line of JSON, then for each feature ``column:weight`` as often as it has one."""
    first, *lines = table.rstrip("\n").split("\n")
    header = msgspec.json.decode(first, type=LikenessHeader)
    return InstitutionLikeness(header, dict(line.split("\t") for line in lines))


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
