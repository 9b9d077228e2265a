"""The load that a supervisor sees: by département, and by agent."""

from datetime import timedelta

from tests.tracing.calls.people import KARIM, LEA, NADIA, NOON, TOLD, People
from tocsin.metrics.forecast import territory_forecasts
from tocsin.tracing.calls import workload
from tocsin.tracing.calls.outcomes import record_outcome
from tocsin.tracing.calls.task_queue import take_next_call

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def test_calls_are_counted_by_departement(people: People) -> None:
    for number, hours, territory in ((LEA, -1, "35"), (KARIM, 3, "35"), (NADIA, 9, "29")):
        case = people.case(number[-2:], number, territory=territory)
        people.task(case=case, territory=territory, due=NOON + hours * HOUR, urgent=hours == 9)
    people.task(case=people.case("Zoé"), territory="", due=NOON + HOUR, since=NOON + HOUR)
    found = {one.territory: one for one in workload.read_territory_loads(people.db, NOON)}
    assert list(found) == ["35", "", "29"]  # the most late first
    rennes = found["35"]
    assert (rennes.open, rennes.late, rennes.soon, rennes.held, rennes.urgent) == (2, 1, 1, 0, 0)
    assert rennes.first_deadline == NOON - HOUR
    assert (found["29"].urgent, found[""].resting) == (1, 1)
    assert [one.territory for one in workload.read_territory_loads(people.db, NOON, ["29"])] == ["", "29"]


def test_what_was_done_in_the_hour_is_counted_by_agent(people: People) -> None:
    tasks = []
    for number in (LEA, KARIM, NADIA):
        case = people.case(number[-2:], number, territory="35")
        tasks.append(people.task(case=case, territory="35"))
    for agent, minutes in (("anne", 90), ("anne", 30), ("malo", 0)):
        sheet = take_next_call(people.db, people.vault, agent, NOON + 2 * HOUR - minutes * HOUR / 60)
        assert sheet
        if agent == "anne":
            at = NOON + 2 * HOUR - (minutes - 5) * HOUR / 60
            record_outcome(
                people.db, people.vault, sheet.task_id, agent, at, "reached", seconds=240, facts=TOLD
            )
    now = NOON + 2 * HOUR
    by_agent = {one.agent: one for one in workload.read_agent_loads(people.db, now, ["35"])}
    anne, malo = by_agent["anne"], by_agent["malo"]
    assert (anne.calls, anne.reached, anne.seconds, anne.task) == (1, 1, 240, None)
    assert anne.last_at == now - 25 * HOUR / 60
    assert (malo.calls, malo.task, malo.territory) == (0, tasks[2], "35")
    (rennes,) = workload.read_territory_loads(people.db, now)
    assert (rennes.open, rennes.held, rennes.done, rennes.reached) == (1, 1, 1, 1)
    assert workload.read_agent_loads(people.db, now, ["29"]) == []


def test_what_was_counted_last_is_read_until_it_is_old(people: People) -> None:
    people.task(case=people.case("Léa", territory="35"), territory="35", due=NOON + HOUR)
    workload.renew_loads(people.db, NOON)
    people.task(case=people.case("Karim", KARIM, territory="29"), territory="29", due=NOON + HOUR)
    kept = workload.load_counted_loads(people.db, NOON + MINUTE)
    assert (kept.at, [(one.territory, one.open) for one in kept.territories]) == (NOON, [("35", 1)])
    assert workload.load_counted_loads(people.db, NOON, ["29"]).territories == []
    old = workload.load_counted_loads(people.db, NOON + HOUR)
    assert (old.at, {one.territory for one in old.territories}) == (NOON + HOUR, {"35", "29"})


def test_agents_are_kept_beside_the_calls_of_their_departement(people: People) -> None:
    task = people.task(case=people.case("Léa", territory="35"), territory="35", due=NOON + 3 * HOUR)
    assert take_next_call(people.db, people.vault, "anne", NOON)
    workload.renew_loads(people.db, NOON)
    record_outcome(people.db, people.vault, task, "anne", NOON + MINUTE, "reached", seconds=60, facts=TOLD)
    kept = workload.load_counted_loads(people.db, NOON + MINUTE, ["35"])
    assert [(one.agent, one.task, one.territory) for one in kept.agents] == [("anne", task, "35")], (
        "as counted"
    )
    assert workload.load_counted_loads(people.db, NOON + MINUTE, ["29"]).agents == []
    later = NOON + 2 * HOUR  # her last call is more than an hour ago, and nobody is to be called
    workload.renew_loads(people.db, later)
    rested = workload.load_counted_loads(people.db, later)
    assert rested.territories == []
    assert [(one.agent, one.calls, one.last_at) for one in rested.agents] == [("anne", 0, NOON + MINUTE)]


def test_what_a_version_before_kept_without_agents_is_counted_again(people: People) -> None:
    people.task(case=people.case("Léa", territory="35"), territory="35", due=NOON + HOUR)
    assert take_next_call(people.db, people.vault, "anne", NOON)
    workload.renew_loads(people.db, NOON)
    people.db.execute("update tracing_outlook set load = (load::jsonb - 'agents')::text where load <> ''")
    found = workload.load_counted_loads(people.db, NOON + MINUTE)
    assert (found.at, [one.agent for one in found.agents]) == (NOON + MINUTE, ["anne"])


def test_the_forecast_is_renewed_beside_the_load_and_neither_takes_the_other(people: People) -> None:
    task = people.task(case=people.case("Léa", LEA, territory="35"), territory="35", due=NOON + HOUR)
    workload.renew_loads(people.db, NOON)
    territory_forecasts.renew_forecasts(people.db, NOON)
    assert {one.territory for one in territory_forecasts.load_forecasts(people.db)} == {"", "35"}
    people.db.execute("update tracing_case set closed_at = %s", (NOON,))  # nobody waits, somebody is rung
    territory_forecasts.renew_forecasts(people.db, NOON + MINUTE)
    assert [one.territory for one in territory_forecasts.load_forecasts(people.db)] == [""]
    assert territory_forecasts.load_situation(people.db, ["35"]) is None
    (kept,) = workload.load_counted_loads(people.db, NOON + MINUTE).territories
    assert (kept.territory, kept.open) == ("35", 1)
    people.db.execute("update tracing_calltask set done_at = %s where id = %s", (NOON, task))
    workload.renew_loads(people.db, NOON + MINUTE)
    assert workload.load_counted_loads(people.db, NOON + MINUTE).territories == []
