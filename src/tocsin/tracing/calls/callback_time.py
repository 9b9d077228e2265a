"""When to ring somebody again, as it is said on the telephone, and after a call that nobody took: pure."""

import re
from datetime import date, datetime, time, timedelta
from typing import Final
from unicodedata import combining, normalize

from tocsin.conversation import quiet_hours

FARTHEST: Final = timedelta(days=14)
"""A call that is put off for longer is put off for good."""
_MORNING, _NOON, _AFTERNOON, _EVENING = time(9), time(12), time(14), time(18)
_PARTS: Final = {
    "matin": _MORNING, "morning": _MORNING, "apres midi": _AFTERNOON, "aprem": _AFTERNOON,
    "afternoon": _AFTERNOON, "midi": _NOON, "noon": _NOON, "soir": _EVENING, "evening": _EVENING,
    "tonight": _EVENING,
}  # fmt: skip
_DAYS: Final = {
    "aujourd hui": 0, "today": 0, "tonight": 0, "apres demain": 2, "day after tomorrow": 2, "demain": 1,
    "tomorrow": 1,
}  # fmt: skip
_WEEK: Final = (
    "lundi monday", "mardi tuesday", "mercredi wednesday", "jeudi thursday", "vendredi friday",
    "samedi saturday", "dimanche sunday",
)  # fmt: skip
_IN: Final = re.compile(
    r"(?:dans|in) (?:(?P<half>une demi heure|half an hour)"
    r"|(?P<hours>\d{1,2}|une|an|one) ?(?:h|heures?|hours?)(?: ?(?P<more>\d{1,2}))?"
    r"|(?P<minutes>\d{1,3}) ?(?:m|mn|min|minutes?))"
)
_TIME: Final = re.compile(r"(?<!\d)(\d{1,2}) ?(?:(?:heures?|h|:) ?(\d{2})?|([ap]m))(?: ?([ap]m))?(?![\d])")
_DATE: Final = re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})(?!\d)")
_FILLERS: Final = re.compile(
    r"\b(?:a|au|le|la|vers|ce|cet|cette|at|on|the|this|prochain|next|in|after|before)\b"
)


class BadCallbackTime(ValueError):
    """This is no time to ring again: 18h, demain 9h30, jeudi 14h, dans 2 h are expected."""


def parse_callback_time(typed: str, now: datetime, zone: str) -> datetime:
    """The moment that is meant, on the clock of ``zone``; a time that has passed today is tomorrow's.

    A part of the day without an hour is its beginning, a day alone its morning. Raises BadCallbackTime.

    >>> from datetime import UTC
    >>> parse_callback_time("demain 9h30", datetime(2021, 3, 4, 11, tzinfo=UTC), "Europe/Paris").isoformat()
    '2021-03-05T08:30:00+00:00'
    """
    text = _fold_text(typed)
    if span := _IN.fullmatch(text):
        return now + _parse_span(span)
    here = quiet_hours.to_local_time(now, zone)
    hour, text = _parse_hour(text)
    day, text = _parse_day(text, here.date())
    if (hour is None and day is None) or _FILLERS.sub(" ", text).strip():
        raise BadCallbackTime(str(BadCallbackTime.__doc__))
    found = quiet_hours.local_day_time_to_utc(day or here.date(), hour or _MORNING, zone)
    if day is None and found <= now:
        found = quiet_hours.local_day_time_to_utc(here.date() + timedelta(days=1), hour or _MORNING, zone)
    if not now < found <= now + FARTHEST:
        raise BadCallbackTime(str(BadCallbackTime.__doc__))
    return found


def _fold_text(typed: str) -> str:
    spread = normalize("NFKD", typed[:80].casefold())
    text = "".join(c for c in spread if not combining(c))
    return " ".join(re.sub(r"[-‐‑’'.,;]", " ", text).split())


def _parse_span(found: re.Match[str]) -> timedelta:
    if found["half"]:
        return timedelta(minutes=30)
    if found["minutes"]:
        return timedelta(minutes=int(found["minutes"]))
    hours = int(found["hours"]) if found["hours"].isdecimal() else 1
    return timedelta(hours=hours, minutes=int(found["more"] or 0))


