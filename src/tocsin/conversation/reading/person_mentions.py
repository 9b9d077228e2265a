"""Who is named in a reply: the stretches of text that are names, kin or groups, in order.

Capitals help where a reply uses them both ways; a reply all in small letters, or all in capitals, is read
by what stands around each word instead.
"""

import re
from collections.abc import Iterator
from typing import Final

from tocsin.conversation.reading.name_context import (
    NameContext,
    PersonMention,
    is_apart,
    is_capitalised,
    make_person_mention,
)
from tocsin.conversation.reading.name_credibility import is_meant_as_name
from tocsin.conversation.reading.name_lexicon import (
    ENGLISH_OWNERS,
    KIN_PREFIXES,
    LEADING,
    OWNING,
    PLACING,
    PLURAL,
    SILENT,
    TITLES,
)
from tocsin.conversation.reading.name_words import (
    is_leading_particle,
    is_month_as_name,
    is_name_word,
    is_rest_of_name,
    skip_linked_word,
    skip_title,
)
from tocsin.conversation.reading.speech_markers import GROUPS, KIN, OWNED_KIN, OWNERS
from tocsin.conversation.reply_words import parse_word_set

_COUNTS: Final = parse_word_set("deux trois quatre cinq six two three four")
"""``nos deux loulous``: more people than one, whatever they are called."""
_BY_AGE: Final = parse_word_set("aine ainee cadet cadette")
_INITIAL: Final = re.compile(
    r" M\.(?! [^\W\d_])| [A-LN-Z]\.|\.[A-Z](?!\w)\.?| [A-Z](?=\s*(?:$|[,;:()\n+&]|(?:et|and)\b))"
)
"""The first letter of a family name behind the given one: ``Clara M.``, ``Dylan.M``, ``Laetitia S et Tom``; not ``M. Petit``
behind ``Clara``."""
_POINT: Final = re.compile(r"(?<= [A-Z])\.")
_UNCOUNTED: Final = PLURAL - _COUNTS
_BEFORE_GROUPS: Final = PLURAL | OWNING | {"toute", "tous", "all"}
_NO_NAMES: Final = KIN | GROUPS | TITLES


def find_person_mentions(scene: NameContext) -> Iterator[PersonMention]:
    """Everybody named, in order."""
    at = 0
    while at < len(scene.words):
        found = _read_group(scene, at) or _read_kin(scene, at) or _read_name_chunk(scene, at)
        if found and (found.kind != "name" or is_meant_as_name(scene, found)):
            yield found
        at = found.last if found else max(_skip_place(scene, at), at + 1)


def _read_group(scene: NameContext, at: int) -> PersonMention | None:
    """``mes 2 enfants``, ``des amis``, ``3 personnes``, ``toute ma famille``."""
    before = scene.word_at(at - 1)
    if scene.word_at(at) not in GROUPS:
        counted = before in _COUNTS or before.isdecimal()
        several = counted and scene.word_at(at - 2) in _UNCOUNTED and not scene.words[at].breaks
        if several and scene.word_at(at) not in SILENT and scene.words[at].text.islower():
            return make_person_mention(scene, "group", at - 2, at + 1)
        return None
    if scene.word_at(at) == "famille" and (scene.word_at(at - 2), before) == ("nom", "de"):
        return None
    if scene.word_at(at) == "fils" and before not in PLURAL and not before.isdecimal():
        return None
    first = at - (scene.word_at(at - 1) in KIN_PREFIXES and not scene.words[at].breaks)
    while (
        first > 0
        and not scene.words[first].breaks
        and (scene.word_at(first - 1) in _BEFORE_GROUPS or scene.word_at(first - 1).isdecimal())
    ):
        first -= 1
    holder = (
        _read_name(scene, at + 2)
        if scene.word_at(at + 1) in ("de", "d") and is_capitalised(scene, at + 2)
        else None
    )
    return make_person_mention(scene, "group", first, holder.last if holder else at + 1)


