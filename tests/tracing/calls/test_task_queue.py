"""Who rings whom next: by deadline, one agent each, at hours at which people may be rung."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest

from tests.tracing.calls.people import HOME, KARIM, LEA, NADIA, NOON, People
from tocsin.privacy.vault import Vault
from tocsin.store.database import open_connection
from tocsin.tracing.calls.added_number import add_phone_number
from tocsin.tracing.calls.call_order import BadCallOrder, read_call_order, set_call_order
from tocsin.tracing.calls.model import DESK_LEASE, CallSheet
from tocsin.tracing.calls.task_queue import count_open_tasks, release_task, take_next_call
from tocsin.tracing.calls.task_sweep import sweep_tasks

HOUR = timedelta(hours=1)


def taken(people: People, agent: str = "anne", at: datetime = NOON, territory: str = "") -> CallSheet | None:
    """The next call of an agent."""
    return take_next_call(people.db, people.vault, agent, at, (territory,) if territory else None)


def ids(people: People, *agents: str, at: datetime = NOON) -> list[int | None]:
    """The tasks that agents get, one after the other."""
    sheets = [taken(people, agent, at) for agent in agents]
    return [sheet.task_id if sheet else None for sheet in sheets]


@pytest.fixture(params=["ordinary", "announced"])
def whoever(people: People, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> People:
    """People to ring; or people who were told by SMS that it is now, whose calls another statement gives."""
    if request.param == "announced":
        add = people.task

        def add_announced(**fields: Any) -> int:
            task = add(**fields)
            announce(people, task, fields.get("since") or NOON)
            return task

        monkeypatch.setattr(people, "task", add_announced)
    return people


def announce(people: People, task: int, at: datetime) -> None:
    """Somebody was told that they are rung about this moment."""
    people.db.execute(
        "insert into tracing_callannouncement (task_id, announced_at, begins_at, ends_at, code, outcome)"
        " values (%s, %s, %s, %s, '', '')",
        (task, at - 3 * HOUR, at - 3 * HOUR, at + 24 * HOUR),
    )


def test_the_earliest_deadline_comes_first_and_what_is_urgent_before_it(people: People) -> None:
    late = people.task(case=people.case("Léa", LEA), due=NOON + 9 * HOUR)
    early = people.task(case=people.case("Karim", KARIM), due=NOON + 2 * HOUR)
    urgent = people.task(case=people.case("Nadia", NADIA), due=NOON + 20 * HOUR, urgent=True)
    assert ids(people, "anne", "brice", "chloe", "denis") == [urgent, early, late, None]


def test_who_is_long_past_comes_after_those_still_in_time(people: People) -> None:
    """Past by more than the six hours that hold unless a supervisor chose; what is urgent before all."""
    long_past = people.task(case=people.case("Léa", LEA), due=NOON - 6 * HOUR)
    just_past = people.task(case=people.case("Karim", KARIM), due=NOON - 6 * HOUR + timedelta(seconds=1))
    in_time = people.task(case=people.case("Nadia", NADIA), due=NOON + 20 * HOUR)
    urgent = people.task(case=people.case("Mamie", HOME), due=NOON - 9 * HOUR, urgent=True)
    expected = [urgent, just_past, in_time, long_past]
    assert ids(people, "anne", "brice", "chloe", "denis") == expected


def test_a_supervisor_chooses_who_comes_first(people: People) -> None:
    past = people.task(case=people.case("Léa", LEA), due=NOON - 7 * HOUR)
    in_time = people.task(case=people.case("Karim", KARIM), due=NOON + HOUR)
    assert read_call_order(people.db).hours == 6
    set_call_order(people.db, None, "sophie", NOON)
    set_call_order(people.db, 0, "sophie", NOON + HOUR / 2)
    held = read_call_order(people.db)
    assert (held.hours, held.by, held.at) == (0, "sophie", NOON + HOUR / 2)
    assert ids(people, "anne", "brice") == [in_time, past]
    with pytest.raises(BadCallOrder):
        set_call_order(people.db, 5, "sophie", NOON)
    assert people.one("select count(*) from tracing_callorder") == 2


def test_an_agent_who_asks_again_has_the_same_call_and_longer(people: People) -> None:
    task = people.task(case=people.case("Léa", LEA))
    people.task(case=people.case("Karim", KARIM), due=NOON + 30 * HOUR)
    assert ids(people, "anne") == [task]
    again = taken(people, at=NOON + timedelta(minutes=15))
    assert again
    assert (again.task_id, again.leased_until) == (task, NOON + timedelta(minutes=35))


def test_a_lease_that_ended_gives_the_call_to_another(whoever: People) -> None:
    task = whoever.task(case=whoever.case("Léa", LEA))
    assert ids(whoever, "anne", "brice") == [task, None]
    assert ids(whoever, "brice", at=NOON + timedelta(minutes=19, seconds=59)) == [None]
    assert ids(whoever, "brice", at=NOON + timedelta(minutes=20)) == [task]


def test_a_clock_set_back_makes_no_call_wait_for_its_hour(whoever: People) -> None:
    """Anne went home; her lease ends when the hour that was taken back has come again."""
    task = whoever.task(case=whoever.case("Léa", LEA))
    assert ids(whoever, "anne", at=NOON + HOUR) == [task]
    assert ids(whoever, "brice", at=NOON + timedelta(minutes=59)) == [None], "clocks of two machines differ"
    assert ids(whoever, "brice") == [task]
    sheet = taken(whoever, "brice")
    assert sheet
    assert sheet.leased_until == NOON + timedelta(minutes=20)


def at_the_desk(people: People, agent: str, at: datetime = NOON) -> int | None:
    """The task that an agent gets on the page of the desk."""
    sheet = take_next_call(people.db, people.vault, agent, at, lease=DESK_LEASE, masked=True)
    return sheet.task_id if sheet else None


def test_a_call_taken_in_the_terminal_is_nobody_elses_at_the_desk(whoever: People) -> None:
    """A lease is as long as its holder's, whoever asks: 20 minutes in the terminal, 3 on the page."""
    task = whoever.task(case=whoever.case("Léa", LEA))
    assert ids(whoever, "anne") == [task]
    for seconds in (0, 1, 13 * 60, 20 * 60 - 1):
        assert at_the_desk(whoever, "brice", NOON + timedelta(seconds=seconds)) is None, seconds
    assert at_the_desk(whoever, "brice", NOON + timedelta(minutes=20)) == task


