"""Equity: are all reached alike, whatever their age, wherever they live?"""

from tocsin.tracing.boards import measures
from tocsin.tracing.boards.model import UNKNOWN, Board
from tocsin.tracing.numbers import Share
from tocsin.web import charts
from tocsin.web.boards import numbers
from tocsin.web.boards.access import named
from tocsin.web.boards.panels.panel import Panel, Words, share_cells, share_columns
from tocsin.web.boards.tables import Column, Table


def panels(board: Board, w: Words) -> list[Panel]:
    """Of the page of equity."""
    found = [_panel(board, w, "age", _ages(board, w), "age")]
    if places := measures.within(board):
        rows = [(code, w["unknown"] if code == UNKNOWN else named(code, ""), one) for code, one in places]
        found.append(_panel(board, w, "places", rows, "territory"))
    return found


def _ages(board: Board, w: Words) -> list[tuple[str, str, Share | None]] | None:
    ages = measures.by_age(board)
    if ages is None:
        return None
    return [(age, w["unknown"] if age == "unknown" else age, one) for age, one in ages]


def _panel(
    board: Board, w: Words, name: str, rows: list[tuple[str, str, Share | None]] | None, column: str
) -> Panel:
    title, lead = w[f"{name}_title"], w[f"{name}_lead"]
    if rows is None:
        return Panel(name, title, lead, note=w["hidden_note"])
    if not rows:
        return Panel(name, title, lead, note=w["none"])
    bars = [
        charts.Bar(said, one.share, numbers.percent(one.share, w.lang), one.low, one.high)
        if one and one.share is not None
        else charts.Bar(said, None, w["nobody"] if one else w["hidden"])
        for _, said, one in rows
    ]
    everybody = measures.reached(board)
    chart = charts.bars(
        f"chart-{name}",
        title,
        "; ".join(f"{bar.name}: {bar.shown}" for bar in bars),
        bars,
        most=1,
        rule=everybody["reached"].share if everybody else None,
        shown=w.percent,
    )
    table = Table(
        name,
        title,
        share_columns(w, Column(column, w[f"col_{column}"], "text")),
        tuple((said, *share_cells(one)) for _, said, one in rows),
        tuple(code for code, _, _ in rows),
    )
    note = w["places_hidden"] if any(one is None for _, _, one in rows) else ""
    return Panel(name, title, lead, chart=chart, table=table, note=note)
