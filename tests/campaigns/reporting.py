"""Reports for tests: what somebody got, judged and kept as the site does it."""

from datetime import UTC, date, datetime
from hashlib import sha256
from itertools import count

import psycopg

from tocsin.campaigns.report_store import add_report
from tocsin.campaigns.reported_message import describe_reported_message
from tocsin.message.plain_text import message_from_text
from tocsin.verdict.check import judge

NOW = datetime(2026, 11, 29, 9, tzinfo=UTC)
TODAY = NOW.date()
_tickets = count(1)


def receipt_of(ticket: str) -> bytes:
    """What is kept of a receipt."""
    return sha256(ticket.encode()).digest()


def report(
    db: psycopg.Connection,
    text: str,
    *,
    sender: str = "",
    day: date = TODAY,
    now: datetime = NOW,
    region: str = "",
    receipt: bytes = b"",
) -> bytes:
    """Somebody reports an SMS; the digest of their receipt."""
    message = message_from_text(text, "sms", sender=sender, received=day)
    receipt = receipt or receipt_of(f"{next(_tickets)}")
    add_report(db, describe_reported_message(message, judge(message)), receipt, "page", now, region)
    return receipt


def campaigns_of(db: psycopg.Connection) -> list[int | None]:
    """The campaign of each report, in the order in which they came."""
    asked = (
        "select t.campaign_id from tracing_report r left join tracing_campaigntext t on t.id = r.variant_id"
        " order by r.id"
    )
    return [row[0] for row in db.execute(asked)]
