"""Telephone numbers: the fast way says what the careful one says, and what may get an SMS."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.phone_numbers import e164
from tocsin.phone_numbers.kinds import classify_number, sort_by_use


@given(
    st.sampled_from(["0", "+33", "0033", "33", "+33 ", ""]),
    st.sampled_from(["6", "7", "6399", "639", "690", "692", "70", "73", "700", "1", "199", "4", "9", "8"]),
    st.text("0123456789 .-", min_size=4, max_size=12),
)
def test_the_fast_way_says_what_the_careful_one_says(before: str, begins: str, rest: str) -> None:
    written = before + begins + rest
    assert e164.to_e164(written) == e164._read_digits(written.strip())


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("+33639981234", "mobile"),
        ("+33739981234", "mobile"),
        ("+33700000000", "other"),
        ("+33199001234", "landline"),
        ("+33999001234", "landline"),
        ("+33800123456", "other"),
        ("+590690123456", "mobile"),
        ("+590590123456", "landline"),
        ("+262639123456", "mobile"),
        ("+262269123456", "landline"),
        ("+687123456", "other"),
        ("+32470123456", "foreign"),
    ],
)
def test_kinds(number: str, kind: str) -> None:
    assert classify_number(number) == kind


def test_mobiles_come_first_and_each_number_once() -> None:
    written = ("+32470123456", "+33199001234", "+33639981234", "+33199001234", "+33639980000")
    assert sort_by_use(written) == (
        "+33639981234",
        "+33639980000",
        "+33199001234",
        "+32470123456",
    )
