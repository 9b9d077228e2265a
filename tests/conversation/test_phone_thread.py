"""Conversations on one phone: a household, and a contact who is a case."""

from datetime import timedelta

import msgspec
import pytest

from tests.conversation.people import example
from tocsin.conversation.flow.load import load_flow
from tocsin.conversation.flow_facts import MissingFacts
from tocsin.conversation.phone_thread import ConversationStart, PhoneThread
from tocsin.conversation.quiet_hours import to_local_time
from tocsin.conversation.script_player import parse_local_time
from tocsin.conversation.session import (
    ExternalEndEvent,
    RecordReply,
    ReplyEvent,
    RequestCall,
    SendSms,
    TimerEvent,
)
from tocsin.conversation.thread_step import apply_event, start_conversation

PARIS = "Europe/Paris"


class Phone:
    """A phone, and a clock."""

    def __init__(self, at="2021-03-04 09:00"):
        self.now = parse_local_time(at, PARIS)
        self.thread = PhoneThread(phone="+33639981234")
        self.turns = []

    def begins(self, flow, who, after=0, **facts):
        self.now += timedelta(minutes=after)
        beginning = ConversationStart(
            flow=flow, id=f"{flow}-{who}", facts=example(flow, given_name=who, **facts), person=who
        )
        return self._take(start_conversation(load_flow, self.thread, beginning, self.now))

    def write_replies(self, text, after=2.0, id=""):
        return self.happens(ReplyEvent(self.now + timedelta(minutes=after), text, id))

    def happens(self, event, session=""):
        self.now = event.at
        return self._take(apply_event(load_flow, self.thread, event, session))

    def waits(self, minutes):
        until = self.now + timedelta(minutes=minutes)
        while (due := self.thread.next_due) and due <= until:
            self.happens(TimerEvent(max(due, self.now)))
        self.now = until
        return self

    def _take(self, turn):
        self.thread = turn.thread
        self.turns.append(turn)
        return self

    @property
    def sent(self):
        """Who said what in the last turn."""
        return [
            (s.session, s.action.template) for s in self.turns[-1].actions if isinstance(s.action, SendSms)
        ]

    @property
    def ever_sent(self):
        return [
            (s.session, s.action.template)
            for turn in self.turns
            for s in turn.actions
            if isinstance(s.action, SendSms)
        ]

    @property
    def text(self):
        return " / ".join(s.action.text for s in self.turns[-1].actions if isinstance(s.action, SendSms))

    @property
    def calls(self):
        return [
            (s.session, s.action.reason) for s in self.turns[-1].actions if isinstance(s.action, RequestCall)
        ]

    def facts(self, id):
        return self.thread.get_session(id).facts


def household(at="2021-03-04 09:00"):
    """Léa's case and her son Karim's, on her phone; she has answered nothing yet."""
    return Phone(at).begins("case", "Léa").begins("contact", "Karim", after=10)


def test_one_conversation_is_as_it_would_be_alone():
    phone = Phone().begins("case", "Léa").write_replies("oui")
    assert phone.ever_sent == [("case-Léa", "case.notice"), ("case-Léa", "case.contacts")]


def test_the_second_waits_while_a_question_is_open():
    phone = household()
    assert phone.sent == []
    assert phone.thread.floor == "case-Léa"
    assert [waiting.id for waiting in phone.thread.waiting] == ["contact-Karim"]


def test_it_waits_an_hour_at_most():
    phone = household().waits(55)
    assert phone.sent == [("contact-Karim", "contact.notice")]
    assert phone.thread.parked == ("case-Léa",)


def test_a_reply_goes_to_the_question_put_last():
    phone = household().waits(55).write_replies("oui")
    assert phone.facts("contact-Karim")["right_person"] is True
    assert "right_person" not in phone.facts("case-Léa")


def test_the_first_puts_its_question_again_when_the_other_has_done():
    phone = household().waits(55).write_replies("oui").write_replies("oui")
    assert phone.sent == [("case-Léa", "case.notice")]
    assert phone.thread.floor == "case-Léa"
    phone.write_replies("oui", after=5)
    assert phone.facts("case-Léa")["right_person"] is True


