"""Migrations: forward, back, together, and never by code that is too old."""

import os
import subprocess
import sys

import pytest

from tocsin.store import database as stores
from tocsin.store.schema import StoreTooOld, compare_migrations, list_code_migrations, read_schema_state

TABLES = "select count(*) from pg_tables where tablename like 'tracing_%'"


def count(url, statement=TABLES):
    with stores.open_connection(url) as connection:
        return connection.execute(statement).fetchone()[0]


def test_forward_back_to_nothing_and_forward_again(fresh):
    stores.migrate_store(fresh)
    made = count(fresh)
    assert made >= 28
    stores.migrate_store(fresh, app="tracing", name="zero")
    assert count(fresh) == 0
    stores.migrate_store(fresh)
    assert count(fresh) == made


def test_every_shard_has_its_row_and_nobody_has_it(db):
    found = db.execute("select count(*), min(shard), max(shard), count(worker) from tracing_shardlease")
    assert found.fetchone() == (256, 0, 255, 0)


def test_hot_tables_leave_room_for_updates_in_place(db):
    rows = db.execute("select relname, reloptions from pg_class where relname like 'tracing_%'").fetchall()
    options = {name.removeprefix("tracing_"): found or [] for name, found in rows}
    for busy in ("outbox", "message", "phone", "case", "contact"):
        assert any(option.startswith("fillfactor=") for option in options[busy]), busy
    for queue in ("outbox", "inbox", "timer", "part"):
        assert "autovacuum_vacuum_scale_factor=0.01" in options[queue]


def test_migrating_twice_changes_nothing(store):
    before = read_schema_state(store)
    stores.migrate_store(store)
    assert read_schema_state(store) == before
    assert before.missing == before.unknown == ()


def test_two_processes_that_migrate_at_once_do_not_collide(fresh):
    command = [sys.executable, "-c", "from tocsin.store import database; database.migrate_store()"]
    env = os.environ | {"TOCSIN_DATABASE_URL": fresh}
    both = [subprocess.Popen(command, env=env, stderr=subprocess.PIPE) for _ in range(2)]
    assert [(one.communicate()[1], one.returncode) for one in both] == [(b"", 0), (b"", 0)]
    assert read_schema_state(fresh).missing == ()


def test_a_store_from_the_future_is_not_migrated(store):
    with stores.open_connection(store) as connection:
        connection.execute(
            "insert into django_migrations (app, name, applied) values ('tracing', '9999_future', now())"
        )
    with pytest.raises(stores.StoreIsNewer, match=r"tracing\.9999_future"):
        stores.migrate_store(store)


WRITTEN_BEFORE = {
    "tracing": (
        "0001_initial 0002_storage 0003_privacy 0004_calls 0005_gateway 0006_lean_indexes 0007_looks "
        "0008_onset 0009_spoken_codes 0010_page_limits 0011_names 0012_corrections 0013_supervision "
        "0014_boards 0015_rewording 0016_lease_length 0017_outcomes 0018_call_draft 0019_reached "
        "0020_call_order 0021_unexplained_replies 0022_rang_in 0023_changes_say_given 0024_erasure_asked "
        "0025_models_renamed 0001_squashed_0025_models_renamed 0002_no_prefix_indexes "
        "0003_epidemiological_details 0004_call_announcements 0005_lean_rows 0006_kept_load 0007_clusters "
        "0008_person_died 0009_reports 0010_report_letters"
    ),
    "staff": "0001_initial 0002_append_only 0003_second_factor 0004_anchors 0005_passkeys",
    "api": "0001_initial 0002_one_limiter",
}
"""What a store of the version before the squash says that it took, by app."""
IN_THEIR_PLACE = {
    "tracing": "0001_squashed_0010_report_letters",
    "staff": "0001_squashed_0005_passkeys",
    "api": "0001_squashed_0002_one_limiter",
}


def put_back_before_the_squash(url, but=""):
    """The same tables, in a store that came to them one by one; without the step ``but``."""
    with stores.open_connection(url) as connection:
        for app, steps in WRITTEN_BEFORE.items():
            replaced = [IN_THEIR_PLACE[app], *steps.split()]  # what came after the squash stays as it is
            connection.execute(
                "delete from django_migrations where app = %s and name = any(%s)", (app, replaced)
            )
            for step in steps.split():
                if step != but:
                    connection.execute(
                        "insert into django_migrations (app, name, applied) values (%s, %s, now())",
                        (app, step),
                    )


def test_a_store_that_took_every_step_takes_the_one_in_their_place_as_done(store):
    put_back_before_the_squash(store)
    assert read_schema_state(store).unknown == ()
    stores.migrate_store(store)
    assert read_schema_state(store).missing == read_schema_state(store).unknown == ()
    for app, name in IN_THEIR_PLACE.items():
        found = f"select count(*) from django_migrations where (app, name) = ('{app}', '{name}')"
        assert count(store, found) == 1


def test_a_store_that_lacks_some_of_the_steps_goes_by_the_version_before(store):
    put_back_before_the_squash(store, but="0010_report_letters")
    with pytest.raises(StoreTooOld, match="go by the version before"):
        stores.migrate_store(store)


def test_schema_compares_by_app_and_name():
    found = compare_migrations({("a", "1"), ("a", "2")}, {("a", "1"), ("a", "3"), ("other", "1")})
    assert (found.applied, found.missing, found.unknown) == (("a.1",), ("a.2",), ("a.3",))


def test_migrations_are_counted_without_a_gap():
    ours = sorted(name for app, name in list_code_migrations() if app == "tracing")
    assert [int(name.partition("_")[0]) for name in ours] == list(range(1, len(ours) + 1))
