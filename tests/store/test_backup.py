"""Back up, restore into a new store, compare: and what goes wrong on the way."""

import gzip
import re
import stat
from pathlib import Path

import pytest

from tocsin.store import backup as backups
from tocsin.store import database as stores
from tocsin.store.schema import read_schema_state


@pytest.fixture
def filled(store):
    """A store with a file, a person, a phone, a case, a contact and a message."""
    with stores.open_connection(store) as connection:
        connection.execute("""
            insert into tracing_person (sealed, identity_index, collected_on, age_band, territory, lang)
            select '\\x00ff'::bytea, int4send(n), '2021-03-04', '18-39', '75', 'fr'
            from generate_series(1, 500) n;
            insert into tracing_phone (sealed, number_index, shard, kind, zone, collected_on)
            select '\\x01'::bytea, int4send(n), n % 256, 'mobile', 'Europe/Paris', '2021-03-04'
            from generate_series(1, 500) n;
            insert into tracing_case
                (person_id, phone_id, disease, resulted_at, received_at, deadline, outcome, consent)
            select p.id, f.id, 'covid19', '2021-03-04 09:00Z', '2021-03-04 10:00Z', '2021-03-05 09:00Z',
                   E'é \\n \\\\ "', false
            from tracing_person p join tracing_phone f on f.number_index = p.identity_index;
            update tracing_shardlease set worker = 'engine-1' where shard = 7""")
    return store


def contents(url):
    """Every row of every table, as text, and where its numbers go on."""
    with stores.open_connection(url) as connection:
        tables = connection.execute(
            "select tablename from pg_tables where schemaname = 'public' order by 1"
        ).fetchall()
        rows = {
            name: connection.execute(f'select t::text from "{name}" t order by 1').fetchall()
            for (name,) in tables
        }
        sequences = connection.execute(
            "select sequencename, last_value from pg_sequences where last_value is not null order by 1"
        ).fetchall()
        options = connection.execute(
            "select relname, reloptions from pg_class where relname like 'tracing_%' order by 1"
        ).fetchall()
    return rows, sequences, options


def test_what_was_backed_up_is_what_is_restored(filled, fresh, tmp_path):
    size = backups.write_backup(filled, tmp_path / "store.backup")
    assert size == (tmp_path / "store.backup").stat().st_size > 0
    backups.restore_backup(fresh, tmp_path / "store.backup")
    assert contents(fresh) == contents(filled)
    assert len(contents(fresh)[0]["tracing_case"]) == 500


def test_a_restored_store_goes_on(filled, fresh, tmp_path):
    """Its numbers go on after those it has, and its constraints hold."""
    backups.write_backup(filled, tmp_path / "b")
    backups.restore_backup(fresh, tmp_path / "b")
    with stores.open_connection(fresh) as connection:
        insert = (
            "insert into tracing_person (identity_index, collected_on, age_band, territory, lang)"
            " values (%s, '2021-03-04', '', '', 'fr') returning id"
        )
        assert connection.execute(insert, [b"new"]).fetchone() == (501,)
        with pytest.raises(Exception, match="duplicate key"):
            connection.execute(insert, [b"new"])
    assert read_schema_state(fresh).missing == ()


def test_a_backup_of_an_older_version_is_brought_up(fresh, tmp_path, server):
    stores.migrate_store(fresh, app="tracing", name="0001")
    backups.write_backup(fresh, tmp_path / "old")
    with stores.open_connection(server, autocommit=True) as admin:
        admin.execute("create database restored template template1")
    target = f"{server.rpartition('/')[0]}/restored"
    try:
        backups.restore_backup(target, tmp_path / "old")
        assert read_schema_state(target).missing == ()
    finally:
        with stores.open_connection(server, autocommit=True) as admin:
            admin.execute("drop database restored with (force)")


