"""An outcome, stored: every statement in the caller's transaction."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

import psycopg
from msgspec import Struct

from tocsin.privacy.vault import Vault
from tocsin.sms.gateway import DeliveryState
from tocsin.store.queries import query
from tocsin.store.statements import execute_arrays, execute_rows
from tocsin.tracing.inbox import InboxEntry, MessageUndelivered, post_events
from tocsin.tracing.outbound.batch_outcome import BatchOutcome, PartOutcome, SubmittedPart, part_bits
from tocsin.tracing.outbound.inbound_sms import store_inbound
from tocsin.tracing.outbound.lease_policy import GatewayPolicy

Connection = psycopg.Connection[Any]

REFERENCE_LENGTH: Final = 65
"""Characters of a network's reference that the store keeps."""


class GatewayIdentity(Struct, frozen=True, kw_only=True):
    """Who stores, and under which name."""

    gateway: str
    """Name of the process, its own."""
    account: str
    """Name of the account: references of the network are unique under it."""
    lane: str
    policy: GatewayPolicy


class PersistResult(Struct, frozen=True):
    inbox: tuple[int, ...] = ()
    """Rows of SMS from people that the network is now to be told of."""
    incoming: int = 0
    """Of them, how many were new."""
    repeated: int = 0
    strays: int = 0
    undelivered: int = 0
    early: int = 0
    """Receipts that wait for their part."""


class _MessageUpdate(Struct):
    submitted: datetime | None = None
    arrived: int = 0
    whole: int = 0
    arrived_at: datetime | None = None
    failed: datetime | None = None
    failure: str = ""
    uncertain: datetime | None = None
    resolved: bool = False


def persist_outcome(
    db: Connection, vault: Vault, place: GatewayIdentity, out: BatchOutcome, now: datetime
) -> PersistResult:
    """Store an outcome: messages and their milestones, events for the engines, what is left in the outbox."""
    early_receipts = _find_early_receipts(db, place, out, now)
    receipts, waiting = _match_receipts(db, place, [*out.receipts, *early_receipts])
    matched = {one.remote_id for one in early_receipts}
    _store_parts(db, place, [part for part in out.accepted_parts.values() if part.remote_id not in matched])
    undelivered = _update_messages(db, vault, _collect_updates(out, receipts), now)
    _update_outbox(db, place, out, now)
    if out.confirmed_rows:
        execute_arrays(db, "gateway.confirmed", id=out.confirmed_rows)
    inbound = store_inbound(
        db, vault, place.gateway, place.account, out.incoming, now - place.policy.repetition_for, now
    )
    return PersistResult(
        inbound.rows, len(inbound.rows), inbound.repeated, inbound.strays, undelivered, waiting
    )


def find_crossed_receipts(db: Connection, place: GatewayIdentity, now: datetime) -> list[PartOutcome]:
    """Receipts that another process stored before it could see the part: they count now."""
    rows = db.execute(
        query("gateway.crossed"), {"account": place.account, "since": now - place.policy.early_receipt_for}
    ).fetchall()
    return [PartOutcome(None, 0, 0, remote_id, DeliveryState(state), at) for remote_id, state, at in rows]


# Receipts


def _match_receipts(
    db: Connection, place: GatewayIdentity, receipts: Sequence[PartOutcome]
) -> tuple[list[PartOutcome], int]:
    """The receipts with the message that each speaks of; those that find none wait in the store."""
    if not receipts:
        return [], 0
    rows = execute_arrays(
        db, "gateway.settle", account=place.account, remote=[one.remote_id for one in receipts]
    ).fetchall()
    found = {remote_id: (message_id, part, of) for remote_id, message_id, part, of in rows}
    known = [one for one in receipts if one.message_id is not None]
    known += [
        PartOutcome(*found[one.remote_id], one.remote_id, one.state, one.at)
        for one in receipts
        if one.message_id is None and one.remote_id in found
    ]
    unknown = [
        one for one in receipts if one.message_id is None and one.remote_id not in found and one.remote_id
    ]
    if unknown:
        execute_arrays(
            db,
            "gateway.keep_early",
            account=place.account,
            remote=[one.remote_id[:REFERENCE_LENGTH] for one in unknown],
            state=[one.state.value for one in unknown],
            at=[one.at for one in unknown],
        )
    return known, len(unknown)


