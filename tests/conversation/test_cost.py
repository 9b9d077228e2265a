"""What a text costs when every variable is as long as it can be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tocsin.charter.schema import Wording
from tocsin.conversation.flow.cost import SAMPLE_CODE, at_worst, cost
from tocsin.conversation.flow.load import flows, load, parse
from tocsin.conversation.flow.schema import Fact, templates
from tocsin.conversation.flow.text import LONGEST_NAME, variables
from tocsin.conversation.play import Player, facts_of, moment
from tocsin.conversation.session import Send

from .small import COLD

SMALL = parse(COLD, "cold.yaml")


def both(text):
    return Wording(text, text)


def test_a_code_takes_nine_characters():
    assert at_worst(SMALL, both("Réf. {code}"), "fr") == f"Réf. {SAMPLE_CODE}"
    assert len(SAMPLE_CODE) == 9


def test_a_name_is_as_long_as_one_may_be():
    assert len(at_worst(SMALL, both("{given_name}"), "fr")) == LONGEST_NAME


def test_the_phone_may_be_shared():
    assert at_worst(SMALL, both("Caisse{to} :"), "fr").startswith("Caisse pour ")
    assert at_worst(SMALL, both("Fund{to}:"), "en").startswith("Fund for ")


def test_the_longest_that_a_flow_gives_counts():
    worst = Wording("é" * 200, "e" * 400)
    flow = replace(SMALL, facts=SMALL.facts | {"plan": Fact(kind="text", worst=worst)})
    assert cost(flow, both("{plan}"), "fr").parts == 2
    assert cost(flow, both("{plan}"), "en").parts == 3


def test_what_fills_a_variable_costs_no_other_alphabet_and_the_wording_may():
    flow = replace(SMALL, facts=SMALL.facts | {"plan": Fact(kind="text", worst=both("forêt"))})
    assert cost(flow, both("{plan}"), "fr").alphabet == "gsm7"
    assert cost(flow, both("forêt"), "fr").alphabet == "ucs2"


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("name", flows())
def test_no_variable_is_left_in_what_is_shipped(name, lang):
    flow = load(name)
    for template in templates(flow):
        assert variables(at_worst(flow, template.text, lang)) == ()


@given(st.from_regex(r"[A-Z][a-zéèç]{0,40}", fullmatch=True), st.sampled_from(["fr", "en"]))
def test_no_conversation_costs_more_than_its_worst(name, lang):
    facts = facts_of(SMALL, {"given_name": name})
    player = Player(SMALL, facts, moment("2026-01-05 09:00", "Europe/Paris"), lang=lang)
    player.finish()
    by_id = {template.id: template.text for template in templates(SMALL)}
    for turn in player.turns:
        for action in turn.actions:
            if isinstance(action, Send):
                assert len(action.text) + 3 <= len(at_worst(SMALL, by_id[action.template], lang))
