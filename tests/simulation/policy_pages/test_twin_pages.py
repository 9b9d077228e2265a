"""The page of the twin: who may open it, what is chosen, what is shown, and one comparison at a time."""

import html
import os
import re

import pytest

from tests.web.inside import signed_in
from tocsin_simulation.policies.comparison_plan import ComparisonPlan
from tocsin_simulation.policies.day_policy import load_shipped_policies
from tocsin_simulation.policy_pages.comparison_form import ComparisonForm
from tocsin_simulation.policy_pages.comparison_jobs import (
    ComparisonJobs,
    ComparisonProgress,
    ComparisonRunning,
)

CHOSEN = {"policy": ["sms-first", "agents-500"], "size": "small", "seed": "3"}


def plan(seed: int = 1, people: int = 8) -> ComparisonPlan:
    of = load_shipped_policies()
    return ComparisonPlan(policies=of.policies[:2], figures=of.values, people=people, seeds=1, seed=seed)


def words_of(answer) -> str:
    return html.unescape(re.sub(r"\s+", " ", answer.content.decode())).replace("\xa0", " ")


def played(bench: ComparisonJobs) -> None:
    """Wait for what is being played."""
    assert bench.playing
    bench.playing.join(600)


@pytest.fixture(scope="module")
def supervisor(shared, bench):
    return signed_in(shared, "supervisor")


@pytest.fixture(scope="module")
def result(supervisor, bench):
    """Address of a comparison that is done."""
    answer = supervisor.post("/jumeau", CHOSEN)
    assert answer.status_code == 302, words_of(answer)
    played(bench)
    return answer.headers["Location"]


@pytest.mark.parametrize("role", ["agent", "communication", "administrator", "auditor"])
def test_others_do_not_open_it(shared, bench, role):
    client = signed_in(shared, role)
    for address in ("/jumeau", "/en/twin", f"/jumeau/{'0' * 24}"):
        assert client.get(address).status_code == 403
    assert client.post("/jumeau", CHOSEN).status_code == 403


def test_an_epidemiologist_of_a_department_opens_it_and_finds_it_in_the_menu(shared, bench):
    client = signed_in(shared, "epidemiologist", "75")
    assert "Policies to compare" in words_of(client.get("/en/twin"))
    assert 'href="/jumeau"' in client.get("/service").content.decode()


def test_who_chose_sees_who_wins_and_how_sure(supervisor, result):
    page = words_of(supervisor.get(result))
    assert "Qui l'emporte" in page
    assert "SMS d'abord" in page
    assert "500 agents" in page
    assert page.count("<svg") > 6
    assert "style=" not in page


def test_the_same_in_english_on_the_same_comparison(supervisor, result):
    page = words_of(supervisor.get(result.replace("/jumeau/", "/en/twin/")))
    assert "Who wins" in page
    assert "What is taken for granted" in page


def test_the_same_choices_are_the_same_comparison_which_is_not_played_again(supervisor, result, monkeypatch):
    monkeypatch.setattr("tocsin_simulation.policy_pages.comparison_jobs.play_plan", None)
    assert supervisor.post("/jumeau", CHOSEN).headers["Location"] == result


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"policy": ["sms-first"]}, "Cochez de 2 à 4 politiques."),
        ({"policy": ["sms-first", "nobody"]}, "Cochez de 2 à 4 politiques."),
        ({"policy": [one.name for one in load_shipped_policies().policies]}, "Cochez de 2 à 4 politiques."),
        ({"size": "huge"}, "Choisissez une taille."),
        ({"seed": "-1"}, "Donnez une graine de 1 à 9999."),
        ({"seed": "0"}, "Donnez une graine"),
        ({"seed": "٣"}, "Donnez une graine"),
        ({"seed": "1" * 500}, "Donnez une graine"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(supervisor, wrong, said):
    answer = supervisor.post("/jumeau", CHOSEN | wrong)
    assert answer.status_code == 422
    assert said in words_of(answer)


@pytest.mark.parametrize("token", ["0" * 24, "lock", "nothing", "a" * 500])
def test_a_comparison_that_is_not_there_is_not_found(supervisor, token):
    assert supervisor.get(f"/jumeau/{token}").status_code == 404


def test_one_that_is_under_way_says_how_far_it_is(supervisor, bench):
    token = "ab" * 12
    bench._check_folder()
    bench._write_file(token, "running", ComparisonProgress(3, 8, 4e9))
    page = words_of(supervisor.get(f"/en/twin/{token}"))
    assert "3 of 8 runs are done." in page
    bench._file_path(token, "running").unlink()
    bench._write_file(token, "failed", ComparisonProgress(3, 8, 0))
    assert "came to nothing" in words_of(supervisor.get(f"/en/twin/{token}"))


def test_a_second_one_waits_for_its_turn(supervisor, bench):
    lock = bench._acquire_lock()
    assert lock is not None
    try:
        answer = supervisor.post("/en/twin", CHOSEN | {"seed": "4"})
        assert answer.status_code == 503
        assert "Another comparison is running" in words_of(answer)
        with pytest.raises(ComparisonRunning):
            ComparisonJobs(bench._folder).start_comparison(plan(5))
    finally:
        os.close(lock)


def test_one_that_takes_too_long_is_stopped_and_gives_its_place_back(tmp_path):
    bench = ComparisonJobs(tmp_path / "twin", seconds=0.05)
    token = bench.start_comparison(plan(people=400))
    played(bench)
    assert bench.read_finished(token) is None
    assert bench.read_progress(token) is None
    assert bench.was_started(token)
    lock = bench._acquire_lock()
    assert lock is not None
    os.close(lock)


def test_a_folder_that_others_can_read_is_not_used(tmp_path):
    (tmp_path / "twin").mkdir(mode=0o755)
    with pytest.raises(PermissionError):
        ComparisonJobs(tmp_path / "twin").start_comparison(plan())


def test_the_oldest_are_forgotten(tmp_path):
    bench = ComparisonJobs(tmp_path / "twin")
    bench._check_folder()
    for number in range(60):
        bench._write_file(f"{number:024x}", "done", ComparisonProgress(1, 1, 1))
    bench._delete_old()
    assert len(list((tmp_path / "twin").glob("*.done"))) == 50


def test_the_plan_of_the_form_is_bounded():
    choices = ComparisonForm(policies=("sms-first", "backward"), size="larger", seed="12")
    assert choices.problems == {}
    assert choices.plan.people * choices.plan.seeds * len(choices.plan.policies) <= 2_000
    assert [one.name for one in choices.plan.policies] == ["sms-first", "backward"]


def test_a_form_of_another_site_is_refused(shared, bench):
    client = signed_in(shared, "supervisor", csrf=True)
    assert client.post("/jumeau", CHOSEN).status_code == 403
