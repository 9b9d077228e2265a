"""A lane that writes by RCS and falls back to SMS, with a provider and telephones that are simulated."""

import asyncio
import json

import pytest
from msgspec import convert

from tests.sms.conftest import ALICE
from tests.virtual_clock import VirtualClock
from tocsin.sms.event_queue import EventQueue
from tocsin.sms.gateway import (
    DeliveryReceipt,
    DeliveryState,
    OutgoingSms,
    PartAccepted,
    PartRefused,
    PartUncertain,
    SuggestedReply,
    utc_datetime,
)
from tocsin.sms.http_client import ProviderResponse, ResponseMissing
from tocsin.sms.rcs_gateway import FETCH_EVERY, RcsGateway
from tocsin.sms.rcs_provider import NotAButton, RcsProvider, fill_suggestions
from tocsin.sms.receipt_parsing import ParsedReceipt

DESCRIBED = {
    "messages": {
        "url": "https://rcs.example.net/v1/messages",
        "headers": {"Authorization": "Bearer {token}"},
        "body": "{message}",
        "message": {"messageId": "{id}", "to": "{to}", "text": "{text}", "suggestions": "{suggestions}"},
        "reading": {"id": "messageId", "remote_id": "name"},
        "rate": 100.0,
    },
    "capability": {"url": "https://rcs.example.net/v1/phones/{to}", "headers": {"Authorization": "Bearer {token}"}},
    "revoke": {"url": "https://rcs.example.net/v1/messages/{id}", "method": "DELETE"},
}  # fmt: skip
BUTTONS = (SuggestedReply("OUI", "case-1.1:yes"), SuggestedReply("NON", "case-1.1:no"))
TEXT = "Assurance Maladie : est-ce bien Léa ? Répondez OUI ou NON. Réf. K7QF-2M9D"


class SimulatedRcsProvider:
    """Telephones with RCS or without, messages that can be taken back until they are delivered."""

    def __init__(self) -> None:
        self.capable = 200
        self.takes = 200
        self.sent: list[dict] = []
        self.revoked: list[str] = []
        self.delivered: set[str] = set()
        self.asked = 0
        self.answers = asyncio.Event()
        self.answers.set()
        """Whether it answers about telephones; what is asked waits until then."""

    async def __call__(self, request):
        path = request.url.removeprefix("https://rcs.example.net/v1/")
        if path.startswith("phones/"):
            self.asked += 1
            await self.answers.wait()
            if self.capable == 0:
                raise ResponseMissing
            return ProviderResponse(self.capable, {}, b"{}")
        if request.method == "DELETE":
            id = path.removeprefix("messages/")
            self.revoked.append(id)
            return ProviderResponse(409 if id in self.delivered else 200, {}, b"{}")
        message = json.loads(request.body)
        self.sent.append(message)
        answer = {"messageId": message["messageId"], "name": f"r-{message['messageId']}"}
        return ProviderResponse(self.takes, {}, json.dumps(answer).encode())


class SimulatedSms:
    """The way by SMS: it takes everything."""

    def __init__(self, clock) -> None:
        self.sent: list[OutgoingSms] = []
        self._clock = clock
        self._inbox = EventQueue()

    async def start(self) -> None:
        """It is open."""

    async def send(self, message) -> None:
        self.sent.append(message)
        at = utc_datetime(self._clock.now())
        self._inbox.waiting.append((PartAccepted(message.id, 1, 1, f"s-{message.id}", at), None))
        self._inbox.wake_receiver()

    async def receive(self):
        return await self._inbox.receive_batch(lambda: None)

    async def stop(self) -> None:
        self._inbox.close()


class SimulatedReceipts:
    """What the provider told of its messages, as the site has stored it."""

    def __init__(self) -> None:
        self.told: list[ParsedReceipt] = []

    async def fetch_receipts(self, references):
        given = [one for one in self.told if one.remote_id in references]
        self.told = [one for one in self.told if one not in given]
        return given

    def close(self) -> None:
        """Nothing is held."""


class Lane:
    """The lane, what it told, and both ways behind it."""

    def __init__(self, **changes) -> None:
        self.clock = VirtualClock()
        self.provider = SimulatedRcsProvider()
        self.sms = SimulatedSms(self.clock)
        self.receipts = SimulatedReceipts()
        self.gateway = RcsGateway(
            convert(DESCRIBED | changes, RcsProvider), self.sms, secrets={"token": "t0k3n"},
            receipts=self.receipts, clock=self.clock, post=self.provider,
        )  # fmt: skip
        self.events: list = []

    async def __aenter__(self):
        await self.gateway.start()
        return self

    async def __aexit__(self, *_):
        await self.gateway.stop()

    async def write(self, id="case-1.1", **more):
        await self.gateway.send(
            OutgoingSms(id=id, to=ALICE, sender="38663", text=TEXT, replies=BUTTONS, **more)
        )
        await self.settle()

    async def settle(self, seconds=0.0):
        """Time passes, and everything that follows from it happens."""
        self.clock.advance(seconds)
        for _ in range(30):
            await asyncio.sleep(0)
            if len(self.gateway._inbox):
                batch = await self.gateway.receive()
                self.events += batch.events
                batch.confirm()

    async def tell(self, remote_id, state):
        """A receipt comes, and is looked for within a second."""
        self.receipts.told.append(ParsedReceipt(remote_id, ALICE, state, ""))
        await self.settle(FETCH_EVERY)

    def all(self, kind):
        return [event for event in self.events if isinstance(event, kind)]


