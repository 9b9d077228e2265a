"""An office that does everything twice: in the twin's memory, and with the service's code on a real store.

Whatever the twin gives (the messages to send, the person to ring) must be what the store gives, or it stops.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from heapq import heappush
from typing import Any

import psycopg
import pytest

from tocsin.privacy.vault import Vault
from tocsin.store.arrays import encode_arrays
from tocsin.store.queries import query
from tocsin.tracing import calls, letters
from tocsin.tracing.calls.task_sweep import sweep_tasks
from tocsin.tracing.conversations.engine import Engine, StepTotals
from tocsin.tracing.intake.batch_writer import BatchWriter
from tocsin.tracing.intake.records import ResultRecord
from tocsin.tracing.intake.result_batch import ResultBatch
from tocsin_simulation.policies.day_policy import DayPolicy
from tocsin_simulation.policies.files import RegionMessage
from tocsin_simulation.policies.office import RegionOffice
from tocsin_simulation.policies.tasks import RegionTask

LANE = "38663"


class Differs(AssertionError):
    """The twin and the store do not say the same."""


class Mirror(RegionOffice):
    """Both."""

    def __init__(self, db: psycopg.Connection[Any], vault: Vault, policy: DayPolicy) -> None:
        margin, between = policy.duration_of("call_margin"), policy.duration_of("ring_again_after")
        super().__init__(policy.flows, margin=margin, between=between)
        self.db = db
        self.vault = vault
        self.margin = margin
        self.messages: dict[str, int] = {}
        self.sheets: dict[int, int] = {}
        self._numbers: dict[str, int] = {}
        self.machine = datetime.fromisoformat("2022-01-25T06:00:00+00:00")
        db.autocommit = True
        db.execute(
            "insert into tracing_shardlease (shard) select generate_series(0, 255) on conflict do nothing"
        )
        self.engine = Engine("engine-1", vault, machine=lambda: self.machine)
        self.engine.lease_shards(db)

    # ---- the same on both

    def take_in(
        self, records: Sequence[ResultRecord], citizens: Sequence[int], now: datetime, first: bool
    ) -> None:
        assert first, "the service writes at once: another beginning has nothing to be compared with"
        super().take_in(records, citizens, now, first)
        with self.db.transaction():
            self.db.execute(query("intake.lock"))
            book = ResultBatch(self.db, self.vault, records, now.date())
            book.decide_outcomes()
            named = {"name": f"{now}", "digest": str(now).encode(), "format": "fhir", "now": now}
            row = self.db.execute(query("intake.file"), named).fetchone()
            assert row
            BatchWriter(book, now, row[0]).write_batch()

    def receive_sms(self, number: str, text: str, key: str, at: datetime) -> None:
        super().receive_sms(number, text, key, at)
        self._letter(number, key, letters.ReplyReceived(text), at)

    def in_order(self, phones: Iterable[int]) -> list[int]:
        known = {self.files.phones[phone - 1].number: phone for phone in phones}
        return [known[number] for number in sorted(known, key=self._phone)]

    def one_step(self, now: datetime) -> bool:
        took = super().one_step(now)
        self._same(self.engine.take_step(self.db, now) != StepTotals(), took, f"something to do at {now}")
        return took

    def claim(self, now: datetime, parts: int) -> list[RegionMessage]:
        """The store's choice. Among messages of one deadline it is free: then the twin follows it."""
        asked = {"lane": LANE, "gateway": "g", "now": now, "until": now, "room": parts, "alone": False}
        rows = self.db.execute(query("gateway.claim"), asked).fetchall() if parts else []
        texts = {row[0]: self.vault.open(row[6], "message.sealed").decode() for row in rows}
        keys = dict(self.db.execute("select id, key from tracing_message where id = any(%s)", (list(texts),)))
        mine, theirs = self.outbox.claim(now, parts), [self.outbox.by_key[keys[id]] for id in texts]
        for message in mine:
            if message not in theirs:
                message.state = "waiting"
                heappush(self.outbox._later, (now, message.id))
        for text, message, alike in zip(texts.values(), theirs, mine, strict=False):
            self._same(_pressing(message), _pressing(alike), f"messages at {now}")
            self._same(text.partition(" Réf. ")[0], message.text.partition(" Réf. ")[0], message.key)
        for id, message in zip(texts, theirs, strict=True):
            message.state = "sent"
            self.messages[message.key] = id
            self._outcome(id, submitted=now)
        self.db.execute(query("gateway.leave"), {"id": list(texts)})
        return self.leave(theirs, now)

    def delivered(self, message: RegionMessage, at: datetime) -> None:
        super().delivered(message, at)
        self._outcome(self.messages[message.key], arrived=1, whole=1, arrived_at=at)

    def failed(self, message: RegionMessage, at: datetime) -> None:
        super().failed(message, at)
        self._outcome(self.messages[message.key], failed=at, failure="undeliverable")
        number = self.files.phones[message.phone - 1].number
        self._letter(number, f"failed:{message.key}", letters.MessageUndelivered(message.key), at)

    def sweep(self, now: datetime) -> None:
        super().sweep(now)
        sweep_tasks(self.db, now, self.margin)

    def next_call(self, agent: str, now: datetime) -> RegionTask | None:
        task = super().next_call(agent, now)
        sheet = calls.take_next_call(self.db, self.vault, agent, now)
        mine = task and (task.case, task.contact, task.reason, task.deadline, task.attempts)
        theirs = sheet and (sheet.case_id, sheet.contact_id, sheet.reason, sheet.deadline)
        tries = sheet and self._one("select attempts from tracing_calltask where id = %s", sheet.task_id)
        self._same(mine, theirs and (*theirs, tries), f"next call at {now}")
        if task and sheet:
            self.sheets[task.id] = sheet.task_id
        return task

    def give_number(self, task: RegionTask, agent: str, number: str, now: datetime) -> None:
        try:
            super().give_number(task, agent, number, now)
        except calls.KnownWrongNumber:
            with pytest.raises(calls.KnownWrongNumber):
                calls.add_phone_number(self.db, self.vault, self.sheets[task.id], agent, number, now)
            raise
        calls.add_phone_number(self.db, self.vault, self.sheets[task.id], agent, number, now)

    def write_down(
        self, task: RegionTask, agent: str, now: datetime, outcome: Any, contacts: Any = (), facts: Any = None
    ) -> None:
        super().write_down(task, agent, now, outcome, contacts, facts)
        calls.record_outcome(
            self.db, self.vault, self.sheets[task.id], agent, now, outcome, contacts=contacts, facts=facts
        )  # fmt: skip

    # ---- what stands in the store at the end

    def stored_tasks(self) -> list[tuple[Any, ...]]:
        """Every task but for its identifier: PostgreSQL numbers those of one statement in any order."""
        rows = self.db.execute(
            "select case_id, contact_id, reason, urgent, created_at, not_before, deadline, attempts, done_at,"
            " outcome from tracing_calltask"
        ).fetchall()
        return sorted(rows, key=str)

    def kept_tasks(self) -> list[tuple[Any, ...]]:
        return sorted(
            (
                (t.case, t.contact, t.reason, t.urgent, t.created_at, t.not_before, t.deadline, t.attempts,
                 t.done_at, t.outcome)
                for t in self.tasks.all
            ),
            key=str,
        )  # fmt: skip

    def stored_files(self, table: str) -> list[tuple[Any, ...]]:
        columns = "id, submitted_at, delivered_at, answered_at, reached_at, closed_at, outcome"
        return self.db.execute(f"select {columns} from {table} order by id".encode()).fetchall()

    def kept_files(self, files: Sequence[Any]) -> list[tuple[Any, ...]]:
        return [
            (f.id, f.submitted_at, f.delivered_at, f.answered_at, f.reached_at, f.closed_at, f.outcome)
            for f in files
        ]

    # ---- parts

    def _phone(self, number: str) -> int:
        found = self._numbers.get(number)
        if found is None:
            index = self.vault.list_indexes("number", number)
            found = self._one("select id from tracing_phone where number_index = any(%s)", index)
            self._numbers[number] = found
        return found

    def _letter(self, number: str, key: str, letter: letters.Letter, at: datetime) -> None:
        phone = self._phone(number)
        shard = self._one("select shard from tracing_phone where id = %s", phone)
        posted = letters.AddressedLetter(
            phone_id=phone, shard=shard, key=key, at=at, letter=letter, collected_on=at.date()
        )
        letters.post_letters(self.db, self.vault, [posted])

    def _outcome(self, id: int, **what: Any) -> None:
        nothing = {
            "submitted": None, "arrived": 0, "whole": 0, "arrived_at": None, "failed": None, "failure": "",
            "doubt": None, "sure": False,
        }  # fmt: skip
        columns = {name: [value] for name, value in ({"id": id} | nothing | what).items()}
        self.db.execute(query("gateway.outcome"), encode_arrays(columns))

    def _one(self, sql: str, *given: Any) -> Any:
        row = self.db.execute(sql.encode(), given).fetchone()
        assert row, (sql, given)
        return row[0]

    def _same(self, store: object, twin: object, where: str) -> None:
        if store != twin:
            raise Differs(f"{where}\n  one: {store}\n  other: {twin}")


def _pressing(message: RegionMessage) -> tuple[int, datetime]:
    return message.priority, message.deadline
