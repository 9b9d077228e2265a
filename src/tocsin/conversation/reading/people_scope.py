"""Which of the people named in a reply are meant as contacts: not those who are excluded, corrected or only told of.

Whoever is named is found first (``person_mentions``), and parted from the everyday words that stand stuck to a name. Who of
them is a contact is learned from labelled replies of separate authors (the table ``contacts``): kin may present a name or
stand for somebody, a name may be a contact's, a child's school's, or that of whoever was not there.
"""

from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from tocsin.conversation.phrases import Phrasebook
from tocsin.conversation.reading.correcting_words import is_correction
from tocsin.conversation.reading.danger_reader import is_everyday_sound
from tocsin.conversation.reading.first_names import is_first_name, load_given_names
from tocsin.conversation.reading.left_people import leaves_somebody
from tocsin.conversation.reading.mention_features import list_mention_features
from tocsin.conversation.reading.name_context import NameContext, PersonMention, is_joined
from tocsin.conversation.reading.name_lexicon import KIN_PREFIXES, KNOWN, LEADING, LINKING, PLURAL, TITLES
from tocsin.conversation.reading.name_runs import split_name_runs
from tocsin.conversation.reading.people_excluded import (
    find_excluded,
    fold_name,
    is_known_already,
    is_left_of_nobody,
)
from tocsin.conversation.reading.person_mentions import find_person_mentions
from tocsin.conversation.reading.phonetics import to_phonetic_form
from tocsin.conversation.reading.speech_markers import KIN, OWNERS
from tocsin.conversation.reply_words import ReplyWord, parse_word_set
from tocsin.evidence.text_classifier import load_classifier

CONTACTS: Final = "contacts"
"""The table."""
_FINALLY_NOBODY: Final = Phrasebook(
    [
        (
            "nobody",
            "personne finalement|en|du|au\ndonc|finalement|so personne|zero|nobody|none\na part lui|elle|eux personne",
        )
    ]
)
_LABELS: Final = parse_word_set(
    "erratum correction dictee colloc coloc colocs ps nb gardez ajoutez notez mettez rayez enlevez supprimez retirez"
    " comptez prenez appelez prevenez contactez sinon alors contact contacts nota bene oui"
    " bref pareil idem devant derriere sergent adjudant caporal capitaine lieutenant colonel brigadier"
)
_SHORTEST_SOUND: Final = 5
_FULL_NAME: Final = 2
_ARTICLES: Final = parse_word_set("le la l un une")

_THEIRS: Final = parse_word_set("son sa his her leur their")
_ADDING: Final = parse_word_set("et and & + plus")
_ENDING: Final = frozenset(".;!\n")
_ADDRESSED: Final = parse_word_set(
    "maman papa mamie mamy papi papy pepe tonton tata mum mom dad grandma grandpa"
)
"""Kin who are called so, as by a name."""
_HUSBANDS: Final = parse_word_set("m mr monsieur")
_WIVES: Final = parse_word_set("mme madame mrs")
_CLOSING: Final = parse_word_set(", . ; ( et and j je jai jsais i")
"""What may stand right behind kin of whom nothing is told."""
_PRESENTING: Final = parse_word_set(", ( c cest est is")
"""What may stand between a name and the kin that says who it is."""
_NOBODYS: Final = parse_word_set("pas sans sauf not except")
"""Words before kin who are no contacts."""
_BEFORE_OWNED: Final = KIN_PREFIXES | OWNERS
_OWNERS_AND_ARTICLES: Final = OWNERS | _ARTICLES
_ADDING_OR_SIGN: Final = _ADDING | {",", "\n"}
_ADDING_OR_LINE: Final = _ADDING | {"\n"}
_LISTING: Final = _ADDING | {","} | OWNERS | PLURAL | KIN_PREFIXES
_OWNERS_AND_ADDING: Final = OWNERS | _ADDING
_TITLES_AND_KIN: Final = TITLES | KIN
_KNOWN_AND_LABELS: Final = KNOWN | _LABELS
_KNOWN_LABELS_AND_KIN: Final = KNOWN | _LABELS | KIN


