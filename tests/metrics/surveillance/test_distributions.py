"""The distributions behind the intervals, held against SciPy."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.metrics.statistics.distributions import gamma_cdf, gamma_quantile, student_quantile

SHAPES = st.floats(0.05, 50_000)


def stats():
    """SciPy's, imported by whoever asks: it takes a second of processor."""
    from scipy import stats

    return stats


class TestGamma:
    @settings(max_examples=40, deadline=None)
    @given(SHAPES, st.floats(1e-6, 1 - 1e-6))
    def test_share_below_is_that_of_scipy(self, shape, q):
        x = float(stats().gamma.ppf(q, shape))
        assert gamma_cdf(x, shape) == pytest.approx(float(stats().gamma.cdf(x, shape)), abs=1e-9)

    @settings(max_examples=40, deadline=None)
    @given(SHAPES, st.sampled_from([0.025, 0.5, 0.975]))
    def test_quantiles_are_those_of_scipy(self, shape, q):
        assert gamma_quantile(q, shape, 3.0) == pytest.approx(
            float(stats().gamma.ppf(q, shape, scale=3.0)), rel=1e-8
        )

    def test_nothing_lies_below_nothing(self):
        assert (gamma_cdf(0, 2), gamma_cdf(-1, 2), gamma_cdf(float("inf"), 2)) == (0.0, 0.0, 1.0)

    @pytest.mark.parametrize("wrong", [0, 1, -0.1])
    def test_a_quantile_lies_between_0_and_1(self, wrong):
        with pytest.raises(ValueError, match="between 0 and 1"):
            gamma_quantile(wrong, 2)

    def test_a_shape_is_positive(self):
        with pytest.raises(ValueError, match="more than 0"):
            gamma_cdf(1, 0)


class TestStudent:
    @settings(max_examples=40, deadline=None)
    @given(st.integers(1, 100_000), st.sampled_from([0.025, 0.3, 0.5, 0.9, 0.975, 0.999]))
    def test_quantiles_are_those_of_scipy(self, freedom, q):
        assert student_quantile(q, freedom) == pytest.approx(
            float(stats().t.ppf(q, freedom)), rel=1e-8, abs=1e-8
        )

    def test_with_one_degree_it_is_cauchys(self):
        assert student_quantile(0.75, 1) == pytest.approx(1.0)

    def test_there_is_no_distribution_without_freedom(self):
        with pytest.raises(ValueError, match="degrees of freedom"):
            student_quantile(0.9, 0)
