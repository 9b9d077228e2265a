"""Whether words that could be a name are meant as one, by capitals or by what stands around them."""

from typing import Final

from tocsin.conversation.reading.first_names import load_given_names
from tocsin.conversation.reading.name_context import NameContext, PersonMention
from tocsin.conversation.reading.name_lexicon import INTRODUCE, OF_SELF, OWNING, PLACING, SITES, TITLES
from tocsin.conversation.reading.name_words import SURE_LENGTH
from tocsin.conversation.reading.speech_markers import KIN, KIN_AND_GROUPS
from tocsin.conversation.reply_words import parse_word_set

_BEFORE_PLACES: Final = PLACING | SITES | {"habite", "habitent"}


def is_meant_as_name(scene: NameContext, found: PersonMention) -> bool:
    """Whether these words are meant as a name, by capitals or by what stands around."""
    if scene.word_at(found.first) in TITLES:
        return True
    if _is_own_name(scene, found.first) or _is_place(scene, found.first):
        return False
    if scene.word_at(found.first - 1) in ("nee", "ne", "born"):
        return False
    if scene.mixed and any(w.text[0].isupper() for w in scene.words[found.first : found.last]):
        return True
    if any(
        len(w.folded) >= SURE_LENGTH and w.folded in load_given_names()
        for w in scene.words[found.first : found.last]
    ):
        return True
    if scene.mixed and scene.word_at(found.first - 1) == "(" and scene.word_at(found.first - 2) not in KIN:
        return False
    if scene.is_near_phone(found.start, found.end) or _is_beside_kin(scene, found):
        return True
    if scene.word_at(found.first - 1) in INTRODUCE and not scene.words[found.first].breaks:
        return found.last - found.first <= 3 and not (
            scene.mixed and scene.word_at(found.first - 1) not in ("avec", "et", "vu")
        )
    return _is_bare_list(scene, found)


def _is_own_name(scene: NameContext, at: int) -> bool:
    """``je m'appelle Paul``, ``moi c'est Paul``: the writer, not somebody else."""
    return any(
        at >= len(words) and tuple(scene.word_at(i) for i in range(at - len(words), at)) == words
        for words in OF_SELF
    )


def _is_place(scene: NameContext, at: int) -> bool:
    """``à Lyon``, ``au Monoprix``, ``en Bretagne``."""
    before = scene.words[at - 1] if at else None
    if not before or scene.words[at].breaks:
        return False
    spoken = scene.word_at(at - 2) in ("parle", "dit", "donne", "visite", "telephone", "pense")
    if before.folded == "chez" and scene.word_at(at - 2) in ("travaille", "bosse", "travailler", "employe"):
        return True
    return before.folded in _BEFORE_PLACES or (before.text in ("à", "À") and not spoken)


def _is_beside_kin(scene: NameContext, found: PersonMention) -> bool:
    """``ma mère fatima``, ``karim mon frère``."""
    if scene.word_at(found.first - 1) in KIN_AND_GROUPS and not scene.words[found.first].breaks:
        return True
    follows = scene.words[found.last] if found.last < len(scene.words) else None
    return bool(
        follows and not follows.breaks and follows.folded in OWNING and scene.word_at(found.last + 1) in KIN
    )


def _is_bare_list(scene: NameContext, found: PersonMention) -> bool:
    """Whether the clause holds nothing else than names, kin and politeness: ``lea, karim``."""
    first, last = found.first, found.last
    while (
        first > 0
        and not scene.words[first].breaks
        and scene.word_at(first - 1) not in ("et", "and", "puis", "avec")
    ):
        first -= 1
    while (
        last < len(scene.words)
        and not scene.words[last].breaks
        and scene.word_at(last) not in ("et", "and", "puis", "avec")
    ):
        last += 1
    around = [
        scene.word_at(i)
        for i in (*range(first, found.first), *range(found.last, last))
        if scene.word_at(i)[0].isalnum()
    ]
    polite = parse_word_set(
        """
    bonjour bonsoir merci svp juste seulement il y a c est oui only just salut bjr voila aussi
    """
    )
    return found.last - found.first <= 4 and all(w in polite or w.isdecimal() for w in around)
