"""The 24 hours: kept, at risk, missed, and what is to come; and the week that is over."""

from tocsin.metrics.surveillance import indicators
from tocsin.metrics.surveillance.board import SurveillanceBoard
from tocsin.web import charts, formatting
from tocsin.web.dashboards.data_tables import DataTable, TableColumn
from tocsin.web.dashboards.panels.panel import (
    DashboardPanel,
    KeyFigure,
    PanelSentences,
    share_bar,
    share_cells,
    share_columns,
)

STATES = (("kept", 1), ("late", 2), ("never", 3), ("at_risk", 4), ("open", 5))
"""State, and its colour."""


def build_deadline_panels(board: SurveillanceBoard, w: PanelSentences) -> list[DashboardPanel]:
    return [
        _deadline_panel(board, w, "clock"),
        _deadline_panel(board, w, "contact_clock"),
        *_forecast_panels(board, w),
        _week_panel(board, w, "reach"),
        _week_panel(board, w, "contact_reach"),
    ]


def _deadline_panel(board: SurveillanceBoard, w: PanelSentences, name: str) -> DashboardPanel:
    title, lead = w[f"{name}_title"], w[f"{name}_lead"]
    found = indicators.count_deadlines(board, name)
    if found is None:
        return DashboardPanel(name, title, lead, note=w["hidden_note"])
    counts = [(state, fill, int(getattr(found, state))) for state, fill in STATES]
    chart = charts.draw_stacked_bar(
        f"chart-{name}",
        title,
        w["clock_told"].format(
            all=found.total, kept=found.kept, missed=found.missed, at_risk=found.at_risk, open=found.open
        ),
        [charts.StackSegment(w[f"state_{s}"], n, w.format_count(n), fill) for s, fill, n in counts],
    )
    table = DataTable(
        name,
        title,
        w.columns(state="text", people="count", share="share"),
        tuple((w[f"state_{s}"], n, n / found.total if found.total else None) for s, _, n in counts),
        tuple(state for state, _ in STATES),
    )
    due = found.kept + found.missed
    facts = (
        KeyFigure(
            w["fact_kept"], formatting.format_percent(found.kept / due, w.lang) if due else w["nobody"]
        ),
        KeyFigure(w["fact_at_risk"], w.format_count(found.at_risk)),
        KeyFigure(w["fact_missed"], w.format_count(found.missed)),
    )
    return DashboardPanel(name, title, lead, facts, chart, table)


def _forecast_panels(board: SurveillanceBoard, w: PanelSentences) -> list[DashboardPanel]:
    title, lead = w["ahead_title"], w["ahead_lead"]
    if board.ahead is None:
        return [DashboardPanel("ahead", title, lead, note=w["hidden_note"])]
    facts = (
        KeyFigure(w["ahead_cases"], w.format_count(board.ahead.cases)),
        KeyFigure(w["ahead_contacts"], w.format_count(board.ahead.contacts)),
    )
    rows = tuple((formatting.format_moment(at, w.lang), float(n)) for at, n in board.ahead.by_hour)
    chart = charts.draw_bars(
        "chart-ahead",
        title,
        [
            charts.ChartBar(formatting.format_hour(at, w.lang), n, formatting.format_decimal(n, w.lang, 1))
            for at, n in board.ahead.by_hour
        ],
        told="; ".join(f"{fact.name}: {fact.value}" for fact in facts),
    )
    table = DataTable(
        "ahead",
        title,
        (TableColumn("hour", w["col_hour"], "text"), TableColumn("missed", w["col_missed"], "decimal")),
        rows,
        tuple(at.isoformat() for at, _ in board.ahead.by_hour),
    )
    if not rows:
        return [DashboardPanel("ahead", title, lead, facts, note=w["none_missed"])]
    return [DashboardPanel("ahead", title, lead, facts, chart, table)]


def _week_panel(board: SurveillanceBoard, w: PanelSentences, name: str) -> DashboardPanel:
    title, lead = w[f"{name}_title"], w[f"{name}_lead"]
    found = indicators.measure_reach(board, name)
    if found is None:
        return DashboardPanel(name, title, lead, note=w["hidden_note"])
    chart = charts.draw_bars(
        f"chart-{name}",
        title,
        [share_bar(w, w[f"level_{level}"], one) for level, one in found.items()],
        told="; ".join(f"{w[f'level_{level}']}: {w.format_share(one)}" for level, one in found.items()),
        most=1,
        shown=w.format_percent,
    )
    table = DataTable(
        name,
        title,
        share_columns(w, TableColumn("level", w["col_level"], "text")),
        tuple((w[f"level_{level}"], *share_cells(one)) for level, one in found.items()),
        tuple(found),
    )
    return DashboardPanel(name, title, lead, chart=chart, table=table)
