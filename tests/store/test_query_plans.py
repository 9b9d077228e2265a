"""Every statement explained in a store with a crowd in it: on a hot path no big table is read whole.

The crowd is that of ``benchmarks/plans.py``, which does the same with half a million cases.
"""

import re
import sys
from pathlib import Path

import psycopg
import pytest

from tests.store.databases import database, drop, new
from tocsin.cli.main import run_cli
from tocsin.store import query_plans
from tocsin.store.database import BY_KEY, open_connection

sys.path.append(str(Path(__file__).parents[2] / "benchmarks"))

from _asked import Sample, values
from _crowd import fill

CASES = 4000
HOT = sorted(
    name
    for name, statement in query_plans.list_statements().items()
    if query_plans.is_hot_statement(name) and any(table in statement for table in query_plans.GROWING)
)
"""Hot statements that touch a table which grows: those of accounts and sessions never read one from end to end."""


@pytest.fixture(scope="module")
def full(server, template):
    """A store with four thousand cases, which tests leave as it is."""
    name = new(server, template)
    with open_connection(database(server, name), autocommit=True) as connection:
        fill(connection, CASES)
    yield database(server, name)
    drop(server, name)


@pytest.fixture
def crowd(full):
    with open_connection(full, autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def sample(full):
    """Values of rows that are there, looked up once."""
    with open_connection(full, autocommit=True) as connection:
        yield Sample(connection)


def told(connection, name, sample):
    statement = query_plans.list_statements()[name]
    return query_plans.analyze_statement(connection, statement, values(name, statement, sample))


def read_whole(found):
    return {
        node["Relation Name"]
        for node in query_plans.walk_nodes(found["Plan"])
        if node["Node Type"] == "Seq Scan"
    }


def test_a_hot_statement_has_an_index_for_every_big_table(crowd, sample):
    """Judged like a large store: a scan is planned only where nothing else can serve."""
    crowd.execute("set enable_seqscan = off")
    whole = {name: read_whole(told(crowd, name, sample)) & query_plans.GROWING for name in HOT}
    assert {name: some for name, some in whole.items() if some - {query_plans.ACCEPTED.get(name)}} == {}


def test_what_is_accepted_is_still_so(crowd, sample):
    """A statement that reads its table by an index by now is to leave the list."""
    for name, table in query_plans.ACCEPTED.items():
        assert table in read_whole(told(crowd, name, sample)), name


def test_statements_run_and_are_taken_back(crowd, sample):
    before = crowd.execute("select count(*) from tracing_outbox").fetchone()
    assert told(crowd, "gateway.leave", sample)["Execution Time"] > 0
    assert crowd.execute("select count(*) from tracing_outbox").fetchone() == before


def test_a_table_of_shards_is_small_and_one_of_cases_is_big(crowd):
    assert "tracing_shardlease" not in query_plans.find_big_tables(crowd)
    assert query_plans.find_large_tables(crowd) >= {"tracing_message", "tracing_person", "tracing_change"}
    assert "tracing_case" not in query_plans.find_large_tables(crowd)
    assert "tracing_case" in query_plans.find_big_tables(crowd)
    shown = query_plans.explain_statement(crowd, query_plans.list_statements()["engine.release_shards"])
    assert query_plans.list_scanned_tables(shown) == ["tracing_shardlease"]
    assert query_plans.list_full_scans(shown, query_plans.find_big_tables(crowd)) == []


def test_a_small_table_that_grew_is_big(db):
    db.execute(
        "insert into tracing_wording (template, version, lang, text)"
        " select 't', n::text, 'fr', '' from generate_series(1, 10000) n"
    )
    db.commit()
    db.execute("analyze tracing_wording")
    assert "tracing_wording" in query_plans.find_big_tables(db)


def test_what_looks_at_everything_may_read_everything():
    assert query_plans.is_hot_statement("engine.claim")
    assert query_plans.is_hot_statement("calls.sent")
    assert not query_plans.is_hot_statement("reach.sms")
    assert not query_plans.is_hot_statement("erasure.messages")


@pytest.mark.parametrize(
    "name", ["calls.sent", "calls.heard", "calls.attempts", "engine.withdraw", "calls.mine"]
)
def test_what_once_read_whole_tables_looks_up_rows(crowd, sample, name):
    kept = [
        node for node in query_plans.walk_nodes(told(crowd, name, sample)["Plan"]) if "Index Name" in node
    ]
    assert kept
    assert sum(node.get("Rows Removed by Filter", 0) * node["Actual Loops"] for node in kept) < CASES


@pytest.mark.parametrize("name", ["claim", "claim_whole", "early", "settle"])
def test_a_gateway_looks_up_what_it_works_on_however_empty_its_queues_were_when_counted(db, name):
    for queue in ("outbox", "part", "earlyreceipt"):
        db.execute(f"analyze tracing_{queue}".encode())
    db.execute(BY_KEY + "; set enable_hashjoin = off")
    shown = query_plans.explain_statement(db, query_plans.list_statements()[f"gateway.{name}"])
    assert "Join Filter" not in shown  # no row of a queue is compared with every row that is given


def test_nobody_looks_for_what_sealed_values_have_in_common(db):
    rows = db.execute(
        "select attrelid::regclass::text, attname from pg_attribute"
        " where attname in ('sealed', 'thread') and atttypid = 'bytea'::regtype"
        " and attrelid::regclass::text like 'tracing%' and attstattarget is distinct from 0"
    ).fetchall()
    assert rows == []


def test_an_operator_sees_that_nothing_is_wrong(full, monkeypatch, capsys):
    monkeypatch.setenv("TOCSIN_DATABASE_URL", full)
    assert run_cli(["db", "explain"]) == 0
    said = capsys.readouterr().out
    assert "  engine.release_shards\n" in said
    assert re.search(r"\n  \w+\.\w+: reads all of tracing_\w+", said)
    assert "which is its work" in said
    assert "!" not in said


def test_an_operator_sees_one_plan(full, monkeypatch, capsys):
    monkeypatch.setenv("TOCSIN_DATABASE_URL", full)
    assert run_cli(["db", "explain", "calls.sent"]) == 0
    assert "Index Scan using message_phone on tracing_message" in capsys.readouterr().out


def test_an_operator_sees_that_an_index_is_missing(full, monkeypatch, capsys):
    monkeypatch.setenv("TOCSIN_DATABASE_URL", full)
    with psycopg.connect(full, autocommit=True) as connection:
        connection.execute("drop index message_phone")
        try:
            assert run_cli(["db", "explain", "calls.sent"]) == 1
        finally:
            connection.execute("create index message_phone on tracing_message (phone_id)")
    assert "! calls.sent: reads all of tracing_message" in capsys.readouterr().out
