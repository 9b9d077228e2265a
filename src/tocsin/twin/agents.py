"""The agents of a region: on shift they ring whoever is next, and write down what came of it."""

from datetime import datetime, timedelta
from heapq import heappop, heappush

from tocsin.tracing.calls import Told, WrongBefore
from tocsin.tracing.town.agents import asked_facts, on_shift
from tocsin.tracing.town.spoken import LOOKS, Spoken, speak
from tocsin.twin.figures import Figures
from tocsin.twin.office import Office
from tocsin.twin.policy import Policy
from tocsin.twin.sample import Sample
from tocsin.twin.tasks import Task


class Agents:
    """So many agents, on shift from 9 h to 19 h 30.

    In a sample their number may be no whole one: it is then rounded, and each takes longer, or less long, in
    proportion. Nobody takes their task meanwhile: no call lasts longer than an agent has one.
    """

    def __init__(
        self, office: Office, sample: Sample, policy: Policy, figures: Figures, agents: float
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
        self._busy: list[tuple[datetime, int, Task | None, Spoken | None, datetime]] = []

    def wakes(self) -> datetime | None:
        """When the next call ends, or an agent is free again."""
        return self._busy[0][0] if self._busy else None

    @property
    def idle(self) -> bool:
        """Whether somebody has nobody to ring."""
        return bool(self._free)

    def work(self, now: datetime) -> None:
        """Whoever has hung up writes it down; whoever is free rings the next."""
        while self._busy and self._busy[0][0] <= now:
            _, agent, task, spoken, free_at = heappop(self._busy)
            if task is None:
                heappush(self._free, agent)
            elif spoken is None:
                self._looked(agent, task, now)
            else:
                self._write(agent, task, spoken, now)
                heappush(self._busy, (max(free_at, now), agent, None, None, free_at))
        while self._free and on_shift(now):
            task = self._office.next_call(f"agent-{self._free[0]}", now)
            if task is None:
                return
            self._ring(heappop(self._free), task, now)

    def _ring(self, agent: int, task: Task, now: datetime) -> None:
        name, number = self._called(task)
        if number:
            self._speak(agent, task, name, number, now)
            return
        self.seconds += LOOKS
        heappush(self._busy, (now + self._lasting(LOOKS), agent, task, None, now))

    def _looked(self, agent: int, task: Task, now: datetime) -> None:
        """A number was looked for: with it, the agent has the task for as long again."""
        name, _ = self._called(task)
        number = self._sample.number_of(name)
        try:
            if number:
                self._office.give_number(task, f"agent-{agent}", number, now)
        except WrongBefore:
            number = ""
        self._speak(agent, task, name, number, now)

    def _speak(self, agent: int, task: Task, name: str, number: str, now: datetime) -> None:
        office, person = self._office, self._sample.find(name, number)
        file = office.case(task.case) if task.contact is None else office.contact(task.contact)
        spoken = speak(
            self._sample.town, person, case=task.contact is None, attempt=file.attempts, number=number
        )
        worked = spoken.seconds + self._figures.write_up
        self.seconds += worked
        ends = now + self._lasting(worked)
        heappush(self._busy, (ends, agent, task, spoken, ends + self._lasting(self._figures.pause)))

    def _lasting(self, seconds: float) -> timedelta:
        return timedelta(seconds=int(seconds * self._stretch))

    def _called(self, task: Task) -> tuple[str, str]:
        """Who is rung, and on which number: of a minor, the guardian."""
        office = self._office
        number = office.files.phones[task.phone - 1].number if task.phone else ""
        if task.contact is not None:
            return office.contact(task.contact).name, number
        person = office.files.people[office.case(task.case).person - 1]
        if person.guardian is not None:
            person = office.files.people[person.guardian - 1]
        return f"{person.given} {person.family}".strip(), number

    def _write(self, agent: int, task: Task, spoken: Spoken, now: datetime) -> None:
        self.made += 1
        self.reached += spoken.outcome == "reached"
        facts, contacts = dict(spoken.facts), [spoken.contacts] if spoken.contacts else []
        told: list[Told | str] = list(contacts)
        if "gathering" in facts:
            if self._policy.backward:
                told += self._sample.recalled(self._office.case(task.case).citizen, self._figures.recalled)
            else:
                del facts["gathering"], facts["gathering_day"]
        name = f"agent-{agent}"
        try:
            self._office.write_down(task, name, now, spoken.outcome, told, facts)
        except ValueError:  # nobody can be read in what was typed
            self._office.write_down(task, name, now, spoken.outcome, facts=asked_facts(facts))