def test_every_text_says_whom_it_is_for_once_there_are_two():
    phone = household().waits(55).write_replies("oui")
    assert phone.text.startswith("Assurance Maladie pour Karim :")


def test_a_reply_that_may_have_crossed_the_new_question_is_nobodys():
    phone = household().waits(50)
    assert phone.thread.floor == "contact-Karim"
    phone.write_replies("oui", after=0.5)
    assert "right_person" not in phone.facts("contact-Karim")
    assert phone.sent == [("contact-Karim", "contact.notice")]
    phone.write_replies("oui", after=5)
    assert phone.facts("contact-Karim")["right_person"] is True


@pytest.mark.parametrize(
    ("written", "secret"),
    [
        ("oui mon numéro est 1 84 03 75 056 001 13", "84 03 75"),
        ("1840375056001 13", "1840375056001"),
        ("carte 4970 1000 0000 0014", "4970"),
        ("FR76 3000 6000 0112 3456 7890 189", "3000 6000"),
    ],
)
def test_a_reply_that_may_have_crossed_is_kept_without_its_secrets(written, secret):
    """Nobody takes it, and it is kept all the same: in what was heard, and in nothing else."""
    phone = household().waits(50).write_replies(written, after=0.5)
    (heard,) = [s.action for s in phone.turns[-1].actions if isinstance(s.action, RecordReply)]
    assert secret not in heard.text
    assert heard.text != written
    assert secret.encode() not in msgspec.json.encode(phone.thread)


@pytest.mark.parametrize(("seconds", "crosses"), [(0, True), (59, True), (60, False)])
def test_a_reply_crosses_for_a_minute(seconds, crosses):
    phone = household().waits(50)
    phone.write_replies("oui", after=((phone.thread.since - phone.now).total_seconds() + seconds) / 60)
    assert ("right_person" not in phone.facts("contact-Karim")) is crosses


@pytest.mark.parametrize(
    ("written", "reason"),
    [("STOP", "stopped"), ("je n'arrive plus à respirer", "emergency"), ("appelez-moi", "asked")],
)
def test_a_wish_or_a_danger_does_not_cross(written, reason):
    phone = household().waits(50).write_replies(written, after=0.5)
    assert ("contact-Karim", reason) in phone.calls


def test_stop_stops_them_all_and_is_confirmed_once():
    phone = household().waits(55).write_replies("STOP")
    assert phone.sent == [("contact-Karim", "common.stop")]
    assert phone.calls == [("contact-Karim", "stopped"), ("case-Léa", "stopped")]
    assert {session.status for session in phone.thread.sessions} == {"stopped"}
    assert phone.thread.next_due is None


def test_stop_holds_for_those_that_wait_and_those_to_come():
    phone = household().write_replies("STOP")
    assert ("contact-Karim", "stopped") in phone.calls
    phone.begins("contact", "Inès", after=60)
    assert phone.sent == []
    assert phone.calls == [("contact-Inès", "stopped")]
    assert len(phone.thread.sessions) == 1


def test_wrong_person_speaks_of_one_only():
    phone = household().waits(55).write_replies("c'est pas moi")
    assert phone.thread.get_session("contact-Karim").outcome == "wrong_person"
    assert phone.thread.get_session("case-Léa").is_open
    assert phone.sent[-1] == ("case-Léa", "case.notice")


def test_the_same_reply_twice_is_not_heard_by_the_next():
    """The first copy ends Karim's question; the second must not answer Léa's."""
    phone = household().waits(55).write_replies("oui", id="r1").write_replies("oui", id="r2")
    assert phone.thread.floor == "case-Léa"
    before = phone.thread
    phone.write_replies("oui", id="r2")
    assert phone.thread == before


def test_contacts_given_by_one_are_not_the_others():
    phone = household().write_replies("oui").write_replies("Zoé 06 39 98 12 20").waits(65)
    phone.write_replies("oui", after=5)
    assert [person.name for person in phone.thread.get_session("case-Léa").people] == ["Zoé"]
    assert phone.thread.get_session("contact-Karim").people == ()


