"""Whole conversations of the town in memory: the threads of the service, without its store."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from heapq import heappop, heappush
from itertools import count

from tocsin.conversation.flow.load import load_flow
from tocsin.conversation.phone_thread import ConversationStart, PhoneThread, SessionAction, ThreadTurn
from tocsin.conversation.plan_instructions import derive_plan_facts
from tocsin.conversation.session import (
    CloseConversation,
    FlowFacts,
    RecordContacts,
    RecordFact,
    RecordReply,
    ReplyEvent,
    RequestCall,
    SendSms,
    SessionEvent,
    TimerEvent,
)
from tocsin.conversation.thread_step import apply_event, start_conversation
from tocsin.protocol.load import load_protocol as protocol
from tocsin.protocol.person_facts import PersonFacts as Known
from tocsin.protocol.plan import make_plan
from tocsin_simulation.town.people import Town
from tocsin_simulation.town.sms_replies import reply_to_sms


class Office:
    """Writes to people of the town and hears what they answer, hour by hour, in no time."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.threads: dict[str, PhoneThread] = {}
        self.now = datetime(2021, 3, 4, 8, tzinfo=UTC)
        self.counts: Counter[str] = Counter()
        self.answered: set[str] = set()
        self.named: dict[str, tuple[str, ...]] = {}
        """Session -> the numbers and names that were confirmed."""
        self.missed: list[tuple[str, str]] = []
        """What was asked and answered, and not understood."""
        self.last: dict[str, str] = {}
        self._due: list[tuple[datetime, int, str, SessionEvent | ConversationStart]] = []
        self._tickets = count()

    def begin(self, flow: str, phone: str, id: str, given: str, lang: str = "fr") -> None:
        """Begin a conversation."""
        self._schedule(
            self.now,
            phone,
            ConversationStart(flow=flow, id=id, facts=self._facts(flow, given), lang=lang),
        )

    def run(self, until: datetime) -> None:
        """Let everything happen that is due until then."""
        while self._due and self._due[0][0] <= until:
            self.now, _, phone, event = heappop(self._due)
            thread = self.threads.get(phone) or PhoneThread(phone=phone)
            if isinstance(event, ConversationStart):
                turn = start_conversation(load_flow, thread, event, self.now)
            elif isinstance(event, TimerEvent) and (not thread.next_due or thread.next_due > self.now):
                continue
            else:
                turn = apply_event(load_flow, thread, event)
            self._keep(phone, turn)

    def _keep(self, phone: str, turn: ThreadTurn) -> None:
        self.threads[phone] = turn.thread
        for said in turn.actions:
            self._act(phone, said)
        if turn.thread.next_due:
            self._schedule(
                max(turn.thread.next_due, self.now), phone, TimerEvent(max(turn.thread.next_due, self.now))
            )

    def _act(self, phone: str, said: SessionAction) -> None:
        action = said.action
        if isinstance(action, SendSms):
            self.counts["sms"] += 1
            again = (
                ".again" in action.template or "again_" in action.template or ".unasked" in action.template
            )
            self.counts["again"] += again
            if again:
                self.missed.append((action.template, self.last.get(phone, "")))
            text = action.text.replace("{code}", "AAAA-BBBB")
            replies = reply_to_sms(self.town, phone, text)
            self.counts["replied"] += bool(replies)
            self.counts["asked"] += "?" in text or "épondez" in text or "eply" in text
            for reply in replies:
                at = max(self.now, action.not_before) + timedelta(seconds=reply.after)
                self._schedule(at, phone, ReplyEvent(at, reply.text))
        elif isinstance(action, RecordReply):
            self.counts["heard"] += 1
            self.answered.add(said.session)
            self.last[phone] = action.text
        elif isinstance(action, RequestCall):
            self.counts[f"call {action.reason}"] += 1
        elif isinstance(action, RecordFact):
            self.counts[f"{action.fact} {action.value}"] += 1
        elif isinstance(action, CloseConversation):
            self.counts[f"closed {action.outcome}"] += 1
        elif isinstance(action, RecordContacts) and action.confirmed:
            self.named[said.session] = tuple(person.number or "" for person in action.people)
            for person in action.people:
                self.counts[{None: "unknown", True: "at home", False: "elsewhere"}[person.household]] += 1
            for n, person in enumerate(action.people):
                if person.number:
                    self.begin("contact", person.number, f"contact-{said.session}-{n}", person.name)

    def _schedule(self, at: datetime, phone: str, event: SessionEvent | ConversationStart) -> None:
        heappush(self._due, (at, next(self._tickets), phone, event))

    def _facts(self, flow: str, given: str) -> FlowFacts:
        day = self.now.date()
        if flow == "case":
            known = Known(role="case", sample=day, symptoms=False, fragile=False)
            since = (day - timedelta(days=2)).isoformat()
            own: FlowFacts = {"since": since, "gathering_asked": True, "gathering_since": _days(day, -10)}
        else:
            known = Known(role="contact", household=False, last_contact=day - timedelta(days=1))
            own = {}
        return {"given_name": given, **own, **derive_plan_facts(make_plan(protocol("covid19"), known, day))}


def _days(day: date, days: int) -> str:
    return (day + timedelta(days=days)).isoformat()
