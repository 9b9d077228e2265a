"""The day of a moment: by the clock of the territory that a file belongs to.

A test taken at half past midnight in Paris is one of the new day, although it is still yesterday in UTC and,
in the evening, already tomorrow on La Réunion. Everything that is counted in days for somebody (isolation,
age, the day of a sample) goes by here. ``collected_on`` is no such day: it names the key of a seal, in UTC.
"""

from datetime import date, datetime
from typing import Final

from tocsin.conversation import quiet_hours

HERE: Final = "Europe/Paris"
"""The clock of the nation, and of whoever's territory is not known."""
_OVERSEAS: Final = {
    "971": "America/Guadeloupe",
    "972": "America/Martinique",
    "973": "America/Cayenne",
    "974": "Indian/Reunion",
    "975": "America/Miquelon",
    "976": "Indian/Mayotte",
    "977": "America/St_Barthelemy",
    "978": "America/Marigot",
    "986": "Pacific/Wallis",
    "987": "Pacific/Tahiti",
    "988": "Pacific/Noumea",
}
"""Code -> zone of IANA. Polynesia is on the clock of Tahiti, where most of its people live."""


def find_zone(territory: str, otherwise: str | None = None) -> str:
    """The zone of a département; ``otherwise``, of the telephone, where none is known, else Paris.

    >>> find_zone("974"), find_zone("35", "Indian/Reunion"), find_zone("", "Indian/Reunion"), find_zone("")
    ('Indian/Reunion', 'Europe/Paris', 'Indian/Reunion', 'Europe/Paris')
    """
    if territory:
        return _OVERSEAS.get(territory, HERE)
    return otherwise or HERE


def find_local_day(moment: datetime, clock: str) -> date:
    """The day of a moment on a clock.

    >>> find_local_day(datetime.fromisoformat("2021-03-03T23:30:00Z"), find_zone("75")).isoformat()
    '2021-03-04'
    """
    return quiet_hours.to_local_time(moment, clock).date()


def find_sample_day(sample_on: date | None, resulted_at: datetime, clock: str) -> date:
    """The day of a sample; where it was not said, that of the result."""
    return sample_on or find_local_day(resulted_at, clock)
