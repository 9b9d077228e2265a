"""A flow gone over: each mistake has its file, its line and its field, and none hides another."""

import pytest

from tests.conversation.small import COLD
from tocsin.conversation.flow.lint import FlowFault
from tocsin.conversation.flow.load import FlowError, list_flows, read_flow_document, read_shipped_yaml
from tocsin.conversation.flow_review import CHECKS, FlowFinding, review_flow


def found(text, **more):
    return [(f.line, f.field, f.problem) for f in review_flow(text, "cold.yaml", **more)]


def line_of(text, words):
    """Number of the line that holds these words."""
    return next(n for n, line in enumerate(text.splitlines(), 1) if words in line)


@pytest.mark.parametrize("name", list_flows())
def test_nothing_is_found_in_what_is_shipped(name):
    assert review_flow(read_shipped_yaml(name), f"{name}.yaml") == ()


def test_a_small_flow_is_clean():
    assert found(COLD) == []


def test_every_mistake_is_found_not_only_the_first():
    text = (
        COLD.replace("yes: rest", "yes: bed")
        .replace("after: 4h", "after: soon")
        .replace("end: done", 'end: ""')
    )
    problems = [problem for _, _, problem in found(text)]
    assert "no state bed" in problems
    assert any("Found 'soon'" in problem for problem in problems)
    assert "does not say what comes next" in problems


def test_each_has_its_line_and_its_field():
    text = COLD.replace("yes: rest", "yes: bed")
    assert (line_of(text, "yes: bed"), "states.hello.go.yes", "no state bed") in found(text)


def test_they_come_in_the_order_of_the_lines():
    text = COLD.replace("yes: rest", "yes: bed").replace("Rest.", "Rest {nobody_knows}.")
    lines = [line for line, _, _ in found(text)]
    assert lines == sorted(lines)


def test_a_field_that_is_missing_has_the_line_of_what_should_hold_it():
    text = COLD.replace("    save: coughs\n    go: {yes: rest, no: done}\n", "")
    assert (line_of(text, "  hello:"), "states.hello.go", "must say where no, yes lead") in found(text)


def test_what_is_no_flow_at_all_is_refused():
    with pytest.raises(FlowError, match=r"cold.yaml, line 1, version: Expected `int`"):
        review_flow("version: one", "cold.yaml")
    with pytest.raises(FlowError, match="missing required field"):
        review_flow("flow: cold", "cold.yaml")


@pytest.mark.parametrize(
    ("good", "bad", "field", "problem", "line"),
    [
        ("ask: yes_no", "ask: perhaps", "states.hello.ask", "Invalid enum value 'perhaps'", "perhaps"),
        ("end: done", "end: ", "states.done.end", "Expected `str`, got `null`", "end:"),
        ("next: done", "nxt: done", "states.rest.nxt", "unknown field `nxt`", "nxt:"),
        ("fr: à vous", "de: ", "facts.given_name.otherwise", "required field `fr`", "given_name: {"),
        ("kind: flag", "kind: flags", "facts.coughs.kind", "Invalid enum value 'flags'", "flags"),
        ("after: 4h", "after: 4", "states.hello.silence[1].after", "Expected `str`, got `int`", "after: 4"),
    ],
)
def test_what_is_refused_at_once_has_its_state_too(good, bad, field, problem, line):
    text = COLD.replace('"à vous"', "à vous").replace(good, bad)
    with pytest.raises(FlowError) as refused:
        review_flow(text, "cold.yaml")
    assert refused.value.field == field
    assert problem in refused.value.problem
    assert line in text.splitlines()[refused.value.line - 1]


def test_the_state_that_is_refused_is_found_among_many():
    states = "".join(f"  s{n}: {{next: s{n + 1}}}\n" for n in range(500))
    text = COLD.replace("next: done", "next: s0") + states + "  s500: {end: done}\n"
    with pytest.raises(FlowError, match=r"states.s317.next: Expected `str`, got `int`"):
        review_flow(text.replace("{next: s318}", "{next: 318}"), "cold.yaml")


class TestExample:
    def test_its_facts_must_be_facts_of_the_flow(self):
        text = COLD.replace("given_name: Paul", "surname: Paul")
        line = line_of(text, "surname: Paul")
        assert (line, "example.facts.surname", "the flow cold knows given_name, coughs") in found(text)

    def test_a_value_must_be_of_its_kind(self):
        text = COLD.replace("given_name: Paul", 'coughs: "a lot"')
        assert found(text)[0][1:] == ("example.facts.coughs", "'a lot' is neither true nor false")

    def test_what_the_flow_needs_must_be_there(self):
        text = COLD.replace("    given_name: Paul", "    coughs: 'true'").replace(
            "optional: true, otherwise", "otherwise"
        )
        ((_, field, problem),) = found(text)
        assert field == "example.facts"
        assert problem.endswith("cold: given_name")

    @pytest.mark.parametrize("at", ["soon", "2021-13-04 09:00", "0001-01-01 00:00"])
    def test_its_time_must_be_one(self, at):
        ((_, field, problem),) = found(COLD.replace("2026-01-05 09:00", at))
        assert field == "example.at"
        assert problem == f"'{at}' is no local time such as 2021-03-04 09:00"

    def test_a_flow_with_graver_faults_is_not_tried(self):
        fields = [field for _, field, _ in found(COLD.replace("start: hello", "start: nowhere"))]
        assert fields == ["start"]


class TestFormerVersion:
    def former(self):
        return read_flow_document(COLD, "cold.yaml")[1]

    def test_nothing_changed(self):
        assert found(COLD, former=self.former()) == []

    def test_a_change_raises_the_version(self):
        text = COLD.replace("Rest.", "Rest well.")
        ((line, field, problem),) = found(text, former=self.former())
        assert (line, field) == (line_of(text, "version: 1"), "version")
        assert problem == "is not above 1, and yet the flow changed"

    def test_a_state_that_is_gone_must_have_become_something(self):
        text = COLD.replace("version: 1", "version: 2").replace("rest", "sleep")
        ((_, field, problem),) = found(text, former=self.former())
        assert (field, problem) == ("renamed", "state rest of version 1 is gone: say what it became")
        assert found(text.replace("start:", "renamed: {rest: sleep}\nstart:"), former=self.former()) == []


class TestOtherChecks:
    def test_another_check_joins_and_its_faults_have_their_lines(self):
        def shouts(flow):
            yield FlowFault(("states", "hello", "say", "fr"), "shouts", grave=False)

        (finding,) = review_flow(COLD, "cold.yaml", checks=(*CHECKS, shouts))
        line = line_of(COLD, "toussez")
        assert finding == FlowFinding("cold.yaml", line, "states.hello.say.fr", "shouts", grave=False)

    def test_a_fault_of_a_common_text_is_found_in_the_common_file(self):
        def dull(flow):
            yield FlowFault(("common", "stop", "en"), "is dull")

        (finding,) = review_flow(COLD, "cold.yaml", checks=(dull,))
        common = read_shipped_yaml("common").splitlines()
        assert (finding.file, finding.field) == ("common.yaml", "texts.stop.en")
        assert common[finding.line - 1].lstrip().startswith("en:")
        assert "stop:" in common[finding.line - 3]

    def test_the_same_fault_is_told_once(self):
        def twice(flow):
            yield FlowFault(("start",), "odd")
            yield FlowFault(("start",), "odd")

        assert len(review_flow(COLD, "cold.yaml", checks=(twice,))) == 1
