"""The HTTP gateway: any provider that ``provider.Provider`` can describe.

What is known to have left and has no answer is ``Uncertain``, as with SMPP, unless the provider takes an
idempotency key; what did not leave goes back to its place in the queue. Receipts and incoming messages come
by ``hear``, which the web server calls with each webhook.
"""

import asyncio
import random
from collections.abc import Callable, Mapping
from heapq import heappop, heappush
from typing import Any, Final
from urllib.parse import urlencode

from msgspec import Struct, json

from tocsin.message import gsm7
from tocsin.sms import provider as described
from tocsin.sms.account import Tally
from tocsin.sms.backoff import Backoff
from tocsin.sms.clock import Alarm, Clock, RealClock
from tocsin.sms.gateway import (
    Accepted,
    Batch,
    Event,
    Gateway,
    Incoming,
    LinkChange,
    Outgoing,
    Refused,
    State,
    Uncertain,
    check,
    moment,
)
from tocsin.sms.inbox import Inbox
from tocsin.sms.ledger import Ledger, Sent
from tocsin.sms.pace import Pace
from tocsin.sms.post import LONGEST_ANSWER, Answer, NoAnswer, NotSent, Post, Request, StandardPost
from tocsin.sms.provider import Provider, UnreadableAnswer, fill, items, text_at, walk
from tocsin.sms.receipt import Report
from tocsin.sms.webhook import BadSignature, Guard, Replayed, StaleCall, UnsignedCall

TRIES: Final = 5
"""Times an idempotent request is made before its outcome is uncertain."""
HASTE: Final = (429, 503)


class Letter(Struct, frozen=True):
    """A message in the queue."""

    ticket: int
    message: Outgoing


