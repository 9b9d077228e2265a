"""The load that a supervisor sees: by département, and by agent."""

from datetime import timedelta

from tests.tracing.calls.people import KARIM, LEA, NADIA, NOON, TOLD, People
from tocsin.tracing.calls import record_outcome, take_next_call, workload

HOUR = timedelta(hours=1)


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
