"""What kind of line a number is: SMS go to mobiles of France and its overseas territories only."""

from typing import Final, Literal

Kind = Literal["mobile", "landline", "foreign", "other"]

_MOBILE: Final = (
    "+336", "+337",
    "+262692", "+262693", "+262639", "+590690", "+590691", "+594694", "+596696", "+596697",
)  # fmt: skip
_LANDLINE: Final = (
    "+331", "+332", "+333", "+334", "+335", "+339",
    "+262262", "+262263", "+262269", "+590590", "+594594", "+596596", "+508",
)  # fmt: skip
_FRENCH: Final = ("+33", "+262", "+508", "+590", "+594", "+596", "+681", "+687", "+689")
"""Source: Arcep's numbering plan."""


def kind_of(number: str) -> Kind:
    """The kind of a number in E.164; ``other`` for a French one that is neither (081, 0800).

    >>> kind_of("+33639981234"), kind_of("+33199001234"), kind_of("+32470123456"), kind_of("+33800123456")
    ('mobile', 'landline', 'foreign', 'other')
    """
    if number.startswith(_MOBILE):
        return "mobile"
    if number.startswith(_LANDLINE):
        return "landline"
    return "other" if number.startswith(_FRENCH) else "foreign"
