"""A number that a reply settles itself: it concludes with it, says whom it counts, or tells the ages that are asked about.

``6 au départ mais 2 avaient le masque, donc 4``; ``trois, mes deux filles et ma femme``; ``14, 12, 9 et 3 ans`` where
children below an age are asked for. Nothing here is learned: who says what it comes to is taken at their word.
"""

from itertools import pairwise
from typing import Final

from tocsin.conversation.phrases import Phrasebook
from tocsin.conversation.reading.counted_things import CHILDREN, counts_something_else
from tocsin.conversation.reading.name_lexicon import KIN_PREFIXES
from tocsin.conversation.reading.number_candidates import DOZENS, PAIRS, list_people_counted
from tocsin.conversation.reading.numerals import NumeralSpan, find_cardinals
from tocsin.conversation.reading.speech_markers import GROUPS, KIN, OWNERS
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
            contandome|incluyendome
            """,
        ),
        ("we", "on|nous .. moi et|plus|mon|ma"),
    ]
)
_BESIDE_KIN: Final = (
    KIN
    | PAIRS
    | GROUPS
    | CHILDREN
    | OWNERS
    | KIN_PREFIXES
    | parse_word_set(
        "et and , + & . ! le la les y a ya il n que qu juste seulement c est avec je j vis ai only just plus moi me"
    )
)
"""Words of a reply that does nothing but name people and count them."""
_NAMING: Final = KIN | PAIRS | GROUPS | CHILDREN
_YOUNG: Final = CHILDREN | parse_word_set("petit petite frere soeur jumeaux jumelles gosse gosses")
_OTHERS: Final = parse_word_set(
    "enfants collegues invites amis voisins passagers convives proches children colleagues guests friends"
)
"""Who is counted without the writer, whatever else is asked."""
_ALL: Final = parse_word_set("compris comprise inclus incluse including included")
_SOON: Final = parse_word_set("bientot presque soon nearly")
_COMING: Final = {("pas", "encore"), ("sur", "ses"), ("sur", "mes"), ("sur", "leurs")}
"""The same in two words: ``elle va sur ses 92``."""
_STAYING_AWAY: Final = (
    "annul",
    "decommand",
    "absent",
    "malade",
    "parti",
    "desist",
    "venu",
    "manqu",
    "perdu",
    "donne",
    "reste",
    "utilis",
    "left",
    "cancel",
    "missing",
)
"""Beginnings of words that take one number from another."""
_AGE: Final = parse_word_set("age old")
_LED: Final = 3
_LIMIT: Final = parse_word_set("moins under below")
_YEARS: Final = parse_word_set("ans an years")
_OLDEST_CHILD: Final = 20
_LEAST: Final = 2
_GROWN_KIN: Final = KIN - _YOUNG


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
    if (balanced := _find_balance(words)) is not None:
        return balanced
    last = numbers[-1]
    closes = last.end == len(words) or not words[last.end].folded[0].isalnum()
    led = words[max(0, last.start - _BEHIND - 1) : last.start]
    so = (
        last.start
        and words[last.start - 1].folded in ("donc", "so")
        and not counts_something_else(words, last)
    )
    concludes = closes and any(_CONCLUDING.find(led)) and not _goes_on(words, last)
    if len(numbers) >= _LEAST and (concludes or so):
        return last.value
    first = numbers[0]
    asked_without = _asks_without_self(question)
    if asked_without and len(numbers) == 1 and any(_WITHOUT_SELF.find(words)):
        return first.value  # "on est 8 sans moi"
    if asked_without and len(numbers) == 1 and first.value > 1 and any(_WITH_SELF.find(words)):
        return first.value - 1  # "on est quatre, moi dedans"
    signed = first.start == 0 and first.end < len(words) and words[first.end].text in (",", ":", "(")
    counted = list_people_counted(words[first.end :], question) if signed else ()
    if first.value in counted:
        return first.value
    return _count_listed_kin(words, question) if first.start else None


def _count_listed_kin(words: tuple[ReplyWord, ...], question: tuple[ReplyWord, ...]) -> int | None:
    """``ma femme, les jumeaux et ma belle-mère``, ``moi, mon mari et 2 enfants``: how many people a reply comes to that does
    nothing but name them."""
    counted = {at for number in find_cardinals(words) for at in range(number.start, number.end)}
    if not all(at in counted or word.folded in _BESIDE_KIN for at, word in enumerate(words)):
        return None
    if len(counted) == len(words) or not any(word.folded in _NAMING for word in words):
        return None
    people = list_people_counted(words, question)
    if _asks_for_children(question) and any(word.folded in _GROWN_KIN for word in words):
        return None
    if _asks_without_self(question):
        return min(people, default=None)
    asked_all = _ALL & {word.folded for word in question}
    return max(people, default=None) if asked_all and any(word.folded == "moi" for word in words) else None


def _find_balance(words: tuple[ReplyWord, ...]) -> int | None:
    """``une douzaine était prévue, trois se sont décommandés, neuf à l'arrivée``: what other numbers of a reply come to."""
    told = [(n.start, n.value) for n in find_cardinals(words) if not counts_something_else(words, n)]
    told = [(at, value) for at, value in told if words[at].folded not in ("un", "une")]
    told += [(at, DOZENS[word.folded]) for at, word in enumerate(words) if word.folded in DOZENS]
    values = [value for _, value in sorted(told)]
    if len(values) <= _LEAST or 0 in values:
        return None
    if values[-1] == sum(values[:-1]):
        return values[-1]
    if values[0] != sum(values[1:]):
        return None
    if any(word.folded.startswith(_STAYING_AWAY) for word in words):
        return values[-1]
    opens = min(told)[0] == 0 and len(words) > 1 and not words[1].folded[0].isalnum()
    return values[0] if opens else None


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
        if _SOON & {*led} or soon or _COMING & {*pairwise(led)}:
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
    pairs = {*pairwise(said)}
    if {
        ("sans", "vous"),
        ("avec", "vous"),
        ("non", "comprise"),
        ("non", "compris"),
    } & pairs or "excluding" in said:
        return True
    return any(
        _OTHERS & {*said[at + 1 : at + 3]} for at, word in enumerate(said) if word in ("combien", "many")
    )


def _asks_for_children(question: tuple[ReplyWord, ...]) -> bool:
    return bool({"enfants", "children"} & {word.folded for word in question})


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
