"""What the words of a text weigh in the tables that messages are weighed with, read once for all of them.

The first texts are read in Python, since a program that checks one message would wait for the compiled tables longer than
they save; from then on, and where there is a compiler, one look at a word serves every table (``word_weights.c``). Both
give the same sums.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Final, Protocol

from tocsin.evidence.text_classifier import (
    WeightSums,
    list_distant_pairs,
    list_features,
    list_words,
    load_classifier,
)
from tocsin.evidence.weight_columns import WeightTable, load_columns

if TYPE_CHECKING:
    from tocsin.evidence.compiled_weights import CompiledWeights

TEXTS_BEFORE_KERNEL = 200
"""Texts read in Python before the compiled tables are made, which takes as long."""
_DISTANT = frozenset({"tellings"})
"""Tables that know pairs of words with others between."""
_MOST_KEPT = 64
_LONGEST_KEPT = 20_000
"""Characters of a text that is kept beside others: a message is asked about again under each charter, and sentence by
sentence."""


class WeighedText(Protocol):
    """A text whose words are weighed, in Python or by the compiled tables."""

    def sum_weights(self, table: str) -> WeightSums:
        """The sums in a table."""


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


_Loaders = Mapping[str, Callable[[], WeightTable]]


class WordWeights:
    """Weighs the words of texts by several tables, each loaded when it is first asked for."""

    def __init__(self, tables: _Loaders, before_kernel: int = TEXTS_BEFORE_KERNEL) -> None:
        self._tables = tables
        self._left = before_kernel
        self._compiled: CompiledWeights | None = None
        self._kept: dict[tuple[str, str], WeighedText] = {}

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

    def _read_words(self, text: str, setting: str) -> WeighedText:
        if self._compiled is None:
            self._left -= 1
            if not self._left:
                self._prepare_for_many()
            if self._compiled is None:
                return _PlainReading(text, setting, self._tables)
        return self._compiled.read_words(text, setting)

    def _prepare_for_many(self) -> None:
        from tocsin.evidence.compiled_weights import CompiledWeights
        from tocsin.evidence.token_kernel import load_library

        tables = {name: load() for name, load in self._tables.items()}
        if library := load_library():
            self._compiled = CompiledWeights(library, tables)
            self._kept.clear()
            return
        for table in tables.values():
            table.index()


MESSAGE_TABLES: Final[_Loaders] = {
    name: partial(load_classifier, name) for name in ("frauds", "tellings_glance")
} | {name: partial(load_columns, name) for name in ("tellings", "institutions", "asks")}
weigh_words: Final = WordWeights(MESSAGE_TABLES).weigh
"""What a text weighs in a table that messages are weighed with, see :meth:`WordWeights.weigh`."""
