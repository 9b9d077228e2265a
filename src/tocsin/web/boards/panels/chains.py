"""Chains by size and depth, and clusters."""

from tocsin.tracing.boards import measures
from tocsin.tracing.boards.model import Board
from tocsin.web import charts
from tocsin.web.boards.access import named
from tocsin.web.boards.panels.panel import Fact, Panel, Words
from tocsin.web.boards.tables import Column, Table

MOST = 100
"""Clusters shown."""


def panels(board: Board, w: Words) -> list[Panel]:
    """Of the page of chains."""
    return [_chains(board, w, "sizes"), _chains(board, w, "depths"), _clusters(board, w)]


def _chains(board: Board, w: Words, name: str) -> Panel:
    title, lead = w[f"{name}_title"], w[f"{name}_lead"]
    found = measures.chain_sizes(board, name)
    if found is None:
        return Panel(name, title, lead, note=w["hidden_note"])
    facts: tuple[Fact, ...] = ()
    if board.fine:
        most = board.fine.largest if name == "sizes" else board.fine.deepest
        facts = (Fact(w[f"{name}_most"], w.count(most)),)
    chart = charts.bars(
        f"chart-{name}",
        title,
        "; ".join(f"{said}: {count}" for said, count in found),
        [charts.Bar(said, count, w.count(count)) for said, count in found],
    )
    table = Table(
        name,
        title,
        (Column(name.removesuffix("s"), w[f"{name}_col"], "text"), Column("chains", w["col_chains"])),
        tuple(found),
    )
    return Panel(name, title, lead, facts, chart, table)


def _clusters(board: Board, w: Words) -> Panel:
    title, lead = w["clusters_title"], w["clusters_lead"]
    cells = board.cells("clusters")
    if cells is None:
        return Panel("clusters", title, lead, note=w["hidden_note"])
    facts = (
        Fact(w["clusters_count"], w.count(cells.get("clusters", 0))),
        Fact(w["clusters_cases"], w.count(cells.get("cases", 0))),
    )
    if board.fine is None:
        return Panel("clusters", title, lead, facts, note=w["clusters_each"])
    rows = tuple(
        (
            ", ".join(map(str, one.gatherings)),
            named(one.territory, w["unknown"]),
            one.cases,
            one.first,
            one.last,
        )
        for one in board.fine.clusters[:MOST]
    )
    table = Table(
        "clusters",
        title,
        (
            Column("gatherings", w["col_gatherings"], "text"),
            Column("department", w["col_territory"], "text"),
            Column("cases", w["col_cases"]),
            Column("first", w["col_first"], "day"),
            Column("last", w["col_last"], "day"),
        ),
        rows,
    )
    return Panel(
        "clusters", title, lead, facts, table=table if rows else None, note="" if rows else w["none"]
    )
