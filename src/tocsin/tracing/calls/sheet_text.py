"""The sheet of a call in words: who, why, until when; what was said; what to say, to ask and to type."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from tocsin.charter.words import translate_wording
from tocsin.conversation import quiet_hours
from tocsin.conversation.flow.text_variables import format_call_window
from tocsin.locale.catalogues import translate, translate_name
from tocsin.phone_numbers.dialled_number import format_phone_number
from tocsin.protocol.plan import InstructionPlan
from tocsin.protocol.wording import format_long_date
from tocsin.tracing.calls import call_code
from tocsin.tracing.calls.languages import name_spoken_language
from tocsin.tracing.calls.model import NAMESAKE, CallSheet
from tocsin.tracing.calls.questions import list_question_texts

SHOWN: Final = 12
"""SMS of the thread that are shown: the last ones."""
DESK: Final = "Europe/Paris"
"""Time zone of the agents."""


def render_sheet(sheet: CallSheet, now: datetime, lang: str = "fr", page: str = "") -> str:
    """The sheet as text; moments are in the person's own time. ``page`` is where the code is typed."""
    return "".join(
        f"{strip_control_characters(line)}".rstrip() + "\n"
        for line in _SheetText(sheet, now, lang, page).iterate_lines()
    )


def strip_control_characters(line: str) -> str:
    """A line as it may be shown: what people wrote neither ends it nor commands the terminal.

    >>> strip_control_characters("oui" + chr(27) + "[31m" + chr(10) + "non")
    'oui [31m non'
    """
    return "".join(c if c.isprintable() or c in "\xa0\u202f" else " " for c in line)


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


