"""Debian's Kannel in the middle: our HTTP gateway -> Kannel -> our SMSC -> a handset, and the way back.

Kannel has its own SMPP client and its own tables of characters. It is installed from Debian where the tests
run as root; elsewhere they say that they are skipped.
"""

import asyncio
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import parse_qs, unquote_to_bytes, urlsplit

import pytest

from tests.debian_packages import require_program
from tests.free_ports import find_free_port
from tocsin.sms.gateway import OutgoingSms, PartAccepted
from tocsin.sms.http_gateway import HttpGateway
from tocsin.sms.http_provider import HttpProvider
from tocsin_simulation.sms.handset import Handset, ScriptedReplies
from tocsin_simulation.sms.network import SimulatedNetwork
from tocsin_simulation.sms.network_profile import NetworkProfile

from .conftest import ALICE

CONFIG = Path(__file__).parent / "foreign" / "kannel.conf"


@pytest.fixture(scope="module")
def kannel():
    """Paths of bearerbox and smsbox."""
    return [require_program(name, "kannel") for name in ("bearerbox", "smsbox")]


class Callbacks:
    """What Kannel says over HTTP."""

    def __init__(self):
        self.heard = asyncio.Queue()

    async def answer(self, reader, writer):
        line = (await reader.readline()).decode()
        while (await reader.readline()).strip():
            pass
        writer.write(b"HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n")
        await writer.drain()
        writer.close()
        await self.heard.put(line.split(" ")[1])

    async def next(self, path):
        """The query of the next call to a path; others are passed over."""
        while True:
            target = urlsplit(await self.heard.get())
            if target.path == path:
                return target.query


def text_of(query):
    """The text of an incoming message, in the alphabet that Kannel names."""
    fields = dict(part.split("=", 1) for part in query.split("&"))
    return unquote_to_bytes(fields["text"].replace("+", " ")).decode(fields["charset"])


async def port_answers(port):
    while True:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.05)  # a foreign program starts in its own time
        else:
            writer.close()
            return


@asynccontextmanager
async def running(binaries, network, folder):
    server = await network.serve()
    callbacks = Callbacks()
    web = await asyncio.start_server(callbacks.answer, "127.0.0.1", 0)
    admin, box, sendsms = (find_free_port() for _ in range(3))
    smpp, callback = (s.sockets[0].getsockname()[1] for s in (server, web))
    ports = {"admin": admin, "box": box, "sendsms": sendsms, "smpp": smpp, "callback": callback}
    config = folder / "kannel.conf"
    config.write_text(CONFIG.read_text().format(**ports))
    started = []
    try:
        for binary, port in zip(binaries, (box, sendsms), strict=True):
            log = (folder / f"{Path(binary).name}.log").open("wb")
            started.append(await asyncio.create_subprocess_exec(binary, config, stdout=log, stderr=log))
            await port_answers(port)
        while not any(line.bound for line in network.lines):
            await asyncio.sleep(0.05)
        yield sendsms, callback, callbacks
    finally:
        for process in reversed(started):
            process.terminate()
        for process in started:
            await process.wait()
        server.close()
        web.close()


def through_kannel(sendsms, callback):
    """Kannel's own HTTP interface, as a provider described in data."""
    return HttpProvider(
        url=f"http://127.0.0.1:{sendsms}/cgi-bin/sendsms",
        method="GET",
        encoding="query",
        body="{message}",
        message={
            "username": "tocsin",
            "password": "{password}",
            "from": "{sender}",
            "to": "{to}",
            "text": "{text}",
            "charset": "UTF-8",
            "coding": "{alphabet}",
            "dlr-mask": 3,
            "dlr-url": f"http://127.0.0.1:{callback}/receipt?id={{id}}&state=%d",
        },
        alphabets={"gsm7": 0, "ucs2": 2},
    )


TEXTS = ["é à € @ [x]", "é à € ç", "Vous êtes isolé jusqu’au 3 mars. " * 4, "déjà " * 50]


@pytest.mark.parametrize("ids", ["decimal", "hex"])
async def test_accents_on_every_hop_and_back(kannel, tmp_path, ids):
    phone = Handset(ALICE, ScriptedReplies(tuple(TEXTS), after=0))
    network = SimulatedNetwork([phone], habits=NetworkProfile(ids=ids))
    async with running(kannel, network, tmp_path) as (sendsms, callback, callbacks):
        gateway = HttpGateway(through_kannel(sendsms, callback), secrets={"password": "motdepasse"})
        await gateway.start()
        for n, text in enumerate(TEXTS):
            await gateway.send(OutgoingSms(id=f"m{n}", to=ALICE, sender="38663", text=text))
            incoming = await callbacks.next("/incoming")
            assert phone.inbox[-1].text == text.rstrip() or phone.inbox[-1].text == text
            assert text_of(incoming).strip() == text.strip()
            assert parse_qs(incoming)["from"] == [ALICE]
        accepted = [event.id for event in (await gateway.receive()).events if isinstance(event, PartAccepted)]
        await gateway.stop()
    assert accepted == [f"m{n}" for n in range(len(TEXTS))]


async def test_kannel_reads_our_receipts(kannel, tmp_path):
    network = SimulatedNetwork([Handset(ALICE), Handset("+33639980009", exists=False)])
    async with running(kannel, network, tmp_path) as (sendsms, callback, callbacks):
        gateway = HttpGateway(through_kannel(sendsms, callback), secrets={"password": "motdepasse"})
        await gateway.start()
        for id, to in (("good", ALICE), ("bad", "+33639980009")):
            await gateway.send(OutgoingSms(id=id, to=to, sender="38663", text="Bonjour"))
        told = {await callbacks.next("/receipt") for _ in range(2)}
        await gateway.stop()
    assert told == {"id=good&state=1", "id=bad&state=2"}