def test_a_contact_who_becomes_a_case_goes_on_as_a_case():
    phone = Phone().begins("contact", "Karim").write_replies("oui").write_replies("oui")
    phone.happens(ExternalEndEvent(phone.now, "case"), "contact-Karim").begins("case", "Karim", after=5)
    assert phone.thread.get_session("contact-Karim").outcome == "case"
    assert phone.write_replies("oui").sent == [("case-Karim", "case.contacts")]


def test_a_contact_who_is_a_case_too_has_both_apart():
    phone = Phone().begins("contact", "Karim").begins("case", "Karim", after=5).waits(60)
    phone.write_replies("oui", after=5)
    assert phone.facts("case-Karim")["right_person"] is True
    assert "right_person" not in phone.facts("contact-Karim")


def test_the_other_does_not_speak_at_night():
    phone = (
        Phone("2021-03-04 19:20").begins("case", "Léa").begins("contact", "Karim", after=10).waits(13 * 60)
    )
    sent = [s.action for turn in phone.turns for s in turn.actions if isinstance(s.action, SendSms)]
    assert all(8 <= to_local_time(send.not_before, PARIS).hour < 20 for send in sent)


def test_at_night_a_reply_still_answers_the_question_that_is_out():
    phone = Phone("2021-03-04 19:20").begins("case", "Léa").begins("contact", "Karim", after=10)
    phone.write_replies("oui", after=200)
    assert phone.facts("case-Léa")["right_person"] is True


def test_a_question_that_is_not_out_yet_is_not_answered():
    """Karim has done at night; Léa's question comes again in the morning, and not before."""
    phone = household("2021-03-04 17:00").waits(60).write_replies("oui", after=300).write_replies("oui")
    assert phone.sent == [("case-Léa", "case.notice")]
    phone.write_replies("oui")
    assert "right_person" not in phone.facts("case-Léa")
    assert phone.thread.since == parse_local_time("2021-03-05 08:00", PARIS)
    phone.write_replies("oui", after=600)
    assert phone.facts("case-Léa")["right_person"] is True


def test_what_was_written_before_the_question_went_out_is_early():
    """A contact answers; that they are a case themselves is known before their reply is."""
    phone = Phone().begins("contact", "Karim")
    written = phone.now + timedelta(minutes=2)
    phone.happens(ExternalEndEvent(phone.now + timedelta(minutes=5), "became_case"), "contact-Karim")
    phone.begins("case", "Karim").happens(ReplyEvent(written, "oui"))
    assert [(s.session, s.action.early) for s in phone.turns[-1].actions] == [("case-Karim", True)]
    phone.write_replies("oui", after=10)
    assert [s.action.early for s in phone.turns[-1].actions if isinstance(s.action, RecordReply)] == [False]


def test_a_beginning_that_cannot_be_is_refused_at_once_not_when_its_turn_comes():
    phone = Phone().begins("case", "Léa")
    with pytest.raises(MissingFacts):
        phone.begins("case", "Karim", since=None)


@pytest.mark.parametrize("waits", [0, 65])
def test_the_same_beginning_twice_is_one(waits):
    phone = household().waits(waits).begins("contact", "Karim")
    ids = [s.id for s in phone.thread.sessions] + [w.id for w in phone.thread.waiting]
    assert sorted(ids) == ["case-Léa", "contact-Karim"]


def test_a_phone_that_nobody_wrote_to_says_nothing():
    phone = Phone().write_replies("bonjour")
    assert phone.turns[-1].actions == ()


def test_a_thread_goes_through_json_with_those_that_wait():
    phone = household()
    assert msgspec.json.decode(msgspec.json.encode(phone.thread), type=PhoneThread) == phone.thread


def test_a_session_that_is_not_there_is_named():
    with pytest.raises(KeyError, match="nobody"):
        PhoneThread(phone="+33639981234").get_session("nobody")
