"""The HTTP gateway: any provider that data can describe, and calls back that can be believed."""

import asyncio
import json
from random import Random

import pytest
from msgspec import convert

from tests.sms.conftest import ALICE
from tests.virtual_clock import VirtualClock
from tocsin.sms.gateway import (
    BadDestination,
    GatewayStopped,
    LinkChange,
    OutgoingSms,
    PartAccepted,
    PartRefused,
    PartUncertain,
    SendPriority,
    utc_datetime,
)
from tocsin.sms.http_client import (
    ProviderRequest,
    ProviderResponse,
    RequestNotSent,
    ResponseMissing,
    StandardHttpClient,
)
from tocsin.sms.http_gateway import HttpGateway
from tocsin.sms.http_provider import (
    HttpProvider,
    InsecureAddress,
    UnknownTemplateName,
    UnreadableAnswer,
    check_provider,
    fill_template,
    items_at,
    value_at,
)

DESCRIBED = {
    "url": "https://sms.example.net/v1/bulk",
    "headers": {"Authorization": "Bearer {token}"},
    "batch": 3,
    "body": {"messages": "{messages}", "test": False},
    "message": {"ref": "{id}", "to": "{to}", "from": "{sender}", "text": "{text}", "ttl": "{ttl}"},
    "reading": {
        "items": "results",
        "id": "ref",
        "remote_id": "message_id",
        "status": "status",
        "accepted": ["queued"],
    },
    "hearing": {
        "items": "events",
        "states": {"delivered": "delivered", "failed": "undeliverable", "sent": "enroute"},
    },
    "rate": 100.0,
    "burst": 100,
}


def provider(**changes):
    return convert(DESCRIBED | changes, HttpProvider)