class MeantPeople(Struct, frozen=True):
    """Those of a reply who are meant."""

    people: tuple[PersonMention, ...]
    """With groups, and with those who are excluded: a number may be theirs."""
    excluded: frozenset[str]
    """Names of those who are no contacts, folded."""
    named_at: dict[str, int]
    """Everybody named, folded -> where first."""
    nobody: bool
    """Whether the reply takes back whoever it named (``donc personne finalement``), or names only who is known."""
    leaves_somebody: bool
    """Whether somebody listed beside them is read as no contact, and nothing says why: ``Paul et le curé``."""


def select_meant_mentions(scene: NameContext, question: tuple[ReplyWord, ...]) -> MeantPeople:
    """The mentions that are people, in order, and which of them are no contacts."""
    everyone = list_mentions(scene)
    table = load_classifier(CONTACTS)
    likely = [
        (table.measure_features(features) > 0 and not _owns_something(one, scene))
        or _has_number_of_own(one, everyone, scene)
        or _is_companion(one, everyone, scene)
        or _stands_in_row(one, everyone, scene)
        or (len(everyone) == 1 and is_left_of_nobody(one, scene))
        for one, features in zip(everyone, list_mention_features(scene, everyone, question), strict=True)
    ]
    known = [is_known_already(one, scene, question) for one in everyone]
    meant = [one for one, contact in zip(everyone, likely, strict=True) if one.kind == "group" or contact]
    husbands = [husband for one in meant if (husband := _find_husband(one, scene))]
    contacts = {fold_name(one) for one in meant if one.kind != "group"}
    meant += [one for one in everyone if one not in meant and _is_named_again(one, contacts, scene)]
    named = [one for one in everyone if one.kind != "group"]
    owners = [
        one
        for one in everyone
        if one.kind == "name" and fold_name(one) not in contacts and _may_own_number(one, everyone, scene)
    ]
    return MeantPeople(
        tuple(sorted((*meant, *owners, *husbands), key=lambda one: one.start)),
        frozenset(fold_name(one) for one in owners),
        {fold_name(one): one.start for one in reversed(everyone)},
        bool(everyone) and (any(_FINALLY_NOBODY.find(scene.words)) or all(known)),
        leaves_somebody(scene, everyone, [*meant, *owners], find_excluded(named, scene)),
    )


def _is_named_again(one: PersonMention, contacts: set[str], scene: NameContext) -> bool:
    """``Karim 06... ah non pardon Karim c'est 06...``: whoever is a contact where they are named again, with a number here too."""
    return one.kind == "name" and fold_name(one) in contacts and scene.has_phone_beside(one.start, one.end)


def _owns_something(one: PersonMention, scene: NameContext) -> bool:
    """``la voiture de mon frère``, ``le chien du voisin``: kin of whom only something is told, and no number."""
    of = one.first - 1
    while scene.word_at(of) in _BEFORE_OWNED:
        of -= 1
    owned = scene.word_at(of) in ("du", "de") and scene.word_at(of - 2) in _ARTICLES
    return one.kind == "kin" and owned and not scene.is_near_phone(one.start, one.end)


def _has_number_of_own(one: PersonMention, everyone: list[PersonMention], scene: NameContext) -> bool:
    """``Tom 06... et Mamie 01...``: kin with a number that follows, which is no number of whoever was named before: their own
    stands between."""
    before = max((other.end for other in everyone if other.end <= one.start), default=-1)
    alone = before < 0 or any(before <= start < one.start for start, _ in scene.phones)
    if one.kind != "kin" or not alone or scene.word_at(one.first - 1) in _NOBODYS:
        return False
    following = min((start for start, _ in scene.phones if start >= one.end), default=-1)
    return following >= 0 and not scene.text[one.end : following].strip(" :=-()")