class _SheetText:
    def __init__(self, sheet: CallSheet, now: datetime, lang: str, page: str) -> None:
        self.sheet = sheet
        self.now = now
        self.lang = lang
        self.page = page

    def format_moment(self, at: datetime) -> str:
        here = quiet_hours.to_local_time(at, self.sheet.zone)
        return f"{translate_wording(format_long_date(here.date(), year=False), self.lang)} {here:%H:%M}"

    def iterate_lines(self) -> Iterator[str]:
        yield from self.iterate_head()
        yield from self.iterate_past()
        yield ""
        yield translate("call.sheet", "to_say", self.lang)
        yield from (f"  {line}" for line in self.iterate_to_say())
        if asked := list_question_texts(self.sheet):
            yield ""
            yield translate("call.sheet", "to_ask", self.lang)
        for number, question in enumerate(asked, 1):
            yield f"  {number}. {translate_wording(question, self.lang)}"
        yield ""
        yield translate("call.sheet", "to_type_then", self.lang)
        yield from (f"  {line}" for line in self.iterate_to_type())

    def iterate_head(self) -> Iterator[str]:
        sheet = self.sheet
        role = (
            translate("call.sheet", "contact", self.lang)
            if sheet.contact_id
            else translate("call.sheet", "case", self.lang)
        )
        name = sheet.name or translate("call.sheet", "name_not_known", self.lang)
        number = format_phone_number(sheet.number) or translate("call.sheet", "no_number", self.lang)
        yield translate(
            "call.sheet", "call", self.lang, task_id=sheet.task_id, name=name, role=role, number=number
        )
        why = translate_name("call.reasons", sheet.reason, self.lang)
        urgent = translate("call.sheet", "urgent", self.lang) if sheet.urgent else ""
        yield translate("call.sheet", "why", self.lang, urgent=urgent, why=why)
        left = sheet.deadline - self.now
        late = left < timedelta(0)
        rest = format_duration(abs(left))
        rest = translate("call.sheet", "late_by" if late else "left", self.lang, rest=rest)
        when = self.format_moment(sheet.deadline)
        yield translate("call.sheet", "reach_before", self.lang, when=when, rest=rest)
        if sheet.guardian:
            yield translate("call.sheet", "talk_to", self.lang, guardian=sheet.guardian)
        if sheet.as_said:
            yield translate("call.sheet", "number_given_of_no", self.lang, as_said=sheet.as_said)
        if sheet.onset_on:
            day = translate_wording(format_long_date(sheet.onset_on), self.lang)
            yield translate("call.sheet", "first_symptoms", self.lang, day=day)
        if sheet.lang == "en":
            yield translate("call.sheet", "language_english", self.lang)
        if sheet.interpreter:
            language = name_spoken_language(sheet.interpreter, self.lang)
            yield translate("call.sheet", "an_interpreter_is_needed", self.lang, language=language)
        if sheet.leased_until:
            until = f"{quiet_hours.to_local_time(sheet.leased_until, DESK):%H:%M}"
            yield translate("call.sheet", "the_call_is_yours", self.lang, until=until)

    def iterate_past(self) -> Iterator[str]:
        sheet = self.sheet
        if sheet.thread:
            yield ""
            yield translate("call.sheet", "said_by_sms_so", self.lang)
            if len(sheet.thread) > SHOWN:
                more = len(sheet.thread) - SHOWN
                yield translate("call.sheet", "before", self.lang, more=more)
        for line in sheet.thread[-SHOWN:]:
            who = (
                translate("call.sheet", "us", self.lang)
                if line.ours
                else translate("call.sheet", "the_person", self.lang)
            )
            failed = translate("call.sheet", "did_not_arrive", self.lang) if line.failed else ""
            text = " ".join(line.text.split())
            yield f"  {self.format_moment(line.at)}, {who}{failed} : {text}"
        if sheet.attempts:
            yield ""
            yield translate("call.sheet", "calls_made_so_far", self.lang)
        for call in sheet.attempts:
            rang = translate("call.sheet", "they_rang", self.lang) if call.incoming else ""
            what = rang + f"{translate_name('call.outcomes', call.outcome, self.lang)} ({call.agent})"
            note = f" : {' '.join(call.note.split())}" if call.note else ""
            yield f"  {self.format_moment(call.at)}, {what}{note}"
        if sheet.named:
            yield ""
            names = ", ".join(sheet.named)
            yield translate("call.sheet", "named_so_far", self.lang, names=names)
        if sheet.to_confirm:
            names = ", ".join(sheet.to_confirm)
            yield translate("call.sheet", "to_be_confirmed", self.lang, names=names)

    def iterate_to_say(self) -> Iterator[str]:
        sheet = self.sheet
        opening = "guardian" if sheet.guardian else "opening"
        name = sheet.name or "?"
        yield translate("call", opening, self.lang).format(name=name, guardian=sheet.guardian)
        if announced := describe_announcement(sheet, self.lang):
            yield announced
        yield translate("call", "proof", self.lang)
        if not sheet.rang_in:
            yield say_to_screening(sheet, self.lang)
        if sheet.spoken:
            yield translate("call", "spoken", self.lang).format(
                page=translate("call", "page", self.lang),
                address=f" ({self.page})" if self.page else "",
                code=call_code.format_call_code(sheet.spoken),
            )
        if sheet.reason == NAMESAKE:
            yield translate("call", "namesake", self.lang)
        if not sheet.number:
            yield translate("call", "no_phone", self.lang).format(task=sheet.task_id)
        if sheet.contact_id:
            yield translate("call", "secret", self.lang)
        yield translate("call", "never", self.lang)
        if sheet.withdrawn:
            yield translate("call", "withdrawn" if sheet.contact_id else "withdrawn_own", self.lang)
            return
        day = translate_wording(format_long_date(sheet.plan.on), self.lang)
        apart = f", {translate('call', 'not_at_home', self.lang)}" if sheet.plan_at_home else ""
        yield from self.iterate_plan(sheet.plan, day + apart)
        if sheet.plan_at_home:
            yield from self.iterate_plan(
                sheet.plan_at_home, f"{day}, {translate('call', 'at_home', self.lang)}"
            )

    def iterate_plan(self, plan: InstructionPlan, title: str) -> Iterator[str]:
        yield ""
        yield translate("call.sheet", "instructions_of", self.lang, title=title)
        for line in plan.lines:
            yield f"- {translate_wording(line.text, self.lang)}"
        if plan.needs_human:
            yield translate("call", "no_plan", self.lang)

    def iterate_to_type(self) -> Iterator[str]:
        command = f"tocsin calls outcome {self.sheet.task_id}"
        reached = f"{command} reached --identity-confirmed --instructions-given"
        if self.sheet.contact_id is None:
            example = translate("call.sheet", "lea_karim", self.lang)
            yield f'{reached} --contacts "{example}"'
            yield f"{reached} --nobody"
        else:
            yield reached
        for name in ("voicemail", "no_answer", "filtered", "refused", "wrong_person", "hospital", "dead"):
            yield f"{command} {name:13} # {translate_name('call.outcomes', name, self.lang)}"
        tomorrow = quiet_hours.to_local_time(self.now, self.sheet.zone).date() + timedelta(days=1)
        yield f'{command} call_back --at "{tomorrow} 10:00"'
        yield f'{command} interpreter --interpreter ar --at "{tomorrow} 10:00"'
