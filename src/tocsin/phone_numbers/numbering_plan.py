"""What the numbering plan says of a telephone number: price and use, by date.

The data and their sources are in ``ranges.yaml`` and ``tariffs.yaml``.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any, Literal

from msgspec import Struct

from tocsin.charter import compiled_tables
from tocsin.charter.schema import MAX, MIN, ClauseSource, Medium, Wording
from tocsin.phone_numbers.dialled_number import PhoneNumber, load_ranges_table
from tocsin.phone_numbers.scanner import normalise_number

TariffClass = Literal["free", "standard", "premium", "unknown"]


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


class DisplayRule(Struct, frozen=True, kw_only=True):
    """What operators do about the number that a call shows, since a day."""

    id: str
    wording: Wording
    start: date
    sources: tuple[ClauseSource, ...]


class PrefixTariffs:
    """Prices and uses by prefix (data: ``tariffs.yaml``)."""

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
    return len(number.digits) == 10 and number.digits.startswith(tuple(load_ranges_table()["fiction"]))


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
    return number.value.startswith("+") and number.value[1:4] in load_ranges_table()["overseas"]


def find_display_rule(on: date) -> DisplayRule | None:
    """What operators do that day about the number that a call shows; None before they did anything.

    >>> find_display_rule(date(2024, 9, 30)).id, find_display_rule(date(2024, 10, 1)).id
    ('holder', 'cut')
    """
    held = [rule for rule in list_display_rules() if rule.start <= on]
    return max(held, key=lambda rule: rule.start, default=None)


@cache
def list_display_rules() -> tuple[DisplayRule, ...]:
    """Every rule on the number shown, with its first day."""
    table = load_ranges_table()
    sources = _read_sources(table)
    return tuple(
        DisplayRule(
            id=row["id"],
            wording=Wording.from_texts(row["wording"]),
            start=date.fromisoformat(row["from"]),
            sources=tuple(sources[name] for name in row["sources"]),
        )
        for row in table["display"]
    )


@cache
def load_prefix_tariffs() -> PrefixTariffs:
    return PrefixTariffs(compiled_tables.get_table("phone_numbers/tariffs"))


@cache
def list_ranges() -> tuple[NumberRange, ...]:
    return tuple(_read_ranges(load_ranges_table()))


def _read_sources(table: Mapping[str, Any]) -> dict[str, ClauseSource]:
    return {name: ClauseSource(**fields) for name, fields in table["sources"].items()}


def _read_ranges(table: Mapping[str, Any]) -> Iterator[NumberRange]:
    sources = _read_sources(table)
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


def _read_tariffs(value: object) -> dict[str, TariffClass]:
    assert isinstance(value, dict)
    return {str(k): v for k, v in value.items()}
