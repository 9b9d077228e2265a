"""Numbers, days and hours as people read them, in their language."""

from datetime import date, datetime
from typing import Final

from tocsin.charter import words
from tocsin.charter.words import translate_wording
from tocsin.conversation import quiet_hours
from tocsin.locale.catalogues import translate
from tocsin.locale.languages import get_language
from tocsin.protocol.wording import format_long_date
from tocsin.tracing.supervision.territory import NoSuchTerritory, find_territory_name
from tocsin.web.language import Lang
from tocsin.web.staff import time_zone

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def format_day_or_nothing(day: date | None, lang: Lang) -> str:
    """A day in words; empty where there is none."""
    return translate_wording(format_long_date(day), lang) if day else ""


def capitalise_name(name: str) -> str:
    """A name as it stands alone.

    >>> capitalise_name("la poste")
    'La poste'
    """
    return f"{name[:1].upper()}{name[1:]}"


def escape_formula(cell: str) -> str:
    """A cell of a CSV file that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def format_count(value: float, lang: Lang) -> str:
    """A whole number.

    >>> format_count(1234567, "en"), format_count(1234567, "fr").replace("\\u202f", "~")
    ('1,234,567', '1~234~567')
    """
    return get_language(lang).format_number(value)


def format_decimal(value: float, lang: Lang, places: int = 2) -> str:
    """A number with digits behind the point.

    >>> format_decimal(1.5, "fr"), format_decimal(1234.5, "en", 1)
    ('1,50', '1,234.5')
    """
    return get_language(lang).format_number(value, places)


def format_percent(value: float, lang: Lang, places: int = 1) -> str:
    """A share; never all of them while somebody is missing, never nought while somebody is there.

    >>> format_percent(0.934, "fr").replace("\\xa0", "~"), format_percent(1, "en", 0)
    ('93,4~%', '100%')
    >>> format_percent(0.99999, "en"), format_percent(0.00001, "en"), format_percent(0, "en")
    ('99.9%', '0.1%', '0.0%')
    """
    if 0 < value < 1:
        least = 10.0 ** -(places + 2)
        value = min(max(value, least), 1 - least)
    return format_decimal(100 * value, lang, places) + get_language(lang).percent


def format_delay(seconds: float, lang: Lang) -> str:
    """How long something took.

    >>> said = [format_delay(seconds, "fr") for seconds in (40, 660, 3900, 200_000)]
    >>> ", ".join(said).replace("\\xa0", "~")
    '40~s, 11~min, 1~h~05, 2~j~8~h'
    """
    space = "\u00a0"
    minutes = round(seconds / 60)
    if seconds < 60:
        return f"{seconds:.0f}{space}s"
    if minutes < 60:
        return f"{minutes}{space}min"
    if minutes < 48 * 60:
        return f"{minutes // 60}{space}h{space}{minutes % 60:02}"
    hours = round(seconds / 3600)
    days = f"{hours // 24}{space}{translate('dates', 'days_short', lang)}"
    return f"{days}{space}{hours % 24}{space}h" if hours % 24 else days


def format_day(value: date, lang: Lang) -> str:
    return words.format_day(value, lang)


def format_short_day(value: date, lang: Lang) -> str:
    """A day below an axis.

    >>> format_short_day(date(2021, 3, 4), "fr")
    '4 mars'
    """
    return f"{value.day} {translate('months_short', str(value.month), lang)}"


def format_hour(value: datetime, lang: Lang) -> str:
    """An hour on the clock of whoever is here; for everybody else, of Paris.

    >>> from datetime import UTC
    >>> format_hour(datetime(2021, 3, 4, 7, tzinfo=UTC), "en")
    '08:00'
    """
    local = time_zone.to_local_time(value)
    language = get_language(lang)
    return (language.clock if local.minute else language.full_hour).format(at=local)


def format_weekday_moment(at: datetime, lang: Lang, zone: str = "") -> str:
    """A moment of these weeks, with its weekday; on the clock of a zone, or of whoever is here."""
    here = quiet_hours.to_local_time(at, zone) if zone else time_zone.to_local_time(at)
    return f"{translate_wording(format_long_date(here.date(), year=False), lang)} {here:%H:%M}"


def format_territory(territory: str) -> str:
    """A département by its name and code; the code alone where it has none; empty where it is not known."""
    try:
        return f"{find_territory_name(territory)} ({territory})" if territory else ""
    except NoSuchTerritory:
        return territory


def format_moment(value: datetime, lang: Lang) -> str:
    return f"{format_day(time_zone.to_local_time(value).date(), lang)}, {format_clock(value, lang)}"


def format_clock(value: datetime, lang: Lang) -> str:
    """The hour of a moment, to the minute."""
    return get_language(lang).clock.format(at=time_zone.to_local_time(value))
