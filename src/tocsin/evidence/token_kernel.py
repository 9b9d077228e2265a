"""The compiled reading of words: ``token_kernel.c``, called without any header of Python.

One library serves every Python of a platform. It lies beside this file where a compiler was found when the
environment or the wheel was made (``tools/build_kernel.py``); elsewhere the plain reading holds, with the same
answers. ``TOCSIN_KERNEL=plain`` leaves it out.
"""

import ctypes
import hashlib
import itertools
import sys
import threading
from array import array
from codecs import utf_16_le_decode
from collections.abc import Iterable, Mapping
from errno import ENOEXEC
from functools import cache
from pathlib import Path

from tocsin.config import read_settings
from tocsin.evidence import plain_tokeniser as plain
from tocsin.evidence.phrase_table import FIRST_LETTER, NOBODY, PhraseTree
from tocsin.evidence.vocabulary import Vocabulary
from tocsin.phone_numbers.number_words import NUMBER_WORDS, read_number_word_group

LIBRARY = Path(__file__).with_name("_token_kernel.so")
_SOURCES = "*.[ch]"
"""Beside this file, in a checkout."""
_ROOMY = 2_000
"""Characters for which each thread keeps its room; a longer text gets one of its own."""
_SAYABLE, _NUMBER_WORD, _GOES_ON, _ABBREVIATED, _MARK, _DIGITS, _ZERO = 1, 2, 4, 8, 16, 32, 64
_IN_ONE = frozenset({"et", "cent", "cents", "mille"})
"""Number words that say no digit of a telephone number by themselves."""
_SIGNS = 128
"""Letters of signs are ASCII; those of classes follow them in the planes."""


class _WorkRoom(ctypes.Structure):
    """Where one reading is written."""

    _fields_ = (
        ("kernel", ctypes.c_void_p),
        ("tokens", ctypes.c_void_p),
        ("letters", ctypes.c_void_p),
        ("used", ctypes.c_void_p),
        ("disguised", ctypes.c_void_p),
        ("seen", ctypes.c_void_p),
        ("counts", ctypes.c_void_p),
        ("candidates", ctypes.c_void_p),
    )


class _Room:
    """The memory of one reading, and views of it."""

    def __init__(self, kernel: int, size: int, width: int) -> None:
        self.size = size
        self.tokens = memoryview(bytearray(12 * size))
        self.letters = memoryview(bytearray(2 * size))
        self.used = memoryview(bytearray(2 * size))
        self.disguised = memoryview(bytearray(4 * 64))
        self.met_phrases = memoryview(bytearray(2 * plain.MOST_SEEN))
        self.counts = memoryview(bytearray(12)).cast("i")
        self.candidates = memoryview(bytearray(16 * width))
        self.found_rules = self.candidates[: 8 * width]
        views = (
            *(self.tokens, self.letters, self.used, self.disguised, self.met_phrases),
            *(self.counts, self.candidates),
        )
        self._held = [(ctypes.c_char * view.nbytes).from_buffer(view.cast("B")) for view in views]
        self._work = _WorkRoom(kernel, *map(ctypes.addressof, self._held))
        self.address = ctypes.addressof(self._work)


class KernelReading:
    """A text read by the kernel: its letters, and what is worked out of the rest when asked."""

    __slots__ = (
        "_folded",
        "_kernel",
        "_tokens",
        "_used",
        "candidates",
        "disguised",
        "letters",
        "met_phrases",
    )

    def __init__(self, kernel: "TokenKernel", folded: str, room: _Room, atoms: int) -> None:
        counts, letters = room.counts, room.letters
        self.letters = utf_16_le_decode(letters[: 2 * atoms])[0]
        self._kernel = kernel
        self._folded = folded
        # Copied: the room is written again at the next text.
        self._tokens = room.tokens[: 12 * counts[0]].tobytes()
        self._used = room.used[: 2 * atoms].tobytes()
        self.candidates = int.from_bytes(room.found_rules, "little")
        """Bits of the rules that it may match."""
        met = counts[2]
        self.met_phrases = utf_16_le_decode(room.met_phrases[: 2 * met])[0] if met else ""
        """Letters of the tree that read otherwise for some institution, see ``PlainTokeniser.met_phrases``."""
        self.disguised: list[tuple[int, int]] = []
        """Folded spans of words written so as not to be found."""
        if counts[1]:
            tokens = self._token_table()
            which = room.disguised[: 4 * counts[1]].cast("i")
            self.disguised = [(tokens[3 * i], tokens[3 * i + 1]) for i in which]

    def _token_table(self) -> memoryview:
        """Start, end and word of each token, one after another."""
        return memoryview(self._tokens).cast("i")

    def locate_atoms(self) -> tuple[list[int], list[int]]:
        """Folded places where each atom starts and ends."""
        table = self._token_table()
        stops = list(itertools.accumulate(memoryview(self._used).cast("H"), initial=0))
        return [table[3 * first] for first in stops[:-1]], [table[3 * stop - 2] for stop in stops[1:]]

    @property
    def words(self) -> list[str]:
        """Known word or phrase of each atom; empty for a sign."""
        table, known, folded = self._token_table().tolist(), self._kernel.shown_words, self._folded
        said = [
            known[word] if word >= 0 else folded[start:end] if word == -1 else ""
            for start, end, word in zip(table[::3], table[1::3], table[2::3], strict=True)
        ]
        if 2 * len(said) == len(self._used):  # each atom is one word
            return [word or "" for word in said]
        found, i = [], 0
        for used in memoryview(self._used).cast("H").tolist():
            if used == 1:
                found.append(said[i] or "")
            else:
                found.append(" ".join([word for word in said[i : i + used] if word is not None]))
            i += used
        return found


