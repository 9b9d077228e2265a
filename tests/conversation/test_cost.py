"""What a text costs when every variable is as long as it can be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tocsin.charter.schema import Wording
from tocsin.conversation.flow.load import list_flows, load_flow, parse_flow
from tocsin.conversation.flow.schema import FlowFact, list_flow_templates
from tocsin.conversation.flow.text_cost import SAMPLE_CODE, compute_worst_cost, render_at_worst
from tocsin.conversation.flow.text_variables import LONGEST_NAME, list_variables
from tocsin.conversation.script_player import ScriptPlayer, parse_facts, parse_local_time
from tocsin.conversation.session import SendSms

from .small import COLD

SMALL = parse_flow(COLD, "cold.yaml")


def both(text):
    return Wording(text, text)


def test_a_code_takes_nine_characters():
    assert render_at_worst(SMALL, both("Réf. {code}"), "fr") == f"Réf. {SAMPLE_CODE}"
    assert len(SAMPLE_CODE) == 9


def test_a_name_is_as_long_as_one_may_be():
    assert len(render_at_worst(SMALL, both("{given_name}"), "fr")) == LONGEST_NAME


def test_the_phone_may_be_shared():
    assert render_at_worst(SMALL, both("Caisse{to} :"), "fr").startswith("Caisse pour ")
    assert render_at_worst(SMALL, both("Fund{to}:"), "en").startswith("Fund for ")


def test_the_longest_that_a_flow_gives_counts():
    worst = Wording("é" * 200, "e" * 400)
    flow = replace(SMALL, facts=SMALL.facts | {"plan": FlowFact(kind="text", worst=worst)})
    assert compute_worst_cost(flow, both("{plan}"), "fr").parts == 2
    assert compute_worst_cost(flow, both("{plan}"), "en").parts == 3


def test_what_fills_a_variable_costs_no_other_alphabet_and_the_wording_may():
    flow = replace(SMALL, facts=SMALL.facts | {"plan": FlowFact(kind="text", worst=both("forêt"))})
    assert compute_worst_cost(flow, both("{plan}"), "fr").alphabet == "gsm7"
    assert compute_worst_cost(flow, both("forêt"), "fr").alphabet == "ucs2"


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("name", list_flows())
def test_no_variable_is_left_in_what_is_shipped(name, lang):
    flow = load_flow(name)
    for template in list_flow_templates(flow):
        assert list_variables(render_at_worst(flow, template.text, lang)) == ()


@given(st.from_regex(r"[A-Z][a-zéèç]{0,40}", fullmatch=True), st.sampled_from(["fr", "en"]))
def test_no_conversation_costs_more_than_its_worst(name, lang):
    facts = parse_facts(SMALL, {"given_name": name})
    player = ScriptPlayer(SMALL, facts, parse_local_time("2026-01-05 09:00", "Europe/Paris"), lang=lang)
    player.advance_to_end()
    by_id = {template.id: template.text for template in list_flow_templates(SMALL)}
    for turn in player.turns:
        for action in turn.actions:
            if isinstance(action, SendSms):
                assert len(action.text) + 3 <= len(render_at_worst(SMALL, by_id[action.template], lang))
