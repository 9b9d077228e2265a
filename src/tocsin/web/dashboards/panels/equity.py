"""Equity: are all reached alike, whatever their age, wherever they live?"""

from tocsin.metrics.statistics import Proportion
from tocsin.metrics.surveillance import indicators
from tocsin.metrics.surveillance.board import UNKNOWN, SurveillanceBoard
from tocsin.web import charts
from tocsin.web.dashboards.data_tables import DataTable, TableColumn
from tocsin.web.dashboards.panels.panel import (
    DashboardPanel,
    PanelSentences,
    share_bar,
    share_cells,
    share_columns,
)
from tocsin.web.dashboards.territory_access import territory_name


def build_equity_panels(board: SurveillanceBoard, w: PanelSentences) -> list[DashboardPanel]:
    found = [_equity_panel(board, w, "age", _age_rows(board, w), "age")]
    if places := indicators.measure_reach_by_territory(board):
        rows = [
            (code, w["unknown"] if code == UNKNOWN else territory_name(code, ""), one) for code, one in places
        ]
        found.append(_equity_panel(board, w, "places", rows, "territory"))
    return found


def _age_rows(board: SurveillanceBoard, w: PanelSentences) -> list[tuple[str, str, Proportion | None]] | None:
    ages = indicators.measure_reach_by_age(board)
    if ages is None:
        return None
    return [(age, w["unknown"] if age == "unknown" else age, one) for age, one in ages]


def _equity_panel(
    board: SurveillanceBoard,
    w: PanelSentences,
    name: str,
    rows: list[tuple[str, str, Proportion | None]] | None,
    column: str,
) -> DashboardPanel:
    title, lead = w[f"{name}_title"], w[f"{name}_lead"]
    if rows is None:
        return DashboardPanel(name, title, lead, note=w["hidden_note"])
    if not rows:
        return DashboardPanel(name, title, lead, note=w["none"])
    bars = [share_bar(w, said, one) for _, said, one in rows]
    everybody = indicators.measure_reach(board)
    chart = charts.draw_bars(
        f"chart-{name}",
        title,
        bars,
        most=1,
        rule=everybody["reached"].share if everybody else None,
        shown=w.format_percent,
    )
    table = DataTable(
        name,
        title,
        share_columns(w, TableColumn(column, w[f"col_{column}"], "text")),
        tuple((said, *share_cells(one)) for _, said, one in rows),
        tuple(code for code, _, _ in rows),
    )
    note = w["places_hidden"] if any(one is None for _, _, one in rows) else ""
    return DashboardPanel(name, title, lead, chart=chart, table=table, note=note)
