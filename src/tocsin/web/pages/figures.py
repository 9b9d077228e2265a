"""Open figures: what everybody may know of how people were reached and how the epidemic goes, and as
files."""

from datetime import date
from typing import Any, Final

import msgspec
from django.http import Http404, HttpRequest, HttpResponse

from tocsin.tracing.boards.assemble import USUAL
from tocsin.tracing.boards.keep import listed, load_open
from tocsin.tracing.boards.opened import Day, Open
from tocsin.tracing.numbers import Share
from tocsin.web import addresses, charts, failures, language, render, store, words
from tocsin.web.boards import numbers
from tocsin.web.boards.panels import chains, clock, contacts, epidemic, equity
from tocsin.web.boards.panels.panel import Panel, Words, laid, share_cells
from tocsin.web.boards.tables import HIDDEN, Cell, Column, Table, as_file, csv_file, plain

LICENCE: Final = "https://www.etalab.gouv.fr/licence-ouverte-open-licence"
"""Licence Ouverte 2.0 of Etalab: to be used by anybody who names the source and the date."""
SCHEMA: Final = 2
"""Of the JSON: counted up when a field goes or changes its meaning."""
PANELS: Final = ("reach", "contact_reach", "r", "named", "shares", "age", "sizes")
"""Those of the boards that are shown here too; cases by day come first, with what was reached of them."""


def show(request: HttpRequest) -> HttpResponse:
    """The page."""
    found, diseases = _found(request)
    if diseases is None:
        return failures.refused(request, 503)
    lang = language.of(request)
    t = words.of("figures", lang)
    asked = f"?d={found.disease}" if found else ""
    return render.page(
        request,
        "figures",
        other=addresses.in_other_language(request) + asked,
        panels=laid(_panels(found, Words(t, lang)), lang, t["hidden"]) if found else [],
        files="figures_table",
        query=asked.removeprefix("?"),
        found=found,
        diseases=diseases,
        as_of=numbers.day(found.at.date(), lang) if found else "",
        licence=LICENCE,
    )


def table(request: HttpRequest, name: str) -> HttpResponse:
    """One table as CSV."""
    found = _or_404(request)
    lang = language.of(request)
    for panel in _panels(found, Words(words.of("figures", lang), lang)):
        if panel.table and panel.table.name == name:
            about = {"disease": found.disease, "area": "FR", "at": found.at.isoformat()}
            return as_file(csv_file(panel.table, about), f"{name}-FR-{found.at:%Y-%m-%d}")
    raise Http404(name)


def as_json(request: HttpRequest) -> HttpResponse:
    """All tables as one JSON object; without any, where nothing was published yet."""
    found, known = _found(request)
    if known is None:
        return failures.refused(request, 503)
    lang = language.of(request)
    panels = _panels(found, Words(words.of("figures", lang), lang)) if found else []
    tables = [panel.table for panel in panels if panel.table]
    told: dict[str, Any] = {
        "schema": SCHEMA,
        "at": found.at.isoformat() if found else None,
        "disease": found.disease if found else None,
        "area": "FR",
        "licence": LICENCE,
        "tables": {one.name: _json(one) for one in tables},
    }
    return HttpResponse(msgspec.json.encode(told), content_type="application/json")


def _json(table: Table) -> list[dict[str, object]]:
    names = [column.name for column in table.columns]
    return [
        dict(zip(names, [table.codes[place] if table.codes else plain(row[0]), *map(plain, row[1:])],
        strict=True)) for place, row in enumerate(table.rows)
    ]  # fmt: skip


def _or_404(request: HttpRequest) -> Open:
    found, _ = _found(request)
    if found is None:
        raise Http404
    return found


def _found(request: HttpRequest) -> tuple[Open | None, list[str] | None]:
    """What is open of the disease that is asked for, and the diseases that there are; None for these where
    the store is away."""
    try:
        with store.connection() as connection:
            known = sorted({one.disease for one in listed(connection, "open")})
            disease = request.GET.get("d", USUAL)
            if known and disease not in known:
                raise Http404(disease)
            return load_open(connection, disease), known
    except store.Away:
        return None, None


def _panels(found: Open, w: Words) -> list[Panel]:
    board = found.board
    made = [
        *clock.panels(board, w),
        *epidemic.panels(board, w),
        *contacts.panels(board, w),
        *equity.panels(board, w),
        *chains.panels(board, w),
    ]
    known = {panel.name: panel for panel in made}
    return [_days(found.days, w), *(known[name] for name in PANELS)]


def _days(days: tuple[Day, ...], w: Words) -> Panel:
    title, lead = w["days_title"], w["days_lead"]
    if not days:
        return Panel("days", title, lead, note=w["none"])
    every = [date.fromordinal(n) for n in range(days[0].day.toordinal(), days[-1].day.toordinal() + 1)]
    by_day = {one.day: one for one in days}
    points = [
        charts.Point(place, one.cases.share, one.cases.low or 0, one.cases.high or 0)
        for place, day in enumerate(every)
        if (one := by_day.get(day)) and one.cases and one.cases.share is not None
    ]
    last = next((one for one in reversed(days) if one.cases and one.cases.share is not None), None)
    chart = charts.lines(
        "chart-days", title, f"{numbers.day(last.day, w.lang)}: {w.share(last.cases)}" if last else w["none"],
        points, epidemic.marks(every, w), (0, max(1, len(every) - 1)), shown=w.percent, ceiling=1.0,
    )  # fmt: skip
    rows = tuple(
        (one.day, *_cells(one.cases, one.cases_answered), *_cells(one.contacts, one.contacts_answered))
        for one in reversed(days)
    )
    table = Table(
        "days",
        title,
        (
            Column("day", w["col_day"], "day"),
            Column("cases", w["col_cases"]),
            Column("cases_answered", w["col_cases_answered"]),
            Column("cases_reached", w["col_cases_reached"]),
            Column("cases_share", w["col_share"], "share"),
            Column("contacts", w["nav_contacts"]),
            Column("contacts_answered", w["col_contacts_answered"]),
            Column("contacts_reached", w["col_contacts_reached"]),
            Column("contacts_share", w["col_share"], "share"),
        ),
        rows,
    )
    return Panel("days", title, lead, chart=chart, table=table)


def _cells(reached: Share | None, answered: int | None) -> tuple[Cell, ...]:
    count, of, part, _, _ = share_cells(reached)
    return of, HIDDEN if answered is None else answered, count, part
