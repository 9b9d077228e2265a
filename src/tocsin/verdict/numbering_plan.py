"""A telephone number as a person types it, and what the numbering plan says of it: price and use, by date.

The data and their sources are in ``verdict/numbering.yaml``.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any, Final, cast
from unicodedata import normalize

from msgspec import Struct

from tocsin.charter import compiled_tables
from tocsin.charter.schema import MAX, MIN, ClauseSource, Medium, Wording
from tocsin.evidence import phone_number_scanner
from tocsin.evidence.model import TariffClass

LONGEST: Final = 40
"""Characters that a typed number can have."""
_MEANT = str.maketrans("OoIl|", "00111")
_BETWEEN: Final = frozenset(" \t\r\n.-_/,()\u00a0\u202f\u2009\u200b\u2060\ufeff‐‑‒–—―−")


class NotAPhoneNumber(ValueError):
    """This is not a number that can be rung or written to."""

    def __init__(self, written: str) -> None:
        super().__init__(str(self.__doc__))
        self.written = written


class PhoneNumber(Struct, frozen=True):
    """A number, one value for all ways of writing it."""

    value: str
    """E.164 (``+33899000012``) or a short number (``3646``, ``38663``), as charters write it."""
    medium: Medium
    """``phone`` or ``short_code``."""
    digits: str
    """As dialled from France: ``0899000012``, ``3646``, ``+32470123456``. Names it in an address."""

    @property
    def display_form(self) -> str:
        """As people write it.

        >>> [parse_phone_number(one).display_form for one in ("0899000012", "3646", "+32470123456")]
        ['0 899 000 012', '36 46', '+32 470 12 34 56']
        """
        digits = self.digits
        if digits.startswith("+"):
            return _format_international(digits)
        if digits.startswith("08") and len(digits) == 10:
            return f"0 {digits[1:4]} {digits[4:7]} {digits[7:]}"
        if len(digits) == 10 or len(digits) == 4:
            return " ".join(digits[at : at + 2] for at in range(0, len(digits), 2))
        return f"{digits[:3]} {digits[3:]}" if len(digits) == 6 else digits


class NumberRange(Struct, frozen=True, kw_only=True):
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
    sources: tuple[ClauseSource, ...]
    """Empty where no dated page was read."""
    length: int
    """Digits of its numbers."""
    exact: bool
    """Whether the prefixes are the numbers themselves."""

    def match_prefix(self, digits: str, on: date) -> int:
        """Length of the prefix by which a number belongs to it that day; 0 where it does not."""
        if not self.start <= on <= self.end:
            return 0
        if self.exact:
            return len(digits) if digits in self.prefixes else 0
        if len(digits) != self.length:
            return 0
        return max((len(prefix) for prefix in self.prefixes if digits.startswith(prefix)), default=0)


def parse_phone_number(written: str) -> PhoneNumber:
    """A number as a person types it. Raises NotAPhoneNumber.

    Spaces, dots, dashes and ``tel:`` do not count, O is read as 0 and l as 1.

    >>> parse_phone_number("+33 (0)8 99 00 00 12").digits, parse_phone_number("36-46").value
    ('0899000012', '3646')
    """
    if len(written) > LONGEST:
        raise NotAPhoneNumber(written[:LONGEST])
    text = normalize("NFKC", written).strip().removeprefix("tel:").replace("(0)", "").translate(_MEANT)
    digits = "".join(c for c in text if c not in _BETWEEN)
    bare = digits.removeprefix("+")
    if not (bare.isascii() and bare.isdecimal()):
        raise NotAPhoneNumber(written)
    if len(digits) == 6 and digits.startswith("116"):
        return PhoneNumber(digits, "phone", digits)
    value, medium = phone_number_scanner.normalise_number(digits)
    if not value or value.startswith("+0"):
        raise NotAPhoneNumber(written)
    return _make_phone_number(value, medium)


def find_range(number: PhoneNumber, on: date) -> NumberRange | None:
    """The part of the plan that a number belongs to on a day; None abroad, and where the plan is silent."""
    fitting = [(fits, found) for found in list_ranges() if (fits := found.match_prefix(number.digits, on))]
    return max(fitting, key=lambda pair: pair[0])[1] if fitting else None


def find_plan_tariff(number: PhoneNumber) -> TariffClass:
    """Price class by the plan: free, standard, premium or unknown."""
    national = number.value if number.digits.startswith("+") else number.digits
    found = find_range(number, date.max)
    if found is not None and found.exact:
        return "free"
    return load_prefix_tariffs().find_tariff(national, number.medium)


def is_help_number(number: PhoneNumber) -> bool:
    """Whether it is a known number of public help."""
    return number.value in load_prefix_tariffs().help or number.digits in load_prefix_tariffs().help


def is_fiction_number(number: PhoneNumber) -> bool:
    """Whether the plan keeps it for films and books."""
    return len(number.digits) == 10 and number.digits.startswith(tuple(_load_table()["fiction"]))


def find_country(number: PhoneNumber) -> str:
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


def is_overseas(number: PhoneNumber) -> bool:
    """Whether it is a number of La Réunion, Mayotte, Guadeloupe, Guyane or Martinique."""
    return number.value.startswith("+") and number.value[1:4] in _load_table()["overseas"]


@cache
def load_prefix_tariffs() -> phone_number_scanner.PrefixTariffs:
    """Prices by prefix."""
    return phone_number_scanner.PrefixTariffs(compiled_tables.get_table("lexicon/plan"))


@cache
def list_ranges() -> tuple[NumberRange, ...]:
    """Every part of the plan, with its dates."""
    return tuple(_read_ranges(_load_table()))


def _read_ranges(table: Mapping[str, Any]) -> Iterator[NumberRange]:
    sources = {name: ClauseSource(**fields) for name, fields in table["sources"].items()}
    for row in table["ranges"]:
        yield NumberRange(
            id=row["id"],
            prefixes=tuple(row["prefixes"]),
            name=Wording.from_texts(row["name"]),
            use=Wording.from_texts(row["use"]) if "use" in row else None,
            price=Wording.from_texts(row["price"]),
            start=date.fromisoformat(row["from"]) if "from" in row else MIN,
            end=date.fromisoformat(row["until"]) if "until" in row else MAX,
            sources=tuple(sources[name] for name in row["sources"]),
            length=int(row.get("length", 10)),
            exact=bool(row.get("exact")),
        )


def _load_table() -> dict[str, Any]:
    return cast(dict[str, Any], compiled_tables.get_table("verdict/numbering"))


def _make_phone_number(value: str, medium: Medium) -> PhoneNumber:
    territories: dict[str, list[str]] = _load_table()["overseas"]
    if value.startswith("+33"):
        national = "0" + value[3:]
        if not national.startswith(tuple(_load_table()["fiction"])):
            for code, prefixes in territories.items():
                if national.startswith(tuple(prefixes)):
                    return PhoneNumber(f"+{code}{national[1:]}", medium, national)
        return PhoneNumber(value, medium, national)
    if value[1:4] in territories and len(value) == 13:
        return PhoneNumber(value, medium, "0" + value[4:])
    return PhoneNumber(value, medium, value)


def _format_international(value: str) -> str:
    import phonenumbers

    try:
        number = phonenumbers.parse(value)
    except phonenumbers.NumberParseException:
        return value
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL))
