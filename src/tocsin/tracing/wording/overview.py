"""Every text as it is sent at a moment, and since when each of its wordings has been."""

from datetime import date, datetime

from msgspec import Struct

from tocsin.charter.schema import Wording
from tocsin.tracing.queries import query
from tocsin.tracing.wording import store
from tocsin.tracing.wording.judge import Judged, judge
from tocsin.tracing.wording.model import Rewording
from tocsin.tracing.wording.steps import today
from tocsin.tracing.wording.store import Connection
from tocsin.tracing.wording.texts import Text, text, texts
from tocsin.verdict.check import DEFAULT


class Spoken(Struct, frozen=True, kw_only=True):
    """A text as it is sent."""

    text: Text
    words: Wording
    on: date
    """Day as of which it is read."""
    charter: str
    rewording: Rewording | None
    """The one that was activated last; None as long as nobody changed it."""
    aside: bool
    """Whether that one is not said, because the guard blocks it by now: Tocsin's own words are."""

    @property
    def judged(self) -> Judged:
        """What stands against it, and what it costs: found out where somebody wants to know."""
        return judge(self.text, self.words, self.on, self.charter)

    @property
    def version(self) -> str:
        """Of the words that are sent."""
        return self.text.base if self.is_own or self.rewording is None else self.rewording.version

    @property
    def is_own(self) -> bool:
        """Whether these are the words that Tocsin comes with."""
        return self.rewording is None or self.rewording.own or self.aside

    @property
    def since(self) -> datetime | None:
        """Since when; None where they were never changed."""
        return None if self.rewording is None else self.rewording.starts_at


class Begun(Struct, frozen=True):
    """Words began to be sent."""

    at: datetime
    rewording: Rewording


def spoken(connection: Connection, now: datetime, charter: str = DEFAULT) -> list[Spoken]:
    """Every text as an engine says it at a moment, in the order of the flows."""
    active = store.in_force(connection, now)
    return [_spoken(one, active.get(one.id), now, charter) for one in texts().values()]


def spoken_one(connection: Connection, id: str, now: datetime, charter: str = DEFAULT) -> Spoken:
    """One of them. Raises NoSuchText."""
    return _spoken(text(id), store.in_force(connection, now).get(id), now, charter)


def begun(connection: Connection, now: datetime) -> list[Begun]:
    """Every change of words that people have seen, the first at the head."""
    rows = connection.execute(query("wording.begun"), {"now": now}).fetchall()
    known = {one.id: one for one in store.by_ids(connection, [row[0] for row in rows])}
    return [Begun(row[2], known[row[0]]) for row in rows if row[1] in texts()]


def _spoken(one: Text, active: Rewording | None, now: datetime, charter: str) -> Spoken:
    words, aside, on = one.own, False, today(now)
    if active is not None and not active.own:
        aside = judge(one, active.text, on, charter).result == "block"
        words = one.own if aside else active.text
    return Spoken(text=one, words=words, on=on, charter=charter, rewording=active, aside=aside)
