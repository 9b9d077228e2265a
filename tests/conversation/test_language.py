"""French and English, switched by asking, both ways."""

from tests.conversation.people import Talk


def test_the_question_comes_again_in_english():
    talk = Talk().write_replies("english please")
    assert talk.sent == ["notice"]
    assert "Is this Léa?" in talk.text
    assert talk.write_replies("yes").state == "contacts"


def test_and_in_french():
    talk = Talk(lang="en").write_replies("en français svp")
    assert "Est-ce bien Léa ?" in talk.text
    assert talk.session.lang == "fr"


def test_it_is_no_miss():
    talk = Talk().write_replies("what?", "english please")
    assert talk.session.status == "open"
    assert talk.write_replies("yes").state == "contacts"


def test_who_asks_while_people_are_asked_for_is_nobody_named_english():
    talk = Talk().write_replies("oui", "English please")
    assert talk.named == []
    assert talk.sent == ["contacts"]
    assert "Whom have you met" in talk.text


def test_what_was_read_back_is_read_back_in_english():
    talk = Talk().write_replies("oui", "Karim 06 39 98 12 34", "in english please")
    assert "we noted Karim (ending 12 34)" in talk.text


def test_an_answer_beside_the_wish_counts():
    talk = Talk().write_replies("yes, english please")
    assert talk.state == "contacts"
    assert "Whom have you met" in talk.text


def test_an_automatic_answer_cannot_make_it_turn_for_ever():
    talk = Talk().write_replies(*["english or french ?"] * 8)
    assert len(talk.ever_sent) < 8
    assert not talk.session.is_open


def test_while_nothing_is_asked_the_next_sms_is_in_english():
    talk = Talk("contact").write_replies("oui", "oui", "english please").waits("10d")
    assert "today is the day" in " ".join(
        action.text for turn in talk.turns for action in turn.actions if hasattr(action, "wording")
    )


def test_another_language_is_taken_for_french():
    assert "Est-ce bien" in Talk(lang="de").text
