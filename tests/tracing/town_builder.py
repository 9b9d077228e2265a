"""A town told in rows: what happened to whom and when, written straight into the store.

Moments are hours after the story begins, on 4 March 2021 at 8 h in Paris; days are whole.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg

BEGIN = datetime(2021, 3, 4, 7, tzinfo=UTC)
Hour = float | None
NEVER = float("inf")
"""Who answered and was not reached."""


def reached_by(answered: Hour, reached: Hour) -> datetime | None:
    """The moment at which somebody was reached: when they answered, unless told otherwise."""
    return None if reached == NEVER else at(answered if reached is None else reached)


def at(hour: Hour) -> datetime | None:
    """So many hours after the story begins."""
    return None if hour is None else BEGIN + timedelta(hours=hour)


class Story:
    """Writes rows; ``answered=3`` means three hours after the story begins, and that they were reached by it:
    ``reached`` says when they were if it was later, or that they never were (``NEVER``)."""

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
        answered: Hour = None, reached: Hour = None, listed: Hour = None, closed: Hour = None, outcome: str =
        "", phone: str | int | None = "mobile", **who: str,
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
            reached_at=reached_by(answered, reached),
            listed_at=at(listed),
            closed_at=at(closed),
            outcome=outcome,
            consent=False,
        )

    def contact(
        self, case: int, *, named: float, submitted: Hour = None, delivered: Hour = None,
        answered: Hour = None, reached: Hour = None, how: str = "sms", phone: str | None = "mobile", became:
        int | None = None,
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
            reached_at=reached_by(answered, reached),
            tested_on=None if tested is None else (BEGIN + tested * day).date(),
            outcome=outcome,
        )

    def detail(self, setting: str, *, contact: int) -> None:
        """Where a contact was exposed, as an agent noted it."""
        self.insert("epidetail", contact_id=contact, collected_on=BEGIN.date(), exposure_setting=setting)

    def follow_up(self, day: int, outcome: str, **file: int) -> None:
        """What came of the follow-up of ``case=`` or ``contact=`` so many days after the story begins."""
        self.insert(
            "followupday", **{f"{kind}_id": id for kind, id in file.items()},
            day=(BEGIN + timedelta(days=day)).date(), outcome=outcome, noted_at=at(24 * day), noted_by="agent",
        )  # fmt: skip

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


CROWD = """
with given as (
    select n, (n * 7919) %% 1000 as dice, (n * 104729) %% 1000 as die,
           %(begin)s::timestamptz + n * (%(hours)s::float8 / %(people)s) * interval '1 hour' as at
    from generate_series(1::bigint, %(people)s) as n
), people as (
    insert into tracing_person (id, collected_on, age_band, territory, lang)
    select n, at::date, (array['0-11', '12-17', '18-39', '40-64', '65-79', '80+'])[1 + n %% 6],
           (array['75', '13', '69', '59', '33', '971'])[1 + n %% 6],
           case when n %% 12 = 0 then 'en' else 'fr' end
    from given
), phones as (
    insert into tracing_phone (id, number_index, shard, kind, zone, collected_on)
    select n, int8send(n) || int8send(n), n %% 256,
           case when die < 60 then 'landline' else 'mobile' end, 'Europe/Paris', at::date
    from given
), cases as (
    insert into tracing_case (id, person_id, phone_id, disease, resulted_at, received_at, deadline,
                              submitted_at, delivered_at, answered_at, reached_at, listed_at, outcome,
                              consent)
    select n, n, case when die >= 30 then n end, 'covid19', at, at + interval '20 min',
           at + interval '24 hours',
           case when die >= 60 then at + interval '21 min' end,
           case when die >= 100 then at + interval '21 min' + (2 + dice / 50) * interval '1 sec' end,
           case when die >= 100 and dice < 650
                then at + interval '22 min' + (dice * dice / 1000) * interval '1 min' end,
           case when die >= 100 and dice < 560
                then at + interval '50 min' + (dice * dice / 800) * interval '1 min' end,
           case when die >= 100 and dice < 600
                then at + interval '40 min' + (dice * dice / 900) * interval '1 min' end,
           '', false
    from given
), contacts as (
    insert into tracing_contact (case_id, phone_id, collected_on, named_at, how, deadline, submitted_at,
                                 delivered_at, answered_at, reached_at, outcome, name_index)
    select n, 1 + (n * 31 + k) %% %(people)s, at::date, at + interval '7 hours', 'sms',
           at + interval '31 hours', at + interval '422 min', at + interval '423 min',
           case when (n + k) %% 10 < 8 then at + interval '9 hours' end,
           case when (n + k) %% 10 < 7 then at + interval '10 hours' end, '', int8send(n) || int8send(k)
    from given cross join generate_series(1, 6) as k
    where die >= 100 and dice < 600 and k <= dice %% 7
), messages as (
    insert into tracing_message (key, code, template, version, lang, text_hash, sender, recipient, phone_id,
                                 case_id, collected_on, parts, issued_at, submitted_at, delivered_at, failure,
                                 resent)
    select 'case-' || n || '.1', 'C' || n, 'case.notice', '1', 'fr', '', '38663', '', n, n, at::date,
           1 + n %% 2, at + interval '20 min', at + interval '21 min', at + interval '22 min', '', 0
    from given where die >= 60
)
insert into tracing_calltask (case_id, phone_id, territory, reason, urgent, created_at, not_before, deadline,
                              attempts, outcome)
select n, n, '75', case when die < 60 then 'no_mobile' else 'silent' end, false, at + interval '4 hours',
       at + interval '4 hours', at + interval '24 hours', 0, ''
from given where die < 60 or dice >= 800
"""


def crowd(connection: psycopg.Connection, people: int, hours: float = 48.0) -> None:
    """So many positives in so many hours; two in three answer. The store is analysed."""
    connection.execute(CROWD, {"people": people, "hours": hours, "begin": BEGIN})
    connection.commit()
    connection.autocommit = True
    connection.execute("vacuum analyze")
    connection.autocommit = False
