"""What circulates now: campaigns that an analyst confirmed, and nothing else, however often it was reported."""

from datetime import date, datetime, timedelta
from typing import Final

from msgspec import Struct
from psycopg.rows import class_row

from tocsin.campaigns.report_store import Connection
from tocsin.store.queries import query

SHOWN: Final = timedelta(days=30)
"""Since its last report, for how long a campaign is said to circulate."""
MOST: Final = 100


class CirculatingCampaign(Struct, frozen=True, kw_only=True):
    """A confirmed campaign, as everybody may know it. Hosts are left out: nobody read each of them."""

    id: int
    sample: str
    """The text that an analyst let be shown; empty where none is."""
    state_at: datetime
    """When it was confirmed."""
    reports: int
    first_seen: date
    last_seen: date
    claims: list[str] | None
    """Institutions in whose name it comes."""
    channels: list[str] | None


def list_circulating_campaigns(
    connection: Connection, today: date, institution: str = ""
) -> list[CirculatingCampaign]:
    """Those seen in the last thirty days, the newest first; of one institution, where it is named."""
    cursor = connection.cursor(row_factory=class_row(CirculatingCampaign))
    found = cursor.execute(query("campaigns.circulating"), {"since": today - SHOWN, "limit": MOST}).fetchall()
    return [one for one in found if not institution or institution in (one.claims or ())]
