"""What ``tocsin db check`` finds, and how statements are explained."""

import psycopg
import pytest

from tests.store.databases import made
from tocsin.store import query_plans
from tocsin.store.database import open_connection
from tocsin.store.health import find_problems
from tocsin.store.queries import query
from tocsin.store.schema import SchemaState, read_schema_state

WELL = SchemaState(applied=(), missing=(), unknown=())


def told(connection, found=WELL):
    return "\n".join(find_problems(connection, found))


def test_a_server_that_can_lose_data_is_told(db):
    """The server of these tests is one: it waits for no disk."""
    assert "fsync is off" in told(db)
    assert "full_page_writes is off" in told(db)
    assert "synchronous_commit is off" in told(db)
    db.execute("set local synchronous_commit = on")
    assert "synchronous_commit" not in told(db)


def test_tables_of_another_version_are_told(db, fresh):
    assert "run `tocsin db migrate`" in told(db, read_schema_state(fresh))
    assert "upgrade this one" in told(db, SchemaState(applied=(), missing=(), unknown=("tracing.9999",)))


def test_a_lost_shard_is_told(db):
    assert "shardlease" not in told(db)
    db.execute("delete from tracing_shardlease where shard = 3")
    assert "255 rows, not 256" in told(db)


def test_parameters_become_those_of_the_server():
    text = "select %(a)s::int, %(b)s::text like 'x%%', %(a)s"
    assert query_plans.number_parameters(text) == "select $1::int, $2::text like 'x%', $1"


def test_a_table_read_from_end_to_end_is_seen(db):
    by_index = query_plans.explain_statement(db, "select 1 from tracing_phone where number_index = %(index)s")
    assert query_plans.list_scanned_tables(by_index) == []
    whole = query_plans.explain_statement(db, "select 1 from tracing_phone where zone = %(zone)s")
    assert query_plans.list_scanned_tables(whole) == ["tracing_phone"]


def test_a_plan_changes_nothing(db):
    query_plans.explain_statement(db, "delete from tracing_shardlease where shard = %(shard)s")
    assert db.execute("select count(*) from tracing_shardlease").fetchone() == (256,)
    assert db.execute("show enable_seqscan").fetchone() == ("on",)


@pytest.fixture(scope="module")
def due(server, template):
    """An open connection to a store of which nothing is changed, with the tables of an erasure."""
    for store in made(server, template):
        with open_connection(store) as connection:
            connection.execute(query("erasure.due_tables"))
            yield connection


def test_every_statement_is_one(due):
    """It names tables and columns that are there."""
    wrong = {}
    for name, statement in query_plans.list_statements().items():
        try:
            query_plans.explain_statement(due, statement)
        except psycopg.Error as error:
            wrong[name] = str(error)
            due.rollback()
            due.execute(query("erasure.due_tables"))
    assert wrong == {}
