"""Conversations as people read them, reviewed as text: each is played again, and comes out as it was."""

from collections import Counter
from importlib.resources import files
from itertools import pairwise

import pytest

from tests.conversation.check import A_CODE
from tocsin.conversation.flow.load import list_flows, load_flow
from tocsin.conversation.flow.schema import list_flow_templates
from tocsin.conversation.script_player import play_script, read_script, write_transcript
from tocsin.conversation.session import SendSms
from tocsin.message import gsm7

FOLDER = files("tocsin.conversation") / "flows" / "transcripts"
GOLDEN = sorted(file.name for file in FOLDER.iterdir())


def text_of(name):
    return (FOLDER / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", GOLDEN)
def test_it_comes_out_as_it_was(name):
    script = read_script(text_of(name), name)
    assert write_transcript(script, play_script(load_flow(script.flow), script)) == text_of(name)


def test_its_name_says_the_flow_and_the_language():
    for name in GOLDEN:
        script = read_script(text_of(name), name)
        assert name.startswith(script.flow.replace("_", "-") + "-")
        assert name.endswith(f"-{script.lang}.txt")
        assert script.title, name


def test_each_sms_is_short_and_none_comes_twice_within_an_hour():
    for name in GOLDEN:
        sent = [(line[:13], line[19:]) for line in text_of(name).splitlines() if line[16:19] == " < "]
        costs = [gsm7.measure_sms_cost(text.replace("{code}", A_CODE)) for _, text in sent]
        assert all(cost.alphabet == "gsm7" and cost.parts <= 3 for cost in costs), name
        assert all(one != two for one, two in pairwise(sent)), name


def test_there_are_enough_of_them_in_both_languages():
    scripts = [read_script(text_of(name), name) for name in GOLDEN]
    by_flow = Counter(script.flow for script in scripts)
    assert set(by_flow) == set(list_flows())
    assert all(count >= 6 for count in by_flow.values())
    assert {(script.flow, script.lang) for script in scripts} == {
        (flow, lang) for flow in list_flows() for lang in ("fr", "en")
    }


def test_every_text_stands_in_one():
    """What no transcript shows, nobody has read as text; these flows have no use for five of them."""
    seen = set()
    for name in GOLDEN:
        script = read_script(text_of(name), name)
        turns = play_script(load_flow(script.flow), script).turns
        seen |= {action.template for turn in turns for action in turn.actions if isinstance(action, SendSms)}
    every = {template.id for flow in list_flows() for template in list_flow_templates(load_flow(flow))}
    unused = {f"common.again_{asked}" for asked in ("date", "people", "number", "choice")}
    assert every - seen == unused | {"common.read_back"}
