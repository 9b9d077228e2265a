"""The inbox: what happened to a phone, as events for the engine that has its shard.

Whoever writes one (intake, a gateway, an agent) does so in the transaction of what made it happen, and gives
it a key: the same event twice is one.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

import msgspec
import psycopg
from msgspec import Struct

from tocsin.privacy.vault import Vault
from tocsin.store.statements import draw_ids, execute_rows

PLACE = "inbox.sealed"
GIVEN: Final = "given"
"""In a row of change, which outlives the erasure: the person said it; what they said stands elsewhere."""


class BeginCase(Struct, frozen=True, tag="begin_case"):
    """Somebody tested positive, and is to be written to."""

    case_id: int


class BeginContact(Struct, frozen=True, tag="begin_contact"):
    """Somebody was named, and is to be written to."""

    contact_id: int


class BeginFollowUp(Struct, frozen=True, tag="begin_follow_up"):
    """The conversation with a case is done: the isolation is followed from here on."""

    case_id: int


class ReplyReceived(Struct, frozen=True, tag="replied"):
    text: str
    postback: str = ""
    """Of a button that was touched."""


class MessageUndelivered(Struct, frozen=True, tag="undelivered"):
    """A message will never arrive."""

    message: str
    """Its key, ``case-17.3``."""


class ConversationEnded(Struct, frozen=True, tag="ended"):
    """Somebody else ends a conversation: an agent reached the person, or a contact became a case."""

    session: str
    outcome: str


class PlanOutdated(Struct, frozen=True, tag="replan"):
    """A date of the file was corrected: the plan is made again, and the person told where it changed."""

    session: str


class ResultWithdrawn(Struct, frozen=True, tag="withdrawn"):
    """The result for which a case or a contact was told to isolate was withdrawn: they are told."""

    session: str


class CallAnnounced(Struct, frozen=True, tag="call_announced"):
    """A human will ring somebody between two moments: they are told by SMS."""

    session: str
    begins: datetime
    ends: datetime
    call_code: str
    """What the agent says first, as it is said."""


InboxEvent = (
    BeginCase
    | BeginContact
    | BeginFollowUp
    | ReplyReceived
    | MessageUndelivered
    | ConversationEnded
    | PlanOutdated
    | ResultWithdrawn
    | CallAnnounced
)
"""What stands under the seal of a row of the inbox."""

_decode = msgspec.json.Decoder(InboxEvent).decode
_encode = msgspec.json.Encoder().encode


class InboxEntry(Struct, frozen=True, kw_only=True):
    phone_id: int
    shard: int
    key: str
    """Reference of the event, unique: ``begin:case-17``."""
    at: datetime
    event: InboxEvent
    collected_on: date


def decode_event(body: bytes) -> InboxEvent:
    """An event from JSON. Raises ``msgspec.DecodeError``."""
    event: InboxEvent = _decode(body)
    return event


def post_events(connection: psycopg.Connection[Any], vault: Vault, events: Sequence[InboxEntry]) -> int:
    """Put events into the inbox (``tracing_inbox``); how many were new. In the caller's transaction."""
    if not events:
        return 0
    ids = draw_ids(connection, "tracing_inbox", len(events))
    sealed = [
        vault.seal(_encode(one.event), PLACE, one.collected_on, id, one.phone_id)
        for id, one in zip(ids, events, strict=True)
    ]
    return execute_rows(connection, "engine.post", events, ids=ids, sealed=sealed).rowcount
