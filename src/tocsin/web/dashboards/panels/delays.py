"""Delays by leg, with those who still wait."""

from tocsin.metrics.reach.measurement import summarise_delay
from tocsin.metrics.statistics import SurvivalCurve
from tocsin.metrics.surveillance import indicators
from tocsin.metrics.surveillance.board import SurveillanceBoard
from tocsin.web import charts, formatting
from tocsin.web.dashboards.data_tables import HIDDEN, Cell, DataTable, TableColumn
from tocsin.web.dashboards.panels.panel import DashboardPanel, KeyFigure, PanelSentences

HOUR = 3600
TIMES = (1, 2, 4, 8, 12, 18, 24, 36, 48)
"""Hours in the table of the curve."""
UNTIL = 48 * HOUR
WHOLE = "result_reached"


def build_delay_panels(board: SurveillanceBoard, w: PanelSentences) -> list[DashboardPanel]:
    """Of the page of delays."""
    found = indicators.estimate_delay_curves(board)
    return [_result_to_reach_panel(dict(found)[WHOLE], w), _delay_legs_panel(found, w)]


def _result_to_reach_panel(curve: SurvivalCurve | None, w: PanelSentences) -> DashboardPanel:
    """From the result until the person is reached."""
    title, lead = w["whole_title"], w["whole_lead"]
    if curve is None:
        return DashboardPanel("delay", title, lead, note=w["hidden_note"])
    if not curve.people:
        return DashboardPanel("delay", title, lead, note=w["none"])
    told = summarise_delay(WHOLE, curve)
    stairs = [
        charts.CurveStep(
            time,
            1 - still,
            *(curve.share_within_interval(time) or (None, None)),
        )
        for time, still in zip(curve.times, curve.waiting, strict=True)
        if time <= UNTIL
    ]
    marks = [(hour * HOUR, f"{hour} h") for hour in (0, 6, 12, 18, 24, 30, 36, 42, 48)]
    in_24h = w["unknown"] if told.in_24h is None else formatting.format_percent(told.in_24h, w.lang)
    chart = charts.draw_step_curve(
        "chart-delay", title, w["whole_told"].format(share=in_24h), stairs, marks, UNTIL, w.format_percent,
        seen=curve.until, rule=24 * HOUR,
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    for hour in TIMES:
        low, high = curve.share_within_interval(hour * HOUR) or (None, None)
        rows.append((float(hour * HOUR), curve.share_within(hour * HOUR), low, high))
    table = DataTable(
        "delay",
        w["whole_caption"],
        (
            TableColumn("within", w["col_within"], "delay"),
            TableColumn("share", w["col_share"], "share"),
            TableColumn("low", w["col_low"], "share"),
            TableColumn("high", w["col_high"], "share"),
        ),
        tuple(rows),
    )
    facts = (
        KeyFigure(w["fact_24h"], in_24h),
        KeyFigure(w["col_median"], _delay_or_unknown(told.median, w)),
        KeyFigure(w["col_waiting"], w.format_count(told.waiting)),
    )
    return DashboardPanel("delay", title, lead, facts, chart, table)


def _delay_legs_panel(found: list[tuple[str, SurvivalCurve | None]], w: PanelSentences) -> DashboardPanel:
    title, lead = w["legs_title"], w["legs_lead"]
    rows: list[tuple[Cell, ...]] = []
    bars = []
    for name, curve in found:
        if curve is None:
            rows.append((w[f"leg_{name}"], *(HIDDEN,) * 7))
            bars.append(charts.ChartBar(w[f"leg_{name}"], None, w["hidden"]))
            continue
        one = summarise_delay(name, curve)
        rows.append(
            (w[f"leg_{name}"], one.people, one.waiting, one.median, one.median_low, one.median_high, one.p90,
             one.in_24h)
        )  # fmt: skip
        bars.append(charts.ChartBar(w[f"leg_{name}"], one.median, _delay_or_unknown(one.median, w)))
    chart = charts.draw_bars("chart-legs", title, "; ".join(f"{bar.name}: {bar.shown}" for bar in bars), bars)
    table = DataTable(
        "legs",
        w["legs_caption"],
        (
            TableColumn("leg", w["col_leg"], "text"),
            TableColumn("people", w["col_people"]),
            TableColumn("waiting", w["col_waiting"]),
            TableColumn("median", w["col_median"], "delay"),
            TableColumn("median_low", w["col_low"], "delay"),
            TableColumn("median_high", w["col_high"], "delay"),
            TableColumn("p90", w["col_p90"], "delay"),
            TableColumn("in_24h", w["col_24h"], "share"),
        ),
        tuple(rows),
        tuple(name for name, _ in found),
    )
    return DashboardPanel("legs", title, lead, chart=chart, table=table)


def _delay_or_unknown(seconds: float | None, w: PanelSentences) -> str:
    return w["unknown"] if seconds is None else formatting.format_delay(seconds, w.lang)
