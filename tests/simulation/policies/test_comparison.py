"""Comparisons: means, intervals and winners by hand; tasks in their order; the words for it."""

from datetime import UTC, datetime, timedelta
from math import sqrt

import pytest
from msgspec.structs import replace

from tocsin.web.charts import ChartBar, ChartPoint
from tocsin_simulation.cli.twin import page
from tocsin_simulation.policies import comparison_words, policy_charts, report
from tocsin_simulation.policies.comparison import compare_policies
from tocsin_simulation.policies.comparison_plan import ComparisonPlan, PolicyRun, add_up_regions
from tocsin_simulation.policies.day_policy import load_shipped_policies
from tocsin_simulation.policies.measures import RegionCounts, compute_measures

NOON = datetime(2022, 1, 25, 11, tzinfo=UTC)
HOUR = timedelta(hours=1)


def counts(answered: int, cost: float = 0.0) -> RegionCounts:
    return RegionCounts(
        positives=100, submitted=90, delivered=80, answered=answered, contacts=200, told_in_time=100,
        told=150,
        ever=answered, agent_seconds=cost, infected=300.0, onward=330.0, infected_before=300.0,
        onward_before=345.0, curve=tuple(range(61)), queue=(1, 4, 2), outbox=(0, 1, 0),
    )  # fmt: skip


def plan(policies: int = 2, seeds: int = 3) -> ComparisonPlan:
    of = load_shipped_policies()
    return ComparisonPlan(policies=of.policies[:policies], figures=of.values, people=100, seeds=seeds)


def ran(*rows: tuple[int, ...]) -> list[PolicyRun]:
    """One row a seed, one number a policy: how many answered."""
    return [
        PolicyRun(policy=at, seed=seed, counts=counts(answered))
        for seed, row in enumerate(rows)
        for at, answered in enumerate(row)
    ]


# ---- figures


def test_a_mean_has_students_interval_over_the_seeds():
    found = compare_policies(plan(1), ran((60,), (70,), (80,)))
    one = found.columns[0].values["answered"]
    half = 4.303 * 0.1 / sqrt(3)
    assert one.mean == pytest.approx(0.7)
    assert (one.low, one.high) == (pytest.approx(0.7 - half), pytest.approx(0.7 + half))


def test_a_median_has_the_interval_in_which_eight_seeds_in_ten_lie():
    found = compare_policies(plan(seeds=5), ran((50, 51), (60, 63), (70, 75), (80, 87), (90, 99)))
    one, difference = found.columns[0].values["answered"], found.columns[1].differences["answered"]
    assert (one.median, one.lowest, one.highest) == (0.7, pytest.approx(0.54), pytest.approx(0.86))
    assert (difference.median, difference.lowest) == (pytest.approx(0.05), pytest.approx(0.018))
    alone = compare_policies(plan(1, seeds=1), ran((60,))).columns[0].values["answered"]
    assert (alone.median, alone.lowest) == (0.6, None)


def test_the_days_that_follow_have_a_band_for_each_policy_and_a_line_in_the_table():
    rows = [
        replace(one, counts=replace(one.counts, first=50, infections=(4 + one.seed, 9)))
        for one in ran((60, 65), (70, 75))
    ]
    followed = replace(plan(seeds=2), follow=2)
    found = compare_policies(followed, rows)
    scale = followed.country / 50
    assert [one.median for one in found.columns[0].infections] == [4.5 * scale, 9 * scale]
    assert found.columns[0].values["infected"].mean == pytest.approx(13.5 * scale)
    html = report.render_html(followed, found, "en")
    assert html.count('class="band"') == 2
    assert "People infected afterwards" in html
    assert "Over 2 days" in "\n".join(page.render_comparison(followed, found, "en"))
    assert 'class="band' not in report.render_html(
        plan(seeds=2), compare_policies(plan(seeds=2), ran((60, 65), (70, 75))), "fr"
    )


def test_a_difference_is_taken_seed_by_seed_so_that_luck_which_is_shared_does_not_count():
    found = compare_policies(plan(), ran((60, 65), (70, 75), (80, 85)))
    difference = found.columns[1].differences["answered"]
    assert difference.mean == pytest.approx(0.05)
    assert difference.is_significant
    assert not found.columns[1].values["answered"].low > found.columns[0].values["answered"].high


def test_what_goes_either_way_is_not_sure():
    found = compare_policies(plan(), ran((60, 65), (70, 65), (80, 81)))
    assert not found.columns[1].differences["answered"].is_significant


def test_one_seed_says_nothing_of_how_sure_it_is():
    found = compare_policies(plan(seeds=1), ran((60, 65)))
    one = found.columns[1].differences["answered"]
    assert (one.low, one.high, one.is_significant) == (None, None, False)


def test_the_winner_leads_the_best_of_the_others():
    found = compare_policies(plan(3), ran((60, 65, 50), (70, 75, 60), (80, 85, 70)))
    best = next(one for one in found.best if one.measure == "answered")
    assert (best.policies, best.second, best.is_significant) == (("call-first",), "sms-first", True)
    assert best.lead is not None
    assert best.lead.mean == pytest.approx(0.05)


