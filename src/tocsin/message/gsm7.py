"""The GSM 7-bit default alphabet: what fits, what a text costs, and what to write instead.

Source: 3GPP TS 23.038, tables 6.2.1 (basic) and 6.2.1.1 (extension). SMSCs exchange it *unpacked*, one
septet an octet. The lengths of parts come from 3GPP TS 23.040 (a 6-octet header for concatenation).

>>> measure_sms_cost("Réf. K7QF-2M9D : votre test est positif.").parts
1
>>> [(found.character, found.substitute) for found in find_unencodable_characters("Ça coûte 2 €, œuf")]
[('û', 'u'), ('œ', 'oe')]
>>> apply_substitutes("L’hôpital…")
"L'hopital..."
"""

from codecs import charmap_encode
from functools import lru_cache
from typing import Final, Literal
from unicodedata import category, normalize

from msgspec import Struct

ESCAPE: Final = 0x1B
"""Septet that announces a character of the extension table."""

BASIC: Final = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ"
    " !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""The basic table: the position of a character is its septet. Position 0x1B is the escape, no character."""

EXTENSION: Final = {
    "\f": 0x0A,
    "^": 0x14,
    "{": 0x28,
    "}": 0x29,
    "\\": 0x2F,
    "[": 0x3C,
    "~": 0x3D,
    "]": 0x3E,
    "|": 0x40,
    "€": 0x65,
}
"""The extension table: an escape and this septet, so two units a character."""

Alphabet = Literal["gsm7", "ucs2"]

SINGLE: Final[dict[Alphabet, int]] = {"gsm7": 160, "ucs2": 70}
"""Units that one SMS alone holds."""

PART: Final[dict[Alphabet, int]] = {"gsm7": 153, "ucs2": 67}
"""Units that a part of a longer SMS holds, after the header of concatenation."""

_INSIDE: Final = frozenset(BASIC).difference("\x1b").union(EXTENSION)
_UNITS: Final = {ord(c): 1 for c in BASIC if c != "\x1b"} | {ord(c): 2 for c in EXTENSION}
_ENCODE: Final[dict[int, int | bytes]] = {
    **{ord(c): septet for septet, c in enumerate(BASIC) if septet != ESCAPE},
    **{ord(c): bytes((ESCAPE, septet)) for c, septet in EXTENSION.items()},
}
_NO_SEPTET: Final = 0xFF
_OF_LATIN: Final = bytes(
    septet if (septet := BASIC.find(chr(octet))) >= 0 and septet != ESCAPE else _NO_SEPTET
    for octet in range(256)
)
"""Character of Latin-1 -> its septet."""
_EXTENDED: Final = {septet: c for c, septet in EXTENSION.items()}
_DECODE: Final = BASIC.replace("\x1b", " ") + "\ufffd" * 128


class OutsideGsm7Alphabet(ValueError):
    """This character is not in the GSM 7-bit alphabet."""

    def __init__(self, character: str, position: int) -> None:
        super().__init__(f"{self.__doc__} {character!r} at {position}")
        self.character = character
        self.position = position


class SmsCost(Struct, frozen=True):
    alphabet: Alphabet
    units: int
    """Septets in GSM-7 (an extension character counts two), UTF-16 code units in UCS-2."""
    parts: int
    """SMS that are sent and paid for; 1 for an empty text."""


class UnencodableCharacter(Struct, frozen=True):
    """A character that forces the whole text into UCS-2."""

    position: int
    """Code points before it in the text."""
    character: str
    substitute: str | None
    """What to write instead, inside the alphabet; empty to leave it out, None where nothing is close."""


def fits_gsm7(text: str) -> bool:
    """Whether the whole text can be written in GSM-7."""
    return _encode_latin(text) is not None or _INSIDE.issuperset(text)


def encode_gsm7(text: str) -> bytes:
    """Septets, one an octet; raises ``OutsideGsm7Alphabet`` at the first character that is not in the tables.

    >>> encode_gsm7("é€").hex(" ")
    '05 1b 65'
    """
    if (octets := _encode_latin(text)) is not None:
        return octets
    try:
        return charmap_encode(text, "strict", _ENCODE)[0]
    except UnicodeEncodeError as error:
        raise OutsideGsm7Alphabet(text[error.start], error.start) from None


def _encode_latin(text: str) -> bytes | None:
    """Septets of a text of basic characters that are in Latin-1, as nearly all are: two steps in C, a thirtieth of
    the time that the tables take. None for any other."""
    try:
        octets = text.encode("latin-1").translate(_OF_LATIN)
    except UnicodeEncodeError:
        return None
    return None if _NO_SEPTET in octets else octets


