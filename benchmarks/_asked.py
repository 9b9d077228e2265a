"""Values to run every statement with, as the service itself gives them: batches of rows that are there."""

import re
from datetime import timedelta
from itertools import cycle, islice
from typing import Any, Final

import psycopg
from _crowd import NOW

from tocsin.metrics.surveillance.reporting_periods import compute_periods

BATCH: Final = 1000
"""Rows of a batch: an engine takes up to 2,000 events in a step, a gateway hands on some hundreds."""
_PARAMETER = re.compile(r"%\((\w+)\)s(?:::(\w+)(\[\])?)?")
_TARGET = re.compile(r"\b(?:update|into|from|join) tracing_(\w+)")
_NUMBERED: Final = re.compile(r"insert into tracing_\w+ \(id,")
HOUR: Final = timedelta(hours=1)
_MOMENTS: Final[dict[str, Any]] = {
    "now": NOW, "at": NOW, "not_before": NOW, "starts": NOW, "started": NOW, "issued": NOW, "before": NOW - HOUR,
    "until": NOW + HOUR, "ends": NOW + HOUR, "most": NOW + HOUR, "deadline": NOW + 24 * HOUR,
    "since": NOW - timedelta(days=15), "today": NOW.date(), "day": NOW.date(),
    "up_to": NOW.date() - timedelta(days=90), "soon": 6 * HOUR, "patience": timedelta(seconds=30),
    "longest": timedelta(minutes=20), "past": NOW,
    "every": timedelta(seconds=30), "window": HOUR, "known_for": HOUR,
}  # fmt: skip
_NUMBERS: Final[dict[str, Any]] = {
    "limit": 2000, "room": 500, "each": 5, "deepest": 5, "results": 100, "many": 5, "morning": 8,
    "evening": 20, "seconds": 60, "attempts": 1, "agents": 5, "calls": 3.0, "rate": 3.0, "shift": 1,
    "key": 7, "file": 1, "kept": 1, "other": 2, "correction": 1, "alone": False, "again": False,
    "campaign": 1, "variant": 1, "listed": True, "incoming": True, "loan": 1, "tasks": 50, "last": 0, "died": False,
}  # fmt: skip
_WORDS: Final[dict[str, Any]] = {
    "territory": "", "agent": "agent-9", "by": "agent-9", "worker": "engine-1", "gateway": "gateway-1",
    "lender": "29", "borrower": "35",
    "account": "38663", "lane": "38663", "sender": "38663", "kind": "engine", "why": "call", "what": "read",
    "subject": "case", "after": "", "reason": "", "outcome": "reached", "how": "dismissed", "format": "csv",
    "language": "ar", "due_after": "-infinity", "aside_before": NOW,
    "stood": '{"outcome": "", "reason": "silent", "attempts": 0, "not_before": "2022-01-26T09:00:00Z"}',
    "name": "day.csv", "lang": "fr", "template": "case.notice", "version": "1", "text": "x",
    "text_hash": "0" * 64, "recipient": "0" * 32, "counts": "{}", "moves": "[]", "territories": None,
    "code": "0123456789AB",
    "receipt": b"0" * 32, "bucket": "verify", "client": b"0" * 32, "sealed": b"0" * 64, "digest": b"0" * 32, "number": b"0" * 32,
}  # fmt: skip
_PLAIN: Final = _MOMENTS | _NUMBERS | _WORDS
_BY_NAME: Final = {
    "phones": "phone", "cases": "case", "contacts": "contact", "persons": "person", "guardians": "person",
    "phone_id": "phone", "case_id": "case", "contact_id": "contact", "message_id": "message", "message": "message",
    "held": "outbox", "tasks": "calltask",
}  # fmt: skip
_MANY: Final = ("phones", "cases", "contacts", "persons", "shards", "ids", "indexes", "keys")
_NONE: Final = ("same_as", "became", "gatherings")
_MADE: Final[dict[str, Any]] = {
    "timestamptz": NOW, "date": NOW.date(), "boolean": True, "smallint": 1, "int": 1, "bytea": b"0" * 64,
    "text": "fr",
}  # fmt: skip


