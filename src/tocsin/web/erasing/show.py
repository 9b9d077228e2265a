"""What will be erased and when, a dry run, the run that somebody starts, and the signed statements."""

from datetime import date, datetime, timedelta
from typing import Any, Final

import psycopg
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from msgspec import Struct

from tocsin.tracing import erasure, months, statement
from tocsin.tracing.chores.recent import recent
from tocsin.tracing.erasure import Erased, Erasing, StillWritten
from tocsin.tracing.vault import Vault
from tocsin.web import addresses, failures, language, render, words
from tocsin.web.erasing.means import own_connection, statement_answer
from tocsin.web.lead.means import Lead, lead, names, posted, vault
from tocsin.web.staff import clock, log

ACTION: Final = "erasure.run"
AHEAD: Final = 14
"""Days to come that are listed."""
SHOWN: Final = 20
"""Statements that are listed, the last ones; all of them are checked."""


class Due(Struct, frozen=True):
    """What was collected on some days, and the day on which it goes."""

    on: date
    first: date
    last: date
    people: int
    keys: int


def show(request: HttpRequest) -> HttpResponse:
    """The page."""
    with lead(request) as at:
        return _page(request, at)


def attempt(request: HttpRequest) -> HttpResponse:
    """A dry run: everything is done and taken back, so that it counts the same."""
    if refused := posted(request):
        return refused
    with lead(request) as at:
        log.write(at.connection, at.who, ACTION, now=at.now, subject="erasure", why="dry run")
        try:
            with own_connection() as connection:
                (tried,) = erasure.erase(
                    connection, vault(), _today(at.now), at.now, by=at.who.login, dry_run=True
                )
        except (Erasing, StillWritten):
            return _page(request, at, problem="busy")
        return _page(request, at, tried=tried)


def run(request: HttpRequest) -> HttpResponse:
    """Erase what is due today, once its date has been typed."""
    if refused := posted(request):
        return refused
    with lead(request) as at:
        due = months.due(_today(at.now))
        if request.POST.get("date", "").strip() != f"{due:%d/%m/%Y}":
            return _page(request, at, problem="date", status=422)
        log.write(at.connection, at.who, ACTION, now=at.now, subject="erasure", why=f"run, up to {due}")
        try:
            with own_connection() as connection:
                done = erasure.erase(connection, vault(), _today(at.now), at.now, by=at.who.login)
        except Erasing:
            return _page(request, at, problem="busy", status=409)
        except StillWritten:
            return _page(request, at, problem="again", status=409)
    number = max((one.number for one in done), default=0)
    back = addresses.of("erasure.start", language.of(request))
    return HttpResponseRedirect(f"{back}?fait={number or 'rien'}")


def statement_file(request: HttpRequest, number: int) -> HttpResponse:
    """One statement with its signature and the public key, to be kept elsewhere and checked by anybody."""
    with lead(request) as at:
        found = [one for one in erasure.statements(at.connection) if one.id == number and one.signature]
    if not found:
        return failures.refused(request, 404)
    return statement_answer(found[0], vault())


def _page(
    request: HttpRequest, at: Lead, *, tried: Erased | None = None, problem: str = "", status: int = 200
) -> HttpResponse:
    t = words.of("erasure.start", at.lang)
    keys = vault()
    rows = erasure.statements(at.connection)
    public = statement.public(keys.ring.signing)
    wrong = statement.problems(rows, public, living=keys.ring.living())
    last = rows[-SHOWN:][::-1]
    by = names(at.connection, [one.by for one in last])
    today = _today(at.now)
    run_ = next(iter(recent(at.connection, 1, ["erase"])), None)
    done = request.GET.get("fait", "")
    response = render.page(
        request,
        "erasure.start",
        today=today,
        up_to=months.due(today),
        due=_due(at.connection, keys, today),
        statements=[
            (one, clock.local(one.at), by.get(one.by, t["clock"] if one.by == "clock" else one.by),
             _counted(one.counts, t), sum(one.counts.values()), len(one.keys))
            for one in last
        ],
        older=max(0, len(rows) - SHOWN),
        count=len(rows),
        wrong=wrong,
        public=public,
        tried=tried,
        counted=_counted(tried.counts, t) if tried else (),
        problem=t[f"problem_{problem}"] if problem else "",
        done=done if done.isdecimal() else "",
        nothing=done == "rien",
        may_run=at.who.may(ACTION),
        run=run_,
        ran=clock.local(run_.at) if run_ else None,
        run_state=t[f"state_{run_.state}"] if run_ and f"state_{run_.state}" in t else "",
    )  # fmt: skip
    response.status_code = status
    return response


def _due(connection: psycopg.Connection[Any], keys: Vault, today: date) -> list[Due]:
    """What goes today and on the days to come: collected on which days, of how many people."""
    days = [key.day for key in keys.ring.keys]
    until = months.due(today + timedelta(days=AHEAD))
    counted: dict[date, int] = dict(
        connection.execute(
            "select collected_on, count(*) from tracing_person"
            " where erased_at is null and collected_on <= %s group by collected_on",
            (until,),
        ).fetchall()
    )
    found, before = [], date.min
    for ahead in range(AHEAD + 1):
        on = today + timedelta(days=ahead)
        last = months.due(on)
        some = sorted(day for day in {*days, *counted} if before < day <= last)
        if some:
            people = sum(counted.get(day, 0) for day in some)
            found.append(Due(on, some[0], some[-1], people, sum(before < day <= last for day in days)))
        before = last
    return found


def _counted(counts: dict[str, int], t: words.Sentences) -> list[tuple[str, int]]:
    return [(t.get(f"step_{name}", name), n) for name, n in counts.items() if n]


def _today(now: datetime) -> date:
    return clock.local(now).date()
