"""A call on one page: what to say and to ask, what is told, and what came of it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from psycopg.errors import DeadlockDetected

from tocsin.tracing.calls import added_number, agent_calls, model, named_contacts, outcomes
from tocsin.tracing.calls.call_facts import list_spoken_languages
from tocsin.tracing.people.noted_details import DETAILS
from tocsin.tracing.supervision.territory import find_local_day
from tocsin.web import error_pages, language, page_rendering, page_urls
from tocsin.web.calls.agent_context import (
    NOT_MINE,
    AgentContext,
    find_call_territories,
    load_page_sentences,
    open_agent_context,
    require_action_on_call,
    say_where_not_mine,
)
from tocsin.web.calls.call_form import CallForm, OutcomeConfirmation, parse_call_form
from tocsin.web.calls.call_queue_page import log_call_access
from tocsin.web.calls.call_view import (
    compute_time_left,
    describe_call,
    describe_confirmation,
)
from tocsin.web.calls.contact_rows import list_contact_days, parse_contact_rows
from tocsin.web.calls.noted_fields_form import (
    list_day_outcomes,
    list_field_views,
    type_details,
)
from tocsin.web.staff import time_zone

PAGE = "desk.call"
_KEPT = ("note", "when", "gathering", "gathering_day", "onset_on", "last_contact", "tested_on", "help",
         "household", "speaks", "list", "identity", "instructions", "interpreter", "day_outcome", *DETAILS)  # fmt: skip

_COMMANDS = frozenset(("csrfmiddlewaretoken", "outcome", "drop", "as_typed", "sure", "whose"))
"""Fields that say what to do: nothing of them is kept."""


@error_pages.allow_methods("GET", "HEAD")
@say_where_not_mine
def show_call(request: HttpRequest, task: int) -> HttpResponse:
    with open_agent_context(request) as at:
        found = _open_call(at, task)
        log_call_access(at, found.sheet, "desk.call", f"call: {found.sheet.reason}")
        draft = agent_calls.find_draft(at.connection, at.vault, task)
    return _render_page(request, found, at, draft.typed if draft else None, draft=draft)


@error_pages.allow_methods("POST")
def save_draft(request: HttpRequest, task: int) -> HttpResponse:
    """What is typed so far is kept, and the call with it: nothing comes back but that it is."""
    try:
        with open_agent_context(request) as at:
            _save_draft(at, task, request.POST.dict())
    except NOT_MINE:
        return HttpResponse(status=409)
    return HttpResponse(status=204)


@error_pages.allow_methods("POST")
def renew_call(request: HttpRequest, task: int) -> HttpResponse:
    """The page is still open: how much time is left, or that the call is somebody else's now."""
    lang = language.request_language(request)
    try:
        with open_agent_context(request) as at:
            agent_calls.renew_call(at.connection, task, at.who.login, at.now)
            deadline, zone = agent_calls.find_deadline(at.connection, task)
    except NOT_MINE:
        return page_rendering.render_page(request, PAGE, template="desk/_left.html", lost=True, task=task)
    time = compute_time_left(deadline, zone, at.now, lang)
    return page_rendering.render_page(
        request, PAGE, template="desk/_left.html", left=time, task=task, lost=False
    )


@error_pages.allow_methods("POST")
@say_where_not_mine
def reveal_number(request: HttpRequest, task: int) -> HttpResponse:
    """The number is shown, and it is written down that it was."""
    with open_agent_context(request) as at:
        before = _open_call(at, task)
        require_action_on_call(at, "desk.number", before.sheet.territory)
        if namer := request.POST.get("whose") == "namer" and bool(before.sheet.namer_number):
            agent_calls.record_namer_number_shown(at.connection, before.sheet, at.who.login, at.now)
            log_call_access(at, before.sheet, "desk.number", "namer", of=("case", before.sheet.file_id))
        found = (
            before if namer else agent_calls.record_number_shown(at.connection, before, at.who.login, at.now)
        )
        if not before.seen and not namer:
            log_call_access(at, before.sheet, "desk.number", f"call: {before.sheet.reason}")
        if not page_rendering.is_partial_request(request):
            _save_draft(at, task, request.POST.dict())
    if page_rendering.is_partial_request(request):
        part = "desk/_namer.html" if namer else "desk/_number.html"
        return page_rendering.render_page(
            request, PAGE, template=part, call=found.sheet, seen=found.seen, namer_seen=namer
        )
    return _render_page(request, found, at, request.POST.dict(), namer=namer)


@error_pages.allow_methods("POST")
@say_where_not_mine
def show_contact_rows(request: HttpRequest, task: int) -> HttpResponse:
    """The people typed so far, read: all lines again where one came or went, else only what each is read as.

    A field in which somebody types is never put anew under their hands.
    """
    form = request.POST.dict()
    if page_rendering.is_partial_request(request):
        with open_agent_context(request) as at:
            _deadline, clock = agent_calls.find_deadline(at.connection, task)
            today = find_local_day(at.now, clock)
        changed = request.headers.get("HX-Trigger") == "people"
        part = "desk/_readings.html" if changed else "desk/_lines.html"
        found = parse_contact_rows(form)
        return page_rendering.render_page(
            request, PAGE, template=part, rows=found.rows, entry=found.entry, days=list_contact_days(today), task=task,
            part=True,
        )  # fmt: skip
    with open_agent_context(request) as at:
        held = _open_call(at, task)
        _save_draft(at, task, form)
    return _render_page(request, held, at, form, entering=True)


