"""A flow for people: its states in words, and its graph as a Mermaid diagram, whatever the flow holds."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tocsin.charter.schema import Wording
from tocsin.conversation.flow.diagram import write_mermaid
from tocsin.conversation.flow.load import list_flows, load_flow, parse_flow
from tocsin.conversation.flow.schema import FlowState
from tocsin.conversation.flow.summary import StateExit, summarise_states

from .small import COLD

SMALL = parse_flow(COLD, "cold.yaml")
NODE = re.compile(r'^  (s\d+)(?:\[\[|\[/|\[|\(\[|\{\{)"([^"]*)"(?:\]\]|/\]|\]\)|\]|\}\})$')
EDGE = re.compile(r'^  (s\d+) (-->|-\.->)\|"([^"]*)"\| (s\d+)$')


def graph(flow, lang="fr"):
    """The boxes and the arrows of a diagram; every other line is refused."""
    first, title, *lines = write_mermaid(flow, lang).splitlines()
    assert first == "flowchart TD"
    assert title.startswith("  accTitle: ")
    nodes = dict(found.groups() for line in lines if (found := NODE.match(line)))
    edges = [found.groups() for line in lines if (found := EDGE.match(line))]
    assert len(nodes) + len(edges) == len(lines)
    return nodes, edges


def states(flow, lang="en"):
    return {state.name: state for state in summarise_states(flow, lang)}


class TestInWords:
    def test_the_start_comes_first_and_says_so(self):
        first = summarise_states(replace(SMALL, start="rest"), "fr")[0]
        assert (first.name, first.kind) == ("rest", "début · message")

    def test_a_state_says_what_it_is_what_it_sends_and_what_that_costs(self):
        rest = states(SMALL, "fr")["rest"]
        assert (rest.kind, rest.parts) == ("message", 1)
        assert rest.body == "Caisse d'essai : reposez-vous. Réf. {code}"
        assert states(SMALL)["done"].parts == 0

    def test_answers_are_named_in_the_language_of_the_reader(self):
        assert [way.label for way in states(SMALL, "fr")["hello"].exits] == ["oui", "non, silence"]
        assert [way.label for way in states(SMALL, "en")["hello"].exits] == ["yes", "no, silence"]

    def test_who_is_called_is_told(self):
        assert states(SMALL)["hello"].calls == ("call: has not answered the SMS (silent)",)

    def test_silence_tells_when(self):
        assert states(SMALL)["hello"].silence == "no answer: reminder after 2 h, then call after 4 h"

    def test_a_state_that_only_sets_facts_says_which(self):
        step = FlowState(assign={"coughs": False}, onward="done")
        assert states(replace(SMALL, states=SMALL.states | {"rest": step}))["rest"].body == "coughs = false"

    def test_a_pause_says_until_when(self):
        assert states(load_flow("contact"), "fr")["until_test"].body == "jusqu'à test_day, 09:00"

    def test_a_way_that_nobody_chose_is_quiet(self):
        hello = replace(SMALL.states["hello"], go={"yes": "rest", "no": "rest"})
        found = states(replace(SMALL, states=SMALL.states | {"hello": hello}))["hello"]
        assert found.exits == (StateExit("yes, no", "rest", False), StateExit("silence", "done", True))


class TestDiagram:
    @pytest.mark.parametrize("name", list_flows())
    @pytest.mark.parametrize("lang", ["fr", "en"])
    def test_every_state_has_its_box_and_every_way_its_arrow(self, name, lang):
        flow = load_flow(name)
        nodes, edges = graph(flow, lang)
        names = {number: label.split(" ")[0] for number, label in nodes.items()}
        assert sorted(names.values()) == sorted(flow.states)
        ways = {(a, b) for a, state in flow.states.items() for _, b in state.list_targets()}
        assert sorted((names[a], names[b]) for a, _, _, b in edges) == sorted(ways)

    def test_a_way_that_nobody_chose_is_dashed(self):
        hello = replace(SMALL.states["hello"], go={"yes": "rest", "no": "rest"})
        _, edges = graph(replace(SMALL, states=SMALL.states | {"hello": hello}))
        assert [(arrow, label) for _, arrow, label, _ in edges] == [
            ("-->", "oui, non"), ("-.->", "silence"), ("-->", "ensuite"),
        ]  # fmt: skip

    def test_a_state_named_as_a_word_of_mermaid_does_no_harm(self):
        nodes, edges = graph(
            replace(SMALL, start="a", states={"a": FlowState(onward="end"), "end": FlowState(end="end")})
        )
        assert list(nodes) == ["s0", "s1"]
        assert [(a, b) for a, _, _, b in edges] == [("s0", "s1")]

    def test_a_way_to_a_state_that_is_not_there_is_left_out(self):
        nodes, edges = graph(replace(SMALL, states={"hello": FlowState(onward="nowhere")}))
        assert (len(nodes), edges) == (1, [])

    @given(st.text(min_size=1, max_size=60))
    def test_whatever_a_flow_holds_stays_text(self, text):
        say = Wording(text, text)
        named = {text: FlowState(say=say, onward="end", call=text), "end ": FlowState(end=text)}
        nodes, _ = graph(replace(SMALL, name=say, start=text, states=named))
        assert len(nodes) == 2
        # what stands between the lines of a box is all the markup there is
        assert not set("<>") & set("".join(nodes.values()).replace("<br>", ""))
