"""Every statement of the service explained in a store of half a million cases.

    ./dev bench plans                                      500,000 cases; some minutes and 5 GB to fill
    .venv/bin/python benchmarks/plans.py --cases 20000     fewer
    ... --only engine --nodes                              one file of statements, each with its plan's nodes
    ... --store URL                                        a store that was filled so before

Statements run with values of rows that are there, in a transaction that is taken back. Flags: ``SCAN``, a
big table is read from end to end; ``unknowing``, it would be, once the server plans without the values;
``FILTER``, far more rows are read than kept; ``SLOW``, more than a tenth of a second. ``!`` marks hot
statements with a flag. The exit status is 1 where a hot statement reads a whole table.
"""

import argparse
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import psycopg
from _asked import Sample, values
from _crowd import NOW, fill
from _measure import machine
from msgspec import Struct

from tocsin.metrics import forecast
from tocsin.metrics.reach.measurement import measure_service
from tocsin.store import database, embedded, query_plans

SLOW: Final = 100.0
"""Milliseconds."""
WASTED: Final = 20_000
"""Rows read and thrown away."""
FAST: Final = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
"""The disk is not what is measured."""
ROWLESS: Final = ("ModifyTable", "Result", "Values Scan", "Function Scan", "Subquery Scan", "CTE Scan")


class Seen(Struct, frozen=True):
    """One statement, run."""

    name: str
    ms: float
    rows: int
    nodes: tuple[str, ...]
    flags: tuple[str, ...]
    hot: bool


def main() -> int:
    """Fill, explain, tell."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cases", type=int, default=500_000)
    parser.add_argument("--store", default="", help="URL of a store that was filled before")
    parser.add_argument("--only", default="", help="statements whose name begins so")
    parser.add_argument("--nodes", action="store_true", help="the nodes of each plan")
    options = parser.parse_args()
    print(machine())
    with opened(options) as connection:
        sizes(connection)
        seen = list(explained(connection, options))
        figures(connection, options)
    scanning = [one.name for one in seen if one.hot and any("SCAN" in flag for flag in one.flags)]
    print(f"{len(seen)} statements; hot ones that read a whole table: {', '.join(scanning) or 'none'}")
    return 1 if scanning else 0


@contextmanager
def opened(options: argparse.Namespace) -> Iterator[psycopg.Connection[Any]]:
    """A store that is full."""
    if options.store:
        with database.open_connection(options.store, autocommit=True) as connection:
            yield connection
        return
    with tempfile.TemporaryDirectory(prefix="tocsin-plans-") as folder:
        Path(folder).chmod(0o755)
        with embedded.run_store(Path(folder) / "store", settings=FAST) as url:
            database.migrate_store(url)
            with database.open_connection(url, autocommit=True) as connection:
                print(f"filled in {fill(connection, options.cases):.0f} s")
                yield connection


def sizes(connection: psycopg.Connection[Any]) -> None:
    """How much stands in the store."""
    asked = "select relname, reltuples::bigint from pg_class where relkind = 'r' and relname like 'tracing%'"
    rows = connection.execute(f"{asked} order by 2 desc limit 12").fetchall()
    print(", ".join(f"{name.removeprefix('tracing_')} {count:,}" for name, count in rows))


def explained(connection: psycopg.Connection[Any], options: argparse.Namespace) -> Iterator[Seen]:
    """Each statement, told as it is seen."""
    sample, big = Sample(connection), query_plans.find_large_tables(connection)
    for name, statement in query_plans.list_statements().items():
        if not name.startswith(options.only) or name.startswith(("erasure.", "resume.")):
            continue
        try:
            seen = look(connection, name, statement, values(name, statement, sample), big)
        except psycopg.Error as error:
            print(f"? {name}: {' '.join(str(error).split())[:150]}")
            continue
        print(
            f"{'!' if seen.flags and seen.hot else ' '} {name:32} {seen.ms:9.1f} ms {seen.rows:8,} rows  ",
            end="",
        )
        print(" ".join(seen.flags))
        for node in seen.nodes if options.nodes else ():
            print(f"      {node}")
        yield seen


def look(
    connection: psycopg.Connection[Any], name: str, statement: str, given: dict[str, Any], big: frozenset[str]
) -> Seen:
    """A statement run with values, and planned without them, as the server does once it knows it well."""
    connection.execute("set statement_timeout = '120s'")
    told = query_plans.analyze_statement(connection, statement, given)
    every = list(query_plans.walk_nodes(told["Plan"]))
    flags = [f"SCAN:{node['Relation Name']}" for node in every if is_scan(node, big, name)]
    unknown = query_plans.explain_statement(connection, statement, avoid_scans=False)
    flags += [f"SCAN:{table}:unknowing" for table in query_plans.list_full_scans(unknown or "", big, name)]
    flags += [f"FILTER:{wasted(node):,}" for node in every if wasted(node) > WASTED]
    if told["Execution Time"] > SLOW:
        flags.append("SLOW")
    return Seen(
        name=name, ms=told["Execution Time"], rows=int(every[0]["Actual Rows"]),
        nodes=tuple(shown(node) for node in every if node["Node Type"] not in ROWLESS),
        flags=tuple(dict.fromkeys(flags)), hot=query_plans.is_hot_statement(name),
    )  # fmt: skip


def is_scan(node: dict[str, Any], big: frozenset[str], name: str) -> bool:
    """Whether a big table was read from end to end, and may not be."""
    table = node.get("Relation Name")
    read = node["Node Type"] == "Seq Scan" and node["Actual Loops"] > 0
    return read and table in big and query_plans.ACCEPTED.get(name) != table


def wasted(node: dict[str, Any]) -> int:
    """Rows that a node read and threw away."""
    return int(node.get("Rows Removed by Filter", 0) * max(1, node["Actual Loops"]))


def shown(node: dict[str, Any]) -> str:
    """A node in a few words."""
    where = node.get("Index Name") or node.get("Relation Name") or ""
    rows = node["Actual Rows"] * node["Actual Loops"]
    return f"{node['Node Type']} {where} ({rows:,.0f} rows, {node['Actual Total Time']:.1f} ms)"


def figures(connection: psycopg.Connection[Any], options: argparse.Namespace) -> None:
    """What ``tocsin status`` takes, and the forecast in it."""
    if options.only:
        return
    for what, work in (
        ("status, everything", lambda: measure_service(connection, NOW)),
        (
            "status, results of a week",
            lambda: measure_service(connection, NOW, since=NOW - timedelta(days=7)),
        ),
        ("status, results of a day", lambda: measure_service(connection, NOW, since=NOW - timedelta(days=1))),
        ("situation for the forecast", lambda: forecast.read_situation(connection, NOW)),
    ):
        begun = time.monotonic()
        work()
        print(f"{what}: {time.monotonic() - begun:.2f} s")
    situation = forecast.read_situation(connection, NOW)
    begun = time.monotonic()
    forecast.compute_forecast(situation)
    print(f"forecast itself: {time.monotonic() - begun:.2f} s")


if __name__ == "__main__":
    raise SystemExit(main())
