"""An outcome, stored: every statement in the caller's transaction."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

import psycopg
from msgspec import Struct

from tocsin.sms.gateway import State
from tocsin.tracing.arrays import array
from tocsin.tracing.events import Posted, Undelivered, post
from tocsin.tracing.gateway.hearing import hear
from tocsin.tracing.gateway.outcome import News, Outcome, Taken, bits
from tocsin.tracing.gateway.policy import Policy
from tocsin.tracing.queries import query
from tocsin.tracing.vault import Vault

Connection = psycopg.Connection[Any]


class Place(Struct, frozen=True, kw_only=True):
    """Who stores, and under which name."""

    gateway: str
    """Name of the process, its own."""
    account: str
    """Name of the account: references of the network are unique under it."""
    lane: str
    policy: Policy


class Kept(Struct, frozen=True):
    """What storing an outcome gave."""

    inbox: tuple[int, ...] = ()
    """Rows of SMS from people that the network is now to be told of."""
    heard: int = 0
    """Of them, how many were new."""
    repeated: int = 0
    strays: int = 0
    undelivered: int = 0
    early: int = 0
    """Receipts that wait for their part."""


class _Message(Struct):
    """What changes in the row of one message."""

    submitted: datetime | None = None
    arrived: int = 0
    whole: int = 0
    arrived_at: datetime | None = None
    failed: datetime | None = None
    failure: str = ""
    doubt: datetime | None = None
    sure: bool = False


def keep(db: Connection, vault: Vault, place: Place, out: Outcome, now: datetime) -> Kept:
    """Store an outcome: messages and their milestones, events for the engines, what is left in the outbox."""
    met = _early(db, place, out, now)
    news, early = _settled(db, place, [*out.news, *met])
    told = {one.remote_id for one in met}
    _keep_parts(db, place, [part for part in out.taken.values() if part.remote_id not in told])
    undelivered = _messages(db, vault, _changes(out, news), now)
    _outbox(db, place, out, now)
    if out.confirmed:
        db.execute(query("gateway.confirmed"), {"id": array(out.confirmed)})
    heard = hear(db, vault, place.gateway, place.account, out.heard, now - place.policy.repeats, now)
    return Kept(heard.rows, len(heard.rows), heard.repeated, heard.strays, undelivered, early)


def crossed(db: Connection, place: Place, now: datetime) -> list[News]:
    """Receipts that another process stored before it could see the part: they speak now."""
    rows = db.execute(
        query("gateway.crossed"), {"account": place.account, "since": now - place.policy.early}
    ).fetchall()
    return [News(None, 0, 0, remote_id, State(state), at) for remote_id, state, at in rows]


# Receipts


def _settled(db: Connection, place: Place, news: Sequence[News]) -> tuple[list[News], int]:
    """The receipts with the message that each speaks of; those that find none wait in the store."""
    if not news:
        return [], 0
    rows = db.execute(
        query("gateway.settle"), {"account": place.account, "remote": array([one.remote_id for one in news])}
    ).fetchall()
    found = {remote_id: (message_id, part, of) for remote_id, message_id, part, of in rows}
    known = [one for one in news if one.message_id is not None]
    known += [
        News(*found[one.remote_id], one.remote_id, one.state, one.at)
        for one in news
        if one.message_id is None and one.remote_id in found
    ]
    unknown = [one for one in news if one.message_id is None and one.remote_id not in found and one.remote_id]
    if unknown:
        rows_of = {
            "account": place.account,
            "remote": array([one.remote_id[:65] for one in unknown]),
            "state": array([one.state.value for one in unknown]),
            "at": array([one.at for one in unknown]),
        }
        db.execute(query("gateway.keep_early"), rows_of)
    return known, len(unknown)


def _early(db: Connection, place: Place, out: Outcome, now: datetime) -> list[News]:
    """Receipts that had come before the parts of this batch."""
    if not out.taken:
        return []
    rows = db.execute(
        query("gateway.early"),
        {"account": place.account, "remote": array(list(out.taken)), "since": now - place.policy.early},
    ).fetchall()
    found = []
    for remote_id, state, at in rows:
        if taken := out.taken.get(remote_id):
            found.append(News(taken.message_id, taken.part, taken.of, remote_id, State(state), at))
    return found


def _keep_parts(db: Connection, place: Place, parts: Sequence[Taken]) -> None:
    """Parts of which the network has yet to say what became of them."""
    if not parts:
        return
    db.execute(
        query("gateway.keep_parts"),
        {
            "account": place.account,
            "remote": array([part.remote_id[:65] for part in parts]),
            "message": array([part.message_id for part in parts]),
            "part": array([part.part for part in parts]),
            "of": array([part.of for part in parts]),
            "at": array([part.at for part in parts]),
        },
    )


# Messages


def _changes(out: Outcome, news: Iterable[News]) -> dict[int, _Message]:
    changes: dict[int, _Message] = {}

    def of(message_id: int) -> _Message:
        change = changes.get(message_id)
        if change is None:
            change = changes[message_id] = _Message()
        return change

    for message_id, at in out.submitted.items():
        of(message_id).submitted = at
    for one in news:
        if one.message_id is not None:
            _report(of(one.message_id), one)
    for message_id, (why, at) in out.failed.items():
        change = of(message_id)
        change.failed, change.failure = at, why[:24]
    for message_id, (_, at) in out.doubtful.items():
        of(message_id).doubt = at
    for message_id in out.sure:
        of(message_id).sure = True
    return changes


def _report(change: _Message, news: News) -> None:
    if news.state is State.DELIVERED:
        change.arrived |= bits(news.part, news.of)
        change.whole = bits(0, news.of)
        change.arrived_at = max(change.arrived_at or news.at, news.at)
    elif change.failed is None:
        change.failed, change.failure = news.at, news.state.value


def _messages(db: Connection, vault: Vault, changes: dict[int, _Message], now: datetime) -> int:
    """Write the rows, and tell the engines what will never arrive."""
    if not changes:
        return 0
    ids = sorted(changes)
    rows: Sequence[_Message] = [changes[id] for id in ids]

    def column(get: Callable[[_Message], Any]) -> str:
        return array([get(row) for row in rows])

    failed = db.execute(
        query("gateway.outcome"),
        {
            "id": array(ids),
            "submitted": column(lambda row: row.submitted),
            "arrived": column(lambda row: row.arrived),
            "whole": column(lambda row: row.whole),
            "arrived_at": column(lambda row: row.arrived_at),
            "failed": column(lambda row: row.failed),
            "failure": column(lambda row: row.failure),
            "doubt": column(lambda row: row.doubt),
            "sure": column(lambda row: row.sure),
        },
    ).fetchall()
    day = now.date()
    return post(
        db,
        vault,
        [
            Posted(
                phone_id=phone_id,
                shard=shard,
                key=f"undelivered:{key}",
                at=now,
                letter=Undelivered(key),
                collected_on=day,
            )
            for key, phone_id, shard in failed
        ],
    )


# The outbox


def _outbox(db: Connection, place: Place, out: Outcome, now: datetime) -> None:
    if left := [*out.gone, *out.failed]:
        db.execute(query("gateway.leave"), {"id": array(left)})
    if out.doubtful:
        ids, whys = list(out.doubtful), list(out.doubtful.values())
        until = now + place.policy.resend_after
        db.execute(query("gateway.wait"), {"gateway": place.gateway, "id": array(ids), "until": until})
        db.execute(
            query("gateway.change"),
            {
                "id": array(ids),
                "why": array([why for why, _ in whys]),
                "at": array([at for _, at in whys]),
            },
        )
    if out.again:
        later = now + place.policy.retry_after
        db.execute(
            query("gateway.give_back"),
            {
                "gateway": place.gateway,
                "id": array(list(out.again)),
                "not_before": array([now if at_once else later for at_once in out.again.values()]),
            },
        )
