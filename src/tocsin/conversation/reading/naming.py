"""Who is named in a reply: the stretches of text that are names, kin or groups, in order.

Capitals help where a reply uses them both ways; a reply all in small letters, or all in capitals, is read
by what stands around each word instead.
"""

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from tocsin.conversation.reading.name_words import (
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
from tocsin.conversation.reading.speech import ANSWERS, GROUPS, KIN
from tocsin.conversation.words import Word, squeeze, vocabulary


class Named(Struct, frozen=True, gc=False):
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


class Scene(Struct, frozen=True):
    """A reply, its words, and what surrounds them."""

    text: str
    words: tuple[Word, ...]
    phones: tuple[tuple[int, int], ...]
    """Spans of telephone numbers, blanked out of the words."""
    mixed: bool
    """Whether capitals tell names from other words."""

    def at(self, index: int) -> str:
        """The folded word at an index, empty outside."""
        return self.words[index].folded if 0 <= index < len(self.words) else ""

    def near_phone(self, start: int, end: int) -> bool:
        """Whether a telephone number stands right before or after this stretch, or a word away."""
        return any(0 <= p - end <= 14 or 0 <= start - q <= 6 for p, q in self.phones)


def mixes_cases(words: tuple[Word, ...]) -> bool:
    """Whether some word beyond the first is capitalised while others are not."""
    letters = [w for w in words if w.folded[0].isalpha()]
    capital = [w for w in letters if w.text[0].isupper() and not w.text[1:].isupper()]
    small = [w for w in letters if w.text[0].islower()]
    known = [w for w in capital if w.folded not in KNOWN]
    return bool(known) and bool(small or len(capital) == len(letters))


def named(scene: Scene) -> Iterator[Named]:
    """Everybody named, in order."""
    at = 0
    while at < len(scene.words):
        found = _group(scene, at) or _kin(scene, at) or _chunk(scene, at)
        if found and (found.kind != "name" or _credible(scene, found)):
            yield found
        at = found.last if found else max(_skip(scene, at), at + 1)


def _make(scene: Scene, kind: Literal["name", "kin", "group"], first: int, last: int) -> Named:
    start, end = scene.words[first].start, scene.words[last - 1].end
    return Named(kind, scene.text[start:end], start, end, first, last)


def _group(scene: Scene, at: int) -> Named | None:
    """``mes 2 enfants``, ``des amis``, ``3 personnes``, ``toute ma famille``."""
    if scene.at(at) not in GROUPS:
        return None
    before = scene.at(at - 1)
    if scene.at(at) == "fils" and before not in PLURAL and not before.isdecimal():
        return None
    first = at - (scene.at(at - 1) in KIN_PREFIXES and not scene.words[at].breaks)
    while (
        first > 0
        and not scene.words[first].breaks
        and (
            scene.at(first - 1) in PLURAL | OWNING | {"toute", "tous", "all"}
            or scene.at(first - 1).isdecimal()
        )
    ):
        first -= 1
    holder = _name(scene, at + 2) if scene.at(at + 1) in ("de", "d") and _capital(scene, at + 2) else None
    return _make(scene, "group", first, holder.last if holder else at + 1)


def _kin(scene: Scene, at: int) -> Named | None:
    """``ma mère``, ``belle-mère``, ``la mère de Paul``, ``copain de ma fille``."""
    last = at
    while scene.at(last) in KIN_PREFIXES and (
        scene.at(last + 1) in KIN or scene.at(last + 1) in KIN_PREFIXES
    ):
        last += 1
    if scene.at(last) not in KIN or (scene.at(last) == "son" and scene.at(last - 1) not in ENGLISH_OWNERS):
        return None
    last += 1
    of = scene.at(last)
    if of in ("de", "d", "du") and not scene.words[last].breaks:
        if scene.at(last + 1) in OWNING and (scene.at(last + 2) in KIN):
            return _make(scene, "name", at, last + 3)
        holder = _name(scene, last + 1) if _capital(scene, last + 1) else None
        if holder and holder.first == last + 1:
            return _make(scene, "name", at, holder.last)
    return _make(scene, "kin", at, last)


def _name(scene: Scene, at: int) -> Named | None:
    """A name from ``at``, if these words are meant as one."""
    found = _chunk(scene, at)
    return found if found and _credible(scene, found) else None


def _chunk(scene: Scene, at: int) -> Named | None:
    """Words from ``at`` that could be one name, with its title and particles."""
    first, at = at, _after_title(scene, at)
    if not (_name_word(scene, at) or _leads(scene, at) or _month_as_name(scene, at)):
        return None
    if scene.mixed and not _capital(scene, at) and _capital(scene, at + 1) and scene.at(at) not in LEADING:
        return None
    last = at + 1
    while last < len(scene.words) and not _apart(scene, last):
        if _name_word(scene, last) or (scene.mixed and _capital(scene, last) and scene.at(last) in EITHER):
            last += 1
        elif step := _linked(scene, last):
            last = step
        else:
            break
    return _make(scene, "name", first, last)


def _month_as_name(scene: Scene, at: int) -> bool:
    """``Mai Nguyen``: a word that is a name too, capitalised before a capital, and no number before it."""
    if scene.at(at) not in EITHER or not _capital(scene, at) or scene.at(at - 1).isdecimal():
        return False
    return _name_word(scene, at + 1) and _capital(scene, at + 1) and not _apart(scene, at + 1)


def _apart(scene: Scene, at: int) -> bool:
    """Whether a sign, a number or a telephone stands between this word and the one before."""
    before, word = scene.words[at - 1], scene.words[at]
    return word.breaks or any(before.end <= p < word.start for p, _ in scene.phones)


def _after_title(scene: Scene, at: int) -> int:
    """Index after ``Mme``, ``M.``, ``Dr``; the same index where no title stands."""
    if scene.at(at) not in TITLES or (not scene.words[at].text[0].isupper() and scene.at(at) in ("m", "me")):
        return at
    after = at + 1 + (scene.at(at + 1) == ".")
    return after if _name_word(scene, after) or _leads(scene, after) else at


def _capital(scene: Scene, at: int) -> bool:
    return at < len(scene.words) and scene.words[at].text[0].isupper()


def _name_word(scene: Scene, at: int) -> bool:
    """Whether this word can be part of a name."""
    if at >= len(scene.words) or not scene.words[at].text[0].isalpha():
        return False
    word = scene.words[at]
    if _elided(scene, at):
        return True
    if word.folded in ANSWERS or squeeze(word.folded) in ANSWERS:
        return False
    if word.folded in SILENT or word.folded in KIN or word.folded in GROUPS or word.folded in TITLES:
        return False
    if len(word.folded) < 2:
        return scene.mixed and word.text.isupper()
    return True


def _elided(scene: Scene, at: int) -> bool:
    """``N'Golo``, ``O'Connor``, ``D'Angelo``: a capital, an apostrophe, a capital."""
    word = scene.words[at]
    if (
        len(word.text) != 1
        or not word.text.isupper()
        or word.text in "JLSTCYA"
        or not _capital(scene, at + 1)
    ):
        return False
    return scene.words[at + 1].start == word.end + 1 and scene.text[word.end] in "'’"


def _leads(scene: Scene, at: int) -> bool:
    """``El Amrani``, ``van der Berg``: a particle that opens a name."""
    if scene.at(at) not in LEADING or not _name_word(scene, at + 1) or _apart(scene, at + 1):
        return False
    if scene.at(at) in ("de", "le", "la", "da", "di", "al"):
        first = at == 0 and scene.at(at) in ("le", "la")
        return _capital(scene, at) and _capital(scene, at + 1) and scene.mixed and not first
    return True


def _linked(scene: Scene, at: int) -> int:
    """Index after a particle and the name word that it links, or 0."""
    step = at
    while scene.at(step) in LINKING and not _apart(scene, step) and step - at < 3:
        step += 1
    if step == at or not _name_word(scene, step) or _apart(scene, step):
        return 0
    if scene.mixed and not _capital(scene, step):
        return 0
    plain = scene.at(at) in ("de", "du", "des", "d", "la", "le")
    if not scene.mixed and plain and scene.at(step) in CONTEXT:
        return 0
    return step + 1


def _credible(scene: Scene, found: Named) -> bool:
    """Whether these words are meant as a name, by capitals or by what stands around."""
    if scene.at(found.first) in TITLES:
        return True
    if _own_name(scene, found.first) or _place(scene, found.first):
        return False
    if scene.mixed and any(w.text[0].isupper() for w in scene.words[found.first : found.last]):
        return True
    if scene.mixed and scene.at(found.first - 1) == "(" and scene.at(found.first - 2) not in KIN:
        return False
    if scene.near_phone(found.start, found.end) or _beside_kin(scene, found):
        return True
    if scene.at(found.first - 1) in INTRODUCE and not scene.words[found.first].breaks:
        return found.last - found.first <= 3 and not (
            scene.mixed and scene.at(found.first - 1) not in ("avec", "et", "vu")
        )
    return _bare(scene, found)


def _own_name(scene: Scene, at: int) -> bool:
    """``je m'appelle Paul``, ``moi c'est Paul``: the writer, not somebody else."""
    return any(
        at >= len(words) and tuple(scene.at(i) for i in range(at - len(words), at)) == words
        for words in OF_SELF
    )


def _place(scene: Scene, at: int) -> bool:
    """``à Lyon``, ``au Monoprix``, ``en Bretagne``."""
    before = scene.words[at - 1] if at else None
    if not before or scene.words[at].breaks:
        return False
    spoken = scene.at(at - 2) in ("parle", "dit", "donne", "visite", "telephone", "pense")
    if before.folded == "chez" and scene.at(at - 2) in ("travaille", "bosse", "travailler", "employe"):
        return True
    return before.folded in PLACING | SITES or (before.text in ("à", "À") and not spoken)


def _beside_kin(scene: Scene, found: Named) -> bool:
    """``ma mère fatima``, ``karim mon frère``."""
    if scene.at(found.first - 1) in KIN | GROUPS and not scene.words[found.first].breaks:
        return True
    follows = scene.words[found.last] if found.last < len(scene.words) else None
    return bool(
        follows and not follows.breaks and follows.folded in OWNING and scene.at(found.last + 1) in KIN
    )


def _bare(scene: Scene, found: Named) -> bool:
    """Whether the clause holds nothing else than names, kin and politeness: ``lea, karim``."""
    first, last = found.first, found.last
    while (
        first > 0
        and not scene.words[first].breaks
        and scene.at(first - 1) not in ("et", "and", "puis", "avec")
    ):
        first -= 1
    while (
        last < len(scene.words)
        and not scene.words[last].breaks
        and scene.at(last) not in ("et", "and", "puis", "avec")
    ):
        last += 1
    around = [
        scene.at(i)
        for i in (*range(first, found.first), *range(found.last, last))
        if scene.at(i)[0].isalnum()
    ]
    polite = vocabulary(
        """
    bonjour bonsoir merci svp juste seulement il y a c est oui only just salut bjr voila aussi
    """
    )
    return found.last - found.first <= 4 and all(w in polite or w.isdecimal() for w in around)


def _skip(scene: Scene, at: int) -> int:
    """Index after words that only place: ``au restaurant du coin``; the same where nothing is skipped."""
    if scene.at(at) not in PLACING and not (scene.at(at) == "de" and at and not _apart(scene, at)):
        return at
    last = at + 1
    while (
        last < len(scene.words)
        and not _apart(scene, last)
        and scene.at(last) not in ("et", "avec", "and", "with")
    ):
        if scene.mixed and _capital(scene, last) and scene.at(last) not in SILENT and last > at + 1:
            break
        if not scene.words[last].text[0].isalpha() or scene.at(last) in KIN | GROUPS | TITLES:
            break
        if scene.at(last) in OWNING and scene.at(last + 1) in KIN:
            break
        if (
            scene.at(at) == "de"
            and last == at + 1
            and _name_word(scene, last)
            and (not scene.mixed or _capital(scene, last))
        ):
            return at
        last += 1
    return last
