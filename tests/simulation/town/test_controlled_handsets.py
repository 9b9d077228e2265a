"""Telephones of the town in the hand of whoever looks, in the network's process and from another."""

import asyncio
import os
import stat
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from tests.virtual_clock import VirtualClock
from tocsin_simulation.simulated_clock import SharedSimulatedClock
from tocsin_simulation.sms.handset import HandsetSms
from tocsin_simulation.town import controlled_handsets as hands
from tocsin_simulation.town import handset_server, lab_results
from tocsin_simulation.town.controlled_handsets import (
    BadSmsLength,
    ControlledHandsets,
    NotTownNumber,
    TooManyHandsets,
)
from tocsin_simulation.town.handset_server import HandsetClient, NetworkNotRunning
from tocsin_simulation.town.network_process import build_network
from tocsin_simulation.town.people import Town

KARIM = "+33639987777"


@pytest.fixture
def town():
    return Town(300)


@pytest.fixture
def clock():
    return VirtualClock()


@pytest.fixture
def simulated(town, clock):
    return build_network(town, clock)


@pytest.fixture
def hand(simulated, town):
    return ControlledHandsets(simulated, town)


def arrives(simulated, number, text="Bonjour"):
    """An SMS of ours arrives on a telephone; what its holder answers."""
    handset = simulated.find_handset(number)
    return handset.receive(HandsetSms("38663", text, simulated.clock.now()), simulated._chance)


def test_the_first_are_those_of_people_who_will_test_positive(hand, town):
    hand.take_first_positives()
    held = hand.list_handsets()
    assert len(held) == hands.FIRST
    positive = {town.person(one.person).number for one in lab_results.results_of_day(town) if one.positive}
    assert {one.number for one in held} <= positive
    assert all(one.age >= 18 and one.name for one in held)


def test_a_telephone_in_hand_is_on_and_nobody_answers_for_its_holder(hand, simulated):
    hand.take_first_positives()
    for one in hand.list_handsets():
        assert arrives(simulated, one.number) == ()
        assert simulated.find_handset(one.number).is_on(simulated.clock.now())
    assert {one.received for one in hand.list_handsets()} == {1}
    assert {one.last for one in hand.list_handsets()} == {"Bonjour"}


def test_what_was_on_it_before_is_kept(hand, simulated):
    number = next(p.number for p in map(Town(300).person, range(300)) if p.phone == "mobile")
    arrives(simulated, number, "avant")
    hand.take_handset(number)
    hand.take_handset(number)
    assert [sms.text for sms in hand.read_handset(number)[1]] in (["avant"], [])  # a number can be dead
    assert len(hand.list_handsets()) == 1


def test_what_is_written_goes_through_the_network_and_stands_in_order(hand, simulated, clock):
    hand.take_handset(KARIM)
    arrives(simulated, KARIM, "Est-ce bien Karim ?")
    clock.advance(60)
    hand.write_sms(KARIM, "38663", "oui")
    hand.write_sms(KARIM, "38663", "oui")
    exchanged = hand.read_handset(KARIM)[1]
    assert [(sms.mine, sms.other, sms.text) for sms in exchanged] == [
        (False, "38663", "Est-ce bien Karim ?"), (True, "38663", "oui"), (True, "38663", "oui"),
    ]  # fmt: skip
    sent = list(simulated._to_client)
    assert [(sm.source, sm.dest) for sm in sent] == [(KARIM[1:], "38663")] * 2
    assert sent[0] != sent[1], "the same word twice within seconds is two SMS, not one that comes again"


def test_whoever_is_named_gets_a_telephone(hand):
    hand.take_handset(KARIM)
    hand.write_sms(KARIM, "38663", "Léa 06 39 98 12 34, Tom 06 12 34 56 78")
    assert [one.number for one in hand.list_handsets()] == [KARIM, "+33639981234"]


@pytest.mark.parametrize(
    "number", ["+33612345678", "+33199001234", "+447700900001", "3646", "", "+336399812"]
)
def test_numbers_of_anybody_are_no_telephones_of_the_town(hand, number):
    with pytest.raises(NotTownNumber, match="06 39 98"):
        hand.take_handset(number)
    with pytest.raises(NotTownNumber):
        hand.read_handset(number)
    with pytest.raises(NotTownNumber):
        hand.write_sms(number, "38663", "oui")


def test_there_is_an_end_to_what_one_hand_holds(hand):
    for n in range(hands.MOST):
        hand.take_handset(f"+33639980{n:03}")
    with pytest.raises(TooManyHandsets):
        hand.take_handset(KARIM)


@pytest.mark.parametrize("text", ["", "  ", "a" * 1001])
def test_an_sms_has_something_in_it(hand, text):
    hand.take_handset(KARIM)
    with pytest.raises(BadSmsLength):
        hand.write_sms(KARIM, "38663", text)


# ---- from another process


@pytest.fixture
def path(tmp_path):
    return tmp_path / "labo"


@asynccontextmanager
async def lent(hand, path, story=None, moved=lambda: None):
    server = await handset_server.serve_handsets(hand, path, story, moved)
    yield HandsetClient(path)
    server.close()


def asked(hand, path, question, **more):
    """What another process is answered."""

    async def whole():
        async with lent(hand, path, **more) as handsets:
            return await asyncio.to_thread(question, handsets)

    return asyncio.run(whole())


def test_another_process_does_the_same(hand, path):
    def all_of_it(handsets):
        handsets.take_handset(KARIM)
        handsets.write_sms(KARIM, "38663", "bonjour")
        return handsets.list_handsets(), handsets.read_handset(KARIM)

    held, (one, exchanged) = asked(hand, path, all_of_it)
    assert held == [one] == hand.list_handsets()
    assert [sms.text for sms in exchanged] == ["bonjour"]


def test_what_is_refused_is_refused_there_too(hand, path):
    with pytest.raises(NotTownNumber):
        asked(hand, path, lambda handsets: handsets.take_handset("+33612345678"))
    hand.take_handset(KARIM)
    with pytest.raises(BadSmsLength):
        asked(hand, path, lambda handsets: handsets.write_sms(KARIM, "38663", ""))


def test_only_its_owner_reaches_the_socket(hand, path):
    mode = asked(hand, path, lambda _: stat.S_IMODE(path.stat().st_mode))
    assert mode == 0o600
    assert os.umask(0o022) == 0o022


def test_where_no_network_runs_it_is_away(path):
    with pytest.raises(NetworkNotRunning):
        HandsetClient(path).list_handsets()


def test_time_is_moved_on_for_everybody(hand, path, tmp_path):
    story, rung = tmp_path / "story", []
    story.write_text("2021-03-04T07:00:00Z@1@1000000000")
    clock = SharedSimulatedClock(story)
    before = clock.now()
    asked(
        hand, path, lambda handsets: handsets.move_time(timedelta(hours=3), 60.0), story=story,
        moved=lambda: rung.append(1),
    )  # fmt: skip
    assert clock.now() - before >= timedelta(hours=3)
    assert (clock.speed, rung) == (60.0, [1])


def test_a_long_path_is_no_obstacle(hand, tmp_path, monkeypatch):
    deep = tmp_path / ("a" * 60) / ("b" * 60)
    deep.mkdir(parents=True)
    monkeypatch.chdir(deep)
    assert asked(hand, Path(deep / "labo"), lambda handsets: handsets.list_handsets()) == []
