"""Answers and drop-off at each question of each flow."""

from tocsin.metrics.statistics import estimate_proportion
from tocsin.metrics.surveillance.board import SurveillanceBoard
from tocsin.web import charts
from tocsin.web.dashboards.data_tables import DataTable
from tocsin.web.dashboards.panels.panel import DashboardPanel, PanelSentences, share_bar


def build_reply_panels(board: SurveillanceBoard, w: PanelSentences) -> list[DashboardPanel]:
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
            bars.append(share_bar(w, step.state, reply))
        chart = charts.draw_bars(f"chart-{name}", title, bars, most=1, shown=w.format_percent)
        table = DataTable(
            name,
            title,
            w.columns(
                step="text",
                asked="count",
                answered="count",
                reply="share",
                low="share",
                high="share",
                silent="count",
                drop="share",
                again="count",
                human="count",
            ),
            tuple(rows),
        )
        found.append(DashboardPanel(name, title, w["steps_lead"], chart=chart, table=table))
    return found
