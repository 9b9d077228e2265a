"""The agents of a region: on shift they ring whoever is next, and write down what came of it."""

from datetime import datetime, timedelta
from heapq import heappop, heappush

from msgspec import Struct

from tocsin.tracing.calls.model import CallSheet
from tocsin.tracing.calls.named_contacts import SpokenContact
from tocsin_simulation.policies.day_policy import DayPolicy
from tocsin_simulation.policies.figures import FigureValues
from tocsin_simulation.policies.region_sample import RegionSample
from tocsin_simulation.policies.region_service import RegionService
from tocsin_simulation.town.simulated_agents import checklist_facts, is_on_shift
from tocsin_simulation.town.simulated_calls import LOOKS, SimulatedCall, simulate_call


class AgentActivity(Struct, frozen=True, order=True):
    """What an agent does until a moment."""

    ends_at: datetime
    agent: int


class RegionAgents:
    """So many agents, on shift from 9 h to 19 h 30.

    In a sample their number may be no whole one: it is then rounded, and each takes longer, or less long, in
    proportion.
    """

    def __init__(
        self,
        service: RegionService,
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
        self._service = service
        self._sample = sample
        self._policy = policy
        self._figures = figures
        self._free = list(range(1, self.count + 1))
        self._busy: list[AgentActivity] = []
        self._sheets: dict[int, CallSheet] = {}
        """Agent -> whom they have; none while they pause."""
        self._spoken: dict[int, SimulatedCall] = {}
        """Agent -> the call they are in; none while they look for a number."""

    def next_event_at(self) -> datetime | None:
        """When the next call ends, or an agent is free again."""
        return self._busy[0].ends_at if self._busy else None

    def take_calls(self, now: datetime) -> None:
        """Whoever has hung up writes it down; whoever is free rings the next."""
        while self._busy and self._busy[0].ends_at <= now:
            done = heappop(self._busy)
            sheet, spoken = self._sheets.get(done.agent), self._spoken.pop(done.agent, None)
            if sheet is None:
                heappush(self._free, done.agent)
            elif spoken is None:
                found = self._sample.find_number(_callee(sheet))
                if found:
                    sheet = self._service.add_number(_agent_name(done.agent), sheet, found, now)
                self._ring(done.agent, sheet, done.ends_at)
            else:
                self._write_call(done.agent, sheet, spoken, now)
                del self._sheets[done.agent]
                self._occupy(done.agent, done.ends_at, self._figures.pause)
        while self._free and is_on_shift(now):
            next_sheet = self._service.take_call(_agent_name(self._free[0]), now)
            if next_sheet is None:
                return
            self._start_call(heappop(self._free), next_sheet, now)

    def _start_call(self, agent: int, sheet: CallSheet, now: datetime) -> None:
        if sheet.number:
            self._ring(agent, sheet, now)
            return
        self.seconds += LOOKS
        self._sheets[agent] = sheet
        self._occupy(agent, now, LOOKS)

    def _ring(self, agent: int, sheet: CallSheet, at: datetime) -> None:
        person = self._sample.find_person(_callee(sheet), sheet.number)
        spoken = simulate_call(
            self._sample.town, person, case=sheet.contact_id is None, attempt=len(sheet.attempts),
            number=sheet.number,
        )  # fmt: skip
        worked = spoken.seconds + self._figures.write_up
        self.seconds += worked
        self._sheets[agent], self._spoken[agent] = sheet, spoken
        self._occupy(agent, at, worked)

    def _occupy(self, agent: int, since: datetime, seconds: float) -> None:
        heappush(self._busy, AgentActivity(since + timedelta(seconds=int(seconds * self._stretch)), agent))

    def _write_call(self, agent: int, sheet: CallSheet, spoken: SimulatedCall, now: datetime) -> None:
        self.made += 1
        self.reached += spoken.outcome == "reached"
        facts = dict(spoken.facts)
        told: list[SpokenContact | str] = [spoken.contacts] if spoken.contacts else []
        if "gathering" in facts:
            if self._policy.backward:
                citizen = self._service.citizens[sheet.file_id]
                told += self._sample.recalled_contacts(citizen, self._figures.recalled)
            else:
                del facts["gathering"], facts["gathering_day"]
        name = _agent_name(agent)
        try:
            self._service.record_call(name, sheet, now, spoken, told, facts)
        except ValueError:  # nobody can be read in what was typed
            self._service.record_call(name, sheet, now, spoken, (), checklist_facts(facts))


def _callee(sheet: CallSheet) -> str:
    """Who is rung: of a minor, the guardian."""
    return sheet.guardian or sheet.name


def _agent_name(agent: int) -> str:
    return f"agent-{agent}"
