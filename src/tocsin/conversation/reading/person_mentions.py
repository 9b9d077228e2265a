"""Who is named in a reply: the stretches of text that are names, kin or groups, in order.

Capitals help where a reply uses them both ways; a reply all in small letters, or all in capitals, is read
by what stands around each word instead.
"""

import re
from collections.abc import Iterator
from typing import Final, Literal

from msgspec import Struct

from tocsin.conversation.reading.first_names import load_given_names
from tocsin.conversation.reading.name_lexicon import (
    CONTEXT,
    EITHER,
    ENGLISH_OWNERS,
    INTRODUCE,
    KIN_PREFIXES,
    KNOWN,
    LEADING,
    LINKING,
    OF_SELF,
    OWNING,
    PLACING,
    PLURAL,
    SILENT,
    SITES,
    TITLES,
)
from tocsin.conversation.reading.speech_markers import ANSWERS, GROUPS, KIN
from tocsin.conversation.reply_words import ReplyWord, parse_word_set, squeeze_letters

_NEAR: Final = 24
_SMALL: Final = (
    r"au|le|la|tel|tél|télephone|téléphone|num|numéro|numero|port|portable|fixe|c|"
    r"est|cest|son|sa|a|à|is|on|at|abi|abla|yenge|teyze|amca|bey|hanim"
)
_BESIDE: Final = re.compile(rf"(?:[^\w]|\b(?:{_SMALL})\b)*", re.IGNORECASE)
_BEFORE: Final = re.compile(r"(?:[^\w]|\b(?:c|cest|est|pour|de|d|à|a|of|is)\b)*", re.IGNORECASE)
"""What may stand between a name and its number, and between a number and the name behind it."""


_SMALL_TITLES: Final = parse_word_set("m me docteur maitre")
"""Titles that are none in small letters."""
_SURE_LENGTH: Final = 4
"""Letters of a given name that is one in small letters, too."""
_DAYS: Final = parse_word_set("lun mar mer jeu ven sam dim sat sun")
_PARTS: Final = parse_word_set("soir matin midi aprem apres nuit dernier")
"""``sam soir`` is a day, and nobody."""

_AUXILIARIES: Final = parse_word_set("ai as a avons avez ont avait avaient est sont etait etaient")
_PAST_ENDS: Final = ("ait", "aient")
"""``enzo conduisait``: what somebody did."""
_PARTICIPLE_ENDS: Final = ("é", "ée", "és", "ées")


_COUNTS: Final = parse_word_set("deux trois quatre cinq six two three four")
"""``nos deux loulous``: more people than one, whatever they are called."""
_BY_AGE: Final = parse_word_set("aine ainee cadet cadette")
_INITIAL: Final = re.compile(r" M\.(?! [^\W\d_])| [A-LN-Z]\.|\.[A-Z](?!\w)\.?")
"""The first letter of a family name behind the given one: ``Clara M.``, ``Dylan.M``; not ``M. Petit`` behind ``Clara``."""
_HYPHENS: Final = "-‐‑"
_POINT: Final = re.compile(r"(?<= [A-Z])\.")


class PersonMention(Struct, frozen=True, gc=False):
    """A stretch of text that stands for somebody."""

    kind: Literal["name", "kin", "group"]
    text: str
    start: int
    """First code point in the reply."""
    end: int
    first: int
    """Index of its first word."""
    last: int
    """Index after its last word."""


class NameContext(Struct, frozen=True):
    """A reply, its words, and what surrounds them."""

    text: str
    words: tuple[ReplyWord, ...]
    phones: tuple[tuple[int, int], ...]
    """Spans of telephone numbers, blanked out of the words."""
    mixed: bool
    """Whether capitals tell names from other words."""
    foreign: frozenset[str] = frozenset()
    """Everyday words of the language that the reply is written in, where it is another."""

    def word_at(self, index: int) -> str:
        """The folded word at an index, empty outside."""
        return self.words[index].folded if 0 <= index < len(self.words) else ""

    def is_near_phone(self, start: int, end: int) -> bool:
        """Whether a telephone number stands right before or after this stretch, or a word away."""
        return any(0 <= p - end <= 14 or 0 <= start - q <= 6 for p, q in self.phones)

    def has_phone_beside(self, start: int, end: int) -> bool:
        """Whether a telephone number belongs to this stretch: nothing but signs or a few small words between."""
        return any(
            (0 <= p - end <= _NEAR and _BESIDE.fullmatch(self.text[end:p]))
            or (0 <= start - q <= _NEAR and _BEFORE.fullmatch(self.text[q:start]))
            for p, q in self.phones
        )


def mixes_cases(words: tuple[ReplyWord, ...]) -> bool:
    """Whether some word beyond the first is capitalised while others are not."""
    letters = [w for w in words if w.folded[0].isalpha()]
    capital = [w for w in letters if w.text[0].isupper() and not w.text[1:].isupper()]
    small = [w for w in letters if w.text[0].islower()]
    known = [w for w in capital if w.folded not in KNOWN]
    return bool(known) and bool(small or len(capital) == len(letters))


