"""The answers by SMS as an operator runs them: the lane, the worker, the command."""

import asyncio
import os
import signal
import sys

import pytest

from tests import forked
from tests.answering.sms.conftest import ALICE, FRAUD, GUARD, LANE, happens
from tocsin.answering.sms.answer_lane import BadAnswerLane, find_answer_lane
from tocsin.privacy.keyfile import KeyFile
from tocsin.runtime.process_supervisor import list_worker_specs
from tocsin_simulation.sms.handset import Handset
from tocsin_simulation.sms.network import SimulatedNetwork


def test_without_a_lane_nothing_answers():
    assert find_answer_lane(["38663"], {}) == ""


def test_a_lane_of_its_own_answers():
    assert find_answer_lane(["38663", LANE], {"TOCSIN_CHECK_LANE": LANE}) == LANE


def test_a_lane_without_an_account_is_named():
    with pytest.raises(BadAnswerLane, match="TOCSIN_CHECK_LANE: 38700 has no account in TOCSIN_SMPP"):
        find_answer_lane(["38663"], {"TOCSIN_CHECK_LANE": LANE})


def test_the_lane_of_the_conversations_stays_theirs():
    with pytest.raises(BadAnswerLane, match="38663 is the number of the conversations"):
        find_answer_lane(["38663"], {"TOCSIN_CHECK_LANE": "38663"})


def test_a_worker_has_answers_in_the_place_of_a_gateway_on_that_lane():
    found = list_worker_specs(0, ["38663", LANE], 2, 0, checks=LANE)
    modules = [(post.module, post.arguments) for post in found]
    assert modules == [("tocsin.tracing.outbound", ("38663",))] * 2 + [("tocsin.answering.sms", (LANE,))] * 2


class Operator:
    """Runs a command beside a simulated network."""

    def __init__(self, store, tmp_path):
        keys = tmp_path / "keys.json"
        KeyFile(keys).create_keys()
        self._env = os.environ | {"TOCSIN_DATABASE_URL": store, "TOCSIN_KEYS": str(keys)}

    async def runs(self, network, *words, **env):
        """The network, and a command that is stopped once Alice has her answer; what it said.

        The conversations have an account with another network, where nothing happens.
        """
        servers = [await network.serve(), await SimulatedNetwork().serve()]
        here, there = (f"127.0.0.1:{server.sockets[0].getsockname()[1]}" for server in servers)
        accounts = f"smpp://tocsin:secret@{there}/38663 smpp://tocsin:secret@{here}/{LANE}"
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tocsin", *words, stderr=asyncio.subprocess.PIPE,
            env=self._env | {"TOCSIN_SMPP": accounts, "TOCSIN_CHECK_LANE": LANE} | env,
        )  # fmt: skip
        network.send_from(ALICE, LANE, FRAUD)
        try:
            await happens(lambda: network.handsets[ALICE].inbox)
        finally:
            process.send_signal(signal.SIGTERM)
            _, told = await asyncio.wait_for(process.communicate(), GUARD)
            for server in servers:
                server.close()
        return process.returncode, told.decode()


@pytest.fixture
def operator(store, tmp_path):
    return Operator(store, tmp_path)


@pytest.mark.parametrize("words", [("sms-in",), ("worker", "--engine", "0", "--gateway", "1")])
def test_what_is_forwarded_is_answered(operator, words, db):
    network = SimulatedNetwork([Handset(ALICE)])

    code, told = asyncio.run(operator.runs(network, *words))

    (sms,) = network.handsets[ALICE].inbox
    assert (code, sms.sender) == (0, LANE)
    assert sms.text.startswith("Assurance Maladie : c'est une fraude.")
    assert "ameli-vitale" not in told
    assert ALICE[1:] not in told
    assert db.execute("select count(*) from tracing_stray").fetchone()[0] == 0


def tocsin(*words, **env):
    given = {k: v for k, v in os.environ.items() if not k.startswith("TOCSIN_")} | env
    return forked.tocsin(*words, env=given)


@pytest.mark.parametrize(
    ("env", "said"),
    [
        ({}, "TOCSIN_CHECK_LANE names no lane"),
        ({"TOCSIN_CHECK_LANE": LANE}, "38700 has no account in TOCSIN_SMPP"),
        ({"TOCSIN_SMPP": "x://y"}, "TOCSIN_SMPP: expected smpp://"),
    ],
)
def test_what_is_missing_is_named(env, said):
    ran = tocsin("sms-in", **env)
    assert ran.returncode == 64
    assert said in ran.stderr


@pytest.mark.parametrize("words", [("sms-in",), ("worker", "--engine", "0", "--gateway", "1")])
def test_a_number_that_the_guard_refuses_is_refused_at_the_start(store, tmp_path, words):
    KeyFile(tmp_path / "k").create_keys()
    ran = tocsin(
        *words, TOCSIN_SMPP="smpp://a:b@127.0.0.1:1/0639980009", TOCSIN_CHECK_LANE="0639980009",
        TOCSIN_DATABASE_URL=store, TOCSIN_KEYS=str(tmp_path / "k"),
    )  # fmt: skip
    assert ran.returncode == 64
    assert (
        "The guard does not let answers leave from this lane: 0639980009 (sender_not_allowed)" in ran.stderr
    )


def test_show_needs_no_store():
    ran = tocsin("sms-in", "--show", FRAUD)
    assert (ran.returncode, ran.stdout.count("\n")) == (0, 1)
    assert ran.stdout.startswith("Assurance Maladie : c'est une fraude.")
    assert "160 characters of 160" in ran.stderr
    assert "no answer" in tocsin("sms-in", "--show", "STOP").stdout
