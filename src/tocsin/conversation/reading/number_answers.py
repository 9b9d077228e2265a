"""A number of people, days or times; digits or words; never an estimate."""

import re
from itertools import takewhile

from msgspec.structs import replace

from tocsin.conversation.masking import blank_spans
from tocsin.conversation.phrases import Phrasebook
from tocsin.conversation.reading.doses import asks_doses, count_doses
from tocsin.conversation.reading.model import ECHOED, NOTHING, ReplyAnswer
from tocsin.conversation.reading.numerals import ORDINAL_ENDS, NumeralSpan, find_cardinals
from tocsin.conversation.reading.other_languages import split_words_to_read
from tocsin.conversation.reading.people_count import count_alone, count_changed, count_people
from tocsin.conversation.reading.speech_markers import CORRECTIONS, GROUPS, HEDGES, IGNORANCE, KIN, OWNERS
from tocsin.conversation.reading.told_numbers import find_made_exact, find_told_number, read_weeks
from tocsin.conversation.reply_words import ReplyWord, find_nearest_word, parse_word_set
from tocsin.phone_numbers.mentions import find_phones

LARGEST = 999_999
"""A larger number is no answer to any of the questions."""
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
_HALF_DOZEN = Phrasebook([("six", "^une? demi|demie douzaine\n^half a? dozen")])
_ROUGHLY = Phrasebook([("roughly", "petite|bonne|grosse|short semaine|heure|journee|dizaine|week")])
_NO_SUCH = Phrasebook([("none", "^pas de|d\n^ni")])
_TYPED = parse_word_set(
    "trois quatre quinze treize trente vingt quarante cinquante soixante three seven eight"
)
"""Numbers in words that stay themselves with a slip of the finger; others are too near to common words."""
_ASKS_AGE = parse_word_set("age old")
_ASKS_TIME = {"jours": "jours", "jour": "jours", "days": "days", "semaines": "semaines", "mois": "mois"}
_ASKS_PEOPLE = parse_word_set("personnes enfants people monde habitants convives invites contacts")
_ASKS_BIRTH = parse_word_set("naissance birth")
_LATEST_SHORT_YEAR = 25
"""A year of two digits above it is one of the last century."""
_BORN = parse_word_set("ne nee naissance born")
_SOMETIMES = parse_word_set("habitude normalement temps weekend week alternance parfois")
"""Beside these it is not said how many they are now."""
_SOON = parse_word_set("bientot presque soon nearly")
_ANIMALS = parse_word_set(
    "chat chats chatte chien chiens chienne lapin lapins poissons cat cats dog dogs perruche"
)
_CHILDREN = parse_word_set(
    "fille filles fils garcon garcons enfant enfants ado ados bebe bebes adulte adultes boy boys girl girls"
)
_ASKS_DAYS = parse_word_set("jours days")
_ASKS_HOUSEHOLD = parse_word_set("vivent vit foyer habitent live logement maison home chez dorment household")
_WAYS = parse_word_set("rue avenue av boulevard bd allee allees impasse chemin quai street road")


# Complex on purpose: the order of the readings decides, and is seen best in one list, first come first served.
def read_number(text: str, question: tuple[ReplyWord, ...] = ()) -> ReplyAnswer:  # noqa: C901
    """The number meant, or nothing understood where several are given, or an estimate.

    By the words of the question an age counts where ages are asked, days where days are; people are added up
    (``deux adultes et trois enfants``), and who lives alone is one.
    """
    asked = {word.folded for word in question}
    phones = tuple((p.start, p.end) for p in find_phones(text) if p.end - p.start > 7)
    found = split_words_to_read(blank_spans(text, phones))
    folded = {w.folded for w in found}
    if any(IGNORANCE.find(found)) or "~" in folded or _NEGATIVE.search(text):
        return NOTHING
    if any(_ROUGHLY.find(found)):
        return NOTHING
    if any(_HALF_DOZEN.find(found)):
        return ReplyAnswer(6)
    if folded & _VAGUE:
        exact = find_made_exact(found)
        return NOTHING if exact is None else ReplyAnswer(exact, (ECHOED,))
    if asked & _ASKS_AGE and folded & _BORN:
        return NOTHING  # a year of birth is no age
    found = tuple(_correct_typing(w) for w in found)
    if _says_none(found):
        return ReplyAnswer(0)
    if (asked & _ASKS_AGE and "ans" in folded | {"years"}) or (
        asked & set(_ASKS_TIME) and "depuis" in folded
    ):
        found = tuple(w for w in found if w.folded not in ("ans", "an", "years", "old", "depuis"))
    if asks_doses(question) and (doses := count_doses(found)) is not None:
        return ReplyAnswer(doses, (ECHOED,))
    if asked & _ASKS_DAYS and (days := read_weeks(found)):
        return ReplyAnswer(days, (ECHOED,))
    numbers = [
        n
        for n in find_cardinals(found)
        if not counts_something_else(found, n) and not (n.start and found[n.start - 1].folded in _SOON)
    ]
    told = find_told_number(found, numbers, question)
    if told is not None:
        return ReplyAnswer(told, (ECHOED,) if len(numbers) > 1 else ())
    if asked & _ASKS_PEOPLE or (asked & _ASKS_HOUSEHOLD and asked & {"combien", "many"}):
        if folded & _SOMETIMES and asked & _ASKS_HOUSEHOLD:
            return NOTHING  # "mon copain et ses deux filles mais que le week-end", "6 d'habitude"
        if (counted := count_people(found, numbers, question)) is not None:
            return ReplyAnswer(counted, (ECHOED,))
        if (changed := count_changed(found, numbers)) is not None:
            return ReplyAnswer(changed, (ECHOED,))
        if len(numbers) > 1 and all(_counts_people(found, n) for n in numbers):
            return ReplyAnswer(sum(n.value for n in numbers))
        if not numbers and (alone := count_alone(found, question)) is not None:
            return ReplyAnswer(alone)
    if not numbers:
        return ReplyAnswer(0) if folded & _NONE or any(_NO_SUCH.find(found)) else NOTHING
    if _is_hedged(found, numbers) or _includes_self(found, numbers[0]):
        return NOTHING
    value = _resolve_number(found, numbers)
    if value is not None and asked & _ASKS_BIRTH and _LATEST_SHORT_YEAR < value < 100:
        return ReplyAnswer(1900 + value, (ECHOED,))  # "de 52"
    return ReplyAnswer(value)


def _correct_typing(word: ReplyWord) -> ReplyWord:
    typed = word.folded.isalpha() and word.folded not in ("crois", "quart", "croix")
    meant = find_nearest_word(word.folded, _TYPED) if typed else ""
    return replace(word, folded=meant) if meant else word


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


def counts_something_else(found: tuple[ReplyWord, ...], number: NumeralSpan) -> bool:
    """A number that counts something else: an age, an hour, a day of the month, an article."""
    before = found[number.start - 1].folded if number.start else ""
    after = found[number.end].folded if number.end < len(found) else ""
    if after in ORDINAL_ENDS and found[number.end].glued:
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
    left = (
        len(folded) > 2
        and folded[0] == "plus"
        and folded[1] in ("un", "une")
        and folded[2] in ("seul", "seule")
    )
    return left or folded[:2] in (["pas", "un"], ["no", "one"])


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
