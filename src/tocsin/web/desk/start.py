"""The desk before a call: who waits, the next person, and what was just noted."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from tocsin.tracing import calls
from tocsin.tracing.calls import words as said
from tocsin.tracing.calls.lease import about
from tocsin.tracing.calls.script import word
from tocsin.web import addresses, language, render
from tocsin.web.desk.means import Desk, desk, posted, rings_in
from tocsin.web.staff import log


def show(request: HttpRequest) -> HttpResponse:
    """How many wait where this agent rings; the call that they have already."""
    lang = language.of(request)
    with desk(request) as at:
        mine = calls.held_by(at.connection, at.who.login, at.now)
        waiting, late, _held = calls.count_open(at.connection, at.now, rings_in(at))
    noted = request.GET.get("noted", "")
    return render.page(
        request,
        "desk.start",
        mine=mine,
        waiting=waiting,
        late=late,
        noted=word(said.OUTCOMES, noted, lang) if noted in calls.OUTCOMES else "",
        released="released" in request.GET,
        empty="empty" in request.GET,
        may_search=at.who.may("desk.search"),
    )


def take(request: HttpRequest) -> HttpResponse:
    """The next person is this agent's."""
    if refused := posted(request):
        return refused
    lang = language.of(request)
    with desk(request) as at:
        found = calls.next_call(
            at.connection,
            at.vault,
            at.who.login,
            at.now,
            rings_in(at),
            lease=calls.DESK_LEASE,
            masked=True,
        )
        if found is None:
            return HttpResponseRedirect(f"{addresses.of('desk.start', lang)}?empty")
        logged(at, found, "desk.call", f"next: {found.reason}")
    return HttpResponseRedirect(addresses.of("desk.call", lang, task=found.task_id))


def release(request: HttpRequest, task: int) -> HttpResponse:
    """Give a call back, for somebody else."""
    if refused := posted(request):
        return refused
    with desk(request) as at:
        calls.release(at.connection, task, at.who.login, at.now)
    return HttpResponseRedirect(f"{addresses.of('desk.start', language.of(request))}?released")


def logged(at: Desk, sheet: calls.CallSheet, action: str, why: str) -> None:
    """An entry of the log about the file of a call."""
    subject, id = about(sheet)
    log.write(
        at.connection, at.who, action, subject=subject, subject_id=id, territory=sheet.territory, why=why,
        now=at.now,
    )  # fmt: skip
