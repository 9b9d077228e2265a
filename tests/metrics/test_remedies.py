"""What would avoid missed deadlines, in the words of the page and of the terminal."""

from datetime import UTC, datetime

from msgspec.structs import replace

from tocsin.metrics.forecast import DeadlineOutlook, Forecast
from tocsin.metrics.forecast.remedies import describe_remedies

MISSED = Forecast(
    at=datetime(2021, 3, 4, 12, tzinfo=UTC),
    waiting=5000,
    late=1200,
    outlook=DeadlineOutlook(cases=90.0, contacts=10.0, by_hour=(), calls=0.0, by_sms=0.0, by_call=0.0),
    unavoidable=3.2,
)
NOBODY = "3 will not be reached whatever is done: the deadline falls at night, or nobody picks up."


def test_where_no_agent_helps_it_is_said_that_nothing_does():
    assert describe_remedies(MISSED, "en") == [NOBODY]


def test_a_brief_forecast_does_not_know_whom_nothing_reaches():
    assert describe_remedies(MISSED, "en", is_brief=True) == []


def test_all_remedies_in_both_languages():
    found = replace(
        MISSED, more_agents=20, with_agents=((5, 1030.0), (20, 3.0)), earlier_calls=9, earlier_misses=20.0,
        earlier_agents=7, late_last_misses=11.0,
    )  # fmt: skip
    assert describe_remedies(found, "en") == [
        "More agents, from now on: 5 would leave 1,030; 20 would leave 3.",
        "Ringing the silent from 9 h before their deadline on would leave 20; with 7 more agents, only those whom"
        " nobody can reach.",
        "Ringing the 1,200 already late last would leave 11.",
        NOBODY,
    ]
    assert describe_remedies(found, "fr")[0] == (
        "Agents de plus, dès maintenant : 5 en laisseraient 1\u202f030 ; 20 en laisseraient 3."
    )
    alone = replace(found, earlier_agents=None)
    assert describe_remedies(alone, "en")[1] == (
        "Ringing the silent from 9 h before their deadline on would leave 20."
    )
