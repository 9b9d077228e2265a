"""Whole conversations of the town in memory: the threads of the service, without its store."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from heapq import heappop, heappush
from itertools import count

from tocsin.conversation.flow.load import load
from tocsin.conversation.instructions import facts_of_plan
from tocsin.conversation.session import Call, Closed, Event, Facts, Heard, Learned, Named, Reply, Send, Tick
from tocsin.conversation.thread import Beginning, Said, Thread, ThreadTurn, happen, start
from tocsin.protocol.facts import Facts as Known
from tocsin.protocol.load import load as protocol
from tocsin.protocol.plan import plan
from tocsin.tracing.town.people import Town
from tocsin.tracing.town.talk import answer


class Office:
    """Writes to people of the town and hears what they answer, hour by hour, in no time."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.threads: dict[str, Thread] = {}
        self.now = datetime(2021, 3, 4, 8, tzinfo=UTC)
        self.counts: Counter[str] = Counter()
        self.answered: set[str] = set()
        self.named: dict[str, tuple[str, ...]] = {}
        """Session -> the numbers and names that were confirmed."""
        self.missed: list[tuple[str, str]] = []
        """What was asked and answered, and not understood."""
        self.last: dict[str, str] = {}
        self._due: list[tuple[datetime, int, str, Event | Beginning]] = []
        self._tickets = count()

    def begin(self, flow: str, phone: str, id: str, given: str, lang: str = "fr") -> None:
        """Begin a conversation."""
        self._at(self.now, phone, Beginning(flow=flow, id=id, facts=self._facts(flow, given), lang=lang))

    def run(self, until: datetime) -> None:
        """Let everything happen that is due until then."""
        while self._due and self._due[0][0] <= until:
            self.now, _, phone, event = heappop(self._due)
            thread = self.threads.get(phone) or Thread(phone=phone)
            if isinstance(event, Beginning):
                turn = start(load, thread, event, self.now)
            elif isinstance(event, Tick) and (not thread.next_due or thread.next_due > self.now):
                continue
            else:
                turn = happen(load, thread, event)
            self._keep(phone, turn)

    def _keep(self, phone: str, turn: ThreadTurn) -> None:
        self.threads[phone] = turn.thread
        for said in turn.said:
            self._act(phone, said)
        if turn.thread.next_due:
            self._at(max(turn.thread.next_due, self.now), phone, Tick(max(turn.thread.next_due, self.now)))

    def _act(self, phone: str, said: Said) -> None:
        action = said.action
        if isinstance(action, Send):
            self.counts["sms"] += 1
            again = (
                ".again" in action.template or "again_" in action.template or ".unasked" in action.template
            )
            self.counts["again"] += again
            if again:
                self.missed.append((action.template, self.last.get(phone, "")))
            text = action.text.replace("{code}", "AAAA-BBBB")
            replies = answer(self.town, phone, text)
            self.counts["replied"] += bool(replies)
            self.counts["asked"] += "?" in text or "épondez" in text or "eply" in text
            for reply in replies:
                at = max(self.now, action.not_before) + timedelta(seconds=reply.after)
                self._at(at, phone, Reply(at, reply.text))
        elif isinstance(action, Heard):
            self.counts["heard"] += 1
            self.answered.add(said.session)
            self.last[phone] = action.text
        elif isinstance(action, Call):
            self.counts[f"call {action.reason}"] += 1
        elif isinstance(action, Learned):
            self.counts[f"{action.fact} {action.value}"] += 1
        elif isinstance(action, Closed):
            self.counts[f"closed {action.outcome}"] += 1
        elif isinstance(action, Named) and action.confirmed:
            self.named[said.session] = tuple(person.number or "" for person in action.people)
            for person in action.people:
                self.counts[{None: "unknown", True: "at home", False: "elsewhere"}[person.household]] += 1
            for n, person in enumerate(action.people):
                if person.number:
                    self.begin("contact", person.number, f"contact-{said.session}-{n}", person.name)

    def _at(self, at: datetime, phone: str, event: Event | Beginning) -> None:
        heappush(self._due, (at, next(self._tickets), phone, event))

    def _facts(self, flow: str, given: str) -> Facts:
        day = self.now.date()
        if flow == "case":
            known = Known(role="case", sample=day, symptoms=False, fragile=False)
            since = (day - timedelta(days=2)).isoformat()
            own: Facts = {"since": since, "gathering_asked": True, "gathering_since": _days(day, -10)}
        else:
            known = Known(role="contact", household=False, last_contact=day - timedelta(days=1))
            own = {}
        return {"given_name": given, **own, **facts_of_plan(plan(protocol("covid19"), known, day))}


def _days(day: date, days: int) -> str:
    return (day + timedelta(days=days)).isoformat()