def _parse_hour(text: str) -> tuple[time | None, str]:
    found = _TIME.search(text)
    if found:
        hour, minute, half = int(found[1]), int(found[2] or 0), found[3] or found[4]
        if half:
            if not 1 <= hour <= 12:
                raise BadCallbackTime(str(BadCallbackTime.__doc__))
            hour = hour % 12 + (12 if half == "pm" else 0)
        rest = text[: found.start()] + " " + text[found.end() :]
        for word in _PARTS:
            rest = re.sub(rf"\b{word}\b", " ", rest) if word != "tonight" else rest
        if hour > 23 or minute > 59:
            raise BadCallbackTime(str(BadCallbackTime.__doc__))
        return time(hour, minute), rest
    for word, part in _PARTS.items():
        if re.search(rf"\b{word}\b", text):
            return part, text if word == "tonight" else re.sub(rf"\b{word}\b", " ", text)
    return None, text


def _parse_day(text: str, today: date) -> tuple[date | None, str]:
    for word, days in _DAYS.items():
        if re.search(rf"\b{word}\b", text):
            return today + timedelta(days=days), re.sub(rf"\b{word}\b", " ", text)
    for number, names in enumerate(_WEEK):
        for name in names.split():
            if re.search(rf"\b{name}\b", text):
                ahead = (number - today.weekday()) % 7 or 7
                return today + timedelta(days=ahead), re.sub(rf"\b{name}\b", " ", text)
    if found := _DATE.search(text):
        try:
            day = date(today.year, int(found[2]), int(found[1]))
        except ValueError:
            raise BadCallbackTime(str(BadCallbackTime.__doc__)) from None
        later = (
            day
            if day >= today
            else day.replace(year=today.year + 1)
            if (day.month, day.day) != (2, 29)
            else day
        )
        return later, text[: found.start()] + " " + text[found.end() :]
    return None, text


# When somebody who did not answer is rung again: pure.
#
# The second try comes two hours after the first, then one in each half-day, at other hours than the last. The
# last try before the deadline is brought forward so that it still is before it.

MOST: Final = 5
"""Tries without an answer, after which the task is given up."""
FIRST: Final = timedelta(hours=2)
AFTERNOON: Final = 14
"""Hour at which the second half of the day begins, for calls."""
LAST_CHANCE: Final = timedelta(hours=1)
"""So long before the deadline the last try is made."""
LEAST: Final = timedelta(minutes=30)
"""Nobody is rung again sooner."""


def choose_retry_time(
    at: datetime, tries: int, deadline: datetime, zone: str, first: timedelta = FIRST
) -> datetime | None:
    """When to ring again after ``tries`` without an answer, the last one at ``at``; None: no more.

    The second try comes ``first`` after the first one.

    >>> from datetime import UTC
    >>> morning = datetime(2021, 3, 4, 8, 30, tzinfo=UTC)
    >>> choose_retry_time(morning, 1, morning + timedelta(days=1), "Europe/Paris").isoformat()
    '2021-03-04T10:30:00+00:00'
    """
    if tries >= MOST:
        return None
    wanted = (
        quiet_hours.find_next_allowed_time(at + first, zone) if tries <= 1 else _find_next_half_day(at, zone)
    )
    chance = deadline - LAST_CHANCE
    if wanted > chance >= at + LEAST and quiet_hours.find_next_allowed_time(chance, zone) == chance:
        return chance
    return wanted


def _find_next_half_day(at: datetime, zone: str) -> datetime:
    """The beginning of the next half-day on the person's clock."""
    here = quiet_hours.to_local_time(at, zone)
    if here.hour < quiet_hours.MORNING:
        return quiet_hours.local_day_time_to_utc(here.date(), time(quiet_hours.MORNING), zone)
    if here.hour < AFTERNOON:
        return quiet_hours.local_day_time_to_utc(here.date(), time(AFTERNOON), zone)
    return quiet_hours.local_day_time_to_utc(here.date() + timedelta(days=1), time(quiet_hours.MORNING), zone)