SHAPE = """
select c.relname, c.reloptions::text, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
  pg_get_expr(d.adbin, d.adrelid)
from pg_class c join pg_attribute a on a.attrelid = c.oid
left join pg_attrdef d on (d.adrelid, d.adnum) = (a.attrelid, a.attnum)
where c.relnamespace = 'public'::regnamespace and a.attnum > 0 and not a.attisdropped
union all select conrelid::regclass::text, '', conname, pg_get_constraintdef(oid), true, ''
from pg_constraint where connamespace = 'public'::regnamespace
union all select tablename, '', indexname, indexdef, true, '' from pg_indexes where schemaname = 'public'
union all select tgrelid::regclass::text, '', tgname, pg_get_triggerdef(oid), true, ''
from pg_trigger where not tgisinternal
"""
"""Tables with how they are stored, columns, constraints, indexes and triggers; not in which order columns stand."""


def shape(url):
    with stores.open_connection(url) as connection:
        rows = connection.execute(SHAPE).fetchall()
    # Read again from a dump, a condition has its casts and brackets elsewhere.
    return {tuple(re.sub(r"::[a-z ]+(\[\])?|[()]", "", str(one)) for one in row) for row in rows}


def test_a_store_of_the_version_before_the_squash_becomes_what_a_new_one_is(store, fresh, tmp_path):
    kept = Path(__file__).with_name("backups") / "before_the_squash.backup.gz"
    (tmp_path / "before").write_bytes(gzip.decompress(kept.read_bytes()))
    backups.restore_backup(fresh, tmp_path / "before")
    assert read_schema_state(fresh) == read_schema_state(store)
    assert shape(fresh) ^ shape(store) == set()


def test_a_backup_of_a_newer_version_is_refused_before_anything_is_written(store, fresh, tmp_path):
    with stores.open_connection(store) as connection:
        connection.execute(
            "insert into django_migrations (app, name, applied) values ('tracing', '9999_future', now())"
        )
    backups.write_backup(store, tmp_path / "new")
    with pytest.raises(stores.StoreIsNewer, match="9999_future"):
        backups.restore_backup(fresh, tmp_path / "new")
    assert contents(fresh)[0] == {}


def test_a_backup_is_for_its_owner_alone_and_overwrites_nothing(store, tmp_path):
    file = tmp_path / "b"
    backups.write_backup(store, file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    before = file.read_bytes()
    with pytest.raises(backups.BackupFailed, match="exists"):
        backups.write_backup(store, file)
    assert file.read_bytes() == before


def test_nothing_half_written_is_left(store, tmp_path, monkeypatch):
    monkeypatch.setattr(backups, "_run_program", lambda *_: ("", "error: the disk is full"))
    with pytest.raises(backups.BackupFailed, match="disk is full"):
        backups.write_backup(store, tmp_path / "b")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_named(store, tmp_path):
    with pytest.raises(backups.BackupFailed, match="nowhere cannot be written"):
        backups.write_backup(store, tmp_path / "nowhere" / "b")


def test_a_store_with_something_in_it_is_not_overwritten(filled, tmp_path):
    backups.write_backup(filled, tmp_path / "b")
    before = contents(filled)
    with pytest.raises(backups.RestoreFailed, match="into a new one"):
        backups.restore_backup(filled, tmp_path / "b")
    assert contents(filled) == before


def test_a_damaged_backup_restores_nothing(filled, fresh, tmp_path):
    backups.write_backup(filled, tmp_path / "b")
    whole = (tmp_path / "b").read_bytes()
    (tmp_path / "cut").write_bytes(whole[: len(whole) * 3 // 4])
    with pytest.raises(backups.RestoreFailed):
        backups.restore_backup(fresh, tmp_path / "cut")
    assert contents(fresh)[0] == {}


@pytest.mark.parametrize("content", [b"", b"-- SQL", None])
def test_what_is_no_backup_is_told(fresh, tmp_path, content):
    if content is not None:
        (tmp_path / "b").write_bytes(content)
    with pytest.raises(backups.RestoreFailed, match=r"no backup|cannot be read"):
        backups.restore_backup(fresh, tmp_path / "b")


def test_the_password_is_on_no_command_line(store, tmp_path, monkeypatch):
    seen = []
    run = backups.subprocess.run

    def watched(command, **more):
        seen.extend(str(word) for word in command)
        return run(command, **more)

    monkeypatch.setattr(backups.subprocess, "run", watched)
    backups.write_backup(store, tmp_path / "b")
    password = store.split(":")[2].partition("@")[0]
    assert seen
    assert not any(password in word for word in seen)
