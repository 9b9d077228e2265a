"""Whether somebody who is listed beside others was read as nobody's contact, and nothing says why: *Paul et le curé*.

Such a list is asked again: whoever is left out of it would not be warned, and nobody would notice.
"""

from typing import Final

from tocsin.conversation.reading.name_context import NameContext, PersonMention
from tocsin.conversation.reading.name_lexicon import KIN_PREFIXES, OWNING, PLURAL, SILENT
from tocsin.conversation.reading.people_excluded import BREAKS, fold_name, is_counted_out_behind
from tocsin.conversation.reading.person_mentions import is_kin
from tocsin.conversation.reading.speech_markers import NO_WORDS, OWNERS
from tocsin.conversation.reply_words import parse_word_set

_JOINTS: Final = parse_word_set("et and + & e y und i si") | {"ainsi"}
_DETERMINERS: Final = OWNERS | OWNING
_ARTICLES: Final = parse_word_set("le la l un une the a")
_PRESENTING: Final = OWNERS | parse_word_set(", ( c cest est is")
_NOBODIES: Final = parse_word_set(
    "chien chienne chiens chat chatte chats hamster perroquet lapin poisson poissons perruche cochon tortue poule poules dog cat"
)
"""Whoever lives with people and is nobody's contact."""
_BESIDE: Final = 2
"""Words that may stand between somebody and the *et* behind them: ``ma voisine du dessous et ...``."""
_PRESENTS: Final = 8
"""Words behind somebody among which their own name may follow: ``et mon oncle, il s'appelle Abílio``."""
_SIGNS_BUT_BRACKETS: Final = BREAKS - {"(", ")"}
_BEFORE_KIN: Final = _DETERMINERS | KIN_PREFIXES
_LISTS_NOBODY: Final = SILENT | PLURAL | _NOBODIES
_JOINTS_AND_OWNERS: Final = _JOINTS | OWNERS
_IN_A_ROW: Final = _JOINTS | _DETERMINERS | PLURAL
_ENDS_OF_PRESENTATION: Final = BREAKS - {"("}


def leaves_somebody(
    scene: NameContext,
    everyone: list[PersonMention],
    kept: list[PersonMention],
    excluded: set[str] | frozenset[str],
) -> bool:
    """Whether somebody stands in a row with others and is not among those ``kept``; the folded words of ``excluded`` are those
    whom the reply counts out itself."""
    known = [one for one in everyone if one in kept or fold_name(one) in excluded]
    taken = {at for one in kept for at in range(one.first, one.last)}
    listed = [at for joint in _list_joints(scene, everyone) if (at := _find_listed(scene, joint)) >= 0]
    listed += [
        one.last - 1
        for one in everyone
        if one.kind == "kin" and (_opens_row(scene, one, everyone) or _opens_telling(scene, one, known))
    ]
    return any(
        at not in taken
        and scene.word_at(at) not in excluded
        and not _is_presented(scene, at, known)
        and scene.word_at(at + 1) not in NO_WORDS
        and not is_counted_out_behind(scene, at + 1)
        for at in listed
    )


def _list_joints(scene: NameContext, everyone: list[PersonMention]) -> list[int]:
    """Places of the *et* that stand right behind somebody, or their number."""
    found = []
    for at, word in enumerate(scene.words):
        before = next((one for one in reversed(everyone) if one.last <= at), None)
        if word.folded not in _JOINTS or before is None:
            continue
        between = scene.words[before.last : at]
        said = [one for one in between if one.folded[0].isalnum() and not one.is_number]
        if len(said) <= _BESIDE and not any(one.text in _SIGNS_BUT_BRACKETS for one in between):
            found.append(at)
    return found


def _find_listed(scene: NameContext, joint: int) -> int:
    """Place of the word that says who is listed behind an *et* and a possessive or article; -1 where none may be somebody."""
    at = joint + 1
    if is_kin(scene, at) and scene.word_at(at) not in OWNERS:
        return at  # "Paul et mamie"
    if scene.word_at(at) not in _DETERMINERS:
        return -1
    while scene.word_at(at) in _BEFORE_KIN:
        at += 1
    word = scene.word_at(at)
    unknown = word[:1].isalpha() and scene.words[at].text.islower() and word not in _LISTS_NOBODY
    somebody = is_kin(scene, at) or (unknown and scene.word_at(at - 1) in _ARTICLES)
    return at if somebody and not scene.words[at].breaks else -1


def _opens_row(scene: NameContext, one: PersonMention, everyone: list[PersonMention]) -> bool:
    """``ma compagne et ses filles Inès et Lina``, ``mon mari mon fils``: somebody else is told right behind, and no name."""
    following = next((other for other in everyone if other.first >= one.last), None)
    if following is None:
        return False
    before = next((other for other in reversed(everyone) if other.last <= one.first), None)
    beside = scene.words[before.last : one.first] if before else ()
    if before and before.kind == "name" and all(word.folded in _PRESENTING for word in beside):
        return False  # "Tifenn ma fille et Lina"
    between = [word.folded for word in scene.words[one.last : following.first]]
    return bool(between) and between[0] in _JOINTS_AND_OWNERS and {*between} <= _IN_A_ROW


def _opens_telling(scene: NameContext, one: PersonMention, known: list[PersonMention]) -> bool:
    """``mon beau-père qui m'a gonflée tout le repas, et Claudette``: whoever opens a reply, and of whom more is told."""
    opens = all(word.folded in _BEFORE_KIN for word in scene.words[: one.first])
    added = any(scene.word_at(other.first - 1) in _JOINTS for other in known if other.first > one.last)
    return opens and scene.word_at(one.last) in ("qui", "who") and added


def _is_presented(scene: NameContext, at: int, known: list[PersonMention]) -> bool:
    """Whether the name of whoever is listed follows."""
    following = next((one for one in known if one.first > at), None)
    if following is None or following.kind != "name" or following.first - at > _PRESENTS:
        return False
    between = scene.words[at + 1 : following.first]
    return not any(word.folded in _JOINTS or word.text in _ENDS_OF_PRESENTATION for word in between)
