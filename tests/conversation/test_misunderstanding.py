"""What is not understood is asked again once, then goes to a human; nothing is guessed."""

from itertools import cycle, islice

from tests.conversation.people import Talk
from tocsin.conversation.session_step import MOST_TEXTS


def test_it_is_asked_again_once():
    talk = Talk().write_replies("asdfgh")
    assert talk.sent == ["common.again_yes_no"]
    talk.write_replies("??")
    assert talk.sent == ["common.human"]
    assert talk.calls == ["not_understood"]
    assert talk.session.status == "human"


def test_an_answer_the_second_time_is_as_good():
    assert Talk().write_replies("asdfgh", "oui").state == "contacts"


def test_the_next_question_has_its_own_two_tries():
    talk = Talk().write_replies("asdfgh", "oui", "je sais plus")
    assert talk.session.status == "open"
    assert talk.sent == ["contacts.again"]


def test_some_questions_go_to_a_human_alone_and_the_rest_goes_on():
    talk = Talk().write_replies("oui", "je sais plus", "vraiment pas")
    assert talk.calls == ["not_understood"]
    assert talk.state == "help"


def test_nothing_at_all_is_no_answer_and_does_no_harm():
    talk = Talk().write_replies("", "👍")
    assert talk.ever_sent[1] == "common.again_yes_no"
    assert talk.learned == {"right_person": True}


def test_a_reply_far_too_long_is_no_answer():
    assert Talk().write_replies("oui " * 600).sent == ["common.again_yes_no"]


# What never ends


def test_what_turns_for_ever_goes_to_a_human():
    """Nobody was met, that is not right, nobody was met: somebody who mistypes, or no person at all."""
    talk = Talk().write_replies("oui")
    for reply in islice(cycle(["je n'ai vu personne", "non"]), 10 * MOST_TEXTS):
        talk.write_replies(reply)
    assert talk.session.status == "human"
    assert talk.ever_called[0] == "not_understood"
    assert len(talk.ever_sent) <= MOST_TEXTS + 3


def test_a_long_conversation_is_none_that_turns():
    """Many people, one at a time: a human is not needed for that."""
    names = "Karim Nadia Odette Marc Hugo Alice Paul Jules Emma Louis Chloé Lucas Manon Adam".split()
    talk = Talk().write_replies("oui")
    for n, name in enumerate(names):
        talk.write_replies(f"{name} 06 39 98 12 {n:02}")
    assert talk.session.status == "open"
    assert len(talk.session.people) == len(names)
