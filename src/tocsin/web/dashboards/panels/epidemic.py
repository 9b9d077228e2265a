"""R(t), cases by day, serial intervals."""

from datetime import date

from tocsin.metrics.surveillance import indicators
from tocsin.metrics.surveillance.board import SurveillanceBoard
from tocsin.metrics.surveillance.reproduction_number import ReproductionEstimate
from tocsin.web import charts, formatting
from tocsin.web.dashboards.data_tables import HIDDEN, Cell, DataTable, TableColumn
from tocsin.web.dashboards.panels.panel import DashboardPanel, KeyFigure, PanelSentences

CEILING = 4.0
"""R above this is cut off in the chart, never in the table."""
ONE_IN = 14
"""Days between two marks of an axis."""


def build_epidemic_panels(board: SurveillanceBoard, w: PanelSentences) -> list[DashboardPanel]:
    """Of the page of the epidemic."""
    return [_reproduction_panel(board, w), _cases_panel(board, w), _serial_interval_panel(board, w)]


def _reproduction_panel(board: SurveillanceBoard, w: PanelSentences) -> DashboardPanel:
    title = w["r_title"]
    known, _ = indicators.compare_serial_intervals(board)
    if known is None:
        return DashboardPanel("r", title, w["r_lead"], note=w["r_no_interval"])
    method = w["r_method"].format(
        mean=formatting.format_decimal(known.mean, w.lang),
        sd=formatting.format_decimal(known.sd, w.lang),
        source=known.source,
    )
    found = indicators.estimate_reproduction_by_day(board)
    if not found:
        return DashboardPanel("r", title, f"{w['r_lead']} {method}", note=w["r_too_few"])
    days = [day for day, _ in indicators.count_cases_by_day(board)]
    first = days[0].toordinal()
    points = [
        charts.ChartPoint(day.toordinal() - first, one.mean, one.low, min(one.high, CEILING))
        for day, one in found
    ]
    last = found[-1]
    chart = charts.draw_line(
        "chart-r", title, w["r_told"].format(**_estimate_blanks(last, w)), points, day_marks(days, w),
        (0, len(days) - 1), shown=lambda value: formatting.format_decimal(value, w.lang, 1), rule=(1.0, w["r_one"]),
        ceiling=CEILING,
    )  # fmt: skip
    table = DataTable(
        "r",
        title,
        (
            TableColumn("day", w["col_day"], "day"),
            TableColumn("mean", w["col_r"], "decimal"),
            TableColumn("low", w["col_low"], "decimal"),
            TableColumn("high", w["col_high"], "decimal"),
            TableColumn("cases", w["col_window"]),
        ),
        tuple((day, one.mean, one.low, one.high, one.cases) for day, one in reversed(found)),
    )
    facts = (KeyFigure(w["fact_r"], w["r_value"].format(**_estimate_blanks(last, w))),)
    return DashboardPanel("r", title, f"{w['r_lead']} {method}", facts, chart, table)


def _estimate_blanks(found: tuple[date, ReproductionEstimate], w: PanelSentences) -> dict[str, str]:
    day, one = found
    values = {"mean": one.mean, "low": one.low, "high": one.high}
    return {name: formatting.format_decimal(value, w.lang) for name, value in values.items()} | {
        "day": formatting.format_day(day, w.lang)
    }


def _cases_panel(board: SurveillanceBoard, w: PanelSentences) -> DashboardPanel:
    title = w["cases_title"]
    days = indicators.count_cases_by_day(board)
    known = [cases for _, cases in days if cases is not None]
    hidden = len(days) - len(known)
    chart = charts.draw_columns(
        "chart-cases",
        title,
        w["cases_told"].format(most=max(known, default=0), hidden=hidden),
        [charts.ChartColumn(cases) for _, cases in days],
        day_marks([day for day, _ in days], w),
        w.format_count,
    )
    rows: list[tuple[Cell, ...]] = [
        (day, HIDDEN if cases is None else cases) for day, cases in reversed(days)
    ]
    table = DataTable(
        "cases",
        title,
        (TableColumn("day", w["col_day"], "day"), TableColumn("cases", w["col_cases"])),
        tuple(rows),
    )
    note = w["cases_hidden"].format(days=hidden) if hidden else ""
    return DashboardPanel("cases", title, w["cases_lead"], (), chart, table, note)


def _serial_interval_panel(board: SurveillanceBoard, w: PanelSentences) -> DashboardPanel:
    title = w["serial_title"]
    known, seen = indicators.compare_serial_intervals(board)
    rows: list[tuple[Cell, ...]] = []
    if known:
        rows.append((w["serial_published"], None, known.mean, None, None, known.sd, None, None))
    if seen is None:
        rows.append((w["serial_seen"], *(HIDDEN,) * 7))
    else:
        rows.append(
            (w["serial_seen"], seen.pairs, seen.mean, seen.low, seen.high, seen.sd, seen.sd_low, seen.sd_high)
        )
    table = DataTable(
        "serial",
        title,
        (
            TableColumn("interval", w["col_interval"], "text"),
            TableColumn("pairs", w["col_pairs"]),
            TableColumn("mean", w["col_mean"], "decimal"),
            TableColumn("low", w["col_low"], "decimal"),
            TableColumn("high", w["col_high"], "decimal"),
            TableColumn("sd", w["col_sd"], "decimal"),
            TableColumn("sd_low", w["col_low"], "decimal"),
            TableColumn("sd_high", w["col_high"], "decimal"),
        ),
        tuple(rows),
        (("published",) if known else ()) + ("seen",),
    )
    note = known.source if known else w["r_no_interval"]
    return DashboardPanel("serial", title, w["serial_lead"], table=table, note=note)


def day_marks(days: list[date], w: PanelSentences) -> list[tuple[int, str]]:
    """Days below an axis."""
    places = range((len(days) - 1) % ONE_IN, len(days), ONE_IN)
    return [(place, formatting.format_short_day(days[place], w.lang)) for place in places]
