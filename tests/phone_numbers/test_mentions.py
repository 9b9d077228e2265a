"""Telephone numbers as people write them."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.phone_numbers.e164 import FICTION, to_e164
from tocsin.phone_numbers.mentions import find_phones


@pytest.mark.parametrize(
    "written",
    [
        "0639981234",
        "06 39 98 12 34",
        "06.39.98.12.34",
        "06-39-98-12-34",
        "06/39/98/12/34",
        "06 39981234",
        "0 6 3 9 9 8 1 2 3 4",
        "+33639981234",
        "+33 6 39 98 12 34",
        "+33 (0)6 39 98 12 34",
        "0033639981234",
        "0033 6 39 98 12 34",
        "33 6 39 98 12 34",
        "O6 39 98 12 34",
        "06\u00a039\u00a098\u00a012\u00a034",
    ],
)
def test_one_number_however_it_is_written(written):
    assert [p.number for p in find_phones(f"Léa {written} merci")] == ["+33639981234"]


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("06 39 98 11 1O", "+33639981110"),
        ("06.39.98.1l.1I", "+33639981111"),
        ("06 39 98 O1 11", "+33639980111"),
        ("O 06 39 98 11 1", None),
        ("06 39 98 11 1 OK", None),
    ],
)
def test_a_letter_among_figures_is_the_figure_and_a_letter_before_a_number_is_none(written, number):
    """An O before a number made it one of the Philippines."""
    assert [p.number for p in find_phones(written)] == [number]


@given(st.sampled_from(FICTION), st.integers(0, 9999))
def test_the_ranges_kept_for_fiction_are_numbers(start, rest):
    national = f"{start}{rest:04}"
    assert to_e164("0" + national) == "+33" + national
    assert to_e164("+33" + national) == "+33" + national


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("+44 7700 900123", "+447700900123"),
        ("+32 470 12 34 56", "+32470123456"),
        ("0692001234", "+262692001234"),
        ("0690123456", "+590690123456"),
        ("+351 912 345 678", "+351912345678"),
    ],
)
def test_foreign_and_overseas_numbers(written, number):
    assert [p.number for p in find_phones(written)] == [number]


@pytest.mark.parametrize(
    "written", ["06 39 98 12", "07 00 00 00 00", "06 39 98 12 345", "123456", "+999 123 456 789"]
)
def test_a_number_written_wrong_is_found_and_has_no_value(written):
    assert [p.number for p in find_phones(f"Léa {written}")] == [None]


def test_numbers_that_follow_each_other_are_told_apart():
    text = "0639981234 0639981235, 06 39 98 12 36\n+33199001234"
    found = find_phones(text)
    assert [p.number for p in found] == ["+33639981234", "+33639981235", "+33639981236", "+33199001234"]
    assert [text[p.start : p.end] for p in found][2] == "06 39 98 12 36"


@pytest.mark.parametrize(
    "text", ["", "le 3", "03/03/2021", "2021-03-03", "à 14h30", "12 34", "10 000", "75012"]
)
def test_other_figures_are_no_numbers(text):
    assert find_phones(text) == ()


@given(st.text(alphabet="0123456789 +.-/()OoLéa\n", max_size=120))
def test_spans_stay_inside_and_in_order(text):
    found = find_phones(text)
    assert all(0 <= p.start < p.end <= len(text) for p in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
