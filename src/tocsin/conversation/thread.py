"""Every conversation on one phone, kept apart.

One of them at a time has the floor: the one whose question was put last and waits for its answer. A reply
goes to it and to no other. Another that wants to speak waits until the answer is there, at most ``PATIENCE``;
then it takes the floor, and the first puts its question again when the other has done. As soon as two people
are written to on one phone, every text says whom it is for.

``STOP`` is a wish of whoever holds the phone: it stops them all. ``This is not me`` speaks of one.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Final

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from tocsin.conversation import quiet
from tocsin.conversation.flow.schema import Flow
from tocsin.conversation.masking import mask
from tocsin.conversation.reading import Signal
from tocsin.conversation.reading.model import NOTHING
from tocsin.conversation.reading.rest import rest_of
from tocsin.conversation.reading.signals import find_signals
from tocsin.conversation.session import (
    HEARD,
    Action,
    Call,
    Closed,
    Event,
    Facts,
    Heard,
    Reply,
    Send,
    Session,
    Tick,
    Turn,
)
from tocsin.conversation.step import begin, repeat, step
from tocsin.conversation.words import MAX_LENGTH, words

PATIENCE: Final = timedelta(hours=1)
"""How long a question keeps the others silent."""
CROSSING: Final = timedelta(minutes=1)
"""A reply so soon after the floor changed hands may still be meant for the question before."""

_CLEAR: Final[frozenset[Signal]] = frozenset(("stop", "emergency", "distress", "human"))
"""Signals that are no answer to one question rather than another."""

Flows = Callable[[str], Flow]
"""Gives a flow by its name."""


class Beginning(Struct, frozen=True, kw_only=True):
    """A conversation to begin."""

    flow: str
    id: str
    facts: Facts
    lang: str = "fr"
    zone: str = "Europe/Paris"
    person: str = ""


class Thread(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The conversations of one phone."""

    phone: str
    """E.164."""
    sessions: tuple[Session, ...] = ()
    """In the order in which they began."""
    floor: str = ""
    """The session whose question is open."""
    since: datetime | None = None
    """When it was put."""
    taken: bool = False
    """Whether the floor was taken from another whose question was open."""
    last: str = ""
    """The session that spoke last: it hears what nobody asked."""
    heard: tuple[str, ...] = ()
    """Last replies, to know one that comes twice."""
    waiting: tuple[Beginning, ...] = ()
    parked: tuple[str, ...] = ()
    """Sessions whose question is to be put again."""
    stopped: bool = False
    """Whether whoever holds the phone wants no SMS: later conversations go to a human at once."""

    @property
    def next_due(self) -> datetime | None:
        """When a ``Tick`` is due; None where nothing happens by itself."""
        held = self.held_until
        dues = [
            max(session.next_due, held) if held and session.id != self.floor else session.next_due
            for session in self.sessions
            if session.next_due
        ]
        if self.waiting and held:
            dues.append(held)
        return min(dues, default=None)

    @property
    def held_until(self) -> datetime | None:
        """Until when the open question keeps the others silent: not only to speak at night."""
        if not self.floor or not self.since:
            return None
        return quiet.not_before(self.since + PATIENCE, self.session(self.floor).zone)

    def session(self, id: str) -> Session:
        """The session of this identifier; ``KeyError`` where there is none."""
        for session in self.sessions:
            if session.id == id:
                return session
        raise KeyError(id)


class Said(Struct, frozen=True):
    """An action, and the conversation that it comes from."""

    session: str
    action: Action


class ThreadTurn(Struct, frozen=True):
    """What one event did on a phone."""

    thread: Thread
    said: tuple[Said, ...]


def start(flows: Flows, thread: Thread, beginning: Beginning, at: datetime) -> ThreadTurn:
    """A conversation begins, or waits for its turn. Raises what ``step.begin`` raises."""
    run = _Run(flows, thread, at)
    known = {session.id for session in thread.sessions} | {waiting.id for waiting in thread.waiting}
    if beginning.id in known:
        return ThreadTurn(thread, ())
    if thread.stopped:
        run.say(beginning.id, _stopped(at))
    elif run.held_for(beginning.id):
        run.first(beginning, shared=True)  # what is wrong with it is said now, not when its turn comes
        run.change(waiting=(*thread.waiting, beginning))
    else:
        run.begin(beginning)
        run.settle()
    return run.turn()


def happen(flows: Flows, thread: Thread, event: Event, session: str = "") -> ThreadTurn:
    """Something happens on a phone. A reply and a tick find their conversation; for the rest it is named."""
    run = _Run(flows, thread, event.at)
    if isinstance(event, Tick):
        run.tick()
    elif isinstance(event, Reply):
        run.reply(event)
    else:
        run.take(session, event)
        run.settle()
    return run.turn()


def to_json(thread: Thread) -> bytes:
    """A thread as JSON."""
    return msgspec.json.encode(thread)


def from_json(data: bytes | str) -> Thread:
    """A thread from JSON; raises ``msgspec.DecodeError`` where it is none."""
    return msgspec.json.decode(data, type=Thread)


