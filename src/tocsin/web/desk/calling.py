"""A call on one page: what to say and to ask, what is told, and what came of it."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from psycopg.errors import DeadlockDetected

from tocsin.charter.words import said
from tocsin.tracing import calls
from tocsin.tracing.calls.languages import LANGUAGES
from tocsin.tracing.days import day_of
from tocsin.web import addresses, failures, language, render
from tocsin.web.desk.means import NOT_MINE, Desk, desk, gone, need_there, posted, rings_in, sentences
from tocsin.web.desk.noted import Noted, Unsure, noted
from tocsin.web.desk.people import days, people_of
from tocsin.web.desk.shown import confirming, left, moment, shown
from tocsin.web.desk.start import logged
from tocsin.web.staff import clock

PAGE = "desk.call"
_KEPT = ("note", "when", "gathering", "gathering_day", "onset_on", "last_contact", "tested_on", "help",
         "household", "speaks", "list", "identity", "instructions", "interpreter")  # fmt: skip

_COMMANDS = frozenset(("csrfmiddlewaretoken", "outcome", "drop", "as_typed", "sure", "whose"))
"""Fields that say what to do: nothing of them is kept."""


def show(request: HttpRequest, task: int) -> HttpResponse:
    """The page of a call that this agent has."""
    if request.method not in ("GET", "HEAD"):
        return failures.refused(request, 405, allow="GET, HEAD")
    try:
        with desk(request) as at:
            found = _opened(at, task)
            logged(at, found.sheet, "desk.call", f"call: {found.sheet.reason}")
            draft = calls.draft_of(at.connection, at.vault, task)
    except NOT_MINE:
        return gone(request)
    return _page(request, found, at, draft.typed if draft else None, draft=draft)


def keep(request: HttpRequest, task: int) -> HttpResponse:
    """What is typed so far is kept, and the call with it: nothing comes back but that it is."""
    if refused := posted(request):
        return refused
    try:
        with desk(request) as at:
            _keep(at, task, request.POST.dict())
    except NOT_MINE:
        return HttpResponse(status=409)
    return HttpResponse(status=204)


def alive(request: HttpRequest, task: int) -> HttpResponse:
    """The page is still open: how much time is left, or that the call is somebody else's now."""
    if refused := posted(request):
        return refused
    lang = language.of(request)
    try:
        with desk(request) as at:
            calls.renew(at.connection, task, at.who.login, at.now)
            deadline, zone = calls.deadline_of(at.connection, task)
    except NOT_MINE:
        return render.page(request, PAGE, template="desk/_left.html", lost=True, task=task)
    time = left(deadline, zone, at.now, lang)
    return render.page(request, PAGE, template="desk/_left.html", left=time, task=task, lost=False)


def number(request: HttpRequest, task: int) -> HttpResponse:
    """The number is shown, and it is written down that it was."""
    if refused := posted(request):
        return refused
    try:
        with desk(request) as at:
            before = _opened(at, task)
            need_there(at, "desk.number", before.sheet.territory)
            if namer := request.POST.get("whose") == "namer" and bool(before.sheet.namer_number):
                calls.see_namer(at.connection, before.sheet, at.who.login, at.now)
                logged(at, before.sheet, "desk.number", "namer", of=("case", before.sheet.file_id))
            found = before if namer else calls.uncovered(at.connection, before, at.who.login, at.now)
            if not before.seen and not namer:
                logged(at, before.sheet, "desk.number", f"call: {before.sheet.reason}")
            if not render.is_part(request):
                _keep(at, task, request.POST.dict())
    except NOT_MINE:
        return gone(request)
    if render.is_part(request):
        call = shown(found, at.now, language.of(request), namer=namer)
        part = "desk/_namer.html" if namer else "desk/_number.html"
        return render.page(request, PAGE, template=part, call=call)
    return _page(request, found, at, request.POST.dict(), namer=namer)


def people(request: HttpRequest, task: int) -> HttpResponse:
    """The people typed so far, read: all lines again where one came or went, else only what each is read as.

    A field in which somebody types is never put anew under their hands.
    """
    if refused := posted(request):
        return refused
    form = request.POST.dict()
    if render.is_part(request):
        try:
            with desk(request) as at:
                _deadline, clock = calls.deadline_of(at.connection, task)
                today = day_of(at.now, clock)
        except NOT_MINE:
            return gone(request)
        changed = request.headers.get("HX-Trigger-Name", "").startswith(("name-", "tel-", "kept-", "child-"))
        part = "desk/_readings.html" if changed else "desk/_lines.html"
        found = people_of(form)
        return render.page(
            request, PAGE, template=part, rows=found.rows, entry=found.entry, days=days(today), task=task,
            part=True,
        )  # fmt: skip
    try:
        with desk(request) as at:
            held = _opened(at, task)
            _keep(at, task, form)
    except NOT_MINE:
        return gone(request)
    return _page(request, held, at, form, entering=True)