def find_person_mentions(scene: NameContext) -> Iterator[PersonMention]:
    """Everybody named, in order."""
    at = 0
    while at < len(scene.words):
        found = _read_group(scene, at) or _read_kin(scene, at) or _read_name_chunk(scene, at)
        if found and (found.kind != "name" or _is_credible(scene, found)):
            yield found
        at = found.last if found else max(_skip_place(scene, at), at + 1)


def is_joined(one: PersonMention, scene: NameContext) -> bool:
    """Whether a name was put together of two: ``nom: Diallo prénom: Awa``."""
    return one.text != scene.text[one.start : one.end]


def _make_mention(
    scene: NameContext, kind: Literal["name", "kin", "group"], first: int, last: int
) -> PersonMention:
    start, end = scene.words[first].start, scene.words[last - 1].end
    return PersonMention(kind, scene.text[start:end], start, end, first, last)


def _read_group(scene: NameContext, at: int) -> PersonMention | None:
    """``mes 2 enfants``, ``des amis``, ``3 personnes``, ``toute ma famille``."""
    before = scene.word_at(at - 1)
    if scene.word_at(at) not in GROUPS:
        counted = before in _COUNTS or before.isdecimal()
        several = counted and scene.word_at(at - 2) in PLURAL - _COUNTS and not scene.words[at].breaks
        if several and scene.word_at(at) not in SILENT and scene.words[at].text.islower():
            return _make_mention(scene, "group", at - 2, at + 1)
        return None
    if scene.word_at(at) == "famille" and (scene.word_at(at - 2), before) == ("nom", "de"):
        return None
    if scene.word_at(at) == "fils" and before not in PLURAL and not before.isdecimal():
        return None
    first = at - (scene.word_at(at - 1) in KIN_PREFIXES and not scene.words[at].breaks)
    while (
        first > 0
        and not scene.words[first].breaks
        and (
            scene.word_at(first - 1) in PLURAL | OWNING | {"toute", "tous", "all"}
            or scene.word_at(first - 1).isdecimal()
        )
    ):
        first -= 1
    holder = (
        _read_name(scene, at + 2)
        if scene.word_at(at + 1) in ("de", "d") and _is_capitalised(scene, at + 2)
        else None
    )
    return _make_mention(scene, "group", first, holder.last if holder else at + 1)


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
    if scene.word_at(at) in TITLES and _skip_title(scene, at) > at:
        return None
    last += 1
    if scene.word_at(last) in _BY_AGE and not scene.words[last].breaks:
        last += 1  # "mon fils aîné"
    of = scene.word_at(last)
    if of in ("de", "d", "du") and not scene.words[last].breaks:
        if scene.word_at(last + 1) in OWNING and (scene.word_at(last + 2) in KIN):
            return _make_mention(scene, "name", at, last + 3)
        holder = _read_name(scene, last + 1) if _is_capitalised(scene, last + 1) else None
        if holder and holder.first == last + 1:
            return _make_mention(scene, "name", at, holder.last)
    return _make_mention(scene, "kin", at, last)


def is_kin(scene: NameContext, at: int) -> bool:
    """``mémé`` by its accents, for *même* is another word."""
    return scene.word_at(at) in KIN or (at < len(scene.words) and scene.words[at].text.lower() == "mémé")


def _read_name(scene: NameContext, at: int) -> PersonMention | None:
    """A name from ``at``, if these words are meant as one."""
    found = _read_name_chunk(scene, at)
    return found if found and _is_credible(scene, found) else None


def _read_name_chunk(scene: NameContext, at: int) -> PersonMention | None:
    """Words from ``at`` that could be one name, with its title and particles."""
    first, at = at, _skip_title(scene, at)
    if not (_is_name_word(scene, at) or _is_leading_particle(scene, at) or _is_month_as_name(scene, at)):
        return None
    if (
        scene.mixed
        and not _is_capitalised(scene, at)
        and _is_capitalised(scene, at + 1)
        and scene.word_at(at) not in LEADING
    ):
        return None
    last = at + 1
    while last < len(scene.words) and not _is_apart(scene, last):
        if _is_name_word(scene, last) or _is_rest_of_name(scene, last):
            last += 1
        elif step := _skip_linked_word(scene, last):
            last = step
        else:
            break
    found = _make_mention(scene, "name", first, last)
    initial = (_INITIAL if _is_first_name_alone(scene, found) else _POINT).match(scene.text, found.end)
    if initial is None:
        return found
    last += sum(found.end <= word.start < initial.end() for word in scene.words[last : last + 3])
    return _make_mention(scene, "name", first, last)


