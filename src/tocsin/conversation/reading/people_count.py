"""How many people a reply names, where it is asked how many live together: ``moi, ma femme et nos 3 enfants``."""

import itertools
from collections.abc import Sequence
from typing import Final

from tocsin.conversation.phrases import Phrasebook
from tocsin.conversation.reading.name_lexicon import KIN_PREFIXES
from tocsin.conversation.reading.numerals import NumeralSpan
from tocsin.conversation.reading.speech_markers import GROUPS, KIN, OWNERS
from tocsin.conversation.reply_words import ReplyWord, parse_word_set

_HOUSEHOLD: Final = parse_word_set(
    "vivent vit habitent logement maison foyer home live toit chez dorment household house"
)
_WITHOUT_SELF: Final = (
    ("sans", "vous"),
    ("autres", "personnes"),
    ("excluding", "yourself"),
    ("avec", "vous"),
    ("avec", "toi"),
    ("with", "you"),
)
_SELF_COUNTED: Final = Phrasebook(
    [
        (
            "self",
            "avec moi\nen me comptant\nen comptant moi\nmoi compris|comprise|inclus|incluse\nmoi y compris\nincluding me|myself",
        )
    ]
)
_ALONE: Final = Phrasebook(
    [
        (
            "alone",
            """
            suis|vis|habite|reste toute|tout? seul|seule
            ^toute|tout? seul|seule$
            ^seul|seule$
            ^juste|seulement|uniquement|que moi$
            y a|pas? que|qu moi
            moi seul|seule|uniquement|seulement$
            ^moi et? moi$
            just|only me
            i|m live|am|m? alone
            alone$
            """,
        )
    ]
)
_SOME_ONLY: Final = parse_word_set("enfants moins children under")
"""Words of a question that counts some of them only."""
_INCLUDED: Final = parse_word_set("compris comprise inclus incluse including included")
_SELF: Final = parse_word_set("moi me myself mi")
_ARTICLES: Final = OWNERS | parse_word_set("un une le la l the a")
_PAIRS: Final = parse_word_set("parents beaux-parents grands-parents jumeaux jumelles couple twins")
"""Words for two people where no number is said."""
_MORE_PEOPLE: Final = parse_word_set(
    "garcon garcons ados adulte adultes adults vieux vieilles jeunes petits petites "
    "hubby newborn bebe nourrisson ado fiu gosse gamin petit petite grand grande aide baby"
)
_STATING: Final = (("on", "est"), ("nous", "sommes"), ("on", "vit", "a"), ("we", "are"), ("there", "are"))
_ROOMS: Final = parse_word_set("salle chambre chambres bain wc toilettes lit lits piece pieces douche m2")
"""What beside a number of people counts none of them: ``8 et une seule salle de bain``."""
_ADDED: Final = Phrasebook([("added", "plus|+ le|la|l|mon|ma|un|une|notre|son|sa")])
_STAYED_AWAY: Final = Phrasebook(
    [
        (
            "away",
            "sont|etaient pas|jamais venus|venues|la|presents\nse sont decommandes|desistes|excuses\n"
            "ont annule|decommande|decline|renonce\netaient|sont absents|absentes|partis|repartis\n"
            "ne? sont|etaient|ont pas pu|resta*\ncancelled|dropped\ndidn t come|show|make",
        )
    ]
)
_TWO: Final = 2
_GONE: Final = parse_word_set("pas plus mais parti partie reparti moins sauf absent")


def count_people(
    found: tuple[ReplyWord, ...], numbers: Sequence[NumeralSpan], question: tuple[ReplyWord, ...]
) -> int | None:
    """The people named or counted, with the writer where the question counts them; None where that is not sure."""
    asked = [word.folded for word in question]
    said = {word.folded for word in found}
    if not set(asked) & _HOUSEHOLD or set(asked) & _SOME_ONLY or said & _GONE:
        return None
    without_self = _leaves_self_out(asked)
    if len(numbers) == 1 and _SELF_COUNTED.find_names(found):
        return max(numbers[0].value - without_self, 0)  # "on est 5 en me comptant"
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
    if not counted or not (writer or numbers or without_self):
        return None
    if numbers and not writer and set(asked) & _INCLUDED:
        return counted  # "3 adultes, 2 ados et le bébé", the writer among them
    return (
        counted + (writer and not without_self and not said & _INCLUDED) if writer or without_self else None
    )


def count_changed(found: tuple[ReplyWord, ...], numbers: Sequence[NumeralSpan]) -> int | None:
    """``on est 4 plus le bébé``: one more; ``12 mais 2 sont pas venus``: fewer by those who stayed away; None for neither."""
    added = [
        hit
        for hit in _ADDED.find(found)
        if hit.end < len(found) and found[hit.end].folded in KIN | _MORE_PEOPLE
    ]
    if len(numbers) == 1 and len(added) == 1 and added[0].start == numbers[0].end:
        return numbers[0].value + 1
    away = (
        [hit for hit in _STAYED_AWAY.find(found) if 0 <= hit.start - numbers[-1].end <= 1] if numbers else []
    )
    if len(numbers) == _TWO and away and numbers[0].value > numbers[1].value:
        return numbers[0].value - numbers[1].value
    return None


def count_alone(found: tuple[ReplyWord, ...], question: tuple[ReplyWord, ...]) -> int | None:
    """``je suis toute seule``, ``juste moi``: one, or nobody where the others alone are asked for; None where that is not said."""
    asked = [word.folded for word in question]
    if not set(asked) & _HOUSEHOLD or set(asked) & _SOME_ONLY or not any(_ALONE.find(found)):
        return None
    return 0 if _leaves_self_out(asked) else 1


def _leaves_self_out(asked: list[str]) -> bool:
    """Whether the question counts the others alone: ``combien vivent avec vous ?``, not ``vous compris``."""
    return not {*asked} & _INCLUDED and any(pair in itertools.pairwise(asked) for pair in _WITHOUT_SELF)


def _stands_for_one(found: tuple[ReplyWord, ...], at: int) -> bool:
    """``ma mère``, ``ma belle mère``, or kin that opens or ends its clause."""
    first = at - (at > 0 and found[at - 1].folded in KIN_PREFIXES)
    owned = first > 0 and found[first - 1].folded in _ARTICLES
    return owned or found[first].breaks or at + 1 == len(found) or found[at + 1].breaks


def _count_stated_first(found: tuple[ReplyWord, ...], numbers: Sequence[NumeralSpan]) -> int | None:
    """``trois : mes parents et moi``, ``4, plus le chat``: a number that opens the reply, and is explained."""
    if not numbers or numbers[0].end >= len(found):
        return None
    stated = numbers[0].start == 0 or tuple(w.folded for w in found[: numbers[0].start]) in _STATING
    explains = found[numbers[0].end].text
    owned = numbers[0].end + 1 < len(found) and found[numbers[0].end + 1].folded in OWNERS | _SELF | {"les"}
    if stated and (explains in (":", "(", "=") or (explains == "," and owned)):
        return numbers[0].value  # "trois, ma femme et nos jumeaux", "on est deux, moi et ma fille"
    things = numbers[0].end + 1 < len(found) and found[numbers[0].end + 1].folded in (
        "une",
        "un",
        "2",
        "deux",
        "qu",
    )
    return (
        numbers[0].value
        if stated and explains == "et" and things and {w.folded for w in found} & _ROOMS
        else None
    )
