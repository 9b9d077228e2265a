"""The desk before a call: who waits, the next person, what was just noted; a person who rings; the
call of somebody who signs out."""

from datetime import datetime
from typing import Any

import psycopg
from django.http import HttpRequest, HttpResponse

from tocsin.locale.catalogues import translate_name
from tocsin.privacy.vault import UNOPENABLE
from tocsin.runtime.clock import read_clock_from_environment
from tocsin.tracing.calls import (
    agent_calls,
    model,
    outcome_reversal,
    reply_review,
    task_queue,
)
from tocsin.tracing.calls.call_sheet import find_sheet_subject, read_sheet
from tocsin.tracing.calls.sheet_text import describe_callback
from tocsin.tracing.cases.data_subject_rights import Subject
from tocsin.web import error_pages, language, page_rendering, page_urls
from tocsin.web.accounts.staff_accounts import register_logout_hook
from tocsin.web.calls.agent_context import (
    AgentContext,
    find_call_territories,
    find_file_territory,
    open_agent_context,
    require_action_on_call,
)
from tocsin.web.staff import time_zone
from tocsin.web.staff.current_user import NotAllowed
from tocsin.web.staff.staff_member import StaffMember


def show_call_queue(request: HttpRequest) -> HttpResponse:
    """How many wait where this agent rings; the call that they have already."""
    lang = language.request_language(request)
    with open_agent_context(request) as at:
        mine = agent_calls.find_held_task(at.connection, at.who.login, at.now)
        last = outcome_reversal.find_last_outcome(at.connection, at.who.login, at.now)
        territories = find_call_territories(at)
        waiting, late, _held, aside = task_queue.count_open_tasks(at.connection, at.now, territories)
        to_read = reply_review.count_unexplained_replies(at.connection, territories)
    noted = request.GET.get("noted", "")
    return page_rendering.render_page(
        request,
        "desk.start",
        mine=mine,
        waiting=waiting,
        late=late,
        aside=aside,
        to_read=to_read,
        noted=translate_name("call.outcomes", noted, lang) if noted in model.OUTCOMES else "",
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
        if not agent_calls.find_held_task(
            at.connection, at.who.login, at.now
        ) and reply_review.count_unexplained_replies(at.connection, find_call_territories(at)):
            return page_urls.redirect_to_page(request, "desk.replies")
        found = task_queue.take_next_call(
            at.connection,
            at.vault,
            at.who.login,
            at.now,
            find_call_territories(at),
            lease=model.DESK_LEASE,
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
        last = outcome_reversal.find_last_outcome(at.connection, at.who.login, at.now)
        try:
            if last is None:
                raise model.OutcomeNotReversible
            task = outcome_reversal.reverse_outcome(
                at.connection, last.attempt, at.who.login, at.now, model.DESK_LEASE
            )
        except model.OutcomeNotReversible:
            return page_urls.redirect_to_page(request, "desk.start", query="kept")
        found = read_sheet(at.connection, at.vault, task, at.now)
        log_call_access(at, found, "desk.call", f"taken back: {last.outcome}")
    return page_urls.redirect_to_page(request, "desk.call", task=task)


@error_pages.allow_methods("POST")
def release_call(request: HttpRequest, task: int) -> HttpResponse:
    with open_agent_context(request) as at:
        task_queue.release_task(at.connection, task, at.who.login, at.now)
    return page_urls.redirect_to_page(request, "desk.start", query="released")


def log_call_access(
    at: AgentContext, call: model.CallSheet, action: str, why: str, *, of: tuple[str, int] | None = None
) -> None:
    """An entry of the log about the file of a call, or about another one (``of``)."""
    subject, id = of or find_sheet_subject(call)
    at.write_entry(action, why, subject, id, call.territory)


@error_pages.allow_methods("POST")
def answer_call(request: HttpRequest, subject: Subject, id: int) -> HttpResponse:
    """The person of a file is on the line."""
    with open_agent_context(request) as at:
        require_action_on_call(at, "desk.call", find_file_territory(at, "desk.call", subject, id))
        try:
            with at.connection.transaction():
                task = agent_calls.answer_incoming_call(at.connection, subject, id, at.who.login, at.now)
                found = agent_calls.open_call(at.connection, at.vault, task, at.who.login, at.now)
                require_action_on_call(
                    at, "desk.call", found.sheet.territory
                )  # where the case is that they became
        except model.TaskTakenByOther:
            return page_rendering.render_page(request, "desk.busy", status_code=409)
        except UNOPENABLE:
            return page_rendering.render_page(request, "desk.sealed", rings=True, status_code=409)
        except agent_calls.NoPersonOnFile:
            raise NotAllowed("desk.call") from None
        log_call_access(at, found.sheet, "desk.call", f"call-in: {found.sheet.reason}")
    return page_urls.redirect_to_page(request, "desk.call", task=task)


@register_logout_hook
def release_call_at_logout(connection: psycopg.Connection[Any], who: StaffMember, now: datetime) -> None:
    """At once; the moment is that of the service, whose clock leases run on."""
    agent_calls.release_all_tasks(connection, who.login, read_clock_from_environment().now())
