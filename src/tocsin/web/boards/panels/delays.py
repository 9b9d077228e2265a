"""Delays by leg, with those who still wait."""

from tocsin.tracing.boards import measures
from tocsin.tracing.boards.model import Board
from tocsin.tracing.numbers import Curve
from tocsin.tracing.numbers.measure import leg
from tocsin.web import charts
from tocsin.web.boards import numbers
from tocsin.web.boards.panels.panel import Fact, Panel, Words
from tocsin.web.boards.tables import HIDDEN, Cell, Column, Table

HOUR = 3600
TIMES = (1, 2, 4, 8, 12, 18, 24, 36, 48)
"""Hours in the table of the curve."""
UNTIL = 48 * HOUR
WHOLE = "result_reached"


def panels(board: Board, w: Words) -> list[Panel]:
    """Of the page of delays."""
    found = measures.delays(board)
    return [_whole(dict(found)[WHOLE], w), _legs(found, w)]


def _whole(curve: Curve | None, w: Words) -> Panel:
    """From the result until the person is reached."""
    title, lead = w["whole_title"], w["whole_lead"]
    if curve is None:
        return Panel("delay", title, lead, note=w["hidden_note"])
    if not curve.people:
        return Panel("delay", title, lead, note=w["none"])
    told = leg(WHOLE, curve)
    stairs = [
        charts.Stair(
            time,
            1 - still,
            *(curve.interval(time) or (None, None)),
        )
        for time, still in zip(curve.times, curve.waiting, strict=True)
        if time <= UNTIL
    ]
    marks = [(hour * HOUR, f"{hour} h") for hour in (0, 6, 12, 18, 24, 30, 36, 42, 48)]
    in_24h = w["unknown"] if told.in_24h is None else numbers.percent(told.in_24h, w.lang)
    chart = charts.steps(
        "chart-delay", title, w["whole_told"].format(share=in_24h), stairs, marks, UNTIL, w.percent,
        seen=curve.until, rule=24 * HOUR,
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    for hour in TIMES:
        low, high = curve.interval(hour * HOUR) or (None, None)
        rows.append((float(hour * HOUR), curve.by(hour * HOUR), low, high))
    table = Table(
        "delay",
        w["whole_caption"],
        (
            Column("within", w["col_within"], "delay"),
            Column("share", w["col_share"], "share"),
            Column("low", w["col_low"], "share"),
            Column("high", w["col_high"], "share"),
        ),
        tuple(rows),
    )
    facts = (
        Fact(w["fact_24h"], in_24h),
        Fact(w["col_median"], _delay(told.median, w)),
        Fact(w["col_waiting"], w.count(told.waiting)),
    )
    return Panel("delay", title, lead, facts, chart, table)


def _legs(found: list[tuple[str, Curve | None]], w: Words) -> Panel:
    title, lead = w["legs_title"], w["legs_lead"]
    rows: list[tuple[Cell, ...]] = []
    bars = []
    for name, curve in found:
        if curve is None:
            rows.append((w[f"leg_{name}"], *(HIDDEN,) * 7))
            bars.append(charts.Bar(w[f"leg_{name}"], None, w["hidden"]))
            continue
        one = leg(name, curve)
        rows.append(
            (w[f"leg_{name}"], one.people, one.waiting, one.median, one.median_low, one.median_high, one.p90,
             one.in_24h)
        )  # fmt: skip
        bars.append(charts.Bar(w[f"leg_{name}"], one.median, _delay(one.median, w)))
    chart = charts.bars("chart-legs", title, "; ".join(f"{bar.name}: {bar.shown}" for bar in bars), bars)
    table = Table(
        "legs",
        w["legs_caption"],
        (
            Column("leg", w["col_leg"], "text"),
            Column("people", w["col_people"]),
            Column("waiting", w["col_waiting"]),
            Column("median", w["col_median"], "delay"),
            Column("median_low", w["col_low"], "delay"),
            Column("median_high", w["col_high"], "delay"),
            Column("p90", w["col_p90"], "delay"),
            Column("in_24h", w["col_24h"], "share"),
        ),
        tuple(rows),
        tuple(name for name, _ in found),
    )
    return Panel("legs", title, lead, chart=chart, table=table)


def _delay(seconds: float | None, w: Words) -> str:
    return w["unknown"] if seconds is None else numbers.delay(seconds, w.lang)
