"""Our client against an SMSC that we did not write: the npm package ``smpp``, with its own tables."""

import asyncio
import json
import subprocess
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random

import pytest

from tests.npm_packages import install_script
from tocsin.message import gsm7
from tocsin.sms.gateway import (
    DeliveryReceipt,
    DeliveryState,
    IncomingSms,
    LinkChange,
    PartAccepted,
    utc_datetime,
)
from tocsin.sms.smpp_account import SmppAccount
from tocsin.sms.smpp_gateway import SmppGateway

from .conftest import ALICE, Story

HERE = Path(__file__).parent / "foreign"


@pytest.fixture(scope="module")
def smsc_script():
    return install_script(HERE, "smsc.js", "smpp", "npm")


class Foreign(Story):
    """A story with the npm SMSC: ``read`` is what it read."""

    def __init__(self, gateway, process):
        super().__init__(None, gateway, None)
        self.process = process

    async def read(self):
        return json.loads(await self.process.stdout.readline())


@asynccontextmanager
async def npm_story(script, password="secret"):
    process = await asyncio.create_subprocess_exec("node", script, stdout=subprocess.PIPE, cwd=script.parent)
    try:
        port = json.loads(await process.stdout.readline())["port"]
        account = SmppAccount(
            host="127.0.0.1", port=port, system_id="tocsin", password=password, rate=1e4, burst=999
        )
        gateway = SmppGateway(account, chance=Random(1))
        await gateway.start()
        yield Foreign(gateway, process)
        await gateway.stop()
    finally:
        process.kill()
        await process.wait()


@pytest.mark.parametrize(
    ("text", "coding"),
    [("é à € @", 0), ("é à € ç", 8), ("[déjà] {vu} ~ 10 € | ^ \\", 0), ("’ œ \U0001f637", 8)],
)
async def test_accents_arrive_and_come_back(smsc_script, text, coding):
    async with npm_story(smsc_script) as told:
        await told.send("m1", text=text)
        read = await told.read()
        (incoming,) = await told.hear(IncomingSms)
    assert (read["to"], read["source"]) == ("33639980001", "38663")
    assert (read["text"], read["coding"]) == (text, coding)
    assert (incoming.sender, incoming.to, incoming.text) == (ALICE, "38663", text)


async def test_the_whole_alphabet_is_the_same_on_both_sides(smsc_script):
    every = "".join(c for c in gsm7.BASIC if c != "\x1b") + "".join(gsm7.EXTENSION)
    async with npm_story(smsc_script) as told:
        await told.send("m1", text=every)
        read = await told.read()
        (incoming,) = await told.hear(IncomingSms)
    assert gsm7.measure_sms_cost(every).parts == 1
    assert read["text"] == incoming.text == every


async def test_latin_1_from_a_phone_is_read(smsc_script):
    """The package writes what fits in Latin-1, and not in GSM-7, with data_coding 3."""
    async with npm_story(smsc_script) as told:
        await told.send("m1", text="ça a été, à bientôt")
        await told.read()
        (incoming,) = await told.hear(IncomingSms)
    assert incoming.text == "ça a été, à bientôt"


async def test_receipts_bear_our_reference(smsc_script):
    async with npm_story(smsc_script) as told:
        for n in range(50):
            await told.send(f"m{n}")
        receipts = await told.hear(DeliveryReceipt, 50)
        accepted = told.all(PartAccepted)
    assert [receipt.id for receipt in receipts] == [f"m{n}" for n in range(50)]
    assert {receipt.state for receipt in receipts} == {DeliveryState.DELIVERED}
    assert accepted[9].remote_id == "0000000a"


async def test_a_long_message_is_cut_as_the_other_side_expects(smsc_script):
    text = "L’Assurance Maladie vous écrit. " * 6
    async with npm_story(smsc_script) as told:
        await told.send("m1", text=text, valid_until=utc_datetime(4_000_000_000.0))
        read = [await told.read() for _ in range(gsm7.measure_sms_cost(text).parts)]
    assert "".join(part["text"] for part in read) == text
    assert [part["udh"][0][-2:] for part in read] == [[3, 1], [3, 2], [3, 3]]
    assert all(part["validity"].startswith("2") for part in read)  # the package reads a date


async def test_a_wrong_password_is_refused(smsc_script):
    async with npm_story(smsc_script, password="wrong") as told:
        (change,) = await told.hear(LinkChange)
        assert change.reason == "bind_refused_0x0000000e"


async def test_a_clean_end(smsc_script):
    async with npm_story(smsc_script) as told:
        await told.hear(LinkChange)
        await told.stop()
        assert await told.read() == {"unbind": True}
    assert told.all(LinkChange)[-1].reason == "stopped"