class Sample:
    """Rows that are there, of each table, spread over it."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self._connection = connection
        self._kept: dict[tuple[str, str], list[Any]] = {}

    def of(self, table: str, column: str = "id") -> list[Any]:
        """Values of a column, ``BATCH`` of them, some of them twice where there are fewer."""
        if (table, column) not in self._kept:
            count = self.one(f"select count(*) from tracing_{table}")
            asked = f"""
                select {column} from (select *, row_number() over () as n from tracing_{table}) as numbered
                where n % {max(1, count // BATCH)} = 0 limit {BATCH}"""
            rows = self._connection.execute(asked.encode()).fetchall()
            found = [row[0] for row in rows] or [0]
            self._kept[table, column] = list(islice(cycle(found), BATCH))
        return self._kept[table, column]

    def one(self, asked: str) -> Any:
        """The first value that a statement gives."""
        row = self._connection.execute(asked.encode()).fetchone()
        return row[0] if row else None


def values(name: str, statement: str, sample: Sample) -> dict[str, Any]:
    """What a statement is given."""
    found: dict[str, Any] = {}
    for parameter, cast, is_array in _PARAMETER.findall(statement):
        if found.get(parameter) is None:
            found[parameter] = _value(name, statement, parameter, cast, bool(is_array), sample)
    if name.startswith(("reach.", "forecast.")):  # all of France, a week; the forecast remembers three days
        days = 3 if name.startswith("forecast.") else 7
        found |= {"territory": None, "until": None, "since": NOW - timedelta(days=days)}
    if name.startswith("boards."):
        found |= compute_periods(NOW).query_parameters
    if _NUMBERED.search(statement):  # rows whose numbers were drawn before
        found |= {"ids": list(range(90_000_001, 90_000_001 + BATCH)), "id": 90_000_001}
    return found | _special(name, sample)


def _value(name: str, statement: str, parameter: str, cast: str, is_array: bool, sample: Sample) -> Any:
    whose = _TARGET.search(statement)
    table = whose[1] if whose else ""
    if is_array or parameter in _MANY:
        return _many(name, table, parameter, cast, sample)
    match parameter:
        case "case":
            return sample.of("case")[-1]
        case "contact":
            return None
        case "task":
            return sample.one("select max(id) from tracing_calltask where done_at is null")
        case "person" | "phone" | "id" | "gathering":
            source = {"person": "person", "phone": "phone", "gathering": "gathering"}.get(parameter, table)
            return sample.of(source)[-1]
        case "label":
            return sample.of("gathering", "label_index")[-1]
    return _PLAIN.get(parameter)


def _many(name: str, table: str, parameter: str, cast: str, sample: Sample) -> list[Any]:
    if parameter in _NONE:
        return [None] * BATCH
    if parameter == "shards":
        return list(range(128)) if not name.endswith(("post", "add_phones", "timers_on")) else [1] * BATCH
    if cast in ("", "bigint") and parameter in _BY_NAME:
        table = _BY_NAME[parameter]
        return sample.of(table, "message_id" if table == "outbox" else "id")
    if parameter in ("ids", "id"):
        return sample.of("message" if table == "outbox" else table)
    columns = {
        "number": ("phone", "number_index"), "indexes": ("phone", "number_index"),
        "identities": ("person", "identity_index"), "sources": ("result", "source_index"),
        "remote": ("part", "remote_id"), "keys": ("message", "key"), "codes": ("message", "code"),
    }  # fmt: skip
    if parameter in columns:
        return sample.of(*columns[parameter])
    return [_MADE.get(cast, 1)] * BATCH


# Long on purpose: one case a statement.
def _special(name: str, sample: Sample) -> dict[str, Any]:  # noqa: C901
    new = [f"new-{n}" for n in range(BATCH)]
    fresh = [n.to_bytes(32) for n in range(1, BATCH + 1)]
    match name:
        case "territory_forecasts.keep" | "workload.keep":
            return {"territories": [f"{n:03}" for n in range(BATCH)]}
        case "reports.add_texts" | "reports.mark_texts":
            return {"bands": ["{1,2}"] * BATCH, "marks": ['{"a.example"}'] * BATCH}
        case "campaigns.list" | "campaigns.circulating" | "campaigns.vouched_texts":
            day = NOW.date()
            return {"states": ["new"], "among": None, "week": day, "before": day, "since": day}
        case "campaigns.search":
            return {"number": 1, "patterns": ["carte"]}
        case "campaigns.decide" | "campaigns.advance":
            return {"state": "new", "request": 1}
        case "campaigns.prepare":
            return {"kind": "host", "target": "a.example", "addressee": ""}
        case "campaigns.vouch":
            return {"vouched": True}
        case "campaigns.step" | "campaigns.undo" | "campaigns.request":
            return {"step": 1, "request": 1}
        case "campaigns.label":
            return {"label": "fraud"}
        case "reports.outcome_requests":
            return {"targets": ["a.example"]}
        case "reports.add_campaigns":
            return {"ids": list(range(90_000_001, 90_000_001 + BATCH))}
        case "reports.add":
            return dict.fromkeys(("origin", "channel", "level", "region", "text_key"), "")
        case "engine.messages":
            return {"keys": new, "codes": [f"N{n}" for n in range(BATCH)]}
        case "boards.keep":
            return {"diseases": new}
        case "engine.post":
            return {"key": new}
        case "engine.withdraw":
            return {"session": [f"case-{n}" for n in sample.of("case")], "sent_before": [4] * BATCH}
        case "engine.steps":
            hour = NOW.replace(minute=0)
            return {
                "hours": [hour] * BATCH,
                "states": new,
                "flows": ["case"] * BATCH,
                "versions": [1] * BATCH,
            }
        case "engine.wordings" | "engine.wordings_changed":
            return {"templates": new, "versions": ["1"] * BATCH}
        case "wording.add":
            words = {"fr": "un", "en": "one", "base": "1", "by_name": "Alice"}
            return words | {"by_id": 1, "own": False, "parts_fr": 1, "parts_en": 1}
        case "wording.step":
            return {"id": 90_000_001, "what": "proposed", "by_name": "Alice", "ruling": "pass", "reasons": ""}
        case "wording.doubted":
            return {"templates": new}
        case "engine.calls":
            return {"contact_id": [None] * BATCH}
        case "gateway.known":
            return {"digest": fresh, "again": [False] * BATCH}
        case "gateway.ended":
            return {"held": [0]}
        case "intake.progress":
            return {"before": 0}
        case "jobs.tidy_jobs":
            return {"succeeded": NOW, "others": NOW}
        case "gateway.keep_parts":
            return {"remote": new}
        case "contact_matching.add_phones":
            return {"indexes": fresh}
        case "contact_matching.add_contacts":
            return {"ids": list(range(90_000_001, 90_000_001 + BATCH)), "name_indexes": fresh}
        case "contact_matching.add_persons":
            return {"ids": list(range(90_000_001, 90_000_001 + BATCH))}
        case "contact_matching.ids":
            return {"persons": BATCH, "contacts": BATCH}
        case "intake.ids":
            return {"persons": BATCH, "cases": BATCH}
        case "intake.file":
            return {"digest": b"1" * 32}
        case "engine.beat" | "gateway.alive":
            return {"worker": "new", "gateway": "new"}
        case "register.find":
            return {"code": sample.of("message", "code")[-1]}
        case "register.add":
            return {"key": "new", "code": "NEW", "phone": 1}
        case "calls.attempts" | "calls.sent" | "calls.heard":
            return {"case": sample.of("case")[-1], "contact": None}
        case "calls.take":
            return {"territory": "35"}
    return {}
