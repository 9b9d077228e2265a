"""Small days on the service itself: what a policy changes can be seen in the store."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from tests.store import databases
from tocsin.store.database import open_connection
from tocsin_simulation.policies.day_policy import DayPolicy, load_shipped_policies
from tocsin_simulation.policies.figures import default_figures
from tocsin_simulation.policies.measures import RegionCounts, count_region
from tocsin_simulation.policies.region_day import RegionDay
from tocsin_simulation.policies.region_sample import RegionSample
from tocsin_simulation.policies.region_service import RegionService

HOUR = timedelta(hours=1)
FIRST_SMS = """
    select min(m.submitted_at - c.received_at), count(distinct c.id)
    from tracing_message m join tracing_case c on c.id = m.case_id
    where m.contact_id is null
"""
SECOND_TRIES = """
    with tries as (
        select task_id, at, outcome, row_number() over (partition by task_id order by at) as nth
        from tracing_attempt
    )
    select min(second.at - first.at)
    from tries first
    join tries second on second.task_id = first.task_id and first.nth = 1 and second.nth = 2
    join tracing_calltask task on task.id = first.task_id and task.deadline > first.at + interval '10 hours'
    where first.outcome in ('no_answer', 'voicemail') and task.case_id is not null
"""
"""The shortest time from the first try to the second, of cases whose deadline leaves room for it."""
GATHERINGS = "select count(*) from tracing_gathering"

CALLS_ONLY = {"sms_after": "never", "call_margin": "24h"}


def usual(**changes: object) -> DayPolicy:
    return replace(load_shipped_policies().policies[0], **changes)


class PlayedDay:
    """A day that was played, what was counted, and its store to ask more of."""

    def __init__(self, url: str, policy: DayPolicy, agents: float = 2.0) -> None:
        self.url = url
        with open_connection(url, autocommit=True) as connection:
            service = RegionService(connection, policy)
            day = RegionDay(
                RegionSample(20, 1), policy, default_figures(), service,
                agents=agents, parts_a_second=0.5, after=timedelta(hours=26),
            )  # fmt: skip
            day.play()
            self.counts: RegionCounts = count_region(day, default_figures())

    def ask(self, sql: str) -> tuple:
        with open_connection(self.url) as connection:
            return connection.execute(sql).fetchone()


@pytest.fixture(scope="module")
def play(server, template):
    """Plays days, each on a store of its own."""
    names = []

    def begin(policy: DayPolicy, agents: float = 2.0) -> PlayedDay:
        names.append(databases.new(server, template))
        return PlayedDay(databases.database(server, names[-1]), policy, agents)

    yield begin
    for name in names:
        databases.drop(server, name)


@pytest.fixture(scope="module")
def usual_day(play):
    return play(usual())


@pytest.fixture(scope="module")
def calls_only_day(play):
    return play(usual(**CALLS_ONLY))


def test_a_day_goes_through_the_whole_service(usual_day):
    counts = usual_day.counts
    assert counts.positives > 10
    assert counts.positives > counts.submitted >= counts.delivered > 0
    assert counts.ever >= counts.reached_in_time > 0
    assert counts.contacts > 0
    assert counts.told > 0
    assert counts.calls > counts.reached > 0
    assert len(counts.queue) == len(counts.outbox) == 26
    assert counts.curve[-1] == counts.ever
    assert usual_day.ask(FIRST_SMS)[0] < HOUR


def test_without_sms_positives_are_rung_and_their_contacts_written_to(calls_only_day, usual_day):
    day = calls_only_day
    assert day.counts.submitted == 0
    assert day.ask(FIRST_SMS)[1] == 0
    assert 0 < day.counts.sms < usual_day.counts.sms
    assert day.counts.calls > usual_day.counts.calls


def test_without_agents_nobody_is_rung_and_who_was_to_be_is_written_to_after_the_time_of_the_policy(
    play, usual_day
):
    day = play(usual(sms_after="3h"), agents=0.0)
    assert (day.counts.calls, day.counts.agent_seconds) == (0, 0.0)
    assert day.counts.waiting > usual_day.counts.waiting
    assert day.counts.ever < usual_day.counts.ever
    first, cases = day.ask(FIRST_SMS)
    assert cases > 5
    assert first >= 3 * HOUR


def test_a_second_try_comes_and_the_source_is_asked_about_as_the_policy_says(play, usual_day, calls_only_day):
    """Of one day both: whom an agent asks about the source tells of gatherings, which nobody else does."""
    assert usual().ring_again_after == "2h"
    late = play(usual(ring_again_after="5h", backward=True, **CALLS_ONLY))
    assert 2 * HOUR <= calls_only_day.ask(SECOND_TRIES)[0] < 4 * HOUR
    assert late.ask(SECOND_TRIES)[0] >= 5 * HOUR
    assert [day.ask(GATHERINGS)[0] for day in (usual_day, calls_only_day)] == [0, 0]
    assert late.ask(GATHERINGS)[0] > 0


def test_in_the_days_that_follow_whom_a_positive_infected_comes_to_the_service_as_a_case(server, template):
    """And is found by whoever rings them; what is asked of the day itself counts them apart."""
    name = databases.new(server, template)
    try:
        with open_connection(databases.database(server, name), autocommit=True) as connection:
            service = RegionService(connection, usual())
            figures = replace(default_figures(), r_alone=2.0, tests_itself=1.0)
            sample = RegionSample(20, 1, follow=True)
            day = RegionDay(
                sample,
                usual(),
                figures,
                service,
                agents=2.0,
                parts_a_second=0.5,
                after=timedelta(0),
                follow=2,
            )
            day.play()
            counts = count_region(day, figures)
    finally:
        databases.drop(server, name)
    assert counts.first == len(sample.arrivals)
    assert counts.positives > counts.first
    assert len(counts.infections) == len(counts.later_cases) == 2
    assert sum(counts.infections) >= sum(counts.later_cases) > 0
