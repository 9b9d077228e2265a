"""Was this really sent? A code, and what the register says of it."""

from datetime import UTC, datetime
from typing import Any, Final

from django.http import HttpRequest, HttpResponse

from tocsin.charter.words import day
from tocsin.evidence.codes import NotACode, find_codes, read_code
from tocsin.register import wording
from tocsin.register.verify import Answer
from tocsin.tracing.calls.spoken import NotSpoken, read_spoken
from tocsin.tracing.clock import from_environment
from tocsin.tracing.shelf import StoreRegister
from tocsin.web import failures, language, limits, render, store, words
from tocsin.web.asking import asked
from tocsin.web.choices import today
from tocsin.web.language import Lang
from tocsin.web.padding import padded
from tocsin.web.typeset import typeset

MOST: Final = 5_000
"""Characters of a text to compare: no SMS is as long."""
_LONGEST: Final = 60
_GRAVE: Final = ("differs", "not_found")


def show(request: HttpRequest) -> HttpResponse:
    """The form, and the answer to what was typed."""
    if request.method not in ("GET", "HEAD", "POST"):
        return failures.refused(request, 405, allow="GET, HEAD, POST")
    if request.method != "POST":
        return _page(request)
    now = datetime.now(UTC)
    if wait := limits.allowed("verify", limits.client_of(request, now), now):
        return failures.refused(request, 429, retry=wait.seconds)
    return padded(_answered(request))


def _answered(request: HttpRequest) -> HttpResponse:
    lang = language.of(request)
    typed = _typed(request)
    if not typed["code"].strip():
        return _page(request, **typed, problem="empty")
    if len(typed["text"]) > MOST:
        return _page(request, **{**typed, "text": typed["text"][:MOST]}, problem="too_long")
    try:
        with store.connection() as connection:
            answer = asked(
                StoreRegister(connection),
                typed["code"],
                text=typed["text"] if typed["text"].strip() else None,
                sender=typed["sender"].strip(),
                received=_received(request),
                now=from_environment().now(),
            )
    except store.Away:
        response = _page(request, **typed, problem="away")
        response.status_code = 503
        return response
    return _page(request, **typed, found=_found(answer, lang), spoken=_is_spoken(typed["code"]))


def _typed(request: HttpRequest) -> dict[str, str]:
    """What was typed; a whole message in the place of its code is taken apart."""
    code, text = request.POST.get("code", ""), request.POST.get("text", "")
    if len(code) <= MOST and not is_code(code) and (found := find_codes(code)):
        code, text = found[0][0], text if text.strip() else code
    return {"code": code[:_LONGEST], "text": text, "sender": request.POST.get("sender", "")[:_LONGEST]}


def _page(request: HttpRequest, **context: Any) -> HttpResponse:
    known = {"code": "", "text": "", "sender": "", "problem": "", "found": None, "spoken": False}
    received = request.POST.get("received", "")[:10]
    return render.page(
        request, "verify", **{**known, "received": received, "today": today(), "most": MOST, **context}
    )


def _received(request: HttpRequest) -> Any:
    try:
        return datetime.strptime(request.POST.get("received", ""), "%Y-%m-%d").date()  # noqa: DTZ007
    except ValueError:
        return None


def _found(answer: Answer, lang: Lang) -> dict[str, Any]:
    """The answer in words."""
    t = words.of("verify", lang)
    alone = answer.outcome == "found" and not answer.misuse and answer.entry and not answer.entry.erased
    entry = answer.entry
    told = {
        "headline": wording.headline(answer, lang),
        "proves": wording.proves(answer, lang),
        "proves_not": wording.proves_not(answer, lang),
        "advice": t["compare"] if alone else wording.advice(answer, lang),
    }
    return {
        **{name: typeset(text, lang) for name, text in told.items()},
        "grave": answer.outcome in _GRAVE or bool(answer.misuse),
        "good": answer.outcome == "matches" and not answer.misuse,
        "sent": t["sent"].format(day=day(entry.issued_on, lang), sender=entry.sender) if entry else "",
        "genuine": answer.genuine,
        "over": answer.over,
        "misuse": [typeset(wording.misuse(one, lang), lang) for one in answer.misuse],
    }


def is_code(typed: str) -> bool:
    """Whether it is a code of a message and nothing else."""
    try:
        return bool(read_code(typed))
    except NotACode:
        return False


def _is_spoken(typed: str) -> bool:
    """Whether it may be a code that an agent said on the telephone."""
    if is_code(typed):
        return False
    try:
        return bool(read_spoken(typed))
    except NotSpoken:
        return False
