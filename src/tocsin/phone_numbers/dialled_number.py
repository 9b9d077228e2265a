"""A telephone number as a person types it, and as people write it."""

from typing import Any, Final, cast
from unicodedata import normalize

from msgspec import Struct

from tocsin.charter import compiled_tables
from tocsin.charter.schema import Medium
from tocsin.phone_numbers.scanner import normalise_number

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
    value, medium = normalise_number(digits)
    if not value or value.startswith("+0"):
        raise NotAPhoneNumber(written)
    return _make_phone_number(value, medium)


def format_phone_number(number: str) -> str:
    """A number as people write it, in France; what is none, as it is.

    >>> [format_phone_number(one) for one in ("+33639981234", "+262692001234", "+32470123456", "ameli.fr")]
    ['06 39 98 12 34', '06 92 00 12 34', '+32 470 12 34 56', 'ameli.fr']
    """
    try:
        return parse_phone_number(number).display_form
    except NotAPhoneNumber:
        return number


def mask_phone_number(number: str) -> str:
    """A number of which only the end is shown; empty where there is none.

    >>> mask_phone_number("+33639981234"), mask_phone_number("+32470123456"), mask_phone_number("")
    ('•• •• •• •• 34', '+•• •• •• •• 56', '')
    """
    if not number:
        return ""
    plus = "" if number.startswith("+33") else "+"
    return f"{plus}{' '.join(['••'] * 4)} {number[-2:]}"


def load_ranges_table() -> dict[str, Any]:
    return cast(dict[str, Any], compiled_tables.get_table("phone_numbers/ranges"))


def _make_phone_number(value: str, medium: Medium) -> PhoneNumber:
    territories: dict[str, list[str]] = load_ranges_table()["overseas"]
    if value.startswith("+33"):
        national = "0" + value[3:]
        if not national.startswith(tuple(load_ranges_table()["fiction"])):
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
