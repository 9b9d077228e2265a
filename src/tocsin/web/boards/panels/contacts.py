"""Contacts: how many, who named nobody, who was known before, who fell ill."""

from tocsin.tracing.boards import measures
from tocsin.tracing.boards.model import Board
from tocsin.web import charts
from tocsin.web.boards import numbers
from tocsin.web.boards.panels.panel import Fact, Panel, Words, share_cells, share_columns
from tocsin.web.boards.tables import Column, Table


def panels(board: Board, w: Words) -> list[Panel]:
    """Of the page of contacts."""
    return [_named(board, w), _shares(board, w)]


def _named(board: Board, w: Words) -> Panel:
    title, lead = w["named_title"], w["named_lead"]
    found = measures.named(board)
    if found is None:
        return Panel("named", title, lead, note=w["hidden_note"])
    asked = found.interviewed.count
    facts = [
        Fact(w["fact_mean"], w["nobody"] if found.mean is None else numbers.decimal(found.mean, w.lang)),
        Fact(w["fact_none"], w.share(found.none)),
        Fact(w["fact_interviewed"], w.share(found.interviewed)),
    ]
    if found.exact and found.exact.median is not None:
        quartiles = (found.exact.median, found.exact.lower, found.exact.upper)
        median, low, high = (numbers.decimal(one or 0, w.lang, 1) for one in quartiles)
        facts.append(Fact(w["fact_median"], w["quartiles"].format(median=median, low=low, high=high)))
    rows = [(name, cases, cases / asked if asked else None) for name, cases in found.cells]
    chart = charts.bars(
        "chart-named",
        title,
        "; ".join(f"{name}: {cases}" for name, cases, _ in rows),
        [charts.Bar(name, cases, w.count(cases)) for name, cases, _ in rows],
    )
    table = Table(
        "named",
        title,
        (
            Column("contacts", w["col_contacts"], "text"),
            Column("cases", w["col_cases"]),
            Column("share", w["col_share"], "share"),
        ),
        tuple(rows),
    )
    return Panel("named", title, lead, tuple(facts), chart, table)


def _shares(board: Board, w: Words) -> Panel:
    """What the tracing was worth."""
    found = measures.named(board)
    shares = {
        "none": found.none if found else None,
        "known": measures.part(board, "known", "before"),
        "attack": measures.part(board, "attack", "became"),
    }
    bars = [
        charts.Bar(w[f"share_{name}"], one.share, numbers.percent(one.share, w.lang), one.low, one.high)
        if one and one.share is not None
        else charts.Bar(w[f"share_{name}"], None, w["nobody"] if one else w["hidden"])
        for name, one in shares.items()
    ]
    title = w["shares_title"]
    chart = charts.bars(
        "chart-shares", title, "; ".join(f"{bar.name}: {bar.shown}" for bar in bars), bars, most=1,
        shown=w.percent,
    )  # fmt: skip
    table = Table(
        "shares",
        title,
        share_columns(w, Column("measure", w["col_measure"], "text")),
        tuple((w[f"share_{name}_long"], *share_cells(one)) for name, one in shares.items()),
        tuple(shares),
    )
    return Panel("shares", title, w["shares_lead"], chart=chart, table=table)
