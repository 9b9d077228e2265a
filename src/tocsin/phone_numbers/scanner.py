"""Telephone numbers and short codes found in the digits of a text, disguised or not."""

import re

from tocsin.charter.schema import Medium
from tocsin.deferred_pattern import defer_pattern

# O stands for 0 and l for 1 in disguised numbers; at most two separators between two digits. ``10.40`` is an hour.
_SEP = r"[ .\-/_,*\n]{0,3}"
_PHONE = defer_pattern(
    rf"""(?<![0-9a-z+])(?<![0-9][ .\-/])(?:
      (?P<intl>(?:\+|00{_SEP})33{_SEP}(?:\(0\){_SEP})?[1-9](?:{_SEP}[0-9oil]){{8}})
    | (?P<national>(?:\([0o]\)|[0o]){_SEP}[1-9il](?:{_SEP}[0-9oil]){{8}})
    | (?P<foreign>(?:\+|00)[1-9][0-9](?:{_SEP}[0-9]){{6,12}})
    | (?P<enquiries>1{_SEP}1{_SEP}8{_SEP}[0-9]{_SEP}[0-9]{_SEP}[0-9])
    | (?P<short>(?:3[ .\-]?[0-9]|10(?!\.[0-5][0-9]))[ .\-]?[0-9][ .\-]?[0-9])
    | (?P<code>[3-9](?:[ .]?[0-9]){{4}})
    )(?![0-9a-z]|[.,][0-9]|[ \-/][0-9])""",
    re.X,
)
_LETTERS = str.maketrans("oil", "011")


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


ScannedNumber = tuple[int, int, str, Medium, str]


def scan_numbers(folded: str) -> list[ScannedNumber]:
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
