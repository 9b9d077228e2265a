"""A call as its page shows it: the sheet in the words of the agent's language."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from msgspec import Struct

from tocsin.charter.words import translate_wording
from tocsin.conversation import quiet_hours
from tocsin.locale.catalogues import translate, translate_name
from tocsin.locale.languages import get_language
from tocsin.phone_numbers.dialled_number import format_phone_number, mask_phone_number
from tocsin.protocol.load import name_disease
from tocsin.protocol.plan import InstructionPlan
from tocsin.protocol.wording import format_long_date
from tocsin.tracing.calls import agent_calls, call_code
from tocsin.tracing.calls.call_facts import name_spoken_language
from tocsin.tracing.calls.model import MINOR, NAMESAKE, CallSheet
from tocsin.tracing.calls.sheet_text import (
    SHOWN,
    What,
    describe_announcement,
    describe_callback,
    format_duration,
    list_questions,
    say_to_screening,
    show_kept_text,
)
from tocsin.tracing.supervision.territory import NoSuchTerritory, find_territory_name
from tocsin.web.calls.call_form import OutcomeConfirmation
from tocsin.web.language import Lang
from tocsin.web.staff import time_zone

SOON: Final = timedelta(hours=1)
"""So much time left, and it is shown as short."""


class SmsView(Struct, frozen=True):
    at: str
    ours: bool
    text: str
    failed: bool


class PastCallView(Struct, frozen=True):
    at: str
    outcome: str
    agent: str
    note: str
    incoming: bool


class QuestionView(Struct, frozen=True):
    """One question, and which field takes its answer."""

    what: What
    text: str


class InstructionsView(Struct, frozen=True):
    title: str
    lines: tuple[str, ...]
    needs_human: str


class TimeLeft(Struct, frozen=True):
    until: str
    """The deadline, on the person's own clock."""
    span: str
    late: bool
    soon: bool


class CallView(Struct, frozen=True, kw_only=True):
    task: int
    of_contact: bool
    disease: str
    name: str
    guardian: str
    reason: str
    urgent: bool
    left: TimeLeft
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
    instructions: tuple[InstructionsView, ...]
    questions: tuple[QuestionView, ...]
    thread: tuple[SmsView, ...]
    earlier: int
    """SMS before those that are shown."""
    attempts: tuple[PastCallView, ...]
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


def build_call_view(
    found: agent_calls.AgentCall, now: datetime, lang: Lang, *, namer: bool = False
) -> CallView:
    """A call for its page; ``namer``: with the number of who named the person, which was asked for."""
    sheet, typeset = found.sheet, get_language(lang).typeset
    return CallView(
        task=sheet.task_id,
        of_contact=sheet.contact_id is not None,
        disease=name_disease(sheet.disease, lang),
        name=sheet.name,
        guardian=sheet.guardian,
        reason=translate_name("call.reasons", sheet.reason, lang),
        urgent=sheet.urgent,
        left=compute_time_left(sheet.deadline, sheet.zone, now, lang),
        place=format_territory(sheet.territory),
        here=""
        if sheet.zone == time_zone.get_current_zone()
        else f"{quiet_hours.to_local_time(now, sheet.zone):%H:%M}",
        english=sheet.lang == "en",
        interpreter=name_spoken_language(sheet.interpreter, lang),
        number=format_phone_number(sheet.number) if found.seen else mask_phone_number(sheet.number),
        dial=sheet.number if found.seen else "",
        as_said=sheet.as_said,
        code=call_code.format_call_code(sheet.spoken),
        to_say=tuple(map(typeset, _list_opening_lines(sheet, lang))),
        never=tuple(map(typeset, _list_forbidden_lines(sheet, lang))),
        instructions=tuple(_list_instructions(sheet, lang)),
        questions=tuple(
            QuestionView(one.what, typeset(translate_wording(one.text, lang)))
            for one in list_questions(sheet)
        ),
        thread=tuple(
            SmsView(
                format_moment(line.at, sheet.zone, lang),
                line.ours,
                show_kept_text(line.text, lang),
                line.failed,
            )
            for line in sheet.thread[-SHOWN:]
        ),
        earlier=max(0, len(sheet.thread) - SHOWN),
        attempts=tuple(
            PastCallView(
                format_moment(one.at, sheet.zone, lang),
                translate_name("call.outcomes", one.outcome, lang),
                one.agent,
                show_kept_text(one.note, lang),
                one.incoming,
            )
            for one in sheet.attempts
        ),
        named=sheet.named,
        to_confirm=sheet.to_confirm,
        file=sheet.file_id,
        namer=sheet.namer,
        namer_number=format_phone_number(sheet.namer_number)
        if namer
        else mask_phone_number(sheet.namer_number),
        namer_dial=sheet.namer_number if namer else "",
        namer_how=translate("call", "namer", lang).format(name=sheet.name or "?"),
        rang_in=sheet.rang_in,
        born="/".join(reversed(sheet.born.split("-"))) if sheet.rang_in else "",
        onset=translate_wording(format_long_date(sheet.onset_on), lang) if sheet.onset_on else "",
    )


