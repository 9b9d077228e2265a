"""The agents of a region: on shift they ring whoever is next, and write down what came of it."""

from datetime import datetime, timedelta
from heapq import heappop, heappush

from tocsin.tracing.calls import KnownWrongNumber, SpokenContact
from tocsin_simulation.policies.day_policy import DayPolicy
from tocsin_simulation.policies.figures import FigureValues
from tocsin_simulation.policies.office import RegionOffice
from tocsin_simulation.policies.region_sample import RegionSample
from tocsin_simulation.policies.tasks import RegionTask
from tocsin_simulation.town.simulated_agents import checklist_facts, is_on_shift
from tocsin_simulation.town.simulated_calls import LOOKS, SimulatedCall, simulate_call


class RegionAgents:
    """So many agents, on shift from 9 h to 19 h 30.

    In a sample their number may be no whole one: it is then rounded, and each takes longer, or less long, in
    proportion. Nobody takes their task meanwhile: no call lasts longer than an agent has one.
    """

    def __init__(
        self,
        office: RegionOffice,
        sample: RegionSample,
        policy: DayPolicy,
        figures: FigureValues,
        agents: float,
    ) -> None:
        self.count = 0 if agents <= 0 else max(1, round(agents))
        self._stretch = self.count / agents if agents > 0 else 1.0
        self.made = self.reached = 0
        self.seconds = 0.0
        """On the telephone, looking for numbers and writing up."""
        self._office = office
        self._sample = sample
        self._policy = policy
        self._figures = figures
        self._free = list(range(1, self.count + 1))
        self._busy: list[tuple[datetime, int, RegionTask | None, SimulatedCall | None, datetime]] = []

    def next_event_at(self) -> datetime | None:
        """When the next call ends, or an agent is free again."""
        return self._busy[0][0] if self._busy else None

    @property
    def has_idle_agent(self) -> bool:
        """Whether somebody has nobody to ring."""
        return bool(self._free)

    def take_calls(self, now: datetime) -> None:
        """Whoever has hung up writes it down; whoever is free rings the next."""
        while self._busy and self._busy[0][0] <= now:
            _, agent, task, spoken, free_at = heappop(self._busy)
            if task is None:
                heappush(self._free, agent)
            elif spoken is None:
                self._finish_lookup(agent, task, now)
            else:
                self._write_call(agent, task, spoken, now)
                heappush(self._busy, (max(free_at, now), agent, None, None, free_at))
        while self._free and is_on_shift(now):
            task = self._office.next_call(f"agent-{self._free[0]}", now)
            if task is None:
                return
            self._start_call(heappop(self._free), task, now)

    def _start_call(self, agent: int, task: RegionTask, now: datetime) -> None:
        name, number = self._callee_of(task)
        if number:
            self._simulate_call(agent, task, name, number, now)
            return
        self.seconds += LOOKS
        heappush(self._busy, (now + self._stretched_duration(LOOKS), agent, task, None, now))

    def _finish_lookup(self, agent: int, task: RegionTask, now: datetime) -> None:
        """A number was looked for: with it, the agent has the task for as long again."""
        name, _ = self._callee_of(task)
        number = self._sample.find_number(name)
        try:
            if number:
                self._office.give_number(task, f"agent-{agent}", number, now)
        except KnownWrongNumber:
            number = ""
        self._simulate_call(agent, task, name, number, now)

    def _simulate_call(self, agent: int, task: RegionTask, name: str, number: str, now: datetime) -> None:
        office, person = self._office, self._sample.find_person(name, number)
        file = office.case(task.case) if task.contact is None else office.contact(task.contact)
        spoken = simulate_call(
            self._sample.town, person, case=task.contact is None, attempt=file.attempts, number=number
        )
        worked = spoken.seconds + self._figures.write_up
        self.seconds += worked
        ends = now + self._stretched_duration(worked)
        heappush(
            self._busy, (ends, agent, task, spoken, ends + self._stretched_duration(self._figures.pause))
        )

    def _stretched_duration(self, seconds: float) -> timedelta:
        return timedelta(seconds=int(seconds * self._stretch))

    def _callee_of(self, task: RegionTask) -> tuple[str, str]:
        """Who is rung, and on which number: of a minor, the guardian."""
        office = self._office
        number = office.files.phones[task.phone - 1].number if task.phone else ""
        if task.contact is not None:
            return office.contact(task.contact).name, number
        person = office.files.people[office.case(task.case).person - 1]
        if person.guardian is not None:
            person = office.files.people[person.guardian - 1]
        return f"{person.given} {person.family}".strip(), number

    def _write_call(self, agent: int, task: RegionTask, spoken: SimulatedCall, now: datetime) -> None:
        self.made += 1
        self.reached += spoken.outcome == "reached"
        facts, contacts = dict(spoken.facts), [spoken.contacts] if spoken.contacts else []
        told: list[SpokenContact | str] = list(contacts)
        if "gathering" in facts:
            if self._policy.backward:
                told += self._sample.recalled_contacts(
                    self._office.case(task.case).citizen, self._figures.recalled
                )
            else:
                del facts["gathering"], facts["gathering_day"]
        name = f"agent-{agent}"
        try:
            self._office.write_down(task, name, now, spoken.outcome, told, facts)
        except ValueError:  # nobody can be read in what was typed
            self._office.write_down(task, name, now, spoken.outcome, facts=checklist_facts(facts))
