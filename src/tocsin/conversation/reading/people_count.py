"""How many people a reply names, where it is asked how many live together: ``moi, ma femme et nos 3 enfants``."""

import itertools
from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from tocsin.conversation.reading.name_lexicon import KIN_PREFIXES
from tocsin.conversation.reading.speech_markers import GROUPS, KIN, OWNERS
from tocsin.conversation.reply_words import ReplyWord, parse_word_set

_HOUSEHOLD: Final = parse_word_set("vivent vit habitent logement maison foyer home live toit")
_WITHOUT_SELF: Final = (
    ("sans", "vous"),
    ("autres", "personnes"),
    ("excluding", "yourself"),
    ("avec", "vous"),
)
_SOME_ONLY: Final = parse_word_set("enfants moins children under")
"""Words of a question that counts some of them only."""
_INCLUDED: Final = parse_word_set("compris comprise inclus incluse including included")
_SELF: Final = parse_word_set("moi me myself mi")
_ARTICLES: Final = OWNERS | parse_word_set("un une le la l the a")
_PAIRS: Final = parse_word_set("parents beaux-parents grands-parents jumeaux jumelles couple twins")
"""Words for two people where no number is said."""
_MORE_PEOPLE: Final = parse_word_set(
    "hubby newborn bebe nourrisson ado fiu gosse gamin petit petite grand grande aide baby"
)
_GONE: Final = parse_word_set("pas plus mais parti partie reparti moins sauf absent")


class NumeralSpan(Struct, frozen=True, gc=False):
    """A number found among the words."""

    value: int
    start: int
    """Index of its first word."""
    end: int
    """Index after its last word."""


def count_people(
    found: tuple[ReplyWord, ...], numbers: Sequence[NumeralSpan], question: tuple[ReplyWord, ...]
) -> int | None:
    """The people named or counted, with the writer where the question counts them; None where that is not sure."""
    asked = [word.folded for word in question]
    said = {word.folded for word in found}
    if not set(asked) & _HOUSEHOLD or set(asked) & _SOME_ONLY or said & _GONE:
        return None
    total = _count_stated_first(found, numbers)
    if total is not None:
        return total
    counted, covered = 0, set[int]()
    for number in numbers:
        behind = found[number.end].folded if number.end < len(found) else ""
        if behind in KIN | GROUPS | _MORE_PEOPLE:
            counted += number.value
            covered |= {*range(number.start, number.end), number.end}
        elif number.start and found[number.start - 1].text == "+":
            counted += number.value
        else:
            return None
    for at, word in enumerate(found):
        if at in covered:
            continue
        if word.folded in _PAIRS:
            counted += 2
        elif word.folded in GROUPS:
            return None  # how many they are is not said
        elif word.folded in KIN | _MORE_PEOPLE and _stands_for_one(found, at):
            counted += 1
    writer = bool(said & _SELF)
    if not counted or not (writer or numbers):
        return None
    alone = any(pair in itertools.pairwise(asked) for pair in _WITHOUT_SELF)
    return counted + (writer and not alone and not said & _INCLUDED) if writer or alone else None


def _stands_for_one(found: tuple[ReplyWord, ...], at: int) -> bool:
    """``ma mère``, ``ma belle mère``, or kin that opens or ends its clause."""
    first = at - (at > 0 and found[at - 1].folded in KIN_PREFIXES)
    owned = first > 0 and found[first - 1].folded in _ARTICLES
    return owned or found[first].breaks or at + 1 == len(found) or found[at + 1].breaks


def _count_stated_first(found: tuple[ReplyWord, ...], numbers: Sequence[NumeralSpan]) -> int | None:
    """``trois : mes parents et moi``, ``4, plus le chat``: a number that opens the reply, and is explained."""
    if len(numbers) != 1 or numbers[0].start != 0 or numbers[0].end >= len(found):
        return None
    return numbers[0].value if found[numbers[0].end].text in (":", "(", "=") else None
