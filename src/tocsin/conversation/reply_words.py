"""A reply cut into words, folded for comparison, each with its place in the original text."""

import re
import unicodedata
from collections.abc import Set
from functools import lru_cache

from msgspec import Struct

MAX_LENGTH = 2000
"""Characters read of one reply; ten SMS parts hold 1,530."""

_TOKEN = re.compile(r"(?:[A-Za-z]\.){2,}[A-Za-z]?|[^\W\d_]+|\d+|\n|[^\w\s]|_")
_STRETCHED = re.compile(r"([^\W\d_])\1\1+")
_SOFT = frozenset("'’ʼ`-‐‑\ufe0f\u20e3")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})


class ReplyWord(Struct, frozen=True, gc=False):
    """A run of letters, a run of digits, or one symbol."""

    text: str
    """As written."""
    folded: str
    """Lower case, without accents; a symbol stays as it is."""
    start: int
    """First code point in the reply."""
    end: int
    """Just after its last code point."""
    breaks: bool
    """Whether a full stop, a comma, a line end or another symbol stands before it."""
    glued: bool
    """Whether nothing at all stands between it and the word before."""

    @property
    def is_number(self) -> bool:
        """Whether it is a run of decimal digits."""
        return self.folded.isdecimal()


@lru_cache(maxsize=4096)
def fold_accents(text: str) -> str:
    """Lower case without accents.

    >>> fold_accents("À Noël, ma SŒUR")
    'a noel, ma soeur'
    """
    if text.isascii():
        return text.lower()
    lowered = text.lower().translate(_LIGATURES)
    return "".join(c for c in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(c))


@lru_cache(maxsize=64)
def split_words(text: str) -> tuple[ReplyWord, ...]:
    """Words, numbers and symbols of a reply in order; apostrophes, hyphens and keycaps leave no trace.

    The last few are kept: every reader of one reply asks for the same ones, and for those of its question.

    >>> [w.folded for w in split_words("Oui, j'étais là le 3")]
    ['oui', ',', 'j', 'etais', 'la', 'le', '3']
    """
    found: list[ReplyWord] = []
    stretched = _STRETCHED.search(text) is not None
    breaks, last = True, -1
    for match in _TOKEN.finditer(text):
        raw = match[0]
        if raw in _SOFT:
            last = match.end() if raw in "\ufe0f\u20e3" else -1
            continue
        symbol = not (raw[0].isalpha() or raw.isdecimal())
        folded = raw if symbol else fold_accents(raw).replace(".", "")
        if stretched and not symbol:
            folded = _STRETCHED.sub(r"\1", folded)  # no word has a letter three times in a row
        found.append(ReplyWord(raw, folded, match.start(), match.end(), breaks, match.start() == last))
        breaks, last = symbol, match.end()
    return tuple(found)


def parse_word_list(text: str) -> tuple[str, ...]:
    """The words of a list, in order."""
    return tuple(text.split())


def parse_word_set(text: str) -> frozenset[str]:
    """The words of a list, folded as ``fold`` does, in no order."""
    return frozenset(text.split())


def drop_symbols(found: tuple[ReplyWord, ...]) -> tuple[ReplyWord, ...]:
    """The words and numbers only."""
    return tuple(w for w in found if w.folded[0].isalnum())


def squeeze_letters(word: str) -> str:
    """The word with each letter said once: ``ouiii`` and ``nonnn`` as people stretch them.

    >>> squeeze_letters("ouiii"), squeeze_letters("nooon")
    ('oui', 'non')
    """
    return "".join(c for i, c in enumerate(word) if i == 0 or c != word[i - 1])


def is_one_slip(left: str, right: str) -> bool:
    """Whether one letter added, lost, changed or swapped with its neighbour makes one word of the other.

    >>> is_one_slip("mradi", "mardi"), is_one_slip("mecredi", "mercredi"), is_one_slip("mars", "mardi")
    (True, True, False)
    """
    if abs(len(left) - len(right)) > 1:
        return False
    head = 0
    while head < min(len(left), len(right)) and left[head] == right[head]:
        head += 1
    a, b = left[head:], right[head:]
    if a[1:] == b[1:] or a[1:] == b or a == b[1:]:
        return True
    return a[:2] == b[1::-1] and a[2:] == b[2:] and len(a) >= 2


def find_nearest_word(word: str, known: Set[str], shortest: int = 5) -> str:
    """The known word meant: the same, or the only one a slip away; empty where none or several.

    Words shorter than ``shortest`` letters must be exact: too many of them are a slip apart.
    """
    if word in known:
        return word
    if len(word) < shortest:
        return ""
    close = [k for k in known if len(k) >= shortest and is_one_slip(word, k)]
    return close[0] if len(close) == 1 else ""
