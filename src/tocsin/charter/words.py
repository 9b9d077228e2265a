"""Dates and sources as sentences."""

import re
from datetime import date
from typing import Final

from tocsin.charter.institution_name import translate_name
from tocsin.charter.schema import MAX, MIN, Charter, ClauseSource, ValidityPeriod, Wording
from tocsin.locale.catalogues import translate

_ARTICLE: Final = re.compile(r"^(?:l['’]|la |le |les |the )", re.IGNORECASE)
_ASIDE: Final = re.compile(r"\s*\([^)]*\)")


def translate_wording(wording: Wording, language: str) -> str:
    return wording.in_language(language)


def format_institution_name(charter: Charter, language: str) -> str:
    """The name of an institution as it stands within a sentence: without what explains it."""
    return translate_name(charter.name, language).partition(" (")[0]


def say_institution_name(charter: Charter, lang: str) -> str:
    """The institution's name as one says it first: without article, nor what stands between brackets."""
    name = translate_wording(charter.name, lang)
    return _ARTICLE.sub("", _ASIDE.sub("", name)).strip()


def translate_channel(name: str, language: str) -> str:
    return translate("channels", name, language)


def translate_channel_inside(name: str, language: str) -> str:
    """A channel as it stands within a sentence: without a capital, unless it is all capitals.

    >>> translate_channel_inside("social", "fr"), translate_channel_inside("sms", "fr")
    ('réseaux sociaux', 'SMS')
    """
    shown = translate_channel(name, language)
    return shown if shown.isupper() else shown[:1].lower() + shown[1:]


def format_day(when: date, language: str) -> str:
    """A day in words.

    >>> format_day(date(2021, 3, 1), "fr"), format_day(date(2021, 3, 4), "en")
    ('1er mars 2021', '4 March 2021')
    """
    month = translate("months", str(when.month), language)
    name = "first_day" if when.day == 1 else "day"
    return translate("dates", name, language, day=when.day, month=month, year=when.year)


def format_validity(period: ValidityPeriod, language: str) -> str:
    """When a clause holds, with its uncertain ends said as such.

    >>> format_validity(ValidityPeriod(latest_start=date(2021, 3, 4), earliest_start=date(2021, 3, 4)), "en")
    'since 4 March 2021'
    """
    end = _format_end(period, language)
    start = _format_start(period, language, ended=bool(end))
    return ", ".join(part for part in (start, end) if part) or translate("dates", "always", language)


def _format_start(period: ValidityPeriod, language: str, *, ended: bool) -> str:
    first, last = period.earliest_start, period.latest_start
    if last == MAX:
        return translate("dates", "start_unknown", language)
    if last == MIN:
        return ""
    shown = format_day(last, language)
    if first == last:
        return translate("dates", "from" if ended else "since", language, day=shown)
    if first == MIN:
        return translate("dates", "since_at_latest", language, day=shown)
    return translate("dates", "since_between", language, first=format_day(first, language), last=shown)


def _format_end(period: ValidityPeriod, language: str) -> str:
    first, last = period.earliest_end, period.latest_end
    if first == MAX:
        return ""
    if first == MIN:
        return translate("dates", "end_unknown", language)
    shown = format_day(first, language)
    if first == last:
        return translate("dates", "until", language, day=shown)
    if last == MAX:
        return translate("dates", "last_seen", language, day=shown)
    return translate("dates", "until_between", language, first=shown, last=format_day(last, language))


def translate_quality(origin: ClauseSource, language: str) -> str:
    """How near a source is to the institution's own words."""
    return translate("qualities", origin.quality, language)


def translate_publisher(origin: ClauseSource, language: str) -> str:
    """Who says it: in French where French is read, else as in English."""
    return origin.publisher_fr or origin.publisher if language == "fr" else origin.publisher


def format_source(origin: ClauseSource, language: str) -> str:
    """Who says it, when, how near to the institution's words, and where to read it."""
    dated = translate("dates", "undated", language) if origin.date == "undated" else origin.date
    quality = translate_quality(origin, language)
    return f"{translate_publisher(origin, language)}, {dated} ({quality}) {origin.url}"
