"""R(t): the example of the method's authors, another library as oracle, and what an epidemic must give."""

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.metrics.surveillance.reproduction_number import (
    FEWEST,
    estimate_reproduction,
    serial_interval_weights,
    total_infectivity,
)

FLU_2009 = [
    1, 1, 0, 2, 5, 3, 3, 3, 6, 2, 5, 9, 13, 12, 13, 11, 12, 6, 6, 6, 3, 1, 0, 2, 0, 0, 0, 0, 2, 0, 2, 0,
]  # fmt: skip
"""Onsets by day in a school of Pennsylvania, from 27 April 2009: the data of Cori and others' own example
(Cauchemez and others, PNAS 2011)."""
SI = serial_interval_weights(2.6, 1.5)
"""Influenza, Ferguson and others 2005, as in that example."""


def always(by_lag):
    """The same serial interval on every day."""
    return lambda _: by_lag


class TestPublishedExample:
    def test_the_first_window_is_the_one_of_the_authors(self):
        """EpiEstim's own demonstration prints 1.7357977 for the mean of the first week."""
        first = estimate_reproduction(FLU_2009, always(SI), fewest=1)[0]
        assert first.place == 7
        assert first.mean == pytest.approx(1.7357977, abs=1e-5)

    def test_the_weights_are_the_ones_of_the_authors(self):
        """The example's discrete interval, rounded by them to three digits, from a mean of 2.6 and 1.5."""
        published = [0.000, 0.233, 0.359, 0.198, 0.103, 0.053, 0.027, 0.014, 0.007, 0.003, 0.002, 0.001]
        mean = sum(days * weight for days, weight in enumerate(published))
        assert sum(days * weight for days, weight in enumerate(SI)) == pytest.approx(2.6, abs=0.01)
        assert mean == pytest.approx(2.6, abs=0.1)

    def test_the_epidemic_of_the_school_ends(self):
        found = estimate_reproduction(FLU_2009, always(SI))
        assert found[0].low < 1.8 < found[0].high
        assert found[-1].high < 1


class TestOracle:
    @settings(max_examples=8, deadline=None)
    @given(st.lists(st.integers(0, 400), min_size=8, max_size=40), st.floats(2, 12), st.floats(0.5, 3))
    def test_the_posterior_is_that_of_epyestim(self, cases, mean, sd):
        import pandas  # two seconds of processor with the others, for this test alone
        from epyestim.estimate_r import estimate_r
        from scipy import stats

        by_lag = serial_interval_weights(mean, sd)
        series = pandas.Series(cases, index=pandas.date_range("2021-03-04", periods=len(cases)))
        theirs = estimate_r(series, numpy.array(by_lag), a_prior=1, b_prior=5, window_size=7)
        for ours in estimate_reproduction(cases, always(by_lag), fewest=1):
            row = theirs.loc[series.index[ours.place]]
            assert ours.mean == pytest.approx(row.a_posterior * row.b_posterior, rel=1e-6)
            interval = stats.gamma.ppf([0.025, 0.5, 0.975], row.a_posterior, scale=row.b_posterior)
            assert [ours.low, ours.median, ours.high] == pytest.approx(list(interval), rel=1e-6)

    @settings(max_examples=12, deadline=None)
    @given(st.floats(1.5, 20), st.floats(0.4, 4))
    def test_the_weights_are_probabilities_of_that_mean(self, mean, sd):
        by_lag = serial_interval_weights(mean, sd)
        assert by_lag[0] == 0
        assert min(by_lag) >= 0
        assert sum(by_lag) == pytest.approx(1)
        assert sum(days * weight for days, weight in enumerate(by_lag)) == pytest.approx(mean, rel=1e-3)


class TestWhatItMeans:
    def test_cases_that_stay_alike_infect_one_each(self):
        last = estimate_reproduction([1000] * 60, always(serial_interval_weights(4.7, 2.9)))[-1]
        assert last.mean == pytest.approx(1, abs=0.01)
        assert last.low < 1 < last.high

    def test_cases_that_double_in_a_serial_interval_infect_about_two_each(self):
        cases = [round(100 * 2 ** (day / 4.7)) for day in range(50)]
        assert 1.7 < estimate_reproduction(cases, always(serial_interval_weights(4.7, 2.9)))[-1].mean < 2.2

    def test_more_cases_say_it_more_surely(self):
        few, many = (estimate_reproduction([n] * 40, always(SI))[-1] for n in (5, 500))
        assert few.high - few.low > 5 * (many.high - many.low)

    def test_a_window_with_too_few_cases_says_nothing(self):
        assert estimate_reproduction([0] * 20 + [1] * 7, always(SI)) == ()
        assert estimate_reproduction([1] * 20 + [0] * 6 + [FEWEST], always(SI))[-1].cases == FEWEST

    def test_nobody_who_infects_says_nothing(self):
        assert estimate_reproduction([0] * 20 + [50], always(SI)) == ()

    def test_a_day_that_must_not_be_known_is_in_no_estimate(self):
        cases = [20] * 60
        cases[25] = None
        found = {one.place for one in estimate_reproduction(cases, always(SI))}
        blind = 7 + len(SI) - 1
        assert found == set(range(7, 25)) | set(range(25 + blind, 60))

    def test_each_day_is_held_against_the_serial_interval_of_its_day(self):
        """A variant that infects sooner takes over on day 30: the same growth is then fewer for each case."""
        cases = [round(50 * 1.08**day) for day in range(60)]
        slow, fast = serial_interval_weights(5.17, 3.19), serial_interval_weights(3.06, 1.89)
        found = {
            one.place: one for one in estimate_reproduction(cases, lambda day: slow if day < 30 else fast)
        }
        before, after = (
            {one.place: one for one in estimate_reproduction(cases, always(one))} for one in (slow, fast)
        )
        assert found[29] == before[29]
        assert found[36] == after[36]
        assert after[33].mean < found[33].mean < before[33].mean

    def test_an_estimate_that_looks_back_beyond_the_first_day_is_an_early_one(self):
        """Nineteen of twenty intervals of 2.6 days are over in six: the window from the sixth day on is sure."""
        found = estimate_reproduction([100] * 30, always(SI))
        assert sum(SI[:7]) >= 0.95 > sum(SI[:6])
        assert [one.place for one in found if one.early] == list(range(7, 12))
        assert found[0].mean > 1.2  # those who infected the first ones are not seen
        assert found[-1].mean == pytest.approx(1, abs=0.01)
        later = estimate_reproduction([0] * 10 + [100] * 30, always(SI))
        assert [one.place for one in later if one.early] == list(range(11, 22))

    def test_what_infects_today_is_what_was_seen_before(self):
        assert total_infectivity([10, 0, 0], (0.0, 0.3, 0.7), 1) == 3
        assert total_infectivity([10, 0, 0], (0.0, 0.3, 0.7), 2) == 7
        assert total_infectivity([10, 0, 99], (0.0, 0.3, 0.7), 0) == 0

    @pytest.mark.parametrize(("mean", "sd"), [(1.0, 2.0), (0.5, 1.0), (4.0, 0.0)])
    def test_an_interval_of_a_day_or_less_has_no_such_gamma(self, mean, sd):
        with pytest.raises(ValueError, match="above 1 day"):
            serial_interval_weights(mean, sd)