def test_a_call_taken_at_the_desk_is_nobody_elses_in_the_terminal(whoever: People) -> None:
    task = whoever.task(case=whoever.case("Léa", LEA))
    assert at_the_desk(whoever, "anne") == task
    assert ids(whoever, "brice", at=NOON + DESK_LEASE - timedelta(seconds=1)) == [None]
    assert ids(whoever, "brice", at=NOON + DESK_LEASE) == [task]


def test_a_clock_set_back_is_seen_by_the_length_of_the_lease_that_stands(whoever: People) -> None:
    """Of three minutes at the desk, seven minutes ahead; whoever asks, and however long their own is."""
    task = whoever.task(case=whoever.case("Léa", LEA))
    assert at_the_desk(whoever, "anne", NOON + timedelta(minutes=4)) == task
    assert ids(whoever, "brice", at=NOON + timedelta(minutes=1)) == [None], "clocks of two machines differ"
    assert ids(whoever, "brice", at=NOON + timedelta(seconds=59)) == [task]


def test_the_sweep_gives_back_what_a_clock_set_back_has_left(people: People) -> None:
    task = people.task(case=people.case("Léa", LEA))
    assert ids(people, "anne", at=NOON + HOUR) == [task]
    assert sweep_tasks(people.db, NOON + timedelta(minutes=40)).returned == 0
    assert sweep_tasks(people.db, NOON + timedelta(minutes=39)).returned == 1
    assert count_open_tasks(people.db, NOON) == (1, 0, 0, 0)


def test_a_lease_of_the_version_before_is_taken_for_the_longest(whoever: People) -> None:
    task = whoever.task(case=whoever.case("Léa", LEA))
    sql = "update tracing_calltask set leased_by = 'anne', leased_at = null, leased_until = %s"
    whoever.db.execute(sql, (NOON + timedelta(minutes=20),))
    assert at_the_desk(whoever, "brice") is None
    assert at_the_desk(whoever, "brice", NOON + timedelta(minutes=20)) == task


def test_a_number_found_at_the_desk_keeps_the_lease_of_the_desk(people: People) -> None:
    task = people.task(case=people.case("Léa"), reason="no_phone")
    assert at_the_desk(people, "anne") == task
    sheet = add_phone_number(people.db, people.vault, task, "anne", "01 99 00 12 34", NOON, DESK_LEASE)
    assert sheet.leased_until == NOON + DESK_LEASE
    assert ids(people, "brice", at=NOON + DESK_LEASE) == [task]


