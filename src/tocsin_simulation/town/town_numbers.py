"""The town's telephone numbers: those that are kept for films and books, as long as they last.

There are 10,000 mobile numbers of fiction, 06 39 98 00 00 to 06 39 98 99 99. A bigger town, as the benchmarks
have, takes numbers in 07 1 and 07 2, which the French plan has given to nobody. They are refused everywhere
but in processes whose ``TOCSIN_SIMULATED_NUMBERS`` is ``71 72``, and no such process may have a real gateway.
"""

from typing import Final

FICTION: Final = 10_000
"""Mobile numbers of fiction: the most people that a town may have with them alone."""
MOST: Final = 20_000_000
BIG_TOWN: Final = ("71", "72")
"""Beginnings of the numbers of a big town."""
SIMULATED: Final = {"TOCSIN_SIMULATED_NUMBERS": " ".join(BIG_TOWN)}
"""The environment of every process that has to do with a big town."""

_STRIDE: Final = 7_919
"""Prime, and no divisor of ten: neighbours have numbers that do not resemble each other."""
_BACK: Final = pow(_STRIDE, -1, FICTION)
_LANDLINES: Final = ("+3319900", "+3326191", "+3335301", "+3346571", "+3353649")


def mobile_number(slot: int, *, big: bool = False) -> str:
    """The mobile number of a slot, E.164.

    >>> mobile_number(1), mobile_number(1, big=True)
    ('+33639987919', '+33710000001')
    """
    if big:
        return f"+33{710_000_000 + slot}"
    return f"+3363998{slot * _STRIDE % FICTION:04}"


def slot_of_number(number: str) -> int | None:
    """The slot of a mobile number of a town; None where it is none.

    >>> slot_of_number(mobile_number(4321)), slot_of_number("+33710000001"), slot_of_number("+33199001234")
    (4321, 1, None)
    """
    if number.startswith("+3363998") and len(number) == 12:
        return int(number[8:]) * _BACK % FICTION
    if number.startswith(("+3371", "+3372")) and len(number) == 12:
        return int(number[3:]) - 710_000_000
    return None


def landline_number(household: int) -> str:
    """The landline of a household, in the ranges of fiction; big towns share them out more than once."""
    return f"{_LANDLINES[household % 5]}{household // 5 * _STRIDE % FICTION:04}"


def foreign_number(slot: int) -> str:
    """A mobile number abroad: Ofcom's range for drama."""
    return f"+447700900{slot % 1000:03}"


def format_number(number: str, style: int) -> str:
    """A number as people write it.

    >>> [format_number("+33639981234", style) for style in range(5)]
    ['06 39 98 12 34', '0639981234', '06.39.98.12.34', '+33639981234', '+33 6 39 98 12 34']
    """
    if not number.startswith("+33"):
        return number
    national = "0" + number[3:]
    pairs = [national[at : at + 2] for at in range(0, 10, 2)]
    forms = (" ".join(pairs), national, ".".join(pairs), number, f"+33 {number[3]} {' '.join(pairs[1:])}")
    return forms[style % len(forms)]
