"""The store that every other test of the service stands on."""

import psycopg
import pytest

from tocsin.store import database as stores


def test_a_store_is_migrated_and_empty(db):
    assert db.execute("select count(*) from tracing_case").fetchone() == (0,)


def test_a_store_is_fresh_for_each_test(db):
    """Whichever of two tests runs second finds nothing of the first."""
    db.execute("insert into tracing_wording (template, version, lang, text) values ('a', '1', 'fr', 'b')")
    db.commit()
    assert db.execute("select count(*) from tracing_wording").fetchone() == (1,)


def test_a_store_is_fresh_for_each_test_and_was_not_used_before(db):
    test_a_store_is_fresh_for_each_test(db)


def test_a_connection_speaks_utc(db):
    assert db.execute("show timezone").fetchone() == ("UTC",)


def test_without_a_store_we_say_what_to_do(monkeypatch, tmp_path):
    monkeypatch.delenv("TOCSIN_DATABASE_URL", raising=False)
    monkeypatch.setenv("TOCSIN_HOME", str(tmp_path))
    with pytest.raises(stores.NoStore, match="tocsin db start"):
        stores.open_connection()


@pytest.mark.parametrize(
    "wrong", ["postgresql://u:hidden-word@127.0.0.1:1/tocsin", "mysql://u:hidden-word@h/x"]
)
def test_a_store_that_is_not_there_is_named_without_its_password(wrong):
    with pytest.raises(stores.NoStore) as told:
        stores.open_connection(wrong)
    assert "hidden-word" not in str(told.value)


def test_the_user_of_the_store_is_no_superuser(db):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        db.execute("copy (select 1) to program 'true'")
