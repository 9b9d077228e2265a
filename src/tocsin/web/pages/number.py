"""A number: what it costs, who may use it, whether the institution calls from it or is called on it."""

from datetime import date
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect

from tocsin.charter.load import load
from tocsin.charter.schema import Charter, Clause, Point
from tocsin.charter.words import day, in_force, said
from tocsin.verdict.check import DEFAULT
from tocsin.verdict.number import Alike, Sheet, Use, number_sheet
from tocsin.verdict.numbering import NotANumber, read_number
from tocsin.web import addresses, language, lines, render, words
from tocsin.web.choices import chosen_charter, chosen_day, elsewhere, named, short_name, today
from tocsin.web.language import Lang

EXAMPLES: Final = tuple(read_number(one) for one in ("3646", "0899000012", "33700", "118218"))
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


def search(request: HttpRequest) -> HttpResponse:
    """The form; a number that was typed leads to its own page."""
    typed = request.GET.get("n", "")
    if not typed.strip():
        return _form(request, "", 200)
    try:
        number = read_number(typed)
    except NotANumber:
        return _form(request, typed[:60], 400)
    return HttpResponseRedirect(_address(request, number.digits))


def show(request: HttpRequest, number: str) -> HttpResponse:
    """One number on one day; other ways of writing it lead here."""
    try:
        dialled = read_number(number)
    except NotANumber:
        return _form(request, number[:60], 404)
    if number != dialled.digits:
        return HttpResponsePermanentRedirect(_address(request, dialled.digits))
    lang = language.of(request)
    charter, on = chosen_charter(request), chosen_day(request)
    sheet = number_sheet(dialled, charter, on.day)
    t = words.of("number", lang)
    return render.page(
        request,
        "number",
        other=elsewhere(request),
        typed=dialled.digits,
        sheet=sheet,
        on=on,
        charter=charter,
        as_of=day(on.day, lang),
        who=short_name(charter, lang),
        verdict=t[_verdict(sheet)].format(name=short_name(charter, lang)),
        grave=_verdict(sheet) in ("v_alike", "v_premium"),
        cost=_cost(sheet, lang, t),
        range_name=said(sheet.range.name, lang) if sheet.range else "",
        use=said(sheet.range.use, lang) if sheet.range and sheet.range.use else "",
        range_sources=[lines.source(one, lang) for one in sheet.range.sources] if sheet.range else [],
        uses=[_use(use, charter, lang, t) for use in sheet.uses],
        advice=[lines.line(clause, lang) for clause in sheet.advice],
        alike=[_alike(one, lang, t) for one in sheet.alike],
        institutions=named(lang),
        examples=EXAMPLES,
    )


def _form(request: HttpRequest, typed: str, status: int) -> HttpResponse:
    response = render.page(
        request,
        "number",
        other=elsewhere(request),
        typed=typed,
        sheet=None,
        refused=status != 200,
        charter=chosen_charter(request),
        institutions=named(language.of(request)),
        examples=EXAMPLES,
    )
    response.status_code = status
    return response


def _address(request: HttpRequest, digits: str) -> str:
    """Where a number is; the day and the institution that were asked about stay."""
    kept = request.GET.copy()
    kept.pop("n", None)
    for name in [name for name in kept if not kept[name] or (name, kept[name]) == ("institution", DEFAULT)]:
        del kept[name]
    query = f"?{kept.urlencode()}" if kept else ""
    return addresses.of("number", language.of(request), number=digits) + query


def _verdict(sheet: Sheet) -> str:
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


def _cost(sheet: Sheet, lang: Lang, t: words.Sentences) -> str:
    if sheet.price:
        return said(sheet.price, lang)
    if sheet.range:
        return said(sheet.range.price, lang)
    return t["cost_abroad"] if sheet.country or sheet.number.digits.startswith("+") else t["cost_unknown"]


def _use(use: Use, charter: Charter, lang: Lang, t: words.Sentences) -> dict[str, object]:
    """One question about the number, its answer, and the clauses behind it."""
    clauses: list[Clause] = [*use.points]
    if use.listing and use.standing in ("no", "unknown"):
        clauses.append(use.listing)
    return {
        "question": t[_QUESTIONS[use.direction, use.channel]].format(name=short_name(charter, lang)),
        "standing": use.standing,
        "answer": t[_STANDINGS[use.standing]],
        "dates": " ; ".join(_dates(point, lang) for point in use.points),
        "clauses": [lines.line(clause, lang) for clause in clauses],
        "caution": use.direction == "they_contact_you" and use.standing in ("yes", "perhaps", "was"),
    }


def _dates(point: Point, lang: Lang) -> str:
    return f"{said(point.purpose, lang)}, {in_force(point.in_force, lang)}"


def _alike(one: Alike, lang: Lang, t: words.Sentences) -> dict[str, str]:
    genuine = read_number(one.point.value)
    return {
        "said": t[_ALIKE[one.how]].format(number=genuine.shown),
        "digits": genuine.digits,
        "shown": genuine.shown,
        "purpose": said(one.point.purpose, lang),
    }


def known_numbers(charter: Charter | None = None, on: date | None = None) -> tuple[str, ...]:
    """Digits of every number that a charter names, for those who list the pages."""
    charter, on = charter or load(DEFAULT), on or today()
    found = (
        read_number(clause.value).digits
        for clause in charter.clauses
        if isinstance(clause, Point) and clause.medium in ("phone", "short_code")
    )
    return tuple(dict.fromkeys(found))
