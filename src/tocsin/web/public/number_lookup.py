"""A number: what it costs, who may use it, whether the institution calls from it or is called on it."""

from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect

from tocsin.charter.schema import Clause
from tocsin.charter.words import format_day, format_institution_name, translate_wording
from tocsin.locale.catalogues import translate
from tocsin.phone_numbers.dialled_number import NotAPhoneNumber, parse_phone_number
from tocsin.verdict import number_sentences
from tocsin.verdict.institution_choice import DEFAULT
from tocsin.verdict.number_report import LookalikeNumber, NumberUse, build_number_report
from tocsin.web import clause_view, language, page_rendering, page_urls
from tocsin.web.language import Lang
from tocsin.web.query_params import (
    chosen_charter,
    chosen_day,
    list_institutions,
    list_translations_with_choices,
)

EXAMPLES: Final = tuple(parse_phone_number(one) for one in ("3646", "0899000012", "33700", "118218"))
"""Numbers that the page offers to look at."""


def search_number(request: HttpRequest) -> HttpResponse:
    """The form; a number that was typed leads to its own page."""
    typed = request.GET.get("n", "")
    if not typed.strip():
        return _render_form(request, "", 200)
    try:
        number = parse_phone_number(typed)
    except NotAPhoneNumber:
        return _render_form(request, typed[:60], 400)
    return HttpResponseRedirect(_number_url(request, number.digits))


def show_number_page(request: HttpRequest, number: str) -> HttpResponse:
    """One number on one day; other ways of writing it lead here."""
    try:
        dialled = parse_phone_number(number)
    except NotAPhoneNumber:
        return _render_form(request, number[:60], 404)
    if number != dialled.digits:
        return HttpResponsePermanentRedirect(_number_url(request, dialled.digits))
    lang = language.request_language(request)
    charter, on = chosen_charter(request), chosen_day(request)
    sheet = build_number_report(dialled, charter, on.day)
    name = format_institution_name(charter, lang)
    return page_rendering.render_page(
        request,
        "number",
        translations=list_translations_with_choices(request),
        typed=dialled.digits,
        sheet=sheet,
        on=on,
        charter=charter,
        as_of=format_day(on.day, lang),
        who=name,
        verdict=number_sentences.describe_standing(sheet, name, lang),
        grave=number_sentences.find_standing(sheet) in number_sentences.GRAVE,
        cost=number_sentences.describe_price(sheet, lang),
        holders=list(number_sentences.describe_holders(sheet, lang)),
        proves=translate("number", "proves", lang),
        display=number_sentences.describe_display(sheet, lang),
        display_sources=[clause_view.view_source(one, lang) for one in sheet.display.sources]
        if sheet.display
        else [],
        range_sources=[clause_view.view_source(one, lang) for one in sheet.range.sources]
        if sheet.range
        else [],
        uses=[_use_view(use, name, lang) for use in sheet.uses],
        advice=[clause_view.view_clause(clause, lang) for clause in sheet.advice],
        alike=[_similar_number_view(one, lang) for one in sheet.alike],
        institutions=list_institutions(lang),
        examples=EXAMPLES,
    )


def _render_form(request: HttpRequest, typed: str, status: int) -> HttpResponse:
    return page_rendering.render_page(
        request,
        "number",
        translations=list_translations_with_choices(request),
        typed=typed,
        sheet=None,
        refused=status != 200,
        charter=chosen_charter(request),
        institutions=list_institutions(language.request_language(request)),
        examples=EXAMPLES,
        status_code=status,
    )


def _number_url(request: HttpRequest, digits: str) -> str:
    """Where a number is; the day and the institution that were asked about stay."""
    kept = request.GET.copy()
    kept.pop("n", None)
    for name in [name for name in kept if not kept[name] or (name, kept[name]) == ("institution", DEFAULT)]:
        del kept[name]
    query = f"?{kept.urlencode()}" if kept else ""
    return page_urls.page_url("number", language.request_language(request), number=digits) + query


def _use_view(use: NumberUse, name: str, lang: Lang) -> dict[str, object]:
    """One question about the number, its answer, and the clauses behind it."""
    clauses: list[Clause] = [*use.points]
    if use.listing and use.standing in ("no", "unknown"):
        clauses.append(use.listing)
    return {
        "question": number_sentences.describe_question(use, name, lang),
        "standing": use.standing,
        "answer": number_sentences.describe_use(use, lang),
        "dates": " ; ".join(number_sentences.describe_dates(point, lang) for point in use.points),
        "clauses": [clause_view.view_clause(clause, lang) for clause in clauses],
        "caution": use.direction == "they_contact_you" and use.standing in ("yes", "perhaps", "was"),
    }


def _similar_number_view(one: LookalikeNumber, lang: Lang) -> dict[str, str]:
    genuine = parse_phone_number(one.point.value)
    # Spaces that hold a number together in a sentence that is written from the right, too.
    shown = genuine.display_form.replace(" ", "\u00a0")
    return {
        "said": number_sentences.describe_likeness(one, lang).replace(genuine.display_form, shown),
        "digits": genuine.digits,
        "shown": shown,
        "purpose": translate_wording(one.point.purpose, lang),
    }
