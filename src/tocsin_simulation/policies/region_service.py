"""The service of one region: its own code on a store of its own, step after step, at moments handed in.

Each method is what a process of the service does in one turn (intake, engine, gateway, sweep, the page of an
agent). Nothing here decides: what a policy changes is handed to the service, or the first SMS is held back.
"""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import psycopg
from msgspec import Struct

from tocsin.conversation.flow.schema import Flow
from tocsin.message_templates.active_flows import Flows
from tocsin.privacy.vault import Vault
from tocsin.sms.gateway import DeliveryState, IncomingSms
from tocsin.store import database, embedded
from tocsin.store.queries import query
from tocsin.tracing import inbox
from tocsin.tracing.calls import added_number, model, named_contacts, outcomes, task_queue
from tocsin.tracing.calls.model import CallSheet
from tocsin.tracing.calls.named_contacts import SpokenContact
from tocsin.tracing.calls.task_sweep import sweep_tasks
from tocsin.tracing.conversations.engine import Engine
from tocsin.tracing.intake.batch_writer import BatchWriter
from tocsin.tracing.intake.records import ResultRecord
from tocsin.tracing.intake.result_batch import ResultBatch
from tocsin.tracing.outbound.batch_outcome import BatchOutcome, PartOutcome, TimestampedSms
from tocsin.tracing.outbound.gateway_store import ClaimCapacity, GatewayStore, TurnResult
from tocsin.tracing.outbound.lease_policy import GatewayPolicy
from tocsin.tracing.outbound.persistence import GatewayIdentity, persist_outcome
from tocsin_simulation.policies.day_policy import DayPolicy
from tocsin_simulation.queries import simulation_query
from tocsin_simulation.town.simulated_calls import SimulatedCall

LANE: Final = "38663"
STORE: Final = {
    "synchronous_commit": "off",
    "fsync": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "synchronize_seqscans": "off",
    "max_parallel_workers_per_gather": "0",
    "shared_buffers": "128MB",
}
"""Settings of stores that are thrown away, and in which the same steps have the same outcome every time."""
_MIGRATED: Final = "migrated"
_SHIFT: Final = timedelta(days=1)
"""An agent of a sample may stand for a part of one, and then has a call for longer than people have."""
_MACHINE: Final = datetime(2022, 1, 1, tzinfo=UTC)
"""Leases of shards are on the machine's clock, which stands still: nobody else wants them."""


class ClaimedSms(Struct, frozen=True, kw_only=True):
    message_id: int
    number: str
    template: str
    text: str
    parts: int
    valid_until: datetime | None


class PolicyFlows:
    """The flows of a policy, as an engine asks for them."""

    def __init__(self, policy: DayPolicy) -> None:
        self._flows = policy.flows

    def flows_at(self, connection: object, now: datetime) -> Flows:

        def find_flow(name: str) -> Flow:
            return self._flows(name)

        return find_flow

    def invalidate(self) -> None:
        """Nothing is looked up."""