def _find_early_receipts(
    db: Connection, place: GatewayIdentity, out: BatchOutcome, now: datetime
) -> list[PartOutcome]:
    """Receipts that had come before the parts of this batch."""
    if not out.accepted_parts:
        return []
    rows = execute_arrays(
        db,
        "gateway.early",
        account=place.account,
        remote=list(out.accepted_parts),
        since=now - place.policy.early_receipt_for,
    ).fetchall()
    found = []
    for remote_id, state, at in rows:
        if taken := out.accepted_parts.get(remote_id):
            found.append(
                PartOutcome(taken.message_id, taken.part, taken.of, remote_id, DeliveryState(state), at)
            )
    return found


def _store_parts(db: Connection, place: GatewayIdentity, parts: Sequence[SubmittedPart]) -> None:
    """Parts of which the network has yet to say what became of them."""
    if not parts:
        return
    remote = [part.remote_id[:REFERENCE_LENGTH] for part in parts]
    execute_rows(db, "gateway.keep_parts", parts, account=place.account, remote=remote)


# Messages


def _collect_updates(out: BatchOutcome, receipts: Iterable[PartOutcome]) -> dict[int, _MessageUpdate]:
    changes: dict[int, _MessageUpdate] = {}

    def of(message_id: int) -> _MessageUpdate:
        change = changes.get(message_id)
        if change is None:
            change = changes[message_id] = _MessageUpdate()
        return change

    for message_id, at in out.submitted.items():
        of(message_id).submitted = at
    for one in receipts:
        if one.message_id is not None:
            _apply_part_outcome(of(one.message_id), one)
    for message_id, (why, at) in out.failed.items():
        change = of(message_id)
        change.failed, change.failure = at, why[:24]
    for message_id, (_, at) in out.uncertain.items():
        of(message_id).uncertain = at
    for message_id in out.resolved:
        of(message_id).resolved = True
    return changes


def _apply_part_outcome(change: _MessageUpdate, receipt: PartOutcome) -> None:
    if receipt.state is DeliveryState.DELIVERED:
        change.arrived |= part_bits(receipt.part, receipt.of)
        change.whole = part_bits(0, receipt.of)
        change.arrived_at = max(change.arrived_at or receipt.at, receipt.at)
    elif change.failed is None:
        change.failed, change.failure = receipt.at, receipt.state.value


def _update_messages(db: Connection, vault: Vault, changes: dict[int, _MessageUpdate], now: datetime) -> int:
    """Write the rows, and tell the engines what will never arrive."""
    if not changes:
        return 0
    ids = sorted(changes)
    failed = execute_rows(db, "gateway.outcome", [changes[id] for id in ids], id=ids).fetchall()
    day = now.date()
    return post_events(
        db,
        vault,
        [
            InboxEntry(
                phone_id=phone_id,
                shard=shard,
                key=f"undelivered:{key}",
                at=now,
                event=MessageUndelivered(key),
                collected_on=day,
            )
            for key, phone_id, shard in failed
        ],
    )


# The outbox


def _update_outbox(db: Connection, place: GatewayIdentity, out: BatchOutcome, now: datetime) -> None:
    if left := [*out.completed, *out.failed]:
        execute_arrays(db, "gateway.leave", id=left)
    if out.uncertain:
        ids, whys = list(out.uncertain), list(out.uncertain.values())
        until = now + place.policy.resend_after
        execute_arrays(db, "gateway.wait", gateway=place.gateway, id=ids, until=until)
        execute_arrays(db, "gateway.change", id=ids, why=[why for why, _ in whys], at=[at for _, at in whys])
    if out.to_retry:
        later = now + place.policy.retry_after
        execute_arrays(
            db,
            "gateway.give_back",
            gateway=place.gateway,
            id=list(out.to_retry),
            not_before=[now if at_once else later for at_once in out.to_retry.values()],
        )