def note(request: HttpRequest, task: int) -> HttpResponse:
    """What came of the call is written down; or the page again, with what is wrong."""
    if request.method in ("GET", "HEAD"):
        return HttpResponseRedirect(addresses.of(PAGE, language.of(request), task=task))
    if refused := posted(request):
        return refused
    try:
        return _note(request, task)
    except DeadlockDetected:  # PostgreSQL ended one of two; done again, it is done
        return _note(request, task)


def found(request: HttpRequest, task: int) -> HttpResponse:
    """A number that the agent found, for somebody of whom none was known."""
    if refused := posted(request):
        return refused
    t = sentences(request, PAGE)
    try:
        with desk(request) as at:
            before = _opened(at, task)
            try:
                with at.connection.transaction():
                    calls.give_number(
                        at.connection, at.vault, task, at.who.login, request.POST.get("found", ""), at.now,
                        calls.DESK_LEASE,
                    )  # fmt: skip
            except calls.BadNumber as error:
                said = t["wrong_before" if isinstance(error, calls.WrongBefore) else "bad_found"]
                return _page(request, before, at, request.POST.dict(), errors={"found": said}, status=422)
            logged(at, before.sheet, "desk.number", "found")
    except NOT_MINE:
        return gone(request)
    return HttpResponseRedirect(addresses.of(PAGE, language.of(request), task=task))


def _note(request: HttpRequest, task: int) -> HttpResponse:
    form = request.POST.dict()
    try:
        with desk(request) as at:
            held = _opened(at, task)
            read = noted(form, held.sheet, at.now)
            if read.problems or read.outcome is None:
                return _wrong(request, held, at, form, dict(read.problems))
            if read.unsure:
                return _page(request, held, at, form, unsure=read.unsure, status=422)
            try:
                with at.connection.transaction():
                    _written(at, held.sheet, read)
            except calls.BadFact:
                return _wrong(request, held, at, form, {"onset_on": "bad_onset"})
    except NOT_MINE:
        return gone(request)
    start = addresses.of("desk.start", language.of(request))
    return HttpResponseRedirect(f"{start}?noted={read.outcome}")


def _written(at: Desk, sheet: calls.CallSheet, read: Noted) -> None:
    assert read.outcome is not None
    calls.outcome(
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
    logged(at, sheet, "desk.call", f"outcome: {read.outcome}")  # its lock is taken last, by everybody


def _opened(at: Desk, task: int) -> calls.Opened:
    """A call that this agent has, in a territory where they may ring. Raises NOT_MINE, NotAllowed."""
    found = calls.opened(at.connection, at.vault, task, at.who.login, at.now)
    need_there(at, "desk.call", found.sheet.territory)
    return found


def _keep(at: Desk, task: int, form: dict[str, str]) -> None:
    typed = {name: value for name, value in form.items() if name not in _COMMANDS}
    calls.keep_draft(at.connection, at.vault, task, at.who.login, at.now, typed, rings_in(at))


def _wrong(
    request: HttpRequest, held: calls.Opened, at: Desk, form: dict[str, str], problems: dict[str, str]
) -> HttpResponse:
    _keep(at, held.sheet.task_id, form)
    t = sentences(request, PAGE)
    errors = {field: t[name] for field, name in problems.items()}
    return _page(request, held, at, form, errors=errors, status=422)


def _resumed(draft: calls.TypedCall, at: Desk, lang: language.Lang) -> dict[str, Any]:
    """Who typed what the page comes back with, and when."""
    return {
        "mine": draft.agent == at.who.login,
        "agent": draft.agent,
        "at": moment(draft.at, clock.name(), lang),
    }


def _page(
    request: HttpRequest,
    held: calls.Opened,
    at: Desk,
    form: dict[str, str] | None = None,
    *,
    errors: dict[str, str] | None = None,
    entering: bool = False,
    draft: calls.TypedCall | None = None,
    namer: bool = False,
    unsure: Unsure | None = None,
    status: int = 200,
) -> HttpResponse:
    lang = language.of(request)
    call = shown(held, at.now, lang, namer=namer)
    people = people_of(form or {}, reads=draft is None)
    typed: dict[str, Any] = {name: (form or {}).get(name, "") for name in _KEPT}
    response = render.page(
        request,
        PAGE,
        call=call,
        task=call.task,
        left=call.left,
        lost=False,
        typed=typed,
        rows=people.rows,
        entry=people.entry,
        days=days(day_of(at.now, held.sheet.zone)),
        entering=entering,
        errors=errors or {},
        draft=_resumed(draft, at, lang) if draft else None,
        unsure=unsure,
        sure=confirming(unsure, held.sheet, lang) if unsure else (),
        languages=[(code, said(spoken, lang)) for code, spoken in LANGUAGES.items()],
        listed=held.sheet.listed,
        may_read=at.who.may("desk.file", held.sheet.territory),
    )
    response.status_code = status
    return response