class Scripted:
    """A provider that answers as told, and keeps what it was asked."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.requests = []

    async def __call__(self, request):
        self.requests.append(request)
        answer = self.answers.pop(0) if self.answers else "queued"
        if isinstance(answer, Exception):
            raise answer
        return answer if isinstance(answer, ProviderResponse) else accepting(request, answer)

    def texts(self):
        return [[m["text"] for m in json.loads(request.body)["messages"]] for request in self.requests]


def accepting(request, status="queued"):
    refs = [message["ref"] for message in json.loads(request.body)["messages"]]
    results = [{"ref": ref, "message_id": f"r-{ref}", "status": status} for ref in refs]
    return ProviderResponse(200, {}, json.dumps({"results": results}).encode())


class Told:
    """A gateway over a scripted provider, and everything that it told."""

    def __init__(self, *answers, **changes):
        self.clock = VirtualClock()
        self.post = Scripted(*answers)
        self.gateway = HttpGateway(
            provider(**changes),
            secrets={"token": "t0k3n"},
            clock=self.clock,
            chance=Random(1),
            post=self.post,
        )
        self.events = []

    async def __aenter__(self):
        await self.gateway.start()
        return self

    async def __aexit__(self, *_):
        await self.gateway.stop()

    async def send(self, *ids, **more):
        for id in ids:
            await self.gateway.send(
                OutgoingSms(**({"id": id, "to": ALICE, "sender": "38663", "text": id} | more))
            )

    async def hear(self, kind, count=1, confirm=True):
        while len(self.all(kind)) < count:
            batch = await self.gateway.receive()
            self.events += batch.events
            if confirm:
                batch.confirm()
        return self.all(kind)

    def all(self, kind):
        return [event for event in self.events if isinstance(event, kind)]

    async def wake(self, seconds):
        for _ in range(20):
            await asyncio.sleep(0)
        self.clock.advance(seconds)
        for _ in range(20):
            await asyncio.sleep(0)


# Sending


async def test_a_request_says_what_the_description_says():
    async with Told() as told:
        await told.send("m1", text="é à € ç", valid_until=utc_datetime(told.clock.now() + 3600))
        await told.hear(PartAccepted)
    (request,) = told.post.requests
    assert (request.method, request.url) == ("POST", "https://sms.example.net/v1/bulk")
    assert request.headers == {"content-type": "application/json", "authorization": "Bearer t0k3n"}
    assert json.loads(request.body) == {
        "messages": [{"ref": "m1", "to": ALICE, "from": "38663", "text": "é à € ç", "ttl": 3600}],
        "test": False,
    }


async def test_messages_leave_in_batches_and_replies_first():
    async with Told() as told:
        await told.send("b1", "b2", "b3")
        await told.send("r1", priority=SendPriority.REPLY)
        await told.hear(PartAccepted, 4)
    assert told.post.texts() == [["r1", "b1", "b2"], ["b3"]]
    assert [(event.id, event.part, event.remote_id) for event in told.all(PartAccepted)][:2] == [
        ("r1", 0, "r-r1"),
        ("b1", 0, "r-b1"),
    ]


async def test_the_pace_counts_parts():
    async with Told(rate=1.0, burst=4, batch=10) as told:
        await told.send("m1", "m2", "m3", text="a" * 300)
        await told.hear(PartAccepted, 2)
        assert len(told.post.requests) == 1
        await told.wake(2)
        await told.hear(PartAccepted, 3)
    assert [len(texts) for texts in told.post.texts()] == [2, 1]


async def test_a_message_past_its_deadline_never_leaves():
    async with Told() as told:
        await told.send("late", valid_until=utc_datetime(told.clock.now()))
        (event,) = await told.hear(PartRefused)
    assert (event.id, event.reason, told.post.requests) == ("late", "expired", [])


async def test_a_message_that_can_never_be_sent_is_refused_at_once():
    async with Told() as told:
        with pytest.raises(BadDestination):
            await told.send("m1", to="0639")


async def test_what_waits_at_the_end_is_given_back():
    told = Told()
    await told.send("m1")
    await told.gateway.stop()
    assert [event.reason for event in await told.hear(PartRefused)] == ["stopped"]
    with pytest.raises(GatewayStopped):
        await told.gateway.receive()


# Answers


async def test_a_result_for_each_message():
    results = [{"ref": "m1", "status": "queued", "message_id": 7}, {"ref": "m2", "status": "blacklisted"}]
    async with Told(ProviderResponse(200, {}, json.dumps({"results": results}).encode())) as told:
        await told.send("m1", "m2", "m3")
        await told.hear(PartUncertain)
    assert [(event.id, event.remote_id) for event in told.all(PartAccepted)] == [("m1", "7")]
    assert [(event.id, event.reason) for event in told.all(PartRefused)] == [("m2", "status_blacklisted")]
    assert [(event.id, event.reason) for event in told.all(PartUncertain)] == [("m3", "no_result")]


@pytest.mark.parametrize(
    ("status", "kind", "reason"),
    [
        (400, PartRefused, "http_400"),
        (401, PartRefused, "http_401"),
        (302, PartRefused, "http_302"),
        (500, PartUncertain, "http_500"),
        (502, PartUncertain, "http_502"),
    ],
)
async def test_a_status_decides_for_the_whole_batch(status, kind, reason):
    async with Told(ProviderResponse(status, {}, b"")) as told:
        await told.send("m1", "m2")
        assert [event.reason for event in await told.hear(kind, 2)] == [reason, reason]
    assert len(told.post.requests) == 1


@pytest.mark.parametrize("body", [b"<html>", b"[]", b"", b'{"results": 3}', b"[" * 100_000])
async def test_an_answer_that_cannot_be_read_leaves_the_batch_uncertain(body):
    async with Told(ProviderResponse(200, {}, body)) as told:
        await told.send("m1")
        (event,) = await told.hear(PartUncertain)
    assert event.reason in ("unreadable_answer", "no_result")


async def test_haste_is_put_back_in_order_and_waits_as_long_as_asked():
    async with Told(ProviderResponse(429, {"retry-after": "30"}, b"")) as told:
        await told.send("m1", "m2")
        await told.wake(29)
        assert len(told.post.requests) == 1
        await told.wake(2)
        await told.hear(PartAccepted, 2)
    assert told.post.texts() == [["m1", "m2"], ["m1", "m2"]]
    assert told.gateway.tally.throttled == 2


async def test_what_did_not_leave_leaves_later():
    async with Told(RequestNotSent("refused"), RequestNotSent("refused")) as told:
        await told.send("m1")
        await told.wake(1)
        await told.wake(2)
        await told.hear(PartAccepted)
    assert [change.up for change in told.all(LinkChange)] == [False, True]
    assert told.all(LinkChange)[0].reason == "not_connected: refused"


async def test_what_left_without_an_answer_is_uncertain_and_not_sent_again():
    async with Told(ResponseMissing("timeout")) as told:
        await told.send("m1")
        (event,) = await told.hear(PartUncertain)
        await told.wake(1000)
    assert (event.reason, len(told.post.requests)) == ("no_answer", 1)


async def test_an_idempotent_provider_is_asked_again_with_the_same_key():
    async with Told(
        ResponseMissing("timeout"), ResponseMissing("timeout"), idempotent="Idempotency-Key"
    ) as told:
        await told.send("m1")
        await told.wake(1)
        await told.wake(2)
        await told.hear(PartAccepted)
        await told.send("m2")
        await told.hear(PartAccepted, 2)
    keys = [request.headers["idempotency-key"] for request in told.post.requests]
    assert keys[0] == keys[1] == keys[2] != keys[3]
    assert told.all(PartUncertain) == []


async def test_a_provider_without_a_list_of_results_accepts_by_status():
    form = {
        "encoding": "form",
        "batch": 1,
        "body": "{message}",
        "reading": None,
        "alphabets": {"gsm7": 0, "ucs2": 2},
    }
    message = {"to": "{digits}", "text": "{text}", "coding": "{alphabet}", "n": "{parts}", "p": "{priority}"}
    async with Told(ProviderResponse(202, {}, b"ok"), **form, message=message) as told:
        await told.send("m1", text="ç&=")
        (event,) = await told.hear(PartAccepted)
    assert event.remote_id == ""
    assert told.post.requests[0].body == b"to=33639980001&text=%C3%A7%26%3D&coding=2&n=1&p=bulk"


async def test_the_only_result_of_a_single_message_needs_no_reference():
    async with Told(
        ProviderResponse(200, {}, b'{"results": [{"message_id": "7", "status": "queued"}]}')
    ) as told:
        await told.send("m1")
        (event,) = await told.hear(PartAccepted)
    assert event.remote_id == "7"


# Signatures


# Descriptions


def test_a_name_that_nothing_fills_is_found_before_the_first_message():
    for changes in ({"message": {"x": "{nope}"}}, {"body": "{nope}"}, {"headers": {"a": "{nope}"}}):
        with pytest.raises(UnknownTemplateName, match="nope"):
            check_provider(provider(**changes), {"token": "t"})


def test_secrets_go_over_https_only():
    with pytest.raises(InsecureAddress, match=r"example\.net"):
        check_provider(provider(url="http://sms.example.net/"), {"token": "t"})
    check_provider(provider(url="http://127.0.0.1:13013/"), {"token": "t"})


def test_a_misspelt_key_is_refused():
    with pytest.raises(ValueError, match="bacth"):
        provider(bacth=3)


def test_fill_and_walk():
    assert fill_template(["{n}", {"a": "x{n}"}, 3, None], {"n": 5}) == [5, {"a": "x5"}, 3, None]
    assert value_at({"a": {"b": 1}}, "a.c.d") is None
    assert items_at(b'{"a": 1}', "") == [{"a": 1}]
    with pytest.raises(UnreadableAnswer):
        items_at(b"[[]]", "")


# The standard library's client, on loopback


async def served(*answers):
    """A web server that gives these octets, one answer a connection; and what it was asked."""
    asked, left = [], list(answers)

    async def answer(reader, writer):
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(
            (int(line[16:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length: ")),
            0,
        )
        asked.append((head.split(b"\r\n")[0], await reader.readexactly(length)))
        writer.write(left.pop(0))
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    return server, server.sockets[0].getsockname()[1], asked


async def test_a_post_over_a_socket():
    server, port, asked = await served(b"HTTP/1.1 429 Slow\r\nRetry-After: 3\r\nContent-Length: 2\r\n\r\nno")
    answer = await StandardHttpClient()(
        ProviderRequest("POST", f"http://127.0.0.1:{port}/a?b=c", {}, b"hello")
    )
    server.close()
    assert answer.status == 429
    assert (answer.headers["retry-after"], answer.body) == ("3", b"no")
    assert asked == [(b"POST /a?b=c HTTP/1.1", b"hello")]


async def test_a_redirect_is_not_followed():
    server, port, asked = await served(
        b"HTTP/1.1 302 Found\r\nLocation: http://192.0.2.1/\r\nContent-Length: 0\r\n\r\n"
    )
    answer = await StandardHttpClient()(ProviderRequest("GET", f"http://127.0.0.1:{port}/", {}, b""))
    server.close()
    assert (answer.status, len(asked)) == (302, 1)


@pytest.mark.parametrize(
    "octets", [b"", b"garbage\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"]
)
async def test_an_answer_that_breaks_off_is_no_answer(octets):
    server, port, _ = await served(octets)
    with pytest.raises(ResponseMissing):
        await StandardHttpClient()(ProviderRequest("POST", f"http://127.0.0.1:{port}/", {}, b"x"))
    server.close()


async def test_nobody_listens():
    with pytest.raises(RequestNotSent, match="ConnectionRefusedError"):
        await StandardHttpClient()(ProviderRequest("POST", "http://127.0.0.1:1/", {}, b"x"))
