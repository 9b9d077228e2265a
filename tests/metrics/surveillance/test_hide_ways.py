"""The same people shared out in two ways: who sees one of them cannot work out a small count of the other."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.metrics.surveillance.linear_bounds import bound_count
from tocsin.metrics.disclosure_control import LEAST, is_publishable

AGES = ("young", "old")
LEVELS = ("answered", "delivered", "submitted", "none")
PEOPLE = list(product(AGES, LEVELS))
"""Everybody of a week is one of these."""


def by_level(age, level):
    """The cell of the block ``reach``."""
    return level


def by_age(age, level):
    """The cell of the block ``age``."""
    return f"{age} {'kept' if level == 'answered' else 'missed'}"


def block(counts, cell_of):
    cells = {}
    for who, people in counts.items():
        cells[cell_of(*who)] = cells.get(cell_of(*who), 0) + people
    return cells


@settings(max_examples=40, deadline=None)
@given(st.fixed_dictionaries({who: st.one_of(st.integers(0, 9), st.integers(0, 80)) for who in PEOPLE}))
def test_no_small_count_of_a_hidden_block_follows_from_a_shown_one(counts):
    ways = {"reach": by_level, "age": by_age}
    blocks = {name: block(counts, cell_of) for name, cell_of in ways.items()}
    # How many they are in all is known from other blocks of the same people.
    shown, sums = [[1.0] * len(PEOPLE)], [float(sum(counts.values()))]
    if not is_publishable({"all": sum(counts.values())}):
        return
    for name, cells in blocks.items():
        for cell, people in cells.items() if is_publishable(cells) else ():
            shown.append([1.0 if ways[name](*who) == cell else 0.0 for who in PEOPLE])
            sums.append(float(people))
    for name, cells in blocks.items():
        for cell, people in cells.items():
            if is_publishable(cells) or not 0 < people < LEAST:
                continue
            goal = [1.0 if ways[name](*who) == cell else 0.0 for who in PEOPLE]
            low, high = bound_count(goal, shown, sums)
            assert high <= sum(counts.values()) + 1e-6, "what is known of all bounds it"
            assert low <= 1e-6, (cell, low, high)
            assert high >= LEAST - 1e-6, (cell, low, high)
