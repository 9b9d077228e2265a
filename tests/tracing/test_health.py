"""What ``tocsin db check`` finds, and how statements are explained."""

import pytest

from tests.tracing.databases import made
from tocsin.tracing import plans
from tocsin.tracing.db import connect
from tocsin.tracing.health import troubles
from tocsin.tracing.queries import query
from tocsin.tracing.schema import Schema, schema

WELL = Schema(applied=(), missing=(), unknown=())


def told(connection, found=WELL):
    return "\n".join(troubles(connection, found))


def test_a_server_that_can_lose_data_is_told(db):
    """The server of these tests is one: it waits for no disk."""
    assert "fsync is off" in told(db)
    assert "full_page_writes is off" in told(db)
    assert "synchronous_commit is off" in told(db)
    db.execute("set local synchronous_commit = on")
    assert "synchronous_commit" not in told(db)


def test_tables_of_another_version_are_told(db, fresh):
    assert "run `tocsin db migrate`" in told(db, schema(fresh))
    assert "upgrade this one" in told(db, Schema(applied=(), missing=(), unknown=("tracing.9999",)))


def test_a_lost_shard_is_told(db):
    assert "shardlease" not in told(db)
    db.execute("delete from tracing_shardlease where shard = 3")
    assert "255 rows, not 256" in told(db)


def test_parameters_become_those_of_the_server():
    text = "select %(a)s::int, %(b)s::text like 'x%%', %(a)s"
    assert plans.numbered(text) == "select $1::int, $2::text like 'x%', $1"


def test_a_table_read_from_end_to_end_is_seen(db):
    by_index = plans.plan(db, "select 1 from tracing_phone where number_index = %(index)s")
    assert plans.scanned(by_index) == []
    whole = plans.plan(db, "select 1 from tracing_phone where zone = %(zone)s")
    assert plans.scanned(whole) == ["tracing_phone"]


def test_a_plan_changes_nothing(db):
    plans.plan(db, "delete from tracing_shardlease where shard = %(shard)s")
    assert db.execute("select count(*) from tracing_shardlease").fetchone() == (256,)
    assert db.execute("show enable_seqscan").fetchone() == ("on",)


@pytest.fixture(scope="module")
def due(server, template):
    """An open connection to a store of which nothing is changed, with the tables of an erasure."""
    for store in made(server, template):
        with connect(store) as connection:
            connection.execute(query("erasure.due_tables"))
            yield connection


@pytest.mark.parametrize("name", sorted(plans.all_named()))
def test_every_statement_is_one(due, name):
    """It names tables and columns that are there."""
    plans.plan(due, plans.all_named()[name])
