"""The sheet of a call in words: who, why, until when; what was said; what to say, to ask and to type."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from tocsin.charter.words import translate_wording
from tocsin.conversation import quiet_hours
from tocsin.locale.catalogues import translate, translate_name
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


def format_number(number: str) -> str:
    """A number as an agent dials it.

    >>> format_number("+33639981234"), format_number("+32470123456")
    ('06 39 98 12 34', '+32470123456')
    """
    if number.startswith("+33") and len(number) == 12:
        digits = "0" + number[3:]
        return " ".join(digits[at : at + 2] for at in range(0, 10, 2))
    return number


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
    english = lang != "fr"

    def moment(at: datetime) -> str:
        here = quiet_hours.to_local_time(at, zone)
        return f"{translate_wording(format_long_date(here.date(), year=False), lang)} {'at' if english else 'à'} {here:%H:%M}"

    found = [
        f"To be rung again: {moment(again_at)}, the person's time."
        if english
        else f"À rappeler : {moment(again_at)}, heure de la personne."
    ]
    if asked and asked != again_at:
        found.append(
            "That was moved: nobody is rung outside 8 to 20 h of their own time."
            if english
            else "L'heure a été décalée : personne n'est appelé hors de 8 h à 20 h, heure de la personne."
        )
    if again_at > deadline:
        found.append(
            f"Warning: that is after the time limit ({moment(deadline)})."
            if english
            else f"Attention : c'est après l'heure limite ({moment(deadline)})."
        )
    return found


def format_duration(span: timedelta) -> str:
    """A span of time in hours and minutes.

    >>> format_duration(timedelta(hours=2, minutes=5, seconds=40)), format_duration(timedelta(minutes=9))
    ('2 h 05', '9 min')
    """
    minutes = int(span.total_seconds()) // 60
    return f"{minutes // 60} h {minutes % 60:02}" if minutes >= 60 else f"{minutes} min"


class _SheetText:
    def __init__(self, sheet: CallSheet, now: datetime, lang: str, page: str) -> None:
        self.sheet = sheet
        self.now = now
        self.lang = lang
        self.page = page

    def pick_language(self, fr: str, en: str) -> str:
        return en if self.lang != "fr" else fr

    def format_moment(self, at: datetime) -> str:
        here = quiet_hours.to_local_time(at, self.sheet.zone)
        return f"{translate_wording(format_long_date(here.date(), year=False), self.lang)} {here:%H:%M}"

    def iterate_lines(self) -> Iterator[str]:
        yield from self.iterate_head()
        yield from self.iterate_past()
        yield ""
        yield self.pick_language("À dire", "To say")
        yield from (f"  {line}" for line in self.iterate_to_say())
        if asked := list_question_texts(self.sheet):
            yield ""
            yield self.pick_language("À demander", "To ask")
        for number, question in enumerate(asked, 1):
            yield f"  {number}. {translate_wording(question, self.lang)}"
        yield ""
        yield self.pick_language("À taper ensuite", "To type then")
        yield from (f"  {line}" for line in self.iterate_to_type())

    def iterate_head(self) -> Iterator[str]:
        sheet = self.sheet
        role = (
            self.pick_language("contact", "contact")
            if sheet.contact_id
            else self.pick_language("cas", "case")
        )
        name = sheet.name or self.pick_language("nom inconnu", "name not known")
        number = format_number(sheet.number) or self.pick_language("pas de numéro", "no number")
        yield self.pick_language(
            f"Appel {sheet.task_id} : {name} ({role}), {number}",
            f"Call {sheet.task_id}: {name} ({role}), {number}",
        )
        why = translate_name("call.reasons", sheet.reason, self.lang)
        urgent = self.pick_language("URGENT. ", "URGENT. ") if sheet.urgent else ""
        yield self.pick_language(f"{urgent}Pourquoi : {why}.", f"{urgent}Why: {why}.")
        left = sheet.deadline - self.now
        late = left < timedelta(0)
        rest = format_duration(abs(left))
        fr = f"dépassé de {rest}" if late else f"reste {rest}"
        en = f"late by {rest}" if late else f"{rest} left"
        when = self.format_moment(sheet.deadline)
        yield self.pick_language(
            f"Avant : {when} ({fr}, heure de la personne).", f"Before: {when} ({en}, the person's time)."
        )
        if sheet.guardian:
            yield self.pick_language(f"Parlez à : {sheet.guardian}.", f"Talk to: {sheet.guardian}.")
        if sheet.as_said:
            yield self.pick_language(
                f"Numéro donné, inutilisable : {sheet.as_said}", f"Number given, of no use: {sheet.as_said}"
            )
        if sheet.onset_on:
            day = translate_wording(format_long_date(sheet.onset_on), self.lang)
            yield self.pick_language(f"Premiers symptômes : {day}.", f"First symptoms: {day}.")
        if sheet.lang == "en":
            yield self.pick_language("Langue : anglais.", "Language: English.")
        if sheet.interpreter:
            language = name_spoken_language(sheet.interpreter, self.lang)
            yield self.pick_language(
                f"Interprète nécessaire : {language}.", f"An interpreter is needed: {language}."
            )
        if sheet.leased_until:
            until = f"{quiet_hours.to_local_time(sheet.leased_until, DESK):%H:%M}"
            yield self.pick_language(
                f"L'appel est à vous jusqu'à {until} (heure de Paris).",
                f"The call is yours until {until} (Paris time).",
            )

    def iterate_past(self) -> Iterator[str]:
        sheet = self.sheet
        if sheet.thread:
            yield ""
            yield self.pick_language("Déjà dit par SMS", "Said by SMS so far")
            if len(sheet.thread) > SHOWN:
                more = len(sheet.thread) - SHOWN
                yield self.pick_language(f"  ({more} avant)", f"  ({more} before)")
        for line in sheet.thread[-SHOWN:]:
            who = (
                self.pick_language("nous", "us")
                if line.ours
                else self.pick_language("la personne", "the person")
            )
            failed = self.pick_language(" (pas arrivé)", " (did not arrive)") if line.failed else ""
            text = " ".join(line.text.split())
            yield f"  {self.format_moment(line.at)}, {who}{failed} : {text}"
        if sheet.attempts:
            yield ""
            yield self.pick_language("Appels déjà faits", "Calls made so far")
        for call in sheet.attempts:
            rang = self.pick_language("appel reçu, ", "they rang, ") if call.incoming else ""
            what = rang + f"{translate_name('call.outcomes', call.outcome, self.lang)} ({call.agent})"
            note = f" : {' '.join(call.note.split())}" if call.note else ""
            yield f"  {self.format_moment(call.at)}, {what}{note}"
        if sheet.named:
            yield ""
            names = ", ".join(sheet.named)
            yield self.pick_language(f"Déjà nommés : {names}", f"Named so far: {names}")
        if sheet.to_confirm:
            names = ", ".join(sheet.to_confirm)
            yield self.pick_language(f"À confirmer : {names}", f"To be confirmed: {names}")

    def iterate_to_say(self) -> Iterator[str]:
        sheet = self.sheet
        opening = "guardian" if sheet.guardian else "opening"
        name = sheet.name or "?"
        yield translate("call", opening, self.lang).format(name=name, guardian=sheet.guardian)
        yield translate("call", "proof", self.lang)
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
        yield self.pick_language(f"Consignes du {title} :", f"Instructions of {title}:")
        for line in plan.lines:
            yield f"- {translate_wording(line.text, self.lang)}"
        if plan.needs_human:
            yield translate("call", "no_plan", self.lang)

    def iterate_to_type(self) -> Iterator[str]:
        command = f"tocsin calls outcome {self.sheet.task_id}"
        reached = f"{command} reached --identity-confirmed --instructions-given"
        if self.sheet.contact_id is None:
            example = self.pick_language(
                "Léa 06 39 98 12 34, Karim 0639981235", "Lea 06 39 98 12 34, Karim 0639981235"
            )
            yield f'{reached} --contacts "{example}"'
            yield f"{reached} --nobody"
        else:
            yield reached
        for name in ("voicemail", "no_answer", "filtered", "refused", "wrong_person", "hospital", "dead"):
            yield f"{command} {name:13} # {translate_name('call.outcomes', name, self.lang)}"
        tomorrow = quiet_hours.to_local_time(self.now, self.sheet.zone).date() + timedelta(days=1)
        yield f'{command} call_back --at "{tomorrow} 10:00"'
        yield f'{command} interpreter --interpreter ar --at "{tomorrow} 10:00"'
