"""Quiet hours: when a person may be written to, in their own time.

38xxx numbers may send at any hour (an alert code has no legal hours): 8 to 20 h is a choice of decency, and
the first notice of a case, whose 24 hours are running, may go until 22 h.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

MORNING = 8
EVENING = 20
NIGHT = 22
"""Hours of the day."""

_OVERSEAS = {
    "+262": "Indian/Reunion",
    "+262269": "Indian/Mayotte",
    "+262639": "Indian/Mayotte",
    "+508": "America/Miquelon",
    "+590": "America/Guadeloupe",
    "+594": "America/Cayenne",
    "+596": "America/Martinique",
    "+681": "Pacific/Wallis",
    "+687": "Pacific/Noumea",
    "+689": "Pacific/Tahiti",
}
"""Country code, and what follows it -> zone. Source: ITU-T E.164 and Arcep's numbering plan."""


class UnknownTimeZone(ValueError):
    """There is no time zone of this name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{self.__doc__} {name!r}")
        self.name = name


@lru_cache(maxsize=64)
def load_zone(name: str) -> ZoneInfo:
    """A time zone by its IANA name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UnknownTimeZone(name) from error


def find_zone_of_number(number: str, otherwise: str = "Europe/Paris") -> str:
    """The zone of a French number, by its code; ``otherwise`` for every other.

    >>> (find_zone_of_number("+262692001234"), find_zone_of_number("+262639001234"),
    ...  find_zone_of_number("+33639981234"))
    ('Indian/Reunion', 'Indian/Mayotte', 'Europe/Paris')
    """
    found = (_OVERSEAS[number[:n]] for n in (7, 4) if number[:n] in _OVERSEAS)
    return next(found, otherwise)


def to_local_time(at: datetime, name: str) -> datetime:
    """A moment on the person's own clock."""
    return at.astimezone(load_zone(name))


def find_next_allowed_time(at: datetime, name: str, until: int = EVENING) -> datetime:
    """The first moment from ``at`` on at which a message may go out; in UTC.

    >>> find_next_allowed_time(datetime(2021, 3, 4, 20, 30, tzinfo=UTC), "Europe/Paris").isoformat()
    '2021-03-05T07:00:00+00:00'
    """
    here = to_local_time(at, name)
    if MORNING <= here.hour < until:
        return at
    day = here.date() if here.hour < MORNING else here.date() + timedelta(days=1)
    return local_day_time_to_utc(day, time(MORNING), name)


def local_day_time_to_utc(day: date, hour: time, name: str) -> datetime:
    """A local time of a day, in UTC; one that the clock skips is the moment at which it would have come."""
    return datetime.combine(day, hour, tzinfo=load_zone(name)).astimezone(UTC)
