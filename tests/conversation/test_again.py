"""What is not understood is asked again once, then goes to a human; nothing is guessed."""

from tests.conversation.people import Talk


def test_it_is_asked_again_once():
    talk = Talk().says("asdfgh")
    assert talk.sent == ["common.again_yes_no"]
    talk.says("??")
    assert talk.sent == ["common.human"]
    assert talk.calls == ["not_understood"]
    assert talk.session.status == "human"


def test_an_answer_the_second_time_is_as_good():
    assert Talk().says("asdfgh", "oui").state == "contacts"


def test_the_next_question_has_its_own_two_tries():
    talk = Talk().says("asdfgh", "oui", "je sais plus")
    assert talk.session.status == "open"
    assert talk.sent == ["contacts.again"]


def test_some_questions_go_to_a_human_alone_and_the_rest_goes_on():
    talk = Talk().says("oui", "je sais plus", "vraiment pas")
    assert talk.calls == ["not_understood"]
    assert talk.state == "help"


def test_nothing_at_all_is_no_answer_and_does_no_harm():
    talk = Talk().says("", "👍")
    assert talk.ever_sent[1] == "common.again_yes_no"
    assert talk.learned == {"right_person": True}


def test_a_reply_far_too_long_is_no_answer():
    assert Talk().says("oui " * 600).sent == ["common.again_yes_no"]
