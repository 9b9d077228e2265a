"""The sheet of a call in words: who, why, until when; what was said; what to say, to ask and to type."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final

from tocsin.charter.schema import Wording
from tocsin.charter.words import said
from tocsin.conversation import quiet
from tocsin.protocol.plan import Plan
from tocsin.protocol.wording import in_words
from tocsin.tracing.calls import spoken, words
from tocsin.tracing.calls.asking import questions
from tocsin.tracing.calls.languages import LANGUAGES
from tocsin.tracing.calls.model import NAMESAKE, CallSheet

SHOWN: Final = 12
"""SMS of the thread that are shown: the last ones."""
DESK: Final = "Europe/Paris"
"""Time zone of the agents."""


def render(sheet: CallSheet, now: datetime, lang: str = "fr", page: str = "") -> str:
    """The sheet as text; moments are in the person's own time. ``page`` is where the code is typed."""
    return "".join(f"{plain(line)}".rstrip() + "\n" for line in _Script(sheet, now, lang, page).lines())


def plain(line: str) -> str:
    """A line as it may be shown: what people wrote neither ends it nor commands the terminal.

    >>> plain("oui" + chr(27) + "[31m" + chr(10) + "non")
    'oui [31m non'
    """
    return "".join(c if c.isprintable() or c in "\xa0\u202f" else " " for c in line)


def shown_number(number: str) -> str:
    """A number as an agent dials it.

    >>> shown_number("+33639981234"), shown_number("+32470123456")
    ('06 39 98 12 34', '+32470123456')
    """
    if number.startswith("+33") and len(number) == 12:
        digits = "0" + number[3:]
        return " ".join(digits[at : at + 2] for at in range(0, 10, 2))
    return number


def again_in_words(
    again_at: datetime, asked: datetime | None, deadline: datetime, zone: str, lang: str
) -> list[str]:
    """When somebody is to be rung again, on their own clock; that it was moved, that it is too late.

    >>> from datetime import UTC
    >>> night, due = datetime(2021, 3, 4, 21, tzinfo=UTC), datetime(2021, 3, 5, 7, tzinfo=UTC)
    >>> comes = datetime(2021, 3, 5, 7, 1, tzinfo=UTC)
    >>> print(*again_in_words(comes, night, due, "Europe/Paris", "en"), sep="\\n")
    To be rung again: Friday 5 March at 08:01, the person's time.
    That was moved: nobody is rung outside 8 to 20 h of their own time.
    Warning: that is after the time limit (Friday 5 March at 08:00).
    """
    english = lang == "en"

    def moment(at: datetime) -> str:
        here = quiet.local(at, zone)
        return f"{said(in_words(here.date(), year=False), lang)} {'at' if english else 'à'} {here:%H:%M}"

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


def duration(span: timedelta) -> str:
    """A span of time in hours and minutes.

    >>> duration(timedelta(hours=2, minutes=5, seconds=40)), duration(timedelta(minutes=9))
    ('2 h 05', '9 min')
    """
    minutes = int(span.total_seconds()) // 60
    return f"{minutes // 60} h {minutes % 60:02}" if minutes >= 60 else f"{minutes} min"


def word(table: Mapping[str, Wording], name: str, lang: str) -> str:
    """What stands for a stable name; the name itself where there are no words for it."""
    return said(table[name], lang) if name in table else name


