"""A telephone number as a person types it, and what the numbering plan says of it: price and use, by date.

The data and their sources are in ``verdict/numbering.yaml``.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any, Final, cast
from unicodedata import normalize

from msgspec import Struct

from tocsin.charter import tables
from tocsin.charter.schema import MAX, MIN, Medium, Source, Wording
from tocsin.evidence import numbers
from tocsin.evidence.model import TariffClass

LONGEST: Final = 40
"""Characters that a typed number can have."""
_MEANT = str.maketrans("OoIl|", "00111")
_BETWEEN: Final = frozenset(" \t\r\n.-_/,()\u00a0\u202f\u2009\u200b\u2060\ufeff‐‑‒–—―−")


class NotANumber(ValueError):
    """This is not a number that can be rung or written to."""

    def __init__(self, written: str) -> None:
        super().__init__(str(self.__doc__))
        self.written = written


class Dialled(Struct, frozen=True):
    """A number, one value for all ways of writing it."""

    value: str
    """E.164 (``+33899000012``) or a short number (``3646``, ``38663``), as charters write it."""
    medium: Medium
    """``phone`` or ``short_code``."""
    digits: str
    """As dialled from France: ``0899000012``, ``3646``, ``+32470123456``. Names it in an address."""

    @property
    def shown(self) -> str:
        """As people write it.

        >>> read_number("0899000012").shown, read_number("3646").shown, read_number("+32470123456").shown
        ('0 899 000 012', '36 46', '+32 470 12 34 56')
        """
        digits = self.digits
        if digits.startswith("+"):
            return _international(digits)
        if digits.startswith("08") and len(digits) == 10:
            return f"0 {digits[1:4]} {digits[4:7]} {digits[7:]}"
        if len(digits) == 10 or len(digits) == 4:
            return " ".join(digits[at : at + 2] for at in range(0, len(digits), 2))
        return f"{digits[:3]} {digits[3:]}" if len(digits) == 6 else digits


class Range(Struct, frozen=True, kw_only=True):
    """A part of the numbering plan, during a time."""

    id: str
    prefixes: tuple[str, ...]
    name: Wording
    use: Wording | None
    """Who may use it; None where that is not known."""
    price: Wording
    start: date
    """First day; ``MIN`` where it is not known."""
    end: date
    """Last day; ``MAX`` where it has none."""
    sources: tuple[Source, ...]
    """Empty where no dated page was read."""
    length: int
    """Digits of its numbers."""
    exact: bool
    """Whether the prefixes are the numbers themselves."""

    def fits(self, digits: str, on: date) -> int:
        """Length of the prefix by which a number belongs to it that day; 0 where it does not."""
        if not self.start <= on <= self.end:
            return 0
        if self.exact:
            return len(digits) if digits in self.prefixes else 0
        if len(digits) != self.length:
            return 0
        return max((len(prefix) for prefix in self.prefixes if digits.startswith(prefix)), default=0)


def read_number(written: str) -> Dialled:
    """A number as a person types it. Raises NotANumber.

    Spaces, dots, dashes and ``tel:`` do not count, O is read as 0 and l as 1.

    >>> read_number("+33 (0)8 99 00 00 12").digits, read_number("36-46").value
    ('0899000012', '3646')
    """
    if len(written) > LONGEST:
        raise NotANumber(written[:LONGEST])
    text = normalize("NFKC", written).strip().removeprefix("tel:").replace("(0)", "").translate(_MEANT)
    digits = "".join(c for c in text if c not in _BETWEEN)
    bare = digits.removeprefix("+")
    if not (bare.isascii() and bare.isdecimal()):
        raise NotANumber(written)
    if len(digits) == 6 and digits.startswith("116"):
        return Dialled(digits, "phone", digits)
    value, medium = numbers.normalise(digits)
    if not value or value.startswith("+0"):
        raise NotANumber(written)
    return _dialled(value, medium)


def range_of(number: Dialled, on: date) -> Range | None:
    """The part of the plan that a number belongs to on a day; None abroad, and where the plan is silent."""
    fitting = [(fits, found) for found in ranges() if (fits := found.fits(number.digits, on))]
    return max(fitting, key=lambda pair: pair[0])[1] if fitting else None


def tariff(number: Dialled) -> TariffClass:
    """Price class by the plan: free, standard, premium or unknown."""
    national = number.value if number.digits.startswith("+") else number.digits
    found = range_of(number, date.max)
    if found is not None and found.exact:
        return "free"
    return plan().tariff(national, number.medium)


def is_help(number: Dialled) -> bool:
    """Whether it is a known number of public help."""
    return number.value in plan().help or number.digits in plan().help


def is_fiction(number: Dialled) -> bool:
    """Whether the plan keeps it for films and books."""
    return len(number.digits) == 10 and number.digits.startswith(tuple(_table()["fiction"]))


def country(number: Dialled) -> str:
    """Region of a foreign number (ISO 3166), or empty."""
    if not number.digits.startswith("+"):
        return ""
    import phonenumbers

    try:
        found = phonenumbers.parse(number.value)
    except phonenumbers.NumberParseException:
        return ""
    code = phonenumbers.region_code_for_number(found)
    code = code or phonenumbers.region_code_for_country_code(found.country_code or 0)
    return str(code) if code not in ("ZZ", "001") else ""


def overseas(number: Dialled) -> bool:
    """Whether it is a number of La Réunion, Mayotte, Guadeloupe, Guyane or Martinique."""
    return number.value.startswith("+") and number.value[1:4] in _table()["overseas"]


@cache
def plan() -> numbers.Plan:
    """Prices by prefix."""
    return numbers.Plan(tables.get("lexicon/plan"))


@cache
def ranges() -> tuple[Range, ...]:
    """Every part of the plan, with its dates."""
    return tuple(_ranges(_table()))


def _ranges(table: Mapping[str, Any]) -> Iterator[Range]:
    sources = {name: Source(**fields) for name, fields in table["sources"].items()}
    for row in table["ranges"]:
        yield Range(
            id=row["id"],
            prefixes=tuple(row["prefixes"]),
            name=Wording(**row["name"]),
            use=Wording(**row["use"]) if "use" in row else None,
            price=Wording(**row["price"]),
            start=date.fromisoformat(row["from"]) if "from" in row else MIN,
            end=date.fromisoformat(row["until"]) if "until" in row else MAX,
            sources=tuple(sources[name] for name in row["sources"]),
            length=int(row.get("length", 10)),
            exact=bool(row.get("exact")),
        )


def _table() -> dict[str, Any]:
    return cast(dict[str, Any], tables.get("verdict/numbering"))


def _dialled(value: str, medium: Medium) -> Dialled:
    territories: dict[str, list[str]] = _table()["overseas"]
    if value.startswith("+33"):
        national = "0" + value[3:]
        if not national.startswith(tuple(_table()["fiction"])):
            for code, prefixes in territories.items():
                if national.startswith(tuple(prefixes)):
                    return Dialled(f"+{code}{national[1:]}", medium, national)
        return Dialled(value, medium, national)
    if value[1:4] in territories and len(value) == 13:
        return Dialled(value, medium, "0" + value[4:])
    return Dialled(value, medium, value)


def _international(value: str) -> str:
    import phonenumbers

    try:
        number = phonenumbers.parse(value)
    except phonenumbers.NumberParseException:
        return value
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL))
