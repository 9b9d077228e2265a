"""When a reply that names people is no list that may be taken: its numbers or its people are told by halves.

A number that is ascribed to somebody else calls a stranger, and nobody notices. Whoever says how many they mean,
or that they do not know which number it is, is asked again.
"""

from collections.abc import Callable
from typing import Final

from msgspec import Struct

from tocsin.conversation.phrases import Phrasebook
from tocsin.conversation.reading.correcting_words import is_correction
from tocsin.conversation.reading.first_names import is_first_name
from tocsin.conversation.reading.name_context import PersonMention
from tocsin.conversation.reading.name_lexicon import LINKING, TITLES
from tocsin.conversation.reading.number_corrections import NameOrPhone, PersonDraft, tells_end
from tocsin.conversation.reading.people_scope import MeantPeople
from tocsin.conversation.reading.speech_markers import KIN
from tocsin.conversation.reply_words import ReplyWord, fold_accents, parse_word_set, split_words

_PHRASES: Final = Phrasebook(
    [
        ("which_number", "sais|sait plus|pas lequel|laquelle\nun des deux\nor maybe|perhaps\nnot sure which"),
        (
            "asks_somebody",
            "vous dira|donnera|diront|donneront\n"
            "qui|il|elle a|sait|connait|ont tous? la|les|leurs liste|listes|numeros|nums|noms|coordonnees",
        ),
        ("other_owner", "non|pardon|oups|erreur|fait c|cest est? le|la|celui numero|num|tel|de"),
        (
            "nameless",
            "connais|jconnais|conne|connait|sais|jsais|sait|retenu|rappelle|ignore|oublie pas|plus? tous? son|leur|le|les"
            " nom|noms|prenom|prenoms|blaze\n"
            "don|do|didn t|not know|catch|get|remember his|her|their|the name|names",
        ),
        (
            "another_end",
            "meme|same numero|num|tel|number mais|sauf|but|except\nmeme|same mais|sauf|but|except",
        ),
        (
            "lent",
            "numero|num|tel|06 c|cest|ces est? celui de|d\nnumero|num|tel|06 c|cest|ces est? le de",
        ),
        (
            "perhaps",
            "peut etre|ptetre\npeutetre|ptetre|ptet\na verifier|confirmer|voir$\npas certain|certaine|sur|sure$\n"
            "je lui|leur demande .. abord|avant\nmaybe\nnot sure|certain$",
        ),
        (
            "instead",
            "appelez|contactez|joignez|joindre|appeler|demandez plutot? a? son|sa|leur"
            " fils|fille|mari|femme|mere|pere|frere|soeur|neveu|niece|voisin|voisine|aide\n"
            "celui|celle de son|sa|leur fils|fille|mari|femme|mere|pere|frere|soeur|neveu|niece|voisin|voisine",
        ),
        (
            "added",
            "et|plus|and d|de|un|une|deux|trois|quatre|2|3|4|quelques|plusieurs|two|three|some|a? autre|autres|other|others$\n"
            "et|plus|and d|de|un|une|deux|trois|quatre|2|3|4|quelques|plusieurs|two|three|some|a? autre|autres|other"
            " personne|personnes|monsieur|dame|dames|gars|mec|mecs|gens|collegue|collegues|ami|amis|amie|amies|people|person\n"
            "et|and compagnie|cie|consorts|autres|others\n"
            "et|and tout|toute le|la|l monde|equipe|famille|bande\n"
            "et|ou je|j|jsais|chais sais? plus|pas qui\n"
            "etc|etcetera",
        ),
        (
            "crowd",
            "tout|toute le|la|l village|quartier|immeuble|bourg|ville|usine|ecole|classe|promo|boite|atelier",
        ),
    ]
)
_COUNTED: Final = Phrasebook([("counted", "pour|for les|all? deux|trois|quatre|cinq|2|3|4|5|two|three|four")])
_COUNTS: Final = {
    word: count
    for count, said in ((2, "deux 2 two"), (3, "trois 3 three"), (4, "quatre 4 four"), (5, "cinq 5"))
    for word in said.split()
}
_DIGITS: Final = 10
"""Of a telephone number as people in France write it."""
_UNITS: Final = parse_word_set("jours jour semaines semaine heures heure h mois ans fois days weeks hours")
"""``pour 2 jours`` counts no people."""


