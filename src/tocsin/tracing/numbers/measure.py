"""One look at the store: a handful of statements in one snapshot, and the formulas over what they count."""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any, Final

import psycopg
from psycopg.pq import TransactionStatus

from tocsin.tracing.numbers import live
from tocsin.tracing.numbers.model import Group, Leg, Level, Numbers, Reach, Step
from tocsin.tracing.numbers.share import share
from tocsin.tracing.numbers.spread import spread
from tocsin.tracing.numbers.survival import Curve, kaplan_meier
from tocsin.tracing.queries import query

LEGS: Final = (
    "result_received", "received_submitted", "submitted_delivered", "delivered_answered", "answered_listed",
    "listed_contact", "result_answered", "result_reached",
)  # fmt: skip
SOON: Final = timedelta(hours=6)
"""At risk: not reached, and due within this."""
ALIVE: Final = timedelta(minutes=1)
DAY: Final = 86_400.0

Row = tuple[Any, ...]


def measure(
    connection: psycopg.Connection,
    now: datetime,
    since: datetime | None = None,
    until: datetime | None = None,
    territory: str | None = None,
    *,
    soon: timedelta = SOON,
    alive: timedelta = ALIVE,
) -> Numbers:
    """Every figure as of ``now``, of the results received from ``since`` until before ``until``.

    A moment after ``now`` has not happened. ``territory`` is the code of a département. All figures are of
    one snapshot where the connection is in no transaction yet.
    """
    asked: dict[str, Any] = {"now": now, "since": since, "until": until, "territory": territory, "soon": soon}
    if connection.info.transaction_status != TransactionStatus.IDLE:
        return _measured(connection, asked, alive)
    with connection.transaction():
        connection.execute("set transaction isolation level repeatable read, read only")
        return _measured(connection, asked, alive)


def _measured(connection: psycopg.Connection, asked: dict[str, Any], alive: timedelta) -> Numbers:
    def rows(name: str) -> list[Row]:
        # Never prepared: with the parameters known, "is null or" costs nothing and indexes serve.
        return connection.execute(query(f"numbers.{name}"), asked, prepare=False).fetchall()

    cases, groups = _reaches(rows("reach_cases"))
    contacts, contact_groups = _reaches(rows("reach_contacts"))
    received, withdrawn, interviewed, known = rows("received")[0]
    named = rows("named")
    people, in_48h, tested, became, ripe, ripe_became = rows("contacts")[0]
    return Numbers(
        at=asked["now"],
        since=asked["since"],
        until=asked["until"],
        territory=asked["territory"],
        received=received,
        withdrawn=withdrawn,
        cases=cases,
        contacts=contacts,
        groups=groups,
        contact_groups=contact_groups,
        delays=tuple(
            leg(name, curve) for name, curve in curves(rows("delays") + rows("contact_delays")).items()
        ),
        interviewed=share(interviewed, received),
        named=spread((n, count) for n, count, _ in named),
        naming_none=share(sum(count for n, count, _ in named if n == 0), interviewed),
        together=sum(together for _, _, together in named),
        known_before=share(known, received),
        contacts_in_48h=share(in_48h, people),
        tested=share(tested, people),
        became_case=share(became, people),
        became_case_in_full=share(ripe_became, ripe),
        steps=tuple(_step(row) for row in rows("steps")),
        sms=live.sms(rows("sms")),
        calls=live.calls(rows("call_tasks"), rows("attempts"), rows("shifts")[0]),
        queues=live.queues(rows("outbox"), rows("queues")[0], asked["now"]),
        workers=tuple(live.worker(row, asked["now"], alive) for row in rows("workers")),
    )


def curves(rows: list[Row]) -> dict[str, Curve]:
    """The curve of each leg, also of those that nobody has begun."""
    counts: dict[str, list[tuple[float, int, int]]] = {name: [] for name in LEGS}
    for name, seconds, ends, waits in rows:
        counts[name].append((seconds, ends, waits))
    return {name: kaplan_meier(found) for name, found in counts.items()}


def leg(name: str, curve: Curve) -> Leg:
    """What is told of a curve."""
    low, high = curve.quantile_interval(0.5)
    day = curve.interval(DAY) or (None, None)
    return Leg(
        name, curve.people, curve.open, curve.quantile(0.5), low, high, curve.quantile(0.9),
        curve.quantile(0.99), curve.by(DAY), *day,
    )  # fmt: skip


def _reaches(rows: list[Row]) -> tuple[Reach, tuple[Group, ...]]:
    """The reach of all, and of each group."""
    levels: dict[tuple[str, str], dict[str, Level]] = defaultdict(dict)
    people: dict[tuple[str, str], int] = {}
    for level, by, name, of, kept, late, never, at_risk, still_open, due, due_kept in rows:
        people[by, name] = of
        levels[by, name][level] = Level(
            kept, late, never, at_risk, still_open, share(kept, of), share(due_kept, due)
        )
    nobody = Level(0, 0, 0, 0, 0, share(0, 0), share(0, 0))
    found = {
        key: Reach(people[key], *(each[name] for name in ("submitted", "delivered", "answered", "reached")))
        for key, each in levels.items()
    }
    all_of_them = found.pop(("", ""), Reach(0, nobody, nobody, nobody, nobody))
    return all_of_them, tuple(Group(by, name, found[by, name]) for by, name in sorted(found))


def _step(row: Row) -> Step:
    flow, version, state, asked, answered, again, silent, human = row
    # An hour may count an answer to a question of the hour before.
    return Step(
        flow, version, state, asked, answered, again, silent, human,
        share(min(answered, asked), asked), share(min(silent, asked), asked),
    )  # fmt: skip