@error_pages.allow_methods("GET", "HEAD", "POST")
@say_where_not_mine
def record_outcome(request: HttpRequest, task: int) -> HttpResponse:
    """What came of the call is written down; or the page again, with what is wrong."""
    if request.method in ("GET", "HEAD"):
        return page_urls.redirect_to_page(request, PAGE, task=task)
    try:
        return _record_outcome(request, task)
    except DeadlockDetected:  # PostgreSQL ended one of two; done again, it is done
        return _record_outcome(request, task)


@error_pages.allow_methods("POST")
@say_where_not_mine
def save_found_number(request: HttpRequest, task: int) -> HttpResponse:
    """A number that the agent found, for somebody of whom none was known."""
    t = load_page_sentences(request, PAGE)
    with open_agent_context(request) as at:
        before = _open_call(at, task)
        try:
            with at.connection.transaction():
                added_number.add_phone_number(
                    at.connection, at.vault, task, at.who.login, request.POST.get("found", ""), at.now,
                    model.DESK_LEASE,
                )  # fmt: skip
        except named_contacts.UncallableNumber as error:
            said = t["wrong_before" if isinstance(error, named_contacts.KnownWrongNumber) else "bad_found"]
            return _render_page(request, before, at, request.POST.dict(), errors={"found": said}, status=422)
        log_call_access(at, before.sheet, "desk.number", "found")
    return page_urls.redirect_to_page(request, PAGE, task=task)


def _record_outcome(request: HttpRequest, task: int) -> HttpResponse:
    form = request.POST.dict()
    with open_agent_context(request) as at:
        held = _open_call(at, task)
        read = parse_call_form(form, held.sheet, at.now)
        if read.problems or read.outcome is None:
            return _render_errors(request, held, at, form, dict(read.problems))
        if read.unsure:
            return _render_page(request, held, at, form, unsure=read.unsure, status=422)
        try:
            with at.connection.transaction():
                _write_outcome(at, held.sheet, read)
        except model.BadCallFact as error:
            return _render_errors(request, held, at, form, _find_refused_field(str(error)))
    return page_urls.redirect_to_page(request, "desk.start", query=f"noted={read.outcome}")


def _find_refused_field(problem: str) -> dict[str, str]:
    """The field that a fact was refused for, and the sentence that says so."""
    field = problem.partition(":")[0]
    return {field: f"bad_{field}"} if field in DETAILS else {"onset_on": "bad_onset"}


def _write_outcome(at: AgentContext, sheet: model.CallSheet, read: CallForm) -> None:
    assert read.outcome is not None
    outcomes.record_outcome(
        at.connection,
        at.vault,
        sheet.task_id,
        at.who.login,
        at.now,
        read.outcome,
        note=read.note,
        call_back_at=read.again_at,
        contacts=read.people,
        facts=read.facts,
    )
    log_call_access(
        at, sheet, "desk.call", f"outcome: {read.outcome}"
    )  # its lock is taken last, by everybody


def _open_call(at: AgentContext, task: int) -> agent_calls.AgentCall:
    """A call that this agent has, in a territory where they may ring. Raises NOT_MINE, NotAllowed."""
    found = agent_calls.open_call(at.connection, at.vault, task, at.who.login, at.now)
    require_action_on_call(at, "desk.call", found.sheet.territory)
    return found


def _save_draft(at: AgentContext, task: int, form: dict[str, str]) -> None:
    typed = {name: value for name, value in form.items() if name not in _COMMANDS}
    agent_calls.save_draft(
        at.connection, at.vault, task, at.who.login, at.now, typed, find_call_territories(at)
    )


def _render_errors(
    request: HttpRequest,
    held: agent_calls.AgentCall,
    at: AgentContext,
    form: dict[str, str],
    problems: dict[str, str],
) -> HttpResponse:
    _save_draft(at, held.sheet.task_id, form)
    t = load_page_sentences(request, PAGE)
    errors = {field: t[name] for field, name in problems.items()}
    return _render_page(request, held, at, form, errors=errors, status=422)


def _render_page(
    request: HttpRequest,
    held: agent_calls.AgentCall,
    at: AgentContext,
    form: dict[str, str] | None = None,
    *,
    errors: dict[str, str] | None = None,
    entering: bool = False,
    draft: agent_calls.TypedDraft | None = None,
    namer: bool = False,
    unsure: OutcomeConfirmation | None = None,
    status: int = 200,
) -> HttpResponse:
    lang = language.request_language(request)
    people = parse_contact_rows(form or {}, reads=draft is None)
    standing = type_details(held.sheet.noted)
    typed: dict[str, Any] = {name: (form or standing).get(name, "") for name in _KEPT}
    return page_rendering.render_page(
        request,
        PAGE,
        **describe_call(held, at.now, lang, namer=namer),
        task=held.sheet.task_id,
        clock_here=time_zone.describe_other_zone(held.sheet.zone, lang),
        lost=False,
        typed=typed,
        rows=people.rows,
        entry=people.entry,
        days=list_contact_days(find_local_day(at.now, held.sheet.zone)),
        entering=entering,
        errors=errors or {},
        draft=draft,
        my_draft=draft is not None and draft.agent == at.who.login,
        unsure=unsure,
        sure=describe_confirmation(unsure, held.sheet, lang) if unsure else (),
        languages=list_spoken_languages().items(),
        fields=list_field_views("contact" if held.sheet.contact_id else "case", typed, lang, death=True),
        day_outcomes=list_day_outcomes(lang),
        noted_open=any(typed[name] for name in (*DETAILS, "day_outcome"))
        or any(name in DETAILS for name in errors or ()),
        may_read=at.who.may("desk.file", held.sheet.territory),
        status_code=status,
    )
