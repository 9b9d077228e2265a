"""A telephone and what the service knows of it, as the page shows them."""

from datetime import UTC, datetime, timedelta
from typing import Final

from msgspec import Struct

from tocsin.charter.words import said as in_language
from tocsin.conversation import quiet
from tocsin.protocol.wording import in_words
from tocsin.tracing.calls import words as said
from tocsin.tracing.calls.script import shown_number, word
from tocsin.tracing.calls.timeline import Changed, Event
from tocsin.tracing.town.followed import File, Followed
from tocsin.tracing.town.hand import Exchange, Held
from tocsin.web import words
from tocsin.web.desk.filing import Row, row
from tocsin.web.desk.shown import moment
from tocsin.web.language import Lang

ZONE: Final = "Europe/Paris"
LANE: Final = "38663"
"""To whom is written where nobody has written yet."""
LAST: Final = 60
"""Characters of the last SMS in the list."""
SERVICE: Final = ("engine", "gateway", "intake", "chores", "sweep")
"""By whom a change is that no human made."""
STEPS: Final = {
    "submitted": "step_submitted",
    "delivered": "step_delivered",
    "answered": "step_answered",
    "listed": "step_listed",
    "closed": "step_closed",
}
"""Step -> the name of its sentence."""


class Phone(Struct, frozen=True, kw_only=True):
    """A telephone in the list."""

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


class Bubble(Struct, frozen=True, kw_only=True):
    """An SMS."""

    mine: bool
    other: str
    text: str
    at: str
    day: str
    """Where a new day begins with it; else empty."""
    code: str
    """Of an SMS of ours; else empty."""


class Known(Struct, frozen=True, kw_only=True):
    """A file, as the service has it."""

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
    events: tuple[Row, ...]
    named: tuple[tuple[str, str, str, str], ...]
    """Name, number, digits of the number, standing."""


def phone(held: Held, lang: Lang) -> Phone:
    """A telephone in the list."""
    text = " ".join(held.last.split())
    return Phone(
        number=shown_number(held.number),
        digits=digits(held.number),
        name=held.name,
        age=held.age,
        last=text if len(text) <= LAST else f"{text[:LAST].rstrip()}…",
        at=moment(_at(held.at), ZONE, lang) if held.at else "",
        received=held.received,
        written=held.written,
    )


def bubbles(exchanged: list[Exchange], known: Followed, lang: Lang) -> list[Bubble]:
    """The SMS of a telephone, with the codes of ours."""
    codes = {sent.text: sent.code for sent in known.sent}
    found: list[Bubble] = []
    last = ""
    for sms in exchanged:
        here = quiet.local(_at(sms.at), ZONE)
        day = in_language(in_words(here.date(), year=False), lang)
        found.append(
            Bubble(
                mine=sms.mine,
                other=shown_number(sms.other) if sms.other.startswith("+") else sms.other,
                text=sms.text,
                at=f"{here:%H:%M}",
                day=day if day != last else "",
                code="" if sms.mine else codes.get(sms.text, ""),
            )
        )
        last = day
    return found


def known(found: Followed, now: datetime, lang: Lang) -> list[Known]:
    """The files of whom a telephone reaches."""
    return [_known(file, now, lang) for file in found.files]


def digits(number: str) -> str:
    """A French number as its address has it.

    >>> digits("+33639980001")
    '0639980001'
    """
    return f"0{number.removeprefix('+33')}"


def whole(digits: str) -> str:
    """The number of an address, E.164.

    >>> whole("0639980001")
    '+33639980001'
    """
    return f"+33{digits[1:]}"


def writes_to(exchanged: list[Exchange]) -> str:
    """Whom an answer goes to: whoever wrote last."""
    return next((sms.other for sms in reversed(exchanged) if not sms.mine), LANE)


def clock(now: datetime, lang: Lang) -> str:
    """The moment of the story, in words."""
    return moment(now, ZONE, lang)


def _known(file: File, now: datetime, lang: Lang) -> Known:
    left = file.deadline - now
    hours, minutes = divmod(int(abs(left) / timedelta(minutes=1)), 60)
    moments = {
        sentence: getattr(file, f"{step}_at")
        for step, sentence in STEPS.items()
        if step != "listed" or file.kind == "case"
    }
    return Known(
        kind=file.kind,
        id=file.id,
        case_id=file.case_id,
        name=file.name,
        standing=word(said.STANDINGS, file.standing, lang),
        deadline=moment(file.deadline, ZONE, lang),
        left=f"{hours} h {minutes:02}",
        late=left < timedelta(0),
        steps=tuple((sentence, moment(at, ZONE, lang) if at else "") for sentence, at in moments.items()),
        events=tuple(_event(event, lang) for event in file.events),
        named=tuple(
            (
                one.name,
                shown_number(one.number) if one.number else "",
                digits(one.number) if one.number.startswith("+3363998") else "",
                word(said.STANDINGS, one.standing, lang),
            )
            for one in file.named
        ),
    )


def _event(event: Event, lang: Lang) -> Row:
    """What happened; what only a machine would read is left out."""
    line = row(event, ZONE, lang)
    if not isinstance(event, Changed):
        return line
    t = words.of("lab_phone", lang)
    by = t["service"] if event.by in SERVICE else t["person"] if event.by == "person" else event.by
    if event.what == "conversation":
        return Row(line.at, line.kind, t["conversation"], by)
    if (event.what, event.after) == ("named", "sms"):
        return Row(line.at, line.kind, t["by_sms"], by)
    label = t["right_person"] if event.what == "right_person" else word(said.CHANGES, event.what, lang)
    value = {"true": t["yes"], "false": t["no"]}.get(event.after, event.after)
    return Row(line.at, line.kind, f"{label} {value}".strip(), by)


def _at(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
