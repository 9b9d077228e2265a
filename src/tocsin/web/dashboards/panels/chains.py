"""Chains by size and depth, and clusters."""

from tocsin.metrics.surveillance import indicators
from tocsin.metrics.surveillance.board import SurveillanceBoard
from tocsin.web import charts
from tocsin.web.dashboards.data_tables import DataTable, TableColumn
from tocsin.web.dashboards.panels.panel import DashboardPanel, KeyFigure, PanelSentences
from tocsin.web.dashboards.territory_access import territory_name
from tocsin.web.page_urls import page_url

MOST = 100
"""Clusters shown."""


def build_chain_panels(board: SurveillanceBoard, w: PanelSentences) -> list[DashboardPanel]:
    return [_chain_panel(board, w, "sizes"), _chain_panel(board, w, "depths"), _cluster_panel(board, w)]


def _chain_panel(board: SurveillanceBoard, w: PanelSentences, name: str) -> DashboardPanel:
    title, lead = w[f"{name}_title"], w[f"{name}_lead"]
    found = indicators.count_chain_sizes(board, name)
    if found is None:
        return DashboardPanel(name, title, lead, note=w["hidden_note"])
    facts: tuple[KeyFigure, ...] = ()
    if board.fine:
        most = board.fine.largest if name == "sizes" else board.fine.deepest
        facts = (KeyFigure(w[f"{name}_most"], w.format_count(most)),)
    chart = charts.draw_bars(
        f"chart-{name}",
        title,
        [charts.ChartBar(said, count, w.format_count(count)) for said, count in found],
    )
    table = DataTable(
        name,
        title,
        (
            TableColumn(name.removesuffix("s"), w[f"{name}_col"], "text"),
            TableColumn("chains", w["col_chains"]),
        ),
        tuple(found),
    )
    return DashboardPanel(name, title, lead, facts, chart, table)


def _cluster_panel(board: SurveillanceBoard, w: PanelSentences) -> DashboardPanel:
    title, lead = w["clusters_title"], w["clusters_lead"]
    cells = board.cells("clusters")
    if cells is None:
        return DashboardPanel("clusters", title, lead, note=w["hidden_note"])
    facts = (
        KeyFigure(w["clusters_count"], w.format_count(cells.get("clusters", 0))),
        KeyFigure(w["clusters_cases"], w.format_count(cells.get("cases", 0))),
    )
    if board.fine is None:
        return DashboardPanel("clusters", title, lead, facts, note=w["clusters_each"])
    shown = board.fine.clusters[:MOST]
    rows = tuple(
        (
            ", ".join(map(str, one.gatherings)),
            territory_name(one.territory, w["unknown"]),
            one.cases,
            one.first,
            one.last,
        )
        for one in shown
    )
    table = DataTable(
        "clusters",
        title,
        (
            TableColumn("gatherings", w["col_gatherings"], "text"),
            TableColumn("department", w["col_territory"], "text"),
            *w.columns(cases="count", first="day", last="day"),
        ),
        rows,
        addresses=tuple(page_url("desk.place", w.lang, gathering=one.gatherings[0]) for one in shown),
    )
    return DashboardPanel(
        "clusters", title, lead, facts, table=table if rows else None, note="" if rows else w["none"]
    )