def _is_companion(one: PersonMention, everyone: list[PersonMention], scene: NameContext) -> bool:
    """``Corinne 06... et son mari``: kin of whoever is named right before, who is not named and of whom no more is told."""
    of = one.first - 1
    while scene.word_at(of) in KIN_PREFIXES:
        of -= 1
    at = everyone.index(one)
    if (
        one.kind != "kin"
        or not at
        or scene.word_at(of) not in _THEIRS
        or scene.word_at(of - 1) not in _ADDING
    ):
        return False
    before = everyone[at - 1]
    between = scene.text[before.end : scene.words[of - 1].start]
    named = at + 1 < len(everyone) and scene.text[one.end : everyone[at + 1].start] in ("", " ", " (")
    told = (
        one.last < len(scene.words)
        and not scene.words[one.last].breaks
        and scene.word_at(one.last) not in _CLOSING
    )
    return before.kind != "group" and not any(c.isalpha() for c in between) and not (named or told)


def _stands_in_row(one: PersonMention, everyone: list[PersonMention], scene: NameContext) -> bool:
    """``mon père mon frère Yanis``, ``ma mère Danielle et mon beau-frère``: kin of the writer's, listed beside others, who is
    not named."""
    owner = one.first - 1
    while scene.word_at(owner) in KIN_PREFIXES:
        owner -= 1
    excluded = scene.word_at(owner - 1) in _NOBODYS
    own = scene.word_at(owner) in OWNERS or _is_baby(one, scene) or scene.word_at(one.first) in _ADDRESSED
    if one.kind != "kin" or excluded or not own:
        return False
    at = everyone.index(one)
    before = everyone[at - 1] if at else None
    following = everyone[at + 1] if at + 1 < len(everyone) else None
    owned = scene.word_at(owner) in _OWNERS_AND_ARTICLES
    lead = {word.folded for word in scene.words[before.last : owner + (not owned)]} if before else {""}
    added = before is not None and bool(lead) and lead <= _ADDING_OR_SIGN and bool(lead & _ADDING_OR_LINE)
    earlier = everyone[at - 2] if at > 1 else None
    told = (
        earlier is not None and earlier.kind == "kin" and before is not None and earlier.last == before.first
    )
    presented = before is not None and before.kind == "name" and not (added or told) and lead <= _PRESENTING
    ends = one.last == len(scene.words) or scene.words[one.last].text in _ENDING
    if added and ends:
        return True  # "mon gendre et ma fille. Le petit était chez mamie"
    between = {word.folded for word in scene.words[one.last : following.first]} if following else set[str]()
    if following and (following.kind != "name" or following.first != one.last) and between:
        listed = between <= _LISTING and bool(between & _OWNERS_AND_ADDING)
        return listed and not presented
    return added and following is None and scene.words[one.last].breaks


def _is_baby(one: PersonMention, scene: NameContext) -> bool:
    """``et le bébé``, who is nobody else's."""
    return scene.word_at(one.first) in ("bebe", "baby") and scene.word_at(one.first - 1) in ("le", "the")


def list_mentions(scene: NameContext) -> list[PersonMention]:
    """Everybody named, contact or not, and groups, in order."""
    every = split_name_runs([_trim_name(one, scene) for one in find_person_mentions(scene)], scene)
    every = [_make_group(one, scene) if _is_family(one, scene) else one for one in every]
    joined: list[PersonMention] = []
    for one in every:
        if joined and _completes_labelled(joined[-1], one, scene):
            before = joined.pop()
            one = replace(before, text=f"{before.text} {one.text}", end=one.end, last=one.last)
        joined.append(one)
    return joined


