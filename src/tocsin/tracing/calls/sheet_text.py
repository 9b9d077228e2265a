"""Sentences of the sheet of a call: when to ring again, what was announced, what a telephone that screens is told."""

from datetime import datetime, timedelta
from typing import Final

from tocsin.charter.words import translate_wording
from tocsin.conversation import quiet_hours
from tocsin.conversation.flow.text_variables import format_call_window
from tocsin.locale.catalogues import translate
from tocsin.protocol.wording import format_long_date
from tocsin.tracing.calls import call_code
from tocsin.tracing.calls.model import CallSheet

SHOWN: Final = 12
"""SMS of the thread that are shown: the last ones."""


def describe_callback(
    again_at: datetime, asked: datetime | None, deadline: datetime, zone: str, lang: str
) -> list[str]:
    """When somebody is to be rung again, on their own clock; that it was moved, that it is too late.

    >>> from datetime import UTC
    >>> night, due = datetime(2021, 3, 4, 21, tzinfo=UTC), datetime(2021, 3, 5, 7, tzinfo=UTC)
    >>> comes = datetime(2021, 3, 5, 7, 1, tzinfo=UTC)
    >>> print(*describe_callback(comes, night, due, "Europe/Paris", "en"), sep="\\n")
    To be rung again: Friday 5 March at 08:01, the person's time.
    That was moved: nobody is rung outside 8 to 20 h of their own time.
    Warning: that is after the time limit (Friday 5 March at 08:00).
    """

    def moment(at: datetime) -> str:
        here = quiet_hours.to_local_time(at, zone)
        return f"{translate_wording(format_long_date(here.date(), year=False), lang)} {translate('call.sheet', 'at', lang)} {here:%H:%M}"

    found = [translate("call.sheet", "to_be_rung_again", lang, when=moment(again_at))]
    if asked and asked != again_at:
        found.append(translate("call.sheet", "that_was_moved_nobody", lang))
    if again_at > deadline:
        found.append(translate("call.sheet", "warning_that_is_after", lang, when=moment(deadline)))
    return found


def format_duration(span: timedelta) -> str:
    """A span of time in hours and minutes.

    >>> format_duration(timedelta(hours=2, minutes=5, seconds=40)), format_duration(timedelta(minutes=9))
    ('2 h 05', '9 min')
    """
    minutes = int(span.total_seconds()) // 60
    return f"{minutes // 60} h {minutes % 60:02}" if minutes >= 60 else f"{minutes} min"


def describe_announcement(sheet: CallSheet, lang: str) -> str:
    """What the person was told of this call, and what the agent says first; empty where they were told nothing."""
    if sheet.announced is None or not sheet.spoken:
        return ""
    begins, ends = (quiet_hours.to_local_time(at, sheet.zone) for at in sheet.announced)
    window = translate_wording(format_call_window(begins, ends), lang)
    return translate("call", "announced", lang).format(
        window=window, code=call_code.format_call_code(sheet.spoken)
    )


def say_to_screening(sheet: CallSheet, lang: str) -> str:
    """What to say to a telephone that asks who is calling and why: nothing of health, and no name."""
    if sheet.announced is None or not sheet.spoken:
        return translate("call", "screening", lang)
    return translate("call", "screening_announced", lang).format(
        code=call_code.format_call_code(sheet.spoken)
    )
