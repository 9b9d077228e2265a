"""What people wrote, on its way to the inbox of their engine: once, whatever the network repeats."""

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import psycopg
from msgspec import Struct

from tocsin.conversation.phones import e164
from tocsin.tracing.arrays import array
from tocsin.tracing.events import Posted, Replied, post
from tocsin.tracing.gateway.outcome import Heard
from tocsin.tracing.identifiers import draw_ids
from tocsin.tracing.lookups import Lookups
from tocsin.tracing.queries import query
from tocsin.tracing.vault import Vault

GAP = "…"
"""Stands for what cannot be read."""


class Received(Struct, frozen=True):
    """What was done with them."""

    rows: tuple[int, ...] = ()
    """Rows to take away once the network knows that the SMS are safe."""
    repeated: int = 0
    strays: int = 0


class _Sms(Struct, frozen=True):
    number: str
    """E.164, or what stood in its place."""
    number_index: bytes
    text: str
    digest: bytes
    at: datetime


def hear(
    db: psycopg.Connection[Any],
    vault: Vault,
    gateway: str,
    account: str,
    heard: Sequence[Heard],
    since: datetime,
    now: datetime,
) -> Received:
    """Store SMS from people, in their order; those that stand in the store since ``since`` are known."""
    if not heard:
        return Received()
    every = [_read(vault, one, now.date()) for one in heard]
    seen_twice = [one.said.repeated for one in heard]
    known = {n for n, again in enumerate(seen_twice) if again}
    digests = [sms.digest for sms in every]
    yesterday = [_read(vault, one, now.date() - timedelta(days=1)).digest for one in heard]
    for some in [digests] if yesterday == digests else [digests, yesterday]:  # another key since midnight
        rows = db.execute(
            query("gateway.known"),
            {
                "digest": array(some),
                "again": array(seen_twice),
                "account": account,
                "gateway": gateway,
                "since": since,
            },
        ).fetchall()
        known |= {n for (n,) in rows}
    new = [sms for n, sms in enumerate(every) if n not in known]
    ids = _remember(db, gateway, account, new)
    strays = _deliver(db, vault, new, ids, now)
    return Received(tuple(ids), len(known), strays)


def _read(vault: Vault, heard: Heard, today: date) -> _Sms:
    said = heard.said
    number = e164(said.sender) or said.sender
    text = said.text if said.readable else GAP
    digest = vault.index("sms", f"{number}\n{said.to}\n{text}", today)
    return _Sms(number, vault.index("number", number, today), text, digest, heard.at)


def _remember(db: psycopg.Connection[Any], gateway: str, account: str, new: Sequence[_Sms]) -> list[int]:
    if not new:
        return []
    rows = db.execute(
        query("gateway.remember"),
        {
            "account": account,
            "gateway": gateway,
            "digest": array([sms.digest for sms in new]),
            "at": array([sms.at for sms in new]),
        },
    ).fetchall()
    return sorted(id for (id,) in rows)


def _deliver(
    db: psycopg.Connection[Any], vault: Vault, new: Sequence[_Sms], ids: Sequence[int], now: datetime
) -> int:
    """To the inbox of the phone's engine; how many came from phones that nobody wrote to."""
    if not new:
        return 0
    day = now.date()
    numbers = Lookups(vault, "number", (sms.number for sms in new), day)
    rows = db.execute(query("gateway.phones"), {"number": array(numbers.every)}).fetchall()
    phones = {numbers.value(bytes(index)): (id, shard) for index, id, shard in rows}
    letters = []
    for sms, id in zip(new, ids, strict=True):
        if phone := phones.get(sms.number):
            letters.append(
                Posted(
                    phone_id=phone[0],
                    shard=phone[1],
                    key=f"sms:{vault.index('sms', _minute(sms), sms.at.date()).hex()}.{id}",
                    at=sms.at,
                    letter=Replied(sms.text),
                    collected_on=day,
                )
            )
    post(db, vault, letters)
    return _strays(db, vault, [sms for sms in new if sms.number not in phones], now)


def _strays(db: psycopg.Connection[Any], vault: Vault, strays: Sequence[_Sms], now: datetime) -> int:
    if strays:
        day = now.date()
        bodies = [json.dumps({"number": sms.number, "text": sms.text}, ensure_ascii=False) for sms in strays]
        ids = draw_ids(db, "tracing_stray", len(bodies))
        sealed = [vault.seal(body, "stray.sealed", day, id) for id, body in zip(ids, bodies, strict=True)]
        db.execute(
            query("gateway.strays"),
            {
                "number": array([sms.number_index for sms in strays]),
                "ids": array(ids),
                "sealed": array(sealed),
                "at": array([sms.at for sms in strays]),
                "day": day,
            },
        )
    return len(strays)


def _minute(sms: _Sms) -> str:
    return f"{sms.number}\n{sms.text}\n{sms.at:%Y-%m-%dT%H:%M}"
