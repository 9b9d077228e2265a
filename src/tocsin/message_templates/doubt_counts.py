"""Which of our own texts people doubt: anonymous counts, by day and text, and nothing else.

Somebody who checks a message that is one of ours, or looks like one, did not trust it. The message is
recognised by its code, or by the fixed words of a text, in their order; then it is forgotten. What is kept is
one more on a day for a text: nothing of the message, of who asked, from where, at what hour or by which way.
"""

import logging
import time
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from datetime import date, datetime
from functools import lru_cache
from typing import Final

import psycopg
from msgspec import Struct

from tocsin.evidence.issue_codes import find_issue_codes
from tocsin.message_templates.approval_workflow import review_day
from tocsin.message_templates.built_in_texts import load_built_in_texts
from tocsin.message_templates.rewording_records import Connection
from tocsin.message_templates.texts_in_force import list_wording_starts
from tocsin.register.canonical_text import canonicalise_text
from tocsin.register.entry import BLANK, PublishedTemplate
from tocsin.runtime import logs
from tocsin.store.database import NoStore
from tocsin.store.postgres_register import PostgresRegister
from tocsin.store.queries import query

ENOUGH: Final = 35
"""Characters of fixed words by which a text is recognised: fewer could be anybody's."""
LONGEST: Final = 4_000
"""Characters of a message that are compared; an SMS of ours has 1,500 at most."""
FRESH: Final = 60.0
"""Seconds after which words that were changed meanwhile are looked up again."""
_CODES: Final = 3
"""Codes of one message that are looked up."""
_log: Final = logging.getLogger("tocsin.doubts")


class TextSkeleton(Struct, frozen=True):
    """The fixed words of a text, between its blanks."""

    template: str
    pieces: tuple[str, ...]

    @property
    def weight(self) -> int:
        return sum(map(len, self.pieces))

    def occurs_in(self, form: str) -> bool:
        """Whether they stand in a text, in their order; ``form`` is its canonical form."""
        at = 0
        for piece in self.pieces:
            at = form.find(piece, at)
            if at < 0:
                return False
            at += len(piece)
        return True


@lru_cache(maxsize=4096)
def build_skeleton(template: str, words: str) -> TextSkeleton:
    """That of a wording; the code and the word before it are left out: whoever copies may have lost them."""
    blank = PublishedTemplate(template, "", "fr", words.replace("Réf. {code}", "{code}")).render_with_blanks(
        BLANK
    )
    pieces = (canonicalise_text(piece).strip(" .,:;?!") for piece in blank.split(BLANK))
    return TextSkeleton(template, tuple(piece for piece in pieces if len(piece) > 1))


class TextRecogniser:
    """Knows our texts when it sees one: those that Tocsin comes with, and those that were sent instead."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._looked: float | None = None
        self._own = _usable_skeletons(
            (one.id, words)
            for one in load_built_in_texts().values()
            for words in (one.wording.fr, one.wording.en)
        )
        self._others: tuple[TextSkeleton, ...] = ()
        self._firsts = _shortest_beginnings(self._own)
        """What every one of our texts begins with: a message without it is none, and is not looked at."""

    def postpone_refresh(self) -> None:
        """The store is away, or there is none: it is asked again later."""
        self._looked = self._clock()

    def refresh_texts(self, connection: Connection, now: datetime) -> None:
        """Look up the words that were sent beside Tocsin's own, where that was long ago."""
        if not self._is_stale():
            return
        found = [one.rewording for one in list_wording_starts(connection, now)]
        self._others = _usable_skeletons(
            (one.template, said) for one in found for said in (one.text.fr, one.text.en)
        )
        self._firsts = _shortest_beginnings((*self._own, *self._others))
        self._looked = self._clock()

    def _is_stale(self) -> bool:
        return self._looked is None or self._clock() - self._looked >= FRESH

    def needs_lookup(self, message: str) -> bool:
        """Whether it is worth asking the store: a message may be ours, or it is time to look up again."""
        return self._is_stale() or bool(find_issue_codes(message[:LONGEST])) or bool(self.match_text(message))

    def match_text(self, message: str) -> str:
        """The text that a message looks like, the most of it first; empty where it is none of ours."""
        form = canonicalise_text(message[:LONGEST])
        if not any(first in form for first in self._firsts):
            return ""
        fitting = (one for one in (*self._own, *self._others) if one.occurs_in(form))
        return max(fitting, key=lambda one: one.weight, default=TextSkeleton("", ())).template


def _usable_skeletons(words: Iterable[tuple[str, str]]) -> tuple[TextSkeleton, ...]:
    found = {build_skeleton(template, said) for template, said in words}
    return tuple(sorted((one for one in found if one.weight >= ENOUGH), key=lambda one: -one.weight))


def _shortest_beginnings(skeletons: Iterable[TextSkeleton]) -> frozenset[str]:
    """The shortest beginnings: those that hold no other."""
    found = {one.pieces[0] for one in skeletons}
    return frozenset(one for one in found if not any(other in one for other in found if other != one))


def count_doubted_text(
    connection: Connection, recogniser: TextRecogniser, message: str, now: datetime
) -> str:
    """Somebody has a message checked: count it where it is one of ours; the name of its text, or empty.

    One message is one doubt, whatever number of codes and texts it holds.
    """
    recogniser.refresh_texts(connection, now)
    found = _find_text_by_code(connection, message) or recogniser.match_text(message)
    if found in load_built_in_texts():
        asked = {"day": review_day(now), "templates": [found]}
        connection.execute(query("wording.doubted"), asked)
        return found
    return ""


def _find_text_by_code(connection: Connection, message: str) -> str:
    """The text of the first code that our register knows."""
    register = PostgresRegister(connection)
    for code in dict.fromkeys(code for code, _, _ in find_issue_codes(message[:LONGEST])[:_CODES]):
        entry = register.find(code)
        if entry is not None:
            return entry.template
    return ""


class DoubtCounter:
    """Counts for one process, with a connection to the store whenever it is needed."""

    def __init__(
        self,
        connection: Callable[[], AbstractContextManager[Connection]],
        gone: tuple[type[Exception], ...] = (NoStore,),
    ) -> None:
        """``gone``: what ``connection`` raises where the store is away. Nothing is counted then."""
        self._connection = connection
        self._gone = gone
        self._recogniser = TextRecogniser()

    def count_message(self, message: str, now: datetime) -> None:
        """Somebody has a message checked. Never in the way of the check: whatever fails here is left out."""
        if not self._recogniser.needs_lookup(message):
            return
        try:
            with self._connection() as connection, connection.transaction():
                count_doubted_text(connection, self._recogniser, message, now)
        except self._gone:
            self._recogniser.postpone_refresh()
        except psycopg.Error as error:
            logs.log_event(_log, "doubt not counted", level=logging.WARNING, error=type(error).__name__)


class DoubtCount(Struct, frozen=True):
    template: str
    count: int
    last: date
    asked: int | None
    """How often it was put as a question in the same days; None where it is none, or was not."""


def list_doubt_counts(connection: Connection, since: date) -> list[DoubtCount]:
    """The texts that were doubted since a day, the most doubted first."""
    rows = connection.execute(query("wording.doubts"), {"since": since}).fetchall()
    return [DoubtCount(*row) for row in rows]
