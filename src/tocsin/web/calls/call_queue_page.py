"""The desk before a call: who waits, the next person, and what was just noted."""

from django.http import HttpRequest, HttpResponse

from tocsin.locale.catalogues import translate_name
from tocsin.tracing import calls
from tocsin.tracing.calls.call_sheet import find_sheet_subject, read_sheet
from tocsin.tracing.calls.sheet_text import describe_callback
from tocsin.web import error_pages, language, page_rendering, page_urls
from tocsin.web.calls.agent_context import (
    AgentContext,
    find_call_territories,
    open_agent_context,
)
from tocsin.web.staff import time_zone


def show_call_queue(request: HttpRequest) -> HttpResponse:
    """How many wait where this agent rings; the call that they have already."""
    lang = language.request_language(request)
    with open_agent_context(request) as at:
        mine = calls.find_held_task(at.connection, at.who.login, at.now)
        last = calls.find_last_outcome(at.connection, at.who.login, at.now)
        waiting, late, _held = calls.count_open_tasks(at.connection, at.now, find_call_territories(at))
        to_read = calls.count_unexplained_replies(at.connection, find_call_territories(at))
    noted = request.GET.get("noted", "")
    return page_rendering.render_page(
        request,
        "desk.start",
        mine=mine,
        waiting=waiting,
        late=late,
        to_read=to_read,
        noted=translate_name("call.outcomes", noted, lang) if noted in calls.OUTCOMES else "",
        last=translate_name("call.outcomes", last.outcome, lang) if last else "",
        until=f"{time_zone.to_local_time(last.until):%H:%M}" if last else "",
        again=describe_callback(last.again_at, None, last.deadline, last.zone, lang)
        if last and last.again_at and noted
        else (),
        kept="kept" in request.GET,
        released="released" in request.GET,
        empty="empty" in request.GET,
        may_search=at.who.may("desk.search"),
    )


@error_pages.allow_methods("POST")
def take_next_call(request: HttpRequest) -> HttpResponse:
    """The next person is this agent's, once nothing is left to read: a cry for help may be among it."""
    with open_agent_context(request) as at:
        if not calls.find_held_task(at.connection, at.who.login, at.now) and calls.count_unexplained_replies(
            at.connection, find_call_territories(at)
        ):
            return page_urls.redirect_to_page(request, "desk.replies")
        found = calls.take_next_call(
            at.connection,
            at.vault,
            at.who.login,
            at.now,
            find_call_territories(at),
            lease=calls.DESK_LEASE,
            masked=True,
        )
        if found is None:
            return page_urls.redirect_to_page(request, "desk.start", query="empty")
        log_call_access(at, found, "desk.call", f"next: {found.reason}")
    return page_urls.redirect_to_page(request, "desk.call", task=found.task_id)


@error_pages.allow_methods("POST")
def take_back_outcome(request: HttpRequest) -> HttpResponse:
    """What this agent wrote down last is taken back, and the call is theirs again."""
    with open_agent_context(request) as at:
        last = calls.find_last_outcome(at.connection, at.who.login, at.now)
        try:
            if last is None:
                raise calls.OutcomeNotReversible
            task = calls.reverse_outcome(at.connection, last.attempt, at.who.login, at.now, calls.DESK_LEASE)
        except calls.OutcomeNotReversible:
            return page_urls.redirect_to_page(request, "desk.start", query="kept")
        found = read_sheet(at.connection, at.vault, task, at.now)
        log_call_access(at, found, "desk.call", f"taken back: {last.outcome}")
    return page_urls.redirect_to_page(request, "desk.call", task=task)


@error_pages.allow_methods("POST")
def release_call(request: HttpRequest, task: int) -> HttpResponse:
    """Give a call back, for somebody else."""
    with open_agent_context(request) as at:
        calls.release_task(at.connection, task, at.who.login, at.now)
    return page_urls.redirect_to_page(request, "desk.start", query="released")


def log_call_access(
    at: AgentContext, call: calls.CallSheet, action: str, why: str, *, of: tuple[str, int] | None = None
) -> None:
    """An entry of the log about the file of a call, or about another one (``of``)."""
    subject, id = of or find_sheet_subject(call)
    at.write_entry(action, why, subject, id, call.territory)
