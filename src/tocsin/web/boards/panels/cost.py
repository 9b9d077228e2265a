"""What SMS and calls came to."""

from tocsin.tracing.boards.model import Board
from tocsin.tracing.boards.prices import CALL_HOUR, SMS_PART, Price, WrongPrice, cost, price
from tocsin.web.boards import numbers
from tocsin.web.boards.panels.panel import Fact, Panel, Words
from tocsin.web.boards.tables import Cell, Column, Table


def panels(board: Board, w: Words) -> list[Panel]:
    """Of the page of costs."""
    title, lead = w["cost_title"], w["cost_lead"]
    sms, calls = board.cells("sms"), board.cells("calls")
    if sms is None or calls is None:
        return [Panel("cost", title, lead, note=w["hidden_note"])]
    part, hour, faults = None, None, []
    for name in (SMS_PART, CALL_HOUR):
        try:
            found = price(name)
        except WrongPrice as fault:
            faults.append(str(fault))
            continue
        part, hour = (found, hour) if name == SMS_PART else (part, found)
    came = cost(sms, calls, part, hour)
    rows: tuple[tuple[Cell, ...], ...] = (
        (w["cost_messages"], came.messages, None, None),
        (w["cost_parts"], came.parts, part.euros if part else None, came.sms),
        (w["cost_calls"], came.calls, None, None),
        (w["cost_hours"], round(came.hours), hour.euros if hour else None, came.talk),
    )
    table = Table(
        "cost",
        title,
        (
            Column("item", w["col_item"], "text"),
            Column("number", w["col_number"]),
            Column("price_euros", w["col_price"], "price"),
            Column("euros", w["col_euros"], "euros"),
        ),
        rows,
        ("messages", "parts", "calls", "hours"),
    )
    people = sum((board.cells("reach") or {}).values())
    facts = []
    if came.sms is not None and came.talk is not None and people:
        each = numbers.decimal(float(came.sms + came.talk) / people, w.lang)
        facts.append(Fact(w["cost_each"], f"{each}\u00a0€"))
    sources = [_source(w["cost_parts"], part, w), _source(w["cost_hours"], hour, w)]
    return [Panel("cost", title, lead, tuple(facts), table=table, note=" ".join([*faults, *sources]))]


def _source(what: str, found: Price | None, w: Words) -> str:
    if found is None:
        return w["no_price"].format(what=what)
    return w["price_source"].format(what=what, source=found.source)
