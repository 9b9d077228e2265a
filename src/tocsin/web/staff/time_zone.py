"""The clock of whoever is here: every moment of the inside is shown on it, and typed on it.

Somebody whose territories all lie on one clock works on that one; who sees several, on that of Paris. Each
page of the inside says which it is, where it could be another.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from django.utils import timezone

from tocsin.charter.schema import Wording
from tocsin.charter.words import translate_wording
from tocsin.locale.paris_time import PARIS
from tocsin.tracing.supervision.territory import find_departments, find_zone, list_departments
from tocsin.web.language import Lang
from tocsin.web.staff.staff_member import StaffMember

NAMES: Final = {
    "Europe/Paris": Wording("heure de Paris", "Paris time"),
    "America/Guadeloupe": Wording("heure de la Guadeloupe", "Guadeloupe time"),
    "America/Martinique": Wording("heure de la Martinique", "Martinique time"),
    "America/Cayenne": Wording("heure de la Guyane", "French Guiana time"),
    "Indian/Reunion": Wording("heure de La Réunion", "Réunion time"),
    "America/Miquelon": Wording("heure de Saint-Pierre-et-Miquelon", "Saint-Pierre and Miquelon time"),
    "Indian/Mayotte": Wording("heure de Mayotte", "Mayotte time"),
    "America/St_Barthelemy": Wording("heure de Saint-Barthélemy", "Saint-Barthélemy time"),
    "America/Marigot": Wording("heure de Saint-Martin", "Saint-Martin time"),
    "Pacific/Wallis": Wording("heure de Wallis-et-Futuna", "Wallis and Futuna time"),
    "Pacific/Tahiti": Wording("heure de Tahiti", "Tahiti time"),
    "Pacific/Noumea": Wording("heure de Nouméa", "Nouméa time"),
}
"""Zone -> as people call it; every one of ``tocsin.tracing.supervision.territory``."""
_HERE: ContextVar[str] = ContextVar("clock", default=PARIS)


def find_staff_zone(who: StaffMember) -> str:
    zones = _list_zones(who)
    return next(iter(zones)) if len(zones) == 1 else PARIS


def _list_zones(who: StaffMember) -> frozenset[str]:
    found: set[str] = set()
    for grant in who.grants:
        codes = find_departments(grant.territory)
        found.update(map(find_zone, list_departments() if codes is None else codes))
    return frozenset(found)


@contextmanager
def use_zone(zone: str) -> Iterator[None]:
    """For as long as this lasts, moments are shown and typed on this clock, in templates too."""
    token = _HERE.set(zone)
    try:
        with timezone.override(ZoneInfo(zone)):
            yield
    finally:
        _HERE.reset(token)


def get_current_zone() -> str:
    return _HERE.get()


def to_local_time(at: datetime) -> datetime:
    """A moment on the clock of now."""
    return at.astimezone(ZoneInfo(get_current_zone()))


def start_of_day(day: date) -> datetime:
    """The midnight at which a day begins on the clock of now."""
    return datetime.combine(day, time.min, ZoneInfo(get_current_zone()))


def parse_local_time(text: str) -> datetime | None:
    """A moment that was typed on the clock of now; None where it is none."""
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=ZoneInfo(get_current_zone()))


def describe_zone(who: StaffMember, lang: Lang) -> str:
    """Which clock it is, such as ``heure de La Réunion``; empty for who knows no other than that of Paris."""
    return "" if _list_zones(who) <= {PARIS} else translate_wording(NAMES[get_current_zone()], lang)


def describe_other_zone(zone: str, lang: Lang) -> str:
    """The clock of the person whom a page is about, where that is another than that of whoever reads; else empty."""
    if zone == get_current_zone():
        return ""
    return translate_wording(NAMES[zone], lang) if zone in NAMES else zone


# The time of the door: the machine's own, also beside a story whose day passes in minutes.
#
# A session that is left for an hour, a temporary password, a code of a telephone: they belong to people, and
# people live in the real day. What they do to files is told in the service's time (``tocsin.runtime.clock``).


def real_now() -> datetime:
    """The moment; aware, in UTC."""
    return datetime.now(UTC)