def _read_kin(scene: NameContext, at: int) -> PersonMention | None:
    """``ma mère``, ``belle-mère``, ``la mère de Paul``, ``copain de ma fille``."""
    last = at
    while scene.word_at(last) in KIN_PREFIXES and (
        scene.word_at(last + 1) in KIN or scene.word_at(last + 1) in KIN_PREFIXES
    ):
        last += 1
    if not is_kin(scene, last) or (
        scene.word_at(last) == "son" and scene.word_at(last - 1) not in ENGLISH_OWNERS
    ):
        return None
    if scene.word_at(at) in TITLES and skip_title(scene, at) > at:
        return None
    last += 1
    if scene.word_at(last) in _BY_AGE and not scene.words[last].breaks:
        last += 1  # "mon fils aîné"
    of = scene.word_at(last)
    if of in ("de", "d", "du") and not scene.words[last].breaks:
        if scene.word_at(last + 1) in OWNING and (scene.word_at(last + 2) in KIN):
            return make_person_mention(scene, "name", at, last + 3)
        holder = _read_name(scene, last + 1) if is_capitalised(scene, last + 1) else None
        if holder and holder.first == last + 1:
            return make_person_mention(scene, "name", at, holder.last)
    return make_person_mention(scene, "kin", at, last)


def is_kin(scene: NameContext, at: int) -> bool:
    """``mémé`` by its accents, for *même* is another word; ``mon homme``."""
    if scene.word_at(at) in OWNED_KIN and not scene.words[at].breaks:
        return scene.word_at(at - 1) in OWNERS
    return scene.word_at(at) in KIN or (at < len(scene.words) and scene.words[at].text.lower() == "mémé")


def _read_name(scene: NameContext, at: int) -> PersonMention | None:
    """A name from ``at``, if these words are meant as one."""
    found = _read_name_chunk(scene, at)
    return found if found and is_meant_as_name(scene, found) else None


def _read_name_chunk(scene: NameContext, at: int) -> PersonMention | None:
    """Words from ``at`` that could be one name, with its title and particles."""
    first, at = at, skip_title(scene, at)
    if not (is_name_word(scene, at) or is_leading_particle(scene, at) or is_month_as_name(scene, at)):
        return None
    if (
        scene.mixed
        and not is_capitalised(scene, at)
        and is_capitalised(scene, at + 1)
        and scene.word_at(at) not in LEADING
    ):
        return None
    last = at + 1
    while last < len(scene.words) and not is_apart(scene, last):
        if is_name_word(scene, last) or is_rest_of_name(scene, last):
            last += 1
        elif step := skip_linked_word(scene, last):
            last = step
        else:
            break
    found = make_person_mention(scene, "name", first, last)
    initial = (_INITIAL if _is_first_name_alone(scene, found) else _POINT).match(scene.text, found.end)
    if initial is None:
        return found
    last += sum(found.end <= word.start < initial.end() for word in scene.words[last : last + 3])
    return make_person_mention(scene, "name", first, last)


def _is_first_name_alone(scene: NameContext, found: PersonMention) -> bool:
    return found.last - found.first == 1 and scene.words[found.first].text[0].isupper()


def _skip_place(scene: NameContext, at: int) -> int:
    """Index after words that only place: ``au restaurant du coin``; the same where nothing is skipped."""
    if scene.word_at(at) not in PLACING and not (
        scene.word_at(at) == "de" and at and not is_apart(scene, at)
    ):
        return at
    last = at + 1
    while (
        last < len(scene.words)
        and not is_apart(scene, last)
        and scene.word_at(last) not in ("et", "avec", "and", "with")
    ):
        if (
            scene.mixed
            and is_capitalised(scene, last)
            and scene.word_at(last) not in SILENT
            and last > at + 1
        ):
            break
        if not scene.words[last].text[0].isalpha() or scene.word_at(last) in _NO_NAMES:
            break
        if scene.word_at(last) in OWNING and scene.word_at(last + 1) in KIN:
            break
        if (
            scene.word_at(at) == "de"
            and last == at + 1
            and is_name_word(scene, last)
            and (not scene.mixed or is_capitalised(scene, last))
        ):
            return at
        last += 1
    return last
