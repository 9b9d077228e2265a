"""Who runs the conversations of the demonstration: threads in memory, each message guarded and registered.

The service proper keeps threads in a database; what is decided is decided by the same functions.
"""

from collections.abc import Callable
from datetime import date, datetime

from msgspec import Struct

from tocsin.charter.schema import Charter
from tocsin.charter.view import as_of
from tocsin.conversation import quiet
from tocsin.conversation.flow.load import load
from tocsin.conversation.instructions import facts_of_plan
from tocsin.conversation.session import Call, Event, Facts, Named, Noted, Reply, Send, Tick
from tocsin.conversation.thread import Beginning, Said, Thread, ThreadTurn, happen, start
from tocsin.guard import Ruling
from tocsin.protocol.facts import Facts as Known
from tocsin.protocol.load import load as protocol
from tocsin.protocol.plan import plan
from tocsin.register.book import Register
from tocsin.register.issue import Issued
from tocsin.register.keys import Keys
from tocsin.register.release import Held, release
from tocsin.sms.gateway import Outgoing, Priority


class Left(Struct, frozen=True):
    """An SMS that left."""

    to: str
    at: datetime
    issued: Issued
    ruling: Ruling


class Happened(Struct, frozen=True):
    """Something else that a conversation did."""

    phone: str
    at: datetime
    said: Said


Told = Left | Held | Happened


class Office:
    """Threads by phone, and what must be told of them."""

    def __init__(
        self,
        register: Register,
        keys: Keys,
        charter: Charter,
        now: Callable[[], datetime],
        tell: Callable[[Told], None],
    ) -> None:
        self.threads: dict[str, Thread] = {}
        self.outbox: list[Outgoing] = []
        """SMS to hand to a gateway, in order."""
        self._register = register
        self._keys = keys
        self._charter = charter
        self._now = now
        self._tell = tell

    def begin(self, flow: str, phone: str, facts: Facts) -> None:
        """Begin a conversation with whoever has this phone."""
        thread = self.threads.get(phone) or Thread(phone=phone)
        beginning = Beginning(
            flow=flow, id=f"demo-{flow}-{phone[-4:]}", facts=facts, zone=quiet.zone_of(phone)
        )
        self._keep(start(load, thread, beginning, self._now()))

    def hear(self, phone: str, text: str) -> None:
        """An SMS arrived."""
        if phone in self.threads:
            self._happen(phone, Reply(self._now(), text))

    def tick(self) -> None:
        """Let everything happen that is due."""
        for phone, thread in list(self.threads.items()):
            if thread.next_due and thread.next_due <= self._now():
                self._happen(phone, Tick(self._now()))

    @property
    def next_due(self) -> datetime | None:
        """When something happens by itself."""
        return min((t.next_due for t in self.threads.values() if t.next_due), default=None)

    def _happen(self, phone: str, event: Event) -> None:
        self._keep(happen(load, self.threads[phone], event))

    def _keep(self, turn: ThreadTurn) -> None:
        phone = turn.thread.phone
        self.threads[phone] = turn.thread
        for said in turn.said:
            if isinstance(said.action, Send):
                self._send(phone, said, said.action)
            else:
                self._tell(Happened(phone, self._now(), said))
        for said in turn.said:
            if isinstance(said.action, Named) and said.action.confirmed:
                self._reach(said.action.people)

    def _send(self, phone: str, said: Said, send: Send) -> None:
        """Guard, register, and only then hand over."""
        flow = load(self.threads[phone].session(said.session).flow)
        now = self._now()
        view = as_of(self._charter, quiet.local(now, "Europe/Paris").date())
        released = release(self._register, self._keys, send, flow=flow, to=phone, view=view, now=now)
        if isinstance(released, Held):
            self._tell(released)
            self._tell(
                Happened(phone, now, Said(said.session, Call(reason="guard", urgent=True, not_before=now)))
            )
            return
        issued = released.issued
        self.outbox.append(
            Outgoing(id=send.id, to=phone, sender=flow.sender, text=issued.text, priority=Priority.REPLY)
        )
        self._tell(Left(phone, max(now, send.not_before), issued, released.ruling))

    def _reach(self, people: tuple[Noted, ...]) -> None:
        """Begin a conversation with every contact who has a number."""
        day = quiet.local(self._now(), "Europe/Paris").date()
        for person in people:
            if person.number:
                facts = {"given_name": person.name, **contact_facts(day)}
                self.begin("contact", person.number, facts)


def contact_facts(day: date) -> Facts:
    """What a contact who was with the case two days ago, and does not live there, had to do."""
    known = Known(role="contact", household=False, last_contact=date.fromordinal(day.toordinal() - 2))
    return facts_of_plan(plan(protocol("covid19"), known, day))


def case_facts(name: str, day: date) -> Facts:
    """What somebody tested yesterday, without symptoms, had to do."""
    sample = date.fromordinal(day.toordinal() - 1)
    known = Known(role="case", sample=sample, symptoms=False, fragile=False)
    since = date.fromordinal(sample.toordinal() - 2).isoformat()
    return {"given_name": name, "since": since, **facts_of_plan(plan(protocol("covid19"), known, day))}
