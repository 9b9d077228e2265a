"""The SMPP gateway on real sockets, against a network that misbehaves in every way that has a switch.

Time is virtual where it decides anything: nothing here sleeps, and no duration is measured.
"""

import asyncio
import random
import shutil
import ssl
import subprocess

import pytest

from tests.sms.conftest import ALICE, BOB, story
from tests.sms.gateway_sending import wake
from tests.virtual_clock import VirtualClock
from tocsin.sms import message_parts
from tocsin.sms.gateway import (
    BadDestination,
    DeliveryReceipt,
    GatewayStopped,
    IncomingSms,
    LinkChange,
    OutgoingSms,
    PartAccepted,
    PartRefused,
)
from tocsin.sms.pacing import Backoff
from tocsin.sms.pdu import CommandStatus
from tocsin.sms.pdu_codec import FieldTooLong
from tocsin.sms.smpp_account import SmppAccount
from tocsin.sms.smpp_gateway import SmppGateway
from tocsin.sms.timer_clock import MonotonicClock
from tocsin_simulation.sms.handset import Handset, ScriptedReplies
from tocsin_simulation.sms.network import SimulatedNetwork
from tocsin_simulation.sms.network_pdus import build_incoming_part
from tocsin_simulation.sms.network_profile import NetworkFaults, NetworkProfile

pytestmark = pytest.mark.filterwarnings("error")


# An ordinary day


async def test_a_conversation():
    network = SimulatedNetwork([Handset(ALICE, ScriptedReplies(("oui é à € ç",), after=0))])
    async with story(network) as told:
        await told.send("m1", text="Êtes-vous isolé ? é à € ç")
        await told.hear(IncomingSms)
    assert [type(event) for event in told.told] == [LinkChange, PartAccepted, DeliveryReceipt, IncomingSms]
    assert told.all(IncomingSms)[0].text == "oui é à € ç"
    assert network.handsets[ALICE].inbox[0].text == "Êtes-vous isolé ? é à € ç"


async def test_thousands_of_messages_over_several_binds():
    network = SimulatedNetwork(
        habits=NetworkProfile(ids="hex", receipts="text"), faults=NetworkFaults(receipt_first=True)
    )
    async with story(network, binds=3, queue=200) as told:
        sending = asyncio.create_task(send_many(told, 3000))
        await told.hear(DeliveryReceipt, 3000)
        await sending
        await told.until(lambda: len(network.lines) == 3)
    assert sorted(event.id for event in told.all(DeliveryReceipt)) == sorted(f"m{n}" for n in range(3000))
    assert told.gateway.tally.accepted == told.gateway.tally.receipts == len(network.taken) == 3000


async def send_many(told, count):
    for n in range(count):
        await told.send(f"m{n}", to=f"+3363998{n:04}")


async def test_a_full_queue_makes_the_sender_wait():
    clock = VirtualClock()
    network = SimulatedNetwork(clock=clock)
    async with story(network, clock=clock, queue=3, window=1) as told:
        await told.hear(LinkChange)
        network.faults.hang = True
        sending = asyncio.create_task(send_many(told, 10))
        await told.until(lambda: told.gateway.parts_in_flight == 1 and told.gateway.queued_parts == 3)
        assert not sending.done()
        network.faults.hang = False
        network.lines[0].drop()
        while not sending.done() or len(told.all(PartAccepted)) < 9:
            await wake(told, 1)
            await told.drain()


async def test_a_message_that_can_never_be_sent_is_refused_at_once():
    async with story(SimulatedNetwork()) as told:
        with pytest.raises(BadDestination):
            await told.send("m1", to="0639981234")


def test_a_password_that_smpp_cannot_write_is_refused_before_anything_starts():
    account = SmppAccount(host="x", port=1, system_id="tocsin", password="nine chars")
    with pytest.raises(FieldTooLong, match="password"):
        SmppGateway(account)


async def test_a_caller_who_does_not_listen_stops_the_reading():
    network = SimulatedNetwork()
    async with story(network, unstored=50, window=1000) as told:
        await told.hear(LinkChange)
        for n in range(500):
            await told.send(f"m{n}")
        await told.until(lambda: any(line._paused for line in told.gateway._lines.values()))
        await told.hear(DeliveryReceipt, 500)
        assert not any(line._paused for line in told.gateway._lines.values())


async def test_confirmation_reaches_the_network():
    network = SimulatedNetwork()
    async with story(network) as told:
        network.send_from(ALICE, "38663", "oui")
        await told.hear(IncomingSms, confirm=False)
        (line,) = network.lines
        assert len(line.unanswered) == 1
        network.send_from(BOB, "38663", "non")
        await told.hear(IncomingSms, 2)
        await told.until(lambda: len(line.unanswered) == 1)


