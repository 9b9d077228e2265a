"""Whoever doubts is right to, hears how to check, and is not pressed."""

import pytest

from tests.conversation.people import Talk


@pytest.mark.parametrize("written", ["c'est une arnaque ?", "qui me dit que c'est vrai", "is this a scam?"])
def test_a_doubt_is_answered_with_how_to_check(written):
    talk = Talk().write_replies(written)
    assert talk.sent == ["common.doubt"]
    assert "3646" in talk.text


def test_it_goes_on_when_the_person_does():
    assert Talk().write_replies("c'est une arnaque ?", "ok oui c'est moi").state == "contacts"


def test_whoever_says_nothing_more_is_called():
    talk = Talk().write_replies("c'est une arnaque ?").waits("5h")
    assert talk.ever_called == ["silent"]


def test_the_same_doubt_again_is_for_a_human_to_lift():
    talk = Talk().write_replies("arnaque !", "arnaque !!", "arnaque !!!")
    assert talk.ever_sent.count("common.doubt") == 1
    assert talk.ever_called == ["not_understood"]


def test_an_answer_beside_the_doubt_counts():
    talk = Talk().write_replies("oui mais c'est une arnaque ?")
    assert talk.state == "contacts"


def test_it_is_answered_after_the_end_too():
    talk = Talk("follow_up").waits("30d").write_replies("c'est une arnaque ?")
    assert talk.sent == ["common.doubt"]
