"""What SMS and calls came to."""

from tocsin.metrics.surveillance.board import SurveillanceBoard
from tocsin.metrics.surveillance.costs import (
    UnitPrice,
    WrongPrice,
    compute_cost,
    read_price,
)
from tocsin.web import formatting
from tocsin.web.dashboards.data_tables import Cell, DataTable, TableColumn
from tocsin.web.dashboards.panels.panel import DashboardPanel, KeyFigure, PanelSentences


def build_cost_panels(board: SurveillanceBoard, w: PanelSentences) -> list[DashboardPanel]:
    title, lead = w["cost_title"], w["cost_lead"]
    sms, calls = board.cells("sms"), board.cells("calls")
    if sms is None or calls is None:
        return [DashboardPanel("cost", title, lead, note=w["hidden_note"])]
    part, hour, faults = None, None, []
    for name in ("TOCSIN_PRICE_SMS_PART", "TOCSIN_PRICE_CALL_HOUR"):
        try:
            found = read_price(name)
        except WrongPrice as fault:
            faults.append(str(fault))
            continue
        part, hour = (found, hour) if name == "TOCSIN_PRICE_SMS_PART" else (part, found)
    came = compute_cost(sms, calls, part, hour)
    rows: tuple[tuple[Cell, ...], ...] = (
        (w["cost_messages"], came.messages, None, None),
        (w["cost_parts"], came.parts, part.euros if part else None, came.sms),
        (w["cost_calls"], came.calls, None, None),
        (w["cost_filtered"], calls.get("filtered", 0), None, None),
        (w["cost_hours"], round(came.hours), hour.euros if hour else None, came.talk),
    )
    table = DataTable(
        "cost",
        title,
        (
            *w.columns(item="text", number="count"),
            TableColumn("price_euros", w["col_price"], "price"),
            TableColumn("euros", w["col_euros"], "euros"),
        ),
        rows,
        ("messages", "parts", "calls", "filtered", "hours"),
    )
    people = sum((board.cells("reach") or {}).values())
    facts = []
    if came.sms is not None and came.talk is not None and people:
        each = formatting.format_decimal(float(came.sms + came.talk) / people, w.lang)
        facts.append(KeyFigure(w["cost_each"], f"{each}\u00a0€"))
    sources = [_price_source(w["cost_parts"], part, w), _price_source(w["cost_hours"], hour, w)]
    return [
        DashboardPanel("cost", title, lead, tuple(facts), table=table, note=" ".join([*faults, *sources]))
    ]


def _price_source(what: str, found: UnitPrice | None, w: PanelSentences) -> str:
    if found is None:
        return w["no_price"].format(what=what)
    return w["price_source"].format(what=what, source=found.source)
