"""One engine: leases its share of the shards, and takes step after step."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec
import psycopg
from msgspec import Struct
from psycopg.rows import namedtuple_row

from tocsin.charter.loading import load_charter
from tocsin.conversation.conversation_id import ConversationId
from tocsin.conversation.phone_thread import PhoneThread
from tocsin.message_templates.active_flows import ActiveFlows, FlowSource
from tocsin.privacy import stored_threads
from tocsin.privacy.encrypted_payloads import open_contact_details, open_person_details
from tocsin.privacy.vault import Vault
from tocsin.runtime.clock import MACHINE_CLOCK
from tocsin.store.queries import query
from tocsin.store.statements import make_record
from tocsin.tracing import inbox
from tocsin.tracing.conversations.effect_rows import collect_rows
from tocsin.tracing.conversations.outbound_guard import OutboundGuard
from tocsin.tracing.conversations.starts import CaseBriefing, ChildBriefing, ContactBriefing
from tocsin.tracing.conversations.step_decision import BriefingsOfStep, decide_step
from tocsin.tracing.conversations.step_records import PhoneEvent, PhoneWorkItem
from tocsin.tracing.conversations.step_writer import StepWriter
from tocsin.tracing.supervision.territory import find_sample_day, find_zone
from tocsin.verdict.institution_choice import DEFAULT

LEASE: Final = timedelta(seconds=30)
"""How long an engine keeps its shards without a sign of life."""
BATCH: Final = 2000
"""Events of one step: more gains little, and makes a step that is lost worse."""


ChildrenOfFiles = Mapping[tuple[str, int], tuple[ChildBriefing, ...]]
"""Subject and number of a file -> the children for whom its person is told."""


class LeaseLost(Exception):
    """Another engine has a shard of this one: the step is undone."""


class StepTotals(Struct, frozen=True):
    events: int = 0
    timers: int = 0
    messages: int = 0


class Engine:
    """Takes events of its shards in steps; each is one transaction."""

    def __init__(
        self,
        name: str,
        vault: Vault,
        *,
        flows: FlowSource | None = None,
        machine: Callable[[], datetime] = MACHINE_CLOCK.now,
    ) -> None:
        """``flows``: those in force in the store, unless others are given. ``machine`` tells the time of
        leases: where the service runs on another clock they are still those of real processes."""
        self.name = name
        self._machine = machine
        self.shards: list[int] = []
        self.counts = {"steps": 0, "events": 0, "timers": 0, "messages": 0}
        self._vault = vault
        self._current = flows or ActiveFlows()
        self._writer = StepWriter(
            vault, OutboundGuard(load_charter(DEFAULT), vault.register_keys, vault.find_recipient_key)
        )

    def lease_shards(self, connection: psycopg.Connection[Any]) -> None:
        """Renew the shards, take free ones, give up what is more than a fair share."""
        now = self._machine()
        with connection.transaction():
            connection.execute(
                query("engine.beat"),
                {
                    "worker": self.name,
                    "kind": "engine",
                    "now": now,
                    "counts": msgspec.json.encode(self.counts).decode(),
                },
            )
            rows = connection.execute(
                query("engine.lease_shards"),
                {"worker": self.name, "now": now, "until": now + LEASE, "patience": LEASE},
            ).fetchall()
            told = connection.execute(query("engine.restored")).fetchone()
        self._writer.restored = bool(told and told[0])
        self.shards = sorted(row[0] for row in rows)

    def release_shards(self, connection: psycopg.Connection[Any]) -> None:
        """Give the shards back, so that nobody waits for the lease to end."""
        with connection.transaction():
            connection.execute(query("engine.release_shards"), {"worker": self.name})
            connection.execute(query("engine.gone"), {"worker": self.name})
        self.shards = []

    def take_step(self, connection: psycopg.Connection[Any], now: datetime, limit: int = BATCH) -> StepTotals:
        """Take the next events and what is due. Raises LeaseLost where another engine has a shard."""
        if not self.shards:
            return StepTotals()
        try:
            with connection.transaction():
                done = self._take_step(connection, now, limit)
        except BaseException:
            self._writer.forget_published()
            self._current.invalidate()
            raise
        self._add_totals(done)
        return done

    def set_event_aside(self, connection: psycopg.Connection[Any], now: datetime) -> int | None:
        """Put out of every engine's reach what a step of one cannot take; gives its phone, None without any.

        It is kept as it is, a human rings whoever is concerned, and ``db again`` gives it back.
        """
        asked = {"shards": self.shards, "now": now}
        with connection.transaction():
            row = connection.execute(query("engine.aside_event"), asked).fetchone()
            row = row or connection.execute(query("engine.aside_timer"), asked).fetchone()
            if row:
                connection.execute(query("engine.aside_calls"), {"phone": row[0], "now": now})
        return row[0] if row else None

    def _take_step(self, connection: psycopg.Connection[Any], now: datetime, limit: int) -> StepTotals:
        arrivals, count = self._claim_events(connection, limit)
        asked = {"shards": self.shards, "now": now, "limit": max(limit - count, limit // 2)}
        due = connection.execute(query("engine.due"), asked).fetchall()
        phones = sorted({*arrivals, *(row[0] for row in due)})
        if not phones:
            return StepTotals()
        self._check_leases(connection)
        items = self._read_work_items(connection, phones, arrivals)
        files = self._read_briefings(connection, items)
        flows = self._current.flows_at(connection, now)
        results = [decide_step(item, files, now, flows) for item in items]
        return StepTotals(
            count, len(due), self._writer.write_step(connection, results, collect_rows(results, files), now)
        )

    def _add_totals(self, done: StepTotals) -> None:
        self.counts["steps"] += 1
        self.counts["events"] += done.events
        self.counts["timers"] += done.timers
        self.counts["messages"] += done.messages

    def _claim_events(
        self, connection: psycopg.Connection[Any], limit: int
    ) -> tuple[dict[int, list[PhoneEvent]], int]:
        rows = connection.execute(
            query("engine.claim"), {"shards": self.shards, "limit": limit}, binary=True
        ).fetchall()
        arrivals: dict[int, list[PhoneEvent]] = defaultdict(list)
        for phone, at, key, sealed in rows:
            arrivals[phone].append(
                PhoneEvent(key, at, inbox.decode_event(self._vault.open(sealed, inbox.PLACE)))
            )
        return arrivals, len(rows)

    def _check_leases(self, connection: psycopg.Connection[Any]) -> None:
        asked = {"shards": self.shards, "worker": self.name, "now": self._machine()}
        held = connection.execute(query("engine.fence"), asked).fetchone()
        if held is None or held[0] != len(self.shards):
            raise LeaseLost(str(LeaseLost.__doc__))

    def _read_work_items(
        self,
        connection: psycopg.Connection[Any],
        phones: list[int],
        arrivals: dict[int, list[PhoneEvent]],
    ) -> list[PhoneWorkItem]:
        rows = connection.execute(query("engine.phones"), {"phones": phones}, binary=True).fetchall()
        items = []
        for phone, shard, sealed, _kind, zone, collected_on, thread in rows:
            if sealed is None:  # erased: whatever still comes for it concerns nobody
                continue
            number = self._vault.open_text(sealed, "phone.sealed")
            items.append(
                PhoneWorkItem(
                    phone_id=phone,
                    shard=shard,
                    number=number,
                    zone=zone,
                    collected_on=collected_on,
                    thread=self._open_thread(thread, number),
                    arrivals=tuple(arrivals.get(phone, ())),
                )
            )
        return items

    def _open_thread(self, sealed: bytes | None, number: str) -> PhoneThread:
        if sealed is None:
            return PhoneThread(phone=number)
        return stored_threads.unpack_thread(self._vault.open(sealed, stored_threads.PLACE), number)

    def _read_briefings(
        self, connection: psycopg.Connection[Any], items: Sequence[PhoneWorkItem]
    ) -> BriefingsOfStep:
        """The files that conversations begin from, or are planned anew from."""
        cases: set[int] = set()
        contacts: set[int] = set()
        for item in items:
            for arrival in item.arrivals:
                match arrival.event:
                    case inbox.BeginCase(number) | inbox.BeginFollowUp(number):
                        cases.add(number)
                    case inbox.BeginContact(number):
                        contacts.add(number)
                    case inbox.PlanOutdated(session):
                        conversation = ConversationId.parse(session)
                        (contacts if conversation.subject == "contact" else cases).add(conversation.number)
                    case _:
                        pass
        children = self._read_children(connection, cases, contacts)
        return BriefingsOfStep(
            self._read_cases(connection, cases, children), self._read_contacts(connection, contacts, children)
        )

    def _read_children(
        self, connection: psycopg.Connection[Any], cases: set[int], contacts: set[int]
    ) -> ChildrenOfFiles:
        """The children for whom the people of these files are told."""
        found: dict[tuple[str, int], list[ChildBriefing]] = defaultdict(list)
        if cases or contacts:
            cursor: psycopg.Cursor[Any] = connection.cursor(row_factory=namedtuple_row)
            asked = {"cases": list(cases), "contacts": list(contacts)}
            for row in cursor.execute(query("engine.children"), asked, binary=True):
                clock = find_zone(row.territory, row.zone)
                child = make_record(
                    ChildBriefing,
                    row,
                    index_day=find_sample_day(row.sample_on, row.resulted_at, clock),
                    index_onset=row.onset_on,
                )
                found[row.subject, row.file].append(child)
        return {file: tuple(children) for file, children in found.items()}

    def _read_cases(
        self, connection: psycopg.Connection[Any], wanted: set[int], children: ChildrenOfFiles
    ) -> dict[int, CaseBriefing]:
        if not wanted:
            return {}
        cursor: psycopg.Cursor[Any] = connection.cursor(row_factory=namedtuple_row)
        cursor.execute(query("engine.cases"), {"cases": list(wanted)}, binary=True)
        return {
            row.id: make_record(
                CaseBriefing,
                row,
                clock=find_zone(row.territory, row.zone),
                given_name=self._open_given_name(row.person),
                bereaved=row.died,
                children=children.get(("case", row.id), ()),
            )
            for row in cursor
        }

    def _read_contacts(
        self, connection: psycopg.Connection[Any], wanted: set[int], children: ChildrenOfFiles
    ) -> dict[int, ContactBriefing]:
        if not wanted:
            return {}
        cursor: psycopg.Cursor[Any] = connection.cursor(row_factory=namedtuple_row)
        cursor.execute(query("engine.contacts"), {"contacts": list(wanted)}, binary=True)
        return {
            row.id: make_record(
                ContactBriefing,
                row,
                index_day=find_sample_day(row.sample_on, row.resulted_at, find_zone(row.territory, row.zone)),
                index_onset=row.onset_on,
                given_name=open_contact_details(self._vault, row.contact).name
                or self._open_given_name(row.person),
                children=children.get(("contact", row.id), ()),
            )
            for row in cursor
        }

    def _open_given_name(self, sealed: bytes | None) -> str:
        return open_person_details(self._vault, sealed).given_names.split(",")[0].split(" ")[0]
