"""One region's day under one policy, played from event to event on the service.

Time is handed in, and jumps to the next beat at which something happens. Within a beat, in this order:
results come in, people write, receipts come; the engine takes its steps; the gateway sends what the operators
take; the sweep; the agents.
"""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, time, timedelta
from heapq import heappop, heappush
from itertools import count
from typing import Final

from tocsin.conversation import quiet_hours
from tocsin.locale.paris_time import PARIS
from tocsin.tracing.outbound.batch_outcome import BatchOutcome
from tocsin_simulation.policies.day_policy import DayPolicy
from tocsin_simulation.policies.figures import FigureValues
from tocsin_simulation.policies.operators import Operators
from tocsin_simulation.policies.outbreak import Outbreak
from tocsin_simulation.policies.people_told import read_times_told
from tocsin_simulation.policies.region_agents import RegionAgents
from tocsin_simulation.policies.region_sample import PositiveResult, RegionSample
from tocsin_simulation.policies.region_service import ClaimedSms, RegionService, add_receipt, add_reply
from tocsin_simulation.town.sms_replies import reply_to_sms

BEAT: Final = timedelta(seconds=60)
"""Everything that happens within it is taken together."""
HOUR: Final = timedelta(hours=1)
NO_TIME: Final = timedelta(0)
SWEEP: Final = timedelta(minutes=5)
"""Between two sweeps; the longest that nothing is looked at."""
AFTER: Final = timedelta(hours=61)
"""From 7 h of the last day on: until 20 h two days later, when the deadlines of contacts named on the second
day are over."""


class RegionDay:
    """A region's day: ``play`` it once, then look at what is in the store."""

    def __init__(
        self,
        sample: RegionSample,
        policy: DayPolicy,
        figures: FigureValues,
        service: RegionService,
        *,
        agents: float,
        parts_a_second: float,
        after: timedelta = AFTER,
        follow: int = 0,
    ) -> None:
        """``agents`` and ``parts_a_second`` are those of this region; ``after``: until when it is played.

        ``follow``: so many days more are played, in which those whom the positives infect become cases.
        """
        town = sample.town
        self.sample = sample
        self.policy = policy
        self.service = service
        self.begins = quiet_hours.local_day_time_to_utc(town.day, time(7), PARIS)
        self.follow = follow
        self.ends = self.begins + timedelta(days=sample.days - 1 + follow) + after
        self.now = self.begins
        self.agents = RegionAgents(service, sample, policy, figures, agents)
        self.parts = 0
        """Parts of SMS that left."""
        self.hourly: list[tuple[int, int]] = []
        """At each hour from the beginning on: people to ring, SMS that wait."""
        self._swept = self.begins
        self._operators = Operators(town, figures, self.begins)
        self._rate = parts_a_second
        self._room = 0.0
        self._sent_at = self.begins
        self._nth: Counter[tuple[str, str]] = Counter()
        self._news = BatchOutcome()
        """What operators and people said in this beat."""
        self._heap: list[tuple[datetime, int, Callable[[datetime], None]]] = []
        self._tickets = count()
        self.outbreak = (
            Outbreak(
                sample, figures, self.begins, schedule=self._schedule,
                read_told=lambda: read_times_told(service, sample),
                send_result=lambda one: self._receive_results([one]),
            )
            if follow
            else None
        )  # fmt: skip
        """The days that follow; None where they are not played."""

    def play(self) -> None:
        self._schedule_results(self.sample.arrivals)
        if self.outbreak:
            self.outbreak.begin()
        while self.now <= self.ends:
            self._play_beat()
            following = self._next_beat()
            while (hour := self.begins + len(self.hourly) * HOUR) < min(following, self.ends):
                self.hourly.append(self.service.count_waiting(hour))
            self.now = following

    def _play_beat(self) -> None:
        now = self.now
        while self._heap and self._heap[0][0] <= now:
            at, _, happens = heappop(self._heap)
            happens(at)
        self.service.persist_batch(self._news, now)
        self._news = BatchOutcome()
        self.service.step(now)
        self._send_messages(now)
        if now - self._swept >= SWEEP:
            self._swept = now
            self.service.sweep(now)
        self.agents.take_calls(now)

    def _next_beat(self) -> datetime:
        wakes = [
            self._swept + SWEEP,
            self._heap[0][0] if self._heap else None,
            self.agents.next_event_at(),
            self.service.next_due(),
        ]
        beats = -(-(min(at for at in wakes if at is not None) - self.begins) // BEAT)
        return max(self.now + BEAT, self.begins + beats * BEAT)

    def _schedule(self, at: datetime, happens: Callable[[datetime], None]) -> None:
        heappush(self._heap, (at, next(self._tickets), happens))

    # ---- results

    def _schedule_results(self, arrivals: list[PositiveResult]) -> None:
        """Files of laboratories, each at its moment."""
        files: dict[datetime, list[PositiveResult]] = {}
        for one in arrivals:
            files.setdefault(one.sent_at, []).append(one)
        for at, some in files.items():
            self._schedule(at, lambda _, some=some: self._receive_results(some))  # type: ignore[misc]

    def _receive_results(self, some: list[PositiveResult]) -> None:
        policy = self.policy
        after = policy.duration_of("sms_after") if policy.sends_texts else None
        opened = self.service.take_results(
            [one.record for one in some], [one.citizen for one in some], self.now, write=after == NO_TIME
        )
        if after and opened:
            self._schedule(self.now + after, lambda _: self.service.write_to(opened, self.now))

    # ---- SMS

    def _send_messages(self, now: datetime) -> None:
        """What the operators take: the room that is not used does not grow beyond a beat's."""
        passed = (now - self._sent_at).total_seconds()
        self._sent_at = now
        most = max(self._rate * BEAT.total_seconds(), 6.0)
        self._room = min(self._room + self._rate * passed, most)
        if self._room < 1:
            return
        for message in self.service.claim_sms(now, int(self._room)):
            self._room -= message.parts
            self.parts += message.parts
            self._deliver_message(message, now)

    def _deliver_message(self, message: ClaimedSms, now: datetime) -> None:
        number, id = message.number, message.message_id
        self._nth[number, message.template] += 1
        nth = self._nth[number, message.template]
        fate = self._operators.fate(number, message.template, nth, now, message.valid_until or self.ends)
        if fate.state == "failed":
            self._schedule(fate.told_at, lambda at: add_receipt(self._news, id, arrived=False, at=at))
        elif fate.state == "delivered":
            self._schedule(fate.told_at, lambda at: add_receipt(self._news, id, arrived=True, at=at))
            self._schedule(fate.arrives_at, lambda at: self._answer_message(message, at))

    def _answer_message(self, message: ClaimedSms, at: datetime) -> None:
        """The SMS is there, and whoever has the telephone answers, or not."""
        for reply in reply_to_sms(self.sample.town, message.number, message.text):
            comes = at + timedelta(seconds=int(reply.after))
            self._schedule(
                comes,
                lambda at, text=reply.text: add_reply(self._news, message.number, text, at),  # type: ignore[misc]
            )
