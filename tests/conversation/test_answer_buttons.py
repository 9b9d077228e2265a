"""Buttons stand for answers by their key, to their own question alone; the guard reads them as text."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tocsin.charter.loading import load_charter
from tocsin.charter.view import view_as_of
from tocsin.conversation.answer_buttons import (
    AnswerButton,
    list_answer_buttons,
    make_postback,
    parse_postback,
    write_buttons,
)
from tocsin.conversation.flow.load import list_flows, load_flow
from tocsin.conversation.guard_check import draft_flow_buttons
from tocsin.conversation.phone_thread import ConversationStart as Start
from tocsin.conversation.phone_thread import PhoneThread
from tocsin.conversation.script_player import parse_facts
from tocsin.conversation.session import RecordReply, ReplyEvent, RequestCall, SendSms
from tocsin.conversation.thread_step import apply_event, start_conversation
from tocsin.guard import choose_guard_day, guard_draft
from tocsin.guard.model import MessageDraft

AT = datetime(2021, 3, 4, 8, tzinfo=UTC)
CASE = load_flow("case")


@pytest.fixture
def asked() -> PhoneThread:
    """Léa was asked whether it is her: case-1.1."""
    start = Start(flow="case", id="case-1", facts=parse_facts(CASE, CASE.example.facts))
    return start_conversation(load_flow, PhoneThread(phone="+33639981201"), start, AT).thread


def touch(thread: PhoneThread, key: str, message: str = "case-1.1", minutes: int = 2, text: str = "x"):
    event = ReplyEvent(AT + timedelta(minutes=minutes), text, f"r{minutes}", make_postback(message, key))
    return apply_event(load_flow, thread, event)


def test_a_question_has_the_buttons_of_its_answers_and_a_request_for_words_none() -> None:
    assert list_answer_buttons(CASE, "case.notice", "fr") == (
        AnswerButton("yes", "OUI"),
        AnswerButton("no", "NON"),
    )
    assert list_answer_buttons(CASE, "case.notice.silence-1", "en")[0] == AnswerButton("yes", "YES")
    assert list_answer_buttons(CASE, "common.people_read_back", "en") == (AnswerButton("yes", "YES"),)
    assert (
        list_answer_buttons(CASE, "case.contacts", "fr") == list_answer_buttons(CASE, "case.plan", "fr") == ()
    )


def test_a_button_that_was_touched_before_the_question_went_out_is_early(asked: PhoneThread) -> None:
    for minutes, early in ((-1, True), (2, False)):
        said = touch(asked, "yes", message="case-1.0" if early else "case-1.1", minutes=minutes).actions
        assert [one.action.early for one in said if isinstance(one.action, RecordReply)] == [early]


def test_a_touched_button_is_the_answer_of_its_key_whatever_its_words(asked: PhoneThread) -> None:
    """What it says is not read: a provider may send the label in any language, or nothing."""
    for text in ("OUI", "non", ""):
        said = touch(asked, "yes", text=text).actions
        assert [one.action.template for one in said if isinstance(one.action, SendSms)] == ["case.contacts"]
        assert [one.action.text for one in said if isinstance(one.action, RecordReply)] == ["OUI"]
    no = touch(asked, "no", text="OUI").thread
    assert no.get_session("case-1").outcome == "wrong_person"


def test_a_button_of_a_question_that_is_over_answers_no_other(asked: PhoneThread) -> None:
    """The two buttons of a message can both be touched, and each again much later."""
    ahead = touch(asked, "yes").thread
    for key in ("yes", "no"):
        turn = touch(ahead, key, minutes=3)
        assert turn.thread.get_session("case-1").state == "contacts"
        assert not [one for one in turn.actions if isinstance(one.action, SendSms | RequestCall)]


@pytest.mark.parametrize("postback", ["", "hello", "case-1.1:", ":yes", "case-1.x:yes"])
def test_what_is_no_postback_of_ours_is_read_as_text(asked: PhoneThread, postback: str) -> None:
    assert parse_postback(postback) is None
    turn = apply_event(load_flow, asked, ReplyEvent(AT + timedelta(minutes=1), "oui", "r1", postback))
    assert turn.thread.get_session("case-1").state == "contacts"


@pytest.mark.parametrize("key", ["maybe", "some"])
def test_a_key_that_is_no_answer_changes_nothing(asked: PhoneThread, key: str) -> None:
    assert touch(asked, key).thread.get_session("case-1").state == "notice"


def test_the_guard_reads_buttons_as_text() -> None:
    """Those of all flows pass; one that asks for what is never asked does not."""
    charter = load_charter("assurance_maladie")
    for flow in map(load_flow, list_flows()):
        view = view_as_of(charter, choose_guard_day(charter, flow.role, date(2021, 3, 4)))
        for draft in draft_flow_buttons(flow):
            assert guard_draft(draft, view).result != "block", draft.id
    text = "Assurance Maladie : est-ce bien vous ? Répondez OUI ou NON. Réf. K7QF-2M9D"
    view = view_as_of(charter, date(2021, 3, 4))

    def ruling(label: str) -> str:
        said = write_buttons(text, (AnswerButton("yes", label),))
        return guard_draft(
            MessageDraft(id="x", sender="38663", flow="case", text=said, lang="fr"), view
        ).result

    assert ruling("OUI") == "pass"
    assert ruling("Envoyez votre RIB") == "block"
