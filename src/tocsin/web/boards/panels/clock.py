"""The 24 hours: kept, at risk, missed, and what is to come; and the week that is over."""

from tocsin.tracing.boards import measures
from tocsin.tracing.boards.model import Board
from tocsin.web import charts
from tocsin.web.boards import numbers
from tocsin.web.boards.panels.panel import Fact, Panel, Words, share_cells, share_columns
from tocsin.web.boards.tables import Column, Table

STATES = (("kept", 1), ("late", 2), ("never", 3), ("at_risk", 4), ("open", 5))
"""State, and its colour."""


def panels(board: Board, w: Words) -> list[Panel]:
    """Of the front page."""
    return [
        _clock(board, w, "clock"),
        _clock(board, w, "contact_clock"),
        *_ahead(board, w),
        _week(board, w, "reach"),
        _week(board, w, "contact_reach"),
    ]


def _clock(board: Board, w: Words, name: str) -> Panel:
    title, lead = w[f"{name}_title"], w[f"{name}_lead"]
    found = measures.clock(board, name)
    if found is None:
        return Panel(name, title, lead, note=w["hidden_note"])
    counts = [(state, fill, int(getattr(found, state))) for state, fill in STATES]
    chart = charts.stack(
        f"chart-{name}",
        title,
        w["clock_told"].format(
            all=found.all, kept=found.kept, missed=found.missed, at_risk=found.at_risk, open=found.open
        ),
        [charts.Segment(w[f"state_{s}"], n, w.count(n), fill) for s, fill, n in counts],
    )
    table = Table(
        name,
        title,
        (
            Column("state", w["col_state"], "text"),
            Column("people", w["col_people"]),
            Column("share", w["col_share"], "share"),
        ),
        tuple((w[f"state_{s}"], n, n / found.all if found.all else None) for s, _, n in counts),
        tuple(state for state, _ in STATES),
    )
    due = found.kept + found.missed
    facts = (
        Fact(w["fact_kept"], numbers.percent(found.kept / due, w.lang) if due else w["nobody"]),
        Fact(w["fact_at_risk"], w.count(found.at_risk)),
        Fact(w["fact_missed"], w.count(found.missed)),
    )
    return Panel(name, title, lead, facts, chart, table)


def _ahead(board: Board, w: Words) -> list[Panel]:
    title, lead = w["ahead_title"], w["ahead_lead"]
    if board.ahead is None:
        return [Panel("ahead", title, lead, note=w["hidden_note"])]
    facts = (
        Fact(w["ahead_cases"], w.count(board.ahead.cases)),
        Fact(w["ahead_contacts"], w.count(board.ahead.contacts)),
    )
    rows = tuple((numbers.moment(at, w.lang), float(n)) for at, n in board.ahead.by_hour)
    chart = charts.bars(
        "chart-ahead",
        title,
        "; ".join(f"{fact.name}: {fact.value}" for fact in facts),
        [
            charts.Bar(numbers.hour(at, w.lang), n, numbers.decimal(n, w.lang, 1))
            for at, n in board.ahead.by_hour
        ],
    )
    table = Table(
        "ahead",
        title,
        (Column("hour", w["col_hour"], "text"), Column("missed", w["col_missed"], "decimal")),
        rows,
        tuple(at.isoformat() for at, _ in board.ahead.by_hour),
    )
    if not rows:
        return [Panel("ahead", title, lead, facts, note=w["none_missed"])]
    return [Panel("ahead", title, lead, facts, chart, table)]


def _week(board: Board, w: Words, name: str) -> Panel:
    title, lead = w[f"{name}_title"], w[f"{name}_lead"]
    found = measures.reached(board, name)
    if found is None:
        return Panel(name, title, lead, note=w["hidden_note"])
    chart = charts.bars(
        f"chart-{name}",
        title,
        "; ".join(f"{w[f'level_{level}']}: {w.share(one)}" for level, one in found.items()),
        [
            charts.Bar(
                w[f"level_{level}"], one.share, _short(one.share, w), one.low, one.high
            )
            for level, one in found.items()
        ],
        most=1,
        shown=w.percent,
    )  # fmt: skip
    table = Table(
        name,
        title,
        share_columns(w, Column("level", w["col_level"], "text")),
        tuple((w[f"level_{level}"], *share_cells(one)) for level, one in found.items()),
        tuple(found),
    )
    return Panel(name, title, lead, chart=chart, table=table)


def _short(value: float | None, w: Words) -> str:
    return w["nobody"] if value is None else numbers.percent(value, w.lang)
