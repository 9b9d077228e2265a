"""Was this really sent? A code, and what the register says of it."""

from datetime import UTC, date, datetime
from typing import Any, Final

from django.http import HttpRequest, HttpResponse

from tocsin.charter.words import format_day
from tocsin.evidence.issue_codes import NotAnIssueCode, find_issue_codes, parse_issue_code
from tocsin.locale.languages import get_language
from tocsin.register import wording
from tocsin.register.canonical_text import hash_text
from tocsin.register.entry import PublishedTemplate, RegisterEntry
from tocsin.register.message_register import MemoryRegister, ReadableRegister
from tocsin.register.verify import CodeAnswer, verify_message_code
from tocsin.runtime.clock import read_clock_from_environment
from tocsin.store.postgres_register import PostgresRegister
from tocsin.tracing.calls.call_code import NotACallCode, parse_call_code
from tocsin.web import error_pages, language, page_rendering, rate_limits, store_pool
from tocsin.web.language import Lang
from tocsin.web.query_params import today_in_paris
from tocsin.web.response_padding import pad_response
from tocsin.web.sentences import page_sentences

NOBODYS: Final = "0000-0000"
"""Is looked up in the place of what is no code: it holds characters that no code has."""


def look_up_code(
    register: ReadableRegister,
    code: str,
    *,
    text: str | None,
    sender: str,
    received: date | None,
    now: datetime,
) -> CodeAnswer:
    """What the register says of a code, as typed: one entry and one wording looked up, one text hashed."""
    try:
        printed = parse_issue_code(code)
    except NotAnIssueCode:
        printed = NOBODYS
    entry = register.find(printed)
    wording = register.template(
        *(entry.template, entry.version, entry.lang) if entry else (NOBODYS, "", "fr")
    )
    if text is not None and (entry is None or entry.is_erased):
        hash_text(text)
    return verify_message_code(
        _SingleEntryRegister(entry, wording),
        code,
        text=text,
        sender=sender or None,
        received=received,
        now=now,
    )


class _SingleEntryRegister(MemoryRegister):
    """A register in memory that holds what was looked up."""

    def __init__(self, entry: RegisterEntry | None, wording: PublishedTemplate | None) -> None:
        super().__init__()
        if wording is not None:
            self.publish(wording)
        if entry is not None:
            self._entries[entry.code] = entry


MOST: Final = 5_000
"""Characters of a text to compare: no SMS is as long."""
_LONGEST: Final = 60
_GRAVE: Final = ("differs", "not_found")


@error_pages.allow_methods("GET", "HEAD", "POST")
def show_code_verification_page(request: HttpRequest) -> HttpResponse:
    """The form, and the answer to what was typed."""
    if request.method != "POST":
        return _render_page(request)
    now = datetime.now(UTC)
    if wait := rate_limits.take_page_quota("verify", rate_limits.client_pseudonym(request, now), now):
        return error_pages.render_error_page(request, 429, retry=wait.seconds)
    return pad_response(_answer_code(request))


def _answer_code(request: HttpRequest) -> HttpResponse:
    lang = language.request_language(request)
    typed = _read_typed_fields(request)
    if not typed["code"].strip():
        return _render_page(request, **typed, problem="empty")
    if len(typed["text"]) > MOST:
        return _render_page(request, **{**typed, "text": typed["text"][:MOST]}, problem="too_long")
    try:
        with store_pool.store_connection() as connection:
            answer = look_up_code(
                PostgresRegister(connection),
                typed["code"],
                text=typed["text"] if typed["text"].strip() else None,
                sender=typed["sender"].strip(),
                received=_read_received_day(request),
                now=read_clock_from_environment().now(),
            )
    except store_pool.StoreUnavailable:
        return _render_page(request, **typed, problem="away", status_code=503)
    return _render_page(
        request, **typed, found=_answer_view(answer, lang), spoken=_is_call_code(typed["code"])
    )


def _read_typed_fields(request: HttpRequest) -> dict[str, str]:
    """What was typed; a whole message in the place of its code is taken apart."""
    code, text = request.POST.get("code", ""), request.POST.get("text", "")
    if len(code) <= MOST and not is_message_code(code) and (found := find_issue_codes(code)):
        code, text = found[0][0], text if text.strip() else code
    return {"code": code[:_LONGEST], "text": text, "sender": request.POST.get("sender", "")[:_LONGEST]}


def _render_page(request: HttpRequest, **context: Any) -> HttpResponse:
    known = {"code": "", "text": "", "sender": "", "problem": "", "found": None, "spoken": False}
    received = request.POST.get("received", "")[:10]
    return page_rendering.render_page(
        request,
        "verify",
        **{**known, "received": received, "today": today_in_paris(), "most": MOST, **context},
    )


def _read_received_day(request: HttpRequest) -> Any:
    try:
        return datetime.strptime(request.POST.get("received", ""), "%Y-%m-%d").date()  # noqa: DTZ007
    except ValueError:
        return None


def _answer_view(answer: CodeAnswer, lang: Lang) -> dict[str, Any]:
    t = page_sentences("verify", lang)
    alone = answer.outcome == "found" and not answer.misuse and answer.entry and not answer.entry.is_erased
    entry = answer.entry
    told = {
        "headline": wording.describe_outcome(answer, lang),
        "proves": wording.describe_proof(answer, lang),
        "proves_not": wording.describe_limits(answer, lang),
        "advice": t["compare"] if alone else wording.describe_advice(answer, lang),
    }
    return {
        **{name: get_language(lang).typeset(text) for name, text in told.items()},
        "grave": answer.outcome in _GRAVE or bool(answer.misuse),
        "good": answer.outcome == "matches" and not answer.misuse,
        "sent": t["sent"].format(day=format_day(entry.issued_on, lang), sender=entry.sender) if entry else "",
        "genuine": answer.genuine,
        "over": answer.over,
        "misuse": [get_language(lang).typeset(wording.describe_misuse(one, lang)) for one in answer.misuse],
    }


def is_message_code(typed: str) -> bool:
    try:
        return bool(parse_issue_code(typed))
    except NotAnIssueCode:
        return False


def _is_call_code(typed: str) -> bool:
    if is_message_code(typed):
        return False
    try:
        return bool(parse_call_code(typed))
    except NotACallCode:
        return False
