"""Shifts: who rings, where, from when until when."""

from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from tocsin.tracing import shifts
from tocsin.tracing.shifts import BadShift, Shift
from tocsin.web import addresses, failures, language, render, words
from tocsin.web.lead.means import Lead, choices, lead, number, place, posted
from tocsin.web.staff import clock, log
from tocsin.web.staff.door import NotAllowed, need
from tocsin.web.staff.territory import departments

ACTION = "lead.shifts"
MOST_AGENTS = 20_000
LONGEST = timedelta(hours=14)


def show(request: HttpRequest) -> HttpResponse:
    """The shifts that go on and are to come, and the form for another."""
    if request.method == "POST":
        return _add(request)
    with lead(request) as at:
        return _page(request, at, done=request.GET.get("fait", ""))


def end(request: HttpRequest, shift: int) -> HttpResponse:
    """End a shift now, or take back one that was to come."""
    if refused := posted(request):
        return refused
    with lead(request) as at, at.connection.transaction():
        found = next((one for one in shifts.present(at.connection, at.now) if one.id == shift), None)
        if found is None:
            return failures.refused(request, 404)
        _own(request, found.territory)
        shifts.end(at.connection, shift, at.now)
        log.write(
            at.connection, at.who, ACTION, now=at.now, subject="shift", subject_id=shift,
            territory=found.territory, why="ended",
        )  # fmt: skip
    return _back(request, "end")


def _add(request: HttpRequest) -> HttpResponse:
    t = words.of("lead.shifts", language.of(request))
    typed = {name: request.POST.get(name, "").strip() for name in ("agents", "where", "start", "end", "pace")}
    agents = number(typed["agents"], 1, MOST_AGENTS)
    pace = number(typed["pace"] or "3", 0.1, 30)
    start, until = clock.typed(typed["start"]), clock.typed(typed["end"])
    where = typed["where"]
    if where and where not in departments():
        raise NotAllowed(ACTION)
    _own(request, where)
    with lead(request) as at:
        wrong = _wrong(agents, pace, start, until, at.now, t)
        if wrong:
            return _page(request, at, typed=typed, wrong=wrong)
        assert agents
        assert pace
        assert start
        assert until
        try:
            with at.connection.transaction():
                made = shifts.add(
                    at.connection, int(agents), start, until, territory=where, calls_an_hour=pace
                )
                log.write(
                    at.connection, at.who, ACTION, now=at.now, subject="shift", subject_id=made.id,
                    territory=where, why=f"planned: {made.agents} agents",
                )  # fmt: skip
        except BadShift:
            return _page(request, at, typed=typed, wrong=[("end", t["wrong_end"])])
    return _back(request, "add")


def _wrong(
    agents: float | None,
    pace: float | None,
    start: datetime | None,
    until: datetime | None,
    now: datetime,
    t: words.Sentences,
) -> list[tuple[str, str]]:
    """What is wrong with what was typed: the field, and what is expected of it."""
    found = []
    if agents is None or agents != int(agents):
        found.append(("agents", t["wrong_agents"]))
    if pace is None:
        found.append(("pace", t["wrong_pace"]))
    if start is None:
        found.append(("start", t["wrong_start"]))
    if until is None or (start and not start < until <= start + LONGEST) or until <= now:
        found.append(("end", t["wrong_end"]))
    return found


def _page(
    request: HttpRequest,
    at: Lead,
    *,
    done: str = "",
    typed: dict[str, str] | None = None,
    wrong: list[tuple[str, str]] | None = None,
) -> HttpResponse:
    theirs = at.who.territories(ACTION)
    t = words.of("lead.shifts", at.lang)
    found = [
        (_when(one, at.now), place(one.territory, t["everywhere"]), _may_end(one, theirs), one)
        for one in shifts.present(at.connection, at.now)
        if theirs is None or one.territory == "" or one.territory in theirs
    ]
    now = clock.local(at.now)
    begin = (now + timedelta(hours=1)).replace(minute=0)
    first = typed or {
        "agents": "", "where": "", "pace": "3", "start": f"{begin:%Y-%m-%dT%H:%M}",
        "end": f"{(begin + timedelta(hours=7)):%Y-%m-%dT%H:%M}",
    }  # fmt: skip
    response = render.page(
        request,
        "lead.shifts",
        shifts=found,
        agents=round(sum(one.agents for when, _, _, one in found if when[2])),
        choices=choices(theirs),
        everywhere=theirs is None,
        typed=first,
        wrong=wrong or (),
        marked=[name for name, _ in wrong or ()],
        done=done if done in ("add", "end") else "",
        now=now,
    )
    response.status_code = 422 if wrong else 200
    return response


def _when(one: Shift, now: datetime) -> tuple[datetime, datetime, bool]:
    return clock.local(one.starts_at), clock.local(one.ends_at), one.starts_at <= now


def _may_end(one: Shift, theirs: tuple[str, ...] | None) -> bool:
    """Whoever rings everywhere is planned by somebody who leads everywhere."""
    return theirs is None or one.territory in theirs


def _own(request: HttpRequest, territory: str) -> None:
    theirs = need(request, ACTION, territory).territories(ACTION)
    if theirs is not None and territory not in theirs:
        raise NotAllowed(ACTION)


def _back(request: HttpRequest, done: str) -> HttpResponse:
    return HttpResponseRedirect(f"{addresses.of('lead.shifts', language.of(request))}?fait={done}")
