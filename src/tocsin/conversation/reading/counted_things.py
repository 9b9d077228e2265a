"""What a number counts that is no answer to *how many*: years, hours, animals, houses of a street; or that it is an article."""

from typing import Final

from tocsin.conversation.reading.numerals import ORDINAL_ENDS, NumeralSpan, find_cardinals
from tocsin.conversation.reply_words import ReplyWord, parse_word_set

_ANIMALS: Final = parse_word_set(
    "chat chats chatte chien chiens chienne lapin lapins poissons cat cats dog dogs perruche"
)
_AGES_AND_HOURS: Final = parse_word_set("ans an h heure heures mois yo years")
_WAYS: Final = parse_word_set("rue avenue av boulevard bd allee allees impasse chemin quai street road")
CHILDREN: Final = parse_word_set(
    "fille filles fils garcon garcons enfant enfants ado ados bebe bebes adulte adultes boy boys girl girls adults adult grands"
)
_NO_PEOPLE: Final = _ANIMALS | _WAYS | _AGES_AND_HOURS


def counts_something_else(found: tuple[ReplyWord, ...], number: NumeralSpan) -> bool:
    """A number that counts something else: an age, an hour, a day of the month, an article."""
    before = found[number.start - 1].folded if number.start else ""
    behind = found[number.end] if number.end < len(found) else None
    after = behind.folded if behind else ""
    if behind and ((after in ORDINAL_ENDS and behind.glued) or (after == "fois" and number.start)):
        return True
    if after in _NO_PEOPLE or _leads_to_age(found, number.end):
        return True
    if before == "s" and number.start > 1 and found[number.start - 2].folded in ("he", "she"):
        return True  # "she's four"
    if before == "de" and number.start > 1 and found[number.start - 2].folded in CHILDREN:
        return True  # "une fille de 8 ans et un garçon de 5"
    if before in ("quelqu", "qqu") or (before in ("le", "n", "numero") and after.isalpha()):
        return True
    alone = number.end == number.start + 1
    return found[number.start].folded in ("un", "une", "one") and alone and _is_article(found, number)


def _leads_to_age(found: tuple[ReplyWord, ...], at: int) -> bool:
    """Whether the words that follow lead, through numbers and commas only, to ``ans``."""
    while at < len(found) and (found[at].is_number or found[at].folded in (",", "et", "and")):
        at += 1
    return at < len(found) and found[at].folded in ("ans", "years", "mois") and at > 0


def _is_article(found: tuple[ReplyWord, ...], number: NumeralSpan) -> bool:
    """Whether ``un`` is an article: another number is given, or ``un peu``, ``un certain``."""
    others = [n for n in find_cardinals(found) if n.start != number.start]
    follows = found[number.end].folded if number.end < len(found) else ""
    if follows in ("seul", "seule", "bebe", "ado", "nourrisson"):
        return False
    if follows in CHILDREN and any(o.end < len(found) and found[o.end].folded in CHILDREN for o in others):
        return False  # "une fille et deux garçons"
    return bool(others) or follows in ("peu", "certain", "autre", "jour", "fois")
