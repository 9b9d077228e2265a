"""A call as its page shows it: the sheet in the words of the agent's language."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from msgspec import Struct

from tocsin.charter.words import said
from tocsin.conversation import quiet
from tocsin.protocol.plan import Plan
from tocsin.protocol.wording import in_words
from tocsin.tracing import calls
from tocsin.tracing.calls import CallSheet, spoken, words
from tocsin.tracing.calls.asking import What, asked
from tocsin.tracing.calls.languages import LANGUAGES
from tocsin.tracing.calls.model import MINOR, NAMESAKE
from tocsin.tracing.calls.script import SHOWN, again_in_words, duration, shown_number, word
from tocsin.web.desk.noted import Unsure
from tocsin.web.language import Lang
from tocsin.web.staff import clock
from tocsin.web.staff.territory import NoSuchTerritory, name_of

SOON: Final = timedelta(hours=1)
"""So much time left, and it is shown as short."""


class Said(Struct, frozen=True):
    """One SMS."""

    at: str
    ours: bool
    text: str
    failed: bool


class Before(Struct, frozen=True):
    """One call that was made."""

    at: str
    outcome: str
    agent: str
    note: str
    incoming: bool


class Asked(Struct, frozen=True):
    """One question, and which field takes its answer."""

    what: What
    text: str


class Instructions(Struct, frozen=True):
    """What to tell the person to do."""

    title: str
    lines: tuple[str, ...]
    needs_human: str


class Left(Struct, frozen=True):
    """How much time there is."""

    until: str
    """The deadline, on the person's own clock."""
    span: str
    late: bool
    soon: bool


class Shown(Struct, frozen=True, kw_only=True):
    """Everything on the page of a call."""

    task: int
    of_contact: bool
    name: str
    guardian: str
    reason: str
    urgent: bool
    left: Left
    place: str
    here: str
    """What time it is where the person is; empty where that is the agent's own time."""
    english: bool
    interpreter: str
    """The language for which an interpreter is needed; empty: none is."""
    number: str
    """As it is dialled; masked until it was asked for."""
    dial: str
    """E.164, once it was asked for."""
    as_said: str
    code: str
    to_say: tuple[str, ...]
    never: tuple[str, ...]
    instructions: tuple[Instructions, ...]
    questions: tuple[Asked, ...]
    thread: tuple[Said, ...]
    earlier: int
    """SMS before those that are shown."""
    attempts: tuple[Before, ...]
    named: tuple[str, ...]
    to_confirm: tuple[str, ...]
    file: int
    """Number of the case."""
    namer: str
    """Of somebody without a number: who named them, and may know it."""
    namer_number: str
    """As it is dialled; masked until it was asked for; empty where there is none."""
    namer_dial: str
    namer_how: str
    onset: str
    rang_in: bool
    """The person rang, and is on the line."""
    born: str
    """The birth date, where the person rang: to be compared, not to be said."""


def shown(found: calls.Opened, now: datetime, lang: Lang, *, namer: bool = False) -> Shown:
    """A call for its page; ``namer``: with the number of who named the person, which was asked for."""
    sheet = found.sheet
    return Shown(
        task=sheet.task_id,
        of_contact=sheet.contact_id is not None,
        name=sheet.name,
        guardian=sheet.guardian,
        reason=word(words.REASONS, sheet.reason, lang),
        urgent=sheet.urgent,
        left=left(sheet.deadline, sheet.zone, now, lang),
        place=place(sheet.territory),
        here="" if sheet.zone == clock.name() else f"{quiet.local(now, sheet.zone):%H:%M}",
        english=sheet.lang == "en",
        interpreter=word(LANGUAGES, sheet.interpreter, lang),
        number=shown_number(sheet.number) if found.seen else calls.masked(sheet.number),
        dial=sheet.number if found.seen else "",
        as_said=sheet.as_said,
        code=spoken.shown(sheet.spoken),
        to_say=tuple(_to_say(sheet, lang)),
        never=tuple(_never(sheet, lang)),
        instructions=tuple(_instructions(sheet, lang)),
        questions=tuple(Asked(one.what, said(one.text, lang)) for one in asked(sheet)),
        thread=tuple(
            Said(moment(line.at, sheet.zone, lang), line.ours, " ".join(line.text.split()), line.failed)
            for line in sheet.thread[-SHOWN:]
        ),
        earlier=max(0, len(sheet.thread) - SHOWN),
        attempts=tuple(
            Before(
                moment(one.at, sheet.zone, lang),
                word(words.OUTCOMES, one.outcome, lang),
                one.agent,
                one.note,
                one.incoming,
            )
            for one in sheet.attempts
        ),
        named=sheet.named,
        to_confirm=sheet.to_confirm,
        file=sheet.file_id,
        namer=sheet.namer,
        namer_number=shown_number(sheet.namer_number) if namer else calls.masked(sheet.namer_number),
        namer_dial=sheet.namer_number if namer else "",
        namer_how=said(words.NAMER, lang).format(name=sheet.name or "?"),
        rang_in=sheet.rang_in,
        born="/".join(reversed(sheet.born.split("-"))) if sheet.rang_in else "",
        onset=said(in_words(sheet.onset_on), lang) if sheet.onset_on else "",
    )


