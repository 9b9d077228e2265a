"""Statements by name."""

import pytest

from tocsin.store.queries import DuplicateStatementName, split_statements


def test_two_statements_of_one_name_are_refused() -> None:
    """Where two people each add one, the second would run for whoever meant the first."""
    assert split_statements("-- name: a\nselect 1\n\n-- name: b\nselect 2\n") == {
        "a": "select 1",
        "b": "select 2",
    }
    with pytest.raises(DuplicateStatementName, match=r"a$"):
        split_statements("-- name: a\nselect 1\n\n-- name: b\nselect 2\n\n-- name: a\nselect 3\n")
