"""``tocsin talk``: one case and two contacts, over real SMPP, with simulated handsets.

The network, the handsets and the people are made up; the rest is what a service runs: the flows, the guard,
the register, the SMPP client, the check. Days pass in a moment; no SMS leaves the machine.
"""

import asyncio
from argparse import Namespace
from datetime import UTC, datetime, timedelta

from tocsin.charter.load import load
from tocsin.cli import secret
from tocsin.cli.journal import Journal, place
from tocsin.cli.paper import Paper
from tocsin.cli.talk.office import Office, case_facts
from tocsin.cli.talk.page import Page
from tocsin.cli.talk.people import CASE, handsets
from tocsin.conversation import quiet
from tocsin.sms.account import Account
from tocsin.sms.gateway import Incoming, Receipt
from tocsin.sms.network import Network
from tocsin.sms.smpp import SmppGateway
from tocsin.verdict.check import DEFAULT

BEGINS = datetime(2021, 3, 4, 9, 30, tzinfo=UTC)
"""The day of the founding document, 10:30 in Paris."""
THINKING = timedelta(minutes=2)
"""What an answer takes, in the story."""
QUIET = 0.4
"""Seconds without news after which nobody is writing any more, and the clock may jump."""


class StoryClock:
    """The time of the story: it runs as ours does, and jumps when told."""

    def __init__(self) -> None:
        self._ahead = BEGINS - datetime.now(UTC)

    def now(self) -> datetime:
        """The moment of the story."""
        return datetime.now(UTC) + self._ahead

    def jump(self, to: datetime) -> None:
        """Go on at a later moment."""
        self._ahead += max(to - self.now(), timedelta(0))


def run(options: Namespace) -> int:
    """Let them talk, and show every SMS."""
    path = place(options.register)
    with Journal.written(path) as register:
        keys = secret.keys(path, make=True)
        charter = load(DEFAULT)
        clock = StoryClock()
        page = Page(Paper.standard(), register, charter, options.lang)
        office = Office(register, keys, charter, clock.now, page.told)
        asyncio.run(_talk(office, page, clock, options.lang))
        page.fraud()
        page.end(path if options.register else None)
    return 0


async def _talk(office: Office, page: Page, clock: StoryClock, lang: str) -> None:
    """From the first notice to the last day."""
    network = Network(handsets())
    server = await network.serve()
    port = int(server.sockets[0].getsockname()[1])
    gateway = SmppGateway(
        Account(host="127.0.0.1", port=port, system_id="tocsin", password="secret", rate=1000.0, window=50)
    )
    page.begin(port)
    await gateway.start()
    try:
        day = quiet.local(clock.now(), "Europe/Paris").date()
        office.begin("case", CASE, case_facts("Léa", day))
        await _until_the_end(office, page, clock, gateway)
    finally:
        await gateway.stop()
        server.close()


async def _until_the_end(office: Office, page: Page, clock: StoryClock, gateway: SmppGateway) -> None:
    """SMS out and in; where nobody writes, the clock jumps to what is next."""
    receiving = asyncio.ensure_future(gateway.receive())
    while True:
        for message in office.outbox:
            await gateway.send(message)
        office.outbox.clear()
        done, _ = await asyncio.wait({receiving}, timeout=QUIET)
        if done:
            batch = receiving.result()
            for event in batch.events:
                _take(event, office, page, clock)
            batch.confirm()
            receiving = asyncio.ensure_future(gateway.receive())
        elif office.next_due is None:
            receiving.cancel()
            return
        else:
            clock.jump(office.next_due)
            office.tick()


def _take(event: object, office: Office, page: Page, clock: StoryClock) -> None:
    if isinstance(event, Incoming):
        clock.jump(clock.now() + THINKING)
        page.heard(event.sender, event.text, clock.now())
        office.hear(event.sender, event.text)
    elif isinstance(event, Receipt):
        page.receipt(event)
