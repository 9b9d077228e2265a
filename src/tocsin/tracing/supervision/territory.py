"""Where somebody works: the nation, a region, a département; its clock and its days."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from functools import cache
from typing import Final

from msgspec import Struct

from tocsin.charter.yaml_document import read_packaged_yaml
from tocsin.conversation import quiet_hours
from tocsin.locale.paris_time import PARIS

NATION: Final = ""
"""The code of the whole."""


class Region(Struct, frozen=True):
    name: str
    departments: dict[str, str]
    """Code -> name."""


class NoSuchTerritory(ValueError):
    """It is the code of no region and of no département."""


@cache
def load_regions() -> Mapping[str, Region]:
    """Code (``R11``) -> region."""
    return read_packaged_yaml(__package__, "territories.yaml").convert_to(dict[str, dict[str, Region]])[
        "regions"
    ]


@cache
def list_departments() -> Mapping[str, str]:
    """Code -> name, of every département."""
    return {code: name for region in load_regions().values() for code, name in region.departments.items()}


def find_departments(code: str) -> tuple[str, ...] | None:
    """The départements in a territory; None for the nation, which is everywhere. Raises NoSuchTerritory.

    >>> find_departments("R94"), find_departments("75"), find_departments("")
    (('2A', '2B'), ('75',), None)
    """
    if code == NATION:
        return None
    if code in load_regions():
        return tuple(load_regions()[code].departments)
    if code in list_departments():
        return (code,)
    raise NoSuchTerritory(f"{str(NoSuchTerritory.__doc__).rstrip('.')}: {code!r}")


def list_territories(territories: Collection[str] | None) -> list[str] | None:
    """Départements as statements take them; None is everywhere."""
    return None if territories is None else list(territories)


def find_territory_name(code: str) -> str:
    """The name of a region or a département; empty for the nation. Raises NoSuchTerritory.

    >>> find_territory_name("R11"), find_territory_name("2A")
    ('Île-de-France', 'Corse-du-Sud')
    """
    if code == NATION:
        return ""
    if code in load_regions():
        return load_regions()[code].name
    if code in list_departments():
        return list_departments()[code]
    raise NoSuchTerritory(f"{str(NoSuchTerritory.__doc__).rstrip('.')}: {code!r}")


def find_region_name(department: str) -> str:
    """The region of a département; empty where its code is none.

    >>> find_region_name("2A"), find_region_name("")
    ('Corse', '')
    """
    return next((one.name for one in load_regions().values() if department in one.departments), "")


def is_in_territory(code: str, territory: str) -> bool:
    """Whether a file of this département belongs to a territory; one whose place is unknown does to all.

    >>> (is_in_territory("2A", "R94"), is_in_territory("75", "R94"), is_in_territory("", "R94"),
    ...  is_in_territory("75", ""))
    (True, False, True, True)
    """
    there = find_departments(territory)
    return there is None or code == "" or code in there


# The day of a moment: by the clock of the territory that a file belongs to.
#
# A test taken at half past midnight in Paris is one of the new day, although it is still yesterday in UTC and,
# in the evening, already tomorrow on La Réunion. Everything that is counted in days for somebody (isolation,
# age, the day of a sample) goes by here. ``collected_on`` is no such day: it names the key of a seal, in UTC.

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
        return _OVERSEAS.get(territory, PARIS)
    return otherwise or PARIS


def find_local_day(moment: datetime, clock: str) -> date:
    """The day of a moment on a clock.

    >>> find_local_day(datetime.fromisoformat("2021-03-03T23:30:00Z"), find_zone("75")).isoformat()
    '2021-03-04'
    """
    return quiet_hours.to_local_time(moment, clock).date()


def find_sample_day(sample_on: date | None, resulted_at: datetime, clock: str) -> date:
    """The day of a sample; where it was not said, that of the result."""
    return sample_on or find_local_day(resulted_at, clock)
