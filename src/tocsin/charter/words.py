"""Dates and sources as sentences, in French and English."""

from datetime import date

from tocsin.charter.schema import MAX, MIN, ClauseSource, ValidityPeriod, Wording

MONTHS = {
    "fr": [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}
_CHANNELS = {
    "sms": Wording(fr="SMS", en="SMS"),
    "email": Wording(fr="Courriel", en="E-mail"),
    "call": Wording(fr="Appel", en="Call"),
    "voicemail": Wording(fr="Message vocal", en="Voicemail"),
    "social": Wording(fr="Réseaux sociaux", en="Social networks"),
    "letter": Wording(fr="Courrier", en="Letter"),
}
_QUALITIES = {
    "verbatim": Wording(fr="texte d'origine", en="original text"),
    "quoted": Wording(fr="cité par un tiers", en="quoted by others"),
    "reconstructed": Wording(fr="texte rétabli à partir de copies", en="put together from copies"),
    "inferred": Wording(fr="déduit par nous", en="inferred by us"),
}


def translate_wording(wording: Wording, language: str) -> str:
    """The sentence in a language."""
    return wording.en if language == "en" else wording.fr


def translate_channel(name: str, language: str) -> str:
    """A channel as people call it."""
    return translate_wording(_CHANNELS[name], language)


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
    number = "1er" if language == "fr" and when.day == 1 else str(when.day)
    return f"{number} {MONTHS[language][when.month - 1]} {when.year}"


def format_validity(period: ValidityPeriod, language: str) -> str:
    """When a clause holds, with its uncertain ends said as such.

    >>> format_validity(ValidityPeriod(latest_start=date(2021, 3, 4), earliest_start=date(2021, 3, 4)), "en")
    'since 4 March 2021'
    """
    end = _format_end(period, language)
    start = _format_start(period, language, ended=bool(end))
    if not start and not end:
        return "de tout temps, à notre connaissance" if language == "fr" else "always, as far as is known"
    return ", ".join(part for part in (start, end) if part)


def _format_start(period: ValidityPeriod, language: str, *, ended: bool) -> str:
    first, last = period.earliest_start, period.latest_start
    fr = language == "fr"
    if last == MAX:
        return "début inconnu" if fr else "start unknown"
    if last == MIN:
        return ""
    shown = format_day(last, language)
    if first == last:
        lead = ("à partir du" if ended else "depuis le") if fr else ("from" if ended else "since")
        return f"{lead} {shown}"
    if first == MIN:
        return f"au plus tard depuis le {shown}" if fr else f"since {shown} at the latest"
    begun = format_day(first, language)
    return (
        f"depuis une date entre le {begun} et le {shown}"
        if fr
        else f"since a day between {begun} and {shown}"
    )


def _format_end(period: ValidityPeriod, language: str) -> str:
    first, last = period.earliest_end, period.latest_end
    fr = language == "fr"
    if first == MAX:
        return ""
    if first == MIN:
        return "fin inconnue" if fr else "end unknown"
    shown = format_day(first, language)
    if first == last:
        return f"jusqu'au {shown}" if fr else f"until {shown}"
    if last == MAX:
        return f"vu pour la dernière fois le {shown}" if fr else f"last seen on {shown}"
    gone = format_day(last, language)
    return (
        f"jusqu'à une date entre le {shown} et le {gone}" if fr else f"until a day between {shown} and {gone}"
    )


def translate_quality(origin: ClauseSource, language: str) -> str:
    """How near a source is to the institution's own words."""
    return translate_wording(_QUALITIES[origin.quality], language)


def translate_publisher(origin: ClauseSource, language: str) -> str:
    """Who says it, in a language."""
    return origin.publisher if language == "en" else origin.publisher_fr or origin.publisher


def format_source(origin: ClauseSource, language: str) -> str:
    """Who says it, when, how near to the institution's words, and where to read it."""
    dated = origin.date if origin.date != "undated" else ("sans date" if language == "fr" else "undated")
    return f"{translate_publisher(origin, language)}, {dated} ({translate_wording(_QUALITIES[origin.quality], language)}) {origin.url}"
