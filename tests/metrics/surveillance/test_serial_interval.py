"""Serial intervals, as seen and as published."""

from datetime import date

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.metrics.surveillance.serial_interval import (
    estimate_serial_interval,
    find_published_interval,
    load_published_intervals,
)
from tocsin.protocol.load import list_diseases

PAIRS = st.lists(st.tuples(st.integers(-5, 25), st.integers(1, 30)), min_size=1, max_size=8)


class TestSeen:
    @settings(max_examples=25, deadline=None)
    @given(PAIRS)
    def test_the_intervals_are_those_of_scipy(self, counted):
        from scipy import stats  # a second of processor, for this test alone

        days = numpy.repeat([value for value, _ in counted], [n for _, n in counted]).astype(float)
        found = estimate_serial_interval(counted)
        assert found.pairs == len(days)
        if len(days) < 2 or days.std() == 0:
            return
        assert found.mean == pytest.approx(days.mean())
        assert found.sd == pytest.approx(days.std(ddof=1))
        assert [found.low, found.high] == pytest.approx(
            list(stats.t.interval(0.95, len(days) - 1, days.mean(), stats.sem(days)))
        )
        squares = (len(days) - 1) * days.var(ddof=1)
        chi = stats.chi2.ppf([0.975, 0.025], len(days) - 1)
        assert [found.sd_low, found.sd_high] == pytest.approx(list((squares / chi) ** 0.5))

    def test_one_pair_says_nothing(self):
        assert estimate_serial_interval([]).mean is None
        assert estimate_serial_interval([(4, 1)]) == estimate_serial_interval([(4, 1), (6, 0)])
        assert estimate_serial_interval([(4, 1)]).low is None

    def test_an_interval_may_be_negative(self):
        assert estimate_serial_interval([(-2, 5), (4, 5)]).mean == 1

    def test_a_month_apart_is_no_pair(self):
        assert estimate_serial_interval([(4, 3), (31, 1), (-31, 1)]).pairs == 3

    def test_all_alike_leave_no_doubt_that_could_be_measured(self):
        assert (
            estimate_serial_interval([(4, 3)]).low,
            estimate_serial_interval([(4, 3)]).high,
            estimate_serial_interval([(4, 3)]).sd,
        ) == (4, 4, 0)


class TestPublished:
    def test_every_disease_of_a_protocol_has_one(self):
        assert set(load_published_intervals()) <= set(list_diseases())

    @pytest.mark.parametrize(
        ("on", "mean"),
        [
            ("2019-12-31", 4.7),
            ("2020-11-03", 4.7),
            ("2021-03-04", 5.17),
            ("2021-08-01", 4.07),
            ("2022-01-25", 3.06),
        ],
    )
    def test_covid_has_one_for_each_variant(self, on, mean):
        found = find_published_interval("covid19", date.fromisoformat(on))
        assert found.mean == mean
        assert "doi:" in found.source

    def test_a_disease_that_nobody_measured_has_none(self):
        assert find_published_interval("dragon pox", date(2021, 3, 4)) is None
