"""The HTTP gateway: any provider that ``http_provider.HttpProvider`` can describe.

What is known to have left and has no answer is ``PartUncertain``, as with SMPP, unless the provider takes an
idempotency key; what did not leave goes back to its place in the queue. Receipts and incoming messages come by the
provider's webhooks, which the site takes and stores.
"""

import asyncio
import random
from collections.abc import Callable, Mapping
from heapq import heappop, heappush
from typing import Any, Final
from urllib.parse import urlencode

from msgspec import Struct, json

from tocsin.message import gsm7
from tocsin.sms import http_provider
from tocsin.sms.event_queue import EventQueue
from tocsin.sms.gateway import (
    EventBatch,
    LinkChange,
    OutgoingSms,
    PartAccepted,
    PartRefused,
    PartUncertain,
    SmsGateway,
    SuggestedReply,
    check_sendable,
    utc_datetime,
)
from tocsin.sms.http_client import (
    HttpClient,
    ProviderRequest,
    ProviderResponse,
    RequestNotSent,
    ResponseMissing,
    StandardHttpClient,
)
from tocsin.sms.http_provider import (
    HttpProvider,
    UnreadableAnswer,
    fill_template,
    items_at,
    text_at,
)
from tocsin.sms.pacing import Backoff, TokenBucket
from tocsin.sms.smpp_account import TrafficCounters
from tocsin.sms.timer_clock import MonotonicClock, TimerClock

TRIES: Final = 5
"""Times an idempotent request is made before its outcome is uncertain."""
HASTE: Final = (429, 503)
QUEUE: Final = 10_000
"""Messages that wait, at the most: whoever hands over more waits."""


class QueuedSms(Struct, frozen=True):
    ticket: int
    message: OutgoingSms


