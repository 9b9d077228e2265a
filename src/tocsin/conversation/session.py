"""A conversation with one person: its state, what happens to it, and what it makes happen.

Everything is a frozen record that serialises to JSON (``encode_session``); moments are in UTC.
"""

from datetime import datetime
from typing import Final, Literal

import msgspec
from msgspec import Struct

from tocsin.charter.schema import Wording
from tocsin.conversation.flow.text_variables import fill_variables
from tocsin.conversation.reading import ReplySignal

FactValue = str | int | bool | Wording | None
"""A name, an ISO date, a number, a flag, or a sentence in both languages; None where not known."""
HEARD: Final = 20
"""Replies whose reference is kept, to know one that comes twice."""
FlowFacts = dict[str, FactValue]
DEAD: Final = "dead"
"""Outcome of a session whose person died: nothing more is sent for it, whoever writes."""
BEREAVED: Final = "bereaved"
"""Reason of a call to a household in which somebody died: a human speaks to them, no SMS."""
SessionStatus = Literal["open", "human", "stopped", "closed"]
"""``open``: the SMS go on; ``human``: somebody was asked to ring, no more questions by SMS; ``stopped``: the
person wants no SMS; ``closed``: the flow came to an end."""


class ListedContact(Struct, frozen=True, omit_defaults=True):
    """Somebody whom the person named."""

    name: str
    """As written; empty where only a number was given."""
    number: str | None = None
    """E.164, or None while it is missing."""
    asked: bool = False
    """Whether the missing number was asked for already."""
    household: bool | None = None
    """Whether they live with the person who named them; None while nobody said so."""
    child: bool = False
    """Whether they are a child of the person: no number is asked for, and the person is told for both."""


class SessionTimer(Struct, frozen=True):
    """Something that happens by itself."""

    name: str
    """``silence-1``, ``wait``."""
    at: datetime


class ConversationSession(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One conversation."""

    id: str
    flow: str
    version: int
    """Version of the flow that took the last step."""
    state: str
    zone: str = "Europe/Paris"
    """Time zone of the person (IANA)."""
    lang: Literal["fr", "en"] = "fr"
    status: SessionStatus = "open"
    outcome: str = ""
    """How it ended; for ``human``, why."""
    person: str = ""
    """Whoever runs the conversations knows the person by this; empty where one phone is one person."""
    facts: FlowFacts = {}
    people: tuple[ListedContact, ...] = ()
    """Those named so far."""
    listing: Literal["", "collect", "complete", "confirm", "correct"] = ""
    """Where the question about people stands."""
    misses: int = 0
    """Replies in a row that were not understood."""
    pending: str | int = ""
    """The answer that was understood and read back, until the person says whether it is right."""
    timers: tuple[SessionTimer, ...] = ()
    sent: int = 0
    """Messages so far: the next one is ``<id>.<sent + 1>``."""
    told: tuple[str, ...] = ()
    """What was said or done, and is not to be repeated for ever."""
    news: tuple[str, ...] = ()
    """Corrected facts that no text has shown yet."""
    asked_at: datetime | None = None
    """When the open question goes out: what is written before answers something else."""
    heard: tuple[str, ...] = ()
    """Last replies, to know one that comes twice."""
    shared: bool = False
    """Whether somebody else has a conversation on the same phone: texts then say whom they are for."""

    @property
    def next_due(self) -> datetime | None:
        """When a ``TimerEvent`` is due; None where nothing happens by itself."""
        return min((timer.at for timer in self.timers), default=None)

    @property
    def is_open(self) -> bool:
        """Whether it still speaks."""
        return self.status == "open"


# ------------------------------------------------------------------------------------ what happens to it


class ReplyEvent(Struct, frozen=True, tag="reply"):
    """The person wrote."""

    at: datetime
    text: str
    id: str = ""
    """Reference of the network: the same one twice is one reply."""
    postback: str = ""
    """Of a button that was touched; empty where the person wrote."""


class TimerEvent(Struct, frozen=True, tag="tick"):
    """Time has come for what was due."""

    at: datetime


class CorrectionEvent(Struct, frozen=True, tag="corrected"):
    """Facts changed: a date was corrected, a plan was made again."""

    at: datetime
    facts: FlowFacts


class DeliveryFailureEvent(Struct, frozen=True, tag="undelivered"):
    """The network says that a message will never arrive."""

    at: datetime
    message: str = ""


class ExternalEndEvent(Struct, frozen=True, tag="ended"):
    """Somebody else ends it: an agent reached the person, or the contact became a case."""

    at: datetime
    outcome: str


class CallAnnouncedEvent(Struct, frozen=True, tag="announced"):
    """A human will ring between two hours: the person is told, and what is said first in the call."""

    at: datetime
    begins: datetime
    ends: datetime
    """From then on it is not worth telling any more."""
    call_code: str
    """What the agent says first, as it is said."""


SessionEvent = (
    ReplyEvent | TimerEvent | CorrectionEvent | DeliveryFailureEvent | ExternalEndEvent | CallAnnouncedEvent
)


# ------------------------------------------------------------------------------------ what it makes happen


class SendSms(Struct, frozen=True, kw_only=True, tag="send"):
    """An SMS to write down, guard, register and send."""

    id: str
    """The same for the same message, however often the step is taken again."""
    template: str
    version: int | str
    """Of the flow; ``3.12`` where the words were changed since."""
    lang: str
    wording: str
    """The template, as the register publishes it."""
    values: dict[str, str]
    """What its variables stand for, all but ``{code}``, which the register gives."""
    not_before: datetime
    """Quiet hours are respected."""
    reply: bool
    """Whether the person waits for it with the phone in the hand."""
    until: datetime | None = None
    """When it is not true any more, and does not leave; None: the service says how long it is worth sending."""

    @property
    def text(self) -> str:
        """As rendered, ``{code}`` left in its place."""
        return fill_variables(self.wording, self.values)


class RequestCall(Struct, frozen=True, kw_only=True, tag="call"):
    """A human is asked to ring the person."""

    reason: str
    """``silent``, ``stopped``, ``wrong_person``, ``not_understood``, ``asked``, ``distress``, ``emergency``,
    ``undelivered``, or what the flow says."""
    urgent: bool
    not_before: datetime


class RecordReply(Struct, frozen=True, tag="heard"):
    """What the person wrote, as it may be stored, logged and shown."""

    text: str
    signals: tuple[ReplySignal, ...] = ()
    tentative: bool = False
    """Whether something in it is not explained: a human looks at it within the hour."""
    early: bool = False
    """Whether it was written before the open question went out: it is no answer to it."""


class RecordFact(Struct, frozen=True, tag="learned", omit_defaults=True):
    """A fact that an answer gave."""

    fact: str
    value: FactValue
    told: bool = True
    """False of what the service found out itself, such as a plan that was made anew: no answer gave that."""


class RecordContacts(Struct, frozen=True, tag="named"):
    """The people noted so far."""

    people: tuple[ListedContact, ...]
    confirmed: bool
    """Whether they were read back, and the person said yes."""


class CloseConversation(Struct, frozen=True, tag="closed"):
    """The conversation is over, for the SMS at least."""

    outcome: str


ConversationAction = SendSms | RequestCall | RecordReply | RecordFact | RecordContacts | CloseConversation


class SessionTurn(Struct, frozen=True):
    """What one event did."""

    session: ConversationSession
    actions: tuple[ConversationAction, ...]


def encode_session(session: ConversationSession) -> bytes:
    """A session as JSON."""
    return msgspec.json.encode(session)
