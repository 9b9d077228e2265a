"""``tocsin twin`` as somebody types it: real processes, a small country."""

import json
import multiprocessing
import os
from contextlib import nullcontext

import pytest

from tocsin.cli.main import run_cli as tocsin
from tocsin_simulation.policies import comparison_plan, run
from tocsin_simulation.policies.comparison_plan import ComparisonPlan, RegionJob, play_policy
from tocsin_simulation.policies.day_policy import load_shipped_policies
from tocsin_simulation.policies.run import PlayStopped, play_plan
from tocsin_simulation.town.town_numbers import SIMULATED

SMALL = ["twin", "--people", "8", "--seeds", "2", "--only", "sms-first"]


def test_the_same_seed_gives_the_same_in_another_process_and_a_report_in_both_languages(
    capfd, tmp_path, monkeypatch, server, template
):
    """Two processes play a seed each; this one plays a day of the second seed again, alone."""
    played = []

    def play(plan, processes, *, seen):
        played.append((plan, play_plan(plan, processes, seen=seen)))
        assert not multiprocessing.active_children(), "an interpreter that ends would warn of what they hold"
        return played[-1][1]

    monkeypatch.setattr(run, "play_plan", play)
    monkeypatch.setattr(comparison_plan, "FEWEST", 8)  # they say nothing of policies, and the same each time
    report = tmp_path / "out"
    assert tocsin([*SMALL, "--json", "--processes", "2", "--report", str(report)]) == 0
    told = json.loads(capfd.readouterr().out)["comparison"]
    assert 0 < told["columns"][0]["values"]["answered"]["mean"] <= 1
    assert [column["name"] for column in told["columns"]] == ["sms-first"]
    assert "Jumeau du 25 janvier 2022" in (report / "twin.html").read_text("utf-8")
    assert "Twin of 25 January 2022" in (report / "twin.en.html").read_text("utf-8")
    [(plan, found)] = played
    for name, value in SIMULATED.items():
        monkeypatch.setenv(name, value)
    alone = play_policy(plan, RegionJob(plan.seed + 1, 0), 0, server)
    assert [one.counts for one in found if (one.seed, one.policy) == (alone.seed, 0)] == [alone.counts]


def end_process(*_):
    os._exit(3)


def test_a_process_that_ends_before_it_is_done_stops_the_whole(monkeypatch):
    monkeypatch.setattr(run, "run_region_server", nullcontext)  # nobody comes so far as to ask for a store
    monkeypatch.setattr(run, "play_policy", end_process)
    of = load_shipped_policies()
    plan = ComparisonPlan(policies=of.policies, figures=of.values, people=8, seeds=1)
    with pytest.raises(PlayStopped):
        play_plan(plan, 1)


def test_the_example_can_be_changed_and_used(capfd, tmp_path):
    assert tocsin(["twin", "--example"]) == 0
    path = tmp_path / "mine.yaml"
    path.write_text(capfd.readouterr().out.replace("agents: 500", "agents: 5"), "utf-8")
    assert tocsin(["twin", "--policy", str(path), "--figures"]) == 0
    assert "adherence = 0.39 share" in capfd.readouterr().out


@pytest.fixture
def asked(monkeypatch):
    """The plans that were to be played; none is."""
    plans = []

    def refuse(plan, *_, **__):
        plans.append(plan)
        raise PlayStopped("not today")

    monkeypatch.setattr(run, "play_plan", refuse)
    return plans


def test_one_policy_alone_is_compared_with_what_the_service_does(asked, capfd, tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text("policies:\n  - name: few\n    title: {fr: Peu, en: Few}\n    agents: 50\n", "utf-8")
    assert tocsin(["twin", "--policy", str(path), "--people", "20", "--seeds", "1"]) == 69
    assert "not today" in capfd.readouterr().err
    [plan] = asked
    assert [(policy.name, policy.agents) for policy in plan.policies][1:] == [("few", 50)]
    assert plan.policies[0] == load_shipped_policies().policies[0]
    assert (plan.people, plan.seeds) == (20, 1)


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["--people", "3"], 64, "--people: expected 20 or more"),
        (["--people", "9000000"], 64, "--people: expected 1 to 1000000"),
        (["--seeds", "0"], 64, "--seeds: expected 1 to 100"),
        (["--only", "nobody"], 64, "there is no policy 'nobody'; there are sms-first"),
        (["--scale", "0"], 64, "--scale: expected more than 0"),
        (["--people", "many"], 64, "--people"),
        (["--policy", "nowhere.yaml"], 66, "nowhere.yaml"),
    ],
)
def test_what_cannot_be_played_is_said(capfd, words, status, said):
    assert tocsin(["twin", *words]) == status
    assert said in capfd.readouterr().err


def test_a_bad_file_is_named_with_its_line_and_field(capfd, tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text("policies:\n  - name: one\n    title: {fr: Une, en: One}\n    agents: lots\n", "utf-8")
    assert tocsin(["twin", "--policy", str(path)]) == 65
    assert "mine.yaml, line 4, policies[0].agents" in capfd.readouterr().err
