"""A number of people, days or times; digits or words; never an estimate."""

import itertools
import re
from collections.abc import Iterator
from itertools import takewhile

from msgspec.structs import replace

from tocsin.conversation.masking import blank_spans
from tocsin.conversation.phrases import Phrasebook
from tocsin.conversation.reading.echoed_answers import ECHOED
from tocsin.conversation.reading.model import NOTHING, ReplyAnswer
from tocsin.conversation.reading.other_languages import split_words_to_read
from tocsin.conversation.reading.people_count import NumeralSpan, count_people
from tocsin.conversation.reading.speech_markers import CORRECTIONS, GROUPS, HEDGES, IGNORANCE, KIN, OWNERS
from tocsin.conversation.reply_words import (
    ReplyWord,
    find_nearest_word,
    parse_word_list,
    parse_word_set,
)
from tocsin.phone_numbers.mentions import find_phones

LARGEST = 999_999
"""A larger number is no answer to any of the questions."""

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
    "deu": 2,
    "2eux": 2,
    "troi": 3,
    "quatr": 4,
    "catre": 4,
    "katre": 4,
    "cinque": 5,
    "cin": 5,
    "sinq": 5,
    "cinc": 5,
    "ciinq": 5,
    "sis": 6,
    "set": 7,
    "uit": 8,
    "nef": 9,
}
_TENS = {
    "vingt": 20,
    "vingts": 20,
    "trente": 30,
    "quarante": 40,
    "cinquante": 50,
    "soixante": 60,
    "septante": 70,
    "huitante": 80,
    "octante": 80,
    "nonante": 90,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
_ORDINAL_ENDS = parse_word_set("e er ere eme ieme nd nde st rd th")
_NONE = parse_word_set(
    """
    aucun aucune zero personne rien none nobody nothing nada
    """
)
_VAGUE = parse_word_set(
    """
    dizaine dizaines douzaine douzaines quinzaine vingtaine trentaine quarantaine cinquantaine
    soixantaine centaine centaines beaucoup plein plusieurs quelques quelque certains
    tas dozen dozens couple several many few lots some all peu partie nombre moitie demi demie
    """
)
_THINGS = parse_word_set(
    "code mot mdp password pin numero num tel adresse carte iban rib secu number card address"
)
"""What a possessive may bring that is nobody."""
_PEOPLE_BESIDE = parse_word_set("moi me avec et and plus with +")
_NEGATIVE = re.compile(r"^\s*-\s?\d|[\s,]-\d")
_NO_SUCH = Phrasebook([("none", "^pas de|d\n^ni")])
_TYPED = parse_word_set(
    "trois quatre quinze treize trente vingt quarante cinquante soixante three seven eight"
)
"""Numbers in words that stay themselves with a slip of the finger; others are too near to common words."""


def find_cardinals(found: tuple[ReplyWord, ...]) -> Iterator[NumeralSpan]:
    """Numbers in digits or in words, in French and English, from left to right.

    >>> from tocsin.conversation.reply_words import split_words
    >>> [n.value for n in find_cardinals(split_words("quatre-vingt-douze, 1 000 et vingt et un"))]
    [92, 1000, 21]
    """
    at = 0
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
    return before in _TENS and (unit in ("un", "une", "onze") or (found[at].folded != found[at].text.lower()))


def _extend_numeral(part: int, word: str) -> int | None:
    """The number so far, with one more word; None where the word does not continue it."""
    if word in ("mille", "thousand"):
        return part
    if word in ("cent", "cents", "hundred"):
        return max(part, 1) * 100 if part <= 9 else None
    if word in ("vingt", "vingts") and part % 100 == 4:
        return part + 76
    if word in _TENS:
        return max(part, 0) + _TENS[word] if part < 0 or (part >= 100 and part % 100 == 0) else None
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


def _correct_typing(word: ReplyWord) -> ReplyWord:
    typed = word.folded.isalpha() and word.folded not in ("crois", "quart", "croix")
    meant = find_nearest_word(word.folded, _TYPED) if typed else ""
    return replace(word, folded=meant) if meant else word


_ASKS_AGE = parse_word_set("age old")
_ASKS_TIME = {"jours": "jours", "jour": "jours", "days": "days", "semaines": "semaines", "mois": "mois"}
_ASKS_PEOPLE = parse_word_set("personnes enfants people monde habitants")
_BORN = parse_word_set("ne nee naissance born")
_SOON = parse_word_set("bientot presque soon nearly")
_ANIMALS = parse_word_set(
    "chat chats chatte chien chiens chienne lapin lapins poissons cat cats dog dogs perruche"
)
_CHILDREN = parse_word_set(
    "fille filles fils garcon garcons enfant enfants ado ados bebe bebes adulte adultes boy boys girl girls"
)
_NOW = parse_word_set("aujourd ce cet matin maintenant actuellement la today now this")
_THEN = parse_word_set("hier avant etait avais avait semaine yesterday was")
_ASKS_DAYS = parse_word_set("jours days")
_ASKS_HOUSEHOLD = parse_word_set("vivent vit foyer habitent live logement maison home")
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
_WAYS = parse_word_set("rue avenue av boulevard bd allee allees impasse chemin quai street road")
_NO_DOSES = parse_word_set("ou or covid test tests mois ans jours")
_MOST_DOSES = 6
_FINAL = parse_word_set("donc soit total = so")
"""Words right before the number that counts of several."""
_STEM = 5


def read_number(text: str, question: tuple[ReplyWord, ...] = ()) -> ReplyAnswer:
    """The number meant, or nothing understood where several are given, or an estimate.

    By the words of the question an age counts where ages are asked, days where days are; people are added up
    (``deux adultes et trois enfants``), and who lives alone is one.
    """
    asked = {word.folded for word in question}
    phones = tuple((p.start, p.end) for p in find_phones(text) if p.end - p.start > 7)
    found = split_words_to_read(blank_spans(text, phones))
    folded = {w.folded for w in found}
    if any(IGNORANCE.find(found)) or folded & _VAGUE or "~" in folded or _NEGATIVE.search(text):
        return NOTHING
    if asked & _ASKS_AGE and folded & _BORN:
        return NOTHING  # a year of birth is no age
    found = tuple(_correct_typing(w) for w in found)
    if _says_none(found):
        return ReplyAnswer(0)
    if (asked & _ASKS_AGE and "ans" in folded | {"years"}) or (
        asked & set(_ASKS_TIME) and "depuis" in folded
    ):
        found = tuple(w for w in found if w.folded not in ("ans", "an", "years", "old", "depuis"))
    if _asks_doses(question) and (doses := count_doses(found)) is not None:
        return ReplyAnswer(doses, (ECHOED,))
    if asked & _ASKS_DAYS and (days := _read_weeks(found)):
        return ReplyAnswer(days, (ECHOED,))
    numbers = [
        n
        for n in find_cardinals(found)
        if not _counts_something_else(found, n) and not (n.start and found[n.start - 1].folded in _SOON)
    ]
    told = _find_told(found, numbers, question)
    if told is not None:
        return ReplyAnswer(told, (ECHOED,) if len(numbers) > 1 else ())
    if asked & _ASKS_PEOPLE or (asked & _ASKS_HOUSEHOLD and asked & {"combien", "many"}):
        if (counted := count_people(found, numbers, question)) is not None:
            return ReplyAnswer(counted, (ECHOED,))
        if len(numbers) > 1 and all(_counts_people(found, n) for n in numbers):
            return ReplyAnswer(sum(n.value for n in numbers))
        if len(numbers) == 1 and folded & {"habitude", "normalement", "temps"} and asked & _ASKS_HOUSEHOLD:
            return NOTHING  # "6 d'habitude": not how many they are now
        if not numbers and folded & {"seul", "seule", "alone"} and not folded & {"un", "une", "one"}:
            return ReplyAnswer(1)
    if not numbers:
        return ReplyAnswer(0) if folded & _NONE or any(_NO_SUCH.find(found)) else NOTHING
    if _is_hedged(found, numbers) or _includes_self(found, numbers[0]):
        return NOTHING
    return ReplyAnswer(_resolve_number(found, numbers))


def _asks_doses(question: tuple[ReplyWord, ...]) -> bool:
    return any(word.folded in ("doses", "dose", "injections", "rappels") for word in question)


def count_doses(found: tuple[ReplyWord, ...]) -> int | None:
    """``2 pfizer + 1 moderna``, ``deux et le rappel``, ``j'ai eu la troisième``: how many doses were had; None where that is
    not sure."""
    said = [word.folded for word in found]
    if {*said} & {
        "rdv",
        "bientot",
        "demain",
        "attends",
        "attend",
        "prevu",
        "prochaine",
        "prochain",
        "encore",
        "pas",
        "sans",
    }:
        return None
    nth = [_DOSES[word] for word in said if word in _DOSES]
    nth += [
        int(a.folded)
        for a, b in itertools.pairwise(found)
        if a.is_number and b.glued and b.folded in _ORDINAL_ENDS and len(a.folded) == 1
    ]
    numbers = [
        n for n in find_cardinals(found) if not (n.end < len(found) and found[n.end].folded in _ORDINAL_ENDS)
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


def _read_weeks(found: tuple[ReplyWord, ...]) -> int:
    """``une semaine``, ``2 semaines``, where days are asked for; 0 where none are told, or others beside them."""
    numbers = list(find_cardinals(found))
    weeks = [
        n
        for n in numbers
        if n.end < len(found) and found[n.end].folded in ("semaine", "semaines", "week", "weeks")
    ]
    if not weeks and found[:1] and found[0].folded == "a" and found[1:2] and found[1].folded == "week":
        return 7
    return weeks[0].value * 7 if len(weeks) == len(numbers) == 1 else 0


def _find_told(
    found: tuple[ReplyWord, ...], numbers: list[NumeralSpan], question: tuple[ReplyWord, ...]
) -> int | None:
    """The number that counts by the words beside it: ``donc deux``, ``on est quatre``, ``3 jours`` of days asked for.

    None where none or several are told so.
    """
    final = [n for n in numbers if {word.folded for word in found[max(0, n.start - 2) : n.start]} & _FINAL]
    if final and final[-1] is numbers[-1]:
        return final[-1].value
    if len(numbers) < 2 or any(CORRECTIONS.find(found)):
        return None
    now = _find_at_asked_time(found, numbers, question)
    if now is not None:
        return now
    stated = [n for n in numbers if n.start > 1 and _states_total(found, n.start)]
    if len({n.value for n in stated}) == 1 and stated[0] is numbers[0]:
        return stated[0].value
    units = _find_asked_units(question)
    counted = [n for n in numbers if n.end < len(found) and found[n.end].folded[:_STEM] in units]
    return counted[0].value if len(counted) == 1 else None


def _find_at_asked_time(
    found: tuple[ReplyWord, ...], numbers: list[NumeralSpan], question: tuple[ReplyWord, ...]
) -> int | None:
    """``37 ce matin, hier j'avais 39``: the number of the clause that tells of the time asked for, where others tell of another."""
    asks_now = {word.folded for word in question} & _NOW
    if not asks_now:
        return None
    clauses = [_find_clause_words(found, n) for n in numbers]
    now = [n for n, said in zip(numbers, clauses, strict=True) if said & _NOW and not said & _THEN]
    then = [n for n, said in zip(numbers, clauses, strict=True) if said & _THEN]
    return now[0].value if len(now) == 1 and len(now) + len(then) == len(numbers) else None


def _find_clause_words(found: tuple[ReplyWord, ...], number: NumeralSpan) -> set[str]:
    first, last = number.start, number.end
    while first > 0 and not found[first].breaks:
        first -= 1
    while last < len(found) and not found[last].breaks:
        last += 1
    return {word.folded for word in found[first:last]}


def _states_total(found: tuple[ReplyWord, ...], at: int) -> bool:
    """``on est``, ``nous sommes``, ``we are``: right before a number."""
    return (found[at - 2].folded, found[at - 1].folded) in (
        ("on", "est"), ("on", "etait"), ("nous", "sommes"), ("we", "are"), ("we", "re"), ("vit", "a"),
    )  # fmt: skip


def _find_asked_units(question: tuple[ReplyWord, ...]) -> set[str]:
    """The beginning of what is to be counted: the noun behind *combien de*, *how many*."""
    for at, word in enumerate(question[:-1]):
        if word.folded in ("combien", "many"):
            behind = question[at + 1 : at + 3]
            return {w.folded[:_STEM] for w in behind if len(w.folded) > 1 and w.folded != "autres"}
    return set()


def _counts_people(found: tuple[ReplyWord, ...], number: NumeralSpan) -> bool:
    """``deux adultes``, ``3 enfants``, ``un bébé``."""
    follows = found[number.end].folded if number.end < len(found) else ""
    return follows in KIN | GROUPS | _CHILDREN | {
        "adultes",
        "adulte",
        "ados",
        "ado",
        "adults",
        "adult",
        "grands",
    }


def _resolve_number(found: tuple[ReplyWord, ...], numbers: list[NumeralSpan]) -> int | None:
    """The only number, or the last one where corrections lead to it."""
    value = numbers[0]
    for number in numbers[1:]:
        between = found[value.end : number.start]
        turned = any(True for _ in CORRECTIONS.find(between)) or (
            between and between[-1].folded in ("donc", "so")
        )
        if number.value != value.value and not turned:
            return None
        value = number
    return value.value if value.value <= LARGEST else None


def _counts_something_else(found: tuple[ReplyWord, ...], number: NumeralSpan) -> bool:
    """A number that counts something else: an age, an hour, a day of the month, an article."""
    before = found[number.start - 1].folded if number.start else ""
    after = found[number.end].folded if number.end < len(found) else ""
    if after in _ORDINAL_ENDS and found[number.end].glued:
        return True
    if after in _ANIMALS or (after == "fois" and number.start):
        return True
    if after in _WAYS:
        return True  # "12 rue des Lilas"
    if after in ("ans", "an", "h", "heure", "heures", "mois", "yo", "years") or _leads_to_age(
        found, number.end
    ):
        return True
    if before == "s" and number.start > 1 and found[number.start - 2].folded in ("he", "she"):
        return True  # "she's four"
    if before in ("quelqu", "qqu"):
        return True
    if before in ("le", "n", "numero") and number.end < len(found) and found[number.end].folded.isalpha():
        return True
    return (
        found[number.start].folded in ("un", "une", "one")
        and number.end == number.start + 1
        and _is_article(found, number)
    )


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
    if follows in _CHILDREN and any(o.end < len(found) and found[o.end].folded in _CHILDREN for o in others):
        return False  # "une fille et deux garçons"
    return bool(others) or follows in ("peu", "certain", "autre", "jour", "fois")


def _says_none(found: tuple[ReplyWord, ...]) -> bool:
    folded = [w.folded for w in found]
    return folded[:2] == ["pas", "un"] or folded[:2] == ["no", "one"]


def _is_hedged(found: tuple[ReplyWord, ...], numbers: list[NumeralSpan]) -> bool:
    """An estimate, a range, a choice between two numbers, or a decimal."""
    for hit in HEDGES.find(found):
        if hit.name == "after" or any(hit.end == n.start for n in numbers):
            return True
    for number in numbers:
        around = {found[i].folded for i in (number.start - 1, number.end) if 0 <= i < len(found)}
        if around & {"ou", "or", "/", "a", "to"} and not _is_ordinary(found, number):
            return True
        if _is_decimal(found, number):
            return True
    return False


def _is_ordinary(found: tuple[ReplyWord, ...], number: NumeralSpan) -> bool:
    """``8 à la maison``, ``il y en a 3``: the small word beside the number is no range."""
    after = found[number.end].folded if number.end < len(found) else ""
    nearby = found[number.end + 1] if number.end + 1 < len(found) else None
    if after in ("a", "to") and (nearby is None or not nearby.is_number):
        return True
    return after not in ("ou", "or", "/", "a", "to") and found[number.start - 1].folded in ("a", "to")


def _is_decimal(found: tuple[ReplyWord, ...], number: NumeralSpan) -> bool:
    if number.end + 1 >= len(found) or found[number.end].folded not in (",", ".", "-"):
        return False
    return found[number.end + 1].is_number and found[number.end + 1].start == found[number.end].end


def _includes_self(found: tuple[ReplyWord, ...], number: NumeralSpan) -> bool:
    """``moi et mes 2 enfants``, ``un ami et sa femme``: it must be asked whether everybody is counted."""
    before = {w.folded for w in found[: number.start]}
    after = list(takewhile(lambda text: text != "(", (w.folded for w in found[number.end :])))
    if before & {"moi", "me"} and before & _PEOPLE_BESIDE - {"moi", "me"}:
        return True
    if any(
        a in ("+", "et", "and", "plus") and b in OWNERS | {"moi", "me"} and c not in _THINGS
        for a, b, c in zip(after, after[1:], [*after[2:], ""], strict=False)
    ):
        return True
    spelled_one = found[number.start].folded in ("un", "une")
    return spelled_one and any(w.folded in ("et", "and", "avec") for w in found[number.end :])
