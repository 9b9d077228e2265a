"""Are you calling me now? The code that an agent says on the telephone, and whether such a call goes on."""

from datetime import UTC, datetime
from typing import Any, Final

from django.http import HttpRequest, HttpResponse

from tocsin.charter.loading import load_charter
from tocsin.charter.schema import AskClause, Charter
from tocsin.charter.view import view_as_of
from tocsin.charter.words import format_institution_name
from tocsin.locale.catalogues import Sentences
from tocsin.locale.paris_time import to_paris_time
from tocsin.runtime.clock import read_clock_from_environment
from tocsin.tracing.calls import call_code
from tocsin.tracing.calls.call_code import CallCodeStatus, NotACallCode, parse_call_code
from tocsin.verdict.institution_choice import DEFAULT
from tocsin.web import (
    clause_view,
    contact_links,
    error_pages,
    language,
    page_rendering,
    rate_limits,
    store_pool,
)
from tocsin.web.language import Lang
from tocsin.web.public.code_verification import is_message_code
from tocsin.web.query_params import today_in_paris
from tocsin.web.response_padding import pad_response
from tocsin.web.sentences import page_sentences

_LONGEST: Final = 60
_MISTAKES: Final = {"empty": "m_empty", "character": "m_character", "length": "m_length"}


@error_pages.allow_methods("GET", "HEAD", "POST")
def show_call_verification_page(request: HttpRequest) -> HttpResponse:
    """The form, and the answer to what was typed."""
    if request.method != "POST":
        return _render_page(request)
    now = datetime.now(UTC)
    if wait := rate_limits.take_page_quota("call", rate_limits.client_pseudonym(request, now), now):
        return error_pages.render_error_page(request, 429, retry=wait.seconds)
    return pad_response(_answer_code(request))


def _answer_code(request: HttpRequest) -> HttpResponse:
    typed = request.POST.get("code", "")[:_LONGEST]
    t = page_sentences("call", language.request_language(request))
    try:
        code = parse_call_code(typed)
    except NotACallCode as error:
        said = t[_MISTAKES[error.kind]].format(detail=error.detail)
        return _render_page(request, code=typed, problem=said, issue=is_message_code(typed))
    now = read_clock_from_environment().now()
    try:
        with store_pool.store_connection() as connection:
            known = call_code.check_call_code(connection, code, now)
    except store_pool.StoreUnavailable:
        return _render_page(request, code=typed, state="away", status_code=503)
    return _render_page(request, code=typed, **_call_state(known, now, t))


def _call_state(known: CallCodeStatus | None, now: datetime, t: Sentences) -> dict[str, Any]:
    if known is None:
        return {"state": "none"}
    before = ""
    if known.before:
        first = format_paris_time(known.first)
        before = t["once"].format(at=first) if known.before == 1 else t["often"].format(
            count=known.before, at=first
        )  # fmt: skip
    if known.announced_from:
        return {"state": "announced", "at": format_paris_time(known.announced_from), "before": before}
    under_way = known.until > now
    return {
        "state": "under_way" if under_way else "over",
        "at": format_paris_time(known.since if under_way else known.until),
        "before": before,
    }


def _render_page(request: HttpRequest, **context: Any) -> HttpResponse:
    lang = language.request_language(request)
    charter = load_charter(DEFAULT)
    known = {"code": "", "problem": "", "state": "", "issue": False, "before": "", "at": ""}
    number = institution_phone_number(charter)
    return page_rendering.render_page(
        request,
        "call",
        **{
            **known,
            "who": format_institution_name(charter, lang),
            "number": contact_links.link_number(number) if number else "",
            "never": list_never_asked(charter, lang),
            **context,
        },
    )


def format_paris_time(at: datetime) -> str:
    return f"{to_paris_time(at):%H:%M}"


def list_never_asked(charter: Charter, lang: Lang) -> list[clause_view.ClauseView]:
    """What is never asked in a call today, by the charter."""
    view = view_as_of(charter, today_in_paris())
    return [
        clause_view.view_clause(clause, lang)
        for clause in view.clauses
        if clause.direction == "they_contact_you"
        and "call" in clause.channels
        and clause.quality != "inferred"
        and clause.in_force.surely_holds(view.on)
        and isinstance(clause, AskClause)
        and clause.allowed == "never"
    ]


def institution_phone_number(charter: Charter) -> str:
    """The number to ring oneself, as people write it; or empty."""
    view = view_as_of(charter, today_in_paris())
    sure = (
        point.value
        for point in view.iterate_points("phone")
        if point.direction == "you_contact_them" and point.in_force.surely_holds(view.on)
    )
    value = next(sure, "")
    return clause_view.format_contact_point(value) if value else ""
