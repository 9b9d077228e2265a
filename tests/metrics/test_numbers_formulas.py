"""The formulas, against cases counted by hand and against independent implementations."""

import math

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.metrics.statistics import estimate_kaplan_meier, estimate_proportion, summarise_quartiles

# Ten people, in minutes; + still waits. Freireich's way: 6 6 6 6+ 7 9+ 10 10+ 11+ 13, worked by hand.
BY_HAND = [(6, 3, 1), (7, 1, 0), (9, 0, 1), (10, 1, 1), (11, 0, 1), (13, 1, 0)]


class TestDelays:
    def test_steps_counted_by_hand(self):
        curve = estimate_kaplan_meier(BY_HAND)
        assert curve.times == (6, 7, 10, 13)
        assert curve.waiting == pytest.approx((7 / 10, 7 / 10 * 5 / 6, 7 / 10 * 5 / 6 * 3 / 4, 0))
        assert (curve.people, curve.over, curve.still_waiting) == (10, 6, 4)

    def test_greenwood_counted_by_hand(self):
        curve = estimate_kaplan_meier(BY_HAND)
        assert curve.greenwood[1] == pytest.approx(3 / (10 * 7) + 1 / (6 * 5))
        low, high = curve.share_within_interval(7)
        s = 7 / 12
        half = 1.959963984540054 * math.sqrt(3 / 70 + 1 / 30) / abs(math.log(s))
        assert low == pytest.approx(1 - s ** math.exp(-half))
        assert high == pytest.approx(1 - s ** math.exp(half))

    def test_quantile_is_the_first_delay_within_which_so_many_came(self):
        curve = estimate_kaplan_meier(BY_HAND)
        assert curve.delay_quantile(0.3) == 6
        assert curve.delay_quantile(0.31) == 7
        assert curve.delay_quantile(0.5) == 10
        assert curve.delay_quantile(0.99) == 13

    def test_quantile_is_none_while_too_many_wait(self):
        curve = estimate_kaplan_meier([(60, 4, 0), (3600, 0, 6)])
        assert curve.delay_quantile(0.4) == 60
        assert curve.delay_quantile(0.5) is None
        assert curve.delay_quantile_interval(0.5) == (60, None)

    def test_those_who_wait_make_the_delay_longer_than_a_mean_of_the_answered_says(self):
        answered = [(60, 50, 0), (120, 50, 0)]
        assert estimate_kaplan_meier(answered).delay_quantile(0.5) == 60
        assert estimate_kaplan_meier([*answered, (7200, 0, 100)]).delay_quantile(0.5) == 120
        assert estimate_kaplan_meier([*answered, (7200, 0, 101)]).delay_quantile(0.5) is None

    def test_nothing_is_said_beyond_the_longest_watch(self):
        curve = estimate_kaplan_meier([(60, 4, 0), (3600, 0, 6)])
        assert curve.share_within(3600) == pytest.approx(0.4)
        assert curve.share_within(3601) is None
        assert estimate_kaplan_meier([(60, 4, 0)]).share_within(10_000) == 1.0

    def test_nobody(self):
        curve = estimate_kaplan_meier([])
        assert curve.delay_quantile(0.5) is None
        assert curve.share_within(60) is None
        assert curve.share_within_interval(60) is None
        assert curve.still_waiting == 0

    def test_a_delay_before_the_beginning_is_refused(self):
        with pytest.raises(ValueError, match="none below 0"):
            estimate_kaplan_meier([(-1, 1, 0)])

    @pytest.mark.filterwarnings("ignore")  # lifelines warns of its own rounding
    @settings(max_examples=40, deadline=None)
    @given(st.lists(st.tuples(st.integers(0, 40), st.booleans()), min_size=1, max_size=80))
    def test_as_lifelines_has_it(self, people):
        """One row for each person there, counts here."""
        from lifelines import KaplanMeierFitter  # a second of processor, for this test alone

        counts = [(t, 1, 0) if over else (t, 0, 1) for t, over in people]
        curve = estimate_kaplan_meier(counts)
        oracle = KaplanMeierFitter().fit([t for t, _ in people], [over for _, over in people])
        waiting = [float(oracle.predict(t)) for t in range(42)]
        bands = oracle.confidence_interval_
        for t in range(42):
            assert curve.share_waiting(t) == pytest.approx(waiting[t], abs=1e-9)
            if t not in bands.index or curve.share_within_interval(t) is None:
                continue
            low, high = curve.share_within_interval(t)
            assert low == pytest.approx(1 - bands.loc[t].iloc[1], abs=1e-9)
            assert high == pytest.approx(1 - bands.loc[t].iloc[0], abs=1e-9)
        for q in (0.1, 0.5, 0.9):
            if any(abs(s - (1 - q)) < 1e-9 for s in curve.waiting):
                continue  # rounding decides there; the test by hand has those
            expected = float(oracle.percentile(1 - q))
            assert curve.delay_quantile(q) == (None if math.isinf(expected) else expected)

    @settings(deadline=None)
    @given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 5), st.integers(0, 5)), max_size=30))
    def test_counts_may_come_in_any_order_and_in_pieces(self, counts):
        split = [piece for t, e, c in counts for piece in ((t, e, 0), (t, 0, c))]
        assert estimate_kaplan_meier(reversed(split)) == estimate_kaplan_meier(counts)

    def test_half_a_million_people_are_as_many_rows_as_distinct_delays(self):
        counts = [(60 * m, 340, 7) for m in range(1440)]
        curve = estimate_kaplan_meier(counts)
        assert curve.people == 1440 * 347
        assert curve.delay_quantile(0.5) == pytest.approx(720 * 60, rel=0.02)


