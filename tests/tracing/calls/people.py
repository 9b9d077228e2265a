"""Fictional people in a store: rows as intake and engines leave them, for the tests of what comes after."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
import psycopg

from tests.privacy.sealing import Sealing, sealed
from tocsin.phone_numbers.kinds import classify_number
from tocsin.privacy.encrypted_payloads import PersonDetails
from tocsin.privacy.identity import make_identity_key, make_name_key
from tocsin.privacy.vault import Vault
from tocsin.store.statements import draw_ids
from tocsin.tracing.calls.outcomes import record_outcome
from tocsin.tracing.inbox import PLACE, InboxEvent, decode_event

NOON = datetime(2021, 3, 4, 11, 0, tzinfo=UTC)
"""A Thursday, noon in Paris."""
LEA = "+33639981201"
KARIM = "+33639981202"
NADIA = "+33639981203"
HOME = "+33199001234"


TOLD: dict[str, object] = {"identity_confirmed": True, "instructions_given": True}
"""What an agent who reached somebody has asked and said."""


class People:
    """Puts people into a store."""

    def __init__(self, db: psycopg.Connection[Any], vault: Vault, now: datetime = NOON) -> None:
        self.db = db
        self.vault = vault
        self.now = now

    def one(self, sql: str, *parameters: Any) -> Any:
        """The first column of the first row."""
        row = self.db.execute(sql, parameters).fetchone()
        return row[0] if row else None

    def rows(self, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """All rows."""
        return self.db.execute(sql, parameters).fetchall()

    def phone(self, number: str, zone: str = "Europe/Paris") -> int:
        """The phone of a number, written down if it is not yet."""
        index = self.vault.index("number", number, self.day)
        found = self.one(
            "select id from tracing_phone where number_index = any(%s)",
            self.vault.list_indexes("number", number),
        )
        return found or self.insert(
            "phone",
            sealed=Sealing(number, "phone.sealed", self.day),
            number_index=index,
            shard=index[-1],
            kind=classify_number(number),
            zone=zone,
            collected_on=self.day,
        )

    def person(
        self,
        given: str,
        family: str = "Durand",
        born: str = "1990-02-01",
        *,
        lang: str = "fr",
        territory: str = "75",
    ) -> int:
        """Somebody known by a result."""
        details = PersonDetails(family_name=family, given_names=given, birth_date=born, sex="female")
        (id,) = draw_ids(self.db, "tracing_person", 1)
        return self.one(
            "insert into tracing_person (id, sealed, identity_index, name_index, collected_on, age_band,"
            " territory, lang) values (%s, %s, %s, %s, %s, '18-39', %s, %s) returning id",
            id, self.vault.seal(msgspec.json.encode(details), "person.sealed", self.day, id),
            self.vault.index("identity", make_identity_key(family, given, born), self.day),
            self.vault.index("name", make_name_key(family, given), self.day),
            self.day, territory, lang,
        )  # fmt: skip

    def case(
        self, given: str, number: str | None = None, *, at: datetime | None = None,
        zone: str = "Europe/Paris", territory: str = "75", lang: str = "fr",
        sample_on: date | None = None, family: str = "Durand",
    ) -> int:  # fmt: skip
        """Somebody tested positive, reached on this number."""
        at = at or self.now
        person = self.person(given, family, lang=lang, territory=territory)
        phone = self.phone(number, zone) if number else None
        if phone:
            self.db.execute(
                "insert into tracing_holding (person_id, phone_id, since, why) values (%s, %s, %s, 'result')",
                (person, phone, at),
            )
        return self.one(
            "insert into tracing_case (person_id, phone_id, disease, resulted_at, received_at, deadline,"
            " sample_on, outcome, consent) values (%s, %s, 'covid19', %s, %s, %s, %s, '', false)"
            " returning id",
            person, phone, at, at, at + timedelta(hours=24), sample_on or at.date() - timedelta(days=1),
        )  # fmt: skip

    def insert(self, table: str, **columns: Any) -> int:
        """One row, with the defaults of the tables; its identifier."""
        columns = sealed(self.db, self.vault, table, columns)
        names, places = ", ".join(columns), ", ".join(["%s"] * len(columns))
        sql = f"insert into tracing_{table} ({names}) values ({places}) returning id"
        return self.one(sql, *columns.values())

    def person_of(self, case: int) -> int:
        """The person of a case."""
        id: int = self.one("select person_id from tracing_case where id = %s", case)
        return id

    def phone_of(self, case: int | None, contact: int | None) -> int | None:
        """The phone of a file."""
        table, id = ("contact", contact) if contact else ("case", case)
        return self.one(f"select phone_id from tracing_{table} where id = %s", id)

    def task(
        self,
        *,
        case: int | None = None,
        contact: int | None = None,
        reason: str = "silent",
        due: datetime | None = None,
        since: datetime | None = None,
        urgent: bool = False,
        territory: str = "75",
    ) -> int:
        """Somebody to ring, on the phone of their file."""
        since = since or self.now
        return self.insert(
            "calltask",
            case_id=case,
            contact_id=contact,
            phone_id=self.phone_of(case, contact),
            territory=territory,
            reason=reason,
            urgent=urgent,
            created_at=since,
            not_before=since,
            deadline=due or since + timedelta(hours=20),
            attempts=0,
            outcome="",
        )

    def task_row(self, task: int) -> tuple[Any, ...]:
        """How a task stands: when it comes again, its tries, its outcome, who has it, and when it was done."""
        sql = "select not_before, attempts, outcome, leased_by, done_at from tracing_calltask where id = %s"
        return self.rows(sql, task)[0]

    def end_call(self, task: int, what: Any, at: datetime = NOON, agent: str = "anne", **more: Any) -> None:
        """The agent says what came of a call; of whoever was reached, that they were asked and told."""
        if what == "reached":
            more["facts"] = TOLD | more.get("facts", {})
        record_outcome(self.db, self.vault, task, agent, at, what, **more)

    def contact(self, case: int, name: str, number: str | None) -> int:
        """Somebody whom a case named."""
        from tocsin.tracing.contact_matching import ContactMention, name_contacts

        rows = [ContactMention(case_id=case, name=name, number=number, last_contact=date(2021, 3, 2))]
        (contact,) = name_contacts(self.db, self.vault, rows, self.now).contacts
        assert contact
        return contact

    def sms(self, text: str, at: datetime, *, case: int | None = None, contact: int | None = None) -> int:
        """An SMS that was sent."""
        session = f"contact-{contact}" if contact else f"case-{case}"
        key = f"{session}.{self.one('select count(*) from tracing_message') + 1}"
        return self.insert(
            "message",
            key=key,
            code=key[-16:],
            template="case.notice",
            version="1",
            lang="fr",
            text_hash="x",
            sender="38663",
            recipient="x",
            phone_id=self.phone_of(case, contact),
            case_id=case,
            contact_id=contact,
            sealed=Sealing(text, "message.sealed", self.day),
            collected_on=self.day,
            parts=1,
            issued_at=at,
            submitted_at=at,
            failure="",
            resent=0,
        )

    def heard(self, text: str, at: datetime, *, case: int | None = None, contact: int | None = None) -> int:
        """An SMS that came."""
        return self.insert(
            "heard",
            phone_id=self.phone_of(case, contact),
            case_id=case,
            contact_id=contact,
            at=at,
            sealed=Sealing(text, "heard.sealed", self.day),
            collected_on=self.day,
            signals="",
        )

    def events(self) -> list[InboxEvent]:
        """What waits in the inbox, in order."""
        found = self.rows(
            "select int8send(id) || int8send(phone_id) || sealed from tracing_inbox order by id"
        )
        return [decode_event(self.vault.open(sealed, PLACE)) for (sealed,) in found]

    def changes(self, subject: str, id: int) -> list[str]:
        """The changes of a file, in order, in few words."""
        sql = "select what, after, why, by from tracing_change where subject = %s and subject_id = %s"
        found = self.rows(f"{sql} order by id", subject, id)
        return [" ".join(filter(None, row)) for row in found]

    @property
    def day(self) -> date:
        """Today, in UTC."""
        return self.now.date()
