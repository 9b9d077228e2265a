"""Every conversation on one phone, kept apart.

One of them at a time has the floor: the one whose question was put last and waits for its answer. A reply
goes to it and to no other. Another that wants to speak waits until the answer is there, at most ``PATIENCE``;
then it takes the floor, and the first puts its question again when the other has done. As soon as two people
are written to on one phone, every text says whom it is for.

``STOP`` is a wish of whoever holds the phone: it stops them all. ``This is not me`` speaks of one.
"""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from tocsin.conversation import quiet_hours
from tocsin.conversation.flow.schema import Flow
from tocsin.conversation.session import (
    ConversationAction,
    ConversationSession,
    FlowFacts,
    SessionStatus,
)
from tocsin.conversation.turn_builder import NOTHING_ASKED

PATIENCE: Final = timedelta(hours=1)
"""How long a question keeps the others silent."""

FlowLookup = Callable[[str], Flow]
"""Gives a flow by its name."""


class ConversationStart(Struct, frozen=True, kw_only=True):
    """A conversation to begin."""

    flow: str
    id: str
    facts: FlowFacts
    lang: str = "fr"
    zone: str = "Europe/Paris"
    person: str = ""
    sent: int = 0
    """Messages of the conversation of this identifier that ended, where it begins anew."""


class PhoneThread(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The conversations of one phone."""

    phone: str
    """E.164."""
    sessions: tuple[ConversationSession, ...] = ()
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
    waiting: tuple[ConversationStart, ...] = ()
    parked: tuple[str, ...] = ()
    """Sessions whose question is to be put again."""
    stopped: bool = False
    """Whether whoever holds the phone wants no SMS: later conversations go to a human at once."""

    @property
    def next_due(self) -> datetime | None:
        """When a ``TimerEvent`` is due; None where nothing happens by itself."""
        dues = [(session.id, due) for session in self.sessions if (due := session.next_due)]
        if not self.waiting and all(id == self.floor for id, _ in dues):
            return min((due for _, due in dues), default=None)  # nobody is kept waiting
        held = self.held_until
        moments = [max(due, held) if held and id != self.floor else due for id, due in dues]
        if self.waiting and held:
            moments.append(held)
        return min(moments, default=None)

    @property
    def held_until(self) -> datetime | None:
        """Until when the open question keeps the others silent: not only to speak at night."""
        if not self.floor or not self.since:
            return None
        return quiet_hours.find_next_allowed_time(self.since + PATIENCE, self.get_session(self.floor).zone)

    def get_session(self, id: str) -> ConversationSession:
        """The session of this identifier; ``KeyError`` where there is none."""
        for session in self.sessions:
            if session.id == id:
                return session
        raise KeyError(id)


class SessionAction(Struct, frozen=True):
    """An action, and the conversation that it comes from."""

    session: str
    action: ConversationAction


class ThreadTurn(Struct, frozen=True):
    """What one event did on a phone."""

    thread: PhoneThread
    actions: tuple[SessionAction, ...]


def end_sessions(
    thread: PhoneThread, ended: Collection[str], outcome: str, status: SessionStatus = "closed"
) -> PhoneThread:
    """The thread with these conversations ended, at once and without a word; those that wait never begin.

    One that is over already keeps its end, unless it becomes ``closed``: then its outcome is this one.
    """
    sessions = tuple(
        replace(one, status=status, outcome=outcome, timers=(), **NOTHING_ASKED)
        if one.id in ended and (one.is_open or status == "closed")
        else one
        for one in thread.sessions
    )
    kept = replace(
        thread,
        sessions=sessions,
        waiting=tuple(one for one in thread.waiting if one.id not in ended),
        parked=tuple(id for id in thread.parked if id not in ended),
    )
    return replace(kept, floor="", since=None, taken=False) if thread.floor in ended else kept


def drop_session(thread: PhoneThread, id: str) -> PhoneThread:
    """The thread without a conversation that is over, so that it can begin anew."""
    sessions = tuple(one for one in thread.sessions if one.id != id)
    return replace(thread, sessions=sessions, last="" if thread.last == id else thread.last)
