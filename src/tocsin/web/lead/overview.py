"""The load and what will come of it: the page on which a supervisor begins."""

from datetime import timedelta
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from msgspec import Struct
from msgspec.structs import replace

from tocsin.tracing import db, loans, shifts
from tocsin.tracing.calls import load
from tocsin.tracing.calls.load import Load
from tocsin.tracing.clock import from_environment
from tocsin.tracing.forecast import outlooks
from tocsin.tracing.forecast.outlooks import Kept
from tocsin.tracing.intake import quarantine
from tocsin.web import addresses, language, render, store, words
from tocsin.web.boards.numbers import count
from tocsin.web.language import Lang
from tocsin.web.lead.bars import bars
from tocsin.web.lead.means import choices, lead, names, place, posted, scope
from tocsin.web.staff import clock

FIRST: Final = 20
"""Lines of the tables that are shown at once."""
OLD: Final = timedelta(minutes=15)
"""A forecast that was played before so long is said to be old."""
_NO_CALLS: Final = Load("", 0, 0, 0, 0, 0, 0, 0, 0, None)


class Line(Struct, frozen=True):
    """One département in the table."""

    code: str
    name: str
    load: Load
    misses: int | None
    """Who will not be reached in time; None where it was not played."""


def show(request: HttpRequest) -> HttpResponse:
    """The page."""
    chosen = scope(request, "lead.look")
    t = words.of("lead.start", language.of(request))
    with lead(request) as at:
        found = load.load(at.connection, at.now, chosen.territories)
        people = load.agents(at.connection, at.now, chosen.territories)
        kept = {one.territory: one for one in outlooks.kept(at.connection, chosen.territories)}
        whole = kept.pop("", None)
        if chosen.territories is not None and kept:
            whole = _sum(list(kept.values()))
        on_shift = [
            one
            for one in shifts.present(at.connection, at.now)
            if one.starts_at <= at.now and _theirs(one.territory, chosen.territories)
        ]
        given = [
            one
            for one in loans.present(at.connection, at.now)
            if _theirs(one.lender, chosen.territories) or _theirs(one.borrower, chosen.territories)
        ]
        waiting = quarantine.counts(at.connection, at.who.territories("lead.quarantine"))
        called = names(at.connection, [one.agent for one in people])
    lines = _lines(found, kept, t["unknown_place"])
    everything = "tout" in request.GET
    shown = people if everything else people[:FIRST]
    return render.page(
        request,
        "lead.start",
        scope=chosen,
        choices=choices(at.who.territories("lead.look")),
        now=clock.local(at.now),
        lines=lines if everything else lines[:FIRST],
        more=0 if everything else max(0, len(lines) - FIRST),
        total=_total(found),
        agents=[(called.get(one.agent, one.agent), place(one.territory, "–"), one) for one in shown],
        more_agents=len(people) - len(shown),
        working=sum(1 for one in people if one.task),
        on_shift=round(sum(one.agents for one in on_shift if one.territory or chosen.territories is None)),
        on_shift_all=0
        if chosen.territories is None
        else round(sum(one.agents for one in on_shift if not one.territory)),
        loans=len(given),
        quarantine=sum(waiting.values()),
        whole=whole,
        old=whole is not None and at.now - whole.at > OLD,
        played=clock.local(whole.at) if whole else None,
        bars=bars(whole.forecast.at, whole.forecast.outlook.by_hour) if whole else None,
        advice=advice(whole, t, at.lang) if whole else (),
    )


def play(request: HttpRequest) -> HttpResponse:
    """Play the forecast now, without waiting for the next hour at which it is played."""
    if refused := posted(request):
        return refused
    with db.connect(_where(), autocommit=True) as connection:
        outlooks.play(connection, from_environment().now())
    back = addresses.of("lead.start", language.of(request))
    asked = request.POST.get("territoire", "")
    return HttpResponseRedirect(f"{back}?territoire={asked}" if asked.isalnum() else back)


def advice(kept: Kept, t: words.Sentences, lang: Lang) -> list[str]:
    """What would avoid the misses, in words."""
    found, said = kept.forecast, []
    if found.more_agents is not None and found.with_agents:
        some = " ; ".join(
            t["agents_leave"].format(agents=count(n, lang), left=count(left, lang))
            for n, left in found.with_agents
        )
        said.append(t["more_agents"].format(some=some))
    if found.earlier_calls is not None and found.earlier_misses is not None:
        said.append(t["earlier"].format(hours=found.earlier_calls, left=count(found.earlier_misses, lang)))
    if found.late_last_misses is not None:
        said.append(
            t["late_last"].format(late=count(found.late, lang), left=count(found.late_last_misses, lang))
        )
    if round(found.unavoidable) and found.more_agents is not None:
        said.append(t["unavoidable"].format(left=count(found.unavoidable, lang)))
    return said


def _lines(found: list[Load], kept: dict[str, Kept], unknown: str) -> list[Line]:
    by_code = {one.territory: one for one in found}
    lines = [
        Line(
            code,
            place(code, unknown),
            by_code.get(code, _NO_CALLS),
            round(kept[code].forecast.outlook.misses) if code in kept else None,
        )
        for code in {*by_code, *kept}
    ]
    return sorted(lines, key=lambda one: (-(one.misses or 0), -one.load.late, -one.load.open, one.code))


def _total(found: list[Load]) -> Load:
    sums = {
        name: sum(getattr(one, name) for one in found)
        for name in ("open", "urgent", "late", "soon", "held", "resting", "done", "reached")
    }
    return Load(territory="", first_deadline=None, **sums)


def _sum(some: list[Kept]) -> Kept:
    """Several départements as one: what is said of each, added up."""
    by_hour: dict[object, float] = {}
    for one in some:
        for hour, people in one.forecast.outlook.by_hour:
            by_hour[hour] = by_hour.get(hour, 0.0) + people
    outlooks_ = [one.forecast.outlook for one in some]
    first = some[0]
    outlook = replace(
        outlooks_[0],
        by_hour=tuple(sorted(by_hour.items())),
        **{
            name: sum(getattr(one, name) for one in outlooks_)
            for name in ("cases", "contacts", "calls", "by_sms", "by_call")
        },
    )
    forecast = replace(
        first.forecast,
        waiting=sum(one.forecast.waiting for one in some),
        late=sum(one.forecast.late for one in some),
        outlook=outlook,
    )
    return replace(first, forecast=forecast)


def _theirs(code: str, territories: tuple[str, ...] | None) -> bool:
    return territories is None or code == "" or code in territories


def _where() -> str:
    try:
        return db.url()
    except db.NoStore:
        raise store.Away("there is no store") from None
