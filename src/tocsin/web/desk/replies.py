"""Replies with an unexplained rest, in a list of their own: read before anybody is rung."""

from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from msgspec import Struct

from tocsin.conversation import quiet
from tocsin.tracing import calls
from tocsin.tracing.calls.replies import UnexplainedReply
from tocsin.tracing.calls.script import duration
from tocsin.web import addresses, failures, language, render
from tocsin.web.desk.means import Desk, desk, need_there, posted, rings_in
from tocsin.web.language import Lang
from tocsin.web.staff import log
from tocsin.web.staff.door import NotAllowed

PAGE: Final = "desk.replies"
SHOWN: Final = 20
"""Replies on one page, the earliest hour first."""


class ShownReply(Struct, frozen=True):
    """A reply as an agent reads it."""

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


def show(request: HttpRequest) -> HttpResponse:
    """The replies that nobody has looked at; who looks, and at whose, is in the log."""
    if request.method not in ("GET", "HEAD"):
        return failures.refused(request, 405, allow="GET, HEAD")
    lang = language.of(request)
    with desk(request) as at:
        territories = rings_in(at)
        found = calls.unexplained_replies(at.connection, at.vault, territories, SHOWN)
        waiting = calls.count_unexplained(at.connection, territories)
        for one in found:
            _log(at, one, "read")
        shown = [_shown(one, at, lang) for one in found]
    return render.page(
        request,
        PAGE,
        replies=shown,
        more=waiting - len(shown),
        rung="rung" in request.GET,
        late="late" in request.GET,
    )


def judge(request: HttpRequest, reply: int) -> HttpResponse:
    """What the agent found: nothing that worries, or that the person is to be rung at once."""
    if refused := posted(request):
        return refused
    lang = language.of(request)
    finding = request.POST.get("finding", "")
    back = addresses.of(PAGE, lang)
    if finding not in calls.FINDINGS:
        return HttpResponseRedirect(back)
    try:
        with desk(request) as at:
            need_there(at, "desk.call", _territory_of(at, reply))
            calls.judge_reply(at.connection, reply, finding, at.who.login, at.now)
    except calls.AlreadyLookedAt:
        return HttpResponseRedirect(f"{back}?late")
    return HttpResponseRedirect(f"{back}?rung" if finding == "ring" else back)


def _territory_of(at: Desk, reply: int) -> str:
    """Where its writer lives. Raises NotAllowed where there is none, as for one of elsewhere."""
    try:
        return calls.territory_of_reply(at.connection, reply)
    except calls.NoSuchReply:
        raise NotAllowed("desk.call", "") from None


def _shown(one: UnexplainedReply, at: Desk, lang: Lang) -> ShownReply:
    left = one.look_by - at.now
    file = (
        addresses.of("desk.contact", lang, contact=one.contact_id)
        if one.contact_id
        else addresses.of("desk.file", lang, case=one.file_id)
    )
    return ShownReply(
        id=one.id,
        name=one.name or "?",
        asked=one.asked,
        text=one.text,
        when=f"{quiet.local(one.at, one.zone):%H:%M}",
        left=duration(left) if left.total_seconds() > 0 else "",
        file=file,
    )


def _log(at: Desk, one: UnexplainedReply, why: str) -> None:
    subject, id = ("contact", one.contact_id) if one.contact_id else ("case", one.case_id or 0)
    log.write(
        at.connection, at.who, "desk.call", subject=subject, subject_id=id, territory=one.territory,
        why=f"reply: {why}", now=at.now,
    )  # fmt: skip
