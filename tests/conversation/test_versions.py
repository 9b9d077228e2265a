"""A conversation begun under one version of its flow meets the next."""

import pytest
from msgspec.structs import replace

from tests.conversation.people import Talk
from tests.conversation.versions import impatient, muddled, renamed, unchanged, vanished
from tests.conversation.water import flow
from tocsin.charter.schema import Wording
from tocsin.conversation.session import SendSms

FACTS = {"given_name": "Léa", "cut_day": "2021-03-08", "why": Wording("Travaux.", "Works.")}


def talk_under(first):
    return Talk(first, **FACTS)


def meets(talk, later):
    """From now on the flow is this one."""
    talk.flow = later
    return talk


def test_nothing_is_noticed_where_nothing_changed():
    talk = meets(talk_under(flow()), unchanged(flow())).write_replies("oui")
    assert talk.learned == {"at_home": True}
    assert talk.session.version == 2
    assert talk.session.state == "until_day"


def test_a_renamed_state_goes_on():
    talk = meets(talk_under(flow()), renamed(flow())).write_replies("oui")
    assert talk.learned == {"at_home": True}
    assert talk.session.state == "until_day_v2"


def test_a_state_that_is_gone_is_for_a_human():
    talk = meets(talk_under(flow()), vanished(flow())).write_replies("oui")
    assert talk.calls == ["flow_changed"]
    assert talk.session.status == "human"
    assert talk.sent == []


def test_one_that_is_over_stays_over():
    talk = talk_under(flow()).write_replies("STOP")
    assert meets(talk, vanished(flow())).write_replies("oui").sent == []
    assert talk.session.status == "stopped"


def test_a_question_that_waits_otherwise_is_put_again_with_its_new_time():
    """The timer of the third step means nothing to a question with one step."""
    talk = talk_under(flow()).waits("2h")
    assert talk.session.timers[0].name == "silence-2"
    meets(talk, impatient(flow())).waits("24h")
    assert talk.sent == ["notice"]
    assert talk.session.timers[0].name == "silence-1"
    talk.waits("1h")
    assert talk.session.state == "until_day"


def test_a_question_that_became_a_pause_is_a_pause():
    later = replace(renamed(flow()), renamed=renamed(flow()).renamed | {"notice": "until_day_v2"})
    talk = meets(talk_under(flow()), later).write_replies("oui")
    assert talk.learned == {}
    assert talk.local(talk.session.next_due) == "2021-03-08 09:00"


def test_a_pause_that_became_a_question_puts_it_and_what_was_written_does_not_answer_it():
    later = replace(renamed(flow()), renamed=renamed(flow()).renamed | {"until_day": "size_v2"})
    talk = meets(talk_under(flow()).write_replies("oui"), later).write_replies("2")
    assert talk.of(SendSms)[0].template == "water.size_v2"
    assert talk.session.state == "size_v2"
    talk.write_replies("2")
    assert talk.calls == ["much"]


def test_a_fact_that_the_new_version_needs_and_nobody_gave_is_for_a_human():
    later = flow(("  cut_day: {kind: day}", "  cut_day: {kind: day}\n  end_day: {kind: day}"), version=2)
    talk = meets(talk_under(flow()), later).write_replies("oui")
    assert talk.calls == ["flow_changed"]


@pytest.mark.parametrize("later", [unchanged, renamed, vanished, impatient, muddled])
@pytest.mark.parametrize("before", [(), ("non",), ("oui",), ("appelez-moi",), ("STOP",)])
def test_whatever_changed_it_ends(later, before):
    talk = meets(talk_under(flow()).write_replies(*before), later(flow())).waits("60d")
    assert not talk.session.is_open
    assert talk.session.next_due is None


def test_a_list_begun_goes_on_under_the_new_version():
    talk = Talk().write_replies("oui", "Karim 06 39 98 12 34")
    meets(talk, unchanged(talk.flow)).write_replies("oui")
    assert talk.confirmed


def test_the_same_step_is_the_same_message_under_both():
    talk = talk_under(flow())
    assert [send.id for send in talk.of(SendSms)] == ["s.1"]
    assert [send.version for send in talk.of(SendSms)] == [1]
    meets(talk, unchanged(flow())).write_replies("non")
    assert [(send.id, send.version) for send in talk.of(SendSms)] == [("s.2", 2)]
