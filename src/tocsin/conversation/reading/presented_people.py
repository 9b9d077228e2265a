"""Names and kin that are one person: ``mon frère Karim``, ``Mme Castan, infirmière``, ``Momo, enfin Mohamed Haddad``.

``PRESENTATION_RULES`` says, in order, when a mention is no person of its own, and what becomes of it.
"""

from collections.abc import Callable
from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from tocsin.conversation.reading.correcting_words import is_correction
from tocsin.conversation.reading.first_names import load_given_names
from tocsin.conversation.reading.name_lexicon import TITLES
from tocsin.conversation.reading.person_mentions import NameContext, PersonMention
from tocsin.conversation.reading.pronoun_numbers import tell_gender
from tocsin.conversation.reading.speech_markers import KIN, OWNERS
from tocsin.conversation.reply_words import fold_accents, parse_word_list, parse_word_set

_BEHIND_KIN: Final = parse_word_set(
    "mon ma un une le la l c est cest qui s appelle nom prenom nomme m my is name called named ( : - = aussi"
)
"""Words between kin and the name that they present."""
_BEHIND_NAME: Final = parse_word_set("mon ma un une c est cest my is a (")
"""Words between a name and the kin that present it."""
_BEHIND_NUMBER: Final = parse_word_set("mon ma un une my ( c est cest")
_TOLD_BEHIND_NUMBER: Final = _BEHIND_NUMBER | parse_word_set(", le la l")
_PRESENTING: Final = tuple(tuple(parse_word_list(said)) for said in ("c est le", "c est la", "c le", "c la"))
_ARTICLES: Final = parse_word_set("la le l")
_OF: Final = parse_word_set("de d du des en")
_LONGEST_OF: Final = 3
"""Words of what follows kin by *de*, before the name: ``ma collègue du bureau Nadia``."""
_LONGEST_PRESENTED: Final = 5
"""The same where *c'est* leads to the name: ``l'infirmière du matin c'est Sandrine``."""
_SHORTEST_KIN_OF: Final = 3
"""Words of kin told by whose they are: ``copine de Léa``."""
_LONGEST_ROLE: Final = 3
"""Words and the comma between the first word of a trade and the name: ``l'ingé son, Romain Tessier``."""
_LISTING_SIGNS: Final = parse_word_set(", . ; et and ou puis")
_RENAMING: Final = frozenset(
    tuple(parse_word_list(said))
    for said in ("enfin", "alias", "dit", "pardon", "de son vrai nom", "son vrai nom")
)
_LENDING: Final = frozenset(tuple(parse_word_list(said)) for said in ("celui du", "celle du", "la de"))
_PHONE_WORDS: Final = parse_word_set("tel num numero portable")
_BEING: Final = parse_word_set("s is c est cest")
_WHOSE_KIN: Final = parse_word_set("she he elle il my mon ma un une a our notre ,")
_BEFORE_NUMBER: Final = _PHONE_WORDS | parse_word_set(", : au le son c est cest at on is")
_OWN: Final = parse_word_set("mon ma my")
_PARTNERS: Final = parse_word_set(
    "mari femme epoux epouse conjoint conjointe compagnon compagne husband wife partner"
)
"""Kin of whom nobody has two."""
_FEWEST_CONSONANTS: Final = 3
_VOWELS: Final = frozenset("aeiouyh")


class MentionPlace(Struct, frozen=True):
    """A mention, whoever is named beside it, and by which name kin were presented before."""

    scene: NameContext
    previous: PersonMention | None
    """The last one kept."""
    one: PersonMention
    following: PersonMention | None
    presented: dict[str, str]
    """Kin in small letters -> the name that they presented."""

    def words_since(self) -> tuple[str, ...]:
        """The folded words between the mention before and this one."""
        first = self.previous.last if self.previous else self.one.first
        return tuple(word.folded for word in self.scene.words[first : self.one.first])

    def words_until(self) -> tuple[str, ...]:
        """The folded words between this mention and the next."""
        last = self.following.first if self.following else self.one.last
        return tuple(word.folded for word in self.scene.words[self.one.last : last])


class PresentationRule(Struct, frozen=True):
    """When a mention is no person of its own."""

    name: str
    kind: Literal["name", "kin", "any"]
    """Of the mention that it judges; ``any`` is a name or kin."""
    holds: Callable[[MentionPlace], bool]
    outcome: Literal["drop", "rename", "correct", "take_name", "join"]
    """``drop`` it; let it ``rename`` the one before, or ``correct`` only its name; let kin ``take_name`` of whom they
    presented; ``join`` two names."""