def _find_husband(wife: PersonMention, scene: NameContext) -> PersonMention | None:
    """``M. et Mme Wolff``: the one who is named by his title alone."""
    title = wife.first - 1
    if scene.word_at(wife.first) not in _WIVES or scene.word_at(title) not in ("et", "and", "&"):
        return None
    title -= 1 + (scene.word_at(title - 1) == ".")
    if scene.word_at(title) not in _HUSBANDS:
        return None
    family = scene.text[scene.words[wife.first + 1].start : wife.end].lstrip(". ")
    said = scene.words[title]
    end = said.end + (scene.text[said.end : said.end + 1] == ".")
    return PersonMention(
        "name", f"{scene.text[said.start : end]} {family}", said.start, end, title, title + 1
    )


def _completes_labelled(left: PersonMention, right: PersonMention, scene: NameContext) -> bool:
    """``nom: Diallo prénom: Awa``: one name told in two parts."""
    if (left.kind, right.kind) != ("name", "name") or any(
        left.end <= at < right.start for at, _ in scene.phones
    ):
        return False
    between = {word.folded for word in scene.words[left.last : right.first]}
    before = {word.folded for word in scene.words[max(0, left.first - 2) : left.first]}
    return ("nom" in before and "prenom" in between) or ("prenom" in before and "nom" in between)


def _may_own_number(one: PersonMention, everyone: list[PersonMention], scene: NameContext) -> bool:
    """Whether a number beside somebody who is no contact may be theirs: not beside a word that is a name to nobody."""
    words = scene.words[one.first : one.last]
    if not any(is_first_name(word.folded) or word.text[0].isupper() for word in words):
        return False
    if scene.text[one.start - 1 : one.start] == "(" and scene.text[one.end : one.end + 1] == ")":
        return False  # "Claire Fontanel (EPS) 06...": what is said of whoever stands before
    if scene.word_at(one.first - 1) == "pas" or scene.word_at(one.first - 2) in ("place", "lieu"):
        return False  # "Mathis pas Mathias 06...", "Tom à la place de Léa 06..."
    following = next((other for other in everyone if other.start >= one.end), None)
    last = following.first if following else one.last
    if is_correction(word.folded for word in scene.words[one.last : last]):
        return False  # "Paul 06... non pardon c'est Marc": the number is Marc's
    return scene.has_phone_beside(one.start, one.end)


def _skip_small_words(scene: NameContext, first: int, last: int) -> int:
    """The first word of a name in capitals, or what joins it, behind words in small letters that are of no list: *solo mi
    vecina Carmen*, *am fost cu Elena*."""
    capital = next((at for at in range(first, last) if scene.words[at].text[0].isupper()), first)
    small = scene.words[first:capital]
    if not scene.mixed or not small or any(is_first_name(word.folded) for word in small):
        return first
    while capital > first and scene.words[capital - 1].folded in LEADING:
        capital -= 1
    return capital


def _trim_name(one: PersonMention, scene: NameContext) -> PersonMention:
    """A name without the everyday words that stand stuck to it: ``Erratum Tom``, ``Jo devant``."""
    if one.kind != "name" or scene.words[one.first].folded in _TITLES_AND_KIN or is_joined(one, scene):
        return one
    first, last = one.first, _end_before_place(one, scene)
    listed = [at for at in range(first, last) if is_first_name(scene.words[at].folded)]
    sure = any(_is_listed(scene.words[at]) for at in range(first, last))
    # "HASAN yildiz 04...": of a name that is on no list, what only sounds like a word stays.
    # "alain dubreuil 06...": so does what stands between a name and its number.
    parts = sum(scene.words[at].folded not in LINKING for at in range(first, last))
    told = scene.has_phone_beside(one.start, one.end) and (not sure or parts == _FULL_NAME)
    if listed and listed[0] > first and not scene.words[first].text.isupper():
        loose = scene.words[first : listed[0]]
        heard = told and one.last - one.first == _FULL_NAME
        cut = all(word.folded in _KNOWN_AND_LABELS if heard else _is_trimmed(word) for word in loose)
        first = listed[0] if cut else first
    while first + 1 < last and scene.words[first].folded in _LABELS:
        first += 1
    first = _skip_small_words(scene, first, last)
    told_beside = last - first > _FULL_NAME and _ends_in_small_words(scene, first, last)
    capitals = sum(scene.words[at].text[0].isupper() for at in range(first, last))
    while (
        last > first + 1
        and scene.words[last - 1].text[0].islower()
        and (
            (scene.words[last - 1].folded in _KNOWN_AND_LABELS if told else _is_plain(scene.words[last - 1]))
            or (capitals > 1 and scene.words[last - 2].folded not in LINKING)
            or told_beside
        )
    ):
        last -= 1
    if (first, last) == (one.first, one.last):
        return one
    start, end = scene.words[first].start, scene.words[last - 1].end
    return PersonMention("name", scene.text[start:end], start, end, first, last)


