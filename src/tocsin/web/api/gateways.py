"""``POST /api/v1/gateways/{account}/receipts`` and ``/messages``: what an HTTP provider has to tell, signed.

A call is signed over its time and its body, as ``tocsin.sms.webhook`` has it. What it tells goes into the
store as a gateway process puts it there, and the call is answered once it is on the disk. The same call
again, and an SMS that bears the provider's own reference again, does nothing and is answered like the first
time: a provider repeats what it believes lost.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct

from tocsin.sms.gateway import Event, Incoming, Receipt, State
from tocsin.sms.post import LONGEST_ANSWER
from tocsin.sms.provider import UnreadableAnswer, items, text_at
from tocsin.sms.webhook import BadSignature, Guard, StaleCall, UnsignedCall
from tocsin.tracing.arrays import array
from tocsin.tracing.gateway.hand import Hand
from tocsin.tracing.gateway.keeping import Kept, Place, keep
from tocsin.tracing.gateway.policy import Policy
from tocsin.tracing.queries import query
from tocsin.web.api import sql
from tocsin.web.api.asked import Asked
from tocsin.web.api.problem import Problem
from tocsin.web.api.reply import JSON, Reply, json
from tocsin.web.api.signing import Account
from tocsin.web.store import Connection

if TYPE_CHECKING:
    from tocsin.web.api.api import Api

REMEMBERED: Final = timedelta(days=2)
"""How long a call and an SMS are known that a provider may repeat."""
Item = dict[str, Any]


class Taken(Struct, frozen=True):
    """What came of a call."""

    taken: int
    """Things it told that were new."""
    again: int
    """Things that were known."""


def receipts(api: "Api", asked: Asked) -> Reply:
    """What became of messages."""
    account, told = _heard(api, asked)
    now = asked.now
    events = [_receipt(account, item, at, now) for at, item in enumerate(told)]
    return _taken(api, asked, account, events, [])


def messages(api: "Api", asked: Asked) -> Reply:
    """What people wrote."""
    account, told = _heard(api, asked)
    events, names = [], []
    for at, item in enumerate(told):
        events.append(_incoming(account, item, at, asked.now))
        names.append(text_at(item, account.hearing.remote_id))
    return _taken(api, asked, account, events, names)


# ---- what is told


def _heard(api: "Api", asked: Asked) -> tuple[Account, list[Item]]:
    """The account of a call that is signed and recent, and what it tells. Raises Problem."""
    request = asked.request
    request.query()
    account = api.settings.gateways.get(asked.parts[0])
    if account is None:
        raise Problem("no_account", field="account")
    request.takes(JSON)
    shape = account.hearing
    body = request.body(LONGEST_ANSWER)
    try:
        Guard(account.signing, shape.window).check(
            request.header(shape.timestamp_header),
            request.header(shape.signature_header),
            body,
            asked.now.timestamp(),
        )
    except UnsignedCall:
        needed = f"{shape.timestamp_header} and {shape.signature_header} are expected"
        raise Problem("no_signature", needed, field=shape.signature_header) from None
    except BadSignature:
        signed = f"expected HMAC-SHA256 over {shape.timestamp_header}, a dot and the body, in hexadecimal"
        raise Problem("bad_signature", signed, field=shape.signature_header) from None
    except StaleCall:
        near = f"it is more than {shape.window:g} seconds from {asked.now:%Y-%m-%dT%H:%M:%SZ}"
        raise Problem("stale_call", near, field=shape.timestamp_header) from None
    try:
        return account, items(body, shape.items)
    except UnreadableAnswer as error:
        raise Problem("bad_field", str(error), field=f"$.{shape.items}".rstrip(".")) from None


def _receipt(account: Account, item: Item, at: int, now: datetime) -> Event:
    shape = account.hearing
    remote_id = _needed(item, shape.remote_id, at, "the reference that was answered to the message")
    state = shape.states.get(_needed(item, shape.state, at, "the state of a message"), State.UNKNOWN)
    return Receipt(None, 0, 0, remote_id, state, text_at(item, shape.error), now)


def _incoming(account: Account, item: Item, at: int, now: datetime) -> Event:
    shape = account.hearing
    sender = _needed(item, shape.sender, at, "the number of a person")
    return Incoming(sender=sender, to=text_at(item, shape.to), text=text_at(item, shape.text), at=now)


def _needed(item: Item, path: str, at: int, what: str) -> str:
    found = text_at(item, path)
    if not found:
        raise Problem("bad_field", f"expected {what}", field=f"$[{at}].{path}")
    return found


# ---- into the store


def _taken(
    api: "Api", asked: Asked, account: Account, events: Sequence[Event], references: Sequence[str]
) -> Reply:
    if not api.store.there():
        raise Problem("no_store", "this service has none")
    name, now = asked.parts[0], asked.now
    vault = api.vault()
    call = _digest("call", asked.request.header(account.hearing.signature_header).strip().lower())
    with api.store.transaction() as connection:
        if not _new(connection, name, [call], now):
            return json(Taken(0, len(events)))
        fresh = list(events)
        if references:
            digests = [_digest("sms", reference) for reference in references]
            new = _new(connection, name, [d for d, r in zip(digests, references, strict=True) if r], now)
            fresh = _first(events, digests, references, new)
        outcome = Hand(account.receipts_in).fold(fresh, lambda at: at)
        place = Place(gateway=f"http-{name}", account=name, lane=name, policy=Policy())
        kept = keep(connection, vault, place, outcome, now) if outcome else Kept()
        if kept.inbox:  # the answer tells the provider that they are safe
            connection.execute(query("gateway.confirmed"), {"id": array(list(kept.inbox))})
        if not call[0]:  # now and then
            connection.execute(sql.TIDY_HEARD, {"before": now - REMEMBERED})
    api.metrics.taken("messages" if references else "receipts", len(fresh))
    return json(Taken(len(fresh), len(events) - len(fresh)))


def _first(
    events: Sequence[Event], digests: Sequence[bytes], references: Sequence[str], new: set[bytes]
) -> list[Event]:
    """Those whose reference is new, each once; without a reference all of them."""
    found = []
    for event, digest, reference in zip(events, digests, references, strict=True):
        if not reference or digest in new:
            new.discard(digest)
            found.append(event)
    return found


def _new(connection: Connection, account: str, digests: Sequence[bytes], now: datetime) -> set[bytes]:
    """Those that were not heard before; from now on they were."""
    asked = {"account": account, "digests": sorted(set(digests)), "now": now}
    return {bytes(digest) for (digest,) in connection.execute(sql.HEARD, asked).fetchall()}


def _digest(kind: str, value: str) -> bytes:
    return hashlib.sha256(f"{kind}\0{value.removeprefix('sha256=')}".encode()).digest()