class TestShares:
    @pytest.mark.parametrize(
        ("count", "of", "low", "high"),
        [
            (81, 263, 0.2553, 0.3662),  # Newcombe 1998, table I
            (15, 148, 0.0624, 0.1605),
            (0, 20, 0.0000, 0.1611),
            (1, 29, 0.0061, 0.1718),
        ],
    )
    def test_published_intervals(self, count, of, low, high):
        found = estimate_proportion(count, of)
        assert found.low == pytest.approx(low, abs=5e-5)
        assert found.high == pytest.approx(high, abs=5e-5)

    def test_of_nobody_there_is_no_share(self):
        assert estimate_proportion(0, 0).share is None

    @pytest.mark.parametrize(("count", "of"), [(-1, 3), (4, 3), (1, 0)])
    def test_what_is_no_share_is_refused(self, count, of):
        with pytest.raises(ValueError, match="no share"):
            estimate_proportion(count, of)

    @settings(deadline=None)
    @given(st.integers(0, 10**7), st.integers(1, 10**7))
    def test_the_interval_holds_the_share_and_stays_between_0_and_1(self, a, b):
        found = estimate_proportion(min(a, b), b)
        assert 0 <= found.low <= found.share <= found.high <= 1


class TestSpreads:
    def test_by_hand(self):
        found = summarise_quartiles([(0, 5), (1, 2), (2, 1), (8, 2)])  # 0 0 0 0 0 1 1 2 8 8
        assert (found.of, found.total, found.mean) == (10, 20, 2.0)
        assert (found.lower, found.median, found.upper) == (0, 0.5, 1.75)

    def test_nobody(self):
        assert summarise_quartiles([(3, 0)]).median is None

    @settings(deadline=None)
    @given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 6)), max_size=12))
    def test_as_numpy_has_it(self, counts):
        values = [value for value, n in counts for _ in range(n)]
        found = summarise_quartiles(counts)
        if not values:
            assert found.mean is None
            return
        assert found.mean == pytest.approx(numpy.mean(values))
        expected = numpy.percentile(values, [25, 50, 75])
        assert [found.lower, found.median, found.upper] == pytest.approx(list(expected))
