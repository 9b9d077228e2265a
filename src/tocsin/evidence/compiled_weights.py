"""Several tables of weights in one, read by the kernel (``word_weights.c``): what :mod:`tocsin.evidence.word_weights` asks once a
program reads many texts."""

import ctypes
from array import array
from collections.abc import Mapping

from tocsin.evidence.text_classifier import TOP_DOMAINS, WeightSums, fold_seen
from tocsin.evidence.token_kernel import pack_strings
from tocsin.evidence.weight_columns import WeightTable


class CompiledReading:
    """A folded text, weighed by the compiled tables when one is asked for: those of one column together."""

    __slots__ = ("_folded", "_found", "_setting", "_weights")

    def __init__(self, weights: "CompiledWeights", folded: bytes, setting: int) -> None:
        self._weights, self._folded, self._setting = weights, folded, setting
        self._found: dict[str, WeightSums] = {}

    def sum_weights(self, table: str) -> WeightSums:
        """The sums in a table. Raises MemoryError."""
        found = self._found.get(table)
        if found is None:
            self._weights.weigh(table, self._folded, self._setting, self._found)
            found = self._found[table]
        return found


class CompiledWeights:
    """Several tables in one, so that one look at a word serves them all. Raises MemoryError."""

    def __init__(self, library: ctypes.PyDLL, tables: Mapping[str, WeightTable]) -> None:
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

    def _add_table(self, table: WeightTable) -> bool:
        rows = table.rows
        places = rows.feature_starts.buffer_info()[0], rows.row_starts.buffer_info()[0]
        add = self._library.words_add_table
        return bool(add(self._handle, rows.features, places[0], len(rows), rows.rows, places[1], table.width))

    def read_words(self, text: str, setting: str) -> CompiledReading:
        """A text that is to be weighed. Raises MemoryError."""
        where = self._settings.get(setting)
        if where is None:
            said = setting.encode("ascii", "replace")
            where = self._settings[setting] = self._library.words_setting(self._handle, said, len(said))
        return CompiledReading(self, fold_seen(text).encode("latin-1"), where)

    def weigh(self, table: str, folded: bytes, setting: int, found: dict[str, WeightSums]) -> None:
        """Add the sums in a table of several columns; in each that has one, where the table is one of these. Raises
        MemoryError."""
        if table not in self._narrow:
            found[table] = self._weigh_wide(table, folded, setting)
            return
        sums = array("i", self._nothing)
        if not self._weigh(self._handle, folded, len(folded), setting, -1, sums.buffer_info()[0]):
            raise MemoryError
        for place, name in enumerate(self._narrow):
            found[name] = WeightSums((sums[2 * place],), sums[2 * place + 1])

    def _weigh_wide(self, table: str, folded: bytes, setting: int) -> WeightSums:
        sums = array("i", self._empty[table])
        place = self._places[table]
        if not self._weigh(self._handle, folded, len(folded), setting, place, sums.buffer_info()[0]):
            raise MemoryError
        return WeightSums(sums[1:], sums[0])

    def __del__(self) -> None:
        if handle := getattr(self, "_handle", None):
            self._library.words_free(handle)
