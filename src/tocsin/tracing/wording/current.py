"""What an engine says: the flows with the words that are in force at a moment."""

import logging
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Final

from msgspec import Struct

from tocsin.conversation.flow.load import load
from tocsin.conversation.flow.reworded import Words, reworded
from tocsin.conversation.flow.schema import Flow
from tocsin.tracing import logs
from tocsin.tracing.wording import store
from tocsin.tracing.wording.judge import judge
from tocsin.tracing.wording.model import Rewording
from tocsin.tracing.wording.steps import set_aside, today
from tocsin.tracing.wording.store import Connection
from tocsin.tracing.wording.texts import texts
from tocsin.verdict.check import DEFAULT

Flows = Callable[[str], Flow]
_log: Final = logging.getLogger("tocsin.engine")


class Seen(Struct, frozen=True):
    """What was looked up, and for how long it holds."""

    happened: int
    """Steps of all rewordings so far; they are only added."""
    since: datetime
    until: datetime | None
    """When the next words begin."""
    day: date
    """On which the guard read the words."""

    def holds(self, happened: int, now: datetime) -> bool:
        """Whether it holds at a moment until which so much happened."""
        if happened == self.happened == 0:
            return True
        within = self.since <= now and (self.until is None or now < self.until)
        return happened == self.happened and within and self.day == today(now)


class Current:
    """The flows of one engine: one small statement a step tells whether they are made anew.

    Words that do not fit, or that the guard blocks on the day, are not said: Tocsin's own are, and a step of
    the rewording says so.
    """

    def __init__(self, charter: str = DEFAULT) -> None:
        self._charter = charter
        self._seen: Seen | None = None
        self._words: Mapping[str, Words] = {}
        self._flows: dict[str, Flow] = {}

    def at(self, connection: Connection, now: datetime) -> Flows:
        """Gives a flow as it is spoken at a moment."""
        happened, following = store.stamp(connection, now)
        if self._seen is None or not self._seen.holds(happened, now):
            self._look(connection, now)
            self._seen = Seen(happened, now, following, today(now))
        return self.flow

    def forget(self) -> None:
        """What was seen in a transaction that came to nothing is looked up again."""
        self._seen = None

    def _look(self, connection: Connection, now: datetime) -> None:
        found = store.by_ids(connection, store.in_force_ids(connection, now))
        self._flows = {}
        self._words = {
            one.template: Words(one.version, one.text)
            for one in found
            if not one.own and self._holds(connection, one, today(now), now)
        }

    def flow(self, name: str) -> Flow:
        """A flow in these words."""
        known = self._flows.get(name)
        if known is None:
            known = self._flows[name] = reworded(load(name), self._words)
        return known

    def _holds(self, connection: Connection, one: Rewording, day: date, now: datetime) -> bool:
        """Whether the words may be said on that day."""
        text = texts().get(one.template)
        if text is None:  # of a state that this version of the flow has no more
            return False
        judged = judge(text, one.text, day, self._charter)
        if judged.result != "block":
            return True
        logs.event(_log, "words set aside", level=logging.WARNING, text=one.template, version=one.version)
        set_aside(connection, one.id, judged, now)
        return False
