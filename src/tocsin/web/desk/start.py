"""The desk before a call: who waits, the next person, and what was just noted."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from tocsin.tracing import calls
from tocsin.tracing.calls import words as said
from tocsin.tracing.calls.lease import about
from tocsin.tracing.calls.script import again_in_words, word
from tocsin.tracing.calls.sheet import sheet
from tocsin.web import addresses, language, render
from tocsin.web.desk.means import Desk, desk, posted, rings_in
from tocsin.web.staff import clock, log


def show(request: HttpRequest) -> HttpResponse:
    """How many wait where this agent rings; the call that they have already."""
    lang = language.of(request)
    with desk(request) as at:
        mine = calls.held_by(at.connection, at.who.login, at.now)
        last = calls.last_outcome(at.connection, at.who.login, at.now)
        waiting, late, _held = calls.count_open(at.connection, at.now, rings_in(at))
        to_read = calls.count_unexplained(at.connection, rings_in(at))
    noted = request.GET.get("noted", "")
    return render.page(
        request,
        "desk.start",
        mine=mine,
        waiting=waiting,
        late=late,
        to_read=to_read,
        noted=word(said.OUTCOMES, noted, lang) if noted in calls.OUTCOMES else "",
        last=word(said.OUTCOMES, last.outcome, lang) if last else "",
        until=f"{clock.local(last.until):%H:%M}" if last else "",
        again=again_in_words(last.again_at, None, last.deadline, last.zone, lang)
        if last and last.again_at and noted
        else (),
        kept="kept" in request.GET,
        released="released" in request.GET,
        empty="empty" in request.GET,
        may_search=at.who.may("desk.search"),
    )


def take(request: HttpRequest) -> HttpResponse:
    """The next person is this agent's, once nothing is left to read: a cry for help may be among it."""
    if refused := posted(request):
        return refused
    lang = language.of(request)
    with desk(request) as at:
        if not calls.held_by(at.connection, at.who.login, at.now) and calls.count_unexplained(
            at.connection, rings_in(at)
        ):
            return HttpResponseRedirect(addresses.of("desk.replies", lang))
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


def take_back(request: HttpRequest) -> HttpResponse:
    """What this agent wrote down last is taken back, and the call is theirs again."""
    if refused := posted(request):
        return refused
    lang = language.of(request)
    with desk(request) as at:
        last = calls.last_outcome(at.connection, at.who.login, at.now)
        try:
            if last is None:
                raise calls.NotTakenBack
            task = calls.take_back(at.connection, last.attempt, at.who.login, at.now, calls.DESK_LEASE)
        except calls.NotTakenBack:
            return HttpResponseRedirect(f"{addresses.of('desk.start', lang)}?kept")
        found = sheet(at.connection, at.vault, task, at.now)
        logged(at, found, "desk.call", f"taken back: {last.outcome}")
    return HttpResponseRedirect(addresses.of("desk.call", lang, task=task))


def release(request: HttpRequest, task: int) -> HttpResponse:
    """Give a call back, for somebody else."""
    if refused := posted(request):
        return refused
    with desk(request) as at:
        calls.release(at.connection, task, at.who.login, at.now)
    return HttpResponseRedirect(f"{addresses.of('desk.start', language.of(request))}?released")


def logged(
    at: Desk, call: calls.CallSheet, action: str, why: str, *, of: tuple[str, int] | None = None
) -> None:
    """An entry of the log about the file of a call, or about another one (``of``)."""
    subject, id = of or about(call)
    log.write(
        at.connection, at.who, action, subject=subject, subject_id=id, territory=call.territory, why=why,
        now=at.now,
    )  # fmt: skip
