"""The load and what will come of it: the page on which a supervisor begins, and its chart of hours."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from msgspec import Struct
from msgspec.structs import replace

from tocsin.locale.languages import get_language
from tocsin.metrics.forecast import territory_forecasts
from tocsin.metrics.forecast.remedies import describe_remedies
from tocsin.metrics.forecast.territory_forecasts import StoredForecast
from tocsin.runtime.clock import read_clock_from_environment
from tocsin.store import database
from tocsin.tracing.calls import announcements, calls_set_aside, workload
from tocsin.tracing.calls.workload import TerritoryLoad
from tocsin.tracing.intake import quarantine
from tocsin.tracing.supervision import loans, shifts
from tocsin.web import charts, error_pages, language, page_rendering, page_urls, store_pool
from tocsin.web.formatting import format_count, format_moment
from tocsin.web.language import Lang
from tocsin.web.sentences import page_sentences
from tocsin.web.staff import time_zone
from tocsin.web.supervision.supervisor_context import (
    find_staff_names,
    label_territory,
    list_region_choices,
    open_supervisor_context,
    read_territory_scope,
)

_HOURS: Final = 26
_HOUR: Final = timedelta(hours=1)


class DeadlineHour(Struct, frozen=True):
    at: datetime
    """In Paris."""
    people: int
    other: int
    """If it were done otherwise; 0 without a question."""


class DeadlineChart(Struct, frozen=True):
    picture: SafeString
    hours: tuple[DeadlineHour, ...]


def draw_missed_deadlines(
    title: str,
    sentences: Mapping[str, str],
    lang: Lang,
    now: datetime,
    today: Sequence[tuple[datetime, float]],
    other: Sequence[tuple[datetime, float]] | None = None,
) -> DeadlineChart | None:
    """The hours to come; None where nobody misses anything. ``other``: the same if it were done otherwise."""
    people, otherwise = dict(today), dict(other or ())
    counted = people.keys() | otherwise.keys()
    if not counted:
        return None
    last = min(max(int((at - now) / _HOUR) for at in counted) + 1, _HOURS)
    hours = tuple(
        DeadlineHour(time_zone.to_local_time(at), round(people.get(at, 0.0)), round(otherwise.get(at, 0.0)))
        for at in (now + _HOUR * n for n in range(last))
    )
    picture = charts.draw_columns(
        "deadlines",
        title,
        sentences["hours_table"],
        [charts.ChartColumn(one.people, None if other is None else one.other) for one in hours],
        [(n, f"{one.at:%H} h") for n, one in enumerate(hours) if one.at.hour % 3 == 0],
        partial(format_count, lang=lang),
    )
    return DeadlineChart(picture, hours)


FIRST: Final = 20
"""Lines of the tables that are shown at once."""
OLD: Final = timedelta(minutes=15)
"""A forecast that was played before so long is said to be old."""


class TerritoryLoadRow(Struct, frozen=True):
    code: str
    name: str
    load: TerritoryLoad
    misses: int | None
    """Who will not be reached in time; None where it was not played."""


def show_overview(request: HttpRequest) -> HttpResponse:
    chosen = read_territory_scope(request, "lead.look")
    t = page_sentences("supervision.start", language.request_language(request))
    with open_supervisor_context(request) as at:
        counted = workload.load_counted_loads(at.connection, at.now, chosen.territories)
        people = counted.agents
        kept = {
            one.territory: one
            for one in territory_forecasts.load_forecasts(at.connection, chosen.territories)
        }
        whole = kept.pop("", None)
        if chosen.territories is not None and kept:
            whole = _sum_outlooks(list(kept.values()))
        on_shift = [
            one
            for one in shifts.list_shifts(at.connection, at.now)
            if one.starts_at <= at.now and _is_in_scope(one.territory, chosen.territories)
        ]
        given = [
            one
            for one in loans.list_current_loans(at.connection, at.now)
            if _is_in_scope(one.lender, chosen.territories) or _is_in_scope(one.borrower, chosen.territories)
        ]
        waiting = quarantine.count_by_reason(at.connection, at.who.allowed_territories("lead.quarantine"))
        aside = calls_set_aside.count_calls_set_aside(at.connection, chosen.territories)
        first_aside = calls_set_aside.list_calls_set_aside(at.connection, chosen.territories) if aside else []
        announced = announcements.count_announcements(at.connection, at.now, chosen.territories)
        called = find_staff_names(at.connection, [one.agent for one in people])
    found = counted.territories
    lines = _build_rows(found, kept, t["unknown_place"])
    everything = "tout" in request.GET
    shown = people if everything else people[:FIRST]
    return page_rendering.render_page(
        request,
        "supervision.start",
        scope=chosen,
        choices=list_region_choices(at.who.allowed_territories("lead.look")),
        counted=time_zone.to_local_time(counted.at),
        lines=lines if everything else lines[:FIRST],
        more=0 if everything else max(0, len(lines) - FIRST),
        total=_sum_loads(found),
        agents=[
            (called.get(one.agent, one.agent), label_territory(one.territory, "–"), one) for one in shown
        ],
        more_agents=len(people) - len(shown),
        working=sum(1 for one in people if one.task),
        on_shift=round(sum(one.agents for one in on_shift if one.territory or chosen.territories is None)),
        on_shift_all=0
        if chosen.territories is None
        else round(sum(one.agents for one in on_shift if not one.territory)),
        loans=len(given),
        announced=announced,
        aside=aside,
        first_aside=[(one, format_moment(one.deadline, at.lang)) for one in first_aside],
        quarantine=sum(waiting.values()),
        whole=whole,
        old=whole is not None and at.now - whole.at > OLD,
        played=time_zone.to_local_time(whole.at) if whole else None,
        bars=draw_missed_deadlines(
            t["hours_title"], t, at.lang, whole.forecast.at, whole.forecast.outlook.by_hour
        )
        if whole
        else None,
        advice=[
            get_language(at.lang).typeset(one)
            for one in describe_remedies(whole.forecast, at.lang, is_brief=chosen.territories is not None)
        ]
        if whole
        else (),
    )


@error_pages.allow_methods("POST")
def run_forecast(request: HttpRequest) -> HttpResponse:
    """Play the forecast now, without waiting for the next hour at which it is played."""
    with database.open_connection(_store_address(), autocommit=True) as connection:
        territory_forecasts.renew_forecasts(connection, read_clock_from_environment().now())
    asked = request.POST.get("territoire", "")
    return page_urls.redirect_to_page(
        request, "supervision.start", query=f"territoire={asked}" if asked.isalnum() else ""
    )


def _build_rows(
    found: list[TerritoryLoad], kept: dict[str, StoredForecast], unknown: str
) -> list[TerritoryLoadRow]:
    by_code = {one.territory: one for one in found}
    lines = [
        TerritoryLoadRow(
            code,
            label_territory(code, unknown),
            by_code.get(code, workload.NO_CALLS),
            round(kept[code].forecast.outlook.misses) if code in kept else None,
        )
        for code in {*by_code, *kept}
    ]
    return sorted(lines, key=lambda one: (-(one.misses or 0), -one.load.late, -one.load.open, one.code))


def _sum_loads(found: list[TerritoryLoad]) -> TerritoryLoad:
    sums = {
        name: sum(getattr(one, name) for one in found)
        for name in ("open", "urgent", "late", "soon", "held", "resting", "done", "reached")
    }
    return TerritoryLoad(territory="", first_deadline=None, **sums)


def _sum_outlooks(some: list[StoredForecast]) -> StoredForecast:
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


def _is_in_scope(code: str, territories: tuple[str, ...] | None) -> bool:
    return territories is None or code == "" or code in territories


def _store_address() -> str:
    try:
        return database.read_store_url()
    except database.NoStore:
        raise store_pool.StoreUnavailable("there is no store") from None
