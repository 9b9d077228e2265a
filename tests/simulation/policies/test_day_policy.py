"""Policies: what they change in the service's rules, and what is said of a file that is wrong."""

from datetime import timedelta
from pathlib import Path

import pytest

from tocsin.conversation.flow.load import load_flow
from tocsin_simulation.policies.day_policy import (
    BadPolicies,
    DayPolicy,
    load_shipped_policies,
    parse_policies,
    read_policies,
    read_shipped_text,
)

TITLE = "title: {fr: Une, en: One}"


def test_the_first_policy_that_comes_with_it_is_what_the_service_does():
    first = load_shipped_policies().policies[0]
    flow = first.flows("case")
    assert flow.states["notice"] == load_flow("case").states["notice"]
    assert first.flows("contact") == load_flow("contact")
    assert flow.states["gathering_fork"].onward == load_flow("case").states["gathering_fork"].onward == "help"


def test_a_policy_moves_the_reminder_and_the_call_after_it():
    (late,) = parse_policies(
        f"policies:\n  - name: late\n    {TITLE}\n    remind_after: 6h\n    call_after: 3h", "f"
    ).policies
    for name in ("case", "contact"):
        first, second, last = late.flows(name).states["notice"].silence
        assert (first.after, second.after, last.after) == ("6h", "3h", "3d")
        assert first.say == load_flow(name).states["notice"].silence[0].say


def test_the_backward_question_is_a_state_of_the_flow_that_is_entered_or_not():
    backward = next(one for one in load_shipped_policies().policies if one.backward)
    assert backward.flows("case").states["gathering_fork"].onward == "gathering"
    assert backward.flows("follow_up") == load_flow("follow_up")


def test_a_policy_knows_its_durations():
    policy = next(one for one in load_shipped_policies().policies if one.name == "call-first")
    assert policy.duration_of("sms_after") == timedelta(hours=12)
    assert policy.duration_of("call_margin") == timedelta(hours=24)
    assert policy.sends_texts
    assert not next(one for one in load_shipped_policies().policies if one.name == "calls-only").sends_texts


def test_the_example_is_a_file_that_can_be_read(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(read_shipped_text(), "utf-8")
    assert read_policies(path) == load_shipped_policies()


def test_a_file_may_set_a_figure():
    plans = parse_policies(f"policies:\n  - name: one\n    {TITLE}\nfigures:\n  adherence: 0.8", "f")
    assert plans.values.adherence == 0.8
    assert plans.values.alone == load_shipped_policies().values.alone


@pytest.mark.parametrize(
    ("wrong", "line", "field", "said"),
    [
        ("    remind_after: soon", 4, "remind_after", "a number and m, h or d"),
        ("    remind_after: 0h", 4, "remind_after", "more than nothing"),
        ("    call_margin: 9d", 4, "call_margin", "three days at most"),
        ("    agents: -1", 4, "agents", "0 to 1000000"),
        ("    agents: many", 4, "agents", "int"),
        ("    parts_a_second: 0", 4, "parts_a_second", "more than 0"),
        ("    retry: 2h", 4, "retry", "unknown field"),
        (f"  - name: one\n    {TITLE}", 4, "name", "twice"),
        ("figures:\n  adherence: 3", 5, "adherence", "0 to 1"),
        ("figures:\n  kindness: 1", 5, "kindness", "no such figure"),
    ],
)
def test_what_is_wrong_is_named_with_its_line_and_field(wrong, line, field, said):
    with pytest.raises(BadPolicies) as found:
        parse_policies(f"policies:\n  - name: one\n    {TITLE}\n{wrong}\n", "mine.yaml")
    assert found.value.file == "mine.yaml"
    assert found.value.line == line, str(found.value)
    assert field in found.value.field
    assert said.lower() in found.value.problem.lower()


@pytest.mark.parametrize("empty", ["", "policies: []", "[1, 2]", "policies: {a: 1}", "figures: {}"])
def test_a_file_without_policies_is_refused(empty):
    with pytest.raises(BadPolicies):
        parse_policies(empty, "mine.yaml")


def test_a_title_is_wanted_in_both_languages():
    with pytest.raises(BadPolicies, match="en"):
        parse_policies("policies:\n  - name: one\n    title: {fr: Une, en: ' '}", "f")


def test_names_are_short_and_plain():
    with pytest.raises(BadPolicies, match="letters"):
        parse_policies(f"policies:\n  - name: 'a b'\n    {TITLE}", "f")


def test_what_is_left_out_is_as_in_the_service():
    assert parse_policies(f"policies:\n  - name: one\n    {TITLE}", "f").policies[0] == DayPolicy(
        name="one", title=load_shipped_policies().policies[0].title.__class__("Une", "One")
    )


def test_the_page_shows_a_file_that_can_be_read_and_names_every_field_and_policy():
    written = (Path(__file__).parents[3] / "docs/research/compare-policies.md").read_text("utf-8")
    plans = parse_policies(written.partition("```yaml\n")[2].partition("```")[0], "mine.yaml")
    assert plans.values.adherence == 0.6
    assert plans.policies[0].agents == 2500
    assert [name for name in DayPolicy.__struct_fields__ if f"| `{name}` |" not in written] == []
    assert [one.name for one in load_shipped_policies().policies if f"| `{one.name}` |" not in written] == []
