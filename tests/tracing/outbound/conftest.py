"""Tests of the gateway: a real PostgreSQL, real SMPP over loopback, and a simulated network behind it."""

import asyncio
import json
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest

from tests.coroutines import pytest_pyfunc_call  # noqa: F401  # tests that are coroutines
from tocsin.sms.smpp_account import SmppAccount
from tocsin.store.statements import draw_ids
from tocsin.tracing.outbound.lease_policy import GatewayPolicy
from tocsin.tracing.outbound.process import build_worker
from tocsin_simulation.sms.network import SimulatedNetwork

LANE = "38663"
ALICE = "+33639980001"
BOB = "+33639980002"
NOON = datetime(2022, 1, 25, 12, 0, tzinfo=UTC)

QUICK = GatewayPolicy(
    confirm_for=0.0, poll_every=0.01, renew_every=0.02, settle_every=0.02, retry_first=0.01, retry_most=0.05
)
"""Looks often, so that no test waits: what is decided goes by the clock of the service, moved by hand."""
QUICK_LINE = {
    "rate": 100_000.0, "burst": 10_000, "window": 50, "retry_first": 0.01, "retry_most": 0.05,
    "patience": 0.05,
}  # fmt: skip


class HandClock:
    """The clock of the service, moved by hand."""

    def __init__(self, at=NOON):
        self.at = at

    def now(self):
        return self.at

    def pass_by(self, **span):
        self.at += timedelta(**span)


def number(n):
    return f"+336399{80000 + n:05}"