class RegionService:
    """One region under one policy."""

    def __init__(self, connection: psycopg.Connection[Any], policy: DayPolicy) -> None:
        """``connection``, in autocommit, is of a migrated store in which nothing stands."""
        self.connection = connection
        self.vault = Vault.for_tests()
        self.citizens: dict[int, int] = {}
        """Case -> the number of the person in the town."""
        self._margin = policy.duration_of("call_margin")
        self._first_retry = policy.duration_of("ring_again_after")
        self._place = GatewayIdentity(gateway="gateway", account="network", lane=LANE, policy=GatewayPolicy())
        self._gateway = GatewayStore(None, self.vault, self._place, _MACHINE)
        self._confirmed: list[int] = []
        self._engine = Engine("engine", self.vault, flows=PolicyFlows(policy), machine=lambda: _MACHINE)
        self._engine.lease_shards(connection)

    # ---- results

    def take_results(
        self, records: Sequence[ResultRecord], citizens: Sequence[int], now: datetime, *, write: bool
    ) -> list[int]:
        """Results have come; the cases that they open. ``write``: whoever can be written to is, at once."""
        with self.connection.transaction():
            self.connection.execute(query("intake.lock"))
            batch = ResultBatch(self.connection, self.vault, records, now.date())
            batch.decide_outcomes()
            file = {"name": f"{now}", "digest": str(now).encode(), "format": "fhir", "now": now}
            row = self.connection.execute(query("intake.file"), file).fetchone()
            assert row
            BatchWriter(batch, now, row[0]).write_batch()
            if not write:
                keys = [f"begin:case-{case.id}" for case in batch.cases.values()]
                self.connection.execute(simulation_query("region.hold_first_sms"), {"keys": keys})
        places = {record.place: citizen for record, citizen in zip(records, citizens, strict=True)}
        new = [case for case in batch.cases.values() if case.new]
        opened = {case.id: places[case.record.place] for case in new if case.record}
        self.citizens |= opened
        return list(opened)

    def write_to(self, cases: Sequence[int], now: datetime) -> None:
        """The first SMS of cases whom it was held back from, and whom nobody has reached meanwhile."""
        asked = {"cases": list(cases)}
        rows = self.connection.execute(simulation_query("region.still_to_write"), asked).fetchall()
        inbox.post_events(
            self.connection, self.vault,
            [
                inbox.InboxEntry(
                    phone_id=phone, shard=shard, key=f"begin:case-{case}", at=now,
                    event=inbox.BeginCase(case), collected_on=now.date(),
                )
                for case, phone, shard in rows
            ],
        )  # fmt: skip

    # ---- conversations

    def step(self, now: datetime) -> None:
        """The engine takes everything that happened and is due."""
        while self._has_work(now):
            self._engine.take_step(self.connection, now)

    def _has_work(self, now: datetime) -> bool:
        row = self.connection.execute(simulation_query("region.has_work"), {"now": now}).fetchone()
        return bool(row and row[0])

    # ---- between the outbox and the operators

    def claim_sms(self, now: datetime, parts: int) -> list[ClaimedSms]:
        """The next SMS, as many as fit into so many parts: they leave now."""
        turn = TurnResult()
        with self.connection.transaction():
            capacity = ClaimCapacity(places=parts, alone=False, whole=False)
            self._gateway.claim_messages(self.connection, turn, capacity, now, now)
            if not turn.claimed and not turn.unsendable:
                return []
            left = turn.unsendable
            for one in turn.claimed:
                left.submitted[one.message_id] = now
                left.completed.append(one.message_id)
            persist_outcome(self.connection, self.vault, self._place, left, now)
            asked = {"ids": [one.message_id for one in turn.claimed]}
            templates = dict(self.connection.execute(simulation_query("region.templates"), asked).fetchall())
        return [
            ClaimedSms(
                message_id=one.message_id, number=one.outgoing.to, template=templates[one.message_id],
                text=one.outgoing.text, parts=one.parts, valid_until=one.outgoing.valid_until,
            )
            for one in turn.claimed
        ]  # fmt: skip

    def persist_batch(self, batch: BatchOutcome, now: datetime) -> None:
        """What operators and people said since the last time."""
        batch.confirmed_rows, self._confirmed = self._confirmed, []
        if batch:
            with self.connection.transaction():
                kept = persist_outcome(self.connection, self.vault, self._place, batch, now)
            self._confirmed = list(kept.inbox)

    # ---- calls

    def sweep(self, now: datetime) -> None:
        """What becomes a call by the passing of time, and what needs none any more."""
        sweep_tasks(self.connection, now, self._margin)

    def take_call(self, agent: str, now: datetime) -> CallSheet | None:
        """The next person for an agent to ring."""
        return task_queue.take_next_call(self.connection, self.vault, agent, now, lease=_SHIFT)

    def add_number(self, agent: str, sheet: CallSheet, number: str, now: datetime) -> CallSheet:
        """The sheet with a number that an agent found; unchanged where it may not be rung."""
        try:
            return added_number.add_phone_number(
                self.connection, self.vault, sheet.task_id, agent, number, now
            )
        except (model.TaskTakenByOther, model.TaskAlreadyDone, named_contacts.UncallableNumber):
            return sheet

    def record_call(
        self, agent: str, sheet: CallSheet, now: datetime, spoken: SimulatedCall,
        contacts: Sequence[SpokenContact | str], facts: dict[str, object],
    ) -> None:  # fmt: skip
        """What came of a call. Raises ValueError where nobody can be read in what was typed."""
        outcomes.record_outcome(
            self.connection, self.vault, sheet.task_id, agent, now, spoken.outcome, seconds=spoken.seconds,
            contacts=contacts, facts=facts, first_retry=self._first_retry,
        )  # fmt: skip

    # ---- what stands in the store

    def next_due(self) -> datetime | None:
        """When a telephone or an SMS of the outbox is next due."""
        row = self.connection.execute(simulation_query("region.next_due")).fetchone()
        found: datetime | None = row[0] if row else None
        return found

    def count_waiting(self, now: datetime) -> tuple[int, int]:
        """People to ring, and SMS that wait for the operators."""
        row = self.connection.execute(simulation_query("region.waiting"), {"now": now}).fetchone()
        assert row
        return row[0], row[1]


def add_receipt(batch: BatchOutcome, message_id: int, *, arrived: bool, at: datetime) -> None:
    state = DeliveryState.DELIVERED if arrived else DeliveryState.UNDELIVERABLE
    batch.receipts.append(PartOutcome(message_id, 0, 1, "", state, at))


def add_reply(batch: BatchOutcome, number: str, text: str, at: datetime) -> None:
    batch.incoming.append(TimestampedSms(IncomingSms(sender=number, to=LANE, text=text, at=at), at))


# ---- stores


@contextmanager
def run_region_server() -> Iterator[str]:
    """The URL of an embedded server for stores of regions, as long as this lasts. Raises CannotStart."""
    with tempfile.TemporaryDirectory(prefix="tocsin-twin-") as folder:
        home = Path(folder) / "store"
        url = embedded.start_store(home, settings=STORE)
        try:
            with database.open_connection(url, autocommit=True) as admin:
                admin.execute(f"create database {_MIGRATED}")
            database.migrate_store(_database_url(url, _MIGRATED))
            yield url
        finally:
            embedded.stop_store(home)


@contextmanager
def open_region_store(server: str, name: str) -> Iterator[psycopg.Connection[Any]]:
    """A connection to a store in which nothing stands, made for this and dropped at the end."""
    with database.open_connection(server, autocommit=True) as admin:
        admin.execute(f'create database "{name}" template {_MIGRATED} strategy file_copy')
        try:
            with database.open_connection(_database_url(server, name), autocommit=True) as connection:
                yield connection
        finally:
            admin.execute(f'drop database "{name}" with (force)')


def _database_url(server: str, name: str) -> str:
    return f"{server.rpartition('/')[0]}/{name}"
