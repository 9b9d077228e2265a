"""Telephone numbers said in words: French two by two, other languages digit by digit."""

from collections.abc import Sequence

_UNITS = {
    w: n
    for n, w in enumerate(
        (
            "zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize"
        ).split()
    )
} | {"o": 0, "une": 1, "one": 1, "zeros": 0}
_FRENCH_TENS = {
    "vingt": 20,
    "vingts": 20,
    "trente": 30,
    "quarante": 40,
    "cinquante": 50,
    "soixante": 60,
    "septante": 70,
    "huitante": 80,
    "octante": 80,
    "nonante": 90,
}
_ENGLISH_TENS = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
TENS = _FRENCH_TENS | _ENGLISH_TENS
_OTHER_TENS = {"quatrevingt": 80, "quatrevingts": 80} | _ENGLISH_TENS
"""Tens that are said in replies, and stand in no message that is checked."""
_ENGLISH = {
    "zero": 0,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "oh": 0,
}
_SAID_ELSEWHERE = (
    "cero sifir", "uno bir um", "dos iki dois due", "tres uc tre", "cuatro quatro dort quattro",
    "cinco bes cinque", "seis alti sei", "siete sete yedi sette", "ocho oito sekiz otto", "nueve nove dokuz",
)  # fmt: skip
_SPANISH = {word: n for n, words in enumerate(_SAID_ELSEWHERE) for word in words.split()}
_SPANISH |= {
    "noventa": 9,
    "ochenta": 8,
    "setenta": 7,
    "sesenta": 6,
    "treinta": 3,
    "cuarenta": 4,
    "cincuenta": 5,
}
"""Digits in Spanish, Portuguese, Turkish and Italian."""
NUMBER_WORDS = (
    frozenset(_UNITS)
    | frozenset(_FRENCH_TENS)
    | frozenset(_ENGLISH)
    | frozenset(_SPANISH)
    | {"cent", "cents", "mille", "et", "double", "triple"}
)

REPLY_NUMBER_WORDS = NUMBER_WORDS | frozenset(_OTHER_TENS)
"""The same, with those that only replies are read for."""


def read_number_words(words: Sequence[str]) -> str:
    """The digits that a run of number words says, two by two as French numbers are said.

    >>> read_number_words("zero huit quatre vingt dix neuf douze trente quatre cinquante six".split())
    '0899123456'
    >>> read_number_words("trente six quarante six".split()), read_number_words("ninety eight twenty two".split())
    ('3646', '9822')
    """
    if all(w in _ENGLISH for w in words):
        return "".join(str(_ENGLISH[w]) for w in words)
    if not any(w in _FRENCH_TENS for w in words) and any(w in _SPANISH and w not in _UNITS for w in words):
        return "".join(str(_SPANISH.get(w, _UNITS.get(w, ""))) for w in words)
    digits, i = "", 0
    while i < len(words):
        value, used = read_number_word_group(words, i)
        digits += value
        i += used or 1
    return digits


def read_number_word_group(words: Sequence[str], i: int) -> tuple[str, int]:
    """The digits of one number below a hundred that starts at a place, and how many words it takes."""
    word = words[i]
    if word.isdigit():
        return (word, 1) if len(word) <= 2 else ("", 0)
    if word in ("double", "triple") and i + 1 < len(words) and _UNITS.get(words[i + 1], 10) < 10:
        return str(_UNITS[words[i + 1]]) * (2 if word == "double" else 3), 2
    if word == "quatre" and i + 1 < len(words) and words[i + 1] in ("vingt", "vingts"):
        return _read_units(words, i, 80, 2)
    if (tens := _FRENCH_TENS.get(word, _OTHER_TENS.get(word))) is not None:
        return _read_units(words, i, tens, 1)
    if word in _UNITS:
        if word == "dix" and i + 1 < len(words) and words[i + 1] in ("sept", "huit", "neuf"):
            return str(10 + _UNITS[words[i + 1]]), 2
        return str(_UNITS[word]), 1
    if word in _ENGLISH:
        return str(_ENGLISH[word]), 1
    return (str(_SPANISH[word]), 1) if word in _SPANISH else ("", 0)


def _read_units(words: Sequence[str], i: int, tens: int, used: int) -> tuple[str, int]:
    j = i + used
    if j < len(words) and words[j] == "et" and j + 1 < len(words) and words[j + 1] in ("un", "onze", "une"):
        j += 1
    unit = _UNITS.get(words[j], _ENGLISH.get(words[j])) if j < len(words) else None
    if unit is not None and (1 <= unit <= 9 or (10 <= unit <= 16 and tens in (60, 80))):
        if unit == 10 and j + 1 < len(words) and words[j + 1] in ("sept", "huit", "neuf"):
            return str(tens + 10 + _UNITS[words[j + 1]]), j + 2 - i
        return str(tens + unit), j + 1 - i
    return str(tens), used
