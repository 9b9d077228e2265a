"""Shifts: who rings, where, from when until when."""

from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse

from tocsin.locale.catalogues import Sentences
from tocsin.tracing.supervision import shifts
from tocsin.tracing.supervision.shifts import AgentShift, BadShift
from tocsin.tracing.supervision.territory import list_departments
from tocsin.web import error_pages, language, page_rendering, page_urls
from tocsin.web.sentences import page_sentences
from tocsin.web.staff import time_zone
from tocsin.web.staff.current_user import NotAllowed
from tocsin.web.supervision.supervisor_context import (
    SupervisorContext,
    label_territory,
    list_region_choices,
    open_supervisor_context,
    parse_number,
    require_own_territory,
)

ACTION = "lead.shifts"
MOST_AGENTS = 20_000
LONGEST = timedelta(hours=14)


def show_shifts(request: HttpRequest) -> HttpResponse:
    """The shifts that go on and are to come, and the form for another."""
    if request.method == "POST":
        return _add_shift(request)
    with open_supervisor_context(request) as at:
        return _render_page(request, at, done=request.GET.get("fait", ""))


@error_pages.allow_methods("POST")
def end_shift(request: HttpRequest, shift: int) -> HttpResponse:
    """End a shift now, or take back one that was to come."""
    with open_supervisor_context(request) as at, at.connection.transaction():
        found = next((one for one in shifts.list_shifts(at.connection, at.now) if one.id == shift), None)
        if found is None:
            return error_pages.render_error_page(request, 404)
        require_own_territory(request, ACTION, found.territory)
        shifts.end_shift(at.connection, shift, at.now)
        at.write_entry(ACTION, "ended", "shift", shift, found.territory)
    return page_urls.redirect_to_page(request, "supervision.shifts", query="fait=end")


def _add_shift(request: HttpRequest) -> HttpResponse:
    t = page_sentences("supervision.shifts", language.request_language(request))
    typed = {name: request.POST.get(name, "").strip() for name in ("agents", "where", "start", "end", "pace")}
    agents = parse_number(typed["agents"], 1, MOST_AGENTS)
    pace = parse_number(typed["pace"] or "3", 0.1, 30)
    start, until = time_zone.parse_local_time(typed["start"]), time_zone.parse_local_time(typed["end"])
    where = typed["where"]
    if where and where not in list_departments():
        raise NotAllowed(ACTION)
    require_own_territory(request, ACTION, where)
    with open_supervisor_context(request) as at:
        wrong = _find_problems(agents, pace, start, until, at.now, t)
        if wrong:
            return _render_page(request, at, typed=typed, wrong=wrong)
        assert agents
        assert pace
        assert start
        assert until
        try:
            with at.connection.transaction():
                made = shifts.add_shift(
                    at.connection, int(agents), start, until, territory=where, calls_an_hour=pace
                )
                at.write_entry(ACTION, f"planned: {made.agents} agents", "shift", made.id, where)
        except BadShift:
            return _render_page(request, at, typed=typed, wrong=[("end", t["wrong_end"])])
    return page_urls.redirect_to_page(request, "supervision.shifts", query="fait=add")


def _find_problems(
    agents: float | None,
    pace: float | None,
    start: datetime | None,
    until: datetime | None,
    now: datetime,
    t: Sentences,
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


def _render_page(
    request: HttpRequest,
    at: SupervisorContext,
    *,
    done: str = "",
    typed: dict[str, str] | None = None,
    wrong: list[tuple[str, str]] | None = None,
) -> HttpResponse:
    theirs = at.who.allowed_territories(ACTION)
    t = page_sentences("supervision.shifts", at.lang)
    found = [
        (
            _local_span(one, at.now),
            label_territory(one.territory, t["everywhere"]),
            _may_end(one, theirs),
            one,
        )
        for one in shifts.list_shifts(at.connection, at.now)
        if theirs is None or one.territory == "" or one.territory in theirs
    ]
    now = time_zone.to_local_time(at.now)
    begin = (now + timedelta(hours=1)).replace(minute=0)
    first = typed or {
        "agents": "", "where": "", "pace": "3", "start": f"{begin:%Y-%m-%dT%H:%M}",
        "end": f"{(begin + timedelta(hours=7)):%Y-%m-%dT%H:%M}",
    }  # fmt: skip
    return page_rendering.render_page(
        request,
        "supervision.shifts",
        shifts=found,
        agents=round(sum(one.agents for when, _, _, one in found if when[2])),
        choices=list_region_choices(theirs),
        everywhere=theirs is None,
        typed=first,
        wrong=wrong or (),
        marked=[name for name, _ in wrong or ()],
        done=done if done in ("add", "end") else "",
        now=now,
        status_code=422 if wrong else 200,
    )


def _local_span(one: AgentShift, now: datetime) -> tuple[datetime, datetime, bool]:
    return time_zone.to_local_time(one.starts_at), time_zone.to_local_time(one.ends_at), one.starts_at <= now


def _may_end(one: AgentShift, theirs: tuple[str, ...] | None) -> bool:
    """Whoever rings everywhere is planned by somebody who leads everywhere."""
    return theirs is None or one.territory in theirs