async def test_incoming_latin_1_as_default_alphabet():
    network = SimulatedNetwork()
    async with story(network, default_alphabet=message_parts.LATIN1) as told:
        await told.hear(LinkChange)
        sm = build_incoming_part(
            network.habits, ALICE, "38663", message_parts.SmsPart(1, 1, 0, "é à ç".encode("latin-1"))
        )
        network._to_client.append(sm)
        network.send_waiting()
        network.flush()
        assert (await told.hear(IncomingSms))[0].text == "é à ç"


# A clean stop


async def test_a_clean_stop_unbinds_and_gives_back_what_waits():
    network = SimulatedNetwork()
    async with story(network, window=1) as told:
        await told.hear(LinkChange)
        network.faults.hang = True
        for n in range(3):
            await told.send(f"m{n}")
        line = network.lines[0]
        await told.until(lambda: bool(line._held))
        stopping = asyncio.create_task(told.stop())
        await told.until(lambda: told.gateway._stopping)
        network.faults.hang = False
        line._send_answer(line._held[0], CommandStatus.OK, "1")
        line.flush()
        await stopping
    assert [(event.id, event.reason) for event in told.all(PartRefused)] == [
        ("m1", "stopped"),
        ("m2", "stopped"),
    ]
    assert [event.id for event in told.all(PartAccepted)] == ["m0"]
    assert told.all(LinkChange)[-1].reason == "stopped"
    with pytest.raises(GatewayStopped):
        await told.gateway.receive()


async def test_a_stop_while_waiting_to_reconnect():
    clock = VirtualClock()
    async with story(
        SimulatedNetwork(clock=clock, faults=NetworkFaults(refuse_binds=99)), clock=clock
    ) as told:
        await told.hear(LinkChange)
        await told.stop()
    assert not told.gateway._lines


# TLS


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    if not shutil.which("openssl"):
        pytest.skip("openssl is not on this machine: TLS is not tested")
    folder = tmp_path_factory.mktemp("tls")
    command = (
        "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost "
        "-addext subjectAltName=DNS:localhost"
    )
    subprocess.run(
        [*command.split(), "-keyout", "key.pem", "-out", "cert.pem"],
        cwd=folder,
        check=True,
        capture_output=True,
    )
    return folder


async def tls_story(network, certificate, trusted):
    served = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    served.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
    server = await network.serve(tls=served)
    port = server.sockets[0].getsockname()[1]
    context = ssl.create_default_context(cafile=certificate / "cert.pem" if trusted else None)
    return server, {"host": "localhost", "port": port, "tls": True, "tls_context": context}


async def test_over_tls(certificate):
    network = SimulatedNetwork()
    server, terms = await tls_story(network, certificate, trusted=True)
    async with story(network, **terms) as told:
        await told.send("m1")
        await told.hear(DeliveryReceipt)
    server.close()


async def test_a_certificate_that_nobody_vouches_for_is_refused(certificate):
    network = SimulatedNetwork()
    server, terms = await tls_story(network, certificate, trusted=False)
    async with story(network, **terms) as told:
        (change,) = await told.hear(LinkChange)
    server.close()
    assert change.reason == "not_connected: SSLCertVerificationError"


# Small things


def test_backoff_doubles_with_jitter_up_to_its_limit():
    backoff = Backoff(1.0, 60.0, random.Random(1))
    waits = [backoff.next_delay() for _ in range(12)]
    for n, wait in enumerate(waits):
        whole = min(60.0, 2.0**n)
        assert whole / 2 <= wait <= whole
    backoff.reset()
    assert backoff.next_delay() <= 1.0
    assert waits != [Backoff(1.0, 60.0, random.Random(2)).next_delay() for _ in range(12)]


async def test_the_real_clock_moves_forward_and_rings():
    clock, rang = MonotonicClock(), asyncio.Event()
    before = clock.now()
    clock.call_at(before, rang.set)
    await rang.wait()
    assert clock.now() >= before


def test_a_virtual_alarm_can_be_called_off():
    clock, rang = VirtualClock(), []
    clock.call_at(clock.now() + 1, lambda: rang.append(1)).cancel()
    assert clock.next_due() is None
    clock.advance(2)
    assert rang == []


def test_a_message_is_a_value():
    assert OutgoingSms(id="1", to=ALICE, sender="38663", text="é") == OutgoingSms(
        id="1", to=ALICE, sender="38663", text="é"
    )
