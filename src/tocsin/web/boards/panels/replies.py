"""Answers and drop-off at each question of each flow."""

from tocsin.tracing.boards.model import Board
from tocsin.tracing.numbers import share
from tocsin.web import charts
from tocsin.web.boards import numbers
from tocsin.web.boards.panels.panel import Panel, Words
from tocsin.web.boards.tables import Column, Table


def panels(board: Board, w: Words) -> list[Panel]:
    """A panel for each flow."""
    steps = sorted(board.steps, key=lambda step: (step.flow, step.version, -step.asked))
    flows = dict.fromkeys((step.flow, step.version) for step in steps)
    if not flows:
        return [Panel("steps", w["steps_title"], w["steps_lead"], note=w["none"])]
    found = []
    for flow, version in flows:
        name = f"steps-{flow}-{version}".replace("_", "-")
        title = w["steps_of"].format(flow=w.t.get(f"flow_{flow}", flow), version=version)
        own = [step for step in steps if (step.flow, step.version) == (flow, version)]
        rows, bars = [], []
        for step in own:
            # An hour may count an answer to a question of the hour before.
            reply = share(min(step.answered, step.asked), step.asked)
            drop = share(min(step.silent, step.asked), step.asked)
            rows.append(
                (step.state, step.asked, step.answered, reply.share, reply.low, reply.high, step.silent,
                 drop.share, step.again, step.human)
            )  # fmt: skip
            said = w["nobody"] if reply.share is None else numbers.percent(reply.share, w.lang)
            bars.append(charts.Bar(step.state, reply.share, said, reply.low, reply.high))
        chart = charts.bars(
            f"chart-{name}", title, "; ".join(f"{bar.name}: {bar.shown}" for bar in bars), bars, most=1,
            shown=w.percent,
        )  # fmt: skip
        table = Table(
            name,
            title,
            (
                Column("step", w["col_step"], "text"),
                Column("asked", w["col_asked"]),
                Column("answered", w["col_answered"]),
                Column("reply", w["col_reply"], "share"),
                Column("low", w["col_low"], "share"),
                Column("high", w["col_high"], "share"),
                Column("silent", w["col_silent"]),
                Column("drop", w["col_drop"], "share"),
                Column("again", w["col_again"]),
                Column("human", w["col_human"]),
            ),
            tuple(rows),
        )
        found.append(Panel(name, title, w["steps_lead"], chart=chart, table=table))
    return found
