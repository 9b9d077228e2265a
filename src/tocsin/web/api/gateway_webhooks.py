"""``POST /api/v1/gateways/{account}/receipts`` and ``/messages``: what an HTTP provider has to tell, signed.

A call is signed over its time and its body, as ``tocsin.sms.webhook_signature`` has it. What it tells goes
into the store as a gateway process puts it there, and the call is answered once it is on the disk. The same
call again, and an SMS that bears the provider's own reference again, does nothing and is answered like the
first time: a provider repeats what it believes lost.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated, Any, ClassVar, Final

from msgspec import Struct

from tocsin.sms.gateway import DeliveryReceipt, DeliveryState, Event, IncomingSms
from tocsin.sms.http_client import LONGEST_ANSWER
from tocsin.sms.http_provider import UnreadableAnswer, items_at, text_at
from tocsin.sms.webhook_signature import BadSignature, StaleCall, UnsignedCall, verify_call
from tocsin.store.arrays import encode_array
from tocsin.store.statements import execute_statement, fetch_rows
from tocsin.tracing.outbound.in_flight import InFlightMessages
from tocsin.tracing.outbound.lease_policy import GatewayPolicy
from tocsin.tracing.outbound.persistence import GatewayIdentity, PersistResult, persist_outcome
from tocsin.web.api.call import ApiCall
from tocsin.web.api.operation import api_operation
from tocsin.web.api.problem import ApiProblem
from tocsin.web.api.request_body import RequestBody
from tocsin.web.api.settings import WebhookAccount
from tocsin.web.store_pool import Connection

REMEMBERED: Final = timedelta(days=2)
"""How long a call and an SMS are known that a provider may repeat."""
Item = dict[str, Any]


class WebhookAcknowledgement(Struct, frozen=True):
    """What came of a call."""

    schema_name: ClassVar[str] = "Taken"

    taken: int
    """Things it told that were new."""
    again: int
    """Things that were known."""


_AccountName = Annotated[str, "name of the gateway account"]


@api_operation(
    "POST",
    door="signed",
    body=RequestBody(
        schema=Any, most=LONGEST_ANSWER, example='[{"message_id": "a1b2c3", "status": "DELIVERED"}]'
    ),
    refusals=("bad_field", "no_account"),
)
def receive_delivery_receipts(call: ApiCall, account: _AccountName) -> WebhookAcknowledgement:
    """Receipts of a gateway.

    What became of each SMS, told by the provider in its own form; the call is signed.
    """
    known, told = _read_signed_call(call, account)
    events = [_read_receipt(known, item, at, call.now) for at, item in enumerate(told)]
    return _store_events(call, account, known, events, [])


@api_operation(
    "POST",
    door="signed",
    body=RequestBody(
        schema=Any,
        most=LONGEST_ANSWER,
        example='[{"message_id": "d4e5f6", "from": "+33639980001", "to": "38663", "text": "oui"}]',
    ),
    refusals=("bad_field", "no_account"),
)
def receive_inbound_sms(call: ApiCall, account: _AccountName) -> WebhookAcknowledgement:
    """SMS received by a gateway.

    What people answered, told by the provider in its own form; the call is signed.
    """
    known, told = _read_signed_call(call, account)
    events, names = [], []
    for at, item in enumerate(told):
        events.append(_read_inbound_sms(known, item, at, call.now))
        names.append(text_at(item, known.hearing.remote_id))
    return _store_events(call, account, known, events, names)


# ---- what is told


def _read_signed_call(call: ApiCall, name: str) -> tuple[WebhookAccount, list[Item]]:
    """The account of a call that is signed and recent, and what it tells. Raises ApiProblem."""
    account = call.service.settings.gateways.get(name)
    if account is None:
        raise ApiProblem("no_account", field="account")
    shape = account.hearing
    body = call.read_body()
    try:
        verify_call(
            account.signing,
            call.get_header(shape.timestamp_header),
            call.get_header(shape.signature_header),
            body,
            now=call.now.timestamp(),
            window=shape.window,
        )
    except UnsignedCall:
        needed = f"{shape.timestamp_header} and {shape.signature_header} are expected"
        raise ApiProblem("no_signature", needed, field=shape.signature_header) from None
    except BadSignature:
        signed = f"expected HMAC-SHA256 over {shape.timestamp_header}, a dot and the body, in hexadecimal"
        raise ApiProblem("bad_signature", signed, field=shape.signature_header) from None
    except StaleCall:
        near = f"it is more than {shape.window:g} seconds from {call.now:%Y-%m-%dT%H:%M:%SZ}"
        raise ApiProblem("stale_call", near, field=shape.timestamp_header) from None
    try:
        return account, items_at(body, shape.items)
    except UnreadableAnswer as error:
        raise ApiProblem("bad_field", str(error), field=f"$.{shape.items}".rstrip(".")) from None


def _read_receipt(account: WebhookAccount, item: Item, at: int, now: datetime) -> Event:
    shape = account.hearing
    remote_id = _required_field(item, shape.remote_id, at, "the reference that was answered to the message")
    state = shape.states.get(
        _required_field(item, shape.state, at, "the state of a message"), DeliveryState.UNKNOWN
    )
    return DeliveryReceipt(None, 0, 0, remote_id, state, text_at(item, shape.error), now)


def _read_inbound_sms(account: WebhookAccount, item: Item, at: int, now: datetime) -> Event:
    shape = account.hearing
    sender = _required_field(item, shape.sender, at, "the number of a person")
    return IncomingSms(
        sender=sender,
        to=text_at(item, shape.to),
        text=text_at(item, shape.text),
        at=now,
        postback=text_at(item, shape.postback),
    )


def _required_field(item: Item, path: str, at: int, what: str) -> str:
    found = text_at(item, path)
    if not found:
        raise ApiProblem("bad_field", f"expected {what}", field=f"$[{at}].{path}")
    return found


# ---- into the store


def _store_events(
    call: ApiCall,
    name: str,
    account: WebhookAccount,
    events: Sequence[Event],
    references: Sequence[str],
) -> WebhookAcknowledgement:
    service, now = call.service, call.now
    if not service.store.is_configured():
        raise ApiProblem("no_store", "this service has none")
    vault = service.load_vault()
    digest = _digest_reference("call", call.get_header(account.hearing.signature_header).strip().lower())
    with service.store.transaction() as connection:
        if not _remember_digests(connection, name, [digest], now):
            return WebhookAcknowledgement(0, len(events))
        fresh = list(events)
        if references:
            digests = [_digest_reference("sms", reference) for reference in references]
            new = _remember_digests(
                connection, name, [d for d, r in zip(digests, references, strict=True) if r], now
            )
            fresh = _drop_repeated(events, digests, references, new)
        outcome = InFlightMessages(account.receipts_in).apply_events(fresh, lambda at: at)
        place = GatewayIdentity(gateway=f"http-{name}", account=name, lane=name, policy=GatewayPolicy())
        kept = persist_outcome(connection, vault, place, outcome, now) if outcome else PersistResult()
        if kept.inbox:  # the answer tells the provider that they are safe
            execute_statement(connection, "gateway.confirmed", id=encode_array(list(kept.inbox)))
        if not digest[0]:  # now and then
            execute_statement(connection, "api.tidy_heard", before=now - REMEMBERED)
    service.metrics.count_received("messages" if references else "receipts", len(fresh))
    return WebhookAcknowledgement(len(fresh), len(events) - len(fresh))


def _drop_repeated(
    events: Sequence[Event], digests: Sequence[bytes], references: Sequence[str], new: set[bytes]
) -> list[Event]:
    """Those whose reference is new, each once; without a reference all of them."""
    found = []
    for event, digest, reference in zip(events, digests, references, strict=True):
        if not reference or digest in new:
            new.discard(digest)
            found.append(event)
    return found


def _remember_digests(
    connection: Connection, account: str, digests: Sequence[bytes], now: datetime
) -> set[bytes]:
    """Those that were not heard before; from now on they were."""
    heard = fetch_rows(connection, "api.hear", account=account, digests=sorted(set(digests)), now=now)
    return {bytes(row.digest) for row in heard}


def _digest_reference(kind: str, value: str) -> bytes:
    return hashlib.sha256(f"{kind}\0{value.removeprefix('sha256=')}".encode()).digest()
