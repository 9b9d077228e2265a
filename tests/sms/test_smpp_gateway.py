"""The SMPP gateway on real sockets, against a network that misbehaves in every way that has a switch.

Time is virtual where it decides anything: nothing here sleeps, and no duration is measured.
"""

import asyncio
import random
import shutil
import ssl
import subprocess

import pytest

from tests.examples import scaled
from tests.sms.conftest import ALICE, BOB, story
from tocsin.sms import message_parts
from tocsin.sms.gateway import (
    BadDestination,
    DeliveryReceipt,
    DeliveryState,
    GatewayStopped,
    IncomingSms,
    LinkChange,
    OutgoingSms,
    PartAccepted,
    PartRefused,
    PartUncertain,
    SendPriority,
    utc_datetime,
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
from tocsin_simulation.virtual_clock import VirtualClock

pytestmark = pytest.mark.filterwarnings("error")


async def wake(told, seconds):
    """Time passes for both sides, and the sockets follow."""
    told.clock.advance(seconds)
    for _ in range(20):
        await asyncio.sleep(0)


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


# Faults


async def test_a_network_that_refuses_the_bind_is_tried_again_later_and_later():
    clock = VirtualClock()
    network = SimulatedNetwork(clock=clock, faults=NetworkFaults(refuse_binds=3))
    waits = []
    async with story(network, clock=clock) as told:
        for n in range(3):
            await told.hear(LinkChange, n + 1)
            await told.until(lambda: clock.next_due() is not None and not told.gateway._lines)
            waits.append(clock.next_due() - clock.now())
            await wake(told, waits[-1])
        await told.hear(LinkChange, 4)
    assert [change.up for change in told.all(LinkChange)] == [False, False, False, True]
    assert 0.5 <= waits[0] <= 1.0 <= waits[1] <= 2.0 <= waits[2] <= 4.0


async def test_nobody_listens():
    clock = VirtualClock()
    network = SimulatedNetwork(clock=clock)
    async with story(network, clock=clock, port=1) as told:
        (change,) = await told.hear(LinkChange)
        assert change.reason == "not_connected: ConnectionRefusedError"


async def test_what_is_overdue_while_no_line_is_up_is_told_so_that_somebody_calls():
    clock = VirtualClock()
    async with story(SimulatedNetwork(clock=clock), clock=clock, port=1) as told:
        await told.send("m1", valid_until=utc_datetime(clock.now() + 5))
        await told.send("m2")
        while not told.all(PartRefused):
            await wake(told, 1)
            await told.drain()
        assert told.gateway.queued_parts == 1
    assert [(event.id, event.reason) for event in told.all(PartRefused)] == [("m1", "expired")]


async def test_a_network_that_throttles_gets_everything_in_order():
    clock = VirtualClock()
    network = SimulatedNetwork(clock=clock)
    async with story(network, clock=clock, window=4) as told:
        await told.hear(LinkChange)
        network.faults.throttle = 6
        for n in range(20):
            await told.send(f"m{n:02}", priority=SendPriority.BULK)
        while len(told.all(PartAccepted)) < 20:
            await wake(told, 0.2)
            await told.drain()
    assert told.gateway.tally.throttled == 6
    assert told.gateway.tally.uncertain == 0
    assert sorted(event.id for event in told.all(PartAccepted)) == [f"m{n:02}" for n in range(20)]
    assert len(network.taken) == 20


async def test_a_network_that_hangs_leaves_a_window_uncertain_and_is_left():
    clock = VirtualClock()
    network = SimulatedNetwork(clock=clock)
    async with story(network, clock=clock, window=5) as told:
        await told.hear(LinkChange)
        network.faults.hang = True
        for n in range(12):
            await told.send(f"m{n}")
        await told.until(lambda: len(network.taken) == 5)
        await wake(told, 30)  # enquire_link, which hangs too
        await wake(told, 60)
        await told.hear(LinkChange, 2)
        assert told.all(LinkChange)[-1].reason == "silent"
        network.faults.hang = False
        while len(told.all(PartAccepted)) + len(told.all(PartUncertain)) < 12:
            await wake(told, 2)
            await told.drain()
    uncertain = [event.id for event in told.all(PartUncertain)]
    assert uncertain[:5] == [f"m{n}" for n in range(5)]
    assert {event.id for event in told.all(PartAccepted)}.isdisjoint(uncertain)


async def test_a_line_that_drops_with_a_full_window_loses_nothing_and_repeats_nothing():
    clock = VirtualClock()
    network = SimulatedNetwork(clock=clock)
    async with story(network, clock=clock, window=5) as told:
        await told.hear(LinkChange)
        network.faults.drop_at = 5
        for n in range(12):
            await told.send(f"m{n}", to=f"+3363998{n:04}")
        await told.hear(PartUncertain, 5)
        while len(told.all(PartAccepted)) < 7:
            await wake(told, 1)
            await told.drain()
        await told.stop()
    assert [event.id for event in told.all(PartUncertain)] == [f"m{n}" for n in range(5)]
    assert [event.id for event in told.all(PartAccepted)] == [f"m{n}" for n in range(5, 12)]
    assert sorted(sm.dest for sm in network.taken) == [f"3363998{n:04}" for n in range(12)]


async def test_receipts_of_what_was_uncertain_are_given_out_with_their_reference():
    """The answer was lost with the line, the receipt was not: the caller may match it by phone and time."""
    clock = VirtualClock()
    network = SimulatedNetwork(clock=clock)
    async with story(network, clock=clock, window=5) as told:
        await told.hear(LinkChange)
        network.faults.drop_at = 1
        await told.send("m1")
        await told.hear(PartUncertain)
        while not told.all(DeliveryReceipt):
            await wake(told, 5)
            await told.drain()
    (receipt,) = told.all(DeliveryReceipt)
    assert (receipt.id, receipt.remote_id, receipt.state) == (None, "1", DeliveryState.DELIVERED)


async def test_a_receipt_does_not_wait_for_what_waits_longer():
    """A piece of a long answer came before it, whose other pieces are waited for a quarter of an hour."""
    clock = VirtualClock()
    network = SimulatedNetwork(clock=clock)
    async with story(network, clock=clock, window=5, patience=1.0) as told:
        await told.hear(LinkChange)
        first, *_ = message_parts.split_into_parts("Léa et Karim " * 20, 9)
        network._to_client.append(build_incoming_part(network.habits, BOB, "38663", first))
        network.send_waiting()
        network.flush()
        await told.until(lambda: told.gateway._expiry is not None)
        network.faults.drop_at = 2
        await told.send("m1")
        await told.until(lambda: told.gateway._exchange.ledger.next_expiry() is not None)
        await wake(told, 2)
        await told.hear(DeliveryReceipt)
        network.lines[0].drop()
        await told.hear(PartUncertain)
    (receipt,) = told.all(DeliveryReceipt)
    assert (receipt.id, receipt.remote_id) == (None, "1")


async def test_a_network_that_answers_twice():
    network = SimulatedNetwork(
        [Handset(ALICE, ScriptedReplies(("oui",), after=0))], faults=NetworkFaults(answer_twice=True)
    )
    async with story(network) as told:
        await told.send("m1")
        await told.hear(IncomingSms, 2)
    assert [event.repeated for event in told.all(IncomingSms)] == [False, True]
    assert len(told.all(PartAccepted)) == len(told.all(DeliveryReceipt)) == 1
    assert told.gateway.tally.stray == 1


@pytest.mark.parametrize(
    "garbage", [b"\xff" * 64, b"\0" * 16, b"GET / HTTP/1.1\r\n\r\n", random.Random(1).randbytes(400)]
)
async def test_a_network_that_sends_garbage_is_left_and_found_again(garbage):
    clock = VirtualClock()
    network = SimulatedNetwork(clock=clock, faults=NetworkFaults(garbage=garbage))
    async with story(network, clock=clock) as told:
        for n in range(10):
            await told.send(f"m{n}")
        while len(told.all(PartAccepted)) + len(told.all(PartUncertain)) < 10:
            await wake(told, 1)
            await told.drain()
        await told.hear(LinkChange, 2)
    assert told.all(LinkChange)[1].reason == "garbage"
    assert told.gateway.tally.malformed == 1
    assert len(network.taken) == 10


async def test_half_a_pdu_then_silence():
    clock = VirtualClock()
    network = SimulatedNetwork(clock=clock)
    async with story(network, clock=clock) as told:
        await told.hear(LinkChange)
        network.faults.cut_pdu = True
        await told.send("m1")
        (event,) = await told.hear(PartUncertain)
    assert (event.id, event.reason) == ("m1", "line_dropped")
    assert len(network.taken) == 1


@pytest.mark.parametrize("seed", range(scaled(3)))
async def test_storms(seed):
    """Faults by chance, all at once; then the books are balanced."""
    chance = random.Random(seed)
    clock = VirtualClock()
    network = SimulatedNetwork(clock=clock, seed=seed, habits=NetworkProfile(delay=(0.0, 20.0), rate=200.0))
    async with story(network, clock=clock, binds=2, window=7, rate=500.0) as told:
        sent = 0
        for _ in range(60):
            for _ in range(chance.randrange(4)):
                await told.send(f"m{sent}", text="a" * chance.choice((20, 20, 400)), to=f"+3363998{sent:04}")
                sent += 1
            network.faults.throttle = chance.choice((0, 0, 0, 9))
            network.faults.hang = chance.random() < 0.1
            network.faults.drop_at = chance.choice((0, 0, 0, 0, 3))
            network.faults.garbage = chance.choice((b"", b"", b"", chance.randbytes(30)))
            network.faults.cut_pdu = chance.random() < 0.05
            await wake(told, chance.choice((0.1, 1.0, 40.0)))
            await told.drain()
        network.faults = NetworkFaults()
        while told.gateway.queued_parts or told.gateway.parts_in_flight:
            await wake(told, 10)
            await told.drain()
        await told.stop()
    fates = {}
    for event in told.told:
        if isinstance(event, PartAccepted | PartRefused | PartUncertain):
            fates.setdefault((event.id, event.part), []).append(event)
    assert {id for id, _ in fates} == {f"m{n}" for n in range(sent)}
    taken = [(sm.dest, sm.payload) for sm in network.taken]
    assert len(taken) == len(set(taken))
    assert told.gateway.tally.uncertain == sum(isinstance(fate[0], PartUncertain) for fate in fates.values())


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
