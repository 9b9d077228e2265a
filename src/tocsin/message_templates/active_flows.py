"""What an engine says: the flows with the words that are in force at a moment."""

import logging
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Final, Protocol

from msgspec import Struct

from tocsin.conversation.flow.load import load_flow
from tocsin.conversation.flow.rewording import RewordedText, reword_flow
from tocsin.conversation.flow.schema import Flow
from tocsin.message_templates import rewording_records
from tocsin.message_templates.approval_workflow import record_set_aside, review_day
from tocsin.message_templates.built_in_texts import load_built_in_texts
from tocsin.message_templates.review import review_wording
from tocsin.message_templates.rewording import TextRewording
from tocsin.message_templates.rewording_records import Connection
from tocsin.runtime import logs

Flows = Callable[[str], Flow]
_log: Final = logging.getLogger("tocsin.engine")


class CacheValidity(Struct, frozen=True):
    """What was looked up, and for how long it holds."""

    happened: int
    """Steps of all rewordings so far; they are only added."""
    since: datetime
    until: datetime | None
    """When the next words begin."""
    day: date
    """On which the guard read the words."""

    def is_valid_at(self, happened: int, now: datetime) -> bool:
        """Whether it holds at a moment until which so much happened."""
        if happened == self.happened == 0:
            return True
        within = self.since <= now and (self.until is None or now < self.until)
        return happened == self.happened and within and self.day == review_day(now)


class FlowSource(Protocol):
    def flows_at(self, connection: Connection, now: datetime) -> Flows:
        """Gives a flow as it is spoken at a moment."""

    def invalidate(self) -> None:
        """What was looked up is to be looked up again."""


class ActiveFlows:
    """The flows of one engine: one small statement a step tells whether they are made anew.

    Words that do not fit, or that the guard blocks on the day, are not said: Tocsin's own are, and a step of
    the rewording says so.
    """

    def __init__(self) -> None:
        self._seen: CacheValidity | None = None
        self._words: Mapping[str, RewordedText] = {}
        self._flows: dict[str, Flow] = {}

    def flows_at(self, connection: Connection, now: datetime) -> Flows:
        """Gives a flow as it is spoken at a moment."""
        happened, following = rewording_records.read_change_stamp(connection, now)
        if self._seen is None or not self._seen.is_valid_at(happened, now):
            self._reload_words(connection, now)
            self._seen = CacheValidity(happened, now, following, review_day(now))
        return self.get_flow

    def invalidate(self) -> None:
        """What was seen in a transaction that came to nothing is looked up again."""
        self._seen = None

    def _reload_words(self, connection: Connection, now: datetime) -> None:
        found = rewording_records.load_rewordings(
            connection, rewording_records.list_ids_in_force(connection, now)
        )
        self._flows = {}
        self._words = {
            one.template: RewordedText(one.version, one.text)
            for one in found
            if not one.own and self._may_be_sent(connection, one, review_day(now), now)
        }

    def get_flow(self, name: str) -> Flow:
        known = self._flows.get(name)
        if known is None:
            known = self._flows[name] = reword_flow(load_flow(name), self._words)
        return known

    def _may_be_sent(self, connection: Connection, one: TextRewording, day: date, now: datetime) -> bool:
        """Whether the words may be said on that day."""
        text = load_built_in_texts().get(one.template)
        if text is None:  # of a state that this version of the flow has no more
            return False
        judged = review_wording(text, one.text, day)
        if not judged.is_blocked_beside(one.agreed):
            return True
        logs.log_event(_log, "words set aside", level=logging.WARNING, text=one.template, version=one.version)
        record_set_aside(connection, one.id, judged, now)
        return False
