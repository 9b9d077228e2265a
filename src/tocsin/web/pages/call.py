"""Are you calling me now? The code that an agent says on the telephone, and whether such a call goes on."""

from datetime import UTC, datetime
from typing import Any, Final

from django.http import HttpRequest, HttpResponse

from tocsin.charter.load import load
from tocsin.charter.schema import Charter
from tocsin.charter.view import as_of
from tocsin.conversation import quiet
from tocsin.evidence.codes import NotACode, read_code
from tocsin.tracing.calls import spoken
from tocsin.tracing.calls.spoken import Known, NotSpoken, read_spoken
from tocsin.tracing.clock import from_environment
from tocsin.verdict.check import DEFAULT
from tocsin.web import failures, language, limits, lines, render, store, words
from tocsin.web.choices import short_name, today
from tocsin.web.language import Lang
from tocsin.web.padding import padded

ZONE: Final = "Europe/Paris"
_LONGEST: Final = 60
_MISTAKES: Final = {"empty": "m_empty", "character": "m_character", "length": "m_length"}


def show(request: HttpRequest) -> HttpResponse:
    """The form, and the answer to what was typed."""
    if request.method not in ("GET", "HEAD", "POST"):
        return failures.refused(request, 405, allow="GET, HEAD, POST")
    if request.method != "POST":
        return _page(request)
    now = datetime.now(UTC)
    if wait := limits.allowed("call", limits.client_of(request, now), now):
        return failures.refused(request, 429, retry=wait.seconds)
    return padded(_answered(request))


def _answered(request: HttpRequest) -> HttpResponse:
    typed = request.POST.get("code", "")[:_LONGEST]
    t = words.of("call", language.of(request))
    try:
        code = read_spoken(typed)
    except NotSpoken as error:
        said = t[_MISTAKES[error.kind]].format(detail=error.detail)
        return _page(request, code=typed, problem=said, issue=_is_issue(typed))
    now = from_environment().now()
    try:
        with store.connection() as connection:
            known = spoken.check(connection, code, now)
    except store.Away:
        response = _page(request, code=typed, state="away")
        response.status_code = 503
        return response
    return _page(request, code=typed, **_known(known, now, t))


def _known(known: Known | None, now: datetime, t: words.Sentences) -> dict[str, Any]:
    if known is None:
        return {"state": "none"}
    before = ""
    if known.before:
        first = clock(known.first)
        before = t["once"].format(at=first) if known.before == 1 else t["often"].format(
            count=known.before, at=first
        )  # fmt: skip
    under_way = known.until > now
    return {
        "state": "under_way" if under_way else "over",
        "at": clock(known.since if under_way else known.until),
        "before": before,
    }


def _page(request: HttpRequest, **context: Any) -> HttpResponse:
    lang = language.of(request)
    charter = load(DEFAULT)
    known = {"code": "", "problem": "", "state": "", "issue": False, "before": "", "at": ""}
    number = reached_at(charter)
    return render.page(
        request,
        "call",
        **{
            **known,
            "who": short_name(charter, lang),
            "number": number,
            "never": never_asked(charter, lang),
            **context,
        },
    )


def clock(at: datetime) -> str:
    """A time of day in Paris."""
    return f"{quiet.local(at, ZONE):%H:%M}"


def never_asked(charter: Charter, lang: Lang) -> list[lines.Line]:
    """What is never asked in a call today, by the charter."""
    view = as_of(charter, today())
    return [
        lines.line(clause, lang)
        for clause in view.clauses
        if clause.direction == "they_contact_you"
        and "call" in clause.channels
        and clause.quality != "inferred"
        and clause.in_force.surely(view.on)
        and lines.is_ask(clause)
        and lines.answer(clause) == "never"
    ]


def reached_at(charter: Charter) -> str:
    """The number to ring oneself, as people write it; or empty."""
    view = as_of(charter, today())
    sure = (
        point.value
        for point in view.points("phone")
        if point.direction == "you_contact_them" and point.in_force.surely(view.on)
    )
    value = next(sure, "")
    return lines.shown(value) if value else ""


def _is_issue(typed: str) -> bool:
    """Whether it is the code of an SMS."""
    try:
        return bool(read_code(typed))
    except NotACode:
        return False
