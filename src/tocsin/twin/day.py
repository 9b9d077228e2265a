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

from tocsin.conversation import quiet
from tocsin.tracing.town.agents import STARTS, on_shift
from tocsin.tracing.town.results import ZONE
from tocsin.tracing.town.talk import answer
from tocsin.twin.agents import Agents
from tocsin.twin.figures import Figures
from tocsin.twin.files import Case, Message
from tocsin.twin.office import Office
from tocsin.twin.operators import Operators
from tocsin.twin.policy import Policy
from tocsin.twin.sample import Arrival, Sample

BEAT: Final = timedelta(seconds=15)
"""Everything that happens within it is taken together."""
HOUR: Final = timedelta(hours=1)
SWEEP: Final = timedelta(minutes=1)
AFTER: Final = timedelta(hours=61)
"""From 7 h of the last day on: until 20 h two days later, when the deadlines of contacts named on the second
day are over."""


class Day:
    """A region's day: ``run`` it once, then look at what is in it."""

    def __init__(
        self, sample: Sample, policy: Policy, figures: Figures, *, agents: float, parts_a_second: float,
        office: Office | None = None,
    ) -> None:  # fmt: skip
        """``agents`` and ``parts_a_second`` are those of this region."""
        town = sample.town
        self.sample = sample
        self.policy = policy
        self.begins = quiet.on_day(town.day, time(7), ZONE)
        self.ends = self.begins + timedelta(days=sample.days - 1) + AFTER
        self.now = self.begins
        self.office = office or Office(
            policy.flows, margin=policy.span("call_margin"), between=policy.span("ring_again_after")
        )
        self.agents = Agents(self.office, sample, policy, figures, agents)
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

    def run(self) -> None:
        """Play it to the end."""
        self._expect(self.sample.arrivals)
        while self.now <= self.ends:
            self._beat()
            following = self._next() or self.ends + BEAT
            while self.begins + len(self.hourly) * HOUR < min(following, self.ends):
                self.hourly.append((len(self.office.tasks.open), self.office.outbox.waiting))
            self.now = following

    def _beat(self) -> None:
        now = self.now
        while self._heap and self._heap[0][0] <= now:
            at, _, happens = heappop(self._heap)
            happens(at)
        self.office.step(now)
        self._send(now)
        if now - self._swept >= SWEEP:
            self._swept = now
            self.office.sweep(now)
        self.agents.work(now)

    def _next(self) -> datetime | None:
        """The next beat at which something may happen."""
        office = self.office
        wakes = [
            self._heap[0][0] if self._heap else None,
            office.wakes(),
            office.outbox.wakes(),
            self.agents.wakes(),
        ]
        if office.pending or office.outbox.waits:
            wakes.append(self.now + BEAT)
        near = office.sweep_wakes(self.now)
        if near is not None:
            wakes.append(max(self._swept + SWEEP, near))
        if self.agents.idle:
            at = self.now + BEAT if office.tasks.waiting(self.now) else office.tasks.wakes()
            wakes.append(at if at is None or on_shift(at) else _shift_after(at))
        known = [at for at in wakes if at is not None]
        if not known:
            return None
        beats = -(-(min(known) - self.begins) // BEAT)
        return max(self.now + BEAT, self.begins + beats * BEAT)

    def _at(self, at: datetime, happens: Callable[[datetime], None]) -> None:
        heappush(self._heap, (at, next(self._tickets), happens))

    # ---- results

    def _expect(self, arrivals: list[Arrival]) -> None:
        """Files of laboratories, each at its moment."""
        files: dict[datetime, list[Arrival]] = {}
        for one in arrivals:
            files.setdefault(one.sent_at, []).append(one)
        for at, some in files.items():
            self._at(at, lambda _, some=some: self._take_in(some))  # type: ignore[misc]

    def _take_in(self, some: list[Arrival]) -> None:
        policy, opened = self.policy, len(self.office.files.cases)
        at_once = policy.texts and not policy.span("sms_after")
        self.office.take_in([one.record for one in some], [one.citizen for one in some], self.now, at_once)
        if policy.texts and not at_once:
            after = policy.span("sms_after")
            for case in self.office.files.cases[opened:]:
                if case.way == "sms":
                    self._at(self.now + after, lambda _, case=case: self._write_to(case))  # type: ignore[misc]

    def _write_to(self, case: Case) -> None:
        """A case whom no call has reached is written to after all."""
        if case.answered_at is None and case.closed_at is None:
            self.office.begin(case, self.now)

    # ---- SMS

    def _send(self, now: datetime) -> None:
        """What the operators take: the room that is not used does not grow beyond a beat's."""
        passed = (now - self._sent_at).total_seconds()
        self._sent_at = now
        most = max(self._rate * BEAT.total_seconds(), 6.0)
        self._room = min(self._room + self._rate * passed, most)
        for message in self.office.claim(now, int(self._room)):
            self._room -= message.parts
            self.parts += message.parts
            self._leave(message, now)

    def _leave(self, message: Message, now: datetime) -> None:
        number = self.office.files.phones[message.phone - 1].number
        self._nth[number, message.template] += 1
        nth = self._nth[number, message.template]
        fate = self._operators.fate(number, message.template, nth, now, message.valid_until)
        if fate.state == "failed":
            self._at(fate.told_at, lambda at: self.office.failed(message, at))
        elif fate.state == "delivered":
            self._at(fate.told_at, lambda at: self.office.delivered(message, at))
            self._at(fate.arrives_at, lambda at: self._read(message, number, at))

    def _read(self, message: Message, number: str, at: datetime) -> None:
        """The SMS is there, and whoever has the telephone answers, or not."""
        for reply in answer(self.sample.town, number, message.text):
            comes = at + timedelta(seconds=int(reply.after))
            self._at(comes, lambda at, text=reply.text: self._hear(number, text, at))  # type: ignore[misc]

    def _hear(self, number: str, text: str, at: datetime) -> None:
        self._replies[number] += 1
        self.office.heard(number, text, f"sms:{number}:{self._replies[number]}", at)


def _shift_after(at: datetime) -> datetime:
    """When agents ring again."""
    here = quiet.local(at, ZONE)
    day = here.date() if here.time() < STARTS else here.date() + timedelta(days=1)
    return quiet.on_day(day, STARTS, ZONE)
