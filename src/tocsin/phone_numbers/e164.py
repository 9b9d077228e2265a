"""The E.164 form of a telephone number, however it is written.

French numbers are checked against the national plan of ``phonenumberslite``, loaded only when a number that is
not of the usual mobiles is met. The ranges that Arcep's numbering plan keeps for films and books are valid
here: examples use them.
"""

import re
from functools import cache, lru_cache
from typing import Final

from tocsin.config import read_settings
from tocsin.deferred_pattern import defer_pattern

FICTION: Final = ("19900", "26191", "35301", "46571", "53649", "63998")
"""National numbers (without the 0) kept for films and books begin so."""
_LONGEST: Final = 64
"""Characters of what is written that are read."""
_OVERSEAS: Final = ("RE", "GP", "MQ", "GF", "YT")
"""Territories whose numbers are written with a 0, as in France, under a country code of their own."""
_MOBILE: Final = defer_pattern(
    r"(?:\+33|0033|33|0)((?:6(?:[0-24-8]\d|3[0-8]|9[589])|7[3-9]\d)\d{6})", re.ASCII
)
"""A mobile of metropolitan France, as most are written: laboratories send so many that the plan is not asked."""
_SEPARATORS: Final = str.maketrans("", "", " .-")
_MEANT_FIGURES: Final = str.maketrans("OoIl", "0011")


@lru_cache(65536)
def to_e164(written: str) -> str | None:
    """A number in E.164 form, or None where it is not one.

    >>> to_e164("06.39.98.12.34"), to_e164("+33 (0)6 39 98 12 34"), to_e164("06 39 98")
    ('+33639981234', '+33639981234', None)
    """
    written = written[:_LONGEST]
    if mobile := _MOBILE.fullmatch(written.translate(_SEPARATORS)):
        return f"+33{mobile[1]}"
    return _read_digits(written.strip())


def _read_digits(written: str) -> str | None:
    """A number by its digits, whatever stands between them, and by its country's plan."""
    digits = "".join(c for c in written.translate(_MEANT_FIGURES) if c.isascii() and c.isdecimal())
    if written.startswith("+") or digits.startswith("00"):
        return _parse_international(digits.removeprefix("00"))
    if len(digits) == 11 and digits.startswith("33"):
        return _parse_french(digits[2:])
    if len(digits) == 10 and digits.startswith("0"):
        return _parse_french(digits[1:])
    return None


@cache
def list_further_mobile_ranges() -> tuple[str, ...]:
    """Beginnings of national numbers that a rehearsal takes for mobiles besides: it may have more people than there
    are numbers of fiction. Asked for in the environment, once."""
    return read_settings().simulated_numbers


def _parse_international(digits: str) -> str | None:
    if digits.startswith("33"):
        return _parse_french(digits[2:].removeprefix("0"))
    if not 8 <= len(digits) <= 15:
        return None
    return _check_by_plan("+" + digits, None)


def _parse_french(national: str) -> str | None:
    """A national number (9 digits, without the 0) in E.164 form."""
    if len(national) != 9 or national[0] == "0":
        return None
    if national.startswith((*FICTION, *list_further_mobile_ranges())):
        return "+33" + national
    return next(filter(None, (_check_by_plan("0" + national, region) for region in ("FR", *_OVERSEAS))), None)


def _check_by_plan(written: str, region: str | None) -> str | None:
    """The number by the plan of its country; abroad, a possible number is enough (their fiction ranges)."""
    import phonenumbers

    try:
        number = phonenumbers.parse(written, region)
    except phonenumbers.NumberParseException:
        return None
    fits = phonenumbers.is_valid_number if region else phonenumbers.is_possible_number
    if not fits(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
