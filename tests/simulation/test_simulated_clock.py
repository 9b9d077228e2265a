"""The clock of a story, which the processes of the service share."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.runtime.clock import (
    MachineClock,
    SecondsClock,
    read_clock_from_environment,
    sleep_until_moment,
    to_real_seconds,
)
from tocsin_simulation.simulated_clock import (
    BadSimulatedTime,
    SharedSimulatedClock,
    SimulatedClock,
    parse_simulated_clock,
    set_speed,
)

MORNING = datetime(2021, 3, 4, 7, tzinfo=UTC)


class Machine:
    """A machine's clock that moves when told."""

    def __init__(self, at: float = 1_000.0) -> None:
        self.at = at

    def __call__(self) -> float:
        return self.at


def test_a_day_of_a_story_passes_in_six_minutes() -> None:
    machine = Machine()
    clock = SimulatedClock(MORNING, 240.0, machine.at, machine)
    machine.at += 6 * 60
    assert clock.now() == MORNING + timedelta(days=1)


def test_a_story_stands_at_its_beginning_until_it_begins() -> None:
    clock = SimulatedClock(MORNING, 240.0, 2_000.0, Machine(1_000.0))
    assert clock.now() == MORNING


def test_two_processes_that_are_told_the_same_story_agree() -> None:
    machine = Machine()
    one = parse_simulated_clock("2021-03-04T07:00:00Z@240", machine)
    machine.at += 12.5
    other = parse_simulated_clock(str(one), machine)
    assert one.now() == other.now() == MORNING + timedelta(minutes=50)


def test_whoever_begins_before_the_story_finds_it_in_a_file_once_it_is_told(tmp_path: Path) -> None:
    told = {"TOCSIN_STORY": f"file:{tmp_path / 'story'}"}
    began_before = read_clock_from_environment(told)
    assert abs(began_before.now() - datetime.now(UTC)) < timedelta(hours=1)
    assert began_before.speed == 1.0
    (tmp_path / "story").write_text(
        "2021-03-04T07:00:00Z@240@9999999999\n"
    )  # it is told, and has yet to begin
    assert (began_before.now(), began_before.speed) == (MORNING, 240.0)
    (tmp_path / "story").write_text("2021-03-04T07:00:00Z@240@1000.0\n")
    assert str(read_clock_from_environment(told)) == "2021-03-04T07:00:00Z@240@1000.000000"
    (tmp_path / "story").write_text("once upon a time")
    with pytest.raises(BadSimulatedTime):
        read_clock_from_environment(told)


def test_without_a_story_the_clock_is_the_machines() -> None:
    clock = read_clock_from_environment({})
    assert isinstance(clock, MachineClock)
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=1)
    assert clock.now().tzinfo is UTC


def test_the_environment_tells_the_story() -> None:
    clock = read_clock_from_environment({"TOCSIN_STORY": "2021-03-04T08:00:00+01:00@60@1000"})
    assert isinstance(clock, SimulatedClock)
    assert (clock.begins, clock.speed, clock.real_begins) == (MORNING, 60.0, 1000.0)


@pytest.mark.parametrize(
    "told",
    ["noon", "2021-03-04T07:00:00Z", "2021-03-04T07:00:00@240", "2021-03-04T07:00:00Z@0", "@240@1", "x@240@1",
     "2021-03-04T07:00:00Z@-3", "2021-03-04T07:00:00Z@240@yesterday"],
)  # fmt: skip
def test_what_tells_no_story_says_what_was_expected(told: str) -> None:
    with pytest.raises(BadSimulatedTime, match="expected BEGINS@SPEED"):
        read_clock_from_environment({"TOCSIN_STORY": told})


@given(
    days=st.integers(0, 4000),
    speed=st.integers(1, 100_000),
    real=st.floats(0, 4e9),
)
def test_a_story_that_is_written_down_is_the_same_story(days: int, speed: int, real: float) -> None:
    begins = MORNING + timedelta(days=days)
    clock = SimulatedClock(begins, float(speed), real)
    assert str(parse_simulated_clock(str(clock))) == str(clock)
    assert parse_simulated_clock(str(clock)).begins == begins


def test_a_wait_is_as_many_times_shorter_as_the_story_is_faster() -> None:
    assert to_real_seconds(SimulatedClock(MORNING, 240.0, 0.0), 3600) == 15
    assert to_real_seconds(SimulatedClock(MORNING, 240.0, 0.0), -5) == 0
    assert to_real_seconds(MachineClock(), 3) == 3


def test_a_sleeper_wakes_when_the_story_has_come_so_far() -> None:
    clock = parse_simulated_clock("2021-03-04T07:00:00Z@36000")
    until = MORNING + timedelta(minutes=10)
    asyncio.run(sleep_until_moment(clock, until))
    assert clock.now() >= until
    asyncio.run(sleep_until_moment(clock, MORNING))


def test_the_sms_side_takes_the_same_clock_and_its_alarms() -> None:
    async def ring() -> float:
        clock = SecondsClock(parse_simulated_clock("2021-03-04T07:00:00Z@36000"))
        rung = asyncio.get_running_loop().create_future()
        due = MORNING.timestamp() + 600
        clock.call_at(due, lambda: rung.set_result(clock.now()))
        return float(await rung) - due

    assert asyncio.run(ring()) >= 0


def test_the_sms_side_never_sees_time_go_back() -> None:
    machine = Machine()
    clock = SecondsClock(SimulatedClock(MORNING, 240.0, 1_000.0, machine))
    machine.at = 1_010.0
    later = clock.now()
    machine.at = 1_001.0
    assert clock.now() == later


def test_a_story_that_is_told_anew_goes_on_for_everybody_who_follows_it(tmp_path: Path) -> None:
    file, seconds = tmp_path / "story", [1000.0]
    file.write_text("2021-03-04T07:00:00Z@60@1000")
    one, other = (SharedSimulatedClock(file, lambda: seconds[0]) for _ in range(2))
    seconds[0] += 60
    assert one.now() == other.now() == MORNING + timedelta(hours=1)
    set_speed(file, ahead=timedelta(hours=2), speed=1.0, machine=lambda: seconds[0])
    assert one.now() == other.now() == MORNING + timedelta(hours=3)
    assert (one.speed, other.speed) == (1.0, 1.0)
    seconds[0] += 60
    assert one.now() == MORNING + timedelta(hours=3, minutes=1)


def test_time_in_a_story_never_goes_back(tmp_path: Path) -> None:
    file = tmp_path / "story"
    file.write_text("2021-03-04T07:00:00Z@60@1000")
    assert set_speed(file, ahead=timedelta(hours=-2), machine=lambda: 1060.0).now() == MORNING + timedelta(
        hours=1
    )


def test_a_story_whose_file_is_gone_goes_on_as_it_was(tmp_path: Path) -> None:
    file, seconds = tmp_path / "story", [1000.0]
    file.write_text("2021-03-04T07:00:00Z@60@1000")
    clock = SharedSimulatedClock(file, lambda: seconds[0])
    file.unlink()
    seconds[0] += 1
    assert clock.now() == MORNING + timedelta(minutes=1)
    assert abs(SharedSimulatedClock(file).now() - datetime.now(UTC)) < timedelta(hours=1)
