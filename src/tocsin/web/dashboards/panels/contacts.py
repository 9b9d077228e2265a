"""Contacts: how many, who named nobody, who was known before, who fell ill."""

from tocsin.metrics.surveillance import indicators
from tocsin.metrics.surveillance.board import SurveillanceBoard
from tocsin.web import charts, formatting
from tocsin.web.dashboards.data_tables import DataTable, TableColumn
from tocsin.web.dashboards.panels.panel import (
    DashboardPanel,
    KeyFigure,
    PanelSentences,
    share_cells,
    share_columns,
)


def build_contact_panels(board: SurveillanceBoard, w: PanelSentences) -> list[DashboardPanel]:
    """Of the page of contacts."""
    return [_named_contacts_panel(board, w), _shares_panel(board, w)]


def _named_contacts_panel(board: SurveillanceBoard, w: PanelSentences) -> DashboardPanel:
    title, lead = w["named_title"], w["named_lead"]
    found = indicators.count_named_contacts(board)
    if found is None:
        return DashboardPanel("named", title, lead, note=w["hidden_note"])
    asked = found.interviewed.count
    facts = [
        KeyFigure(
            w["fact_mean"],
            w["nobody"] if found.mean is None else formatting.format_decimal(found.mean, w.lang),
        ),
        KeyFigure(w["fact_none"], w.format_share(found.none)),
        KeyFigure(w["fact_interviewed"], w.format_share(found.interviewed)),
    ]
    if found.exact and found.exact.median is not None:
        quartiles = (found.exact.median, found.exact.lower, found.exact.upper)
        median, low, high = (formatting.format_decimal(one or 0, w.lang, 1) for one in quartiles)
        facts.append(KeyFigure(w["fact_median"], w["quartiles"].format(median=median, low=low, high=high)))
    rows = [(name, cases, cases / asked if asked else None) for name, cases in found.cells]
    chart = charts.draw_bars(
        "chart-named",
        title,
        "; ".join(f"{name}: {cases}" for name, cases, _ in rows),
        [charts.ChartBar(name, cases, w.format_count(cases)) for name, cases, _ in rows],
    )
    table = DataTable(
        "named",
        title,
        (
            TableColumn("contacts", w["col_contacts"], "text"),
            TableColumn("cases", w["col_cases"]),
            TableColumn("share", w["col_share"], "share"),
        ),
        tuple(rows),
    )
    return DashboardPanel("named", title, lead, tuple(facts), chart, table)


def _shares_panel(board: SurveillanceBoard, w: PanelSentences) -> DashboardPanel:
    """What the tracing was worth."""
    found = indicators.count_named_contacts(board)
    shares = {
        "none": found.none if found else None,
        "known": indicators.cell_share(board, "known", "before"),
        "attack": indicators.cell_share(board, "attack", "became"),
    }
    bars = [
        charts.ChartBar(
            w[f"share_{name}"], one.share, formatting.format_percent(one.share, w.lang), one.low, one.high
        )
        if one and one.share is not None
        else charts.ChartBar(w[f"share_{name}"], None, w["nobody"] if one else w["hidden"])
        for name, one in shares.items()
    ]
    title = w["shares_title"]
    chart = charts.draw_bars(
        "chart-shares", title, "; ".join(f"{bar.name}: {bar.shown}" for bar in bars), bars, most=1,
        shown=w.format_percent,
    )  # fmt: skip
    table = DataTable(
        "shares",
        title,
        share_columns(w, TableColumn("measure", w["col_measure"], "text")),
        tuple((w[f"share_{name}_long"], *share_cells(one)) for name, one in shares.items()),
        tuple(shares),
    )
    return DashboardPanel("shares", title, w["shares_lead"], chart=chart, table=table)