def describe_confirmation(unsure: OutcomeConfirmation, sheet: CallSheet, lang: Lang) -> tuple[str, ...]:
    if unsure.again_at:
        return tuple(describe_callback(unsure.again_at, unsure.asked, sheet.deadline, sheet.zone, lang))
    name = "reached_by_sms" if unsure.by_sms else unsure.outcome
    return (translate("call.confirming", name, lang).format(name=sheet.guardian or sheet.name or "?"),)


def compute_time_left(deadline: datetime, zone: str, now: datetime, lang: Lang) -> TimeLeft:
    span = deadline - now
    return TimeLeft(
        until=format_moment(deadline, zone, lang),
        span=format_duration(abs(span)),
        late=span < timedelta(0),
        soon=timedelta(0) <= span < SOON,
    )


def format_moment(at: datetime, zone: str, lang: Lang) -> str:
    """A moment on somebody's own clock."""
    here = quiet_hours.to_local_time(at, zone)
    return f"{translate_wording(format_long_date(here.date(), year=False), lang)} {here:%H:%M}"


def format_territory(territory: str) -> str:
    """A département by its name and code; the code alone where it has none; empty where it is not known."""
    try:
        return f"{find_territory_name(territory)} ({territory})" if territory else ""
    except NoSuchTerritory:
        return territory


def _list_opening_lines(sheet: CallSheet, lang: Lang) -> Iterator[str]:
    opening = "guardian" if sheet.guardian else "opening"
    if sheet.rang_in:
        contact = "rang_in_contact" if sheet.contact_id else "rang_in"
        opening = "rang_in_guardian" if sheet.guardian else contact
    yield translate("call", opening, lang).format(name=sheet.name or "?", guardian=sheet.guardian)
    if announced := describe_announcement(sheet, lang):
        yield announced
    yield translate("call", "proof", lang)
    if not sheet.rang_in:
        yield say_to_screening(sheet, lang)
    if sheet.children:
        yield translate("call", "children", lang).format(names=", ".join(sheet.children))
    if sheet.withdrawn:
        yield translate("call", "withdrawn" if sheet.contact_id else "withdrawn_own", lang)
    if sheet.reason == NAMESAKE:
        yield translate("call", "namesake", lang)


def _list_forbidden_lines(sheet: CallSheet, lang: Lang) -> Iterator[str]:
    if sheet.rang_in:
        yield translate("call", "rang_in_never", lang)
    if sheet.contact_id and not (sheet.reason == MINOR and sheet.guardian):
        yield translate("call", "secret", lang)
    yield translate("call", "never", lang)


def _list_instructions(sheet: CallSheet, lang: Lang) -> Iterator[InstructionsView]:
    if sheet.withdrawn:
        return
    homes = (
        ("", "")
        if sheet.plan_at_home is None
        else (translate("call", "not_at_home", lang), translate("call", "at_home", lang))
    )
    for plan, home in zip((sheet.plan, sheet.plan_at_home), homes, strict=True):
        if plan:
            yield _instructions_from_plan(plan, home, lang)
    if sheet.plan_of_child:
        yield _instructions_from_plan(sheet.plan_of_child, translate("call", "child", lang), lang)


def _instructions_from_plan(plan: InstructionPlan, home: str, lang: Lang) -> InstructionsView:
    return InstructionsView(
        title=home,
        lines=tuple(translate_wording(line.text, lang) for line in plan.lines),
        needs_human=translate("call", "no_plan", lang) if plan.needs_human else "",
    )
