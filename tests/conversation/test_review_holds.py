"""What is gone over without a fault can be used: the promise of lint, tried on flows spoiled at random."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.conversation.flow.diagram import write_mermaid
from tocsin.conversation.flow.load import FlowError, parse_flow
from tocsin.conversation.flow_review import review_flow
from tocsin.conversation.script_player import ScriptPlayer, parse_facts
from tocsin.conversation.session import ReplyEvent

from .small import COLD

LINES = COLD.splitlines()
REPLIES = st.lists(st.sampled_from(["oui", "non", "?", "STOP", "demain", "12"]), max_size=5)
WORDS = st.sampled_from(
    [*"hello rest done coughs given_name yes_no date people any yes no".split(), "3d", "''", "-1"]
)


@st.composite
def spoiled(draw):
    """The small flow with a few lines taken out, put twice, moved, or with another word in them."""
    lines = list(LINES)
    for _ in range(draw(st.integers(1, 3))):
        n = draw(st.integers(0, len(lines) - 1))
        change = draw(st.sampled_from(["out", "twice", "moved", "word"]))
        if change == "word":
            key, colon, _ = lines[n].partition(": ")
            lines[n] = f"{key}{colon}{draw(WORDS)}"
        line = lines.pop(n) if change in ("out", "moved") else lines[n]
        if change in ("twice", "moved"):
            lines.insert(draw(st.integers(0, len(lines))), line)
    return "\n".join(lines)


def reviewed(text):
    """The findings, or the refusal of what is no flow at all."""
    try:
        return review_flow(text, "cold.yaml")
    except FlowError as error:
        return error


def refused(text):
    try:
        parse_flow(text, "cold.yaml")
    except FlowError as error:
        return error
    return None


@given(spoiled())
def test_every_fault_has_a_line_of_the_file(text):
    found = reviewed(text)
    for fault in [found] if isinstance(found, FlowError) else found:
        assert fault.problem
        assert fault.file != "cold.yaml" or 1 <= fault.line <= len(text.splitlines())


@given(spoiled())
def test_what_loading_refuses_the_review_finds(text):
    found, refusal = reviewed(text), refused(text)
    if isinstance(found, FlowError):
        assert str(found) == str(refusal)
    elif refusal:
        assert refusal.problem in [finding.problem for finding in found]
    else:
        assert all(finding.field.startswith("example") for finding in found if finding.grave)


def test_a_silence_that_leads_back_to_its_question_is_not_clean():
    """Whoever never answers would get the same SMS every few hours until the end of days."""
    found = reviewed(COLD.replace("call: silent\n        go: done", "call: silent\n        go: hello"))
    assert ("states.hello", True) in [(finding.field, finding.grave) for finding in found]


@given(spoiled(), REPLIES)
def test_what_is_clean_can_be_drawn_and_played_to_its_end(text, replies):
    found = reviewed(text)
    if isinstance(found, FlowError) or any(finding.grave for finding in found):
        return
    flow = parse_flow(text, "cold.yaml")
    assert write_mermaid(flow, "fr")
    player = ScriptPlayer(flow, parse_facts(flow, flow.example.facts), datetime(2026, 1, 5, 9, tzinfo=UTC))
    for n, reply in enumerate(replies):
        player.apply_event(ReplyEvent(player.now + timedelta(minutes=n), reply))
    player.advance_to_end()
    assert player.session.next_due is None


@pytest.mark.parametrize("name", ["hello", "rest", "done"])
def test_a_small_flow_without_one_of_its_states_is_never_clean(name):
    start = next(n for n, line in enumerate(LINES) if line == f"  {name}:")
    end = next((n for n, line in enumerate(LINES[start + 1 :], start + 1) if line[:3].strip()), len(LINES))
    assert not isinstance(found := reviewed("\n".join(LINES[:start] + LINES[end:])), FlowError)
    assert found
