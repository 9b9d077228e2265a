"""Options pointed to by their place: ``la 3``, ``le dernier``, ``B``."""

import itertools
from collections.abc import Iterator

from msgspec import Struct

from tocsin.conversation.reading.numerals import ORDINAL_ENDS, find_cardinals
from tocsin.conversation.reply_words import ReplyWord, parse_word_set

ORDINALS = {
    **dict.fromkeys(("premier", "premiere", "1er", "1ere", "first", "1st"), 1),
    **dict.fromkeys(("deuxieme", "second", "seconde", "2eme", "2nd"), 2),
    **dict.fromkeys(("troisieme", "3eme", "third", "3rd"), 3),
    **dict.fromkeys(("quatrieme", "4eme", "fourth", "4th"), 4),
    **dict.fromkeys(("cinquieme", "5eme", "fifth", "5th"), 5),
    **dict.fromkeys(("dernier", "derniere", "last"), -1),
}
ALTERNATIVES = parse_word_set("ou soit or")
"""Words between two of which either is meant."""
_BETWEEN_PLACES = 2
"""Words at most between two places of which either is meant: ``la 3 ou la 1``."""


class OptionPick(Struct, frozen=True, gc=False):
    """An option that the reply points to."""

    option: int
    """Its index."""
    start: int
    """Index of the first word that says so."""
    end: int


def find_places(found: tuple[ReplyWord, ...], count: int) -> Iterator[OptionPick]:
    """Every place of a list that is named by a number, a letter or an ordinal; it may lie beyond the options."""
    numbers = {n.start: n for n in find_cardinals(found)}
    for at, word in enumerate(found):
        follows = found[at + 1] if at + 1 < len(found) else None
        if word.is_number and follows and follows.glued and follows.folded in ORDINAL_ENDS:
            yield OptionPick(int(word.folded[:3]) - 1, at, at + 2)
        elif at in numbers:
            article = word.folded in ("un", "une") and follows is not None and follows.folded[0].isalpha()
            article = article or (word.folded == "one" and at > 0)
            if not article:
                yield OptionPick(numbers[at].value - 1, at, numbers[at].end)
        elif word.folded in ORDINALS:
            place = ORDINALS[word.folded]
            yield OptionPick(place - 1 if place > 0 else count - 1, at, at + 1)
        elif len(word.folded) == 1 and "a" <= word.folded <= "h" and _is_letter(found, at):
            yield OptionPick(ord(word.folded) - ord("a"), at, at + 1)


def _is_letter(found: tuple[ReplyWord, ...], at: int) -> bool:
    """Whether a single letter is an answer, not the word ``a`` or an elided ``c'``, ``d'``."""
    follows = found[at + 1] if at + 1 < len(found) else None
    return (
        follows is None
        or follows.breaks
        or not follows.folded[0].isalnum()
        or follows.folded in ("svp", "stp", "merci")
    )


def points_to_two(found: tuple[ReplyWord, ...], count: int) -> bool:
    """``la 3 ou la 1 s'il n'y a pas de place``."""
    picks = [p for p in find_places(found, count) if 0 <= p.option < count]
    return any(
        left.option != right.option and {*ALTERNATIVES} & {w.folded for w in found[left.end : right.start]}
        for left, right in itertools.pairwise(picks)
        if right.start - left.end <= _BETWEEN_PLACES
    )
