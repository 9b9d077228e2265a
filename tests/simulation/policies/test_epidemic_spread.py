"""R: what it is made of, by hand where that is possible, and what must hold whatever the figures are."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from math import exp, inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin_simulation.policies.epidemic_spread import (
    HOURS,
    InfectionTables,
    OnwardSpread,
    TracedPositive,
    _gamma_distribution,
    estimate_spread,
)
from tocsin_simulation.policies.figures import FigureValues, default_figures, load_figures, override_figures
from tocsin_simulation.policies.region_sample import RegionSample

NOON = datetime(2022, 1, 25, 11, tzinfo=UTC)


@pytest.fixture(scope="module")
def sample() -> RegionSample:
    return RegionSample(25, 1)


def positives(sample: RegionSample, told_after: timedelta | None) -> list[TracedPositive]:
    return [
        TracedPositive(
            citizen=citizen, sampled_at=NOON - timedelta(hours=12), resulted_at=NOON,
            told_at=None if told_after is None else NOON + told_after,
        )
        for citizen in sample.citizens
    ]  # fmt: skip


def everybody(sample: RegionSample, at: datetime) -> dict[int, datetime]:
    return dict.fromkeys(range(sample.town.people), at)


def test_with_mean_and_deviation_alike_the_gamma_distribution_is_the_exponential_one():
    share = _gamma_distribution(2.0, 2.0)
    for hours in (6, 24, 48, 120):
        assert share[hours] == pytest.approx(1 - exp(-hours / 24 / 2.0), abs=2e-3)


def test_a_gamma_distribution_of_shape_two_is_erlangs():
    share, scale = _gamma_distribution(3.0, 3.0 / 2**0.5), 1.5
    for days in (1, 3, 6):
        x = days / scale
        assert share[24 * days] == pytest.approx(1 - exp(-x) * (1 + x), abs=1e-3)


def test_nobody_told_and_no_own_test_leaves_r_as_it_is_alone():
    tables = InfectionTables(override_figures({"tests_itself": 0.0}))
    assert tables.onward_infections(inf) == pytest.approx(default_figures().r_alone)


def test_told_at_once_and_everybody_isolates_stops_everything():
    tables = InfectionTables(override_figures({"adherence": 1.0}))
    assert tables.onward_infections(0) == pytest.approx(0.0, abs=1e-9)


def test_told_at_an_age_stops_what_comes_after_it_of_those_who_isolate():
    figures = override_figures({"tests_itself": 0.0, "adherence": 0.5})
    tables = InfectionTables(figures)
    after = 1 - tables.share_before(72)
    assert tables.onward_infections(72) == pytest.approx(figures.r_alone * (1 - 0.5 * after))


@given(st.floats(0.5, 8), st.floats(0.5, 8), st.floats(0, 1), st.floats(0, 1))
@settings(max_examples=15, deadline=None)
def test_the_sooner_somebody_is_told_the_fewer_they_infect(mean, sd, adherence, tests_itself):
    figures = override_figures(
        {"generation_mean": mean, "generation_sd": sd, "adherence": adherence, "tests_itself": tests_itself}
    )
    tables = InfectionTables(figures)
    onward = [tables.onward_infections(age) for age in (0, 12, 24, 48, 96, 240, HOURS)]
    assert all(one <= two + 1e-9 for one, two in pairwise(onward))
    assert onward[0] >= 0
    assert onward[-1] <= figures.r_alone + 1e-9


def test_an_age_and_its_share_are_two_sides_of_one_curve():
    tables = InfectionTables(default_figures())
    for share in (0.1, 0.5, 0.9):
        assert tables.share_before(tables.age_at_share(share)) == pytest.approx(share, abs=0.02)


def test_r_falls_when_contacts_are_told_and_further_when_sooner(sample):
    nobody = estimate_spread(sample, default_figures(), positives(sample, None), {})
    late = estimate_spread(
        sample, default_figures(), positives(sample, None), everybody(sample, NOON + timedelta(days=3))
    )
    soon = estimate_spread(sample, default_figures(), positives(sample, None), everybody(sample, NOON))
    assert soon.reproduction_number < late.reproduction_number < nobody.reproduction_number
    assert soon.people == pytest.approx(late.people) == pytest.approx(nobody.people)


def test_r_falls_when_the_positives_themselves_are_told(sample):
    nobody = estimate_spread(sample, default_figures(), positives(sample, None), {})
    told = estimate_spread(sample, default_figures(), positives(sample, timedelta(hours=1)), {})
    late = estimate_spread(sample, default_figures(), positives(sample, timedelta(hours=40)), {})
    assert told.reproduction_number < late.reproduction_number < nobody.reproduction_number


def test_who_would_isolate_on_the_result_alone_gains_nothing_by_being_told(sample):
    figures = override_figures({"alone": 1.0, "adherence": 1.0})
    nobody = estimate_spread(sample, figures, positives(sample, None), {})
    told = estimate_spread(sample, figures, positives(sample, timedelta(hours=1)), {})
    assert told.reproduction_number == pytest.approx(nobody.reproduction_number)


def test_the_infected_are_the_positives_and_those_around_them(sample):
    figures = override_figures({"there_infected": 0.0})
    found = estimate_spread(sample, figures, positives(sample, None), {})
    count = len(sample.citizens)
    assert count < found.people < count * (1 + figures.r_alone)


def test_spreads_add_up():
    assert OnwardSpread(1, 2) + OnwardSpread(3, 2) == OnwardSpread(4, 4)
    assert OnwardSpread().reproduction_number == 0.0


def test_every_figure_has_a_source_and_both_languages():
    for name, figure in load_figures().items():
        assert figure.source, name
        assert figure.fr, name
        assert figure.en, name
        assert figure.low <= figure.value <= figure.high, name
    assert set(load_figures()) == set(FigureValues.__struct_fields__)


def test_a_figure_without_a_dated_source_says_that_it_is_an_assumption():
    for name, figure in load_figures().items():
        assert figure.assumption or "20" in figure.source, name
