"""What happens by itself: reminders, calls, pauses; and timers that fire late."""

import pytest

from tests.conversation.people import Talk
from tocsin.conversation.session import SendSms


def test_silence_is_a_reminder_then_a_call_then_the_end():
    talk = Talk().waits("2h")
    assert talk.sent == ["notice.silence-1"]
    talk.waits("2h")
    assert (talk.sent, talk.calls) == ([], ["silent"])
    assert talk.session.is_open  # people answer late
    talk.waits("3d")
    assert talk.session.status == "closed"
    assert talk.session.outcome == "silent"


def test_an_answer_after_the_call_was_asked_for_still_counts():
    talk = Talk().waits("5h").write_replies("oui")
    assert talk.state == "contacts"


def test_a_reminder_does_not_come_at_night():
    talk = Talk(at="2021-03-04 19:00")
    assert talk.local(talk.session.next_due) == "2021-03-05 08:00"


def test_the_time_of_silence_begins_again_with_every_reply():
    talk = Talk().waits("1h").write_replies("euh")
    assert talk.local(talk.session.next_due) == "2021-03-04 12:02"


def test_the_night_of_the_change_of_hour_is_an_hour_shorter_or_longer():
    spring = Talk(at="2021-03-27 18:30")
    autumn = Talk(at="2021-10-30 18:30")
    assert spring.local(spring.session.next_due) == "2021-03-28 08:00"
    assert autumn.local(autumn.session.next_due) == "2021-10-31 08:00"


@pytest.mark.parametrize("zone", ["Indian/Reunion", "America/Guadeloupe", "Pacific/Noumea"])
def test_the_day_of_the_test_is_the_day_where_the_person_lives(zone):
    talk = Talk("contact", at="2021-03-04 11:00", zone=zone).write_replies("oui", "oui").waits("10d")
    test = next(send for send in talk.of(SendSms, talk.turns) if send.template == "contact.test")
    assert talk.local(test.not_before) == "2021-03-09 09:00"


def test_a_contact_is_followed_to_the_last_day():
    talk = Talk("contact").write_replies("oui", "oui").waits("10d")
    assert talk.ever_sent == ["notice", "plan", "test", "last_day"]
    assert talk.closed == ["done"]
    assert talk.ever_called == []


def test_a_contact_who_knows_no_test_day_hears_of_the_last_day_only():
    talk = Talk("contact", test_day=None).write_replies("oui", "oui").waits("10d")
    assert talk.ever_sent == ["notice", "plan", "last_day"]


def test_after_an_outage_of_an_hour_the_day_is_still_today():
    talk = Talk("contact").write_replies("oui", "oui").wakes("2021-03-09 12:30")
    assert talk.sent == ["test"]


@pytest.mark.parametrize("late", ["2021-03-09 21:30", "2021-03-10 03:00"])
def test_after_a_longer_one_nobody_is_told_that_today_is_the_day(late):
    """At 21.30 the SMS would go out the next morning, and say "today"."""
    talk = Talk("contact", isolation_end="2021-03-15").write_replies("oui", "oui").wakes(late)
    assert talk.sent == []
    assert talk.local(talk.session.next_due) == "2021-03-15 10:00"


def test_an_outage_of_weeks_ends_in_silence_not_in_old_news():
    talk = Talk("contact").write_replies("oui", "oui").wakes("2021-04-20 10:00")
    assert talk.sent == []
    assert talk.closed == ["done"]


def test_a_reminder_that_fires_late_leaves_time_to_answer():
    talk = Talk().wakes("2021-03-05 09:00")
    assert talk.sent == ["notice.silence-1"]
    assert talk.local(talk.session.next_due) == "2021-03-05 11:00"


def test_a_tick_too_early_does_nothing():
    talk = Talk().wakes("2021-03-04 09:30")
    assert talk.turns[-1].actions == ()
    assert talk.session == talk.turns[0].session