def story(steps, **changes):
    async def whole():
        async with Lane(**changes) as lane:
            await steps(lane)
            return lane

    return asyncio.run(whole())


def test_a_telephone_with_rcs_gets_the_text_with_its_code_and_buttons_and_no_sms():
    async def steps(lane):
        await lane.write()
        assert lane.all(PartAccepted) == []  # in flight until it is on the telephone
        await lane.tell("r-case-1.1", DeliveryState.DELIVERED)
        await lane.settle(120)

    lane = story(steps)
    (sent,) = lane.provider.sent
    assert sent["text"] == TEXT
    assert sent["suggestions"] == [
        {"text": "OUI", "postbackData": "case-1.1:yes"}, {"text": "NON", "postbackData": "case-1.1:no"},
    ]  # fmt: skip
    assert lane.sms.sent == lane.provider.revoked == []
    assert [event.state for event in lane.all(DeliveryReceipt)] == [DeliveryState.DELIVERED]


def test_nobody_waits_while_the_provider_is_asked_about_another_telephone():
    async def steps(lane):
        lane.provider.answers = asyncio.Event()
        await lane.write("case-1.1")
        await lane.write("case-2.1")
        assert lane.provider.asked == 2
        assert lane.provider.sent == []
        lane.provider.answers.set()
        await lane.settle()
        assert len(lane.provider.sent) == 2

    story(steps)


def test_a_lane_that_stops_while_the_provider_is_asked_gives_the_message_back():
    async def whole():
        lane = Lane()
        lane.provider.answers = asyncio.Event()
        await lane.gateway.start()
        await lane.write()
        stopping = asyncio.create_task(lane.gateway.stop())
        await asyncio.sleep(0)
        lane.provider.answers.set()
        await stopping
        return lane, [event async for event in _rest(lane)]

    lane, (event,) = asyncio.run(whole())
    assert (event.reason, event.permanent) == ("stopped", False)
    assert lane.provider.sent == lane.sms.sent == []


@pytest.mark.parametrize("answer", [404, 503, 0])
def test_a_telephone_without_rcs_or_of_which_nobody_knows_gets_an_sms_at_once(answer):
    async def steps(lane):
        lane.provider.capable = answer
        await lane.write()

    lane = story(steps)
    assert lane.provider.sent == []
    assert [(one.text, one.replies) for one in lane.sms.sent] == [(TEXT, ())]


def test_without_a_receipt_it_is_taken_back_and_goes_by_sms_once():
    async def steps(lane):
        await lane.write()
        await lane.settle(59)
        assert lane.sms.sent == []
        await lane.settle(1)
        await lane.settle(600)
        await lane.tell("r-case-1.1", DeliveryState.DELIVERED)  # late, and told to nobody
        await lane.tell("r-case-1.1", DeliveryState.UNDELIVERABLE)

    lane = story(steps)
    assert lane.provider.revoked == ["case-1.1"]
    assert [one.id for one in lane.sms.sent] == ["case-1.1"]
    assert [event.remote_id for event in lane.all(PartAccepted)] == ["s-case-1.1"]
    assert lane.all(DeliveryReceipt) == []


def test_what_had_arrived_when_it_was_to_be_taken_back_is_followed_by_no_sms():
    async def steps(lane):
        await lane.write()
        lane.provider.delivered.add("case-1.1")
        await lane.settle(60)

    lane = story(steps)
    assert lane.sms.sent == []
    assert len(lane.all(DeliveryReceipt)) == 1


@pytest.mark.parametrize("how", ["refused", "failed"])
def test_what_the_provider_refuses_or_fails_to_deliver_goes_by_sms_at_once(how):
    async def steps(lane):
        lane.provider.takes = 400 if how == "refused" else 200
        await lane.write()
        if how == "failed":
            await lane.tell("r-case-1.1", DeliveryState.UNDELIVERABLE)

    lane = story(steps)
    assert len(lane.sms.sent) == 1
    assert lane.provider.revoked == []
    assert lane.all(PartRefused) == []


def test_what_is_under_way_when_the_lane_stops_is_in_doubt():
    async def steps(lane):
        await lane.write()

    async def whole():
        lane = Lane()
        await lane.gateway.start()
        await steps(lane)
        await lane.gateway.stop()
        return [event async for event in _rest(lane)]

    assert [type(event) for event in asyncio.run(whole())] == [PartUncertain]


async def _rest(lane):
    for event in (await lane.gateway.receive()).events:
        yield event


def test_a_button_has_a_label_that_fits():
    provider = convert(DESCRIBED, RcsProvider)
    with pytest.raises(NotAButton):
        fill_suggestions(provider, [SuggestedReply("x" * 26, "a")])
    with pytest.raises(NotAButton):
        fill_suggestions(provider, [SuggestedReply("x", "a")] * 12)
