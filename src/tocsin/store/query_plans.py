"""How PostgreSQL would run our statements: on a hot path no big table may be read from end to end."""

import re
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from typing import Any, Final

import psycopg
from psycopg import errors

from tocsin.store.queries import load_statements

BIG: Final = 10_000
"""Rows from which on a table is big, whatever it holds."""
GROWING: Final = frozenset(
    f"tracing_{name}"
    for name in (
        "attempt attendance calltask case change contact earlyreceipt gathering heard holding inbox message"
        " outbox part person phone quarantine report result stray timer unconfirmed campaigntext campaignday"
    ).split()
)
"""Tables with rows for people, messages or events: big one day, however few rows they have in this store. The
others stay small: 256 shards, the shifts, the processes, the wordings."""
SELDOM: Final = frozenset("boards erasure forecast jobs linelist reach resume rotation webhooks".split())
"""Files of statements that look at everything, now and then: to read a whole table is their work."""
ACCEPTED: Final[Mapping[str, str]] = {
    "campaigns.search": "tracing_campaigntext",
    "gateway.ended": "tracing_outbox",
    "gateway.strays_of_mine": "tracing_outbox",
    "reports.near_bands": "tracing_campaigntext",
    "reports.near_texts": "tracing_campaigntext",
}
"""Hot statements that read a big table all the same, and which. An index on who has a message of the outbox
would be written at every claim; these run every five seconds, and after a line was lost. An analyst looks for a word of a text now and
then; an index of words would be written with every variant. The grouping asks for thousands of bands, of which nearly every
variant has one: once a minute, where reports wait, it goes through all."""
_PARAMETER = re.compile(r"%\((\w+)\)s")
_NO_PLAN = re.compile(r"^(?:copy|create|analyze) |\{\w+\}", re.MULTILINE)
_SCAN = re.compile(r"Seq Scan on (?:\w+\.)?(\w+)")


def number_parameters(statement: str) -> str:
    """A statement with ``$1`` for ``%(name)s``, as the server itself knows parameters."""
    names: dict[str, str] = {}

    def number(found: re.Match[str]) -> str:
        return names.setdefault(found[1], f"${len(names) + 1}")

    return _PARAMETER.sub(number, statement).replace("%%", "%")


def explain_statement(
    connection: psycopg.Connection, statement: str, *, avoid_scans: bool = True
) -> str | None:
    """The plan of a statement for values that are not known; needs PostgreSQL 16.

    None where PostgreSQL cannot tell the types without the values. With ``avoid_scans`` a table is read from
    end to end only where no index can serve, however few rows it has now: the small store of a test is
    judged like a large one.
    """
    explained = f"explain (generic_plan, costs off) {number_parameters(statement)}"
    try:
        with connection.transaction(force_rollback=True):
            if avoid_scans:
                connection.execute("set local enable_seqscan = off")
            return "\n".join(row[0] for row in connection.execute(explained.encode()).fetchall())
    except (errors.AmbiguousFunction, errors.UndefinedFunction, errors.IndeterminateDatatype):
        return None
    except (errors.DatatypeMismatch, errors.AmbiguousParameter):
        return None


def analyze_statement(
    connection: psycopg.Connection, statement: str, values: Mapping[str, Any]
) -> dict[str, Any]:
    """What PostgreSQL did with a statement and these values, as ``explain (analyze, format json)`` tells it.

    The statement runs, and is taken back.
    """
    with connection.transaction(force_rollback=True):
        asked = f"explain (analyze, format json) {statement}"
        row = connection.execute(asked.encode(), values, prepare=False).fetchone()
    found: dict[str, Any] = row[0][0] if row else {}
    return found


def walk_nodes(told: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every node of such a plan, the outer ones first."""
    yield told
    for inner in told.get("Plans", ()):
        yield from walk_nodes(inner)


def list_scanned_tables(shown: str) -> list[str]:
    return sorted(set(_SCAN.findall(shown)))


def find_large_tables(connection: psycopg.Connection) -> frozenset[str]:
    """Tables that have ``BIG`` rows in this store, by its own statistics."""
    asked = (
        "select relname from pg_class where relkind = 'r' and relname like 'tracing%%' and reltuples >= %s"
    )
    return frozenset(row[0] for row in connection.execute(asked, (BIG,)).fetchall())


def find_big_tables(connection: psycopg.Connection) -> frozenset[str]:
    """Tables that are big by their nature, or in this store."""
    return GROWING | find_large_tables(connection)


def list_full_scans(shown: str, tables: Iterable[str], name: str = "") -> list[str]:
    """Those of the big tables that a plan reads from end to end, but what ``name`` may read so."""
    return sorted((set(list_scanned_tables(shown)) & set(tables)) - {ACCEPTED.get(name)})


def is_hot_statement(name: str) -> bool:
    """Whether somebody waits for a statement, or it runs again and again: ``engine.claim``."""
    return name.partition(".")[0] not in SELDOM


def list_statements() -> dict[str, str]:
    """Every statement that has a plan, by its full name, ``engine.claim``.

    A ``copy`` has none, nor has a statement whose table is named when it runs.
    """
    ours = sorted(path.name for path in files("tocsin.store.queries").iterdir() if path.name.endswith(".sql"))
    stems = [name.removesuffix(".sql") for name in ours]
    found = {f"{stem}.{name}": text for stem in stems for name, text in load_statements(stem).items()}
    return {name: text for name, text in found.items() if not _NO_PLAN.search(text)}
