"""Every text as it is sent at a moment, and since when each of its wordings has been."""

from datetime import date, datetime

from msgspec import Struct

from tocsin.charter.schema import Wording
from tocsin.message_templates import rewording_records
from tocsin.message_templates.approval_workflow import review_day
from tocsin.message_templates.built_in_texts import BuiltInText, get_built_in_text, load_built_in_texts
from tocsin.message_templates.review import WordingReview, review_wording
from tocsin.message_templates.rewording import TextRewording
from tocsin.message_templates.rewording_records import Connection
from tocsin.store.queries import query


class TextInForce(Struct, frozen=True, kw_only=True):
    text: BuiltInText
    words: Wording
    on: date
    """Day as of which it is read."""
    rewording: TextRewording | None
    """The one that was activated last; None as long as nobody changed it."""
    aside: bool
    """Whether that one is not said, because the guard blocks it by now: Tocsin's own words are."""

    @property
    def judged(self) -> WordingReview:
        """What stands against it, and what it costs: found out where somebody wants to know."""
        return review_wording(self.text, self.words, self.on)

    @property
    def version(self) -> str:
        return self.text.base if self.is_own or self.rewording is None else self.rewording.version

    @property
    def is_own(self) -> bool:
        """Whether these are the words that Tocsin comes with."""
        return self.rewording is None or self.rewording.own or self.aside

    @property
    def since(self) -> datetime | None:
        """Since when; None where they were never changed."""
        return None if self.rewording is None else self.rewording.starts_at


class WordingStart(Struct, frozen=True):
    at: datetime
    rewording: TextRewording


def list_texts_in_force(connection: Connection, now: datetime) -> list[TextInForce]:
    """Every text as an engine says it at a moment, in the order of the flows."""
    active = rewording_records.load_rewordings_in_force(connection, now)
    return [_text_in_force(one, active.get(one.id), now) for one in load_built_in_texts().values()]


def get_text_in_force(connection: Connection, id: str, now: datetime) -> TextInForce:
    """One of them. Raises UnknownText."""
    return _text_in_force(
        get_built_in_text(id),
        rewording_records.load_rewordings_in_force(connection, now).get(id),
        now,
    )


def list_wording_starts(connection: Connection, now: datetime) -> list[WordingStart]:
    """Every change of words that people have seen, the first at the head."""
    rows = connection.execute(query("wording.begun"), {"now": now}).fetchall()
    known = {one.id: one for one in rewording_records.load_rewordings(connection, [row[0] for row in rows])}
    return [WordingStart(row[2], known[row[0]]) for row in rows if row[1] in load_built_in_texts()]


def _text_in_force(one: BuiltInText, active: TextRewording | None, now: datetime) -> TextInForce:
    words, aside, on = one.wording, False, review_day(now)
    if active is not None and not active.own:
        aside = review_wording(one, active.text, on).is_blocked_beside(active.agreed)
        words = one.wording if aside else active.text
    return TextInForce(text=one, words=words, on=on, rewording=active, aside=aside)
