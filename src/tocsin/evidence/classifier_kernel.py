"""The compiled weighing of a text's words: ``classifier_kernel.c``, for ``text_classifier.py``."""

import ctypes
from array import array
from collections.abc import Iterable, Mapping

from tocsin.evidence.token_kernel import pack_strings

_MOST_MET = 4_000
"""Features of a text that are listed, at most; of more, Python lists them."""


class SparseSums:
    """Adds rows of a sparse table of whole numbers, by columns."""

    def __init__(
        self, library: ctypes.PyDLL, rows: Iterable[Iterable[tuple[int, int]]], columns: int
    ) -> None:
        self._add = library.add_sparse_rows
        self._starts, self._columns, self._weights = array("i", [0]), array("i"), array("i")
        for row in rows:
            for column, weight in row:
                self._columns.append(column)
                self._weights.append(weight)
            self._starts.append(len(self._columns))
        tables = (self._starts, self._columns, self._weights)
        self._tables = tuple(table.buffer_info()[0] for table in tables)
        self._empty = bytes(4 * columns)

    def add_rows(self, places: Iterable[int]) -> array[int]:
        """The sums of the columns over the rows in these places."""
        sums, met = array("i", self._empty), array("i", places)
        self._add(met.buffer_info()[0], len(met), *self._tables, sums.buffer_info()[0])
        return sums


class ClassifierKernel:
    """Weighs folded texts with one table of weights."""

    def __init__(self, library: ctypes.PyDLL, weights: Mapping[str, int], domains: Iterable[str]) -> None:
        self._library = library
        self._weigh, self._list = library.classifier_weigh, library.classifier_list
        self._values = (ctypes.c_int * _MOST_MET)()
        self._met = ctypes.addressof(self._values)
        text, starts = pack_strings(weights)
        values = array("i", weights.values())
        last, last_starts = pack_strings(domains)
        self._handle = library.classifier_new(
            text,
            starts.buffer_info()[0],
            len(weights),
            values.buffer_info()[0],
            last,
            last_starts.buffer_info()[0],
            len(last_starts) - 1,
        )
        if not self._handle:
            raise MemoryError

    def weigh_features(self, folded: str, setting: str) -> tuple[int, int] | None:
        """Sum of the weights of a text's features, each counted once, and their number; None: Python must."""
        result = (ctypes.c_int * 2)()
        said = setting.encode("ascii", "replace")
        if not self._weigh(
            self._handle, folded.encode("latin-1"), len(folded), said, len(said), ctypes.addressof(result)
        ):
            return None
        return result[0], result[1]

    def list_values(self, folded: str) -> list[int] | None:
        """What stands as weight of each of a text's features, each once, in no setting; None: Python must."""
        count = self._list(self._handle, folded.encode("latin-1"), len(folded), self._met, _MOST_MET)
        return None if count < 0 else self._values[:count]

    def __del__(self) -> None:
        if handle := getattr(self, "_handle", None):
            self._library.classifier_free(handle)
