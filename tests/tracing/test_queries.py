"""Statements by name."""

import pytest

from tocsin.tracing.queries import TwoOfOneName, parted


def test_two_statements_of_one_name_are_refused() -> None:
    """Where two people each add one, the second would run for whoever meant the first."""
    assert parted("-- name: a\nselect 1\n\n-- name: b\nselect 2\n") == {"a": "select 1", "b": "select 2"}
    with pytest.raises(TwoOfOneName, match=r"a$"):
        parted("-- name: a\nselect 1\n\n-- name: b\nselect 2\n\n-- name: a\nselect 3\n")