def test_a_call_given_back_is_there_for_the_next(people: People) -> None:
    task = people.task(case=people.case("Léa", LEA))
    taken(people)
    assert not release_task(people.db, task, "brice", NOON)
    assert release_task(people.db, task, "anne", NOON)
    assert ids(people, "brice") == [task]
    assert "released agent anne" in people.changes("call", task)


def test_a_call_whose_time_has_not_come_waits(whoever: People) -> None:
    task = whoever.task(case=whoever.case("Léa", LEA), since=NOON + 2 * HOUR)
    assert ids(whoever, "anne") == [None]
    assert ids(whoever, "anne", at=NOON + 2 * HOUR) == [task]


def test_an_agent_of_a_territory_rings_its_people_and_those_of_nowhere(whoever: People) -> None:
    whoever.task(case=whoever.case("Léa", LEA, territory="75"), territory="75", due=NOON + HOUR)
    rennes = whoever.task(case=whoever.case("Karim", KARIM), territory="35", due=NOON + 3 * HOUR)
    nowhere = whoever.task(case=whoever.case("Nadia", NADIA), territory="", due=NOON + 2 * HOUR)
    given = [taken(whoever, agent, territory="35") for agent in ("anne", "brice", "chloe")]
    assert [sheet and sheet.task_id for sheet in given] == [nowhere, rennes, None]


def test_a_region_is_the_people_of_its_departements_and_of_nowhere(people: People) -> None:
    paris = people.task(case=people.case("Léa", LEA), territory="75", due=NOON + HOUR)
    creteil = people.task(case=people.case("Karim", KARIM), territory="94", due=NOON + 2 * HOUR)
    people.task(case=people.case("Nadia", NADIA), territory="35", due=NOON)
    region = ("75", "94")
    given = [
        take_next_call(people.db, people.vault, agent, NOON, region) for agent in ("anne", "brice", "chloe")
    ]
    assert [sheet and sheet.task_id for sheet in given] == [paris, creteil, None]
    assert count_open_tasks(people.db, NOON, region) == (2, 0, 2, 0)
    assert count_open_tasks(people.db, NOON, ()) == (0, 0, 0, 0), "a right in no place reaches nobody"
    assert count_open_tasks(people.db, NOON) == (3, 1, 2, 0)


@pytest.mark.parametrize(
    ("zone", "at", "rung"),
    [
        ("Europe/Paris", datetime(2021, 3, 4, 6, 59, tzinfo=UTC), False),
        ("Europe/Paris", datetime(2021, 3, 4, 7, 0, tzinfo=UTC), True),
        ("Europe/Paris", datetime(2021, 3, 4, 18, 59, tzinfo=UTC), True),
        ("Europe/Paris", datetime(2021, 3, 4, 19, 0, tzinfo=UTC), False),
        ("Indian/Reunion", datetime(2021, 3, 4, 4, 0, tzinfo=UTC), True),
        ("Indian/Reunion", datetime(2021, 3, 4, 16, 0, tzinfo=UTC), False),
        ("America/Guadeloupe", datetime(2021, 3, 4, 11, 59, tzinfo=UTC), False),
        ("America/Guadeloupe", datetime(2021, 3, 4, 23, 59, tzinfo=UTC), True),
        # the clocks go forward on 28 March 2021 at 1 h UTC: 8 h in Paris is 6 h UTC from that day on
        ("Europe/Paris", datetime(2021, 3, 28, 6, 0, tzinfo=UTC), True),
        ("Europe/Paris", datetime(2021, 3, 27, 6, 30, tzinfo=UTC), False),
        ("Europe/Paris", datetime(2021, 10, 31, 6, 30, tzinfo=UTC), False),
        ("Europe/Paris", datetime(2024, 2, 29, 12, 0, tzinfo=UTC), True),
    ],
)
def test_nobody_is_rung_outside_8_to_20_h_of_their_own_clock(
    whoever: People, zone: str, at: datetime, rung: bool
) -> None:
    whoever.task(case=whoever.case("Léa", LEA, zone=zone), since=at - HOUR)
    assert (taken(whoever, at=at) is not None) is rung


def test_what_is_urgent_is_rung_at_any_hour(people: People) -> None:
    task = people.task(case=people.case("Léa", LEA), since=NOON, urgent=True)
    assert ids(people, "anne", at=NOON + 14 * HOUR) == [task]


