"""A question with options, as the water company asks it."""

from tests.conversation.test_versions import talk_under
from tests.conversation.water import flow
from tocsin.conversation.session import RecordFact


def test_the_answer_is_the_option_by_its_name():
    kept = flow(
        ("    lost: by_phone", "    save: size\n    lost: by_phone"),
        ("  seen:", "  size: {kind: text, worst: {fr: a, en: a}}\n  seen:"),
    )
    talk = talk_under(kept).write_replies("non", "beaucoup")
    assert talk.calls == ["much"]
    assert talk.of(RecordFact)[0].value == "much"


def test_it_may_be_given_by_its_figure():
    assert talk_under(flow()).write_replies("non", "1").session.state == "until_day"


def test_what_is_no_option_is_asked_again_and_then_left_to_a_human():
    talk = talk_under(flow()).write_replies("non", "bleu")
    assert talk.sent == ["common.again_choice"]
    talk.write_replies("rouge")
    assert talk.calls == ["not_understood", "much"]
