"""Which option a number falls into: ``72`` is *65 ans et plus*.

A label of numbers is a range: *moins de 18 ans*, *18 à 64 ans*, *65 et plus*; it holds both its ends, but that *moins de*
does not hold the number said. A number may have decimals (*38.4*, *1m50*), and centimetres are told of metres.
"""

from collections.abc import Iterator
from typing import Final

from tocsin.conversation.reading.numerals import find_cardinals
from tocsin.conversation.reply_words import ReplyWord, parse_word_set, split_words

_LESS: Final = parse_word_set("moins inferieur sous under less below")
_MORE: Final = parse_word_set("plus superieur over more above")
_LEAST: Final = 2
_NEARLY: Final = 0.01
"""By how much *moins de* is less than the number said."""
_CENTIMETRES: Final = parse_word_set("cm centimetre centimetres")
_METRES: Final = parse_word_set("m metre metres meter meters")


def find_option_by_number(found: tuple[ReplyWord, ...], labels: list[tuple[str, ...]]) -> int | None:
    """Index of the only option whose range holds the only number said; None where there is none."""
    ranges = [_read_range(label) for label in labels]
    if sum(one is not None for one in ranges) < _LEAST or not any(one and one[0] != one[1] for one in ranges):
        return None
    metres = any(_METRES & {*label} for label in labels)
    numbers = set(_list_amounts(found, metres=metres))
    if len(numbers) != 1:
        return None
    (said,) = numbers
    holding = [at for at, one in enumerate(ranges) if one and one[0] <= said <= one[1]]
    return holding[0] if len(holding) == 1 else None


def _list_amounts(found: tuple[ReplyWord, ...], *, metres: bool) -> Iterator[float]:
    """The numbers said, with what stands behind their point or their *m*."""
    decimals = set[int]()
    for number in find_cardinals(found):
        if number.start in decimals:
            continue
        behind = found[number.end : number.end + 2]
        joint = behind[0].folded if behind else ""
        joined = len(behind) == _LEAST and behind[1].is_number and behind[1].start == behind[0].end
        if joined and behind[0].glued and joint in {".", ",", *_METRES}:
            decimals.add(number.end + 1)
            yield float(f"{number.value}.{behind[1].folded}")
        else:
            yield number.value / 100 if metres and joint in _CENTIMETRES else float(number.value)


def _read_range(label: tuple[str, ...]) -> tuple[float, float] | None:
    numbers = [number.value for number in find_cardinals(split_words(" ".join(label)))]
    if not numbers:
        return None
    if len(numbers) == 1 and {*label} & _LESS:
        return 0, numbers[0] - _NEARLY
    if len(numbers) == 1 and {*label} & _MORE:
        return numbers[0], float("inf")
    return min(numbers), max(numbers)
