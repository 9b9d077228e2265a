"""Replies with an unexplained rest, in a list of their own: read before anybody is rung."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from msgspec import Struct

from tocsin.conversation import quiet_hours
from tocsin.tracing.calls import reply_review
from tocsin.tracing.calls.reply_review import UnexplainedReply
from tocsin.tracing.calls.sheet_text import format_duration
from tocsin.web import error_pages, language, page_rendering, page_urls
from tocsin.web.calls.agent_context import (
    AgentContext,
    find_call_territories,
    open_agent_context,
    require_action_on_call,
)
from tocsin.web.language import Lang
from tocsin.web.staff.current_user import NotAllowed

PAGE: Final = "desk.replies"
SHOWN: Final = 20
"""Replies on one page, the earliest hour first."""


class ReplyView(Struct, frozen=True):
    id: int
    name: str
    asked: str
    text: str
    when: str
    """On the person's own clock."""
    left: str
    """Of its hour; empty where that is over."""
    file: str
    """Address of the person's file."""


@error_pages.allow_methods("GET", "HEAD")
def show_unexplained_replies(request: HttpRequest) -> HttpResponse:
    """The replies that nobody has looked at; who looks, and at whose, is in the log."""
    lang = language.request_language(request)
    with open_agent_context(request) as at:
        territories = find_call_territories(at)
        found = reply_review.list_unexplained_replies(at.connection, at.vault, territories, SHOWN)
        waiting = reply_review.count_unexplained_replies(at.connection, territories)
        for one in found:
            _log_reply_access(at, one, "read")
        shown = [_build_reply_view(one, at, lang) for one in found]
    return page_rendering.render_page(
        request,
        PAGE,
        replies=shown,
        more=waiting - len(shown),
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


def _build_reply_view(one: UnexplainedReply, at: AgentContext, lang: Lang) -> ReplyView:
    left = one.look_by - at.now
    file = (
        page_urls.page_url("desk.contact", lang, contact=one.contact_id)
        if one.contact_id
        else page_urls.page_url("desk.file", lang, case=one.file_id)
    )
    return ReplyView(
        id=one.id,
        name=one.name or "?",
        asked=one.asked,
        text=one.text,
        when=f"{quiet_hours.to_local_time(one.at, one.zone):%H:%M}",
        left=format_duration(left) if left.total_seconds() > 0 else "",
        file=file,
    )


def _log_reply_access(at: AgentContext, one: UnexplainedReply, why: str) -> None:
    subject, id = ("contact", one.contact_id) if one.contact_id else ("case", one.case_id or 0)
    at.write_entry("desk.call", f"reply: {why}", subject, id, one.territory)
