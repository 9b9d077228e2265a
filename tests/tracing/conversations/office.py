"""A small office on a real store: files to begin from, what phones say, and what the engine made of it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
import psycopg

from tocsin.privacy.encrypted_payloads import PersonDetails
from tocsin.privacy.vault import Vault
from tocsin.store.statements import draw_ids
from tocsin.tracing.conversations.engine import Engine, StepTotals
from tocsin.tracing.inbox import (
    BeginCase,
    BeginContact,
    InboxEntry,
    InboxEvent,
    ReplyReceived,
    post_events,
)

MORNING = datetime(2021, 3, 4, 8, 30, tzinfo=UTC)
"""Half past nine in Paris, on the day of the founding document."""
LEA = "+33639981201"
KARIM = "+33639981202"


class Office:
    """Everything happens at ``now``, which the story moves on."""

    def __init__(self, db: psycopg.Connection[Any], vault: Vault, name: str = "engine-1") -> None:
        self.db = db
        self.vault = vault
        self.now = MORNING
        self.engine = Engine(name, vault, machine=lambda: self.now)
        self.db.execute(
            "insert into tracing_shardlease (shard) select generate_series(0, 255) on conflict do nothing"
        )
        self.engine.lease_shards(db)

    # ---- files

    def phone(self, number: str) -> tuple[int, int]:
        """A phone and its shard, whichever week it was first met in."""
        known = self.db.execute(
            "update tracing_phone set kind = 'mobile' where number_index = any(%s) returning id, shard",
            (self.vault.list_indexes("number", number),),
        ).fetchone()
        if known:
            return known[0], known[1]
        index = self.vault.index("number", number, self.day)
        (id,) = draw_ids(self.db, "tracing_phone", 1)
        row = self.db.execute(
            """insert into tracing_phone (id, sealed, number_index, shard, kind, zone, collected_on)
               values (%s, %s, %s, %s, 'mobile', 'Europe/Paris', %s)
               on conflict (number_index) do update set kind = 'mobile' returning id, shard""",
            (id, self.vault.seal(number, "phone.sealed", self.day, id), index, index[-1], self.day),
        ).fetchone()
        assert row
        return row[0], row[1]

    def person(self, given: str, family: str = "Exemple", guardian: int | None = None) -> int:
        """Somebody."""
        details = msgspec.json.encode(PersonDetails(family, given, "1980-01-01"))
        (id,) = draw_ids(self.db, "tracing_person", 1)
        row = self.db.execute(
            """insert into tracing_person (id, sealed, collected_on, age_band, territory, lang, guardian_id)
               values (%s, %s, %s, '40-64', '75', 'fr', %s) returning id""",
            (id, self.vault.seal(details, "person.sealed", self.day, id), self.day, guardian),
        ).fetchone()
        assert row
        return int(row[0])

    def case(self, given: str, number: str, *, minor: bool = False) -> int:
        """A case whose result came an hour ago, and who is to be written to."""
        phone, shard = self.phone(number)
        guardian = self.person("Parent") if minor else None
        row = self.db.execute(
            """insert into tracing_case (person_id, phone_id, disease, resulted_at, received_at, deadline,
                 sample_on, outcome, consent)
               values (%s, %s, 'covid19', %s, %s, %s, %s, '', false) returning id""",
            (
                self.person(given, guardian=guardian), phone, self.now - timedelta(hours=1), self.now,
                self.now + timedelta(hours=23), self.day - timedelta(days=1),
            ),
        ).fetchone()  # fmt: skip
        assert row
        self.post(phone, shard, f"begin:case-{row[0]}", BeginCase(row[0]))
        return int(row[0])

    # ---- what happens

    def post(self, phone: int, shard: int, key: str, event: InboxEvent, at: datetime | None = None) -> None:
        """Something happens to a phone."""
        one = InboxEntry(
            phone_id=phone, shard=shard, key=key, at=at or self.now, event=event, collected_on=self.day
        )
        with self.db.transaction():
            post_events(self.db, self.vault, [one])

    def write_replies(self, number: str, text: str, key: str = "") -> StepTotals:
        """Somebody writes, and the engine takes it."""
        phone, shard = self.phone(number)
        self.now += timedelta(minutes=2)
        self.post(phone, shard, key or f"sms:{number}:{self.now:%d%H%M%S}", ReplyReceived(text))
        return self.step()

    def step(self) -> StepTotals:
        """Steps until nothing is left to do now."""
        self.engine.lease_shards(self.db)
        total = StepTotals()
        while (done := self.engine.take_step(self.db, self.now)) != StepTotals():
            total = StepTotals(
                total.events + done.events, total.timers + done.timers, total.messages + done.messages
            )
        return total

    def later(self, **by: float) -> StepTotals:
        """Time goes by, and what is due happens."""
        self.now += timedelta(**by)
        return self.step()

    # ---- what can be seen

    @property
    def day(self) -> date:
        """Today, in Paris."""
        return self.now.date()

    def texts(self, number: str) -> list[str]:
        """Every SMS to a phone, as it was written."""
        phone, _ = self.phone(number)
        rows = self.db.execute(
            "select int8send(id) || int8send(phone_id) || sealed from tracing_message"
            " where phone_id = %s order by issued_at, id",
            (phone,),
        )
        return [self.vault.open(row[0], "message.sealed").decode() for row in rows]

    def one(self, sql: str, *parameters: object) -> Any:
        """The first column of the only row."""
        rows = self.db.execute(sql.encode(), parameters).fetchall()
        assert len(rows) == 1, rows
        return rows[0][0]

    def all(self, sql: str, *parameters: object) -> list[tuple[Any, ...]]:
        """All the rows."""
        return self.db.execute(sql.encode(), parameters).fetchall()


__all__ = ["KARIM", "LEA", "MORNING", "BeginContact", "Office"]
