"""What people wrote, on its way to the inbox of their engine: once, whatever the network repeats."""

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import psycopg
from msgspec import Struct

from tocsin.phone_numbers.e164 import to_e164
from tocsin.privacy.index_lookup import IndexLookup
from tocsin.privacy.vault import Vault
from tocsin.store.statements import draw_ids, execute_arrays, execute_rows
from tocsin.tracing.inbox import InboxEntry, ReplyReceived, post_events
from tocsin.tracing.outbound.batch_outcome import TimestampedSms

GAP = "…"
"""Stands for what cannot be read."""


class InboundResult(Struct, frozen=True):
    rows: tuple[int, ...] = ()
    """Rows to take away once the network knows that the SMS are safe."""
    repeated: int = 0
    strays: int = 0


class _IndexedSms(Struct, frozen=True):
    number: str
    """E.164, or what stood in its place."""
    number_index: bytes
    text: str
    digest: bytes
    at: datetime
    postback: str = ""


def store_inbound(
    db: psycopg.Connection[Any],
    vault: Vault,
    gateway: str,
    account: str,
    incoming: Sequence[TimestampedSms],
    since: datetime,
    now: datetime,
) -> InboundResult:
    """Store SMS from people, in their order; those that stand in the store since ``since`` are known."""
    if not incoming:
        return InboundResult()
    indexed = [_index_sms(vault, one, now.date()) for one in incoming]
    seen_twice = [one.sms.repeated for one in incoming]
    known = {n for n, again in enumerate(seen_twice) if again}
    digests = [sms.digest for sms in indexed]
    digests_of_days, yesterday = [digests], now.date() - timedelta(days=1)
    if _index_sms(vault, incoming[0], yesterday).digest != digests[0]:  # another key since midnight
        digests_of_days.append([_index_sms(vault, one, yesterday).digest for one in incoming])
    for some in digests_of_days:
        rows = execute_arrays(
            db, "gateway.known", digest=some, again=seen_twice, account=account, gateway=gateway, since=since
        ).fetchall()
        known |= {n for (n,) in rows}
    new = [sms for n, sms in enumerate(indexed) if n not in known]
    ids = _remember_digests(db, gateway, account, new)
    strays = _post_to_engines(db, vault, new, ids, now)
    return InboundResult(tuple(ids), len(known), strays)


def _index_sms(vault: Vault, incoming: TimestampedSms, today: date) -> _IndexedSms:
    sms = incoming.sms
    number = to_e164(sms.sender) or sms.sender
    text = sms.text if sms.readable else GAP
    digest = vault.index("sms", f"{number}\n{sms.to}\n{text}", today)
    return _IndexedSms(number, vault.index("number", number, today), text, digest, incoming.at, sms.postback)


def _remember_digests(
    db: psycopg.Connection[Any], gateway: str, account: str, new: Sequence[_IndexedSms]
) -> list[int]:
    if not new:
        return []
    rows = execute_rows(db, "gateway.remember", new, account=account, gateway=gateway).fetchall()
    return sorted(id for (id,) in rows)


def _post_to_engines(
    db: psycopg.Connection[Any], vault: Vault, new: Sequence[_IndexedSms], ids: Sequence[int], now: datetime
) -> int:
    """To the inbox of the phone's engine; how many came from phones that nobody wrote to."""
    if not new:
        return 0
    day = now.date()
    numbers = IndexLookup(vault, "number", (sms.number for sms in new), day)
    rows = execute_arrays(db, "gateway.phones", number=numbers.all_indexes).fetchall()
    phones = {numbers.find_value(bytes(index)): (id, shard) for index, id, shard in rows}
    events = []
    for sms, id in zip(new, ids, strict=True):
        if phone := phones.get(sms.number):
            events.append(
                InboxEntry(
                    phone_id=phone[0],
                    shard=phone[1],
                    key=f"sms:{vault.index('sms', _minute_key(sms), sms.at.date()).hex()}.{id}",
                    at=sms.at,
                    event=ReplyReceived(sms.text, sms.postback),
                    collected_on=day,
                )
            )
    post_events(db, vault, events)
    return _store_strays(db, vault, [sms for sms in new if sms.number not in phones], now)


def _store_strays(
    db: psycopg.Connection[Any], vault: Vault, strays: Sequence[_IndexedSms], now: datetime
) -> int:
    if strays:
        day = now.date()
        bodies = [json.dumps({"number": sms.number, "text": sms.text}, ensure_ascii=False) for sms in strays]
        ids = draw_ids(db, "tracing_stray", len(bodies))
        sealed = [vault.seal(body, "stray.sealed", day, id) for id, body in zip(ids, bodies, strict=True)]
        execute_rows(db, "gateway.strays", strays, ids=ids, sealed=sealed, day=day)
    return len(strays)


def _minute_key(sms: _IndexedSms) -> str:
    return f"{sms.number}\n{sms.text}\n{sms.at:%Y-%m-%dT%H:%M}"
