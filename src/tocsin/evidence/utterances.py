"""Utterances: a message cut into sentences, each with its voice and its stance.

What is warned of, told or quoted is out only in its own utterance; no word silences a whole message.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from functools import cached_property
from operator import attrgetter
from typing import Literal

from msgspec import Struct

from tocsin.deferred_pattern import defer_pattern
from tocsin.message.dialogue import split_turns
from tocsin.message.model import Passage

Voice = Literal["writer", "forwarded", "quotation", "person"]
"""Whose words: the writer's, a message's that is handed on, somebody's that are cited, the person's own answer."""
_END = defer_pattern(r"[.!?…]+(?=[\s»”\")]|$)|\n+")
_MARK = defer_pattern('[«»“”"]')
_CLOSING = {"«": "»", "“": "”", '"': '"'}
_WORD = defer_pattern(r"\w+")
_EMPHASIS = 3
"""Words in quotation marks that are a name or a stress, and nobody's speech, at most."""


class Utterance(Struct, frozen=True, gc=False):
    """One sentence, or a quotation inside one."""

    start: int
    end: int
    warns: bool = False
    """It says that something is a fraud, or what never to do."""


def find_quotations(text: str) -> list[tuple[int, int]]:
    """Stretches between quotation marks, in order, never overlapping; one that is never closed is none.

    >>> find_quotations('Le « RIB ». Il a dit : « donnez-moi votre RIB ».')
    [(3, 10), (23, 47)]
    """
    found: list[tuple[int, int]] = []
    opened, closing = -1, ""
    for mark in _MARK.finditer(text):
        if opened >= 0 and mark[0] == closing:
            found.append((opened, mark.end()))
            opened = -1
        elif mark[0] in _CLOSING and (opened < 0 or mark[0] != '"'):
            opened, closing = mark.start(), _CLOSING[mark[0]]
    return found


def find_notes(text: str) -> list[tuple[int, int]]:
    """What whoever hands a message on says of it, in brackets before or after it.

    >>> find_notes("Amende : 90 €. (montré par mon cousin, au péage)")
    [(15, 48)]
    """
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    opened = text.find(")", start, end) + 1 if text.startswith("(", start) else 0
    closed = text.rfind("(", opened, end) if text.endswith(")", opened, end) else -1
    notes = [(start, opened)] * bool(opened) + [(closed, end)] * (closed >= 0)
    return [note for note in notes if len(_WORD.findall(text, *note)) > _EMPHASIS]


def cut_utterances(text: str, warned: Iterable[int] = ()) -> list[Utterance]:
    """The sentences of a text; ``warned`` are places, in order, of words that warn.

    >>> [(u.start, u.warns) for u in cut_utterances("Bonjour. Ne cliquez pas !", [9])]
    [(0, False), (8, True)]
    """
    places = sorted(warned)
    found: list[Utterance] = []
    start = at = 0
    for end in [*(m.end() for m in _END.finditer(text)), len(text)]:
        if end <= start:
            continue
        warns = False
        while at < len(places) and places[at] < end:
            warns, at = True, at + 1
        found.append(Utterance(start, end, warns))
        start = end
    return found


def find_passage(passages: tuple[Passage, ...], start: int, end: int) -> Passage | None:
    """The passage that holds a stretch; passages are in order and never overlap."""
    if not passages:
        return None
    at = bisect_right(passages, start, key=_start_of) - 1
    return passages[at] if at >= 0 and end <= passages[at].end else None


_start_of = attrgetter("start")


class UtteranceMap:
    """Who says what in one text."""

    def __init__(
        self, text: str, passages: tuple[Passage, ...], warned: Iterable[int], *, cites: bool
    ) -> None:
        """``cites``: what stands between quotation marks is an example, however long it is."""
        self._text = text
        self._passages = passages
        self._warned = warned
        self._cites = cites

    @cached_property
    def _turns(self) -> list[int]:
        """Where somebody begins to speak: the writer, whoever wrote what is handed on, each turn of a dialogue, and
        whoever goes on after an answer of the person."""
        starts = {len(self._text) - len(self._text.lstrip())}
        starts.update(p.start if p.kind != "reply" else p.end + 1 for p in self._passages)
        if "\n" in self._text:
            starts.update(turn.start for turn in split_turns(self._text))
        return sorted(starts)

    def find_turn(self, place: int) -> int:
        """Where the turn begins in which a place stands."""
        return self._turns[max(0, bisect_right(self._turns, place) - 1)]

    @cached_property
    def quotations(self) -> list[tuple[int, int]]:
        """What is cited; nothing where a quotation is most of the text: then it is the message."""
        found = find_quotations(self._text)
        if found and not self._cites:
            own = sum(p.end - p.start for p in self._passages if p.kind == "reply")
            longest = max(end - start for start, end in found)
            if 2 * longest > len(self._text.strip()) - own:
                return []
        return found

    @cached_property
    def speeches(self) -> list[tuple[int, int]]:
        """The quotations that are somebody's speech, and no name or stress."""
        return [
            (start, end)
            for start, end in self.quotations
            if len(_WORD.findall(self._text, start, end)) > _EMPHASIS
        ]

    def follows_quotation(self, place: int) -> bool:
        """Whether the last quotation mark before a place closes what somebody said."""
        quotations = find_quotations(self._text[:place])
        last = max((m.start() for m in _MARK.finditer(self._text, 0, place)), default=-1)
        return bool(quotations) and quotations[-1][1] == last + 1

    @cached_property
    def _utterances(self) -> list[Utterance]:
        return cut_utterances(self._text, self._warned)

    @cached_property
    def _starts(self) -> list[int]:
        return [u.start for u in self._utterances]

    def find_utterance(self, place: int) -> Utterance:
        """The utterance that holds a place."""
        return self._utterances[max(0, bisect_right(self._starts, place) - 1)]

    def find_voice(self, start: int, end: int, *, stress: bool = False) -> Voice:
        """Whose words stand there; with ``stress``, a name between quotation marks is cited too."""
        if passage := find_passage(self._passages, start, end):
            if passage.kind == "reply":
                return "person"
            if not self._is_cited(passage):
                return "forwarded"
        cited = self.quotations if stress else self.speeches
        at = bisect_left(cited, (end, 0)) - 1
        return "quotation" if at >= 0 and end <= cited[at][1] else "writer"

    def _is_cited(self, passage: Passage) -> bool:
        """Whether a passage between quotation marks is what somebody is said to have said, or an example."""
        if passage.kind == "forwarded" and not self._cites:
            return False
        return self._text[max(0, passage.start - 2) : passage.start].strip()[-1:] in _CLOSING
