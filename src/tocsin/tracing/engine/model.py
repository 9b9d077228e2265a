"""What one step works on, and what it found: records between reading and writing."""

from datetime import date, datetime
from typing import Literal

from msgspec import Struct

from tocsin.conversation.session import Send
from tocsin.conversation.thread import Said, Thread
from tocsin.tracing.events import Letter


class Arrival(Struct, frozen=True):
    """Something that happened to a phone."""

    key: str
    at: datetime
    letter: Letter


class Desk(Struct, frozen=True, kw_only=True):
    """One phone in a step: its conversations, and what happened to it, in order."""

    phone_id: int
    shard: int
    number: str
    zone: str
    collected_on: date
    """Whose key seals what is written about it."""
    thread: Thread
    arrivals: tuple[Arrival, ...]


class Happened(Struct, frozen=True):
    """An action of a conversation, and when."""

    at: datetime
    said: Said


class Started(Struct, frozen=True):
    """A conversation began, with these days."""

    at: datetime
    session: str
    isolation_end: date | None


class Listed(Struct, frozen=True):
    """A case's list of contacts was closed by the person, empty or not."""

    at: datetime
    session: str
    people: int


class Same(Struct, frozen=True):
    """A naming of somebody who is being written to already: that conversation speaks for this one."""

    contact_id: int
    speaks: int


class Silenced(Struct, frozen=True):
    """Nothing more is to be said in a conversation: what was said and has not left is withdrawn."""

    at: datetime
    session: str
    said: int
    """Messages before: what is said on this occasion itself, such as a farewell, still leaves."""


class Fault(Struct, frozen=True):
    """An event that the conversation could not take: a human rings instead."""

    at: datetime
    session: str
    kind: str
    """Name of the exception: never what it says, which may be personal."""


class Counted(Struct, frozen=True):
    """Something for the counts by step of a flow."""

    at: datetime
    flow: str
    version: int
    state: str
    what: Literal["asked", "answered", "again", "silent", "human"]


Effect = Happened | Started | Listed | Same | Silenced | Fault | Counted


class Taken(Struct, frozen=True):
    """What a step made of one phone."""

    desk: Desk
    thread: Thread
    effects: tuple[Effect, ...]


class Outgoing(Struct, frozen=True, kw_only=True):
    """A message to guard, register and send."""

    desk: Desk
    session: str
    flow: str
    send: Send
    at: datetime
    deadline: datetime
    first: bool
    """Whether it is the first that somebody gets."""
    instructs: bool = False
    """Whether it carries the instructions, to somebody who confirmed who they are."""


def subject(session: str) -> tuple[Literal["case", "contact"], int]:
    """Whose file a conversation belongs to.

    >>> subject("follow-17"), subject("contact-3")
    (('case', 17), ('contact', 3))
    """
    kind, _, number = session.partition("-")
    return ("contact" if kind == "contact" else "case"), int(number)
