"""Which words of a reply can be part of a name: its title, its particles, its initials."""

from typing import Final

from tocsin.conversation.reading.first_names import load_given_names
from tocsin.conversation.reading.name_context import NameContext, is_apart, is_capitalised
from tocsin.conversation.reading.name_lexicon import CONTEXT, EITHER, LEADING, LINKING, SILENT, TITLES
from tocsin.conversation.reading.speech_markers import ANSWERS, GROUPS, KIN
from tocsin.conversation.reply_words import parse_word_set, squeeze_letters

_SMALL_TITLES: Final = parse_word_set("m me docteur maitre")
"""Titles that are none in small letters."""
SURE_LENGTH: Final = 4
"""Letters of a given name that is one in small letters, too."""
_DAYS: Final = parse_word_set("lun mar mer jeu ven sam dim sat sun")
_PARTS: Final = parse_word_set("soir matin midi aprem apres nuit dernier")
"""``sam soir`` is a day, and nobody."""
_AUXILIARIES: Final = parse_word_set("ai as a avons avez ont avait avaient est sont etait etaient")
_PAST_ENDS: Final = ("ait", "aient")
"""``enzo conduisait``: what somebody did."""
_PARTICIPLE_ENDS: Final = ("é", "ée", "és", "ées")
_HYPHENS: Final = "-‐‑"


def is_rest_of_name(scene: NameContext, at: int) -> bool:
    """What is a name behind another: ``Marie-Thé``, ``Nguyen Mai``, and before a number ``léa b``."""
    word, before = scene.words[at], scene.words[at - 1]
    between = scene.text[before.end : word.start]
    if is_capitalised(scene, at) and (
        (between and between in _HYPHENS) or (scene.mixed and word.folded in EITHER)
    ):
        return True
    single = len(word.text) == 1 and word.text.isalpha() and before.folded in load_given_names()
    return single and any(start - word.end == 1 for start, _ in scene.phones)


def is_month_as_name(scene: NameContext, at: int) -> bool:
    """``Mai Nguyen``: a word that is a name too, capitalised before a capital, and no number before it."""
    if scene.word_at(at) not in EITHER or not is_capitalised(scene, at) or scene.word_at(at - 1).isdecimal():
        return False
    return is_name_word(scene, at + 1) and is_capitalised(scene, at + 1) and not is_apart(scene, at + 1)


def skip_title(scene: NameContext, at: int) -> int:
    """Index after ``Mme``, ``M.``, ``Dr``; the same index where no title stands."""
    if scene.word_at(at) not in TITLES or (
        not scene.words[at].text[0].isupper() and scene.word_at(at) in _SMALL_TITLES
    ):
        return at
    after = at + 1 + (scene.word_at(at + 1) == ".")
    return after if is_name_word(scene, after) or is_leading_particle(scene, after) else at


def is_name_word(scene: NameContext, at: int) -> bool:
    """Whether this word can be part of a name."""
    if at >= len(scene.words) or not scene.words[at].text[0].isalpha():
        return False
    word = scene.words[at]
    if _is_elided(scene, at):
        return True
    if word.folded in ANSWERS or squeeze_letters(word.folded) in ANSWERS:
        return False
    if _is_participle(scene, at) or word.folded in scene.foreign:
        return False
    if word.text.islower() and len(word.text) > SURE_LENGTH and word.text.endswith(_PAST_ENDS):
        return False
    if word.folded in _DAYS and scene.word_at(at + 1) in _PARTS:
        return False
    if word.folded in SILENT or word.folded in KIN or word.folded in GROUPS or word.folded in TITLES:
        return False
    if len(word.folded) < 2:
        return scene.mixed and word.text.isupper()
    return True


def _is_participle(scene: NameContext, at: int) -> bool:
    """``elle m'a ramenée``: what somebody did, behind *avoir* or *être*, in small letters; *c'est rené* names."""
    word, auxiliary = scene.words[at], scene.word_at(at - 1)
    if auxiliary not in _AUXILIARIES or scene.word_at(at - 2) in ("c", "ce") or word.breaks:
        return False
    return (
        word.text.islower() and word.text.endswith(_PARTICIPLE_ENDS) and word.folded not in load_given_names()
    )


def _is_elided(scene: NameContext, at: int) -> bool:
    """``N'Golo``, ``O'Connor``, ``D'Angelo``: a capital, an apostrophe, a capital."""
    word = scene.words[at]
    if (
        len(word.text) != 1
        or not word.text.isupper()
        or word.text in "JLSTCYA"
        or not is_capitalised(scene, at + 1)
    ):
        return False
    return scene.words[at + 1].start == word.end + 1 and scene.text[word.end] in "'’"


def is_leading_particle(scene: NameContext, at: int) -> bool:
    """``El Amrani``, ``van der Berg``: a particle that opens a name."""
    if scene.word_at(at) not in LEADING or not is_name_word(scene, at + 1) or is_apart(scene, at + 1):
        return False
    if scene.word_at(at) in ("de", "le", "la", "da", "di", "al"):
        first = at == 0 and scene.word_at(at) in ("le", "la")
        return is_capitalised(scene, at) and is_capitalised(scene, at + 1) and scene.mixed and not first
    return True


def skip_linked_word(scene: NameContext, at: int) -> int:
    """Index after a particle and the name word that it links, or 0."""
    step = at
    while scene.word_at(step) in LINKING and not is_apart(scene, step) and step - at < 3:
        step += 1
    if step == at or not is_name_word(scene, step) or is_apart(scene, step):
        return 0
    if scene.mixed and not is_capitalised(scene, step):
        return 0
    plain = scene.word_at(at) in ("de", "du", "des", "d", "la", "le")
    if not scene.mixed and plain and scene.word_at(step) in CONTEXT:
        return 0
    return step + 1
