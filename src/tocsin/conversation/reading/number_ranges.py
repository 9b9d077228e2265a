"""Which option a number falls into: ``72`` is *65 ans et plus*.

A label of numbers is a range: *moins de 18 ans*, *18 à 64 ans*, *65 et plus*; it holds both its ends, but that *moins de*
does not hold the number said.
"""

from typing import Final

from tocsin.conversation.reading.numerals import find_cardinals
from tocsin.conversation.reply_words import ReplyWord, parse_word_set

_LESS: Final = parse_word_set("moins inferieur sous under less below")
_MORE: Final = parse_word_set("plus superieur over more above")
_LEAST: Final = 2


def find_option_by_number(found: tuple[ReplyWord, ...], labels: list[tuple[str, ...]]) -> int | None:
    """Index of the only option whose range holds the only number said; None where there is none."""
    ranges = [_read_range(label) for label in labels]
    if sum(one is not None for one in ranges) < _LEAST or not any(one and one[0] != one[1] for one in ranges):
        return None
    numbers = {number.value for number in find_cardinals(found)}
    if len(numbers) != 1:
        return None
    (said,) = numbers
    holding = [at for at, one in enumerate(ranges) if one and one[0] <= said <= one[1]]
    return holding[0] if len(holding) == 1 else None


def _read_range(label: tuple[str, ...]) -> tuple[float, float] | None:
    numbers = [int(word) for word in label if word.isdecimal()]
    if not numbers:
        return None
    if len(numbers) == 1 and {*label} & _LESS:
        return 0, numbers[0] - 1
    if len(numbers) == 1 and {*label} & _MORE:
        return numbers[0], float("inf")
    return min(numbers), max(numbers)
