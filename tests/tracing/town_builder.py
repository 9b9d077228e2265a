"""A town told in rows: what happened to whom and when, written straight into the store.

Moments are hours after the story begins, on 4 March 2021 at 8 h in Paris; days are whole.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg

BEGIN = datetime(2021, 3, 4, 7, tzinfo=UTC)
Hour = float | None


def at(hour: Hour) -> datetime | None:
    """So many hours after the story begins."""
    return None if hour is None else BEGIN + timedelta(hours=hour)


class Story:
    """Writes rows; ``answered=3`` means three hours after the story begins."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self.db = connection
        self._n = 0

    def insert(self, table: str, returning: str = "id", **columns: Any) -> Any:
        names = ", ".join(columns)
        marks = ", ".join(f"%({name})s" for name in columns)
        sql = f"insert into tracing_{table} ({names}) values ({marks}) returning {returning}"
        return self.db.execute(sql, columns).fetchone()[0]

    def person(self, territory: str = "75", age_band: str = "40-64", lang: str = "fr") -> int:
        return self.insert(
            "person", collected_on=BEGIN.date(), age_band=age_band, territory=territory, lang=lang
        )

    def phone(self, kind: str = "mobile") -> int:
        self._n += 1
        return self.insert(
            "phone", number_index=self._n.to_bytes(16), shard=self._n % 256, kind=kind, zone="Europe/Paris",
            collected_on=BEGIN.date(),
        )  # fmt: skip

    def case(
        self, *, result: float = 0, received: Hour = None, submitted: Hour = None, delivered: Hour = None,
        answered: Hour = None, listed: Hour = None, closed: Hour = None, outcome: str = "",
        phone: str | int | None = "mobile", **who: str,
    ) -> int:  # fmt: skip
        """Somebody tested positive; received with the result unless told otherwise."""
        return self.insert(
            "case",
            person_id=self.person(**who),
            phone_id=self.phone(phone) if isinstance(phone, str) else phone,
            disease="covid19",
            resulted_at=at(result),
            received_at=at(result if received is None else received),
            deadline=at(result + 24),
            submitted_at=at(submitted),
            delivered_at=at(delivered),
            answered_at=at(answered),
            listed_at=at(listed),
            closed_at=at(closed),
            outcome=outcome,
            consent=False,
        )

    def contact(
        self, case: int, *, named: float, submitted: Hour = None, delivered: Hour = None,
        answered: Hour = None, how: str = "sms", phone: str | None = "mobile", became: int | None = None,
        same_as: int | None = None, tested: int | None = None, outcome: str = "", **who: str,
    ) -> int:  # fmt: skip
        """Somebody whom a case named."""
        day = timedelta(days=1)
        return self.insert(
            "contact",
            case_id=case,
            person_id=self.person(**who),
            phone_id=self.phone(phone) if phone else None,
            became_case_id=became,
            same_as_id=same_as,
            name_index=self.person().to_bytes(16),
            collected_on=BEGIN.date(),
            named_at=at(named),
            how=how,
            last_contact=(BEGIN - day).date(),
            deadline=at(named + 24),
            submitted_at=at(submitted),
            delivered_at=at(delivered),
            answered_at=at(answered),
            tested_on=None if tested is None else (BEGIN + tested * day).date(),
            outcome=outcome,
        )

    def message(
        self, *, issued: float = 0, parts: int = 1, submitted: Hour = None, delivered: Hour = None,
        failed: Hour = None, failure: str = "", uncertain: Hour = None, resent: int = 0,
        case: int | None = None, contact: int | None = None, waits: bool = False, phone: int = 1,
        priority: int = 1, deadline: float = 24, not_before: float = 0, leased: Hour = None,
    ) -> int:  # fmt: skip
        """An SMS; ``waits`` puts it into the outbox too."""
        self._n += 1
        message = self.insert(
            "message", key=f"case-{self._n}.1", code=f"CODE-{self._n}", template="case.notice", version="1",
            lang="fr", text_hash="0" * 64, sender="38663", recipient="", phone_id=phone, case_id=case,
            contact_id=contact, collected_on=BEGIN.date(), parts=parts, issued_at=at(issued),
            submitted_at=at(submitted), delivered_at=at(delivered), failed_at=at(failed), failure=failure,
            uncertain_at=at(uncertain), resent=resent,
        )  # fmt: skip
        if waits:
            self.insert(
                "outbox", "message_id", message_id=message, phone_id=phone, lane="38663", priority=priority,
                deadline=at(deadline), not_before=at(not_before), leased_until=at(leased),
                leased_by=None if leased is None else "gateway-1",
            )  # fmt: skip
        return message

    def call(
        self, *, case: int | None = None, contact: int | None = None, created: float = 0,
        not_before: Hour = None, deadline: float = 24, reason: str = "silent", leased: Hour = None,
        done: Hour = None, outcome: str = "", attempts: int = 0, urgent: bool = False, territory: str = "75",
    ) -> int:  # fmt: skip
        """Somebody is to be rung."""
        return self.insert(
            "calltask", case_id=case, contact_id=contact, territory=territory, reason=reason, urgent=urgent,
            created_at=at(created), not_before=at(created if not_before is None else not_before),
            deadline=at(deadline), leased_until=at(leased), leased_by=None if leased is None else "agent",
            attempts=attempts, done_at=at(done), outcome=outcome,
        )  # fmt: skip

    def attempt(self, task: int, when: float, outcome: str, seconds: int = 60) -> int:
        return self.insert(
            "attempt", task_id=task, agent="agent", at=at(when), seconds=seconds, outcome=outcome,
            collected_on=BEGIN.date(),
        )  # fmt: skip

    def shift(self, starts: float, ends: float, agents: int, calls: float = 3.0, territory: str = "") -> int:
        return self.insert(
            "shift", territory=territory, starts_at=at(starts), ends_at=at(ends), agents=agents,
            calls_an_hour=calls,
        )  # fmt: skip

    def step(self, state: str, hour: float, flow: str = "case", **counts: int) -> int:
        usual = {"asked": 0, "answered": 0, "again": 0, "silent": 0, "human": 0}
        return self.insert("stepcount", hour=at(hour), flow=flow, version=1, state=state, **(usual | counts))
