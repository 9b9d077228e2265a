"""Replies with an unexplained rest, in a list of their own: read before anybody is rung."""

from datetime import datetime
from typing import Final

from django.http import HttpRequest, HttpResponse

from tocsin.tracing.calls import reply_review
from tocsin.tracing.calls.reply_review import UnexplainedReply
from tocsin.tracing.calls.sheet_text import format_duration
from tocsin.web import error_pages, page_rendering, page_urls
from tocsin.web.calls.agent_context import (
    AgentContext,
    find_call_territories,
    open_agent_context,
    require_action_on_call,
)
from tocsin.web.staff.current_user import NotAllowed

PAGE: Final = "desk.replies"
SHOWN: Final = 20
"""Replies on one page, the earliest hour first."""


@error_pages.allow_methods("GET", "HEAD")
def show_unexplained_replies(request: HttpRequest) -> HttpResponse:
    """The replies that nobody has looked at; who looks, and at whose, is in the log."""
    with open_agent_context(request) as at:
        territories = find_call_territories(at)
        found = reply_review.list_unexplained_replies(at.connection, at.vault, territories, SHOWN)
        waiting = reply_review.count_unexplained_replies(at.connection, territories)
        for one in found:
            _log_reply_access(at, one, "read")
    return page_rendering.render_page(
        request,
        PAGE,
        replies=[(one, _format_time_left(one, at.now)) for one in found],
        more=waiting - len(found),
        rung="rung" in request.GET,
        late="late" in request.GET,
    )


@error_pages.allow_methods("POST")
def record_finding(request: HttpRequest, reply: int) -> HttpResponse:
    """What the agent found: nothing that worries, or that the person is to be rung at once."""
    finding = request.POST.get("finding", "")
    if finding not in reply_review.FINDINGS:
        return page_urls.redirect_to_page(request, PAGE)
    try:
        with open_agent_context(request) as at:
            require_action_on_call(at, "desk.call", _find_territory(at, reply))
            reply_review.review_reply(at.connection, reply, finding, at.who.login, at.now)
    except reply_review.ReplyAlreadyReviewed:
        return page_urls.redirect_to_page(request, PAGE, query="late")
    return page_urls.redirect_to_page(request, PAGE, query="rung" if finding == "ring" else "")


def _find_territory(at: AgentContext, reply: int) -> str:
    """Where its writer lives. Raises NotAllowed where there is none, as for one of elsewhere."""
    try:
        return reply_review.find_reply_territory(at.connection, reply)
    except reply_review.NoSuchReply:
        raise NotAllowed("desk.call", "") from None


def _format_time_left(one: UnexplainedReply, now: datetime) -> str:
    """What is left of its hour; empty where that is over."""
    return format_duration(one.look_by - now) if one.look_by > now else ""


def _log_reply_access(at: AgentContext, one: UnexplainedReply, why: str) -> None:
    subject, id = ("contact", one.contact_id) if one.contact_id else ("case", one.case_id or 0)
    at.write_entry("desk.call", f"reply: {why}", subject, id, one.territory)
