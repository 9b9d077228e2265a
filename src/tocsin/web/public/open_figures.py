"""Open figures: what everybody may know of how people were reached and how the epidemic goes, and as
files."""

from datetime import date
from typing import Any, Final

import msgspec
from django.http import Http404, HttpRequest, HttpResponse

from tocsin.metrics.statistics import Proportion
from tocsin.metrics.surveillance.board_assembly import USUAL
from tocsin.metrics.surveillance.open_data import OpenAggregates, OpenDayFigures
from tocsin.metrics.surveillance.snapshots import list_boards, load_open_data
from tocsin.web import charts, formatting, language, page_rendering, page_urls, store_pool
from tocsin.web.dashboards.data_tables import (
    HIDDEN,
    Cell,
    DataTable,
    TableColumn,
    csv_response,
    encode_csv,
    table_records,
)
from tocsin.web.dashboards.panels import chains, contacts, deadlines, epidemic, equity
from tocsin.web.dashboards.panels.panel import DashboardPanel, PanelSentences, lay_out_panels, share_cells
from tocsin.web.sentences import page_sentences

LICENCE: Final = "https://www.etalab.gouv.fr/licence-ouverte-open-licence"
"""Licence Ouverte 2.0 of Etalab: to be used by anybody who names the source and the date."""
SCHEMA: Final = 2
"""Of the JSON: counted up when a field goes or changes its meaning."""
PANELS: Final = (
    "r", "positivity", "reach", "contact_reach", "named", "shares", "settings", "age", "sizes",
)  # fmt: skip
"""Those of the boards that are shown here too; cases by day come first, with what was reached of them."""


def show_figures_page(request: HttpRequest) -> HttpResponse:
    found, diseases = _load_open_figures(request)
    lang = language.request_language(request)
    t = page_sentences("figures", lang)
    asked = f"?d={found.disease}" if found else ""
    return page_rendering.render_page(
        request,
        "figures",
        translations=page_urls.list_translations(request, asked),
        panels=lay_out_panels(_build_panels(found, PanelSentences(t, lang)), lang, t["hidden"])
        if found
        else [],
        files="figures_table",
        query=asked.removeprefix("?"),
        found=found,
        diseases=diseases,
        as_of=formatting.format_day(found.at.date(), lang) if found else "",
        licence=LICENCE,
    )


def serve_figures_csv(request: HttpRequest, name: str) -> HttpResponse:
    found = _load_or_404(request)
    lang = language.request_language(request)
    for panel in _build_panels(found, PanelSentences(page_sentences("figures", lang), lang)):
        if panel.table and panel.table.name == name:
            about = {"disease": found.disease, "area": "FR", "at": found.at.isoformat()}
            return csv_response(encode_csv(panel.table, about), f"{name}-FR-{found.at:%Y-%m-%d}")
    raise Http404(name)


def serve_figures_json(request: HttpRequest) -> HttpResponse:
    """All tables as one JSON object; without any, where nothing was published yet."""
    found, _ = _load_open_figures(request)
    lang = language.request_language(request)
    panels = _build_panels(found, PanelSentences(page_sentences("figures", lang), lang)) if found else []
    tables = [panel.table for panel in panels if panel.table]
    told: dict[str, Any] = {
        "schema": SCHEMA,
        "at": found.at.isoformat() if found else None,
        "disease": found.disease if found else None,
        "area": "FR",
        "licence": LICENCE,
        "tables": {one.name: table_records(one) for one in tables},
    }
    return HttpResponse(msgspec.json.encode(told), content_type="application/json")


def _load_or_404(request: HttpRequest) -> OpenAggregates:
    found, _ = _load_open_figures(request)
    if found is None:
        raise Http404
    return found


def _load_open_figures(request: HttpRequest) -> tuple[OpenAggregates | None, list[str]]:
    """What is open of the disease that is asked for, and the diseases that there are."""
    with store_pool.store_connection() as connection:
        known = sorted({one.disease for one in list_boards(connection, "open")})
        disease = request.GET.get("d", USUAL)
        if known and disease not in known:
            raise Http404(disease)
        return load_open_data(connection, disease), known


def _build_panels(found: OpenAggregates, w: PanelSentences) -> list[DashboardPanel]:
    board = found.board
    made = [
        *deadlines.build_deadline_panels(board, w),
        *epidemic.build_epidemic_panels(board, w),
        *contacts.build_contact_panels(board, w),
        *equity.build_equity_panels(board, w),
        *chains.build_chain_panels(board, w),
    ]
    known = {panel.name: panel for panel in made}
    return [_days_panel(found.days, w), *(known[name] for name in PANELS)]


def _days_panel(days: tuple[OpenDayFigures, ...], w: PanelSentences) -> DashboardPanel:
    title, lead = w["days_title"], w["days_lead"]
    if not days:
        return DashboardPanel("days", title, lead, note=w["none"])
    every = [date.fromordinal(n) for n in range(days[0].day.toordinal(), days[-1].day.toordinal() + 1)]
    by_day = {one.day: one for one in days}
    points = [
        charts.ChartPoint(place, one.cases.share, one.cases.low or 0, one.cases.high or 0)
        for place, day in enumerate(every)
        if (one := by_day.get(day)) and one.cases and one.cases.share is not None
    ]
    last = next((one for one in reversed(days) if one.cases and one.cases.share is not None), None)
    chart = charts.draw_line(
        "chart-days", title, f"{formatting.format_day(last.day, w.lang)}: {w.format_share(last.cases)}" if last else w["none"],
        charts.break_at_gaps(points), epidemic.day_marks(every, w), (0, max(1, len(every) - 1)), shown=w.format_percent, ceiling=1.0,
    )  # fmt: skip
    rows = tuple(
        (
            one.day,
            *_reach_cells(one.cases, one.cases_answered),
            *_reach_cells(one.contacts, one.contacts_answered),
        )
        for one in reversed(days)
    )
    table = DataTable(
        "days",
        title,
        (
            TableColumn("day", w["col_day"], "day"),
            TableColumn("cases", w["col_cases"]),
            TableColumn("cases_answered", w["col_cases_answered"]),
            TableColumn("cases_reached", w["col_cases_reached"]),
            TableColumn("cases_share", w["col_share"], "share"),
            TableColumn("contacts", w["nav_contacts"]),
            TableColumn("contacts_answered", w["col_contacts_answered"]),
            TableColumn("contacts_reached", w["col_contacts_reached"]),
            TableColumn("contacts_share", w["col_share"], "share"),
        ),
        rows,
    )
    return DashboardPanel("days", title, lead, chart=chart, table=table)


def _reach_cells(reached: Proportion | None, answered: int | None) -> tuple[Cell, ...]:
    count, of, part, _, _ = share_cells(reached)
    return of, HIDDEN if answered is None else answered, count, part
