"""Delays by leg, with those who still wait."""

from datetime import timedelta

from tocsin.metrics.reach.measurement import summarise_delay
from tocsin.metrics.statistics import SurvivalCurve
from tocsin.metrics.surveillance import indicators
from tocsin.metrics.surveillance.board import SurveillanceBoard
from tocsin.metrics.surveillance.exact_figures import DELAY_DAY_LEGS
from tocsin.metrics.surveillance.reporting_periods import MONTH, compute_periods
from tocsin.web import charts, formatting
from tocsin.web.charts.svg import axis_ticks
from tocsin.web.dashboards.data_tables import HIDDEN, Cell, CodedWord, DataTable
from tocsin.web.dashboards.panels.epidemic import day_marks
from tocsin.web.dashboards.panels.panel import DashboardPanel, KeyFigure, PanelSentences

HOUR = 3600
DAY = 24 * HOUR
WHOLE_DAYS = DELAY_DAY_LEGS[:2]
"""Legs of which days alone are known."""
TIMES = (1, 2, 4, 8, 12, 18, 24, 36, 48)
"""Hours in the table of the curve."""
UNTIL = 48 * HOUR
WHOLE = "result_reached"


def build_delay_panels(board: SurveillanceBoard, w: PanelSentences) -> list[DashboardPanel]:
    found = indicators.estimate_delay_curves(board)
    return [
        _result_to_reach_panel(dict(found)[WHOLE], w),
        _delay_legs_panel(found, w),
        _delay_days_panel(board, w),
    ]


def _result_to_reach_panel(curve: SurvivalCurve | None, w: PanelSentences) -> DashboardPanel:
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
    chart = charts.draw_line(
        "chart-delay", title, w["whole_told"].format(share=in_24h),
        charts.lay_out_stairs(stairs, UNTIL, seen=curve.until), marks, (0, UNTIL), shown=w.format_percent,
        upright=24 * HOUR, axis=(0, 0.25, 0.5, 0.75, 1),
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    for hour in TIMES:
        low, high = curve.share_within_interval(hour * HOUR) or (None, None)
        rows.append((float(hour * HOUR), curve.share_within(hour * HOUR), low, high))
    table = DataTable(
        "delay",
        w["whole_caption"],
        w.columns(within="delay", share="share", low="share", high="share"),
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
    chart = charts.draw_bars("chart-legs", title, bars)
    table = DataTable(
        "legs",
        w["legs_caption"],
        w.columns(
            leg="text",
            people="count",
            waiting="count",
            median="delay",
            median_low="delay",
            median_high="delay",
            p90="delay",
            in_24h="share",
        ),
        tuple(rows),
        tuple(name for name, _ in found),
    )
    return DashboardPanel("legs", title, lead, chart=chart, table=table)


def _delay_days_panel(board: SurveillanceBoard, w: PanelSentences) -> DashboardPanel:
    """Median and nine in ten of the leg that was chosen, day by day."""
    leg = w.chosen.leg
    title = w["days_title"].format(leg=w[f"leg_{leg}"])
    lead = f"{w['days_lead']} {w[f'leg_{leg}_is']}"
    if board.fine is None:
        return DashboardPanel("delay-days", title, lead, note=w["hidden_note"])
    found = board.fine.delay_days.get(leg, ())
    if not found:
        return DashboardPanel("delay-days", title, lead, note=w["none"])
    first = compute_periods(board.at).month.date()
    last = max((one for one in found if one.median is not None), key=lambda one: one.place, default=None)
    highest = max((one.p90 or one.median or 0) for one in found)
    points = [
        charts.ChartPoint(one.place, one.median, one.median, highest if one.p90 is None else one.p90)
        for one in found
        if one.median is not None
    ]
    told = w["days_told"].format(
        day=formatting.format_day(first + timedelta(days=last.place), w.lang),
        median=_delay_or_unknown(last.median, w),
        p90=_delay_or_unknown(last.p90, w),
    ) if last else w["none"]  # fmt: skip
    # Of some legs days alone are known; an axis in hours or days has round values in these, not in seconds.
    step = DAY if leg in WHOLE_DAYS or highest > UNTIL else HOUR
    axis = [value * step for value in axis_ticks(highest / step)]
    unit = w["days_unit"] if step == DAY else w["hours_unit"]
    days = [first + timedelta(days=place) for place in range(MONTH)]
    chart = charts.draw_line(
        "chart-delay-days", title, told, charts.break_at_gaps(points), day_marks(days, w), (0, MONTH - 1),
        shown=lambda value: formatting.format_decimal(value / step, w.lang, 0 if axis[1] >= step else 1) + unit,
        axis=axis,
    )  # fmt: skip
    table = DataTable(
        "delay-days",
        title,
        w.columns(day="day", people="count", waiting="count", median="delay", p90="delay", leg="text"),
        tuple(
            (first + timedelta(days=one.place), one.people, one.waiting, one.median, one.p90,
             CodedWord(leg, w[f"leg_{leg}"]))
            for one in reversed(found)
        ),
    )  # fmt: skip
    return DashboardPanel("delay-days", title, lead, chart=chart, table=table)


def _delay_or_unknown(seconds: float | None, w: PanelSentences) -> str:
    return w["unknown"] if seconds is None else formatting.format_delay(seconds, w.lang)