def confirming(unsure: Unsure, sheet: CallSheet, lang: Lang) -> tuple[str, ...]:
    """What the same key again confirms."""
    if unsure.again_at:
        return tuple(again_in_words(unsure.again_at, unsure.asked, sheet.deadline, sheet.zone, lang))
    name = "reached_by_sms" if unsure.by_sms else unsure.outcome
    return (said(words.CONFIRMING[name], lang).format(name=sheet.guardian or sheet.name or "?"),)


def left(deadline: datetime, zone: str, now: datetime, lang: Lang) -> Left:
    """How much time there is until a deadline."""
    span = deadline - now
    return Left(
        until=moment(deadline, zone, lang),
        span=duration(abs(span)),
        late=span < timedelta(0),
        soon=timedelta(0) <= span < SOON,
    )


def moment(at: datetime, zone: str, lang: Lang) -> str:
    """A moment on somebody's own clock."""
    here = quiet.local(at, zone)
    return f"{said(in_words(here.date(), year=False), lang)} {here:%H:%M}"


def place(territory: str) -> str:
    """A département by its name and code; the code alone where it has none; empty where it is not known."""
    try:
        return f"{name_of(territory)} ({territory})" if territory else ""
    except NoSuchTerritory:
        return territory


def _to_say(sheet: CallSheet, lang: Lang) -> Iterator[str]:
    opening = words.GUARDIAN if sheet.guardian else words.OPENING
    if sheet.rang_in:
        contact = words.RANG_IN_CONTACT if sheet.contact_id else words.RANG_IN
        opening = words.RANG_IN_GUARDIAN if sheet.guardian else contact
    yield said(opening, lang).format(name=sheet.name or "?", guardian=sheet.guardian)
    yield said(words.PROOF, lang)
    if sheet.children:
        yield said(words.CHILDREN, lang).format(names=", ".join(sheet.children))
    if sheet.withdrawn:
        yield said(words.WITHDRAWN if sheet.contact_id else words.WITHDRAWN_OWN, lang)
    if sheet.reason == NAMESAKE:
        yield said(words.NAMESAKE, lang)


def _never(sheet: CallSheet, lang: Lang) -> Iterator[str]:
    if sheet.rang_in:
        yield said(words.RANG_IN_NEVER, lang)
    if sheet.contact_id and not (sheet.reason == MINOR and sheet.guardian):
        yield said(words.SECRET, lang)
    yield said(words.NEVER, lang)


def _instructions(sheet: CallSheet, lang: Lang) -> Iterator[Instructions]:
    if sheet.withdrawn:
        return
    homes = (
        ("", "") if sheet.plan_at_home is None else (said(words.NOT_AT_HOME, lang), said(words.AT_HOME, lang))
    )
    for plan, home in zip((sheet.plan, sheet.plan_at_home), homes, strict=True):
        if plan:
            yield _plan(plan, home, lang)
    if sheet.plan_of_child:
        yield _plan(sheet.plan_of_child, said(words.CHILD, lang), lang)


def _plan(plan: Plan, home: str, lang: Lang) -> Instructions:
    return Instructions(
        title=home,
        lines=tuple(said(line.text, lang) for line in plan.lines),
        needs_human=said(words.NO_PLAN, lang) if plan.needs_human else "",
    )