def merge_presented(everyone: list[PersonMention], scene: NameContext) -> list[PersonMention]:
    """Kin that presents a name beside it is dropped; ``nom`` and ``prénom`` make one name of two."""
    kept: list[PersonMention] = []
    presented: dict[str, str] = {}
    for i, one in enumerate(everyone):
        following = everyone[i + 1] if i + 1 < len(everyone) else None
        place = MentionPlace(scene, kept[-1] if kept else None, one, following, presented)
        _note_presented(place)
        rule = find_presentation_rule(place)
        previous = place.previous
        if rule is None:
            kept.append(one)
        elif rule.outcome == "take_name":
            kept.append(replace(one, kind="name", text=presented[one.text.lower()]))
        elif rule.outcome == "rename":
            kept[-1] = one
        elif rule.outcome == "correct" and previous:
            kept[-1] = replace(previous, text=one.text)
        elif rule.outcome == "join" and previous:
            kept[-1] = replace(previous, text=f"{previous.text} {one.text}", end=one.end, last=one.last)
    return kept


def find_presentation_rule(place: MentionPlace) -> PresentationRule | None:
    """The first rule that holds of a mention; None where it is a person of its own."""
    return next((r for r in PRESENTATION_RULES if _judges(r, place.one) and r.holds(place)), None)


def _judges(rule: PresentationRule, one: PersonMention) -> bool:
    return rule.kind == one.kind or (rule.kind == "any" and one.kind != "group")


def _note_presented(place: MentionPlace) -> None:
    """Note by which name somebody is presented, so that the kin alone means them later."""
    if place.one.kind != "kin":
        return
    for left, right, name in (
        (place.previous, place.one, place.previous),
        (place.one, place.following, place.following),
    ):
        if name and _is_same_as_kin(place.scene, left, right):
            place.presented.setdefault(place.one.text.lower(), name.text)


def _means_presented(place: MentionPlace) -> bool:
    """``papa (Lassana)... papa 06...``: kin with a number who were named before."""
    one = place.one
    return one.text.lower() in place.presented and place.scene.has_phone_beside(one.start, one.end)


def _presents_beside(place: MentionPlace) -> bool:
    """``mon frère Karim``, ``Karim (mon frère)``: kin right beside the name."""
    return _is_same_as_kin(place.scene, place.previous, place.one) or _is_same_as_kin(
        place.scene, place.one, place.following
    )


def _is_same_as_kin(scene: NameContext, left: PersonMention | None, right: PersonMention | None) -> bool:
    if not left or not right or {left.kind, right.kind} != {"name", "kin"}:
        return False
    between = scene.words[left.last : right.first]
    said = tuple(word.folded for word in between)
    if _has_phone_between(scene, left, right):
        told = {"c", "cest"} & {*said}  # "Kevin 06..., c'est un élève"
        return left.kind == "name" and {*said} <= (_TOLD_BEHIND_NUMBER if told else _BEHIND_NUMBER)
    if left.kind == "name":
        if {*said} & _BEING and {*said} <= _BEING | _WHOSE_KIN:
            return True  # "Margaret Hollis, she's my neighbour"
        if said in (("son",), ("sa",)) and not right.text[0].isupper():
            return not between[0].breaks and tell_gender(left, scene) == tell_gender(right, scene) != ""
        article = len(said) == 1 and said[0] in _ARTICLES and not between[0].breaks
        return said in _PRESENTING or article or {*said} <= _BEHIND_NAME
    if said[:1] and said[0] in _OF and not any(word.breaks for word in between):
        longest = _LONGEST_PRESENTED if said[-2:] == ("c", "est") else _LONGEST_OF
        if 1 < len(said) <= longest:
            return True
    return {*said} <= _BEHIND_KIN


def _has_phone_between(scene: NameContext, left: PersonMention, right: PersonMention) -> bool:
    return any(left.end <= start < right.start for start, _ in scene.phones)


