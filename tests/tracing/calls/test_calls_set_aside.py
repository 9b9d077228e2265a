"""A person whose details cannot be opened is stepped over: kept, told to whoever can mend it, and given again."""

import logging
from datetime import timedelta

import pytest

from tests.tracing.calls.people import KARIM, LEA, NOON, People
from tocsin.metrics.reach.measurement import measure_service
from tocsin.store.health import find_problems
from tocsin.store.queries import query
from tocsin.store.schema import SchemaState
from tocsin.tracing.calls.calls_set_aside import AGAIN, count_calls_set_aside, list_calls_set_aside
from tocsin.tracing.calls.task_queue import MOST_UNOPENABLE, count_open_tasks, release_task, take_next_call

HOUR = timedelta(hours=1)


def next_task(people: People, agent: str = "anne", at=NOON) -> int | None:
    sheet = take_next_call(people.db, people.vault, agent, at)
    return sheet.task_id if sheet else None


def swap_people(people: People) -> None:
    """The sealed details of the first two people change places: each stands in the row of the other."""
    one, other = (
        people.person_of(case) for (case,) in people.rows("select id from tracing_case order by id limit 2")
    )
    people.db.execute(
        "update tracing_person p set sealed = o.sealed from tracing_person o"
        " where (p.id, o.id) in ((%(a)s, %(b)s), (%(b)s, %(a)s))",
        {"a": one, "b": other},
    )


@pytest.fixture
def queue(people: People) -> list[int]:
    """Three people to ring; the details of the first two stand in each other's rows."""
    cases = [people.case(name, number) for name, number in (("Léa", LEA), ("Karim", KARIM), ("Zoé", None))]
    tasks = [people.task(case=case, due=NOON + n * HOUR) for n, case in enumerate(cases, 1)]
    swap_people(people)
    return tasks


def test_the_agent_gets_the_next_person_and_nobody_is_lost(people: People, queue: list[int], caplog) -> None:
    with caplog.at_level(logging.ERROR):
        assert next_task(people) == queue[2]
    # A page that a browser of another test still has open may ask a site of this process meanwhile.
    said = [one.getMessage() for one in caplog.records if one.name.startswith("tocsin.tracing")]
    assert next_task(people, "brice") is None
    assert [one.id for one in list_calls_set_aside(people.db)] == queue[:2]
    assert count_open_tasks(people.db, NOON) == (3, 0, 1, 2), "they are still to be rung"
    assert people.changes("call", queue[0]) == ["set_aside NotSealedHere anne"]
    assert said == ["call set aside"] * 2
    assert people.one("select count(*) from tracing_spokencode where ended_at is null") == 1, "of Zoé's call"
    assert people.one("select count(*) from tracing_change where what = 'number_shown'") == 0


def test_the_operator_is_told_and_gives_them_back_once_they_open(people: People, queue: list[int]) -> None:
    well = SchemaState(applied=(), missing=(), unknown=())
    assert "set aside" not in "".join(find_problems(people.db, well))
    next_task(people)
    said = [one for one in find_problems(people.db, well) if "set aside" in one]
    assert said[0].startswith("2 calls are set aside")
    assert "tocsin db again" in said[0]
    assert measure_service(people.db, NOON).calls.open.set_aside == 2
    swap_people(people)
    people.db.execute(query("calls.give_back_aside"))
    assert next_task(people, "brice") == queue[0]
    assert count_calls_set_aside(people.db) == 0


def test_each_is_looked_at_again_after_an_hour(people: People, queue: list[int]) -> None:
    next_task(people)
    swap_people(people)
    assert next_task(people, "brice", NOON + AGAIN / 4) is None
    assert next_task(people, "brice", NOON + AGAIN) == queue[0]


def test_a_call_that_an_agent_has_and_whose_key_is_gone_is_stepped_over_too(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = people.task(case=people.case("Léa", LEA), due=NOON + HOUR)
    second = people.task(case=people.case("Karim", KARIM), due=NOON + 2 * HOUR)
    assert next_task(people) == first
    people.db.execute(
        "update tracing_person set sealed = overlay(sealed placing '\\x0000'::bytea from 2) where id = %s",
        (people.person_of(people.one("select case_id from tracing_calltask where id = %s", first)),),
    )
    assert next_task(people) == second
    assert release_task(people.db, second, "anne", NOON)
    assert next_task(people) == second
    assert (
        people.one("select count(*) from tracing_spokencode where task_id = %s and ended_at is null", first)
        == 0
    )


def test_where_no_file_opens_nobody_waits_for_all_of_them(people: People) -> None:
    for n in range(MOST_UNOPENABLE + 3):
        people.task(case=people.case(f"Nom{'abcdefghijklmnopqrstuvwxyz'[n]}", f"+336399813{n:02}"))
    people.db.execute("update tracing_person set sealed = '\\x00'")
    assert next_task(people) is None
    assert count_calls_set_aside(people.db) == MOST_UNOPENABLE
    assert next_task(people) is None
    assert count_calls_set_aside(people.db) == MOST_UNOPENABLE + 3
    assert count_calls_set_aside(people.db, ("35",)) == 0