class World:
    """What stands in the store, written and read as SQL."""

    def __init__(self, db, store, vault):
        db.autocommit = True
        self.db, self.store, self.vault = db, store, vault
        self.clock = HandClock()

    # ---- written

    def phone(self, e164, kind="mobile"):
        index = self.vault.index("number", e164, NOON.date())
        day = NOON.date()
        (id,) = draw_ids(self.db, "tracing_phone", 1)
        return self.one(
            "insert into tracing_phone (id, sealed, number_index, shard, kind, zone, collected_on)"
            " values (%s, %s, %s, %s, %s, 'Europe/Paris', %s)"
            " on conflict (number_index) do update set kind = excluded.kind returning id",
            id, self.vault.seal(e164, "phone.sealed", day, id), index, index[-1], kind, day,
        )  # fmt: skip

    def case(self, phone):
        person = self.one(
            "insert into tracing_person (collected_on, age_band, territory, lang)"
            " values (%s, '', '', 'fr') returning id",
            NOON.date(),
        )
        return self.one(
            "insert into tracing_case (person_id, phone_id, disease, resulted_at, received_at, deadline,"
            " outcome, consent) values (%s, %s, 'covid19', %s, %s, %s, '', false) returning id",
            person, phone, NOON, NOON, NOON + timedelta(hours=24),
        )  # fmt: skip

    def contact(self, case, phone):
        return self.one(
            "insert into tracing_contact (case_id, phone_id, collected_on, named_at, how, deadline, outcome)"
            " values (%s, %s, %s, %s, 'sms', %s, '') returning id",
            case, phone, NOON.date(), NOON, NOON + timedelta(hours=24),
        )  # fmt: skip

    def message(
        self, to=ALICE, text="Bonjour", *, parts=1, valid_until=None, not_before=NOON, priority=1,
        deadline=NOON + timedelta(hours=24), case=None, contact=None, key=None, sender=LANE,
    ):  # fmt: skip
        """A message in the outbox; gives its id."""
        phone = self.phone(to)
        n = self.one("select count(*) from tracing_message") + 1
        (id,) = draw_ids(self.db, "tracing_message", 1)
        self.db.execute(
            "insert into tracing_message (id, key, code, template, version, lang, text_hash, sender,"
            " recipient, phone_id, case_id, contact_id, sealed, collected_on, parts, issued_at,"
            " failure, resent)"
            " values (%s, %s, %s, 'case.notice', '1', 'fr', '', %s, '', %s, %s, %s, %s, %s, %s, %s, '', 0)",
            (id, key or f"case-{n}.1", f"CODE-{n}", sender, phone, case, contact,
             self.vault.seal(text, "message.sealed", NOON.date(), id, phone), NOON.date(), parts, NOON),
        )  # fmt: skip
        self.db.execute(
            "insert into tracing_outbox (message_id, phone_id, lane, priority, deadline, not_before,"
            " valid_until) values (%s, %s, %s, %s, %s, %s, %s)",
            (id, phone, sender, priority, deadline, not_before, valid_until),
        )
        return id

    def messages(self, count):
        """Many first notices, each to a phone of its own."""
        day = NOON.date()
        phones = draw_ids(self.db, "tracing_phone", count)
        ids = draw_ids(self.db, "tracing_message", count)
        numbers = [number(n) for n in range(count)]
        indexes = [self.vault.index("number", e164, NOON.date()) for e164 in numbers]
        self.db.execute(
            "with phones as (insert into tracing_phone"
            " (id, sealed, number_index, shard, kind, zone, collected_on)"
            " select p, s, i, get_byte(i, 19), 'mobile', 'Europe/Paris', %s"
            " from unnest(%s::bigint[], %s::bytea[], %s::bytea[]) w(p, s, i) returning id),"
            " messages as (insert into tracing_message (id, key, code, template, version, lang, text_hash,"
            " sender, recipient, phone_id, sealed, collected_on, parts, issued_at, failure, resent)"
            " select m, 'case-' || p || '.1', 'CODE-' || p, 'case.notice', '1', 'fr', '', %s, '', p, s, %s,"
            " 1, %s, '', 0 from unnest(%s::bigint[], %s::bigint[], %s::bytea[]) w(m, p, s)"
            " returning id, phone_id)"
            " insert into tracing_outbox (message_id, phone_id, lane, priority, deadline, not_before)"
            " select id, phone_id, %s, 1, %s::timestamptz + id * interval '1 second', %s from messages",
            (day, phones,
             [self.vault.seal(e164, "phone.sealed", day, p) for p, e164 in zip(phones, numbers, strict=True)],
             indexes, LANE, day, NOON, ids, phones,
             [self.vault.seal("Bonjour", "message.sealed", day, m, p)
              for m, p in zip(ids, phones, strict=True)],
             LANE, NOON, NOON),
        )  # fmt: skip
        return numbers

    # ---- read

    def one(self, sql, *values):
        return self.db.execute(sql, values).fetchone()[0]

    def all(self, sql, *values):
        return self.db.execute(sql, values).fetchall()

    def count(self, table, where="true"):
        return self.one(f"select count(*) from tracing_{table} where {where}")

    def row(self, message):
        """What is known of a message, by name."""
        names = ("submitted_at", "delivered_at", "failed_at", "failure", "uncertain_at", "resent")
        row = self.db.execute(
            f"select {', '.join(names)} from tracing_message where id = %s", (message,)
        ).fetchone()
        return dict(zip(names, row, strict=True))

    def events(self):
        """What the engines will find, in order: (key, event)."""
        rows = self.all(
            "select key, int8send(id) || int8send(phone_id) || sealed from tracing_inbox order by id"
        )
        return [(key, json.loads(self.vault.open(sealed, "inbox.sealed"))) for key, sealed in rows]

    def replies(self):
        return [event["text"] for _, event in self.events() if event["type"] == "replied"]

    # ---- gateways

    def carrier(self, port, *, name=None, policy=None, line_clock=None, **terms):
        usual = {"host": "127.0.0.1", "port": port, "system_id": "tocsin", "password": "secret"}
        account = SmppAccount(**(usual | QUICK_LINE | terms))
        return build_worker(
            self.store, self.vault, account, LANE, self.clock,
            policy=policy or QUICK, name=name, line_clock=line_clock,
        )  # fmt: skip


@pytest.fixture
def world(db, store, vault):
    return World(db, store, vault)


@asynccontextmanager
async def listening(network):
    """The network on a socket; gives its port."""
    server = await network.serve()
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for line in list(network.lines):
            line.drop()


@asynccontextmanager
async def running(carrier):
    """A gateway in this process, until the end of the block; stopped cleanly."""
    stop = asyncio.Event()
    task = asyncio.create_task(carrier.run(stop))
    try:
        yield task
    finally:
        stop.set()
        await task


async def until(condition):
    """Let sockets and threads work until something is so."""
    while not condition():
        await asyncio.sleep(0.002)


__all__ = ["ALICE", "BOB", "LANE", "NOON", "SimulatedNetwork", "listening", "number", "running", "until"]
