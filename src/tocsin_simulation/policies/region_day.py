"""One region's day under one policy, played from event to event.

Time is handed in, and jumps to the next beat at which something happens. Within a beat, in this order:
results come in, people write, receipts come; the engine takes its steps; the gateway sends what the operators
take; once a minute the sweep; the agents.
"""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, time, timedelta
from heapq import heappop, heappush
from itertools import count
from typing import Final

from tocsin.conversation import quiet_hours
from tocsin_simulation.policies.day_policy import DayPolicy
from tocsin_simulation.policies.figures import FigureValues
from tocsin_simulation.policies.files import RegionCase, RegionMessage
from tocsin_simulation.policies.office import RegionOffice
from tocsin_simulation.policies.operators import Operators
from tocsin_simulation.policies.region_agents import RegionAgents
from tocsin_simulation.policies.region_sample import PositiveResult, RegionSample
from tocsin_simulation.town.lab_results import ZONE
from tocsin_simulation.town.simulated_agents import STARTS, is_on_shift
from tocsin_simulation.town.sms_replies import reply_to_sms

BEAT: Final = timedelta(seconds=15)
"""Everything that happens within it is taken together."""
HOUR: Final = timedelta(hours=1)
SWEEP: Final = timedelta(minutes=1)
AFTER: Final = timedelta(hours=61)
"""From 7 h of the last day on: until 20 h two days later, when the deadlines of contacts named on the second
day are over."""


class RegionDay:
    """A region's day: ``run`` it once, then look at what is in it."""

    def __init__(
        self, sample: RegionSample, policy: DayPolicy, figures: FigureValues, *, agents: float, parts_a_second: float,
        office: RegionOffice | None = None,
    ) -> None:  # fmt: skip
        """``agents`` and ``parts_a_second`` are those of this region."""
        town = sample.town
        self.sample = sample
        self.policy = policy
        self.begins = quiet_hours.local_day_time_to_utc(town.day, time(7), ZONE)
        self.ends = self.begins + timedelta(days=sample.days - 1) + AFTER
        self.now = self.begins
        self.office = office or RegionOffice(
            policy.flows,
            margin=policy.duration_of("call_margin"),
            between=policy.duration_of("ring_again_after"),
        )
        self.agents = RegionAgents(self.office, sample, policy, figures, agents)
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
        self._replies: Counter[str] = Counter()
        self._heap: list[tuple[datetime, int, Callable[[datetime], None]]] = []
        self._tickets = count()

    def play(self) -> None:
        """Play it to the end."""
        self._schedule_results(self.sample.arrivals)
        while self.now <= self.ends:
            self._play_beat()
            following = self._next_beat() or self.ends + BEAT
            while self.begins + len(self.hourly) * HOUR < min(following, self.ends):
                self.hourly.append((len(self.office.tasks.open), self.office.outbox.waiting))
            self.now = following

    def _play_beat(self) -> None:
        now = self.now
        while self._heap and self._heap[0][0] <= now:
            at, _, happens = heappop(self._heap)
            happens(at)
        self.office.step(now)
        self._send_messages(now)
        if now - self._swept >= SWEEP:
            self._swept = now
            self.office.sweep(now)
        self.agents.take_calls(now)

    def _next_beat(self) -> datetime | None:
        """The next beat at which something may happen."""
        office = self.office
        wakes = [
            self._heap[0][0] if self._heap else None,
            office.wakes(),
            office.outbox.wakes(),
            self.agents.next_event_at(),
        ]
        if office.pending or office.outbox.waits:
            wakes.append(self.now + BEAT)
        near = office.sweep_wakes(self.now)
        if near is not None:
            wakes.append(max(self._swept + SWEEP, near))
        if self.agents.has_idle_agent:
            at = self.now + BEAT if office.tasks.waiting(self.now) else office.tasks.wakes()
            wakes.append(at if at is None or is_on_shift(at) else _next_shift_start(at))
        known = [at for at in wakes if at is not None]
        if not known:
            return None
        beats = -(-(min(known) - self.begins) // BEAT)
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
        policy, opened = self.policy, len(self.office.files.cases)
        at_once = policy.sends_texts and not policy.duration_of("sms_after")
        self.office.take_in([one.record for one in some], [one.citizen for one in some], self.now, at_once)
        if policy.sends_texts and not at_once:
            after = policy.duration_of("sms_after")
            for case in self.office.files.cases[opened:]:
                if case.way == "sms":
                    self._schedule(self.now + after, lambda _, case=case: self._write_to_case(case))  # type: ignore[misc]

    def _write_to_case(self, case: RegionCase) -> None:
        """A case whom no call has reached is written to after all."""
        if case.answered_at is None and case.closed_at is None:
            self.office.begin(case, self.now)

    # ---- SMS

    def _send_messages(self, now: datetime) -> None:
        """What the operators take: the room that is not used does not grow beyond a beat's."""
        passed = (now - self._sent_at).total_seconds()
        self._sent_at = now
        most = max(self._rate * BEAT.total_seconds(), 6.0)
        self._room = min(self._room + self._rate * passed, most)
        for message in self.office.claim(now, int(self._room)):
            self._room -= message.parts
            self.parts += message.parts
            self._deliver_message(message, now)

    def _deliver_message(self, message: RegionMessage, now: datetime) -> None:
        number = self.office.files.phones[message.phone - 1].number
        self._nth[number, message.template] += 1
        nth = self._nth[number, message.template]
        fate = self._operators.fate(number, message.template, nth, now, message.valid_until)
        if fate.state == "failed":
            self._schedule(fate.told_at, lambda at: self.office.failed(message, at))
        elif fate.state == "delivered":
            self._schedule(fate.told_at, lambda at: self.office.delivered(message, at))
            self._schedule(fate.arrives_at, lambda at: self._answer_message(message, number, at))

    def _answer_message(self, message: RegionMessage, number: str, at: datetime) -> None:
        """The SMS is there, and whoever has the telephone answers, or not."""
        for reply in reply_to_sms(self.sample.town, number, message.text):
            comes = at + timedelta(seconds=int(reply.after))
            self._schedule(comes, lambda at, text=reply.text: self._receive_reply(number, text, at))  # type: ignore[misc]

    def _receive_reply(self, number: str, text: str, at: datetime) -> None:
        self._replies[number] += 1
        self.office.receive_sms(number, text, f"sms:{number}:{self._replies[number]}", at)


def _next_shift_start(at: datetime) -> datetime:
    """When agents ring again."""
    here = quiet_hours.to_local_time(at, ZONE)
    day = here.date() if here.time() < STARTS else here.date() + timedelta(days=1)
    return quiet_hours.local_day_time_to_utc(day, STARTS, ZONE)
