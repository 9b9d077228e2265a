"""The kind of a telephone number, for SMS go to mobiles only.

The plan is that of Arcep for France and its overseas départements (numbering decision 2018-0881 and its
amendments); elsewhere a number is ``foreign``, whatever it is.
"""

from typing import Final, Literal

PhoneKind = Literal["mobile", "landline", "foreign", "other"]

_METROPOLITAN: Final = {"6": "mobile", "7": "mobile", "8": "other", "9": "landline"}
_OVERSEAS_MOBILE: Final = (
    "+590690", "+590691", "+594694", "+596696", "+596697", "+262692", "+262693", "+262639",
)  # fmt: skip
_OVERSEAS: Final = ("+590", "+594", "+596", "+262")
_FAR: Final = ("+508", "+681", "+687", "+689")
"""Saint-Pierre, Wallis, Nouvelle-Calédonie, Polynésie: plans of their own, that do not tell mobiles apart."""
_SAME_FIGURES: Final = 8
"""Last figures that are all the same in a number that stands for any."""
_ORDER: Final = ("mobile", "landline", "other", "foreign")


def classify_number(number: str) -> PhoneKind:
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


def is_french_mobile(number: str) -> bool:
    """Whether a number in E.164 is one in 06 or 07, whoever has it: the overseas départements' are not told apart.

    >>> [is_french_mobile(one) for one in ("+33639980012", "+33712345678", "+33199001234", "3646")]
    [True, True, False, False]
    """
    return number.startswith(("+336", "+337"))


def is_placeholder(number: str) -> bool:
    """Whether a number only shows how to write one, *Paul 06 00 00 00 00*: nobody can have it.

    >>> is_placeholder("+33600000000"), is_placeholder("+33639980000")
    (True, False)
    """
    return len(number) > _SAME_FIGURES and number[-_SAME_FIGURES:] == number[-1] * _SAME_FIGURES
