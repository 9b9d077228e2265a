"""The counter: the check for a clerk with the next person before them, or on the telephone.

The same form, verdict and sheet as the first page, laid out for keys; six spoken questions where there is no
text. Nothing of one person is there when the next one comes: the page is asked for anew, and no browser keeps it.
"""

from datetime import date
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, QueryDict
from msgspec.structs import replace

from tocsin.charter.channels import CHANNELS
from tocsin.charter.loading import load_charter
from tocsin.charter.words import format_institution_name, translate_channel
from tocsin.evidence.told_answers import SPOKEN_QUESTIONS
from tocsin.locale.catalogues import translate
from tocsin.verdict.institution_choice import find_named_institution
from tocsin.web import check_form, language, page_rendering, query_params
from tocsin.web.check_form import CheckForm, FormMistake
from tocsin.web.formatting import capitalise_name
from tocsin.web.public.message_check import build_verdict_context, refuse_check

ONE_KEY: Final = (
    "assurance_maladie", "banques_fr", "dgfip", "caf", "la_poste", "antai", "police_gendarmerie", "france_travail",
    "edf",
)  # fmt: skip
"""Institutions that are chosen by a figure, from 1: those in whose name people in France are rung and written to most."""
_ANSWERS: Final = ("yes", "no", "unknown")


def show_counter(request: HttpRequest) -> HttpResponse:
    """The form, and beside it the answer on the last person, where there is one."""
    today = query_params.today_in_paris()
    if request.method in ("GET", "HEAD"):
        return _render(request, CheckForm(received=today), today)
    if refusal := refuse_check(request):
        return refusal
    wanted, mistakes = _read_form(request, today)
    if not mistakes and len(wanted.to_message(today).text) > check_form.MOST_TEXT:
        mistakes = (FormMistake("text", "too_long"),)
    if mistakes:
        page = _render(request, wanted, today, mistakes=mistakes)
        page.status_code = 422
        return page
    told = build_verdict_context(request, wanted, wanted.to_message(today), today, sheet=False)
    return _render(request, wanted, today, **told)


def _read_form(request: HttpRequest, today: date) -> tuple[CheckForm, tuple[FormMistake, ...]]:
    """The form of the first page; the institution is chosen, or said in the person's words."""
    wanted, mistakes = check_form.read_check_form(request.POST, request.FILES, today)
    words = _read_words(request.POST)
    if not words:
        return wanted, mistakes
    found = find_named_institution(words)
    if not found:
        # Said of nobody that is known: they are read with the message, as a person would tell of it.
        return replace(wanted, text=wanted.text or ("" if wanted.answers else words)), mistakes
    return replace(wanted, institution=found), mistakes


def _read_words(form: QueryDict) -> str:
    """In whose name it came, in words; a key that was pressed goes before them."""
    return "" if form.get("institution") else form.get("presented", "").strip()[: check_form.MOST_SENDER]


def _render(
    request: HttpRequest,
    wanted: CheckForm,
    today: date,
    *,
    mistakes: tuple[FormMistake, ...] = (),
    **context: Any,
) -> HttpResponse:
    lang = language.request_language(request)
    said = {answer.question: answer.said for answer in wanted.answers}
    questions = [
        (check_form.ANSWER + one.id, translate("spoken_questions", one.id, lang), said.get(one.id, ""))
        for one in SPOKEN_QUESTIONS
    ]
    return page_rendering.render_page(
        request,
        "counter",
        template="counter_part.html" if page_rendering.is_partial_request(request) else "",
        asked=wanted,
        words=_read_words(request.POST),
        today=today,
        mistakes=mistakes,
        wrong={mistake.field: mistake.name for mistake in mistakes},
        questions=questions,
        answers=[(one, translate("spoken_answers", one, lang)) for one in _ANSWERS],
        still=[asked for _, asked, answer in questions if said and answer in ("", "unknown")],
        untold=bool(said) and not wanted.text,
        institutions=[(name, _name_briefly(name, lang)) for name in ONE_KEY],
        channels=[(channel, translate_channel(channel, lang)) for channel in CHANNELS],
        most_sender=check_form.MOST_SENDER,
        **context,
    )


def _name_briefly(institution: str, lang: str) -> str:
    """How people call an institution, without what stands in brackets after it."""
    return capitalise_name(format_institution_name(load_charter(institution), lang))
