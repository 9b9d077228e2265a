"""A number that a reply settles itself: it concludes with it, says whom it counts, or tells the ages that are asked about.

``6 au départ mais 2 avaient le masque, donc 4``; ``trois, mes deux filles et ma femme``; ``14, 12, 9 et 3 ans`` where
children below an age are asked for. Nothing here is learned: who says what it comes to is taken at their word.
"""

from itertools import pairwise
from typing import Final

from tocsin.conversation.phrases import Phrasebook
from tocsin.conversation.reading.name_lexicon import KIN_PREFIXES
from tocsin.conversation.reading.number_candidates import PAIRS, list_people_counted
from tocsin.conversation.reading.numerals import NumeralSpan, find_cardinals
from tocsin.conversation.reading.speech_markers import KIN, OWNERS
from tocsin.conversation.reply_words import ReplyWord, parse_word_set

_CONCLUDING: Final = Phrasebook(
    [
        (
            "so",
            """
            donc|alors|soit|total|reste|restent|egal|then|leaves|makes
            ca|sa|ce fait|fera|laisse
            au|en total|tout
            bref
            so that s?
            """,
        )
    ]
)
_BEHIND: Final = 2
"""Words between what concludes and the number."""
_WITHOUT_SELF: Final = Phrasebook(
    [
        (
            "without",
            "sans moi\nsans me compter\nmoi non compris\nnot counting me\nwithout me\nhors moi\nen plus de moi",
        )
    ]
)
_WITH_SELF: Final = Phrasebook(
    [
        (
            "with",
            """
            moi compris|comprise|inclus|incluse|dedans
            compris|inclus|dont moi
            en me comptant
            counting|including me|myself
            me included
            """,
        ),
        ("we", "on|nous .. moi et|plus|mon|ma"),
    ]
)
_BESIDE_KIN: Final = (
    KIN
    | PAIRS
    | OWNERS
    | KIN_PREFIXES
    | parse_word_set(
        "et and , + & . ! le la les y a ya il n que qu juste seulement c est avec je j vis ai only just"
    )
)
"""Words of a reply that does nothing but name kin."""
_SOON: Final = parse_word_set("bientot presque soon nearly")
_AGE: Final = parse_word_set("age old")
_LED: Final = 3
_LIMIT: Final = parse_word_set("moins under below")
_YEARS: Final = parse_word_set("ans an years")
_OLDEST_CHILD: Final = 20
_LEAST: Final = 2


def read_concluded_number(words: tuple[ReplyWord, ...], question: tuple[ReplyWord, ...]) -> int | None:
    """The number that a reply settles; None where it settles none."""
    numbers = [n for n in find_cardinals(words) if not _is_article(words, n)]
    if any(word.text == "?" for word in words):
        return None
    if not numbers:
        return _count_listed_kin(words, question)
    if _AGE & {word.folded for word in question} and (age := _find_age_to_come(words, numbers)) is not None:
        return age
    if (below := _count_below_age(words, numbers, question)) is not None:
        return below
    last = numbers[-1]
    closes = last.end == len(words) or not words[last.end].folded[0].isalnum()
    led = words[max(0, last.start - _BEHIND - 1) : last.start]
    if len(numbers) >= _LEAST and closes and any(_CONCLUDING.find(led)) and not _goes_on(words, last):
        return last.value
    first = numbers[0]
    asked_without = _asks_without_self(question)
    if asked_without and len(numbers) == 1 and any(_WITHOUT_SELF.find(words)):
        return first.value  # "on est 8 sans moi"
    if asked_without and len(numbers) == 1 and first.value > 1 and any(_WITH_SELF.find(words)):
        return first.value - 1  # "on est quatre, moi dedans"
    signed = first.start == 0 and first.end < len(words) and words[first.end].text in (",", ":", "(")
    counted = list_people_counted(words[first.end :], question) if signed else ()
    return first.value if first.value in counted else None


def _count_listed_kin(words: tuple[ReplyWord, ...], question: tuple[ReplyWord, ...]) -> int | None:
    """``ma femme, les jumeaux et ma belle-mère``: how many people a reply comes to that does nothing but name them."""
    kin_alone = all(word.folded in _BESIDE_KIN for word in words)
    counted = list_people_counted(words, question) if kin_alone and _asks_without_self(question) else ()
    return min(counted, default=None)


def _find_age_to_come(words: tuple[ReplyWord, ...], numbers: list[NumeralSpan]) -> int | None:
    """``bientôt 83``, ``pas encore 9``: a year less than an age that is to come."""
    folded = [word.folded for word in words]
    highest = max(number.value for number in numbers)
    for number in numbers:
        if number.value < highest:
            continue
        led = folded[max(0, number.start - _LED) : number.start]
        behind = [word for word in folded[number.end : number.end + _LED] if word not in _YEARS]
        soon = behind[:1] and behind[0] in _SOON and not (behind[1:2] and behind[1].isdecimal())
        if _SOON & {*led} or soon or ("pas", "encore") in pairwise(led):
            return number.value - 1
    return None


def _is_article(words: tuple[ReplyWord, ...], number: NumeralSpan) -> bool:
    return (
        words[number.start].folded in ("un", "une", "one")
        and number.end < len(words)
        and (words[number.end].folded[0].isalpha())
    )


def _goes_on(words: tuple[ReplyWord, ...], last: NumeralSpan) -> bool:
    return any(word.folded[0].isalpha() for word in words[last.end :])


def _asks_without_self(question: tuple[ReplyWord, ...]) -> bool:
    said = [word.folded for word in question]
    return ("sans", "vous") in pairwise(said) or ("avec", "vous") in pairwise(said) or "excluding" in said


def _count_below_age(
    words: tuple[ReplyWord, ...], numbers: list[NumeralSpan], question: tuple[ReplyWord, ...]
) -> int | None:
    """How many of the ages told lie below the age that a question names: ``enfants de moins de 11 ans``."""
    asked = [word.folded for word in question]
    limit = next((n.value for n in find_cardinals(question)), 0)
    if not (limit and _LIMIT & {*asked} and _YEARS & {*asked} and _YEARS & {w.folded for w in words}):
        return None
    ages = [
        n
        for n in numbers
        if words[max(0, n.start - 1)].folded in ("de", ",", ":", "et", "d") or _is_aged(words, n)
    ]
    if len(ages) < _LEAST or any(n.value > _OLDEST_CHILD for n in ages):
        return None
    return sum(n.value < limit for n in ages)


def _is_aged(words: tuple[ReplyWord, ...], number: NumeralSpan) -> bool:
    return number.end < len(words) and words[number.end].folded in _YEARS
