"""How many doses of a vaccine were had: ``2 pfizer + 1 moderna``, ``deux et le rappel``."""

import itertools

from tocsin.conversation.reading.numerals import ORDINAL_ENDS, find_cardinals
from tocsin.conversation.reply_words import ReplyWord, parse_word_set

_ASKS_DOSES = parse_word_set("doses dose injections rappels")
_DOSES = {
    **dict.fromkeys(("premiere", "first"), 1),
    **dict.fromkeys(("deuxieme", "seconde", "second"), 2),
    **dict.fromkeys(("troisieme", "third"), 3),
    **dict.fromkeys(("quatrieme", "fourth"), 4),
}
_BOOSTERS = parse_word_set("rappel booster boost")
_DOSES_BEHIND = _BOOSTERS | parse_word_set(
    "dose doses pfizer moderna astra astrazeneca janssen johnson biontech novavax + et plus and puis injections piqures"
)
_NO_DOSES = parse_word_set("ou or covid test tests mois ans jours")
_MOST_DOSES = 6
_UNSURE = parse_word_set("rdv bientot demain attends attend prevu prochaine prochain encore pas sans")
"""Beside these a dose is to come, or was not had."""


def asks_doses(question: tuple[ReplyWord, ...]) -> bool:
    """Whether doses are what is to be counted."""
    return any(word.folded in _ASKS_DOSES for word in question)


def count_doses(found: tuple[ReplyWord, ...]) -> int | None:
    """``2 pfizer + 1 moderna``, ``deux et le rappel``, ``j'ai eu la troisième``: how many doses were had; None where that is
    not sure."""
    said = [word.folded for word in found]
    if {*said} & _UNSURE:
        return None
    nth = [_DOSES[word] for word in said if word in _DOSES]
    nth += [
        int(a.folded)
        for a, b in itertools.pairwise(found)
        if a.is_number and b.glued and b.folded in ORDINAL_ENDS and len(a.folded) == 1
    ]
    numbers = [
        n for n in find_cardinals(found) if not (n.end < len(found) and found[n.end].folded in ORDINAL_ENDS)
    ]
    booster = any(word in _BOOSTERS for word in said)
    if nth and not numbers:
        return max(nth)
    joined = booster or len(numbers) > 1
    if not numbers or not joined or {*said} & _NO_DOSES or any(n.value > _MOST_DOSES for n in numbers):
        return None
    counted = [
        n
        for n in numbers
        if n.end == len(found) or found[n.end].folded in _DOSES_BEHIND or found[n.end].breaks
    ]
    if len(counted) != len(numbers):
        return None
    own = any(n.end < len(found) and found[n.end].folded in _BOOSTERS for n in numbers)
    return sum(n.value for n in numbers) + (booster and not own)