class _Run:
    """One event on one phone."""

    def __init__(self, flows: Flows, thread: Thread, at: datetime) -> None:
        self.flows = flows
        self.thread = thread
        self.at = at
        self.said: list[Said] = []

    def change(self, **fields: object) -> None:
        self.thread = replace(self.thread, **fields)

    def say(self, session: str, action: Action) -> None:
        self.said.append(Said(session, action))

    def turn(self) -> ThreadTurn:
        return ThreadTurn(self.thread, tuple(self.said))

    # ---- events

    def reply(self, reply: Reply) -> None:
        thread = self.thread
        if reply.id and reply.id in thread.heard:
            return
        if reply.id:
            self.change(heard=(*thread.heard, reply.id)[-HEARD:])
        if not thread.sessions:
            return
        id = thread.floor or thread.last or thread.sessions[-1].id
        if self._crosses(reply):
            self._crossing(id, reply)
            return
        self.take(id, replace(reply, id=""))  # it is known here, and need not be known twice
        if self.thread.session(id).status == "stopped":
            self._stop_all(id)
        self.settle()

    def tick(self) -> None:
        for session in self.thread.sessions:
            if session.next_due and session.next_due <= self.at:
                self.take(session.id, Tick(self.at), postpone=True)
                self.settle()
        if self.thread.waiting and not self.held_for(""):
            self._begin_next()
            self.settle()

    def take(self, id: str, event: Event, *, postpone: bool = False) -> None:
        """Let a session take an event; one that would speak out of turn is left as it was."""
        session = self.thread.session(id)
        turn = step(self.flows(session.flow), session, event)
        if postpone and _speaks(turn) and self.held_for(id):
            return
        self._keep(turn)

    def begin(self, beginning: Beginning) -> None:
        """Begin a conversation; everybody on the phone is named from now on."""
        shared = any(session.live for session in self.thread.sessions)
        if shared:
            self.change(sessions=tuple(replace(s, shared=True) for s in self.thread.sessions))
        turn = self.first(beginning, shared=shared)
        self.change(sessions=(*self.thread.sessions, turn.session))
        self._keep(turn)

    def first(self, beginning: Beginning, *, shared: bool) -> Turn:
        """The first step of a conversation."""
        return begin(
            self.flows(beginning.flow),
            beginning.id,
            beginning.facts,
            self.at,
            lang=beginning.lang,
            zone=beginning.zone,
            person=beginning.person,
            shared=shared,
        )

    # ---- the floor

    def held_for(self, id: str) -> bool:
        """Whether somebody else's open question keeps this session silent."""
        until = self.thread.held_until
        return until is not None and self.thread.floor != id and self.at < until

    def settle(self) -> None:
        """Give the floor on, where whoever has it asks nothing any more."""
        for _ in range(len(self.thread.sessions) + len(self.thread.waiting) + 1):
            if self.thread.floor:
                return
            if self.thread.parked:
                self._repeat(self.thread.parked[0])
            elif self.thread.waiting:
                self._begin_next()
            else:
                return

    def _keep(self, turn: Turn) -> None:
        """Keep what a session did, and see who has the floor."""
        session = turn.session
        sessions = tuple(session if s.id == session.id else s for s in self.thread.sessions)
        self.change(sessions=sessions)
        for action in turn.actions:
            self.say(session.id, action)
        sends = [action for action in turn.actions if isinstance(action, Send)]
        if sends:
            self.change(last=session.id)
        asks = self._asks(session)
        if asks and sends:
            self._give_floor(session.id, sends[-1].not_before)
        elif not asks:
            self._release(session.id)

    def _asks(self, session: Session) -> bool:
        state = self.flows(session.flow).states.get(session.state)
        return session.live and state is not None and state.ask is not None

    def _give_floor(self, id: str, since: datetime) -> None:
        former = self.thread.floor
        taken = bool(former) and former != id
        parked = tuple(p for p in self.thread.parked if p != id)
        self.change(
            floor=id,
            since=since,
            taken=taken,
            parked=(*parked, former) if taken and former not in parked else parked,
        )

    def _release(self, id: str) -> None:
        self.change(parked=tuple(p for p in self.thread.parked if p != id))
        if self.thread.floor == id:
            self.change(floor="", since=None, taken=False)

    def _repeat(self, id: str) -> None:
        session = self.thread.session(id)
        self.change(parked=tuple(p for p in self.thread.parked if p != id))
        self._keep(repeat(self.flows(session.flow), session, self.at))

    def _begin_next(self) -> None:
        beginning, *rest = self.thread.waiting
        self.change(waiting=tuple(rest))
        self.begin(beginning)

    # ---- replies that concern more than one

    def _crosses(self, reply: Reply) -> bool:
        """Whether a reply may be meant for the question before; a wish or a danger is clear all the same."""
        since = self.thread.since
        soon = since is not None and timedelta(0) <= reply.at - since < CROSSING
        return (
            self.thread.taken
            and soon
            and not _CLEAR & find_signals(words(mask(reply.text).text[:MAX_LENGTH]))
        )

    def _crossing(self, id: str, reply: Reply) -> None:
        """A reply that may have crossed the new question: nobody takes it, and the question is put again."""
        session = self.thread.session(id)
        masked = mask(reply.text).text
        self.say(id, Heard(masked, tentative=bool(rest_of(words(masked[:MAX_LENGTH]), NOTHING))))
        self._keep(repeat(self.flows(session.flow), session, self.at))
        self.change(taken=False)

    def _stop_all(self, by: str) -> None:
        """One STOP, one confirmation, and everybody goes to a human."""
        for session in self._others(by):
            self.say(session.id, _stopped(self.at))
            self.say(session.id, Closed("stopped"))
        for beginning in self.thread.waiting:
            self.say(beginning.id, _stopped(self.at))
        stopped = {s.id for s in self._others(by)}
        sessions = tuple(
            replace(s, status="stopped", outcome="stopped", timers=(), listing="") if s.id in stopped else s
            for s in self.thread.sessions
        )
        self.change(sessions=sessions, waiting=(), parked=(), floor="", since=None, taken=False, stopped=True)

    def _others(self, id: str) -> Iterator[Session]:
        return (s for s in self.thread.sessions if s.id != id and s.live)


def _stopped(at: datetime) -> Call:
    return Call(reason="stopped", urgent=False, not_before=at)


def _speaks(turn: Turn) -> bool:
    return any(isinstance(action, Send) for action in turn.actions)
