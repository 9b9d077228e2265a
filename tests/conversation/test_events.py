"""The network and the agents: replies that come twice, SMS that never arrive, facts that change."""

import msgspec
import pytest

from tests.conversation.people import Talk, example
from tocsin.conversation.flow.load import load_flow
from tocsin.conversation.flow_facts import BadFlowFact, MissingFacts
from tocsin.conversation.session import ConversationSession, RecordFact, ReplyEvent, encode_session
from tocsin.conversation.session_step import FlowMismatch, begin_flow_session, take_step


def test_the_same_reply_twice_is_one():
    talk = Talk().write_replies("oui", id="ref-1")
    again = take_step(talk.flow, talk.session, ReplyEvent(talk.now, "oui", "ref-1"))
    assert again.session == talk.session
    assert again.actions == ()


def test_the_same_words_twice_are_two_replies():
    talk = Talk().write_replies("oui", id="ref-1").write_replies("oui", id="ref-2")
    assert len(talk.session.heard) == 2


def test_the_last_twenty_references_are_kept():
    talk = Talk().write_replies("STOP")
    for number in range(40):
        talk.write_replies("x", id=f"ref-{number}")
    assert talk.session.heard == tuple(f"ref-{number}" for number in range(20, 40))


def test_an_sms_that_will_never_arrive_is_replaced_by_a_call():
    talk = Talk().undelivered()
    assert talk.calls == ["undelivered"]
    assert talk.session.status == "human"


@pytest.mark.parametrize("before", ["appelez-moi", "STOP"])
def test_it_changes_nothing_where_a_human_rings_anyway(before):
    talk = Talk().write_replies(before)
    session = talk.session
    assert talk.undelivered().session == session


def test_a_correction_during_a_pause_is_told_and_counted_anew():
    talk = Talk("follow_up").corrected(isolation_end="2021-03-15", check_day="2021-03-09")
    assert talk.sent == ["changed"]
    assert "lundi 15 mars" in talk.text
    talk.waits("30d")
    assert talk.ever_sent == ["changed", "last_day"]


def test_a_correction_while_a_question_is_open_waits_for_the_answer():
    talk = Talk("contact").write_replies("oui")
    plan = example("contact")["instructions"]
    new = type(plan)("Isolement jusqu'au lundi 15 mars 2021 inclus.", "Isolate through Monday 15 March 2021.")
    talk.corrected(instructions=new, isolation_end="2021-03-15")
    assert talk.sent == []
    talk.write_replies("oui")
    assert talk.sent == ["changed"]
    assert "15 mars" in talk.text
    assert talk.session.news == ()


def test_a_correction_before_the_plan_is_just_the_plan():
    talk = Talk("contact")
    plan = example("contact")["instructions"]
    talk.corrected(instructions=type(plan)("Isolez-vous.", "Isolate.")).write_replies("oui", "oui")
    assert talk.ever_sent == ["notice", "plan"]
    assert "changed" not in talk.waits("30d").ever_sent


def test_a_correction_that_no_text_tells_is_learned_in_silence():
    talk = Talk("contact").write_replies("oui", "oui").corrected(given_name="Karim-Ali")
    assert talk.sent == []
    assert [learned.fact for learned in talk.of(RecordFact)] == ["given_name"]


def test_a_correction_that_changes_nothing_is_none():
    assert Talk("follow_up").corrected(isolation_end="2021-03-13").turns[-1].actions == ()


def test_facts_that_the_flow_does_not_know_are_left_out():
    talk = Talk().corrected(shoe_size=43)
    assert "shoe_size" not in talk.session.facts


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("since", "yesterday"),
        ("since", 3),
        ("plan_is_whole", "true"),
        ("instructions", "stay"),
        ("given_name", 7),
        ("help", 1),
    ],
)
def test_a_fact_of_the_wrong_kind_is_refused_at_the_door(fact, value):
    with pytest.raises(BadFlowFact, match=fact):
        Talk(**{fact: value})
    with pytest.raises(BadFlowFact, match=fact):
        Talk().corrected(**{fact: value})


def test_facts_that_are_missing_are_named():
    with pytest.raises(MissingFacts, match="since") as missing:
        begin_flow_session(load_flow("case"), "s", {"given_name": "Léa"}, Talk().now)
    assert missing.value.names == ("since", "instructions", "plan_is_whole")


def test_a_session_of_another_flow_is_refused():
    with pytest.raises(FlowMismatch, match="Given contact"):
        take_step(load_flow("contact"), Talk().session, ReplyEvent(Talk().now, "oui"))


def test_a_session_goes_through_json_and_a_later_field_is_ignored():
    talk = Talk().write_replies("oui", "Karim 06 39 98 12 34 et Inès")
    written = encode_session(talk.session)
    assert msgspec.json.decode(written, type=ConversationSession) == talk.session
    assert msgspec.json.decode(written[:-1] + b',"later":1}', type=ConversationSession) == talk.session