class TokenKernel:
    """Reads folded texts with one vocabulary."""

    def __init__(self, library: ctypes.PyDLL, vocabulary: Vocabulary) -> None:
        self.library = library
        self._read = library.kernel_read
        self._rules = vocabulary.rules
        self._rules_size = -1
        self._letter_count = len(vocabulary.letters)
        self._width = 0
        self._rooms = threading.local()
        self.words = _list_words(vocabulary)
        """Every word that the kernel knows by its number."""
        self.shown_words = [None if word in plain.MARKS else word for word in self.words]
        """The same without signs."""
        number = {word: i for i, word in enumerate(self.words)}
        self._handle = self._make(vocabulary, number)
        self._fill_tables(vocabulary, number)
        self._view_of = {name: i for i, name in enumerate(vocabulary.views)}
        self._set_views(vocabulary)

    def _make(self, vocabulary: Vocabulary, number: Mapping[str, int]) -> int:
        canon = array("i", (number.get(vocabulary.canon.get(w, ""), -1) for w in self.words))
        flags = array("B", map(_flag_word, self.words))
        signs = array("H", (ord(plain.MARKS.get(w, "\0")) for w in self.words))
        parents, edges, letters = _flatten_tree(vocabulary.tree, number)
        made = self.library.kernel_new(
            *(column.buffer_info()[0] for column in (canon, flags, signs)),
            len(self.words),
            *(column.buffer_info()[0] for column in (parents, edges, letters)),
            len(letters),
            number["\n"],
            number["."],
        )
        if not made:
            raise MemoryError
        return int(made)

    def _fill_tables(self, vocabulary: Vocabulary, number: Mapping[str, int]) -> None:
        tables: tuple[Mapping[str, str], ...] = (dict.fromkeys(self.words, ""), *vocabulary.guess_tables)
        for which, table in enumerate(tables):
            text, starts = pack_strings(table)
            values = array("i", (number[value] if value else i for i, value in enumerate(table.values())))
            places = starts.buffer_info()[0], len(table), values.buffer_info()[0]
            if not self.library.kernel_fill(self._handle, which, text, *places):
                raise MemoryError

    def _set_views(self, vocabulary: Vocabulary) -> None:
        """Give the kernel what each letter of the tree reads as for each institution."""
        letters = self._letter_count + len(vocabulary.views[NOBODY])
        table, usual = array("H"), vocabulary.views[NOBODY]
        for view in vocabulary.views.values():
            own = {ord(letter): ord(found) if found else 0 for letter, found in (usual | view).items()}
            table.extend(own.get(code, code) for code in range(FIRST_LETTER, FIRST_LETTER + letters))
        if not self.library.kernel_set_views(
            self._handle, table.buffer_info()[0], letters, len(vocabulary.views), self._letter_count
        ):
            raise MemoryError

    def _set_planes(self) -> None:
        """Give the kernel the rules that there are now."""
        size, planes = self._rules.size, self._rules.spread_planes()
        self._width = width = max(1, (size + 63) // 64)
        always = planes["*"]
        count = _SIGNS + self._letter_count
        whole = (1 << size) - 1
        table = bytearray()
        for i in range(count):
            letter = chr(i) if i < _SIGNS else chr(FIRST_LETTER + i - _SIGNS)
            bits = planes.get(letter, 0) | always
            table += (bits & whole).to_bytes(8 * width, "little") + (bits >> size).to_bytes(
                8 * width, "little"
            )
        if not self.library.kernel_set_planes(self._handle, bytes(table), count, width):
            raise MemoryError
        self._rules_size = size
        self._rooms = threading.local()

    def read_words(
        self,
        folded: str,
        specials: Iterable[tuple[int, int, str]] | None = None,
        institution: str = NOBODY,
    ) -> KernelReading | None:
        """Read a folded text as it reads for an institution; None where it holds what only Python reads.

        ``specials`` are links, numbers and sums, in order; None: it is read only where it can hold none.
        """
        if self._rules_size != self._rules.size:
            self._set_planes()
        room: _Room | None = getattr(self._rooms, "room", None)
        if specials is None:
            flat, count = None, -1
            need = len(folded)
        else:
            flat = array("i", [x for start, end, letter in specials for x in (start, end, ord(letter))])
            count = len(flat) // 3
            need = len(folded) + count
        if room is None or need > room.size:
            room = _Room(self._handle, max(need, _ROOMY), self._width)
            if need <= _ROOMY:
                self._rooms.room = room
        atoms = self._read(
            room.address,
            folded.encode("latin-1"),
            len(folded),
            flat.buffer_info()[0] if flat else None,
            count,
            self._view_of[institution],
        )
        return KernelReading(self, folded, room, atoms) if atoms >= 0 else None

    def __del__(self) -> None:
        if handle := getattr(self, "_handle", 0):
            self.library.kernel_free(handle)


def pack_strings(strings: Iterable[str]) -> tuple[bytes, "array[int]"]:
    """ASCII strings one after another, and where each starts; the last place is the end."""
    packed = [one.encode("ascii") for one in strings]
    return b"".join(packed), array("i", itertools.accumulate(map(len, packed), initial=0))


def _list_words(vocabulary: Vocabulary) -> list[str]:
    """Words of the vocabulary, and those that say something of a number or an abbreviation."""
    found = dict.fromkeys(vocabulary.canon) | dict.fromkeys(vocabulary.canon.values())
    for table in vocabulary.guess_tables:
        found |= dict.fromkeys(table.values())
    said = (plain.SAYABLE, plain.HESITATION, plain.PAUSES, plain.LINKING, plain.ABBREVIATED, plain.MARKS)
    for words in said:
        found |= dict.fromkeys(sorted(words))
    return [word for word in found if word.isascii()]


def _flag_word(word: str) -> int:
    number = word in NUMBER_WORDS and word not in _IN_ONE
    goes_on = word in plain.HESITATION or word in plain.PAUSES or word in plain.LINKING
    begins_with_zero = word in ("double", "triple") or read_number_word_group([word], 0)[0][:1] == "0"
    return (
        (word in plain.SAYABLE) * _SAYABLE
        | number * _NUMBER_WORD
        | goes_on * _GOES_ON
        | (word in plain.ABBREVIATED) * _ABBREVIATED
        | (word in plain.MARKS) * _MARK
        | word.isdigit() * _DIGITS
        | begins_with_zero * _ZERO
    )


def _flatten_tree(tree: PhraseTree, number: Mapping[str, int]) -> tuple["array[int]", ...]:
    """For each node its parent, the word that leads to it, and the letter of the phrase that ends there."""
    parents, edges, letters = array("i", [0]), array("i", [-1]), array("H", [0])
    for first in tree.list_branches():
        waiting = [(0, *first)]
        while waiting:
            parent, word, (letter, below) = waiting.pop()
            place = len(parents)
            parents.append(parent)
            edges.append(number[word])
            letters.append(ord(letter) if letter else 0)
            waiting += [(place, *one) for one in below.items()]
    return parents, edges, letters


def load_library() -> ctypes.PyDLL | None:
    """The compiled library, or None where there is none for this machine or it is not wanted."""
    return None if read_settings().kernel == "plain" else _open_own_library()


@cache
def _open_own_library() -> ctypes.PyDLL | None:
    if not LIBRARY.exists() or sys.byteorder != "little":
        return None
    try:
        return open_library(LIBRARY)
    except OSError:
        return None


def describe_reading() -> str:
    """How words are read here, in one line."""
    if load_library():
        return "words are read by the compiled kernel"
    reason = (
        "TOCSIN_KERNEL=plain" if read_settings().kernel == "plain" else "no compiled kernel for this machine"
    )
    return f"words are read in Python ({reason})"


def open_library(file: Path) -> ctypes.PyDLL:
    """The library of a file. Raises OSError where it is none for this machine, or of another state of the source."""
    library = ctypes.PyDLL(str(file))  # holds the interpreter's lock
    library.kernel_source.restype = ctypes.c_char_p
    if sources := sorted(Path(__file__).parent.glob(_SOURCES)):
        digest = hashlib.blake2b(b"".join(file.read_bytes() for file in sources), digest_size=16).hexdigest()
        if library.kernel_source() != digest.encode():
            raise OSError(ENOEXEC, "compiled from another state of the source", str(file))
    pointer, number = ctypes.c_void_p, ctypes.c_int
    library.kernel_new.argtypes = (*[pointer] * 3, number, *[pointer] * 3, *[number] * 3)
    library.kernel_new.restype = pointer
    library.kernel_fill.argtypes = (pointer, number, ctypes.c_char_p, pointer, number, pointer)
    library.kernel_set_planes.argtypes = (pointer, ctypes.c_char_p, number, number)
    library.kernel_set_views.argtypes = (pointer, pointer, number, number, number)
    library.kernel_read.argtypes = (pointer, ctypes.c_char_p, number, pointer, number, number)
    library.kernel_free.argtypes = library.words_free.argtypes = library.words_finish.argtypes = (pointer,)
    library.kernel_free.restype = library.words_free.restype = None
    text = ctypes.c_char_p
    library.words_new.argtypes = (text, pointer, number)
    library.words_new.restype = pointer
    library.words_add_table.argtypes = (pointer, text, pointer, number, text, pointer, number)
    library.words_setting.argtypes = (pointer, text, number)
    library.words_weigh.argtypes = (pointer, text, number, number, number, pointer)
    return library
