"""The epidemic curve, R(t), serial intervals."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from tocsin.metrics.surveillance import epidemic_curve
from tocsin.metrics.surveillance.board import SurveillanceBoard
from tocsin.metrics.surveillance.epidemic_curve import ReproductionOfDay
from tocsin.web import charts, formatting
from tocsin.web.dashboards.data_tables import HIDDEN, Cell, CodedWord, DataTable, TableColumn
from tocsin.web.dashboards.panels.panel import (
    DashboardPanel,
    KeyFigure,
    PanelSentences,
    share_cells,
    share_columns,
)

CEILING: Final = 4.0
"""R above this is cut off in the chart, never in the table."""
MARKS: Final = 5
"""Days written below an axis, at most one more."""


def build_epidemic_panels(board: SurveillanceBoard, w: PanelSentences) -> list[DashboardPanel]:
    return [
        _curve_panel(board, w),
        _reproduction_panel(board, w),
        _positivity_panel(board, w),
        _serial_interval_panel(board, w),
    ]


def _curve_panel(board: SurveillanceBoard, w: PanelSentences) -> DashboardPanel:
    """Cases by day of the date, the age and the days that were chosen."""
    by, age = w.chosen.by, w.chosen.age
    title, lead = w[f"cases_title_{by}"], w[f"cases_lead_{by}"]
    found = epidemic_curve.build_epidemic_curve(board, by, age)
    if found is None:
        return DashboardPanel("cases", title, lead, note=w["cases_age_hidden"])
    days = [one for one in found if w.chosen.covers(one.day)]
    if not days:
        return DashboardPanel("cases", title, lead, note=w["cases_no_day"])
    known = [one.cases for one in days if one.cases is not None]
    hidden, provisional = len(days) - len(known), sum(one.provisional for one in days)
    chart = charts.draw_columns(
        "chart-cases",
        title,
        w["cases_told"].format(most=w.format_count(max(known, default=0)), hidden=hidden),
        [charts.ChartColumn(one.cases, sure=not one.provisional) for one in days],
        day_marks([one.day for one in days], w),
        w.format_count,
    )
    rows: list[tuple[Cell, ...]] = [
        (one.day, HIDDEN if one.cases is None else one.cases, _state(one.provisional, False, w))
        for one in reversed(days)
    ]
    table = DataTable(
        "cases",
        title,
        w.columns(day="day", cases="count", state="text"),
        tuple(rows),
    )
    facts = () if hidden else (KeyFigure(w["fact_cases"], w.format_count(sum(known))),)
    notes = [
        w["cases_hidden"].format(n=hidden) if hidden else "",
        w["cases_provisional"].format(days=provisional) if provisional else "",
    ]
    return DashboardPanel("cases", title, lead, facts, chart, table, " ".join(filter(None, notes)))


def _reproduction_panel(board: SurveillanceBoard, w: PanelSentences) -> DashboardPanel:
    title = w["r_title"]
    used, _ = epidemic_curve.compare_serial_intervals(board)
    if not used:
        return DashboardPanel("r", title, w["r_lead"], note=w["r_no_interval"])
    intervals = "; ".join(
        w["r_interval"].format(
            since=formatting.format_day(one.since, w.lang),
            mean=formatting.format_decimal(one.mean, w.lang),
            sd=formatting.format_decimal(one.sd, w.lang),
            source=one.source,
        )
        for one in used
    )
    lead = f"{w['r_lead']} {w['r_method'].format(intervals=intervals)}"
    every = epidemic_curve.estimate_reproduction_by_day(board)
    found = [one for one in every if w.chosen.covers(one.day)]
    if not found:
        return DashboardPanel("r", title, lead, note=w["r_too_few"])
    days = [day for day in epidemic_curve.list_case_days(board) if w.chosen.covers(day)]
    first = days[0].toordinal()
    points = [
        charts.ChartPoint(
            one.day.toordinal() - first,
            one.estimate.mean,
            one.estimate.low,
            min(one.estimate.high, CEILING),
            one.sure,
        )
        for one in found
    ]
    sure = [one for one in found if one.sure]
    last = (sure or found)[-1]
    chart = charts.draw_line(
        "chart-r", title, w["r_told"].format(**_estimate_blanks(last, w)), charts.break_at_gaps(points),
        day_marks(days, w), (0, max(1, len(days) - 1)), shown=lambda value: formatting.format_decimal(value, w.lang, 1),
        rule=(1.0, w["r_one"]), ceiling=CEILING,
    )  # fmt: skip
    table = DataTable(
        "r",
        title,
        (
            TableColumn("day", w["col_day"], "day"),
            TableColumn("mean", w["col_r"], "decimal"),
            *w.columns(low="decimal", high="decimal"),
            TableColumn("cases", w["col_window"]),
            TableColumn("state", w["col_state"], "text"),
        ),
        tuple(
            (one.day, one.estimate.mean, one.estimate.low, one.estimate.high, one.estimate.cases,
             _state(one.provisional, one.estimate.early, w))
            for one in reversed(found)
        ),
    )  # fmt: skip
    facts = (KeyFigure(w["fact_r"], w["r_value"].format(**_estimate_blanks(last, w))),) if sure else ()
    notes = ["" if sure else w["r_none_sure"], "" if len(sure) == len(found) else w["r_unsure"]]
    return DashboardPanel("r", title, lead, facts, chart, table, " ".join(filter(None, notes)))


def _positivity_panel(board: SurveillanceBoard, w: PanelSentences) -> DashboardPanel:
    title, lead = w["positivity_title"], w["positivity_lead"]
    if not board.negatives_counted:
        return DashboardPanel("positivity", title, lead, note=w["positivity_none"])
    every = epidemic_curve.measure_positivity_by_day(board)
    found = [(day, one) for day, one in every if w.chosen.covers(day)]
    points = [
        charts.ChartPoint(place, one.share, one.low, one.high)
        for place, (_, one) in enumerate(found)
        if one and one.share is not None
    ]
    last = next(((day, one) for day, one in reversed(found) if one and one.share is not None), None)
    said = f"{formatting.format_day(last[0], w.lang)} : {w.format_share(last[1])}" if last else w["none"]
    chart = charts.draw_line(
        "chart-positivity", title, said, charts.break_at_gaps(points), day_marks([day for day, _ in found], w),
        (0, max(1, len(found) - 1)), shown=w.format_percent,
    )  # fmt: skip
    table = DataTable(
        "positivity",
        title,
        share_columns(w, TableColumn("day", w["col_day"], "day")),
        tuple((day, *share_cells(one)) for day, one in reversed(found)),
    )
    facts = (KeyFigure(w["fact_positivity"], said),) if last else ()
    note = w["cases_hidden"].format(n=hidden) if (hidden := sum(one is None for _, one in found)) else ""
    return DashboardPanel("positivity", title, lead, facts, chart, table, note)


def _state(provisional: bool, early: bool, w: PanelSentences) -> CodedWord:
    code = "early" if early else "provisional" if provisional else "complete"
    return CodedWord(code, w[f"state_{code}"])


def _estimate_blanks(found: ReproductionOfDay, w: PanelSentences) -> dict[str, str]:
    one = found.estimate
    values = {"mean": one.mean, "low": one.low, "high": one.high}
    return {name: formatting.format_decimal(value, w.lang) for name, value in values.items()} | {
        "day": formatting.format_day(found.day, w.lang)
    }


def _serial_interval_panel(board: SurveillanceBoard, w: PanelSentences) -> DashboardPanel:
    title = w["serial_title"]
    used, seen = epidemic_curve.compare_serial_intervals(board)
    rows: list[tuple[Cell, ...]] = [
        (w["serial_published"], one.since, None, one.mean, None, None, one.sd, None, None) for one in used
    ]
    if seen is None:
        rows.append((w["serial_seen"], None, *(HIDDEN,) * 7))
    else:
        rows.append(
            (w["serial_seen"], None, seen.pairs, seen.mean, seen.low, seen.high, seen.sd, seen.sd_low,
             seen.sd_high)
        )  # fmt: skip
    table = DataTable(
        "serial",
        title,
        w.columns(
            interval="text",
            since="day",
            pairs="count",
            mean="decimal",
            low="decimal",
            high="decimal",
            sd="decimal",
            sd_low="decimal",
            sd_high="decimal",
        ),
        tuple(rows),
        ("published",) * len(used) + ("seen",),
    )
    note = "; ".join(one.source for one in used) if used else w["r_no_interval"]
    return DashboardPanel("serial", title, w["serial_lead"], table=table, note=note)


def day_marks(days: Sequence[date], w: PanelSentences) -> list[tuple[int, str]]:
    step = max(1, -(-len(days) // MARKS))
    places = range((len(days) - 1) % step, len(days), step)
    return [(place, formatting.format_short_day(days[place], w.lang)) for place in places]