def test_those_who_are_alike_win_together():
    found = compare_policies(plan(3), ran((60, 65, 65), (70, 75, 75)))
    best = next(one for one in found.best if one.measure == "answered")
    assert (best.policies, best.second) == (("call-first", "calls-only"), "sms-first")
    all_alike = next(one for one in found.best if one.measure == "submitted")
    assert (len(all_alike.policies), all_alike.second, all_alike.lead) == (3, "", None)


def test_less_is_better_where_it_is_a_cost():
    rows = [
        PolicyRun(policy=at, seed=seed, counts=counts(50, cost=cost + seed))
        for seed in range(3)
        for at, cost in enumerate((7200.0, 3600.0))
    ]
    found = compare_policies(plan(), rows)
    assert next(one for one in found.best if one.measure == "cost").policies == ("call-first",)


def test_the_figures_of_a_country_are_those_of_the_sample_so_many_times():
    values = compute_measures(counts(50, cost=3600.0), load_shipped_policies().values, 10.0)
    assert values.hours == pytest.approx(10.0)
    assert values.cost == pytest.approx(10 * load_shipped_policies().values.agent_hour)
    assert values.r == pytest.approx(1.1)
    assert values.won == pytest.approx(0.05)


def test_counts_of_regions_add_up_and_their_curves_too():
    both = counts(50) + replace(counts(40), queue=(1, 1, 1, 1))
    assert (both.positives, both.answered, both.queue) == (200, 90, (2, 5, 3, 1))
    assert both.curve[60] == 120


def test_a_country_is_cut_into_regions_and_put_together_in_one_order():
    whole = replace(plan(2, seeds=2), people=12_001)
    assert whole.regions == (4001, 4000, 4000)
    assert len(whole.jobs) == 6
    parts = [
        PolicyRun(policy=at, seed=1, region=n, counts=counts(10 + n)) for n in (2, 0, 1) for at in (1, 0)
    ]
    both = add_up_regions(parts)
    assert both == add_up_regions(reversed(parts))
    assert [(one.policy, one.counts.answered, one.counts.positives) for one in both] == [
        (0, 33, 300),
        (1, 33, 300),
    ]


def test_a_difference_that_would_be_written_as_nought_is_none():
    rows = [
        PolicyRun(
            policy=at, seed=seed, counts=replace(counts(60), positives=100_000, answered=50_000 + 10 * at)
        )
        for seed in range(3)
        for at in range(2)
    ]
    best = next(one for one in compare_policies(plan(), rows).best if one.measure == "answered")
    assert (len(best.policies), best.lead) == (2, None)


# ---- what people read


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_terminal_says_who_wins_by_how_much_and_how_sure(lang):
    found = compare_policies(plan(), ran((60, 65), (70, 75), (80, 86)))
    text = "\n".join(page.render_comparison(plan(), found, lang, 200))
    line = next(
        line
        for line in text.splitlines()
        if line.strip().startswith(comparison_words.name_measure("answered", lang))
    )
    assert line.endswith({"fr": "c'est sûr", "en": "sure"}[lang])
    assert {"fr": "5,3 points de plus", "en": "5.3 points more"}[lang] in line
    assert all(len(line) <= 80 for line in page.render_comparison(plan(), found, lang, 80))


def test_one_seed_is_said_to_be_one_seed():
    found = compare_policies(plan(seeds=1), ran((60, 65)))
    assert "one seed alone" in "\n".join(page.render_comparison(plan(seeds=1), found, "en", 200))


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_report_needs_nothing_but_itself(lang):
    written = report.render_html(plan(), compare_policies(plan(), ran((60, 65), (70, 75), (80, 85))), lang)
    assert "http" not in written
    assert "<script" not in written
    assert "src=" not in written
    assert f'<html lang="{lang}">' in written
    assert written.count("<svg") == written.count("</svg>") == 2 + 4 + 2
    assert written.count("<table>") == written.count("</table>")


def test_a_title_cannot_put_anything_into_the_report():
    wicked = replace(
        load_shipped_policies().policies[0],
        title=replace(load_shipped_policies().policies[0].title, fr="<b>\"'&"),
    )
    made = replace(plan(1), policies=(wicked,))
    assert "<b>" not in report.render_html(made, compare_policies(made, ran((60,), (70,))), "fr")


def test_plots_stand_what_is_flat_empty_or_nothing():
    for values in ((), (0.0,), (0.0, 0.0), (5.0, 5.0)):
        line = [ChartPoint(at, value) for at, value in enumerate(values)]
        assert policy_charts.draw_policy_lines("n", "d", ["a"], [line], "x", [], str).endswith("</svg>")
    assert policy_charts.draw_intervals("n", "d", [ChartBar("a", 1.0, "1")]).endswith("</svg>")


@pytest.mark.parametrize(
    ("measure", "found", "fr", "en"),
    [
        ("answered", 0.777, "77,7\u00a0%", "77.7\u00a0%"),
        ("cost", 4_310_000, "4,31\u00a0M€", "€4.31\u00a0M"),
        ("cost_each", 2.799, "2,80\u00a0€", "€2.80"),
        ("calls", 101_234, "101\u202f000", "101,000"),
        ("r", 1.0885, "1,089", "1.089"),
    ],
)
def test_figures_are_written_as_people_write_them(measure, found, fr, en):
    assert comparison_words.format_value(measure, found, "fr") == fr
    assert comparison_words.format_value(measure, found, "en") == en
