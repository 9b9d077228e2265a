"""What the words of a text weigh in the tables that messages are weighed with, read once for all of them.

The first texts are read in Python, since a program that checks one message would wait for the compiled tables longer than
they save; from then on, and where there is a compiler, one look at a word serves every table (``word_weights.c``). Both
give the same sums.
"""

import ctypes
from array import array
from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from tocsin.evidence.text_classifier import (
    TOP_DOMAINS,
    TextClassifier,
    WeightSums,
    fold_seen,
    list_distant_pairs,
    list_features,
    list_words,
    load_classifier,
)
from tocsin.evidence.token_kernel import load_library, pack_strings
from tocsin.evidence.weight_columns import WeightColumns, load_columns

Table = TextClassifier | WeightColumns
TEXTS_BEFORE_KERNEL = 200
"""Texts read in Python before the compiled tables are made, which takes as long."""
_DISTANT = frozenset({"tellings"})
"""Tables that know pairs of words with others between."""
_MOST_KEPT = 64
_LONGEST_KEPT = 20_000
"""Characters of a text that is kept beside others: a message is asked about again under each charter, and sentence by
sentence."""
_ELSEWHERE = ("@", "#")
"""Begin the features of a heading and of findings, which are none of a text."""


class _PlainReading:
    """The features of a text, looked up in Python."""

    def __init__(self, text: str, setting: str, tables: "_Loaders") -> None:
        self._tables = tables
        self._words = list_words(text)
        self._features = list_features(self._words, setting)
        self._found: dict[str, WeightSums] = {}

    def sum_weights(self, table: str) -> WeightSums:
        """The sums in a table."""
        found = self._found.get(table)
        if found is None:
            features = self._features
            if table in _DISTANT:
                features = features | list_distant_pairs(self._words)
            found = self._found[table] = self._tables[table]().sum_features(features)
        return found


class CompiledReading:
    """A folded text, weighed by the compiled tables: those of one column at once, any other when it is asked for."""

    __slots__ = ("_folded", "_found", "_setting", "_weights")

    def __init__(self, weights: "CompiledWeights", folded: bytes, setting: int) -> None:
        self._weights, self._folded, self._setting = weights, folded, setting
        self._found = weights.weigh_narrow(folded, setting)

    def sum_weights(self, table: str) -> WeightSums:
        """The sums in a table. Raises MemoryError."""
        found = self._found.get(table)
        if found is None:
            found = self._found[table] = self._weights.weigh_wide(table, self._folded, self._setting)
        return found


class CompiledWeights:
    """Several tables in one, so that one look at a word serves them all. Raises MemoryError."""

    def __init__(self, library: ctypes.PyDLL, tables: Mapping[str, Table]) -> None:
        self._library = library
        self._weigh = library.words_weigh
        self._settings: dict[str, int] = {}
        self._places = {name: place for place, name in enumerate(tables)}
        self._narrow = [name for name, table in tables.items() if table.width == 1]
        self._nothing = bytes(8 * len(self._narrow))
        self._empty = {name: bytes(4 * (1 + table.width)) for name, table in tables.items()}
        domains, starts = pack_strings(TOP_DOMAINS)
        self._handle = library.words_new(domains, starts.buffer_info()[0], len(starts) - 1)
        if (
            not self._handle
            or not all(map(self._add_table, tables.values()))
            or not library.words_finish(self._handle)
        ):
            raise MemoryError

    def _add_table(self, table: Table) -> bool:
        rows = {feature: row for feature, row in table.list_rows() if feature[0] not in _ELSEWHERE}
        (text, starts), (weights, row_starts) = pack_strings(rows), pack_strings(rows.values())
        places = starts.buffer_info()[0], row_starts.buffer_info()[0]
        add = self._library.words_add_table
        return bool(add(self._handle, text, places[0], len(rows), weights, places[1], table.width))

    def read_words(self, text: str, setting: str) -> CompiledReading:
        """A text that is to be weighed. Raises MemoryError."""
        where = self._settings.get(setting)
        if where is None:
            said = setting.encode("ascii", "replace")
            where = self._settings[setting] = self._library.words_setting(self._handle, said, len(said))
        return CompiledReading(self, fold_seen(text).encode("latin-1"), where)

    def weigh_narrow(self, folded: bytes, setting: int) -> dict[str, WeightSums]:
        """The sums in each table that has one column. Raises MemoryError."""
        sums = array("i", self._nothing)
        if not self._weigh(self._handle, folded, len(folded), setting, -1, sums.buffer_info()[0]):
            raise MemoryError
        pairs = iter(sums)
        return {
            name: WeightSums((total,), known)
            for name, total, known in zip(self._narrow, pairs, pairs, strict=True)
        }

    def weigh_wide(self, table: str, folded: bytes, setting: int) -> WeightSums:
        """The sums in a table of several columns. Raises MemoryError."""
        sums = array("i", self._empty[table])
        place = self._places[table]
        if not self._weigh(self._handle, folded, len(folded), setting, place, sums.buffer_info()[0]):
            raise MemoryError
        return WeightSums(sums[1:], sums[0])

    def __del__(self) -> None:
        if handle := getattr(self, "_handle", None):
            self._library.words_free(handle)


_Loaders = Mapping[str, Callable[[], Table]]


class WordWeights:
    """Weighs the words of texts by several tables, each loaded when it is first asked for."""

    def __init__(self, tables: _Loaders, before_kernel: int = TEXTS_BEFORE_KERNEL) -> None:
        self._tables = tables
        self._left = before_kernel
        self._compiled: CompiledWeights | None = None
        self._kept: dict[tuple[str, str], _PlainReading | CompiledReading] = {}

    def weigh(self, table: str, text: str, setting: str) -> WeightSums:
        """What a text weighs in one of the tables; ``setting`` names where it stands, such as its channel: words count also
        as those of this setting, in a table that knows any."""
        key = text, setting
        reading = self._kept.get(key)
        if reading is None:
            reading = self._read_words(text, setting)
            if len(self._kept) >= _MOST_KEPT or len(text) > _LONGEST_KEPT:
                self._kept.clear()
            self._kept[key] = reading
        return reading.sum_weights(table)

    def _read_words(self, text: str, setting: str) -> _PlainReading | CompiledReading:
        if self._compiled is None:
            self._left -= 1
            if self._left or not (library := load_library()):
                return _PlainReading(text, setting, self._tables)
            self._compiled = CompiledWeights(library, {name: load() for name, load in self._tables.items()})
            self._kept.clear()
        return self._compiled.read_words(text, setting)


MESSAGE_TABLES: Final[_Loaders] = {
    name: partial(load_classifier, name) for name in ("frauds", "tellings_glance")
} | {name: partial(load_columns, name) for name in ("tellings", "institutions", "asks")}
weigh_words: Final = WordWeights(MESSAGE_TABLES).weigh
"""What a text weighs in a table that messages are weighed with, see :meth:`WordWeights.weigh`."""
