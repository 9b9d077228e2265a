"""A call as its page shows it: the sheet in the words of the agent's language."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from msgspec import Struct

from tocsin.locale.catalogues import translate
from tocsin.locale.languages import get_language
from tocsin.protocol.load import name_disease
from tocsin.protocol.plan import InstructionPlan
from tocsin.tracing.calls import agent_calls, call_code
from tocsin.tracing.calls.call_facts import name_spoken_language
from tocsin.tracing.calls.model import MINOR, NAMESAKE, CallSheet
from tocsin.tracing.calls.sheet_text import (
    SHOWN,
    describe_announcement,
    describe_callback,
    format_duration,
    list_questions,
    say_to_screening,
)
from tocsin.web.calls.call_form import OutcomeConfirmation
from tocsin.web.formatting import format_weekday_moment
from tocsin.web.language import Lang
from tocsin.web.staff import time_zone

SOON: Final = timedelta(hours=1)
"""So much time left, and it is shown as short."""


class TimeLeft(Struct, frozen=True):
    until: str
    """The deadline, on the person's own clock."""
    span: str
    late: bool
    soon: bool


def describe_call(
    found: agent_calls.AgentCall, now: datetime, lang: Lang, *, namer: bool = False
) -> dict[str, Any]:
    """A call for the template of its page: its sheet, and what follows from it; ``namer``: with the number of who named the
    person, which was asked for."""
    sheet, typeset = found.sheet, get_language(lang).typeset
    return {
        "call": sheet,
        "disease": name_disease(sheet.disease, lang),
        "seen": found.seen,
        "namer_seen": namer,
        "left": compute_time_left(sheet.deadline, sheet.zone, now, lang),
        "now": now,
        "far": sheet.zone != time_zone.get_current_zone(),
        "interpreter": name_spoken_language(sheet.interpreter, lang),
        "code": call_code.format_call_code(sheet.spoken),
        "to_say": list(map(typeset, _list_opening_lines(sheet, lang))),
        "never": list(map(typeset, _list_forbidden_lines(sheet, lang))),
        "plans": list(_list_plans(sheet, lang)),
        "questions": list_questions(sheet),
        "thread": sheet.thread[-SHOWN:],
        "earlier": max(0, len(sheet.thread) - SHOWN),
    }


def describe_confirmation(unsure: OutcomeConfirmation, sheet: CallSheet, lang: Lang) -> tuple[str, ...]:
    if unsure.again_at:
        return tuple(describe_callback(unsure.again_at, unsure.asked, sheet.deadline, sheet.zone, lang))
    name = "reached_by_sms" if unsure.by_sms else unsure.outcome
    return (translate("call.confirming", name, lang).format(name=sheet.guardian or sheet.name or "?"),)


def compute_time_left(deadline: datetime, zone: str, now: datetime, lang: Lang) -> TimeLeft:
    span = deadline - now
    return TimeLeft(
        until=format_weekday_moment(deadline, lang, zone),
        span=format_duration(abs(span)),
        late=span < timedelta(0),
        soon=timedelta(0) <= span < SOON,
    )


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


def _list_plans(sheet: CallSheet, lang: Lang) -> Iterator[tuple[str, InstructionPlan]]:
    """What the person is to do: for whom or where it holds, and the plan."""
    if sheet.withdrawn:
        return
    at_home = sheet.plan_at_home
    yield translate("call", "not_at_home", lang) if at_home else "", sheet.plan
    if at_home:
        yield translate("call", "at_home", lang), at_home
    if sheet.plan_of_child:
        yield translate("call", "child", lang), sheet.plan_of_child
