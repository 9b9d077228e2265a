"""The clock of Paris: that of the nation, and of whoever's own is not known."""

from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

PARIS: Final = "Europe/Paris"
PARIS_ZONE: Final = ZoneInfo(PARIS)


def to_paris_time(at: datetime) -> datetime:
    return at.astimezone(PARIS_ZONE)


def find_paris_day(at: datetime) -> date:
    """The day that it is in Paris at a moment.

    >>> find_paris_day(datetime.fromisoformat("2021-03-03T23:30:00Z")).isoformat()
    '2021-03-04'
    """
    return to_paris_time(at).date()
