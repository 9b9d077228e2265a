"""The features that a table of weights knows, in order, with the weights of each.

They are kept packed, as the compiled tables and the kernel take them: a text has a few hundred of some ten thousand features,
and whoever made a string of each would start late and hold 20 MB. A feature is looked for by halves; whoever weighs many texts
in Python calls :meth:`FeatureRows.index` first.
"""

import sys
from array import array
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise

from msgspec import Struct

MOST_MET = 20_000
"""Features that are kept as they were found."""


class PackedRows(Struct, frozen=True):
    """Features in the order of their bytes, and their rows, as the compiled tables keep them."""

    header: str
    """What the table says of itself, in JSON."""
    features: bytes
    """One after another."""
    feature_starts: bytes
    """Where each starts, and at last the end: four bytes each, the lowest first."""
    rows: bytes
    """``column:weight`` as often as a feature has one, with a space between two."""
    row_starts: bytes


class _MetPlaces(dict[str, int | None]):
    """Places by feature, as they are met: what findings and headings are made of comes again and again."""

    def __init__(self, search: Callable[[str], int | None]) -> None:
        self._search = search

    def __missing__(self, feature: str) -> int | None:
        place = self._search(feature)
        if len(self) < MOST_MET:
            self[feature] = place
        return place


class FeatureRows:
    """Looks up the rows of features."""

    def __init__(self, packed: PackedRows) -> None:
        self.features, self.rows = packed.features, packed.rows
        self.feature_starts, self.row_starts = (
            _read_places(packed.feature_starts),
            _read_places(packed.row_starts),
        )
        self.find_place: Callable[[str], int | None] = _MetPlaces(self.search_place).__getitem__
        """The place of a feature; None where the table does not know it."""

    def __len__(self) -> int:
        return len(self.feature_starts) - 1

    def __iter__(self) -> Iterator[str]:
        return map(self._read_feature, range(len(self)))

    def index(self) -> None:
        """Look features up at once from now on, which takes as long as some thousand do by halves."""
        self.find_place = {feature: place for place, feature in enumerate(self)}.get

    def search_place(self, feature: str) -> int | None:
        """The same place, looked for by halves."""
        wanted, features, starts = feature.encode(), self.features, self.feature_starts
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if features[starts[middle] : starts[middle + 1]] < wanted:
                low = middle + 1
            else:
                high = middle
        return low if low < len(self) and features[starts[low] : starts[low + 1]] == wanted else None

    def read_row(self, place: int) -> list[tuple[int, int]]:
        """Columns and weights at a place."""
        row = self.rows[self.row_starts[place] : self.row_starts[place + 1]].decode()
        pairs = (pair.split(":") for pair in row.split(" "))
        return [(int(column), int(weight)) for column, weight in pairs]

    def read_single_weights(self) -> Iterator[int]:
        """The weights of a table with one column, in order."""
        rows = self.rows
        return (int(rows[start + 2 : end]) for start, end in pairwise(self.row_starts))  # behind "0:"

    def _read_feature(self, place: int) -> str:
        return self.features[self.feature_starts[place] : self.feature_starts[place + 1]].decode()


def pack_rows(header: str, rows: Iterable[tuple[str, str]]) -> PackedRows:
    """A table of weights, packed: each feature with its row."""
    packed = sorted((feature.encode(), row.encode()) for feature, row in rows)
    features, weights = [feature for feature, _ in packed], [row for _, row in packed]
    return PackedRows(
        header, b"".join(features), _write_places(features), b"".join(weights), _write_places(weights)
    )


def _write_places(parts: Iterable[bytes]) -> bytes:
    places = array("i", (0,))
    for part in parts:
        places.append(places[-1] + len(part))
    return _swap_on_big_endian(places).tobytes()


def _read_places(packed: bytes) -> "array[int]":
    return _swap_on_big_endian(array("i", packed))


def _swap_on_big_endian(places: "array[int]") -> "array[int]":
    if sys.byteorder == "big":
        places.byteswap()
    return places