class _Script:
    def __init__(self, sheet: CallSheet, now: datetime, lang: str, page: str) -> None:
        self.sheet = sheet
        self.now = now
        self.lang = lang
        self.page = page

    def say(self, fr: str, en: str) -> str:
        return en if self.lang == "en" else fr

    def moment(self, at: datetime) -> str:
        here = quiet.local(at, self.sheet.zone)
        return f"{said(in_words(here.date(), year=False), self.lang)} {here:%H:%M}"

    def lines(self) -> Iterator[str]:
        yield from self.head()
        yield from self.past()
        yield ""
        yield self.say("À dire", "To say")
        yield from (f"  {line}" for line in self.to_say())
        if asked := questions(self.sheet):
            yield ""
            yield self.say("À demander", "To ask")
        for number, question in enumerate(asked, 1):
            yield f"  {number}. {said(question, self.lang)}"
        yield ""
        yield self.say("À taper ensuite", "To type then")
        yield from (f"  {line}" for line in self.to_type())

    def head(self) -> Iterator[str]:
        sheet = self.sheet
        role = self.say("contact", "contact") if sheet.contact_id else self.say("cas", "case")
        name = sheet.name or self.say("nom inconnu", "name not known")
        number = shown_number(sheet.number) or self.say("pas de numéro", "no number")
        yield self.say(
            f"Appel {sheet.task_id} : {name} ({role}), {number}",
            f"Call {sheet.task_id}: {name} ({role}), {number}",
        )
        why = word(words.REASONS, sheet.reason, self.lang)
        urgent = self.say("URGENT. ", "URGENT. ") if sheet.urgent else ""
        yield self.say(f"{urgent}Pourquoi : {why}.", f"{urgent}Why: {why}.")
        left = sheet.deadline - self.now
        late = left < timedelta(0)
        rest = duration(abs(left))
        fr = f"dépassé de {rest}" if late else f"reste {rest}"
        en = f"late by {rest}" if late else f"{rest} left"
        when = self.moment(sheet.deadline)
        yield self.say(
            f"Avant : {when} ({fr}, heure de la personne).", f"Before: {when} ({en}, the person's time)."
        )
        if sheet.guardian:
            yield self.say(f"Parlez à : {sheet.guardian}.", f"Talk to: {sheet.guardian}.")
        if sheet.as_said:
            yield self.say(
                f"Numéro donné, inutilisable : {sheet.as_said}", f"Number given, of no use: {sheet.as_said}"
            )
        if sheet.onset_on:
            day = said(in_words(sheet.onset_on), self.lang)
            yield self.say(f"Premiers symptômes : {day}.", f"First symptoms: {day}.")
        if sheet.lang == "en":
            yield self.say("Langue : anglais.", "Language: English.")
        if sheet.interpreter:
            language = word(LANGUAGES, sheet.interpreter, self.lang)
            yield self.say(f"Interprète nécessaire : {language}.", f"An interpreter is needed: {language}.")
        if sheet.leased_until:
            until = f"{quiet.local(sheet.leased_until, DESK):%H:%M}"
            yield self.say(
                f"L'appel est à vous jusqu'à {until} (heure de Paris).",
                f"The call is yours until {until} (Paris time).",
            )

    def past(self) -> Iterator[str]:
        sheet = self.sheet
        if sheet.thread:
            yield ""
            yield self.say("Déjà dit par SMS", "Said by SMS so far")
            if len(sheet.thread) > SHOWN:
                more = len(sheet.thread) - SHOWN
                yield self.say(f"  ({more} avant)", f"  ({more} before)")
        for line in sheet.thread[-SHOWN:]:
            who = self.say("nous", "us") if line.ours else self.say("la personne", "the person")
            failed = self.say(" (pas arrivé)", " (did not arrive)") if line.failed else ""
            text = " ".join(line.text.split())
            yield f"  {self.moment(line.at)}, {who}{failed} : {text}"
        if sheet.attempts:
            yield ""
            yield self.say("Appels déjà faits", "Calls made so far")
        for call in sheet.attempts:
            rang = self.say("appel reçu, ", "they rang, ") if call.incoming else ""
            what = rang + f"{word(words.OUTCOMES, call.outcome, self.lang)} ({call.agent})"
            note = f" : {' '.join(call.note.split())}" if call.note else ""
            yield f"  {self.moment(call.at)}, {what}{note}"
        if sheet.named:
            yield ""
            names = ", ".join(sheet.named)
            yield self.say(f"Déjà nommés : {names}", f"Named so far: {names}")
        if sheet.to_confirm:
            names = ", ".join(sheet.to_confirm)
            yield self.say(f"À confirmer : {names}", f"To be confirmed: {names}")

    def to_say(self) -> Iterator[str]:
        sheet = self.sheet
        opening = words.GUARDIAN if sheet.guardian else words.OPENING
        name = sheet.name or "?"
        yield said(opening, self.lang).format(name=name, guardian=sheet.guardian)
        yield said(words.PROOF, self.lang)
        if sheet.spoken:
            yield said(words.SPOKEN, self.lang).format(
                page=said(words.PAGE, self.lang),
                address=f" ({self.page})" if self.page else "",
                code=spoken.shown(sheet.spoken),
            )
        if sheet.reason == NAMESAKE:
            yield said(words.NAMESAKE, self.lang)
        if not sheet.number:
            yield said(words.NO_PHONE, self.lang).format(task=sheet.task_id)
        if sheet.contact_id:
            yield said(words.SECRET, self.lang)
        yield said(words.NEVER, self.lang)
        if sheet.withdrawn:
            yield said(words.WITHDRAWN if sheet.contact_id else words.WITHDRAWN_OWN, self.lang)
            return
        day = said(in_words(sheet.plan.on), self.lang)
        apart = f", {said(words.NOT_AT_HOME, self.lang)}" if sheet.plan_at_home else ""
        yield from self.plan(sheet.plan, day + apart)
        if sheet.plan_at_home:
            yield from self.plan(sheet.plan_at_home, f"{day}, {said(words.AT_HOME, self.lang)}")

    def plan(self, plan: Plan, title: str) -> Iterator[str]:
        yield ""
        yield self.say(f"Consignes du {title} :", f"Instructions of {title}:")
        for line in plan.lines:
            yield f"- {said(line.text, self.lang)}"
        if plan.needs_human:
            yield said(words.NO_PLAN, self.lang)

    def to_type(self) -> Iterator[str]:
        command = f"tocsin calls outcome {self.sheet.task_id}"
        reached = f"{command} reached --identity-confirmed --instructions-given"
        if self.sheet.contact_id is None:
            example = self.say("Léa 06 39 98 12 34, Karim 0639981235", "Lea 06 39 98 12 34, Karim 0639981235")
            yield f'{reached} --contacts "{example}"'
            yield f"{reached} --nobody"
        else:
            yield reached
        for name in ("voicemail", "no_answer", "filtered", "refused", "wrong_person", "hospital", "dead"):
            yield f"{command} {name:13} # {word(words.OUTCOMES, name, self.lang)}"
        tomorrow = quiet.local(self.now, self.sheet.zone).date() + timedelta(days=1)
        yield f'{command} call_back --at "{tomorrow} 10:00"'
        yield f'{command} interpreter --interpreter ar --at "{tomorrow} 10:00"'
