"""“Ring me tomorrow at nine”: the moment that is meant, on the clock of whoever says it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.conversation import quiet_hours
from tocsin.tracing.calls.callback_time import FARTHEST, BadCallbackTime, parse_callback_time

NOON = datetime(2021, 3, 4, 11, 0, tzinfo=UTC)
"""A Thursday, noon in Paris, 15 h in La Réunion."""


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("18h", "04 18:00"),
        ("18 h 30", "04 18:30"),
        ("18:30", "04 18:30"),
        ("à 18h30", "04 18:30"),
        ("vers 14 heures", "04 14:00"),
        ("9h", "05 09:00"),
        ("6pm", "04 18:00"),
        ("6:30 pm", "04 18:30"),
        ("12 am", "05 00:00"),
        ("ce soir", "04 18:00"),
        ("tonight", "04 18:00"),
        ("cet après-midi", "04 14:00"),
        ("demain", "05 09:00"),
        ("Demain matin", "05 09:00"),
        ("demain 9h30", "05 09:30"),
        ("demain matin à 10h", "05 10:00"),
        ("tomorrow at 10 am", "05 10:00"),
        ("après-demain soir", "06 18:00"),
        ("lundi 14h", "08 14:00"),
        ("jeudi", "11 09:00"),
        ("on Friday at 9:15", "05 09:15"),
        ("le 08/03 à 11h", "08 11:00"),
        ("dans 2 h", "04 14:00"),
        ("dans 1 h 30", "04 13:30"),
        ("dans une heure", "04 13:00"),
        ("dans 45 min", "04 12:45"),
        ("in half an hour", "04 12:30"),
        ("in 3 hours", "04 15:00"),
    ],
)
def test_what_people_say_is_read(typed: str, meant: str) -> None:
    at = parse_callback_time(typed, NOON, "Europe/Paris")
    assert f"{quiet_hours.to_local_time(at, 'Europe/Paris'):%d %H:%M}" == meant


def test_a_time_is_that_of_the_person_s_own_clock() -> None:
    assert parse_callback_time("18h", NOON, "Indian/Reunion") == datetime(2021, 3, 4, 14, tzinfo=UTC)
    assert parse_callback_time("14h", NOON, "Indian/Reunion") == datetime(2021, 3, 5, 10, tzinfo=UTC), (
        "it is 15 h there"
    )


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "oui",
        "18",
        "25h",
        "9h75",
        "13 pm",
        "le 31/02",
        "demain peut-être",
        "18h Léa",
        "01/02",
        "dans 500 h",
    ],
)
def test_what_is_no_time_is_said_to_be_none(typed: str) -> None:
    with pytest.raises(BadCallbackTime, match="demain 9h30"):
        parse_callback_time(typed, NOON, "Europe/Paris")


@given(st.text("0123456789hH: /demainjuàoslprt-'", max_size=30))
def test_whatever_is_typed_is_a_moment_to_come_or_none(typed: str) -> None:
    try:
        found = parse_callback_time(typed, NOON, "Europe/Paris")
    except BadCallbackTime:
        return
    assert NOON <= found <= NOON + FARTHEST + timedelta(hours=1)
