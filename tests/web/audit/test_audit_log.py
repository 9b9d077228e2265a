"""The log of the inside: added to, never changed."""

from datetime import UTC, datetime

import psycopg
import pytest

from tests.web.inside import account
from tocsin.web.audit import audit_log
from tocsin.web.staff.staff_member import RoleGrant

NOW = datetime(2022, 1, 25, 9, 0, tzinfo=UTC)


@pytest.fixture
def written(with_store, db):
    for number in range(5):
        audit_log.write_audit_entry(
            db, "anne", "inside.home", now=NOW, subject="case", subject_id=number, territory="75", why="appel"
        )
    return db


def test_each_entry_is_bound_to_the_one_before(written):
    found = list(audit_log.iterate_verified_entries(written))
    assert [len(digest) for _, digest in found] == [32] * 5
    assert [entry.subject_id for entry in audit_log.iterate_entries(written)] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    "change",
    ["update staff_entry set why = 'autre' where id = 3", "delete from staff_entry", "truncate staff_entry"],
)
def test_the_server_itself_refuses_to_change_it(written, change):
    with pytest.raises(psycopg.errors.RaiseException, match="never changed"):
        written.execute(change)


@pytest.mark.parametrize(
    ("change", "at"),
    [
        ("update staff_entry set why = 'autre' where id = 3", 3),
        ("update staff_entry set at = at + interval '1 second' where id = 1", 1),
        ("update staff_entry set subject_id = 7 where id = 5", 5),
        ("delete from staff_entry where id = 2", 3),
    ],
)
def test_who_gets_round_the_server_is_found_out(written, change, at):
    written.execute("alter table staff_entry disable trigger user")
    written.execute(change)
    written.execute("alter table staff_entry enable trigger user")
    with pytest.raises(audit_log.BrokenChain) as broken:
        list(audit_log.iterate_verified_entries(written))
    assert broken.value.entry == at


def test_what_is_undone_is_not_in_the_log(written):
    with written.transaction(force_rollback=True):
        audit_log.write_audit_entry(written, "anne", "inside.home", now=NOW)
        assert len(list(audit_log.iterate_verified_entries(written))) == 6
    assert len(list(audit_log.iterate_verified_entries(written))) == 5


def test_an_action_that_the_matrix_does_not_know_cannot_be_logged(written):
    with pytest.raises(KeyError):
        audit_log.write_audit_entry(written, "anne", "something.else", now=NOW)


def test_who_makes_accounts_and_gives_roles_is_in_the_log(with_store, db):
    account(with_store, RoleGrant("agent", "75"), RoleGrant("supervisor", "R11"))
    assert [entry.why for entry in audit_log.iterate_entries(db)] == [
        "made",
        "given agent",
        "given supervisor",
    ]
    assert len(list(audit_log.iterate_verified_entries(db))) == 3