def _end_before_place(one: PersonMention, scene: NameContext) -> int:
    """Index after a name in small letters, before what only places it: ``nicole du periscolaire``, ``paul de la compta``."""
    words = scene.words
    for at in range(one.first + 1, one.last - 1):
        of = 1 if words[at].folded in ("du", "des") else 2 if _says(words, at, "de", "la") else 0
        placed = (
            at + of < one.last and words[at + of].text.islower() and not is_first_name(words[at + of].folded)
        )
        if of and placed and is_first_name(words[at - 1].folded):
            return at
    return one.last


def _says(words: tuple[ReplyWord, ...], at: int, *said: str) -> bool:
    return tuple(word.folded for word in words[at : at + len(said)]) == said


def _ends_in_small_words(scene: NameContext, first: int, last: int) -> bool:
    """``Vasile zidar cu mine``: two words in small letters behind a capital, where one would be a family's."""
    small = scene.words[first + 1 : last]
    return (
        scene.mixed
        and scene.words[first].text[0].isupper()
        and all(word.text.islower() and not is_first_name(word.folded) for word in small)
        and not any(word.folded in LINKING for word in small)
    )


def _is_listed(word: ReplyWord) -> bool:
    """Whether it is a name of the list; a family's only with its capital: *petit* and *marchand* are words, too."""
    return word.folded in load_given_names() or (is_first_name(word.folded) and word.text[0].isupper())


def _is_trimmed(word: ReplyWord) -> bool:
    """Whether a word before a name is none of it; with a capital only a label or an order (``Rayez Tom``)."""
    if not _is_plain(word):
        return False
    ordered = word.folded.endswith(("ez", "er"))
    return word.text[0].islower() or ordered or word.folded in _KNOWN_LABELS_AND_KIN


def _is_plain(word: ReplyWord) -> bool:
    """Whether it is an everyday word or label, and no name."""
    said = word.folded
    return not is_first_name(said) and (said in _KNOWN_AND_LABELS or said in KIN or _is_everyday(said))


def _is_everyday(word: str) -> bool:
    """By its sound; short words sound like too many others (``Tom``, *ton*)."""
    return len(word) >= _SHORTEST_SOUND and is_everyday_sound(to_phonetic_form(word))


def _is_family(one: PersonMention, scene: NameContext) -> bool:
    """``chez les Fabre``, ``les Garnier : Lionel...``: several people, of whom none is named."""
    alone = one.last - one.first == 1 and scene.words[one.first].text[0].isupper()
    return (
        one.kind == "name"
        and alone
        and scene.word_at(one.first - 1) == "les"
        and scene.words[one.first].folded not in load_given_names()
    )


def _make_group(one: PersonMention, scene: NameContext) -> PersonMention:
    """A family with its article."""
    start = scene.words[one.first - 1].start
    return PersonMention("group", scene.text[start : one.end], start, one.end, one.first - 1, one.last)


def is_group_named(group: PersonMention, everyone: list[PersonMention], scene: NameContext) -> bool:
    """``mes enfants Lina et Tom``: the group is named right after."""
    following = next((n for n in everyone if n.start >= group.end), None)
    if not following or following.kind == "group":
        return False
    between = [w.folded for w in scene.words[group.last : following.first]]
    return all(w in (":", "(", "sont", "are", ",") for w in between)