_ASKED_NUMBER: Final = parse_word_set(
    "numero numeros num tel telephone telephones tels portable portables mobile phone number numbers joindre"
)
_HERS: Final = Phrasebook([("hers", "son|sa tel|telephone|portable|numero|num|06\nher|his number|phone")])
_NO_NUMBER: Final = Phrasebook(
    [
        (
            "no_number",
            """
            pas|plus|sans|aucun|ni .. num|nums|numero|numeros|tel|tels|telephone|telephones|portable|portables
            no|not|without|dont|don .. phone|number
            meme|memes|same numero|num|tel|telephone|portable|number|phone
            que|qu son|leur|leurs|le|les prenom|prenoms
            num|numero|numeros|tel|telephone .. pas|plus|demain|ailleurs|hier|soir|deja
            l|les|le|la ai|ais|retrouve|trouve|connais|sais pas|plus
            jai|ai|sais pas|plus$
            dunno
            """,
        )
    ]
)
"""What says why somebody in a list has no number of their own."""
_FULL_NAME: Final = 2
_BESIDE: Final = 3
"""Characters between a name and the number that stands right behind it."""
_YOUNG: Final = parse_word_set("ans mois an bebe ne nee nes petit petite petits years old baby")


class ListRead(Struct, frozen=True):
    """A reply and the people read from it."""

    text: str
    said: frozenset[str]
    """Names of the phrases above."""
    told: int
    """How many people *pour les trois* speaks of; 0 where nobody counts."""
    people: int
    numbers: int
    cut: bool
    """Whether a number of too few digits was given, and no other."""
    couple: bool
    """Whether two people are named at once by their titles, and one number stands beside them."""
    replaced: bool
    """Whether somebody with a number is corrected to somebody with another."""
    small_word: bool
    """Whether a word in small letters that is no name stands in a name with a capital."""
    whose: bool
    """Whether one number stands behind several people and is said to be that of one of them."""
    left: bool
    """Whether somebody listed beside others is not among them, and nothing says why."""


class UnsureReason(Struct, frozen=True):
    """Why a list is not taken."""

    name: str
    holds: Callable[[ListRead], bool]


UNSURE_REASONS: Final = (
    # "Binta finit par 88 61", and no number that it is the end of
    UnsureReason("number_in_parts", lambda read: not read.numbers and tells_end(read.text)),
    # "Fatou 06... ou alors 06..., je sais plus lequel"
    UnsureReason("which_number", lambda read: "which_number" in read.said and read.numbers > 1),
    # "Franck vous dira, c'est lui qui a la liste 06..."
    UnsureReason("asks_somebody", lambda read: "asks_somebody" in read.said and read.people == 1),
    # "Léa 06... non en fait c'est le numéro de Tom, Léa c'est 06..."
    UnsureReason(
        "other_owner", lambda read: "other_owner" in read.said and read.people > 1 and read.numbers > 0
    ),
    # "Paul 06... non pardon Marc 06...": Marc too, or Marc alone?
    UnsureReason("other_person", lambda read: read.replaced),
    # "Karim 063998551": who reads it back may as well ask for the whole
    UnsureReason("number_cut", lambda read: read.cut and read.people == 1),
    # "Virginie 06... et Bertrand même numéro mais à la fin zéro quatre"
    UnsureReason("another_end", lambda read: "another_end" in read.said and not tells_end(read.text)),
    # "Liesel 06... et Pierrot (son numéro c'est celui de Liesel)"
    UnsureReason("lent", lambda read: "lent" in read.said and read.people > read.numbers > 0),
    # "ma compagne et ses deux filles Inès et Lina, son tel 06..."
    UnsureReason("whose", lambda read: read.whose),
    # "y aurait peut-être Benoît, je lui demande d'abord"
    UnsureReason("perhaps", lambda read: "perhaps" in read.said and read.people == 1),
    # "Mourad 06..., et l'autre collègue je connais pas son nom"
    UnsureReason("nameless", lambda read: "nameless" in read.said and (read.numbers > 0 or read.people == 1)),
    # "la vieille Mme Bonnard, appelez plutôt sa fille Annie 06...": of whom one is a contact
    UnsureReason("instead", lambda read: "instead" in read.said and read.numbers > 0),
    # "Sophie et deux autres personnes": who are not named
    UnsureReason("added", lambda read: "added" in read.said),
    # "M. et Mme Wolff 06...": of whom is the number?
    UnsureReason("couple", lambda read: read.couple),
    # "Davide ele é o condutor 06...": of names with such a word 20 of 22 were wrong
    UnsureReason("small_word", lambda read: read.small_word),
    # "Marie et le curé", of whom one is read
    UnsureReason("left", lambda read: read.left),
    # "le facteur, le boulanger, tout le village"
    UnsureReason("crowd", lambda read: "crowd" in read.said and not read.numbers),
    # "Selma, Emre et Can, même numéro pour les trois", of whom two are read
    UnsureReason("count_unmet", lambda read: read.told > read.people),
)
_BESIDE_NAMES: Final = LINKING | TITLES | KIN


