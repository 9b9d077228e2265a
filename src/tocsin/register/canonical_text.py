"""What counts as the same text: what a phone, a copy or a hand changes does not; a link or a figure does."""

import hashlib
import re
from functools import lru_cache
from typing import Final
from unicodedata import normalize

from tocsin.evidence.issue_codes import find_issue_codes

_APOSTROPHES: Final = "'’‘ʼ‛´`′"
_QUOTES: Final = '"“”„‟«»″'
_DASHES: Final = "-‐‑‒–—―"
_UNSEEN: Final = "\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufe0e\ufe0f\ufeff"
_SHORT: Final = 32
"""Characters of a word that is worth remembering."""
_SPACED = re.compile(r"\s+([:;!?]+)(?=\s|$)")
_BEFORE = re.compile(r"\W*")
_PIECES = re.compile(f"([{_APOSTROPHES}])")
_LINK = re.compile(r"[./:@\\_%#?&=+~]")
_FIGURE = re.compile(r"\d")
_HIDDEN = re.compile(f"[{_UNSEEN}]")
_MARKS = re.compile("[\u0300-\u036f]")
_MARKED = dict.fromkeys(_APOSTROPHES, "'") | dict.fromkeys(_QUOTES, '"')
_QUOTED = str.maketrans(_MARKED)
_SIGNS = str.maketrans(_MARKED | dict.fromkeys(_DASHES, "-") | {"…": "..."})
_JOINED = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE"})


def canonicalise_text(text: str) -> str:
    """The text in the one form under which it is compared.

    White space, line breaks, quotation marks and apostrophes, capitals and missing accents do not count. In a
    word that holds a figure, or that is a link or an address, or that is not in Latin letters, every
    character counts.

    >>> canonicalise_text("L’ÉTÉ :  voir ameli.fr")
    "l'ete: voir ameli.fr"
    >>> canonicalise_text("voir améli.fr") == canonicalise_text("voir ameli.fr")
    False
    """
    text = " ".join(normalize("NFC", text).split()).replace("« ", "«").replace(" »", "»")
    text = " ".join(word for word in map(_canonicalise_word, text.split()) if word)
    return _normalise_codes(_SPACED.sub(r"\1", text))


def hash_text(text: str) -> str:
    """What stands in the register for a text: SHA-256 of its canonical form, in hexadecimal."""
    return hash_canonical_form(canonicalise_text(text))


def hash_canonical_form(form: str) -> str:
    """The same, of a canonical form that is known already."""
    return hashlib.sha256(form.encode("utf-8", "surrogatepass")).hexdigest()


def _normalise_codes(text: str) -> str:
    """The text with its codes as printed; one in letters of another script stays as it is."""
    parts, at = [], 0
    for code, start, end in find_issue_codes(text):
        if all(c.isascii() for c in text[start:end] if c.isalnum()):
            parts += [text[at:start], code]
            at = end
    return "".join([*parts, text[at:]])


def _canonicalise_word(word: str) -> str:
    """A word as it counts; texts of one template are made of the same words, and remember them."""
    return _known(word) if len(word) <= _SHORT else _compute_canonical_word(word)


def _compute_canonical_word(word: str) -> str:
    before, core, after = _split_edges(word)
    pieces = _PIECES.split(core)
    kept = "".join(
        _canonicalise_piece(piece, pieces[at - 1] if at else "") for at, piece in enumerate(pieces)
    )
    # A dash, or what is not seen, would be part of the link that it follows; a quotation mark is not.
    return (
        _canonicalise_signs(before)
        + kept
        + (after.translate(_QUOTED) if _LINK.search(core) else _canonicalise_signs(after))
    )


_known = lru_cache(maxsize=16_384)(_compute_canonical_word)


def _split_edges(word: str) -> tuple[str, str, str]:
    """The signs before a word, the word, the signs after it; a slash at its end is part of it."""
    found = _BEFORE.match(word)
    start = found.end() if found else 0
    end = len(word)
    while end > start and not (word[end - 1].isalnum() or word[end - 1] in "_/"):
        end -= 1
    return word[:start], word[start:end], word[end:]


def _canonicalise_piece(piece: str, before: str) -> str:
    """A part of a word between two apostrophes, or one of these."""
    if piece and piece in _APOSTROPHES:
        return piece if _is_significant(before) else "'"
    if _is_significant(piece):
        return piece
    plain = _HIDDEN.sub("", _MARKS.sub("", normalize("NFD", piece.translate(_JOINED)))).translate(_SIGNS)
    return plain.lower() if plain.isascii() else piece


def _is_significant(piece: str) -> bool:
    """Whether every character counts."""
    return bool(_LINK.search(piece) or _FIGURE.search(piece))


def _canonicalise_signs(signs: str) -> str:
    """What stands around a word."""
    return _HIDDEN.sub("", signs).translate(_SIGNS)
