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

from tocsin.evidence.codes import find_codes
from tocsin.register.canonical import canonical
from tocsin.register.template import BLANK, Template
from tocsin.tracing import logs
from tocsin.tracing.db import NoStore
from tocsin.tracing.queries import query
from tocsin.tracing.shelf import StoreRegister
from tocsin.tracing.wording.overview import begun
from tocsin.tracing.wording.steps import today
from tocsin.tracing.wording.store import Connection
from tocsin.tracing.wording.texts import texts

ENOUGH: Final = 35
"""Characters of fixed words by which a text is recognised: fewer could be anybody's."""
LONGEST: Final = 4_000
"""Characters of a message that are compared; an SMS of ours has 1,500 at most."""
FRESH: Final = 60.0
"""Seconds after which words that were changed meanwhile are looked up again."""
_CODES: Final = 3
"""Codes of one message that are looked up."""
_log: Final = logging.getLogger("tocsin.doubts")


class Skeleton(Struct, frozen=True):
    """The fixed words of a text, between its blanks."""

    template: str
    pieces: tuple[str, ...]

    @property
    def weight(self) -> int:
        """Characters of them."""
        return sum(map(len, self.pieces))

    def fits(self, form: str) -> bool:
        """Whether they stand in a text, in their order; ``form`` is its canonical form."""
        at = 0
        for piece in self.pieces:
            at = form.find(piece, at)
            if at < 0:
                return False
            at += len(piece)
        return True


@lru_cache(maxsize=4096)
def skeleton(template: str, words: str) -> Skeleton:
    """That of a wording; the code and the word before it are left out: whoever copies may have lost them."""
    blank = Template(template, "", "fr", words.replace("Réf. {code}", "{code}")).blanks(BLANK)
    pieces = (canonical(piece).strip(" .,:;?!") for piece in blank.split(BLANK))
    return Skeleton(template, tuple(piece for piece in pieces if len(piece) > 1))


class Recogniser:
    """Knows our texts when it sees one: those that Tocsin comes with, and those that were sent instead."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._looked: float | None = None
        self._own = _usable((one.id, words) for one in texts().values() for words in (one.own.fr, one.own.en))
        self._others: tuple[Skeleton, ...] = ()
        self._firsts = _firsts(self._own)
        """What every one of our texts begins with: a message without it is none, and is not looked at."""

    def rest(self) -> None:
        """The store is away, or there is none: it is asked again later."""
        self._looked = self._clock()

    def refresh(self, connection: Connection, now: datetime) -> None:
        """Look up the words that were sent beside Tocsin's own, where that was long ago."""
        if not self._is_stale():
            return
        found = [one.rewording for one in begun(connection, now)]
        self._others = _usable((one.template, said) for one in found for said in (one.text.fr, one.text.en))
        self._firsts = _firsts((*self._own, *self._others))
        self._looked = self._clock()

    def _is_stale(self) -> bool:
        return self._looked is None or self._clock() - self._looked >= FRESH

    def suspects(self, message: str) -> bool:
        """Whether it is worth asking the store: a message may be ours, or it is time to look up again."""
        return self._is_stale() or bool(find_codes(message[:LONGEST])) or bool(self.named(message))

    def named(self, message: str) -> str:
        """The text that a message looks like, the most of it first; empty where it is none of ours."""
        form = canonical(message[:LONGEST])
        if not any(first in form for first in self._firsts):
            return ""
        fitting = (one for one in (*self._own, *self._others) if one.fits(form))
        return max(fitting, key=lambda one: one.weight, default=Skeleton("", ())).template


def _usable(words: Iterable[tuple[str, str]]) -> tuple[Skeleton, ...]:
    found = {skeleton(template, said) for template, said in words}
    return tuple(sorted((one for one in found if one.weight >= ENOUGH), key=lambda one: -one.weight))


def _firsts(skeletons: Iterable[Skeleton]) -> frozenset[str]:
    """The shortest beginnings: those that hold no other."""
    found = {one.pieces[0] for one in skeletons}
    return frozenset(one for one in found if not any(other in one for other in found if other != one))


def doubted(connection: Connection, recogniser: Recogniser, message: str, now: datetime) -> str:
    """Somebody has a message checked: count it where it is one of ours; the name of its text, or empty.

    One message is one doubt, whatever number of codes and texts it holds.
    """
    recogniser.refresh(connection, now)
    found = _by_code(connection, message) or recogniser.named(message)
    if found in texts():
        asked = {"day": today(now), "templates": [found]}
        connection.execute(query("wording.doubted"), asked)
        return found
    return ""


def _by_code(connection: Connection, message: str) -> str:
    """The text of the first code that our register knows."""
    register = StoreRegister(connection)
    for code in dict.fromkeys(code for code, _, _ in find_codes(message[:LONGEST])[:_CODES]):
        entry = register.find(code)
        if entry is not None:
            return entry.template
    return ""


class Doubts:
    """Counts for one process, with a connection to the store whenever it is needed."""

    def __init__(
        self,
        connection: Callable[[], AbstractContextManager[Connection]],
        gone: tuple[type[Exception], ...] = (NoStore,),
    ) -> None:
        """``gone``: what ``connection`` raises where the store is away. Nothing is counted then."""
        self._connection = connection
        self._gone = gone
        self._recogniser = Recogniser()

    def count(self, message: str, now: datetime) -> None:
        """Somebody has a message checked. Never in the way of the check: whatever fails here is left out."""
        if not self._recogniser.suspects(message):
            return
        try:
            with self._connection() as connection, connection.transaction():
                doubted(connection, self._recogniser, message, now)
        except self._gone:
            self._recogniser.rest()
        except psycopg.Error as error:
            logs.event(_log, "doubt not counted", level=logging.WARNING, error=type(error).__name__)


class Doubt(Struct, frozen=True):
    """How often a text was doubted."""

    template: str
    count: int
    last: date
    asked: int | None
    """How often it was put as a question in the same days; None where it is none, or was not."""


def doubts(connection: Connection, since: date) -> list[Doubt]:
    """The texts that were doubted since a day, the most doubted first."""
    rows = connection.execute(query("wording.doubts"), {"since": since}).fetchall()
    return [Doubt(*row) for row in rows]
