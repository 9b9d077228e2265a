"""Fold a text to what it reads as: ASCII, lower case, same length, so that spans stay true.

``Ａ``, ``А`` (Cyrillic), ``á`` and ``𝐀`` all fold to ``a``. Characters that are not seen fold to
:data:`INVISIBLE`, letters of other scripts to :data:`LETTER`, other signs to :data:`SIGN`.
"""

import codecs
from functools import lru_cache
from pathlib import Path

from msgspec import json

INVISIBLE = "\x7f"
LETTER = "\x06"
SIGN = "\x04"
CURRENCY = "\x05"

READS_AS: dict[str, str] = json.decode(Path(__file__).with_name("data").joinpath("fold.json").read_bytes())
"""ASCII character -> those that read as it; written by ``tools/build_fold.py``."""
_MAP = {char: ord(target) for target, chars in READS_AS.items() for char in chars}


def _fold_character(char: str) -> int:
    found = _MAP.get(char)
    if found is None:
        found = ord(LETTER) if char.isalpha() else ord(SIGN)
        if len(_MAP) < 20_000:
            _MAP[char] = found
    return found


def _fold_outside_latin1(error: UnicodeError) -> tuple[bytes, int]:
    assert isinstance(error, UnicodeEncodeError)
    return bytes(map(_fold_character, error.object[error.start : error.end])), error.end


codecs.register_error("tocsin.fold", _fold_outside_latin1)


def _build_latin1_table() -> bytes:
    table = []
    for point in range(256):
        char = chr(point)
        if char == "\n" or char == INVISIBLE or char in (SIGN, CURRENCY, LETTER):
            table.append(point)
        elif point < 0x20:
            table.append(0x20)
        elif point < 0x80:
            table.append(ord(char.lower()))
        else:
            table.append(_fold_character(char))
    table[0x7F] = 0x7F
    table[0x24] = ord("$")
    return bytes(table)


_RAW = _build_latin1_table()


def fold_text(text: str) -> str:
    """The text as it reads, one ASCII character (or mark) for each code point.

    >>> fold_text("Numéro de RlB : ２７")
    'numero de rlb : 27'
    >>> len(fold_text("a\\u200bmélі"))
    6
    """
    if text.isascii():
        return text.encode("ascii").translate(_RAW).decode("latin-1")
    # Two steps, because what the handler puts in must not go through the table again.
    folded = text.encode("latin-1", "tocsin.fold")
    return folded.translate(_KEEP).decode("latin-1")


fold_again = lru_cache(maxsize=2)(fold_text)
"""The same of a text that is read by one table after another."""


def _build_keep_table() -> bytes:
    """The table of Latin-1, except that what the handler wrote stays as it is."""
    table = bytearray(_RAW)
    table[0x06] = 0x06
    table[0x04] = 0x04
    table[0x05] = 0x05
    return bytes(table)


_KEEP = _build_keep_table()


def drop_invisible(folded: str) -> tuple[str, list[int]]:
    """The folded text without what is not seen, and for each of its characters the place it came from.

    The list has one place more than the text: the end.

    >>> drop_invisible("a\\x7fm")
    ('am', [0, 2, 3])
    """
    places = [i for i, char in enumerate(folded) if char != INVISIBLE]
    return folded.replace(INVISIBLE, ""), [*places, len(folded)]
