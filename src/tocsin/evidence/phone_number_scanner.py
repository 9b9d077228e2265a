"""Telephone numbers and short codes: found in digits or in words, normalised, priced."""

import re
from collections.abc import Mapping, Sequence

from tocsin.charter.schema import Medium
from tocsin.evidence.model import TariffClass

# O stands for 0 and l for 1 in disguised numbers; at most two separators between two digits.
_SEP = r"[ .\-/_,*\n]{0,3}"
_PHONE = re.compile(
    rf"""(?<![0-9a-z+])(?<![0-9][ .\-/])(?:
      (?P<intl>(?:\+|00{_SEP})33{_SEP}(?:\(0\){_SEP})?[1-9](?:{_SEP}[0-9oil]){{8}})
    | (?P<national>(?:\([0o]\)|[0o]){_SEP}[1-9il](?:{_SEP}[0-9oil]){{8}})
    | (?P<foreign>(?:\+|00)[1-9][0-9](?:{_SEP}[0-9]){{6,12}})
    | (?P<enquiries>1{_SEP}1{_SEP}8{_SEP}[0-9]{_SEP}[0-9]{_SEP}[0-9])
    | (?P<short>(?:3[ .\-]?[0-9]|10)[ .\-]?[0-9][ .\-]?[0-9])
    | (?P<code>[3-9](?:[ .]?[0-9]){{4}})
    )(?![0-9a-z]|[.,][0-9]|[ \-/][0-9])""",
    re.X,
)
_LETTERS = str.maketrans("oil", "011")
_UNITS = {
    w: n
    for n, w in enumerate(
        (
            "zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize"
        ).split()
    )
} | {"o": 0, "une": 1, "one": 1, "zeros": 0}
_TENS = {
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
    | frozenset(_TENS)
    | frozenset(_ENGLISH)
    | frozenset(_SPANISH)
    | {"cent", "cents", "mille", "et", "double", "triple"}
)


def normalise_number(digits: str) -> tuple[str, Medium]:
    """E.164 or short number, and its medium; an empty string where it is no number that can be rung.

    >>> (normalise_number("0899000012"), normalise_number("0033899000012"), normalise_number("3646"),
    ...  normalise_number("81200"))
    (('+33899000012', 'phone'), ('+33899000012', 'phone'), ('3646', 'phone'), ('81200', 'short_code'))
    """
    plus = digits.startswith("+")
    digits = digits.lstrip("+")
    if digits.startswith("00") and len(digits) > 10:
        plus, digits = True, digits[2:]
    if plus:
        if digits.startswith("33") and len(digits) in (11, 12):
            return "+33" + digits[2:].removeprefix("0"), "phone"
        return ("+" + digits, "phone") if 8 <= len(digits) <= 15 else ("", "phone")
    if len(digits) == 10 and digits[0] == "0" and digits[1] != "0":
        return "+33" + digits[1:], "phone"
    if len(digits) == 4 and digits[0] in "13":
        return digits, "phone"
    if len(digits) == 6 and digits.startswith("118"):
        return digits, "phone"
    if len(digits) == 5 and digits[0] in "3456789":
        return digits, "short_code"
    if digits in ("15", "17", "18", "112", "114", "115", "119", "196", "191", "197"):
        return digits, "phone"
    return "", "phone"


Found = tuple[int, int, str, Medium, str]


def scan_numbers(folded: str) -> list[Found]:
    """Every number written in digits: start, end, value, medium, and how it was written."""
    found = []
    for match in _PHONE.finditer(folded):
        digits = match[0].translate(_LETTERS)
        digits = ("+" if digits.lstrip("(").startswith("+") else "") + "".join(
            c for c in digits if c.isdigit()
        )
        if "(0)" in match[0].translate(_LETTERS) and digits.startswith(("+33", "0033")):
            digits = digits.replace("330", "33", 1)
        value, medium = normalise_number(digits)
        if value:
            found.append((match.start(), match.end(), value, medium, match.lastgroup or ""))
    return found


def read_number_words(words: Sequence[str]) -> str:
    """The digits that a run of number words says, two by two as French numbers are said.

    >>> read_number_words("zero huit quatre vingt dix neuf douze trente quatre cinquante six".split())
    '0899123456'
    >>> read_number_words("trente six quarante six".split())
    '3646'
    """
    if all(w in _ENGLISH for w in words):
        return "".join(str(_ENGLISH[w]) for w in words)
    if not any(w in _TENS for w in words) and any(w in _SPANISH and w not in _UNITS for w in words):
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
    if word in _TENS:
        return _read_units(words, i, _TENS[word], 1)
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
    if j < len(words) and words[j] in _UNITS:
        unit = _UNITS[words[j]]
        if 1 <= unit <= 9 or (10 <= unit <= 16 and tens in (60, 80)):
            if unit == 10 and j + 1 < len(words) and words[j + 1] in ("sept", "huit", "neuf"):
                return str(tens + 10 + _UNITS[words[j + 1]]), j + 2 - i
            return str(tens + unit), j + 1 - i
    return str(tens), used


class PrefixTariffs:
    """Prices and uses by prefix (data: ``lexicon/plan.yaml``)."""

    def __init__(self, table: Mapping[str, object]) -> None:
        self._phone = _read_tariffs(table["phone"])
        self._code = _read_tariffs(table["short_code"])
        help_numbers = table["help"]
        assert isinstance(help_numbers, list)
        self.help = frozenset(normalise_number(str(n))[0] or str(n) for n in help_numbers)

    def find_tariff(self, value: str, medium: Medium) -> TariffClass:
        """Price class of a number: free, standard, premium or unknown.

        A foreign number is unknown: it is priced by the caller's operator.
        """
        table = self._phone
        if medium == "short_code":
            table = self._code
        national = "0" + value[3:] if value.startswith("+33") else value
        if national.startswith("+"):
            return "unknown"
        for length in range(min(4, len(national)), 0, -1):
            if found := table.get(national[:length]):
                return found
        return "unknown"

    @staticmethod
    def is_mobile(value: str) -> bool:
        """A French mobile line (06, 07)."""
        return value.startswith(("+336", "+337"))


def _read_tariffs(value: object) -> dict[str, TariffClass]:
    assert isinstance(value, dict)
    return {str(k): v for k, v in value.items()}
