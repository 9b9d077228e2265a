"""When a person may be written to, in their own time."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conversation.people import PARIS, Talk, utc
from tests.conversation.strange import zones
from tocsin.conversation import quiet_hours
from tocsin.conversation.session import SendSms

MOMENTS = st.integers(0, 3 * 366 * 24 * 60).map(lambda m: utc("2020-05-01") + timedelta(minutes=m))


@pytest.mark.parametrize(
    ("written", "goes_out"),
    [
        ("2021-03-04 07:00", "2021-03-04 07:00"),  # 8 h in Paris
        ("2021-03-04 18:59", "2021-03-04 18:59"),
        ("2021-03-04 19:00", "2021-03-05 07:00"),  # 20 h
        ("2021-03-04 23:30", "2021-03-05 07:00"),  # after midnight
        ("2021-03-27 19:30", "2021-03-28 06:00"),  # the clock goes forward that night
        ("2021-10-30 18:30", "2021-10-31 07:00"),  # and back
    ],
)
def test_nothing_goes_out_at_night(written, goes_out):
    assert quiet_hours.find_next_allowed_time(utc(written), PARIS) == utc(goes_out)


def test_a_time_that_the_clock_skips_is_the_moment_at_which_it_would_have_come():
    assert quiet_hours.local_day_time_to_utc(date(2021, 3, 28), time(2, 30), PARIS) == utc("2021-03-28 01:30")


@pytest.mark.parametrize(
    ("zone", "goes_out"),
    [
        ("Indian/Reunion", "2021-03-05 04:00"),
        ("America/Guadeloupe", "2021-03-04 17:00"),
        ("Pacific/Noumea", "2021-03-04 21:00"),
    ],
)
def test_overseas_the_night_is_elsewhere(zone, goes_out):
    assert quiet_hours.find_next_allowed_time(utc("2021-03-04 17:00"), zone) == utc(goes_out)


@pytest.mark.parametrize(
    ("number", "zone"),
    [
        ("+33639981234", PARIS),
        ("+262692001234", "Indian/Reunion"),
        ("+262639001234", "Indian/Mayotte"),
        ("+262269001234", "Indian/Mayotte"),
        ("+590690001234", "America/Guadeloupe"),
        ("+687701234", "Pacific/Noumea"),
        ("+441234567890", PARIS),
        ("", PARIS),
    ],
)
def test_a_number_says_its_zone(number, zone):
    assert quiet_hours.find_zone_of_number(number) == zone


@pytest.mark.parametrize("name", ["Europe/Lutece", "", "../../etc/passwd", "\x00"])
def test_a_zone_that_does_not_exist_is_named(name):
    with pytest.raises(quiet_hours.UnknownTimeZone, match="no time zone of this name"):
        quiet_hours.load_zone(name)


@given(MOMENTS, zones, st.sampled_from((quiet_hours.EVENING, quiet_hours.NIGHT)))
def test_it_waits_for_the_morning_and_not_longer(at, zone, until):
    goes_out = quiet_hours.find_next_allowed_time(at, zone, until)
    assert at <= goes_out <= at + timedelta(hours=13)
    assert quiet_hours.MORNING <= quiet_hours.to_local_time(goes_out, zone).hour < until
    assert quiet_hours.find_next_allowed_time(goes_out, zone, until) == goes_out


def test_a_case_may_be_told_until_22_h_because_the_24_hours_are_running():
    assert Talk(at="2021-03-04 21:40").of(SendSms)[0].not_before == utc("2021-03-04 20:40")
    late = Talk(at="2021-03-04 22:00")
    assert late.local(late.of(SendSms)[0].not_before) == "2021-03-05 08:00"


def test_a_contact_is_not_told_after_20_h():
    talk = Talk("contact", at="2021-03-04 20:05")
    assert talk.local(talk.of(SendSms)[0].not_before) == "2021-03-05 08:00"


def test_whoever_writes_at_night_is_answered_at_once():
    talk = Talk(at="2021-03-04 21:40").write_replies("oui", after="80m")
    (send,) = talk.of(SendSms)
    assert send.reply
    assert talk.local(send.not_before) == "2021-03-04 23:00"


def test_a_call_waits_for_the_morning_unless_somebody_is_in_danger():
    asked = Talk(at="2021-03-04 21:40").write_replies("appelez-moi")
    danger = Talk(at="2021-03-04 21:40").write_replies("je n'arrive plus à respirer")
    assert [asked.local(a.not_before) for a in asked.turns[-1].actions if hasattr(a, "urgent")] == [
        "2021-03-05 08:00"
    ]
    assert [danger.local(a.not_before) for a in danger.turns[-1].actions if hasattr(a, "urgent")] == [
        "2021-03-04 21:42"
    ]


def test_what_is_written_before_the_question_goes_out_does_not_answer_it():
    talk = Talk(at="2021-03-04 22:30").write_replies("oui", after="30m")
    assert talk.state == "notice"
    assert talk.learned == {}
    assert talk.sent == []  # a "yes" to nothing needs no answer
    assert talk.local(talk.session.next_due) == "2021-03-05 10:00"  # two hours after the notice
    talk.write_replies("oui", after="11h")
    assert talk.learned == {"right_person": True}