def _stands_in_apposition(place: MentionPlace) -> bool:
    """``Karim, mon frère, 06...``, ``Mme Castan, infirmière, 06...``: kin between commas, then the number."""
    scene, left, one = place.scene, place.previous, place.one
    between = place.words_since()
    if not left or left.kind != "name" or _has_phone_between(scene, left, one) or between[:1] != (",",):
        return False
    phone = next((p for p, _ in scene.phones if p >= one.end), None)
    after = scene.words[one.last] if one.last < len(scene.words) else None
    if between[1:] in ((), ("la",), ("le",), ("l",)):
        behind_phone = after is not None and phone is not None and after.start > phone
        return after is None or not after.folded[0].isalnum() or behind_phone
    if len(between) != 2 or between[1] not in _OWN:
        return False
    if scene.word_at(one.last) == "," and scene.word_at(one.last + 1) in ("pas", "sans", "no"):
        return True  # "Leila, ma fille, pas de tel"
    said = {word.folded for word in scene.words[one.last :] if phone is not None and word.start < phone}
    return phone is not None and said <= _BEFORE_NUMBER


def _closes_list(place: MentionPlace) -> bool:
    """``Maryse et Gilles, son mari``: *et* has closed the list, so kin behind a comma is the last one named."""
    scene, left, one = place.scene, place.previous, place.one
    between = place.words_since()
    if (
        not left
        or left.kind != "name"
        or (place.following and place.following.kind != "group")
        or _has_phone_between(scene, left, one)
    ):
        return False
    owned = len(between) == 2 and between[0] == "," and between[1] in OWNERS
    ends = one.last == len(scene.words) or scene.words[one.last].breaks or scene.words[one.last].text in ".!,"
    return owned and ends and scene.word_at(left.first - 1) in ("et", "and")


def _lends_phone(place: MentionPlace) -> bool:
    """``le tel de sa mère``: kin whose telephone is given for somebody named before."""
    scene, first = place.scene, place.one.first
    if place.previous is None:
        return False
    if (scene.word_at(first - 2), scene.word_at(first - 1)) in _LENDING:
        return True
    number, of, whose = (scene.word_at(first - back) for back in (3, 2, 1))
    return number in _PHONE_WORDS and of == "de" and whose in ("sa", "son")


def _is_named_behind(place: MentionPlace) -> bool:
    """``la voisine, Bernadette Lemaire``: kin, a comma, a name of two words."""
    owned = place.scene.word_at(place.one.first - 1) in OWNERS | _ARTICLES | {"une", "un"}
    return (
        owned and _has_full_name_behind(place) and place.words_until() in ((",",), (",", "c", "est"), (":",))
    )


def _has_full_name_behind(place: MentionPlace) -> bool:
    name = place.following
    return (
        name is not None
        and name.kind == "name"
        and name.last - name.first > 1
        and not _has_phone_between(place.scene, place.one, name)
    )


def _is_kin_of_kin_named_behind(place: MentionPlace) -> bool:
    """``la copine de ma mère Nadia``, ``la maîtresse de Timéo, Mme Guérin``: whose kin, then their name."""
    scene, one, name = place.scene, place.one, place.following
    if scene.words[one.first].folded not in KIN or one.last - one.first < _SHORTEST_KIN_OF:
        return False
    if name is None or name.kind != "name" or _has_phone_between(scene, one, name):
        return False
    titled = scene.words[name.first].folded in TITLES or name.last - name.first > 1
    return place.words_until() in ((), ("(",)) or (place.words_until() == (",",) and titled)


def _is_partner_named_behind(place: MentionPlace) -> bool:
    """``seulement mon époux, Henri``: the one partner, a comma, the only name of the reply."""
    scene, one, name = place.scene, place.one, place.following
    if one.text.lower() not in _PARTNERS and scene.words[one.last - 1].folded not in _PARTNERS:
        return False
    if place.previous or name is None or name.kind != "name" or place.words_until() != (",",):
        return False
    behind = scene.words[name.last :]
    return scene.word_at(one.first - 1) in OWNERS and not any(w.folded[0].isalpha() for w in behind)


def _is_role_named_behind(place: MentionPlace) -> bool:
    """``l'ingé son, Romain Tessier``: a trade in small letters behind an article, a comma, a name of two words."""
    scene, one = place.scene, place.one
    article = scene.word_at(one.first - 1)
    words = scene.words[one.first : one.last]
    small = scene.mixed and all(word.text[0].islower() for word in words)
    given = article != "l" and any(
        word.folded in load_given_names() for word in words
    )  # "la lina", but "l'ingé"
    role = small and article in _ARTICLES and not given
    name = place.following
    capitals = name is not None and all(w.text[0].isupper() for w in scene.words[name.first : name.last])
    until = place.words_until()
    comma = until[-1:] == (",",) and len(until) <= _LONGEST_ROLE and not {*until[:-1]} & _LISTING_SIGNS
    return role and capitals and comma and _has_full_name_behind(place)


