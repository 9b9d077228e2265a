"""Numbers among the words of a reply, in digits or in words, in French and English."""

from collections.abc import Iterator

from msgspec import Struct

from tocsin.conversation.reading.heard_words import hear_words
from tocsin.conversation.reply_words import ReplyWord, parse_word_list, parse_word_set
from tocsin.phone_numbers.number_words import TENS

_UNITS = {
    **{
        w: i
        for i, w in enumerate(
            parse_word_list(
                """
    zero un deux trois quatre cinq six sept huit neuf dix onze douze treize
    """
            )
        )
    },
    "une": 1,
    "quatorze": 14,
    "quinze": 15,
    "seize": 16,
    **{
        w: i
        for i, w in enumerate(
            parse_word_list(
                """
    zero one two three four five six seven eight nine ten eleven twelve
    """
            )
        )
    },
    **{
        w: 13 + i
        for i, w in enumerate(
            parse_word_list(
                """
    thirteen fourteen fifteen sixteen seventeen eighteen nineteen
    """
            )
        )
    },
    "2eux": 2,
    "cin": 5,
    "sis": 6,
    "set": 7,
    "nef": 9,
}
HEARD_NUMERALS = parse_word_set(
    "deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt trente quarante cinquante soixante"
)
"""Numbers that are read as they sound: ``trwa``, ``catre``, ``douz``."""
ORDINAL_ENDS = parse_word_set("e er ere eme ieme nd nde st rd th")
"""What makes a place in a row of a number: ``2eme``."""


class NumeralSpan(Struct, frozen=True, gc=False):
    """A number found among the words."""

    value: int
    start: int
    """Index of its first word."""
    end: int
    """Index after its last word."""


def find_cardinals(found: tuple[ReplyWord, ...], *, hear: bool = True) -> Iterator[NumeralSpan]:
    """Numbers in digits or in words, in French and English, from left to right; ``hear`` where words are not yet read as they sound.

    >>> from tocsin.conversation.reply_words import split_words
    >>> [n.value for n in find_cardinals(split_words("quatre-vingt-douze, 1 000 et vingt et un"))]
    [92, 1000, 21]
    """
    found, at = hear_words(found, HEARD_NUMERALS) if hear else found, 0
    while at < len(found):
        number = _read_digits(found, at) or _read_spelled(found, at)
        if number:
            yield number
        at = number.end if number else at + 1


def _read_digits(found: tuple[ReplyWord, ...], at: int) -> NumeralSpan | None:
    """``12``, or ``1 000`` in groups of three."""
    text, end = found[at].folded, at + 1
    if not text.isdecimal() or len(text) > 6:
        return None
    while len(text) <= 3 and end < len(found) and len(found[end].folded) == 3 and found[end].is_number:
        if found[end].breaks or found[at].folded[0] == "0":
            break
        text, end = text + found[end].folded, end + 1
    return NumeralSpan(int(text), at, end)


def _read_spelled(found: tuple[ReplyWord, ...], at: int) -> NumeralSpan | None:
    """A number in words: units, tens, hundreds and thousands added as they are said."""
    total, part, end = 0, -1, at
    while end < len(found) and (end == at or not found[end].breaks):
        word = found[end].folded
        if word in ("et", "and") and part > 0 and _joins_numerals(found, end):
            end += 1
            continue
        grown = _extend_numeral(part, word)
        if grown is None:
            break
        total, part = (total + max(part, 1) * 1000, -1) if word in ("mille", "thousand") else (total, grown)
        end += 1
    return NumeralSpan(total + max(part, 0), at, end) if end > at else None


def _joins_numerals(found: tuple[ReplyWord, ...], at: int) -> bool:
    """``vingt et un``, ``soixante et onze``, ``one hundred and two``: both words add up."""
    if at + 1 >= len(found) or found[at + 1].folded not in _UNITS:
        return False
    before = found[at - 1].folded
    if before == "hundred":
        return True
    unit = found[at + 1].folded
    return before in TENS and (unit in ("un", "une", "onze") or (found[at].folded != found[at].text.lower()))


def _extend_numeral(part: int, word: str) -> int | None:
    """The number so far, with one more word; None where the word does not continue it."""
    if word in ("mille", "thousand"):
        return part
    if word in ("cent", "cents", "hundred"):
        return max(part, 1) * 100 if part <= 9 else None
    if word in ("vingt", "vingts") and part % 100 == 4:
        return part + 76
    if word in TENS:
        return max(part, 0) + TENS[word] if part < 0 or (part >= 100 and part % 100 == 0) else None
    if word in _UNITS:
        return _add_unit(part, _UNITS[word])
    return None


def _add_unit(part: int, unit: int) -> int | None:
    if part < 0:
        return unit
    last = part % 100
    if last == 10 and unit in (7, 8, 9):
        return part + unit
    if last == 0 and part >= 100:
        return part + unit if 0 < unit <= 16 else None
    room = (last in (0, 20, 30, 40, 50, 70, 90) and unit < 10) or (last in (60, 80) and unit < 20)
    return part + unit if room and unit and part else None
