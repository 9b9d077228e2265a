"""What is hidden, and an attacker who knows everything that is shown, and how it is chosen."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.metrics.surveillance.linear_bounds import bound_count
from tocsin.metrics.disclosure_control import LEAST, find_suppressed_territories, is_publishable

CORSE = {"": ("R94", "R11"), "R94": ("2A", "2B"), "R11": ("75", "77")}
"""Two regions of two départements each."""
LEAVES = ("2A", "2B", "75", "77")


def summed(leaves, tree=CORSE, place=""):
    """Blocks of all territories, from those of the départements."""
    blocks = dict(leaves)

    def add(place):
        if place in blocks:
            return blocks[place]
        total = {}
        for inside in tree[place]:
            for cell, count in add(inside).items():
                total[cell] = total.get(cell, 0) + count
        blocks[place] = total
        return total

    add(place)
    return blocks


def one(**counts):
    """A block of one cell in each département."""
    return summed({place.removeprefix("d"): {"cases": count} for place, count in counts.items()})


class TestStories:
    def test_five_are_shown_and_four_are_not(self):
        assert is_publishable({"kept": 5})
        assert not is_publishable({"kept": 4})

    def test_nobody_is_shown(self):
        assert is_publishable({"kept": 0, "missed": 30})
        assert is_publishable({})

    def test_a_block_is_shown_whole_or_not_at_all(self):
        """30 cases of whom 28 were kept: 28 alone would tell that two were missed."""
        assert not is_publishable({"kept": 28, "missed": 2})

    def test_where_all_have_many_all_is_shown(self):
        assert find_suppressed_territories(CORSE, "", one(d2A=10, d2B=20, d75=30, d77=40)) == frozenset()

    def test_the_neighbour_is_hidden_too_or_the_difference_would_tell(self):
        """2A has 3, its region 23: beside a shown 2B of 20 anybody could subtract."""
        assert find_suppressed_territories(CORSE, "", one(d2A=3, d2B=20, d75=30, d77=40)) == {"2A", "2B"}

    def test_a_region_that_is_small_hides_another_but_not_its_départements(self):
        """Corse has 3 in all: the nation less the other region would tell, less its départements as well."""
        found = find_suppressed_territories(CORSE, "", one(d2A=3, d2B=0, d75=30, d77=40))
        assert {"2A", "R94", "R11"} <= found
        assert "75" in found or "77" in found
        assert "" not in found

    def test_the_smallest_goes_first(self):
        found = find_suppressed_territories(CORSE, "", one(d2A=3, d2B=0, d75=30, d77=40))
        assert "75" in found
        assert "77" not in found

    def test_two_small_ones_may_hide_each_other(self):
        """2A and 2B have 3 each, their region 6: any split of 6 could be."""
        assert find_suppressed_territories(CORSE, "", one(d2A=3, d2B=3, d75=30, d77=40)) == {"2A", "2B"}

    def test_a_region_of_one_département_is_hidden_with_it(self):
        tree = {"": ("R01", "R11"), "R01": ("971",), "R11": ("75", "77")}
        blocks = summed({"971": {"n": 2}, "75": {"n": 50}, "77": {"n": 60}}, tree)
        assert {"971", "R01", "R11", "75"} <= find_suppressed_territories(tree, "", blocks)

    def test_a_small_nation_is_hidden_with_all_that_is_in_it(self):
        assert find_suppressed_territories(CORSE, "", one(d2A=1, d2B=0, d75=2, d77=0)) >= {
            "",
            "R94",
            "R11",
            "2A",
            "75",
        }

    def test_a_territory_without_anybody_needs_no_block(self):
        blocks = {"": {"n": 50}, "R11": {"n": 50}, "75": {"n": 50}}
        assert find_suppressed_territories(CORSE, "", blocks) == frozenset()


COUNTS = st.one_of(st.integers(0, 9), st.integers(0, 60))
BLOCK = st.fixed_dictionaries({"kept": COUNTS, "missed": COUNTS, "open": COUNTS})
WIDE = {"": ("A", "B", "C"), "A": ("a1", "a2", "a3"), "B": ("b1",), "C": ("c1", "c2", "c3", "c4")}
WIDE_LEAVES = ("a1", "a2", "a3", "b1", "c1", "c2", "c3", "c4")


def inside(tree, place):
    """The départements of a territory."""
    if place not in tree:
        return [place]
    return [leaf for part in tree[place] for leaf in inside(tree, part)]


def known_range(leaves, tree, blocks, shown, leaf, cell):
    """The least and the most that a hidden count can be, for who knows all that is shown of a cell."""
    names = list(leaves)
    rows, sums = [], []
    for place in shown:
        under = set(inside(tree, place))
        rows.append([1.0 if name in under else 0.0 for name in names])
        sums.append(float(blocks[place].get(cell, 0)))
    return bound_count([1.0 if name == leaf else 0.0 for name in names], rows, sums)


class TestAttacker:
    @settings(max_examples=12, deadline=None)
    @given(st.fixed_dictionaries(dict.fromkeys(WIDE_LEAVES, BLOCK)))
    def test_no_small_count_can_be_worked_out(self, leaves):
        """By linear programming over every sum that is shown, no count of 1 to 4 is pinned down."""
        blocks = summed(leaves, WIDE)
        shown = set(blocks) - find_suppressed_territories(WIDE, "", blocks)
        for leaf, cell in product(leaves, ("kept", "missed", "open")):
            if not 0 < leaves[leaf][cell] < LEAST:
                continue
            low, high = known_range(leaves, WIDE, blocks, shown, leaf, cell)
            assert low <= 1e-6
            assert high >= LEAST - 1e-6, (leaf, cell, low, high, sorted(shown))

    @settings(max_examples=40)
    @given(st.fixed_dictionaries(dict.fromkeys(WIDE_LEAVES, BLOCK)))
    def test_no_difference_of_two_shown_territories_is_small(self, leaves):
        blocks = summed(leaves, WIDE)
        shown = set(blocks) - find_suppressed_territories(WIDE, "", blocks)
        for place in shown & set(WIDE):
            parts = [part for part in WIDE[place] if part in shown]
            for cell, whole in blocks[place].items():
                left = whole - sum(blocks[part][cell] for part in parts)
                if len(parts) == len([part for part in WIDE[place] if part in blocks]):
                    assert left == 0
                elif all(part in shown or part not in WIDE for part in WIDE[place]):
                    assert left == 0 or left >= LEAST

    @settings(max_examples=40)
    @given(st.fixed_dictionaries(dict.fromkeys(WIDE_LEAVES, BLOCK)))
    def test_nothing_that_is_shown_is_small(self, leaves):
        blocks = summed(leaves, WIDE)
        for place in set(blocks) - find_suppressed_territories(WIDE, "", blocks):
            assert all(count == 0 or count >= LEAST for count in blocks[place].values())

    @settings(max_examples=30)
    @given(st.fixed_dictionaries(dict.fromkeys(WIDE_LEAVES, BLOCK)))
    def test_a_nation_that_may_be_shown_is_shown(self, leaves):
        blocks = summed(leaves, WIDE)
        assert ("" in find_suppressed_territories(WIDE, "", blocks)) == (not is_publishable(blocks[""]))


@pytest.mark.parametrize("small", [1, 2, 3, 4])
def test_people_shared_out_two_ways_tell_no_more_than_each_way(small):
    """A week shared out by level and by age: each is shown only where its own cells are fit, and what both
    have in common (kept, missed) is a sum of cells of either."""
    by_level = {"answered": 40, "delivered": small, "none": 20 - small}
    by_age = {"young kept": 25, "young missed": 9, "old kept": 15, "old missed": 11}
    assert not is_publishable(by_level)
    assert is_publishable(by_age)
    missed = by_age["young missed"] + by_age["old missed"]
    assert missed - by_level["none"] == small  # only who already knows the hidden cell could tell