class HttpGateway(SmsGateway):
    """A ``SmsGateway`` to one HTTP provider."""

    def __init__(
        self,
        provider: HttpProvider,
        *,
        secrets: Mapping[str, str],
        clock: TimerClock | None = None,
        chance: random.Random | None = None,
        post: HttpClient | None = None,
        name: str = "http",
        fill_suggestions: Callable[[tuple[SuggestedReply, ...]], list[Any]] = lambda replies: [],
    ) -> None:
        http_provider.check_provider(provider, secrets)
        self._provider = provider
        self._secrets = secrets
        self._clock = clock or MonotonicClock()
        self._chance = chance or random.SystemRandom()
        self._post = post or StandardHttpClient()
        self._name = name
        self._fill_suggestions = fill_suggestions
        """Makes the buttons of a message, where this channel shows some."""
        self._pace = TokenBucket(provider.rate, provider.burst, self._clock.now())
        self._backoff = Backoff(1.0, 60.0, self._chance)
        self._heap: list[tuple[int, int, QueuedSms]] = []
        self._tickets = 0
        self.tally = TrafficCounters()
        self._inbox = EventQueue()
        self._up: bool | None = None
        self._stopping = False
        self._work = asyncio.Event()
        self._room = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        self._task = asyncio.create_task(self._send_queued())

    async def send(self, message: OutgoingSms) -> None:
        """Queue a message; waits while the queue is full. Raises if it can never be sent."""
        check_sendable(message)
        while len(self._heap) >= QUEUE:
            self._room.clear()
            await self._room.wait()
        self._requeue(QueuedSms(self._tickets, message))
        self._tickets += 1
        self._work.set()

    async def receive(self) -> EventBatch:
        return await self._inbox.receive_batch(lambda: None)

    async def stop(self) -> None:
        """Finish the request under way, refuse what waits."""
        self._stopping = True
        self._work.set()
        if self._task:
            await self._task
        while self._heap:
            self._record_refusal(heappop(self._heap)[2], "stopped", False)
        self._room.set()
        self._inbox.close()

    # Sending

    async def _send_queued(self) -> None:
        while not self._stopping:
            letters = self._next_batch()
            if letters:
                await self._attempt_request(letters)
            elif self._heap:
                await self._wait_until(self._pace.ready_at(self._clock.now()))
            else:
                self._work.clear()
                if not self._stopping:
                    await self._work.wait()

    def _next_batch(self) -> list[QueuedSms]:
        now = self._clock.now()
        letters: list[QueuedSms] = []
        room = self._pace.available_parts(now)
        while self._heap and len(letters) < self._provider.batch:
            letter = self._heap[0][2]
            until = letter.message.valid_until
            if until is not None and until.timestamp() <= now:
                self._record_refusal(heappop(self._heap)[2], "expired", True)
                continue
            if room < min(letter.message.parts, self._provider.burst):
                break
            room -= letter.message.parts
            letters.append(heappop(self._heap)[2])
        if len(self._heap) < QUEUE:
            self._room.set()
        return letters

    async def _attempt_request(self, letters: list[QueuedSms]) -> None:
        """One request, and again with the same key where that is harmless."""
        request = self._build_request(letters)
        sent_at = self._clock.now()
        self._pace.spend(sum(letter.message.parts for letter in letters))
        self.tally.submitted += len(letters)
        for _ in range(TRIES):
            try:
                answer = await self._post(request)
            except RequestNotSent as error:
                return await self._handle_not_sent(letters, f"not_connected: {error}")
            except ResponseMissing:
                if not self._provider.idempotent:
                    break
                await self._wait_until(self._clock.now() + self._backoff.next_delay())
            else:
                self._backoff.reset()
                self._record_link_change(True, "")
                return await self._handle_answer(letters, answer, sent_at)
        self._record_uncertainty(letters, "no_answer")
        return None

    async def _handle_not_sent(self, letters: list[QueuedSms], reason: str) -> None:
        self.tally.submitted -= len(letters)
        self._record_link_change(False, reason)
        self._requeue_all(letters)
        await self._wait_until(self._clock.now() + self._backoff.next_delay())

    def _build_request(self, letters: list[QueuedSms]) -> ProviderRequest:
        provider, now = self._provider, self._clock.now()
        messages = [
            fill_template(provider.message, self._template_values(letter.message, now)) for letter in letters
        ]
        body = fill_template(provider.body, {**self._secrets, "messages": messages, "message": messages[0]})
        headers = {
            name.lower(): fill_template(value, self._secrets) for name, value in provider.headers.items()
        }
        if provider.idempotent:
            headers[provider.idempotent.lower()] = f"{self._chance.getrandbits(128):032x}"
        url = fill_template(provider.url, self._secrets)
        if provider.encoding == "json":
            return ProviderRequest(
                provider.method, url, {"content-type": "application/json", **headers}, json.encode(body)
            )
        encoded = urlencode(body)
        if provider.encoding == "query":
            return ProviderRequest(provider.method, f"{url}?{encoded}", headers, b"")
        form = {"content-type": "application/x-www-form-urlencoded", **headers}
        return ProviderRequest(provider.method, url, form, encoded.encode())

    def _template_values(self, message: OutgoingSms, now: float) -> dict[str, Any]:
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
            "alphabet": self._alphabet_value(message.text),
            "suggestions": self._fill_suggestions(message.replies) or None,
        }

    def _alphabet_value(self, text: str) -> str | int | bool:
        chosen = gsm7.choose_alphabet(text)
        return self._provider.alphabets.get(chosen, chosen)

    # Answers

    async def _handle_answer(
        self, letters: list[QueuedSms], answer: ProviderResponse, sent_at: float
    ) -> None:
        if 200 <= answer.status < 300:
            self._read_results(letters, answer)
        elif answer.status in HASTE:
            self.tally.throttled += len(letters)
            self._pace.slow_down(self._clock.now(), sent_at)
            self._requeue_all(letters)
            await self._wait_until(self._clock.now() + _retry_after_seconds(answer))
        elif answer.status >= 500:
            self._record_uncertainty(letters, f"http_{answer.status}")
        else:
            for letter in letters:
                self._record_refusal(letter, f"http_{answer.status}", True)

    def _read_results(self, letters: list[QueuedSms], answer: ProviderResponse) -> None:
        reading = self._provider.reading
        if reading is None:
            for letter in letters:
                self._record_acceptance(letter, "")
            return
        try:
            results = {text_at(item, reading.id): item for item in items_at(answer.body, reading.items)}
        except UnreadableAnswer:
            self._record_uncertainty(letters, "unreadable_answer")
            return
        if len(letters) == 1 and len(results) == 1 and "" in results:
            results = {letters[0].message.id: results[""]}
        for letter in letters:
            self._handle_result(letter, results.get(letter.message.id), reading)

    def _handle_result(
        self, letter: QueuedSms, result: dict[str, Any] | None, reading: http_provider.ResponseFormat
    ) -> None:
        if result is None:
            self._record_uncertainty([letter], "no_result")
        elif not reading.status or text_at(result, reading.status) in reading.accepted:
            self._record_acceptance(letter, text_at(result, reading.remote_id))
        else:
            self._record_refusal(letter, f"status_{text_at(result, reading.status)[:40]}", True)

    def _record_acceptance(self, letter: QueuedSms, remote_id: str) -> None:
        message, now = letter.message, self._clock.now()
        self.tally.accepted += 1
        self._inbox.add_event(PartAccepted(message.id, 0, message.parts, remote_id, utc_datetime(now)))

    def _record_refusal(self, letter: QueuedSms, reason: str, permanent: bool) -> None:
        message = letter.message
        self.tally.refused += 1
        self.tally.expired += reason == "expired"
        self._inbox.add_event(
            PartRefused(message.id, 0, message.parts, reason, permanent, utc_datetime(self._clock.now()))
        )

    def _record_uncertainty(self, letters: list[QueuedSms], reason: str) -> None:
        self.tally.uncertain += len(letters)
        for letter in letters:
            message = letter.message
            self._inbox.add_event(
                PartUncertain(message.id, 0, message.parts, reason, utc_datetime(self._clock.now()))
            )

    # Small things

    def _record_link_change(self, up: bool, reason: str) -> None:
        if up is not self._up:
            self._up = up
            self._inbox.add_event(LinkChange(self._name, up, reason, utc_datetime(self._clock.now())))

    def _requeue(self, letter: QueuedSms) -> None:
        heappush(self._heap, (letter.message.priority, letter.ticket, letter))

    def _requeue_all(self, letters: list[QueuedSms]) -> None:
        for letter in letters:
            self._requeue(letter)

    async def _wait_until(self, when: float) -> None:
        over = asyncio.Event()
        alarm = self._clock.call_at(when, over.set)
        while not over.is_set() and not self._stopping:
            self._work.clear()
            await _wait_for_any(over, self._work)
        alarm.cancel()


async def _wait_for_any(*bells: asyncio.Event) -> None:
    waits = [asyncio.ensure_future(bell.wait()) for bell in bells]
    try:
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()


def _retry_after_seconds(answer: ProviderResponse) -> float:
    """Seconds that the provider asks to wait, within reason."""
    asked = answer.headers.get("retry-after", "")
    return float(min(300, max(1, int(asked[:6])))) if asked.isdigit() else 1.0