class HttpGateway(Gateway):
    """A ``Gateway`` to one HTTP provider."""

    def __init__(
        self,
        provider: Provider,
        *,
        secrets: Mapping[str, str],
        signing: tuple[str, ...] = (),
        clock: Clock | None = None,
        chance: random.Random | None = None,
        post: Post | None = None,
        name: str = "http",
        queue: int = 10_000,
        store_within: float = 10.0,
    ) -> None:
        described.check(provider, secrets)
        self._provider = provider
        self._secrets = secrets
        self._clock = clock or RealClock()
        self._chance = chance or random.SystemRandom()
        self._post = post or StandardPost()
        self._name = name
        self._queue_limit = queue
        self._store_within = store_within
        """Seconds that a webhook waits to be stored, before the provider is told to call again."""
        self._guard = Guard(signing, provider.hearing.window)
        self._pace = Pace(provider.rate, provider.burst, self._clock.now())
        self._backoff = Backoff(1.0, 60.0, self._chance)
        self._heap: list[tuple[int, int, Letter]] = []
        self._tickets = 0
        self.tally = Tally()
        self._ledger = Ledger(self.tally)
        self._inbox = Inbox()
        self._up: bool | None = None
        self._stopping = False
        self._work = asyncio.Event()
        self._room = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._storing: set[str] = set()
        """Signatures of the webhooks that wait to be stored."""
        self._expiry: Alarm | None = None

    async def start(self) -> None:
        """Send from now on."""
        self._task = asyncio.create_task(self._run())

    async def send(self, message: Outgoing) -> None:
        """Queue a message; waits while the queue is full. Raises if it can never be sent."""
        check(message)
        while len(self._heap) >= self._queue_limit:
            self._room.clear()
            await self._room.wait()
        self._put_back(Letter(self._tickets, message))
        self._tickets += 1
        self._work.set()

    async def receive(self) -> Batch:
        """Wait for something to happen, and give everything that has."""
        return await self._inbox.receive(lambda: None)

    async def stop(self) -> None:
        """Finish the request under way, refuse what waits."""
        self._stopping = True
        self._work.set()
        if self._task:
            await self._task
        if self._expiry:
            self._expiry.cancel()
        while self._heap:
            self._refuse(heappop(self._heap)[2], "stopped", False)
        self._room.set()
        self._inbox.close()

    # Sending

    async def _run(self) -> None:
        while not self._stopping:
            letters = self._next_batch()
            if letters:
                await self._attempt(letters)
            elif self._heap:
                await self._until(self._pace.ready_at(self._clock.now()))
            else:
                self._work.clear()
                if not self._stopping:
                    await self._work.wait()

    def _next_batch(self) -> list[Letter]:
        now = self._clock.now()
        letters: list[Letter] = []
        room = self._pace.room(now)
        while self._heap and len(letters) < self._provider.batch:
            letter = self._heap[0][2]
            until = letter.message.valid_until
            if until is not None and until.timestamp() <= now:
                self._refuse(heappop(self._heap)[2], "expired", True)
                continue
            if room < min(letter.message.parts, self._provider.burst):
                break
            room -= letter.message.parts
            letters.append(heappop(self._heap)[2])
        if len(self._heap) < self._queue_limit:
            self._room.set()
        return letters

    async def _attempt(self, letters: list[Letter]) -> None:
        """One request, and again with the same key where that is harmless."""
        request = self._request(letters)
        sent_at = self._clock.now()
        self._pace.spend(sum(letter.message.parts for letter in letters))
        self.tally.submitted += len(letters)
        for _ in range(TRIES):
            try:
                answer = await self._post(request)
            except NotSent as error:
                return await self._not_sent(letters, f"not_connected: {error}")
            except NoAnswer:
                if not self._provider.idempotent:
                    break
                await self._until(self._clock.now() + self._backoff.next())
            else:
                self._backoff.reset()
                self._link(True, "")
                return await self._answered(letters, answer, sent_at)
        self._uncertain(letters, "no_answer")
        return None

    async def _not_sent(self, letters: list[Letter], reason: str) -> None:
        self.tally.submitted -= len(letters)
        self._link(False, reason)
        self._put_all_back(letters)
        await self._until(self._clock.now() + self._backoff.next())

    def _request(self, letters: list[Letter]) -> Request:
        provider, now = self._provider, self._clock.now()
        messages = [fill(provider.message, self._values(letter.message, now)) for letter in letters]
        body = fill(provider.body, {**self._secrets, "messages": messages, "message": messages[0]})
        headers = {name.lower(): fill(value, self._secrets) for name, value in provider.headers.items()}
        if provider.idempotent:
            headers[provider.idempotent.lower()] = f"{self._chance.getrandbits(128):032x}"
        url = fill(provider.url, self._secrets)
        if provider.encoding == "json":
            return Request(
                provider.method, url, {"content-type": "application/json", **headers}, json.encode(body)
            )
        encoded = urlencode(body)
        if provider.encoding == "query":
            return Request(provider.method, f"{url}?{encoded}", headers, b"")
        form = {"content-type": "application/x-www-form-urlencoded", **headers}
        return Request(provider.method, url, form, encoded.encode())

    def _values(self, message: Outgoing, now: float) -> dict[str, Any]:
        until = message.valid_until
        return {
            **self._secrets,
            "id": message.id,
            "to": message.to,
            "digits": message.to.removeprefix("+"),
            "sender": message.sender,
            "text": message.text,
            "ttl": None if until is None else max(1, int(until.timestamp() - now)),
            "parts": message.parts,
            "priority": message.priority.name.lower(),
            "alphabet": self._alphabet(message.text),
        }

    def _alphabet(self, text: str) -> str | int | bool:
        chosen = gsm7.alphabet(text)
        return self._provider.alphabets.get(chosen, chosen)

    # Answers

    async def _answered(self, letters: list[Letter], answer: Answer, sent_at: float) -> None:
        if 200 <= answer.status < 300:
            self._read(letters, answer)
        elif answer.status in HASTE:
            self.tally.throttled += len(letters)
            self._pace.slow(self._clock.now(), sent_at)
            self._put_all_back(letters)
            await self._until(self._clock.now() + _retry_after(answer))
        elif answer.status >= 500:
            self._uncertain(letters, f"http_{answer.status}")
        else:
            for letter in letters:
                self._refuse(letter, f"http_{answer.status}", True)

    def _read(self, letters: list[Letter], answer: Answer) -> None:
        reading = self._provider.reading
        if reading is None:
            for letter in letters:
                self._accept(letter, "")
            return
        try:
            results = {text_at(item, reading.id): item for item in items(answer.body, reading.items)}
        except UnreadableAnswer:
            self._uncertain(letters, "unreadable_answer")
            return
        if len(letters) == 1 and len(results) == 1 and "" in results:
            results = {letters[0].message.id: results[""]}
        for letter in letters:
            self._result(letter, results.get(letter.message.id), reading)

    def _result(self, letter: Letter, result: dict[str, Any] | None, reading: described.Reading) -> None:
        if result is None:
            self._uncertain([letter], "no_result")
        elif not reading.status or text_at(result, reading.status) in reading.accepted:
            self._accept(letter, text_at(result, reading.remote_id))
        else:
            self._refuse(letter, f"status_{text_at(result, reading.status)[:40]}", True)

    def _accept(self, letter: Letter, remote_id: str) -> None:
        message, now = letter.message, self._clock.now()
        self.tally.accepted += 1
        self._tell(Accepted(message.id, 0, message.parts, remote_id, moment(now)))
        if remote_id:
            for early in self._ledger.accepted(
                Sent(message.id, 0, message.parts, message.to, remote_id), now
            ):
                self.tally.receipts += 1
                self._tell(early)

    def _refuse(self, letter: Letter, reason: str, permanent: bool) -> None:
        message = letter.message
        self.tally.refused += 1
        self.tally.expired += reason == "expired"
        self._tell(Refused(message.id, 0, message.parts, reason, permanent, moment(self._clock.now())))

    def _uncertain(self, letters: list[Letter], reason: str) -> None:
        self.tally.uncertain += len(letters)
        for letter in letters:
            message = letter.message
            self._tell(Uncertain(message.id, 0, message.parts, reason, moment(self._clock.now())))

    # Webhooks

    async def hear(self, headers: Mapping[str, str], body: bytes) -> int:
        """Take a webhook; gives the status to answer with, once what it says is stored or refused.

        A call heard before is answered like the first time, and does nothing.
        """
        shape, now = self._provider.hearing, self._clock.now()
        given = {name.lower(): value for name, value in headers.items()}
        signature = given.get(shape.signature_header.lower(), "")
        if signature in self._storing:
            return 503
        try:
            if len(body) > LONGEST_ANSWER:
                raise UnreadableAnswer("too long")
            self._guard.check(given.get(shape.timestamp_header.lower(), ""), signature, body, now)
            events = [event for item in items(body, shape.items) for event in self._happened(item, now)]
        except (UnsignedCall, BadSignature, StaleCall):
            return 401
        except Replayed:
            return 200
        except UnreadableAnswer:
            self.tally.malformed += 1
            return 400
        self._storing.add(signature)
        stored = not events or await self._stored(events)
        self._storing.discard(signature)
        if not stored:
            self._guard.forget(signature)
        return 200 if stored else 503

    def _happened(self, item: dict[str, Any], now: float) -> list[Event]:
        shape = self._provider.hearing
        if walk(item, shape.state) is None:
            self.tally.incoming += 1
            sender, to, text = (text_at(item, path) for path in (shape.sender, shape.to, shape.text))
            return [Incoming(sender=sender, to=to, text=text, at=moment(now))]
        state = shape.states.get(text_at(item, shape.state), State.UNKNOWN)
        report = Report(
            text_at(item, shape.remote_id), text_at(item, shape.phone), state, text_at(item, shape.error)
        )
        told = self._ledger.reported(report, now)
        self.tally.receipts += len(told)
        self._watch_expiry()
        return list(told)

    def _watch_expiry(self) -> None:
        """Receipts whose message is not known yet are given out as they are after a while."""
        when = self._ledger.next_expiry()
        if self._expiry is None and when is not None:
            self._expiry = self._clock.call_at(when, self._expire)

    def _expire(self) -> None:
        self._expiry = None
        for receipt in self._ledger.expire(self._clock.now()):
            self._tell(receipt)
        self._watch_expiry()

    async def _stored(self, events: list[Event]) -> bool:
        """Hand events over; True once the caller has confirmed them, False if that takes too long."""
        done = asyncio.Event()
        left = len(events)

        def confirmed() -> None:
            nonlocal left
            left -= 1
            if not left:
                done.set()

        for event in events:
            self._tell(event, confirmed)
        late = asyncio.Event()
        alarm = self._clock.call_at(self._clock.now() + self._store_within, late.set)
        await _first(done, late)
        alarm.cancel()
        return done.is_set()

    # Small things

    def _tell(self, event: Event, confirm: Callable[[], None] | None = None) -> None:
        self._inbox.waiting.append((event, confirm))
        self._inbox.ring()

    def _link(self, up: bool, reason: str) -> None:
        if up is not self._up:
            self._up = up
            self._tell(LinkChange(self._name, up, reason, moment(self._clock.now())))

    def _put_back(self, letter: Letter) -> None:
        heappush(self._heap, (letter.message.priority, letter.ticket, letter))

    def _put_all_back(self, letters: list[Letter]) -> None:
        for letter in letters:
            self._put_back(letter)

    async def _until(self, when: float) -> None:
        """Wait for the clock, or for the stop."""
        over = asyncio.Event()
        alarm = self._clock.call_at(when, over.set)
        while not over.is_set() and not self._stopping:
            self._work.clear()
            await _first(over, self._work)
        alarm.cancel()


async def _first(*bells: asyncio.Event) -> None:
    """Wait until one of them rings."""
    waits = [asyncio.ensure_future(bell.wait()) for bell in bells]
    try:
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()


def _retry_after(answer: Answer) -> float:
    """Seconds that the provider asks to wait, within reason."""
    asked = answer.headers.get("retry-after", "")
    return float(min(300, max(1, int(asked[:6])))) if asked.isdigit() else 1.0