def _is_rest_of_name(scene: NameContext, at: int) -> bool:
    """What is a name behind another: ``Marie-Thé``, ``Nguyen Mai``, and before a number ``léa b``."""
    word, before = scene.words[at], scene.words[at - 1]
    between = scene.text[before.end : word.start]
    if _is_capitalised(scene, at) and (
        (between and between in _HYPHENS) or (scene.mixed and word.folded in EITHER)
    ):
        return True
    single = len(word.text) == 1 and word.text.isalpha() and before.folded in load_given_names()
    return single and any(start - word.end == 1 for start, _ in scene.phones)


def _is_first_name_alone(scene: NameContext, found: PersonMention) -> bool:
    return found.last - found.first == 1 and scene.words[found.first].text[0].isupper()


def _is_month_as_name(scene: NameContext, at: int) -> bool:
    """``Mai Nguyen``: a word that is a name too, capitalised before a capital, and no number before it."""
    if scene.word_at(at) not in EITHER or not _is_capitalised(scene, at) or scene.word_at(at - 1).isdecimal():
        return False
    return _is_name_word(scene, at + 1) and _is_capitalised(scene, at + 1) and not _is_apart(scene, at + 1)


def _is_apart(scene: NameContext, at: int) -> bool:
    """Whether a sign, a number or a telephone stands between this word and the one before."""
    before, word = scene.words[at - 1], scene.words[at]
    return word.breaks or any(before.end <= p < word.start for p, _ in scene.phones)


def _skip_title(scene: NameContext, at: int) -> int:
    """Index after ``Mme``, ``M.``, ``Dr``; the same index where no title stands."""
    if scene.word_at(at) not in TITLES or (
        not scene.words[at].text[0].isupper() and scene.word_at(at) in _SMALL_TITLES
    ):
        return at
    after = at + 1 + (scene.word_at(at + 1) == ".")
    return after if _is_name_word(scene, after) or _is_leading_particle(scene, after) else at


def _is_capitalised(scene: NameContext, at: int) -> bool:
    return at < len(scene.words) and scene.words[at].text[0].isupper()


def _is_name_word(scene: NameContext, at: int) -> bool:
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
    if word.text.islower() and len(word.text) > _SURE_LENGTH and word.text.endswith(_PAST_ENDS):
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
        or not _is_capitalised(scene, at + 1)
    ):
        return False
    return scene.words[at + 1].start == word.end + 1 and scene.text[word.end] in "'’"


def _is_leading_particle(scene: NameContext, at: int) -> bool:
    """``El Amrani``, ``van der Berg``: a particle that opens a name."""
    if scene.word_at(at) not in LEADING or not _is_name_word(scene, at + 1) or _is_apart(scene, at + 1):
        return False
    if scene.word_at(at) in ("de", "le", "la", "da", "di", "al"):
        first = at == 0 and scene.word_at(at) in ("le", "la")
        return _is_capitalised(scene, at) and _is_capitalised(scene, at + 1) and scene.mixed and not first
    return True


def _skip_linked_word(scene: NameContext, at: int) -> int:
    """Index after a particle and the name word that it links, or 0."""
    step = at
    while scene.word_at(step) in LINKING and not _is_apart(scene, step) and step - at < 3:
        step += 1
    if step == at or not _is_name_word(scene, step) or _is_apart(scene, step):
        return 0
    if scene.mixed and not _is_capitalised(scene, step):
        return 0
    plain = scene.word_at(at) in ("de", "du", "des", "d", "la", "le")
    if not scene.mixed and plain and scene.word_at(step) in CONTEXT:
        return 0
    return step + 1


def _is_credible(scene: NameContext, found: PersonMention) -> bool:
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
        len(w.folded) >= _SURE_LENGTH and w.folded in load_given_names()
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
    return before.folded in PLACING | SITES | {"habite", "habitent"} or (
        before.text in ("à", "À") and not spoken
    )


def _is_beside_kin(scene: NameContext, found: PersonMention) -> bool:
    """``ma mère fatima``, ``karim mon frère``."""
    if scene.word_at(found.first - 1) in KIN | GROUPS and not scene.words[found.first].breaks:
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


def _skip_place(scene: NameContext, at: int) -> int:
    """Index after words that only place: ``au restaurant du coin``; the same where nothing is skipped."""
    if scene.word_at(at) not in PLACING and not (
        scene.word_at(at) == "de" and at and not _is_apart(scene, at)
    ):
        return at
    last = at + 1
    while (
        last < len(scene.words)
        and not _is_apart(scene, last)
        and scene.word_at(last) not in ("et", "avec", "and", "with")
    ):
        if (
            scene.mixed
            and _is_capitalised(scene, last)
            and scene.word_at(last) not in SILENT
            and last > at + 1
        ):
            break
        if not scene.words[last].text[0].isalpha() or scene.word_at(last) in KIN | GROUPS | TITLES:
            break
        if scene.word_at(last) in OWNING and scene.word_at(last + 1) in KIN:
            break
        if (
            scene.word_at(at) == "de"
            and last == at + 1
            and _is_name_word(scene, last)
            and (not scene.mixed or _is_capitalised(scene, last))
        ):
            return at
        last += 1
    return last
