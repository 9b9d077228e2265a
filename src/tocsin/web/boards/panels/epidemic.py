"""R(t), cases by day, serial intervals."""

from datetime import date

from tocsin.tracing.boards import measures
from tocsin.tracing.boards.model import Board
from tocsin.tracing.boards.reproduction import Estimate
from tocsin.web import charts
from tocsin.web.boards import numbers
from tocsin.web.boards.panels.panel import Fact, Panel, Words
from tocsin.web.boards.tables import HIDDEN, Cell, Column, Table

CEILING = 4.0
"""R above this is cut off in the chart, never in the table."""
ONE_IN = 14
"""Days between two marks of an axis."""


def panels(board: Board, w: Words) -> list[Panel]:
    """Of the page of the epidemic."""
    return [_r(board, w), _cases(board, w), _serial(board, w)]


def _r(board: Board, w: Words) -> Panel:
    title = w["r_title"]
    known, _ = measures.serial_intervals(board)
    if known is None:
        return Panel("r", title, w["r_lead"], note=w["r_no_interval"])
    method = w["r_method"].format(
        mean=numbers.decimal(known.mean, w.lang), sd=numbers.decimal(known.sd, w.lang), source=known.source
    )
    found = measures.reproduction(board)
    if not found:
        return Panel("r", title, f"{w['r_lead']} {method}", note=w["r_too_few"])
    days = [day for day, _ in measures.cases_by_day(board)]
    first = days[0].toordinal()
    points = [
        charts.Point(day.toordinal() - first, one.mean, one.low, min(one.high, CEILING)) for day, one in found
    ]
    last = found[-1]
    chart = charts.lines(
        "chart-r", title, w["r_told"].format(**_said(last, w)), points, marks(days, w),
        (0, len(days) - 1), shown=lambda value: numbers.decimal(value, w.lang, 1), rule=(1.0, w["r_one"]),
        ceiling=CEILING,
    )  # fmt: skip
    table = Table(
        "r",
        title,
        (
            Column("day", w["col_day"], "day"),
            Column("mean", w["col_r"], "decimal"),
            Column("low", w["col_low"], "decimal"),
            Column("high", w["col_high"], "decimal"),
            Column("cases", w["col_window"]),
        ),
        tuple((day, one.mean, one.low, one.high, one.cases) for day, one in reversed(found)),
    )
    facts = (Fact(w["fact_r"], w["r_value"].format(**_said(last, w))),)
    return Panel("r", title, f"{w['r_lead']} {method}", facts, chart, table)


def _said(found: tuple[date, Estimate], w: Words) -> dict[str, str]:
    day, one = found
    values = {"mean": one.mean, "low": one.low, "high": one.high}
    return {name: numbers.decimal(value, w.lang) for name, value in values.items()} | {
        "day": numbers.day(day, w.lang)
    }


def _cases(board: Board, w: Words) -> Panel:
    title = w["cases_title"]
    days = measures.cases_by_day(board)
    known = [cases for _, cases in days if cases is not None]
    hidden = len(days) - len(known)
    chart = charts.columns(
        "chart-cases",
        title,
        w["cases_told"].format(most=max(known, default=0), hidden=hidden),
        [charts.Column(cases) for _, cases in days],
        marks([day for day, _ in days], w),
        w.count,
    )
    rows: list[tuple[Cell, ...]] = [
        (day, HIDDEN if cases is None else cases) for day, cases in reversed(days)
    ]
    table = Table(
        "cases", title, (Column("day", w["col_day"], "day"), Column("cases", w["col_cases"])), tuple(rows)
    )
    note = w["cases_hidden"].format(days=hidden) if hidden else ""
    return Panel("cases", title, w["cases_lead"], (), chart, table, note)


def _serial(board: Board, w: Words) -> Panel:
    title = w["serial_title"]
    known, seen = measures.serial_intervals(board)
    rows: list[tuple[Cell, ...]] = []
    if known:
        rows.append((w["serial_published"], None, known.mean, None, None, known.sd, None, None))
    if seen is None:
        rows.append((w["serial_seen"], *(HIDDEN,) * 7))
    else:
        rows.append(
            (w["serial_seen"], seen.pairs, seen.mean, seen.low, seen.high, seen.sd, seen.sd_low, seen.sd_high)
        )
    table = Table(
        "serial",
        title,
        (
            Column("interval", w["col_interval"], "text"),
            Column("pairs", w["col_pairs"]),
            Column("mean", w["col_mean"], "decimal"),
            Column("low", w["col_low"], "decimal"),
            Column("high", w["col_high"], "decimal"),
            Column("sd", w["col_sd"], "decimal"),
            Column("sd_low", w["col_low"], "decimal"),
            Column("sd_high", w["col_high"], "decimal"),
        ),
        tuple(rows),
        (("published",) if known else ()) + ("seen",),
    )
    note = known.source if known else w["r_no_interval"]
    return Panel("serial", title, w["serial_lead"], table=table, note=note)


def marks(days: list[date], w: Words) -> list[tuple[int, str]]:
    """Days below an axis."""
    places = range((len(days) - 1) % ONE_IN, len(days), ONE_IN)
    return [(place, numbers.short_day(days[place], w.lang)) for place in places]
