"""How many SMS a second: our SMPP client and our simulated SMSC on loopback, every message with its receipt.

The SMSC runs in a process of its own, the client in this one; beside it, in the same run and against the same
SMSC, the library smpplib with the same window. Then the codecs alone. The CPU time of the client is given
too: it does not depend on what else the machine does. Run it with ``./dev bench smpp``.
"""

import asyncio
import os
import platform
import statistics
import time

from _smsc import TEXT, start_smsc

from tocsin.sms import pdu, pdu_codec
from tocsin.sms.gateway import DeliveryReceipt, DeliveryState, OutgoingSms, PartAccepted
from tocsin.sms.smpp_account import SmppAccount
from tocsin.sms.smpp_gateway import SmppGateway

WINDOW = 500
TARGET = 5_000
ROUNDS = 3


async def ours(port, count, binds=1):
    """Seconds from the first message to the last receipt."""
    account = SmppAccount(
        host="127.0.0.1",
        port=port,
        system_id="tocsin",
        password="secret",
        window=WINDOW // binds,
        rate=1e6,
        burst=10_000,
        binds=binds,
    )
    gateway = SmppGateway(account)
    await gateway.start()
    (await gateway.receive()).confirm()
    start = time.perf_counter()
    sending = asyncio.create_task(send_all(gateway, count))
    accepted = delivered = 0
    while delivered < count:
        batch = await gateway.receive()
        for event in batch.events:
            accepted += type(event) is PartAccepted
            delivered += type(event) is DeliveryReceipt and event.state is DeliveryState.DELIVERED
        batch.confirm()
    seconds = time.perf_counter() - start
    await sending
    await gateway.stop()
    assert accepted == delivered == count
    return seconds


async def send_all(gateway, count):
    for n in range(count):
        await gateway.send(OutgoingSms(id=f"m{n}", to=f"+336399{n % 100_000:05}", sender="38663", text=TEXT))


def smpplib(port, count):
    """The same with smpplib: as many submit_sm in flight, read until every receipt has come."""
    import logging

    import smpplib.client

    logging.disable(logging.CRITICAL)
    client = smpplib.client.Client("127.0.0.1", port, allow_unknown_opt_params=True)
    seen = {"answers": 0, "receipts": 0}
    client.set_message_sent_handler(lambda pdu: seen.__setitem__("answers", seen["answers"] + 1))
    client.set_message_received_handler(lambda pdu: seen.__setitem__("receipts", seen["receipts"] + 1))
    client.connect()
    client.bind_transceiver(system_id="tocsin", password="secret")
    start, sent = time.perf_counter(), 0
    text = TEXT.encode()
    while seen["receipts"] < count:
        while sent < count and sent - seen["answers"] < WINDOW:
            client.send_message(
                source_addr_ton=3,
                source_addr="38663",
                dest_addr_ton=1,
                dest_addr_npi=1,
                destination_addr=f"336399{sent % 100_000:05}",
                short_message=text,
                registered_delivery=1,
            )
            sent += 1
        client.read_once()
    seconds = time.perf_counter() - start
    client.unbind()
    client.disconnect()
    return seconds


def per_call(action, count=20_000):
    """Microseconds of CPU, the best of three."""
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        for _ in range(count):
            action()
        best = min(best, time.process_time() - start)
    return best / count * 1e6


def codecs():
    """Encoding and decoding one submit_sm, ours and smpplib's."""
    from smpplib.smpp import make_pdu, parse_pdu

    class Numbers:
        sequence = 1

        def next_sequence(self):
            return 1

    fields = {"source_addr": "38663", "destination_addr": "33639981234", "short_message": TEXT.encode()}
    sm = pdu.ShortMessage(
        command=4, sequence=1, source="38663", dest="33639981234", registered=1, payload=TEXT.encode()
    )
    frame = pdu_codec.encode_pdu(sm)
    yield "encode submit_sm, ours", per_call(lambda: pdu_codec.encode_pdu(sm))
    yield (
        "encode submit_sm, smpplib",
        per_call(lambda: make_pdu("submit_sm", client=Numbers(), **fields).generate(), 4000),
    )
    yield "decode submit_sm, ours", per_call(lambda: pdu_codec.decode_pdu(frame))
    yield "decode submit_sm, smpplib", per_call(lambda: parse_pdu(frame, client=Numbers()), 4000)


class Runs:
    """Rates of one client, and what it took of the processor."""

    def __init__(self, name):
        self.name = name
        self.rates = []
        self.cpu = []

    def add(self, count, run):
        start = time.process_time()
        self.rates.append(count / run(count))
        self.cpu.append((time.process_time() - start) / count * 1e6)

    @property
    def rate(self):
        return statistics.median(self.rates)

    def __str__(self):
        span = f"{min(self.rates):,.0f} to {max(self.rates):,.0f}"
        cpu = statistics.median(self.cpu)
        return (
            f"{self.name:<26} {self.rate:>8,.0f} submits/s with receipts ({span}), {cpu:.0f} us of CPU each"
        )


def main():
    load = ", ".join(f"{value:.2f}" for value in os.getloadavg())
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {load}, window {WINDOW}")
    smsc, port = start_smsc()
    one, four, library = Runs("ours, 1 bind"), Runs("ours, 4 binds"), Runs("smpplib, 1 bind")
    for _ in range(ROUNDS):
        one.add(40_000, lambda count: asyncio.run(ours(port, count)))
        four.add(40_000, lambda count: asyncio.run(ours(port, count, binds=4)))
        library.add(10_000, lambda count: smpplib(port, count))
    smsc.stdin.close()
    smsc.wait()
    print(one, four, library, sep="\n")
    for name, microseconds in codecs():
        print(f"{name:<26} {microseconds:>8.2f} us")
    met = "met" if one.rate >= TARGET else "MISSED"
    print(f"ours / smpplib = {one.rate / library.rate:.1f}; target {TARGET:,}/s: {met}")
    return met != "met"


if __name__ == "__main__":
    raise SystemExit(main())
