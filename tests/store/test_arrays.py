"""Columns written by us arrive in PostgreSQL as they left."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.store.arrays import encode_array

NO_NUL = st.characters(exclude_characters="\0", exclude_categories=("Cs",))
COLUMNS = [
    ("bigint", st.integers(-(2**63), 2**63 - 1)),
    ("text", st.text(NO_NUL)),
    ("bytea", st.binary()),
    ("boolean", st.booleans()),
    ("date", st.dates(min_value=date(1900, 1, 1))),
    ("timestamptz", st.datetimes(min_value=datetime(1900, 1, 1), timezones=st.just(UTC))),  # noqa: DTZ001
    ("float8", st.floats(allow_nan=False, allow_infinity=False)),
]


@pytest.fixture(scope="module")
def link(server):
    from tocsin.store.database import open_connection

    with open_connection(server, autocommit=True) as connection:
        yield connection


@pytest.mark.parametrize(("kind", "values"), COLUMNS, ids=[kind for kind, _ in COLUMNS])
def test_what_goes_in_comes_out(link, kind, values):
    @given(st.lists(values, max_size=20) | st.lists(st.none() | values, max_size=20))
    def round_trip(column):
        found = link.execute(f"select %s::{kind}[]", (encode_array(column),)).fetchone()[0]
        assert found == column

    round_trip()


def test_a_column_of_something_else_is_refused_and_nothing_of_it_is_shown():
    with pytest.raises(TypeError, match=r"^an array of dict has no literal here$"):
        encode_array([{"name": "Léa"}])