def decode_gsm7(septets: bytes) -> str:
    """Text of unpacked septets; never fails.

    Section 6.2.1.1 says what to show: an unknown extension as the basic character of that septet, a second
    escape as a space. A lone escape at the end is a space too, and an octet over 0x7F, which is no septet, is
    U+FFFD.
    """
    if ESCAPE not in septets:
        return septets.decode("latin-1").translate(_TO_TEXT)
    first, *escaped = septets.split(bytes((ESCAPE,)))
    pieces = [first.decode("latin-1").translate(_TO_TEXT)]
    for run in escaped:
        pieces.append(_EXTENDED.get(run[0]) or _DECODE[run[0]] if run else " ")
        pieces.append(run[1:].decode("latin-1").translate(_TO_TEXT))
    return "".join(pieces)


_TO_TEXT: Final = dict(enumerate(_DECODE))


def choose_alphabet(text: str) -> Alphabet:
    """The cheapest alphabet that holds the whole text."""
    return "gsm7" if fits_gsm7(text) else "ucs2"


def measure_sms_cost(text: str) -> SmsCost:
    """Alphabet, units and parts of a text, as ``split`` cuts it.

    >>> measure_sms_cost("ê" * 71)
    SmsCost(alphabet='ucs2', units=71, parts=2)
    """
    chosen = choose_alphabet(text)
    units = count_units(text, chosen)
    if units <= SINGLE[chosen]:
        return SmsCost(chosen, units, 1)
    whole = units == len(text)  # nothing that a cut would have to step around
    return SmsCost(chosen, units, -(-units // PART[chosen]) if whole else len(split_sms(text)))


def count_units(text: str, chosen: Alphabet) -> int:
    return len(encode_gsm7(text)) if chosen == "gsm7" else len(text.encode("utf-16-be", "surrogatepass")) // 2


def split_sms(text: str) -> tuple[str, ...]:
    """The text of each part. No part cuts an extension character or a surrogate pair in two."""
    chosen = choose_alphabet(text)
    if count_units(text, chosen) <= SINGLE[chosen]:
        return (text,)
    cuts, used = [0], 0
    for position, size in enumerate(_character_units(text, chosen)):
        if used + size > PART[chosen]:
            cuts.append(position)
            used = 0
        used += size
    return tuple(text[a:b] for a, b in zip(cuts, [*cuts[1:], len(text)], strict=True))


def _character_units(text: str, chosen: Alphabet) -> list[int]:
    if chosen == "gsm7":
        return [_UNITS[ord(c)] for c in text]
    return [2 if c > "\uffff" else 1 for c in text]


def find_unencodable_characters(text: str) -> tuple[UnencodableCharacter, ...]:
    """Every character that is not in the alphabet, in order, with what to write instead."""
    outside = {*text} - _INSIDE
    return tuple(
        UnencodableCharacter(i, c, _find_substitute_at(text, i)) for i, c in enumerate(text) if c in outside
    )


def apply_substitutes(text: str) -> str:
    """The text with every substitute applied; what has none is left as it is, and ``fits`` then says no."""
    text = normalize("NFC", text)
    pieces: list[str] = []
    done = 0
    for found in find_unencodable_characters(text):
        if found.substitute is not None:
            pieces += text[done : found.position], found.substitute
            done = found.position + 1
    return "".join(pieces) + text[done:]


def _find_substitute_at(text: str, position: int) -> str | None:
    inside_quotes = text[position - 1 : position] == "«" or text[position + 1 : position + 2] == "»"
    if inside_quotes and text[position] in "\u00a0\u202f":
        return ""
    return find_substitute(text[position])


@lru_cache(maxsize=4096)
def find_substitute(character: str) -> str | None:
    """What to write instead of one character: by the table below, else its letter without the marks.

    >>> find_substitute("ç"), find_substitute("«"), find_substitute("№"), find_substitute("語")
    ('c', '"', 'No', None)
    """
    if character in _INSTEAD:
        return _INSTEAD[character]
    bare = "".join(c for c in normalize("NFKD", character) if category(c) not in ("Mn", "Me", "Cf"))
    bare = "".join(_INSTEAD.get(c, c) for c in bare)
    return bare if fits_gsm7(bare) else None


_INSTEAD: Final = (
    dict.fromkeys("’‘‛ʼʹ′´`‹›‚", "'")
    | dict.fromkeys("«»“”„‟″", '"')
    | dict.fromkeys("‐‑‒–—―−•·", "-")
    | dict.fromkeys(
        "\u00a0\u202f\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u3000\t", " "
    )
    | dict.fromkeys("\u2028\u2029\u0085\v", "\n")
    | dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff\ufe0e\ufe0f", "")
    | {"œ": "oe", "Œ": "OE", "ĳ": "ij", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D"}
    | {"þ": "th", "Þ": "Th", "ı": "i", "ħ": "h", "Ħ": "H", "ẞ": "SS"}
    | {"…": "...", "°": "o", "×": "x", "÷": "/", "→": "->", "←": "<-", "⁄": "/", "©": "(c)", "®": "(r)"}
)
"""Downgrade rules that are not simply a letter without its accent."""
