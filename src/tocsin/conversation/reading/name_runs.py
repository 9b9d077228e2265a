"""Several people named one after another without a sign between them: ``Paul Marie et Luc``, ``Malo Enora Titouan``.

A run of given names is several people, unless two of them make one (``Jean Paul``) or the last is a family's
(``Paul Martin``).
"""

from collections.abc import Iterator
from typing import Final

from tocsin.conversation.reading.first_names import load_given_names
from tocsin.conversation.reading.name_context import NameContext, PersonMention, is_joined
from tocsin.conversation.reading.name_lexicon import LINKING, TITLES
from tocsin.conversation.reading.speech_markers import GROUPS
from tocsin.conversation.reply_words import parse_word_set

_COMPOUND: Final = {
    "jean": parse_word_set(
        "paul pierre marie luc louis claude michel francois marc jacques philippe yves baptiste noel charles"
        " christophe daniel denis henri joseph julien loup marcel pascal rene robert sebastien"
    ),
    "marie": parse_word_set(
        "claire christine france francoise helene jeanne josee laure line lise louise madeleine noelle odile"
        " paule pierre rose sophie therese claude ange anne agnes amelie annick emilie eve"
    ),
    "anne": parse_word_set("marie sophie laure claire lise gaelle cecile charlotte caroline elisabeth flore"),
    "pierre": parse_word_set("yves alain marie antoine emmanuel henri louis andre olivier jean"),
    "paul": parse_word_set("henri emile antoine"),
    "charles": parse_word_set("henri edouard antoine andre"),
    "rose": parse_word_set("marie"),
    "mohamed": parse_word_set("ali amine lamine"),
}
"""Given names that make one of two."""
_FAMILY_TOO: Final = parse_word_set(
    "martin bernard thomas robert richard simon laurent michel david bertrand vincent andre henri denis nicolas"
    " mathieu clement gautier gauthier gerard lambert arnaud roland guillaume pascal olivier germain gilbert remy"
    " gregoire hubert jacob maurice raymond benoist benoit colin noel diallo yilmaz thierry felix leon"
    " barry marcel paulin constant barbier charles blaise samson"
)
"""Given names that are as often a family's: behind another name they stay with it."""
_FULL_NAME: Final = 2
_PLURAL_WITHIN: Final = 2
_LISTING: Final = 3
"""Given names in a row that are a list whatever they are."""
_TITLES_AND_LINKING: Final = TITLES | LINKING


def split_name_runs(mentions: list[PersonMention], scene: NameContext) -> list[PersonMention]:
    """The mentions, with those that are several people cut into them."""
    return [part for one in mentions for part in (_split_run(one, scene) if one.kind == "name" else (one,))]


def _split_run(one: PersonMention, scene: NameContext) -> Iterator[PersonMention]:
    words = scene.words[one.first : one.last]
    starts = [one.first]
    if not (is_joined(one, scene) or any(word.folded in _TITLES_AND_LINKING for word in words)):
        starts += [at for at in range(one.first + 1, one.last) if _begins_another(at, one, scene)]
    if len(starts) == 1:
        yield one
        return
    ends = [*starts[1:], one.last]
    for first, last in zip(starts, ends, strict=True):
        start, end = scene.words[first].start, scene.words[last - 1].end
        yield PersonMention("name", scene.text[start:end], start, end, first, last)


def _begins_another(at: int, one: PersonMention, scene: NameContext) -> bool:
    """Whether a word of a run names one more person, rather than the one before it."""
    word, before = scene.words[at], scene.words[at - 1]
    given = load_given_names()
    if _stand_apart_elsewhere(before.folded, word.folded, one, scene):
        return True
    if _follow_plural(one, scene):
        return word.text[0].isupper() and scene.text[before.end : word.start] == " "
    if word.folded not in given or word.start - before.end != 1 or scene.text[before.end] != " ":
        return False
    if word.folded in _COMPOUND.get(before.folded, ()):
        return False
    names = scene.words[one.first : one.last]
    if (
        _count_parts(one, scene) == _FULL_NAME
        and all(n.text[0].isupper() for n in names if n.folded[0].isalpha())
        and _has_number_behind(one, scene)
    ):
        return False  # "Fatoumata Diarra 06...": one number, one person
    listed = sum(other.folded in given for other in names)
    if listed < len(names) and listed < _LISTING:
        return False
    return len(names) >= _LISTING or word.folded not in _FAMILY_TOO


def _follow_plural(one: PersonMention, scene: NameContext) -> bool:
    """``mes 4 enfants Bakary Aïcha Souley``, ``les ptits Hawa Sira Demba``: three in a row behind a word for several."""
    before = [scene.word_at(one.first - back) for back in range(1, _PLURAL_WITHIN + 1)]
    several = before[0] in GROUPS or (before[1] in ("les", "mes", "nos") and before[0].endswith("s"))
    capitals = all(word.text[0].isupper() for word in scene.words[one.first : one.last])
    return several and capitals and one.last - one.first >= _LISTING and not scene.words[one.first].breaks


def _count_parts(one: PersonMention, scene: NameContext) -> int:
    """Words of a run between blanks: *Jean-Marc* is one."""
    return len(scene.text[one.start : one.end].split())


def _has_number_behind(one: PersonMention, scene: NameContext) -> bool:
    return any(
        one.end <= start and not any(c.isalnum() for c in scene.text[one.end : start])
        for start, _ in scene.phones
    )


def _stand_apart_elsewhere(before: str, name: str, one: PersonMention, scene: NameContext) -> bool:
    """``samira loubna hicham... samira 06... hicham 06...``: whether two words of a run are each named again, not as a pair."""
    words = scene.words
    elsewhere = [at for at in range(len(words)) if not one.first <= at < one.last]
    pairs = {
        at
        for at in elsewhere
        if at + 1 < len(words)
        and (words[at].folded, words[at + 1].folded) == (before, name)
        and words[at + 1].start - words[at].end == 1
    }
    first = any(words[at].folded == before and at not in pairs for at in elsewhere)
    return first and any(words[at].folded == name and at - 1 not in pairs for at in elsewhere)
