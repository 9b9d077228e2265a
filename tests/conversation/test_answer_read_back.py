"""An answer told in other words is read back, and counts once the person has confirmed or corrected it."""

from tests.conversation.people import Talk
from tests.conversation.test_versions import talk_under
from tests.conversation.water import flow

OWN_WORDS = "ma fille s'en charge"


def asked_for_help():
    return Talk("follow_up").waits("98h").write_replies("oui")


def test_a_no_in_other_words_is_read_back_and_learned_once_confirmed():
    talk = asked_for_help().write_replies(OWN_WORDS)
    assert talk.sent == ["common.read_back_yes_no"]
    assert "nous avons compris : non" in talk.text
    assert talk.learned == {}
    assert talk.write_replies("NON").learned == {"help": False}


def test_the_answer_to_it_counts_whatever_was_understood():
    assert asked_for_help().write_replies(OWN_WORDS, "oui").learned == {"help": True}


def test_the_same_again_is_not_read_back_twice():
    assert asked_for_help().write_replies(OWN_WORDS, OWN_WORDS).learned == {"help": False}


def test_a_plain_answer_is_not_read_back():
    talk = asked_for_help().write_replies("non merci")
    assert talk.sent == []
    assert talk.learned == {"help": False}


def test_danger_goes_before_what_was_understood():
    talk = asked_for_help().write_replies("ma voisine m'apporte tout mais elle ne respire plus")
    assert "common.emergency" in talk.sent
    assert "common.read_back_yes_no" not in talk.sent


def test_silence_goes_on_as_without_an_answer():
    talk = asked_for_help().write_replies(OWN_WORDS)
    talk.waits("2d")
    assert talk.session.pending == ""
    assert talk.learned == {}


def test_an_option_in_own_words_is_confirmed_by_a_yes():
    talk = talk_under(SIZES).write_replies("non", "à l'ibis")
    assert talk.sent == ["common.read_back"]
    assert "nous avons compris : hotel" in talk.text
    assert talk.write_replies("oui").session.state == "until_day"


def test_an_option_beside_words_that_nothing_explains_is_confirmed_too():
    talk = talk_under(SIZES).write_replies("non", "hôtel, celui des tanneurs")
    assert talk.sent == ["common.read_back"]
    assert talk.write_replies("oui").session.state == "until_day"


def test_a_yes_or_no_in_so_many_words_counts_beside_them():
    talk = asked_for_help().write_replies("non, je sors le chien des tanneurs")
    assert talk.sent == []
    assert talk.learned == {"help": False}


def test_or_replaced_by_the_right_one():
    assert talk_under(SIZES).write_replies("non", "à l'ibis", "maison").calls == ["much"]


def test_a_no_asks_again_and_a_yes_then_confirms_nothing():
    talk = talk_under(SIZES).write_replies("non", "à l'ibis", "non")
    assert talk.sent == ["common.again_choice"]
    assert talk.session.pending == ""
    assert talk.write_replies("oui").session.state == "until_day"  # a human takes the question


SIZES = flow(
    ("      little: {fr: peu, en: little}", "      little: {fr: hôtel, en: hotel}"),
    ("      much: {fr: beaucoup, en: much}", "      much: {fr: maison, en: home}"),
)
