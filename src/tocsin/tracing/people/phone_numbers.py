"""Telephone numbers: their E.164 form, and what kind they are of, for SMS go to mobiles only.

The plan is that of Arcep for France and its overseas départements (numbering decision 2018-0881 and its
amendments); elsewhere a number is ``foreign``, whatever it is.
"""

import re
from functools import lru_cache
from typing import Final, Literal

from tocsin.conversation import phone_numbers

Kind = Literal["mobile", "landline", "foreign", "other"]

_MOBILE: Final = re.compile(r"(?:\+33|0033|33|0)((?:6(?:[0-24-8]\d|3[0-8]|9[589])|7[3-9]\d)\d{6})", re.ASCII)
"""A mobile of metropolitan France, as most are written."""
_SEPARATORS: Final = str.maketrans("", "", " .-")
_METROPOLITAN: Final = {"6": "mobile", "7": "mobile", "8": "other", "9": "landline"}
_OVERSEAS_MOBILE: Final = (
    "+590690", "+590691", "+594694", "+596696", "+596697", "+262692", "+262693", "+262639",
)  # fmt: skip
_OVERSEAS: Final = ("+590", "+594", "+596", "+262")
_FAR: Final = ("+508", "+681", "+687", "+689")
"""Saint-Pierre, Wallis, Nouvelle-Calédonie, Polynésie: plans of their own, that do not tell mobiles apart."""
_ORDER: Final = ("mobile", "landline", "other", "foreign")


@lru_cache(65536)
def to_e164(written: str) -> str | None:
    """A number in E.164 form, or None where it is not one: as ``conversation.phones``, only faster.

    >>> to_e164("06 39 98 12 34"), to_e164("06 39")
    ('+33639981234', None)
    """
    plain = written[:64].translate(_SEPARATORS)
    if found := _MOBILE.fullmatch(plain):
        return f"+33{found[1]}"
    return phone_numbers.to_e164(written[:64].strip())


def classify_number(number: str) -> Kind:
    """What stands behind a number in E.164.

    >>> (classify_number("+33639981234"), classify_number("+33199000123"), classify_number("+262692123456"),
    ...  classify_number("+44790000000"))
    ('mobile', 'landline', 'mobile', 'foreign')
    """
    if number.startswith("+33"):
        if number.startswith("+3370"):  # 0700: overseas and machines
            return "other"
        return _METROPOLITAN.get(number[3:4], "landline")  # type: ignore[return-value]
    if number.startswith(_OVERSEAS_MOBILE):
        return "mobile"
    if number.startswith(_OVERSEAS):
        return "landline"
    return "other" if number.startswith(_FAR) else "foreign"


def sort_by_use(numbers: tuple[str, ...]) -> tuple[str, ...]:
    """Those that take an SMS first, then those that can be rung in France, then the rest; each once."""
    return tuple(sorted(dict.fromkeys(numbers), key=lambda number: _ORDER.index(classify_number(number))))
