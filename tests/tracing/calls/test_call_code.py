"""Somebody is rung and wants to know whether it is us: the code that the agent says tells, and no more."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.tracing.calls.people import KARIM, LEA, NOON, TOLD, People
from tocsin.jobs.cleanup import delete_expired_rows
from tocsin.store.database import open_connection
from tocsin.tracing.calls import call_code
from tocsin.tracing.calls.added_number import add_phone_number
from tocsin.tracing.calls.call_code import (
    CallCodeStatus,
    NoCallCodeLeft,
    NotACallCode,
    check_call_code,
    choose_code_length,
    format_call_code,
    give_call_code,
    parse_call_code,
)
from tocsin.tracing.calls.model import CallSheet
from tocsin.tracing.calls.outcomes import record_outcome
from tocsin.tracing.calls.task_queue import release_task, take_next_call

MINUTE = timedelta(minutes=1)
LEASE = 20 * MINUTE


def taken(people: People, agent: str = "anne", at=NOON) -> CallSheet:
    """The next call of an agent, who has a code to say with it."""
    sheet = take_next_call(people.db, people.vault, agent, at)
    assert sheet
    assert sheet.spoken
    return sheet


def codes(people: People) -> list[str]:
    return [row[0] for row in people.rows("select code from tracing_spokencode order by given_at, code")]


# ---- on the telephone


def test_while_an_agent_rings_the_code_is_known_and_tells_since_when(people: People) -> None:
    people.task(case=people.case("Léa", LEA))
    code = taken(people).spoken
    assert check_call_code(people.db, code, NOON + 3 * MINUTE) == CallCodeStatus(
        since=NOON, until=NOON + LEASE, before=0, first=NOON + 3 * MINUTE
    )


def test_a_code_that_was_typed_before_is_told_to_be(people: People) -> None:
    people.task(case=people.case("Léa", LEA))
    code = taken(people).spoken
    check_call_code(people.db, code, NOON + MINUTE)  # an impostor who hit it by trying, before he rings Karim
    found = check_call_code(people.db, code, NOON + 5 * MINUTE)
    assert found
    assert (found.before, found.first) == (1, NOON + MINUTE)


def test_nobody_rings_with_another_code(people: People) -> None:
    people.task(case=people.case("Léa", LEA))
    code = taken(people).spoken
    other = f"{(int(code) + 1) % 10**6:06}"
    assert check_call_code(people.db, other, NOON + MINUTE) is None
    assert people.one("select checks from tracing_spokencode") == 0


def test_an_agent_who_asks_again_says_the_same_code_for_longer(people: People) -> None:
    people.task(case=people.case("Léa", LEA))
    first, again = taken(people), taken(people, at=NOON + 15 * MINUTE)
    assert first.spoken == again.spoken
    found = check_call_code(people.db, first.spoken, NOON + 30 * MINUTE)
    assert found
    assert (found.since, found.until) == (NOON, NOON + 35 * MINUTE)


def test_once_the_call_is_written_down_the_code_says_that_it_is_over_and_then_nothing(people: People) -> None:
    task = people.task(case=people.case("Léa", LEA))
    code = taken(people).spoken
    over = NOON + 6 * MINUTE
    record_outcome(people.db, people.vault, task, "anne", over, "reached", facts={**TOLD, "nobody": True})
    found = check_call_code(people.db, code, over + 9 * MINUTE)
    assert found
    assert found.until == over
    assert check_call_code(people.db, code, over + 10 * MINUTE) is None


def test_a_call_given_back_is_over(people: People) -> None:
    task = people.task(case=people.case("Léa", LEA))
    code = taken(people).spoken
    assert not release_task(people.db, task, "brice", NOON + MINUTE)
    found = check_call_code(people.db, code, NOON + MINUTE)
    assert found
    assert found.until > NOON + MINUTE
    assert release_task(people.db, task, "anne", NOON + 2 * MINUTE)
    found = check_call_code(people.db, code, NOON + 3 * MINUTE)
    assert found
    assert found.until == NOON + 2 * MINUTE


def test_a_lease_that_ends_takes_its_code_along_and_the_next_agent_has_another(people: People) -> None:
    people.task(case=people.case("Léa", LEA))
    first = taken(people).spoken
    second = taken(people, "brice", at=NOON + LEASE).spoken
    assert first != second
    late = NOON + LEASE + 9 * MINUTE
    known = check_call_code(people.db, first, late), check_call_code(people.db, second, late)
    assert [found and found.until > late for found in known] == [False, True]
    assert check_call_code(people.db, first, NOON + LEASE + 10 * MINUTE) is None


def test_a_call_back_has_a_code_of_its_own(people: People) -> None:
    task = people.task(case=people.case("Léa", LEA))
    first = taken(people).spoken
    record_outcome(people.db, people.vault, task, "anne", NOON + MINUTE, "no_answer")
    second = taken(people, at=NOON + timedelta(hours=3)).spoken
    assert first != second
    assert len(codes(people)) == 2


def test_an_agent_who_found_a_number_goes_on_with_the_same_code(people: People) -> None:
    task = people.task(case=people.case("Léa", None), reason="no_phone")
    code = taken(people).spoken
    sheet = add_phone_number(people.db, people.vault, task, "anne", KARIM, NOON + 15 * MINUTE)
    assert sheet.spoken == code
    found = check_call_code(people.db, code, NOON + 30 * MINUTE)
    assert found
    assert found.until == NOON + 35 * MINUTE


def test_a_code_is_not_known_before_it_was_given(people: People) -> None:
    people.task(case=people.case("Léa", LEA))
    code = taken(people).spoken
    assert check_call_code(people.db, code, NOON - MINUTE) is None


def test_the_row_of_a_code_says_nothing_of_who_is_rung(people: People) -> None:
    people.task(case=people.case("Léa", LEA))
    taken(people)
    (row,) = people.rows("select * from tracing_spokencode")
    assert not any("Léa" in str(value) or LEA[-8:] in str(value) for value in row)


# ---- how codes are given


def test_a_code_that_somebody_has_is_drawn_again_until_it_is_free(people: People) -> None:
    drawn = iter([7, 7, 7, 8])
    for task in (1, 2):
        give_call_code(people.db, task, f"agent-{task}", NOON, NOON + LEASE, lambda _: next(drawn))
    assert codes(people) == ["000007", "000008"]


def test_a_code_can_be_given_again_once_it_is_no_longer_known(people: People) -> None:
    give_call_code(people.db, 1, "anne", NOON, NOON + LEASE, lambda _: 7)
    check_call_code(people.db, "000007", NOON + MINUTE)
    with pytest.raises(NoCallCodeLeft):
        give_call_code(people.db, 2, "brice", NOON + 29 * MINUTE, NOON + 49 * MINUTE, lambda _: 7)
    later = NOON + 30 * MINUTE
    assert give_call_code(people.db, 2, "brice", later, later + LEASE, lambda _: 7) == "000007"
    assert check_call_code(people.db, "000007", later) == CallCodeStatus(
        since=later, until=later + LEASE, before=0, first=later
    )


def test_a_hundred_calls_make_codes_longer(people: People) -> None:
    people.db.execute(
        "insert into tracing_spokencode (code, task_id, agent, given_at, until, checks)"
        " select 900000 + n, n, 'agent-' || n, %(now)s, %(until)s, 0 from generate_series(1, 100) n",
        {"now": NOON, "until": NOON + LEASE},
    )
    assert len(give_call_code(people.db, 1000, "anne", NOON, NOON + LEASE)) == 7
    over = NOON + LEASE + 10 * MINUTE
    assert len(give_call_code(people.db, 1001, "anne", over, over + LEASE)) == 6


@given(st.integers(0, 10**7))
def test_a_code_said_at_random_is_known_once_in_ten_thousand_at_most(live: int) -> None:
    digits = choose_code_length(live)
    assert (live + 1) / 10**digits <= 1 / 10_000
    assert digits == 6 or (live + 1) / 10 ** (digits - 1) > 1 / 10_000


def test_agents_who_draw_at_once_never_have_the_same_code(store: str) -> None:
    def draw(agent: int) -> str:
        with open_connection(store, autocommit=True) as own:
            turns = iter(range(agent, 100))
            return give_call_code(
                own, agent, f"agent-{agent}", NOON, NOON + LEASE, lambda _: next(turns) // 2
            )

    with ThreadPoolExecutor(8) as pool:
        given_out = list(pool.map(draw, range(16)))
    assert len(set(given_out)) == 16


def test_codes_of_yesterday_are_removed(people: People) -> None:
    day = timedelta(days=1)
    give_call_code(people.db, 1, "anne", NOON - 2 * day, NOON - 2 * day + LEASE)
    kept = give_call_code(people.db, 2, "anne", NOON - day + LEASE, NOON - day + 2 * LEASE)
    assert delete_expired_rows(people.db, NOON, NOON)["spoken"] == 1
    assert codes(people) == [kept]


# ---- how people type them


@pytest.mark.parametrize(
    "written",
    [
        "402817",
        "402 817",
        " 40-28-17 ",
        "4.0.2.8.1.7",
        "402\u202f817",
        "４０２８１７",
        "4O28l7",
        "(402) 817\n",
    ],
)
def test_however_it_is_typed_it_is_the_same_code(written: str) -> None:
    assert parse_call_code(written) == "402817"


@pytest.mark.parametrize(
    ("written", "kind", "detail"),
    [
        ("", "empty", ""),
        (" - ", "empty", ""),
        ("40281", "length", "5"),
        ("4028171234567", "length", "13"),
        ("K7QF-2M9D", "character", "K"),
        ("402817€", "character", "€"),
        ("٤٠٢٨١٧", "character", "٤"),
        ("4" * 100_000, "length", "200"),
    ],
)
def test_what_is_no_code_is_named(written: str, kind: str, detail: str) -> None:
    with pytest.raises(NotACallCode) as caught:
        parse_call_code(written)
    assert (caught.value.kind, caught.value.detail) == (kind, detail)


@given(st.text(max_size=300))
@example("²²²²²²")
def test_whatever_is_typed_is_digits_or_refused(written: str) -> None:
    try:
        read = parse_call_code(written)
    except NotACallCode:
        return
    assert read.isascii()
    assert read.isdecimal()
    assert parse_call_code(format_call_code(read)) == read


@given(st.integers(6, 12), st.data())
def test_what_an_agent_says_is_read_back(digits: int, data: st.DataObject) -> None:
    code = f"{data.draw(st.integers(0, 10**digits - 1)):0{digits}}"
    assert parse_call_code(call_code.format_call_code(code)) == code
