"""Sentences of the sheet of a call: when to ring again, what was announced, what a telephone that screens is told,
what to ask."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final, Literal

from msgspec import Struct

from tocsin.charter.schema import Wording
from tocsin.charter.words import translate_wording
from tocsin.conversation import quiet_hours
from tocsin.conversation.flow.text_variables import format_call_window
from tocsin.locale.catalogues import translate
from tocsin.protocol.load import load_protocol
from tocsin.protocol.schema import DiseaseProtocol
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


def show_kept_text(text: str | None, lang: str) -> str:
    """An SMS or a note on one line; where it does not open, that it does not."""
    return translate("call.sheet", "does_not_open", lang) if text is None else " ".join(text.split())


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


What = Literal["contacts", "gathering", "help", "household", "test", "clear"]


class CallQuestion(Struct, frozen=True):
    what: What
    text: Wording


def list_questions(sheet: CallSheet) -> tuple[CallQuestion, ...]:
    """The questions of this call, in order, each with what it asks for; what was answered is not asked again."""
    if sheet.withdrawn:
        return ()
    return tuple(
        _iterate_case_questions(sheet) if sheet.contact_id is None else _iterate_contact_questions(sheet)
    )


def _iterate_case_questions(sheet: CallSheet) -> Iterator[CallQuestion]:
    since = format_long_date(sheet.since, year=False) if sheet.since else None
    protocol = load_protocol(sheet.disease)
    if not sheet.listed and since:
        yield CallQuestion("contacts", _ask_contacts(protocol, since))
    if sheet.gathering_since and since:
        before = format_long_date(sheet.gathering_since, year=False)
        masks = Wording(" sans masque", " without masks") if protocol.sms else Wording("", "")
        yield CallQuestion(
            "gathering",
            Wording(
                f"Entre le {before.fr} et le {since.fr}, avez-vous été à un rassemblement d'au moins "
                f"10 personnes{masks.fr} ? Quoi, où, quel jour, avec qui ?",
                f"Between {before.en} and {since.en}, were you at a gathering of 10 people or more{masks.en}? "
                "What, where, which day, with whom?",
            ),
        )
    yield from _list_last_questions()


def _ask_contacts(protocol: DiseaseProtocol, since: Wording) -> Wording:
    """As the SMS of the disease asks, where it has some; else by who is a contact of it, as its file defines."""
    if protocol.sms:
        whom = Wording(
            f"Qui avez-vous vu depuis le {since.fr} sans masque : repas, trajet, logement ou plus de 15 minutes ?",
            f"Whom have you met since {since.en} without a mask: a meal, a journey, a home or more than 15 minutes?",
        )
    else:
        whom = Wording(f"Qui avez-vous vu depuis le {since.fr} ?", f"Whom have you met since {since.en}?")
        if protocol.facts and (meant := protocol.facts.contact_is.wording):
            whom = Wording(
                f"{whom.fr} Est un contact : {meant.fr}.", f"{whom.en} Counts as a contact: {meant.en}."
            )
    return Wording(
        f"{whom.fr} Nom, téléphone ; qui vit avec vous ?", f"{whom.en} Name, phone; who lives with you?"
    )


def _iterate_contact_questions(sheet: CallSheet) -> Iterator[CallQuestion]:
    if sheet.household is None:
        yield CallQuestion(
            "household",
            Wording(
                "Vivez-vous avec une personne positive en ce moment ?",
                "Do you live with somebody who is positive at the moment?",
            ),
        )
    plans = filter(None, (sheet.plan, sheet.plan_at_home))
    if any(line.kind == "test" for plan in plans for line in plan.lines):
        yield CallQuestion(
            "test", Wording("Pouvez-vous faire le test le jour prévu ?", "Can you take the test on the day?")
        )
    yield from _list_last_questions()


def _list_last_questions() -> Iterator[CallQuestion]:
    yield CallQuestion(
        "help",
        Wording(
            "Avez-vous besoin d'aide pour rester chez vous : courses, logement ?",
            "Do you need help to stay at home: shopping, housing?",
        ),
    )
    yield CallQuestion(
        "clear", Wording("Ces consignes sont-elles claires ?", "Are these instructions clear?")
    )
