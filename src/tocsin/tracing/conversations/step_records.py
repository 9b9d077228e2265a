"""What one step works on, and what it found: records between reading and writing."""

from datetime import date, datetime
from typing import Literal

from msgspec import Struct

from tocsin.conversation.conversation_id import ConversationId
from tocsin.conversation.phone_thread import PhoneThread, SessionAction
from tocsin.conversation.session import SendSms
from tocsin.tracing.inbox import InboxEvent


class PhoneEvent(Struct, frozen=True):
    key: str
    at: datetime
    event: InboxEvent


class PhoneWorkItem(Struct, frozen=True, kw_only=True):
    """One phone in a step: its conversations, and what happened to it, in order."""

    phone_id: int
    shard: int
    number: str
    zone: str
    collected_on: date
    """Whose key seals what is written about it."""
    thread: PhoneThread
    arrivals: tuple[PhoneEvent, ...]


class ActionTaken(Struct, frozen=True):
    at: datetime
    action: SessionAction


class ConversationOpening(Struct, frozen=True):
    at: datetime
    session: str
    isolation_end: date | None


class ContactListClosed(Struct, frozen=True):
    """A case's list of contacts was closed by the person, empty or not."""

    at: datetime
    session: str
    people: int


class DuplicateContact(Struct, frozen=True):
    """A naming of somebody who is being written to already: that conversation speaks for this one."""

    contact_id: int
    speaks: int


class MessagesWithdrawn(Struct, frozen=True):
    """Nothing more is to be said in a conversation: what was said and has not left is withdrawn."""

    at: datetime
    session: str
    sent_before: int
    """Messages before: what is said on this occasion itself, such as a farewell, still leaves."""


class ProcessingFault(Struct, frozen=True):
    """An event that the conversation could not take: a human rings instead."""

    at: datetime
    session: str
    kind: str
    """Name of the exception: never what it says, which may be personal."""


class CallUnannounced(Struct, frozen=True):
    """A call that was to be announced, and of which the person may not be told."""

    at: datetime
    session: str


class QuestionCount(Struct, frozen=True):
    """Something for the counts by step of a flow."""

    at: datetime
    flow: str
    version: int
    state: str
    what: Literal["asked", "answered", "again", "silent", "human"]


Effect = (
    ActionTaken
    | ConversationOpening
    | ContactListClosed
    | DuplicateContact
    | MessagesWithdrawn
    | ProcessingFault
    | CallUnannounced
    | QuestionCount
)


class StepResult(Struct, frozen=True):
    phone: PhoneWorkItem
    thread: PhoneThread
    effects: tuple[Effect, ...]


class MessageToSend(Struct, frozen=True, kw_only=True):
    """A message to guard, register and send."""

    phone: PhoneWorkItem
    conversation: ConversationId
    send: SendSms
    at: datetime
    deadline: datetime
    first: bool
    """Whether it is the first that somebody gets."""
    instructs: bool = False
    """Whether it carries the instructions, to somebody who confirmed who they are."""