def test_a_call_that_may_not_be_made_yet_keeps_nobody_else_waiting(people: People) -> None:
    night = datetime(2021, 3, 4, 5, 0, tzinfo=UTC)
    people.task(case=people.case("Léa", LEA), since=night, due=night + HOUR)
    island = people.task(
        case=people.case("Karim", KARIM, zone="Indian/Reunion"), since=night, due=night + 9 * HOUR
    )
    assert ids(people, "anne", at=night) == [island]


def test_that_a_number_was_shown_is_written_down(people: People) -> None:
    case = people.case("Léa", LEA)
    people.task(case=case)
    contact = people.contact(case, "Mamie", HOME)
    taken(people)
    taken(people, "brice")
    assert people.changes("case", case) == ["number_shown silent anne"]
    assert people.changes("contact", contact)[-1] == "number_shown no_mobile brice"


@pytest.mark.parametrize("kind", ["urgent", "announced", "ordinary"])
def test_an_agent_does_not_wait_for_another_who_is_taking_a_call(
    store: str, people: People, vault: Vault, kind: str
) -> None:
    """One agent's transaction is open: the next gets the next call, and waits for nobody."""
    first = people.task(case=people.case("Léa", LEA), due=NOON + HOUR, urgent=kind == "urgent")
    second = people.task(case=people.case("Karim", KARIM), due=NOON + 2 * HOUR, urgent=kind == "urgent")
    if kind == "announced":
        announce(people, first, NOON)
        announce(people, second, NOON)
    people.db.commit()
    with open_connection(store) as one, open_connection(store, autocommit=True) as other:
        other.execute("set lock_timeout = '2s'")
        with one.transaction(force_rollback=True):
            agents = ((one, "anne"), (other, "brice"), (other, "chloe"))
            sheets = [take_next_call(connection, vault, agent, NOON) for connection, agent in agents]
            assert [sheet and sheet.task_id for sheet in sheets] == [first, second, None]
        again = take_next_call(other, vault, "chloe", NOON)
        assert again
        assert again.task_id == first


def test_sixteen_agents_at_once_never_get_the_same_call(store: str, people: People, vault: Vault) -> None:
    tasks = [people.task(case=people.case(f"Cas{n}", f"+3363998{2000 + n}")) for n in range(40)]
    people.db.commit()

    def ring(agent: int) -> list[int]:
        with open_connection(store, autocommit=True) as own:
            got = []
            for n in range(3):  # another name each time: the first calls are not done yet
                sheet = take_next_call(own, vault, f"agent-{agent}-{n}", NOON)
                got += [sheet.task_id] if sheet else []
            return got

    with ThreadPoolExecutor(16) as pool:
        given = [task for got in pool.map(ring, range(16)) for task in got]
    assert len(given) == len(set(given))
    assert set(given) <= set(tasks)
    left = open_connection(store, autocommit=True)
    while sheet := take_next_call(left, vault, f"last-{len(given)}", NOON):
        given.append(sheet.task_id)
    assert sorted(given) == sorted(tasks)


def test_the_next_call_is_found_without_reading_all_of_them(people: People) -> None:
    people.db.execute(
        "insert into tracing_calltask (case_id, phone_id, territory, reason, urgent, created_at, not_before,"
        " deadline, attempts, outcome, done_at) select n, null, '', 'silent', false, %(now)s, %(now)s,"
        " %(now)s + n * interval '1 second', 0, '', case when n %% 3 > 0 then %(now)s::timestamptz end"
        " from generate_series(1, 30000) as n",
        {"now": NOON},
    )
    people.db.execute("analyze tracing_calltask")
    plan = explained(people.db)
    assert "call_next" in plan
    assert "Seq Scan on tracing_calltask" not in plan


def explained(db: psycopg.Connection[tuple[str]]) -> str:
    """The plan of the statement that takes the next call."""
    from tocsin.store.queries import query

    until = NOON + timedelta(minutes=20)
    parameters = {
        "agent": "anne",
        "now": NOON,
        "until": until,
        "longest": timedelta(minutes=20),
        "urgent": False,
        "due_after": NOON,
        "aside_before": NOON,
        "territories": None,
        "morning": 8,
        "evening": 20,
    }
    return "\n".join(row[0] for row in db.execute("explain " + query("calls.take"), parameters))
