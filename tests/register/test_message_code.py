"""A code says nothing of its message, and is the same for the same message."""

import re
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.evidence.issue_codes import ALPHABET, find_issue_codes, has_digit_and_letter, parse_issue_code
from tocsin.register import make_code

KEY = b"the key of the tests"


@pytest.fixture(scope="module")
def many() -> list[str]:
    """Codes of messages in a row."""
    return [make_code(KEY, f"message {n}") for n in range(20_000)]


@given(st.binary(min_size=1), st.text(), st.integers(0, 5))
def test_the_same_message_always_has_the_same_code(key, message_id, attempt):
    code = make_code(key, message_id, attempt)
    assert code == make_code(key, message_id, attempt)
    assert parse_issue_code(code) == code
    assert find_issue_codes(f"Réf. {code}") == ((code, 5, 14),)


def test_every_code_has_a_digit_and_a_letter_before_its_check_character(many):
    assert all(has_digit_and_letter(code.replace("-", "")[:7]) for code in many)


def test_another_attempt_another_message_or_another_key_gives_another_code():
    codes = {make_code(KEY, "a"), make_code(KEY, "a", 1), make_code(KEY, "b"), make_code(b"another", "a")}
    assert len(codes) == 4


@pytest.mark.parametrize(
    ("one", "other"), [(("1", 11), ("11", 1)), (("x\0", 0), ("x", 0)), (("", 1), ("1", 0))]
)
def test_an_identifier_never_runs_into_the_attempt(one, other):
    assert make_code(KEY, *one) != make_code(KEY, *other)


def test_codes_do_not_repeat_sooner_than_chance_has_it(many):
    """Some 0.01 pairs are expected among 20,000."""
    assert len(set(many)) >= len(many) - 1


@pytest.mark.parametrize("place", range(7))
def test_no_character_is_more_likely_than_chance_has_it(many, place):
    """A digit stands a little more often than 1 in 29, since codes of letters only are drawn again."""
    counts = Counter(code.replace("-", "")[place] for code in many)
    assert set(counts) == set(ALPHABET)
    assert max(counts.values()) < 1.3 * len(many) / 29
    assert min(counts.values()) > 0.75 * len(many) / 29


def test_messages_in_a_row_have_codes_that_share_nothing(many):
    """Two codes agree at a place once in 29 times: consecutive ones no more than any."""
    pairs = list(pairwise(many))
    agree = sum(a == b for one, other in pairs for a, b in zip(one[:4], other[:4], strict=True))
    assert 0.8 < agree / (4 * len(pairs) / 29) < 1.2


def test_it_looks_as_the_documentation_says(many):
    assert all(re.fullmatch(r"[2-9A-HJKMNP-RTV-Z]{4}-[2-9A-HJKMNP-RTV-Z]{4}", code) for code in many)
