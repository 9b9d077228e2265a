"""A number: what it costs, who may use it, whether the institution calls from it or is called on it."""

from datetime import date
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect

from tocsin.charter.loading import load_charter
from tocsin.charter.schema import Charter, Clause, PointClause
from tocsin.charter.words import format_day, format_validity, translate_wording
from tocsin.locale.catalogues import Sentences
from tocsin.phone_numbers.dialled_number import NotAPhoneNumber, parse_phone_number
from tocsin.verdict.check import DEFAULT
from tocsin.verdict.number_report import LookalikeNumber, NumberReport, NumberUse, build_number_report
from tocsin.web import clause_view, language, page_rendering, page_urls
from tocsin.web.language import Lang
from tocsin.web.query_params import (
    chosen_charter,
    chosen_day,
    institution_short_name,
    list_institutions,
    list_translations_with_choices,
    today_in_paris,
)
from tocsin.web.sentences import page_sentences

EXAMPLES: Final = tuple(parse_phone_number(one) for one in ("3646", "0899000012", "33700", "118218"))
"""Numbers that the page offers to look at."""
_QUESTIONS: Final = {
    ("they_contact_you", "call"): "q_from_call",
    ("they_contact_you", "sms"): "q_from_sms",
    ("you_contact_them", "call"): "q_to_call",
    ("you_contact_them", "sms"): "q_to_sms",
}
_STANDINGS: Final = {
    "yes": "s_yes",
    "perhaps": "s_perhaps",
    "was": "s_was",
    "will": "s_will",
    "no": "s_no",
    "unknown": "s_unknown",
}
_ALIKE: Final = {"ends": "alike_ends", "begins": "alike_begins", "digit": "alike_digit"}


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
    t = page_sentences("number", lang)
    return page_rendering.render_page(
        request,
        "number",
        translations=list_translations_with_choices(request),
        typed=dialled.digits,
        sheet=sheet,
        on=on,
        charter=charter,
        as_of=format_day(on.day, lang),
        who=institution_short_name(charter, lang),
        verdict=t[_headline_name(sheet)].format(name=institution_short_name(charter, lang)),
        grave=_headline_name(sheet) in ("v_alike", "v_premium"),
        cost=_cost_in_words(sheet, lang, t),
        range_name=translate_wording(sheet.range.name, lang) if sheet.range else "",
        use=translate_wording(sheet.range.use, lang) if sheet.range and sheet.range.use else "",
        range_sources=[clause_view.view_source(one, lang) for one in sheet.range.sources]
        if sheet.range
        else [],
        uses=[_use_view(use, charter, lang, t) for use in sheet.uses],
        advice=[clause_view.view_clause(clause, lang) for clause in sheet.advice],
        alike=[_similar_number_view(one, lang, t) for one in sheet.alike],
        institutions=list_institutions(lang),
        examples=EXAMPLES,
    )


def _render_form(request: HttpRequest, typed: str, status: int) -> HttpResponse:
    response = page_rendering.render_page(
        request,
        "number",
        translations=list_translations_with_choices(request),
        typed=typed,
        sheet=None,
        refused=status != 200,
        charter=chosen_charter(request),
        institutions=list_institutions(language.request_language(request)),
        examples=EXAMPLES,
    )
    response.status_code = status
    return response


def _number_url(request: HttpRequest, digits: str) -> str:
    """Where a number is; the day and the institution that were asked about stay."""
    kept = request.GET.copy()
    kept.pop("n", None)
    for name in [name for name in kept if not kept[name] or (name, kept[name]) == ("institution", DEFAULT)]:
        del kept[name]
    query = f"?{kept.urlencode()}" if kept else ""
    return page_urls.page_url("number", language.request_language(request), number=digits) + query


def _headline_name(sheet: NumberReport) -> str:
    """The one thing to know first: the name of a sentence."""
    if sheet.alike:
        return "v_alike"
    if sheet.tariff == "premium":
        return "v_premium"
    standings = {use.standing for use in sheet.uses}
    if standings & {"yes", "perhaps"}:
        return "v_theirs"
    if sheet.advice:
        return "v_advice"
    if "was" in standings:
        return "v_was"
    if sheet.fiction:
        return "v_fiction"
    return "v_help" if sheet.help else "v_unknown"


def _cost_in_words(sheet: NumberReport, lang: Lang, t: Sentences) -> str:
    if sheet.price:
        return translate_wording(sheet.price, lang)
    if sheet.range:
        return translate_wording(sheet.range.price, lang)
    return t["cost_abroad"] if sheet.country or sheet.number.digits.startswith("+") else t["cost_unknown"]


def _use_view(use: NumberUse, charter: Charter, lang: Lang, t: Sentences) -> dict[str, object]:
    """One question about the number, its answer, and the clauses behind it."""
    clauses: list[Clause] = [*use.points]
    if use.listing and use.standing in ("no", "unknown"):
        clauses.append(use.listing)
    return {
        "question": t[_QUESTIONS[use.direction, use.channel]].format(
            name=institution_short_name(charter, lang)
        ),
        "standing": use.standing,
        "answer": t[_STANDINGS[use.standing]],
        "dates": " ; ".join(_dates_in_words(point, lang) for point in use.points),
        "clauses": [clause_view.view_clause(clause, lang) for clause in clauses],
        "caution": use.direction == "they_contact_you" and use.standing in ("yes", "perhaps", "was"),
    }


def _dates_in_words(point: PointClause, lang: Lang) -> str:
    return f"{translate_wording(point.purpose, lang)}, {format_validity(point.in_force, lang)}"


def _similar_number_view(one: LookalikeNumber, lang: Lang, t: Sentences) -> dict[str, str]:
    genuine = parse_phone_number(one.point.value)
    return {
        "said": t[_ALIKE[one.how]].format(number=genuine.display_form),
        "digits": genuine.digits,
        "shown": genuine.display_form,
        "purpose": translate_wording(one.point.purpose, lang),
    }


def list_charter_numbers(charter: Charter | None = None, on: date | None = None) -> tuple[str, ...]:
    """Digits of every number that a charter names, for those who list the pages."""
    charter, on = charter or load_charter(DEFAULT), on or today_in_paris()
    found = (
        parse_phone_number(clause.value).digits
        for clause in charter.clauses
        if isinstance(clause, PointClause) and clause.medium in ("phone", "short_code")
    )
    return tuple(dict.fromkeys(found))
