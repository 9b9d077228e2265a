"""Answers and drop-off at each question of each flow."""

from tocsin.metrics.statistics import estimate_proportion
from tocsin.metrics.surveillance.board import SurveillanceBoard
from tocsin.web import charts, formatting
from tocsin.web.dashboards.data_tables import DataTable, TableColumn
from tocsin.web.dashboards.panels.panel import DashboardPanel, PanelSentences


def build_reply_panels(board: SurveillanceBoard, w: PanelSentences) -> list[DashboardPanel]:
    """A panel for each flow."""
    steps = sorted(board.steps, key=lambda step: (step.flow, step.version, -step.asked))
    flows = dict.fromkeys((step.flow, step.version) for step in steps)
    if not flows:
        return [DashboardPanel("steps", w["steps_title"], w["steps_lead"], note=w["none"])]
    found = []
    for flow, version in flows:
        name = f"steps-{flow}-{version}".replace("_", "-")
        title = w["steps_of"].format(flow=w.t.get(f"flow_{flow}", flow), version=version)
        own = [step for step in steps if (step.flow, step.version) == (flow, version)]
        rows, bars = [], []
        for step in own:
            # An hour may count an answer to a question of the hour before.
            reply = estimate_proportion(min(step.answered, step.asked), step.asked)
            drop = estimate_proportion(min(step.silent, step.asked), step.asked)
            rows.append(
                (step.state, step.asked, step.answered, reply.share, reply.low, reply.high, step.silent,
                 drop.share, step.again, step.human)
            )  # fmt: skip
            said = w["nobody"] if reply.share is None else formatting.format_percent(reply.share, w.lang)
            bars.append(charts.ChartBar(step.state, reply.share, said, reply.low, reply.high))
        chart = charts.draw_bars(
            f"chart-{name}", title, "; ".join(f"{bar.name}: {bar.shown}" for bar in bars), bars, most=1,
            shown=w.format_percent,
        )  # fmt: skip
        table = DataTable(
            name,
            title,
            (
                TableColumn("step", w["col_step"], "text"),
                TableColumn("asked", w["col_asked"]),
                TableColumn("answered", w["col_answered"]),
                TableColumn("reply", w["col_reply"], "share"),
                TableColumn("low", w["col_low"], "share"),
                TableColumn("high", w["col_high"], "share"),
                TableColumn("silent", w["col_silent"]),
                TableColumn("drop", w["col_drop"], "share"),
                TableColumn("again", w["col_again"]),
                TableColumn("human", w["col_human"]),
            ),
            tuple(rows),
        )
        found.append(DashboardPanel(name, title, w["steps_lead"], chart=chart, table=table))
    return found
