"""What kind of telephone a number belongs to: SMS go to mobiles only.

The plan is that of Arcep for France and its overseas départements (numbering decision 2018-0881 and its
amendments); elsewhere a number is ``foreign``, whatever it is.
"""

import re
from functools import lru_cache
from typing import Final, Literal

from tocsin.conversation import phones

Kind = Literal["mobile", "landline", "foreign", "other"]

_MOBILE: Final = re.compile(r"(?:\+33|0033|33|0)((?:6(?:[0-24-8]\d|3[0-8]|9[589])|7[3-9]\d)\d{6})", re.ASCII)
"""A mobile of metropolitan France, as most are written."""
_SEPARATORS: Final = str.maketrans("", "", " .-")
_METROPOLITAN: Final = {"6": "mobile", "7": "mobile", "8": "other", "9": "landline"}
_OVERSEAS_MOBILE: Final = (
    "+590690",
    "+590691",
    "+594694",
    "+596696",
    "+596697",
    "+262692",
    "+262693",
    "+262639",
)
_OVERSEAS: Final = ("+590", "+594", "+596", "+262")
_ZONES: Final = {
    "+590": "America/Guadeloupe",
    "+594": "America/Cayenne",
    "+596": "America/Martinique",
    "+262639": "Indian/Mayotte",
    "+262269": "Indian/Mayotte",
    "+262": "Indian/Reunion",
}


@lru_cache(65536)
def e164(written: str) -> str | None:
    """A number in E.164 form, or None where it is not one: as ``conversation.phones``, only faster.

    >>> e164("06 39 98 12 34"), e164("06 39")
    ('+33639981234', None)
    """
    plain = written[:64].translate(_SEPARATORS)
    if found := _MOBILE.fullmatch(plain):
        return f"+33{found[1]}"
    return phones.e164(written[:64].strip())


def kind_of(number: str) -> Kind:
    """What stands behind a number in E.164.

    >>> kind_of("+33639981234"), kind_of("+33199000123"), kind_of("+262692123456"), kind_of("+44790000000")
    ('mobile', 'landline', 'mobile', 'foreign')
    """
    if number.startswith("+33"):
        if number.startswith("+3370"):  # 0700: overseas and machines
            return "other"
        return _METROPOLITAN.get(number[3:4], "landline")  # type: ignore[return-value]
    if number.startswith(_OVERSEAS_MOBILE):
        return "mobile"
    return "landline" if number.startswith(_OVERSEAS) else "foreign"


def zone_of(number: str) -> str:
    """The time zone where a number is rung; that of Paris where nothing says otherwise.

    >>> zone_of("+262692123456")
    'Indian/Reunion'
    """
    return next((zone for prefix, zone in _ZONES.items() if number.startswith(prefix)), "Europe/Paris")


def by_use(numbers: tuple[str, ...]) -> tuple[str, ...]:
    """Those that take an SMS first, then those that can be rung in France, then the rest; each once."""
    order = ("mobile", "landline", "other", "foreign")
    return tuple(sorted(dict.fromkeys(numbers), key=lambda number: order.index(kind_of(number))))