def find_unsure_reason(
    text: str,
    found: tuple[ReplyWord, ...],
    entries: list[NameOrPhone],
    drafts: list[PersonDraft],
    *,
    at_once: bool,
    meant: MeantPeople,
) -> str:
    """The name of the first reason for which the people read are not to be taken; empty where there is none.

    ``at_once`` where the reply has to hold the whole answer; a list that is begun is completed. ``meant``
    tells who of those named is no contact.
    """
    numbers = sum(1 for entry in entries if entry.phone)
    read = ListRead(
        text,
        frozenset(hit.name for hit in _PHRASES.find(found)),
        _count_told(found),
        len({draft.name for draft in drafts}),
        numbers,
        at_once and _cuts_number(text, entries),
        numbers > 0 and _names_couple(found) and not all(draft.phone for draft in drafts),
        _replaces_person(found, entries),
        any(
            one.named
            and fold_accents(one.named.text) not in meant.excluded
            and _holds_small_word(one.named, following)
            for one, following in zip(entries, [*entries[1:], None], strict=True)
        ),
        _tells_one_number(found, entries),
        meant.leaves_somebody,
    )
    return next((reason.name for reason in UNSURE_REASONS if reason.holds(read)), "")


def leaves_number_unexplained(found: tuple[ReplyWord, ...], question: tuple[ReplyWord, ...]) -> bool:
    """Whether numbers were asked for, and nothing of a reply says why one is missing: no telephone, a child's age."""
    if not any(word.folded in _ASKED_NUMBER for word in question):
        return False
    return not (any(_NO_NUMBER.find(found)) or any(word.folded in _YOUNG for word in found))


def _count_told(found: tuple[ReplyWord, ...]) -> int:
    counts = [
        _COUNTS[found[hit.end - 1].folded]
        for hit in _COUNTED.find(found)
        if hit.end == len(found) or found[hit.end].folded not in _UNITS
    ]
    return max(counts, default=0)


def _cuts_number(text: str, entries: list[NameOrPhone]) -> bool:
    phones = [entry for entry in entries if entry.phone]
    cut = [
        sum(c.isdecimal() for c in text[e.start : e.end]) < _DIGITS
        for e in phones
        if e.phone and not e.phone.number
    ]
    return len(phones) == len(cut) == 1 and all(cut)


def _names_couple(found: tuple[ReplyWord, ...]) -> bool:
    """``M. et Mme Wolff``."""
    said = [word.folded for word in found if word.text != "."]
    return any(
        man in ("m", "mr", "monsieur") and joint in ("et", "and", "&") and woman in ("mme", "madame", "mrs")
        for man, joint, woman in zip(said, said[1:], said[2:], strict=False)
    )


def _replaces_person(found: tuple[ReplyWord, ...], entries: list[NameOrPhone]) -> bool:
    for first, number, second, other in zip(entries, entries[1:], entries[2:], entries[3:], strict=False):
        told = first.named and number.phone and second.named and other.phone
        if told and is_correction(w.folded for w in found if number.end <= w.start and w.end <= second.start):
            return True
    return False


def _tells_one_number(found: tuple[ReplyWord, ...], entries: list[NameOrPhone]) -> bool:
    """``ma compagne et ses filles Inès et Lina, son tel 06...``."""
    if len(entries) <= _FULL_NAME or not entries[-1].phone or any(entry.phone for entry in entries[:-1]):
        return False
    before, phone = entries[-2], entries[-1]
    return any(_HERS.find(tuple(w for w in found if before.end <= w.start and w.end <= phone.start)))


def _holds_small_word(one: PersonMention, following: NameOrPhone | None) -> bool:
    """``Davide ele é o condutor 06...``; not ``HASAN yildiz``, ``Omar el Amrani``, nor ``Karim lerouxel 06...``."""
    words = [word for word in split_words(one.text) if word.folded[0].isalpha()]
    if len(words) == _FULL_NAME and following and following.phone and following.start - one.end <= _BESIDE:
        return False
    names = _BESIDE_NAMES
    return any(word.text.istitle() for word in words) and any(
        word.text.islower() and not is_first_name(word.folded) and word.folded not in names for word in words
    )