def _is_other_spelling(place: MentionPlace) -> bool:
    """``Cristina 06... ou Christine``: another spelling of the name before."""
    left, right = place.previous, place.one
    says = [word for word in place.words_since() if word[0].isalpha()]
    if not left or left.kind != "name" or says != ["ou"]:
        return False
    bones = _drop_vowels(left.text)
    alike = len(bones) >= _FEWEST_CONSONANTS and bones == _drop_vowels(right.text)
    return alike or left.text[:3].lower() == right.text[:3].lower()


def _drop_vowels(name: str) -> str:
    return "".join(letter for letter in fold_accents(name) if letter not in _VOWELS)


def _renames(place: MentionPlace) -> bool:
    """``Momo, enfin Mohamed Haddad``, ``Jeannot, de son vrai nom Jean``: one person, by another name."""
    left = place.previous
    if not left or left.kind != "name" or _has_phone_between(place.scene, left, place.one):
        return False
    return tuple(word for word in place.words_since() if word[0].isalpha()) in _RENAMING


def _corrects(place: MentionPlace) -> bool:
    """``Léa... non pardon, Lucie``, ``ma mère, je veux dire mon père``: the one before was a slip."""
    left = place.previous
    if not left or left.kind == "group" or _has_phone_between(place.scene, left, place.one):
        return False
    return is_correction(place.words_since())


def _corrects_owner(place: MentionPlace) -> bool:
    """``Paul 06... non pardon c'est Marc``: the number is Marc's, who has none of his own."""
    scene, left, one = place.scene, place.previous, place.one
    if not left or left.kind == "group" or not _has_phone_between(scene, left, one):
        return False
    following = place.following.start if place.following else len(scene.text)
    owned = any(one.end <= start < following for start, _ in scene.phones)
    said = place.words_since()
    return not owned and is_correction(said) and bool({"c", "cest"} & {*said})


def _completes_labelled(place: MentionPlace) -> bool:
    """``nom: Diallo prénom: Awa``."""
    scene, left = place.scene, place.previous
    if not left or left.kind != "name" or _has_phone_between(scene, left, place.one):
        return False
    between = {*place.words_since()}
    before = {w.folded for w in scene.words[max(0, left.first - 2) : left.first]}
    return ("nom" in before and "prenom" in between) or ("prenom" in before and "nom" in between)


PRESENTATION_RULES: Final = (
    PresentationRule("presented_before", "kin", _means_presented, "take_name"),
    PresentationRule("beside_name", "kin", _presents_beside, "drop"),
    PresentationRule("apposition", "kin", _stands_in_apposition, "drop"),
    PresentationRule("closing_apposition", "kin", _closes_list, "drop"),
    PresentationRule("lent_phone", "kin", _lends_phone, "drop"),
    PresentationRule("named_behind", "kin", _is_named_behind, "drop"),
    PresentationRule("kin_of_kin_named_behind", "name", _is_kin_of_kin_named_behind, "drop"),
    PresentationRule("partner_named_behind", "kin", _is_partner_named_behind, "drop"),
    PresentationRule("role_named_behind", "name", _is_role_named_behind, "drop"),
    PresentationRule("other_spelling", "name", _is_other_spelling, "drop"),
    PresentationRule("renamed", "name", _renames, "rename"),
    PresentationRule("corrected", "any", _corrects, "rename"),
    PresentationRule("corrected_owner", "any", _corrects_owner, "correct"),
    PresentationRule("labelled_pair", "name", _completes_labelled, "join"),
)
"""In this order; the first that holds decides."""


def is_group_named(group: PersonMention, everyone: list[PersonMention], scene: NameContext) -> bool:
    """``mes enfants Lina et Tom``: the group is named right after."""
    following = next((n for n in everyone if n.start >= group.end), None)
    if not following or following.kind == "group":
        return False
    between = [w.folded for w in scene.words[group.last : following.first]]
    return all(w in (":", "(", "sont", "are", ",") for w in between)
