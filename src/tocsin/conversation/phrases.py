"""Phrases to be recognised in a reply, written as people read them, matched in linear time.

A phrase is a line of folded words. ``a|b`` is a choice, ``stem*`` any word that begins so, ``word?`` may
be missing, ``..`` lets up to three words stand between, ``^`` asks for the start of a clause and ``$``
for its end; a lone ``?`` is the question mark. A phrase never runs across punctuation.
"""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from msgspec import Struct

from tocsin.conversation.reply_words import ReplyWord

GAP = 3
"""Words that ``..`` lets pass at most."""

Name = TypeVar("Name", bound=str)


class PhraseWord(Struct, frozen=True):
    """One word of a phrase."""

    exact: frozenset[str]
    stems: tuple[str, ...]
    optional: bool
    gap: bool
    """Whether other words may stand before it."""

    def accepts(self, word: str) -> bool:
        """Whether this word may stand here."""
        return word in self.exact or (self.stems != () and word.startswith(self.stems))


class PhrasePattern(Struct, frozen=True):
    """One line, ready to match."""

    steps: tuple[PhraseWord, ...]
    opens: bool
    """It must begin a clause."""
    closes: bool
    """It must end a clause."""


class PhraseMatch(Struct, frozen=True, gc=False):
    """A phrase found: its name, its first word and the one after its last."""

    name: str
    start: int
    end: int


def compile_phrase(line: str) -> PhrasePattern:
    """A phrase from its line; the first word may neither be optional nor a gap."""
    steps: list[PhraseWord] = []
    gap = False
    for part in line.removeprefix("^").removesuffix("$").split():
        if part == "..":
            gap = True
            continue
        options = [part] if part == "?" else part.removesuffix("?").split("|")
        exact = frozenset(o for o in options if not o.endswith("*"))
        stems = tuple(o[:-1] for o in options if o.endswith("*"))
        steps.append(PhraseWord(exact, stems, len(part) > 1 and part.endswith("?"), gap))
        gap = False
    return PhrasePattern(tuple(steps), line.startswith("^"), line.endswith("$"))


class Phrasebook[Name: str]:
    """Named phrases, found in the words of a reply."""

    def __init__(self, entries: Iterable[tuple[Name, str]]) -> None:
        self._exact: dict[str, list[tuple[Name, PhrasePattern]]] = {}
        self._stems: dict[str, list[tuple[Name, PhrasePattern]]] = {}
        for name, lines in entries:
            for line in filter(None, (raw.strip() for raw in lines.splitlines())):
                self._add(name, compile_phrase(line))

    @classmethod
    def join(cls, *books: "Phrasebook[Name]") -> "Phrasebook[Name]":
        """One book of them all, which finds in one pass what they find one after the other."""
        whole = cls(())
        for book in books:
            for own, others in ((whole._exact, book._exact), (whole._stems, book._stems)):
                for word, phrases in others.items():
                    own.setdefault(word, []).extend(phrases)
        return whole

    def _add(self, name: Name, phrase: PhrasePattern) -> None:
        for word in phrase.steps[0].exact:
            self._exact.setdefault(word, []).append((name, phrase))
        for stem in phrase.steps[0].stems:
            self._stems.setdefault(stem[:3], []).append((name, phrase))

    def find(self, words: tuple[ReplyWord, ...]) -> Iterator[PhraseMatch]:
        """Every phrase that stands in the words, at every place."""
        every, stems = self._exact, self._stems
        for start, word in enumerate(words):
            said = word.folded
            if said in every or (stems and said[:3] in stems):
                for name, phrase in (*every.get(said, ()), *stems.get(said[:3], ())):
                    if end := _match_phrase(phrase, words, start):
                        yield PhraseMatch(name, start, end)

    def find_longest(self, words: tuple[ReplyWord, ...]) -> list[PhraseMatch]:
        """Phrases from left to right, the longest first, none over another."""
        kept: list[PhraseMatch] = []
        for hit in sorted(self.find(words), key=lambda h: (h.start, -h.end)):
            if not kept or hit.start >= kept[-1].end:
                kept.append(hit)
        return kept

    def find_names(self, words: tuple[ReplyWord, ...]) -> frozenset[str]:
        """The names found."""
        return frozenset(hit.name for hit in self.find(words))


def _match_phrase(phrase: PhrasePattern, words: tuple[ReplyWord, ...], start: int) -> int:
    """Index after the last word of the phrase begun at ``start``, or 0."""
    if not phrase.steps[0].accepts(words[start].folded) or (phrase.opens and not words[start].breaks):
        return 0
    return _match_rest(phrase, 1, words, start + 1)


def _match_rest(phrase: PhrasePattern, number: int, words: tuple[ReplyWord, ...], place: int) -> int:
    """Index after the phrase's last word, its steps from ``number`` on matched from ``place``, or 0.

    Tries are bounded by the phrase alone (a few optional words, gaps of ``GAP``), never by the reply.
    """
    if number == len(phrase.steps):
        ends = place == len(words) or words[place].breaks or not words[place].folded[0].isalnum()
        return place if ends or not phrase.closes else 0
    step = phrase.steps[number]
    for at in range(place, min(place + (GAP + 1 if step.gap else 1), len(words))):
        if words[at].breaks:
            break
        if step.accepts(words[at].folded) and (end := _match_rest(phrase, number + 1, words, at + 1)):
            return end
    return _match_rest(phrase, number + 1, words, place) if step.optional else 0
