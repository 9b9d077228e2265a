"""What circulates now: campaigns that an analyst confirmed, and nothing else, however often it was reported."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final

from msgspec import Struct
from psycopg.rows import class_row

from tocsin.campaigns.fingerprint import TextFingerprint
from tocsin.campaigns.grouping import CampaignIndex, CampaignVariant
from tocsin.campaigns.report_masking import mask_reported_text
from tocsin.campaigns.report_store import Connection
from tocsin.campaigns.reported_message import describe_reported_message
from tocsin.evidence.model import Evidence, KnownCampaign
from tocsin.message.model import Message
from tocsin.store.queries import query
from tocsin.verdict.check import judge

SHOWN: Final = timedelta(days=30)
"""Since its last report, for how long a campaign is said to circulate."""
MOST: Final = 100
MOST_TEXTS: Final = 5_000
"""Texts that messages are held against: 20 MB in memory."""


class CirculatingCampaign(Struct, frozen=True, kw_only=True):
    """A confirmed campaign, as everybody may know it; of hosts only what stands in the text that was read."""

    id: int
    sample: str
    """The text that an analyst let be shown; empty where none is."""
    state_at: datetime
    """When it was confirmed."""
    reports: int
    first_seen: date
    last_seen: date
    claims: list[str]
    """Institutions in whose name it comes."""
    channels: list[str]


def list_circulating_campaigns(
    connection: Connection, today: date, institution: str = ""
) -> list[CirculatingCampaign]:
    """Those seen in the last thirty days, the newest first; of one institution, where it is named."""
    cursor = connection.cursor(row_factory=class_row(CirculatingCampaign))
    found = cursor.execute(query("campaigns.circulating"), {"since": today - SHOWN, "limit": MOST}).fetchall()
    return [one for one in found if not institution or institution in one.claims]


class CirculatingText(Struct, frozen=True):
    """A text of a confirmed campaign that an analyst read."""

    id: int
    campaign_id: int
    text: str
    """Masked."""
    marks: tuple[str, ...]
    """Hosts and numbers that it led to."""
    first_seen: date
    """Of the campaign."""
    reports: int
    """Of the campaign."""


class CirculatingTexts:
    """Texts that messages are held against, in memory."""

    def __init__(self, texts: Iterable[CirculatingText]) -> None:
        self._texts = {one.id: one for one in texts}
        self._index = CampaignIndex()
        for one in self._texts.values():
            marks = frozenset(one.marks)
            self._index.load_variant(
                CampaignVariant(one.id, one.campaign_id, TextFingerprint(one.text), marks)
            )

    def find_evidence(self, message: Message) -> tuple[Evidence, ...]:
        """That a message has the words of a fraud that circulates; nothing where it has not.

        A fraud that leads to a host or a number may have all its words from a genuine message: then the message
        counts only where it leads to one as well that is no institution's.
        """
        if not self._texts or not message.text:
            return ()
        text = f"{message.subject}\n{message.text}" if message.subject else message.text
        found = self._index.find_same_variant(TextFingerprint(mask_reported_text(text)))
        if found is None or (self._texts[found].marks and not _leads_elsewhere(message)):
            return ()
        one = self._texts[found]
        known = KnownCampaign(one.campaign_id, one.first_seen, one.reports)
        return (Evidence("circulates", str(one.campaign_id), 0, 0, "", about=known),)


def _leads_elsewhere(message: Message) -> bool:
    """Whether it leads to a host or a number that is no institution's."""
    found = describe_reported_message(message, judge(message))
    return bool(found.hosts or found.numbers)


def load_circulating_texts(connection: Connection, today: date) -> CirculatingTexts:
    """Those of campaigns seen in the last thirty days."""
    cursor = connection.cursor(row_factory=class_row(CirculatingText))
    asked = {"since": today - SHOWN, "limit": MOST_TEXTS}
    return CirculatingTexts(cursor.execute(query("campaigns.vouched_texts"), asked).fetchall())
