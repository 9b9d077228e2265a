"""A telephone and what the service knows of it, as the page shows them."""

from datetime import UTC, datetime, timedelta
from typing import Final

from msgspec import Struct

from tocsin.charter.words import translate_wording
from tocsin.locale.catalogues import translate_name
from tocsin.locale.paris_time import PARIS, to_paris_time
from tocsin.phone_numbers.dialled_number import format_phone_number
from tocsin.protocol.wording import format_long_date
from tocsin.web.calls.timeline_rows import TimelineRow, build_timeline
from tocsin.web.formatting import format_weekday_moment
from tocsin.web.language import Lang
from tocsin_simulation.town.controlled_handsets import HandsetMessage, HandsetSummary
from tocsin_simulation.town.phone_record import PhoneRecord, TracingFile

LANE: Final = "38663"
"""To whom is written where nobody has written yet."""
LAST: Final = 60
"""Characters of the last SMS in the list."""
STEPS: Final = {
    "submitted": "step_submitted",
    "delivered": "step_delivered",
    "answered": "step_answered",
    "listed": "step_listed",
    "closed": "step_closed",
}
"""Step -> the name of its sentence."""


class HandsetRow(Struct, frozen=True, kw_only=True):
    number: str
    """As people write it."""
    digits: str
    """National, without spaces, as its address has it."""
    name: str
    age: int | None
    last: str
    at: str
    received: int
    written: int


class SmsBubble(Struct, frozen=True, kw_only=True):
    mine: bool
    other: str
    text: str
    at: str
    day: str
    """Where a new day begins with it; else empty."""
    code: str
    """Of an SMS of ours; else empty."""


class FileView(Struct, frozen=True, kw_only=True):
    kind: str
    id: int
    case_id: int
    name: str
    standing: str
    deadline: str
    left: str
    late: bool
    steps: tuple[tuple[str, str], ...]
    """Sentence of a step, and when it was; empty where it was not."""
    events: tuple[TimelineRow, ...]
    named: tuple[tuple[str, str, str, str], ...]
    """Name, number, digits of the number, standing."""


def handset_row(held: HandsetSummary, lang: Lang) -> HandsetRow:
    text = " ".join(held.last.split())
    return HandsetRow(
        number=format_phone_number(held.number),
        digits=address_digits(held.number),
        name=held.name,
        age=held.age,
        last=text if len(text) <= LAST else f"{text[:LAST].rstrip()}…",
        at=format_weekday_moment(_utc_time(held.at), lang, PARIS) if held.at else "",
        received=held.received,
        written=held.written,
    )


def sms_bubbles(exchanged: list[HandsetMessage], known: PhoneRecord, lang: Lang) -> list[SmsBubble]:
    """The SMS of a telephone, with the codes of ours."""
    codes = {sent.text: sent.code for sent in known.sent}
    found: list[SmsBubble] = []
    last = ""
    for sms in exchanged:
        here = to_paris_time(_utc_time(sms.at))
        day = translate_wording(format_long_date(here.date(), year=False), lang)
        found.append(
            SmsBubble(
                mine=sms.mine,
                other=format_phone_number(sms.other) if sms.other.startswith("+") else sms.other,
                text=sms.text,
                at=f"{here:%H:%M}",
                day=day if day != last else "",
                code="" if sms.mine else codes.get(sms.text, ""),
            )
        )
        last = day
    return found


def file_views(found: PhoneRecord, now: datetime, lang: Lang) -> list[FileView]:
    return [_file_view(file, now, lang) for file in found.files]


def address_digits(number: str) -> str:
    """A French number as its address has it.

    >>> address_digits("+33639980001")
    '0639980001'
    """
    return f"0{number.removeprefix('+33')}"


def number_from_digits(digits: str) -> str:
    """The number of an address, E.164.

    >>> number_from_digits("0639980001")
    '+33639980001'
    """
    return f"+33{digits[1:]}"


def reply_recipient(exchanged: list[HandsetMessage]) -> str:
    """Whom an answer goes to: whoever wrote last."""
    return next((sms.other for sms in reversed(exchanged) if not sms.mine), LANE)


def format_story_time(now: datetime, lang: Lang) -> str:
    return format_weekday_moment(now, lang, PARIS)


def _file_view(file: TracingFile, now: datetime, lang: Lang) -> FileView:
    left = file.deadline - now
    hours, minutes = divmod(int(abs(left) / timedelta(minutes=1)), 60)
    moments = {
        sentence: getattr(file, f"{step}_at")
        for step, sentence in STEPS.items()
        if step != "listed" or file.kind == "case"
    }
    return FileView(
        kind=file.kind,
        id=file.id,
        case_id=file.case_id,
        name=file.name,
        standing=translate_name("call.standings", file.standing, lang),
        deadline=format_weekday_moment(file.deadline, lang, PARIS),
        left=f"{hours} h {minutes:02}",
        late=left < timedelta(0),
        steps=tuple(
            (sentence, format_weekday_moment(at, lang, PARIS) if at else "")
            for sentence, at in moments.items()
        ),
        events=tuple(build_timeline(file.events, PARIS, lang)),
        named=tuple(
            (
                one.name,
                format_phone_number(one.number) if one.number else "",
                address_digits(one.number) if one.number.startswith("+3363998") else "",
                translate_name("call.standings", one.standing, lang),
            )
            for one in file.named
        ),
    )


def _utc_time(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
