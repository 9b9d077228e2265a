"""A store with a few people in it, each with something in every table, as the service writes it."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
import psycopg
from psycopg import sql

from tests.privacy.sealing import Sealing, sealed
from tocsin.conversation.phone_thread import PhoneThread
from tocsin.privacy import stored_threads
from tocsin.privacy.encrypted_payloads import ContactDetails, PersonDetails
from tocsin.privacy.identity import fold_name, make_gathering_key, make_identity_key, make_name_key
from tocsin.privacy.personal_data_inventory import select_row_numbers
from tocsin.privacy.vault import Vault, read_key_id, strip_row_numbers
from tocsin.register.register_keys import hash_recipient


def noon(day: date, **later: float) -> datetime:
    """Midday, or so much later."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC) + timedelta(**later)


def renew_collection_day(
    db: psycopg.Connection, day: date, *, people: Sequence[int] = (), phones: Sequence[int] = ()
) -> None:
    """These were collected again on a day, and their values stay under the key of an earlier one."""
    for table, ids in ("person", people), ("phone", phones):
        db.execute(
            sql.SQL("update {} set collected_on = %s where id = any(%s)").format(
                sql.Identifier(f"tracing_{table}")
            ),
            (day, list(ids)),
        )


class Village:
    """Writes people into a store."""

    def __init__(self, db: psycopg.Connection, vault: Vault) -> None:
        self.db = db
        self.vault = vault
        self._made = 0

    def insert(self, table: str, **values: Any) -> int:
        """A row; what it is numbered. A sealed value is sealed for it."""
        values = sealed(self.db, self.vault, table, values)
        made = self.db.execute(
            sql.SQL("insert into {} ({}) values ({}) returning *").format(
                sql.Identifier(f"tracing_{table}"),
                sql.SQL(", ").join(map(sql.Identifier, values)),
                sql.SQL(", ").join(sql.Placeholder() * len(values)),
            ),
            list(values.values()),
        ).fetchone()
        assert made is not None
        return int(made[0])

    def seal(self, value: bytes | str, place: str, day: date) -> Sealing:
        return Sealing(value, place, day)

    def person(self, family: str, given: str, day: date, *, born: str = "1980-05-04", **other: Any) -> int:
        details = msgspec.json.encode(PersonDetails(family, given, born, "female"))
        return self.insert(
            "person", sealed=self.seal(details, "person.sealed", day), collected_on=day,
            identity_index=self.vault.index("identity", make_identity_key(family, given, born), day),
            name_index=self.vault.index("name", make_name_key(family, given), day),
            **{"age_band": "40-64", "territory": "44", "lang": "fr", **other},
        )  # fmt: skip

    def phone(self, number: str, day: date, **other: Any) -> int:
        index = self.vault.index("number", number, day)
        return self.insert(
            "phone", sealed=self.seal(number, "phone.sealed", day), number_index=index, shard=index[-1],
            kind="mobile", zone="Europe/Paris", collected_on=day,
            thread=self.seal(
                stored_threads.pack_thread(PhoneThread(phone=number)), stored_threads.PLACE, day
            ), **other,
        )  # fmt: skip

    def case(self, person: int, phone: int | None, at: datetime, **other: Any) -> int:
        return self.insert("case", **{
            "person_id": person, "phone_id": phone, "disease": "covid19", "resulted_at": at,
            "received_at": at, "deadline": at + timedelta(days=1), "outcome": "", "consent": False,
            "sample_on": at.date(), **other,
        })  # fmt: skip

    def contact(self, case: int, name: str, day: date, **other: Any) -> int:
        return self.insert(
            "contact", case_id=case, collected_on=day, named_at=noon(day), how="sms",
            sealed=self.seal(msgspec.json.encode(ContactDetails(name)), "contact.sealed", day),
            name_index=self.vault.index("name", fold_name(name), day), deadline=noon(day, days=1),
            **{"outcome": "", "last_contact": day, **other},
        )  # fmt: skip

    def message(self, key: str, text: str, phone: int, number: str, day: date, **other: Any) -> int:
        self._made += 1
        return self.insert("message", **{
            "key": key, "code": f"K7QF-{self._made:04d}", "template": "case.first", "version": "1",
            "lang": "fr",
            "text_hash": hashlib.sha256(text.encode()).hexdigest(), "sender": "38663",
            "recipient": hash_recipient(self.vault.find_recipient_key(day), number), "phone_id": phone,
            "sealed": self.seal(text, "message.sealed", day), "collected_on": day, "parts": 1,
            "issued_at": noon(day), "failure": "", "resent": 0, **other,
        })  # fmt: skip

    def household(self, day: date, n: int = 1) -> dict[str, int]:
        """A case of that day with everything that a case can have; ``n`` makes it another one."""
        number, family = f"+3363998{n:04d}", f"Durand{'abcdefghij'[n % 10]}{'x' * (n // 10)}"
        person, phone = self.person(family, "Zoé", day), self.phone(number, day)
        case = self.case(
            person, phone, noon(day), submitted_at=noon(day, hours=1), answered_at=noon(day, hours=2)
        )
        named, theirs = self.person(f"Petit{n}x", "Karim", day), self.phone(f"+3363998{n + 5000:04d}", day)
        contact = self.contact(case, f"Karim P{'abcdefghij'[n % 10]}", day, person_id=named, phone_id=theirs)
        message = self.message(f"case-{case}.1", f"Bonjour Zoé {family}", phone, number, day, case_id=case)
        self.insert("holding", person_id=person, phone_id=phone, since=noon(day), why="result")
        self.insert("holding", person_id=named, phone_id=theirs, since=noon(day), why="named")
        self.insert(
            "timer", phone_id=phone, shard=self.vault.index("number", number, day)[-1], due=noon(day, days=1)
        )
        self.insert(
            "outbox", message_id=message, phone_id=phone, lane="case", priority=1, deadline=noon(day, days=1),
            not_before=noon(day),
        )  # fmt: skip
        self.insert(
            "inbox", shard=self.vault.index("number", number, day)[-1], phone_id=phone, key=f"sms:{n}",
            at=noon(day), collected_on=day,
            sealed=self.seal('{"type":"replied","text":"oui"}', "inbox.sealed", day),
        )  # fmt: skip
        self.insert(
            "heard", phone_id=phone, case_id=case, at=noon(day), collected_on=day, signals="",
            sealed=self.seal("oui, avec Karim", "heard.sealed", day),
        )  # fmt: skip
        self.insert(
            "stray", number_index=self.vault.index("number", "+33639989999", day), collected_on=day,
            at=noon(day),
            sealed=self.seal('{"number":"+33639989999","text":"qui ?"}', "stray.sealed", day),
        )  # fmt: skip
        report = self.insert(
            "report", reported_on=day, day=day, origin="mail", channel="sms", text="payez", text_key=f"{n}", sender="",
            level="imposture", claims=[], clauses=[], hosts=[], numbers=[], digest=hashlib.sha256(f"report {message}".encode()).digest(),
        )  # fmt: skip
        self.insert(
            "reportletter", report_id=report, collected_on=day, lang="fr",
            sealed=self.seal(f"zoe{n}@durand.example", "reportletter.sealed", day),
        )  # fmt: skip
        self.insert(
            "unconfirmed", account="38663", gateway="gateway-1", at=noon(day),
            digest=self.vault.index("sms", f"{number}\n38663\noui, avec Karim", day),
        )  # fmt: skip
        cluster = self.insert(
            "cluster", sealed=self.seal("Loto du samedi", "cluster.sealed", day), collected_on=day,
            named_at=noon(day), named_by="eva",
        )  # fmt: skip
        gathering = self.insert(
            "gathering", cluster_id=cluster, case_id=case, sealed=self.seal("Loto de l'école", "gathering.sealed", day),
            label_index=self.vault.index("label", make_gathering_key("Loto de l'école", day), day),
            collected_on=day, on_day=day, territory="44",
        )  # fmt: skip
        self.insert("attendance", gathering_id=gathering, case_id=case)
        self.insert(
            "epidetail", case_id=case, collected_on=day, exposure_setting="work", vulnerable=True,
            email=self.seal(f"zoe{n}@durand.example", "epidetail.email", day),
        )  # fmt: skip
        for file in ({"case_id": case}, {"contact_id": contact}):
            self.insert(
                "followupday", **file, day=day, outcome="no_symptoms", noted_at=noon(day), noted_by="agent-7"
            )
        task = self.insert(
            "calltask", case_id=case, phone_id=phone, reason="silent", created_at=noon(day), urgent=False,
            not_before=noon(day), deadline=noon(day, days=1), territory="44", attempts=1, outcome="",
        )  # fmt: skip
        self.insert(
            "attempt", task_id=task, agent="agent-7", at=noon(day), outcome="voicemail", collected_on=day,
            sealed=self.seal("a demandé qu'on rappelle sa fille Zoé", "attempt.sealed", day),
        )  # fmt: skip
        self.insert(
            "calldraft", task_id=task, agent="agent-7", at=noon(day), collected_on=day,
            sealed=self.seal('{"name-0": "Zoé", "tel-0": "06 39 98"}', "calldraft.sealed", day),
        )  # fmt: skip
        file = self.insert(
            "intakefile", name=f"lab-{n}-{day}.hl7", digest=hashlib.sha256(f"{n}{day}".encode()).digest(),
            format="hl7", began_at=noon(day), counts="{}",
        )  # fmt: skip
        self.insert(
            "result", file_id=file, place="message 1", version=1, person_id=person, case_id=case,
            source_index=self.vault.index("source", f"lab|{n}|{day}"), disease="covid19",
            meaning="positive", disposition="opened", taken_at=noon(day), resulted_at=noon(day),
            received_at=noon(day),
        )  # fmt: skip
        self.insert(
            "quarantine", file_id=file, place="message 2", reason="unknown_code", detail="a code of a test",
            sealed=self.seal("PID|1||2 69 05...|DURAND^ZOE", "quarantine.sealed", day), collected_on=day,
            at=noon(day), done_by="", done="",
        )  # fmt: skip
        self.db.commit()
        return {
            "person": person, "phone": phone, "case": case, "contact": contact, "message": message,
            "named": named, "theirs": theirs, "gathering": gathering, "task": task,
        }  # fmt: skip

    def value(self, what: str, table: str, id: int, key: str = "id") -> Any:
        """One column of one row; what is sealed as it is read."""
        numbers = [select_row_numbers(f"tracing_{table}", what)] if what in ("sealed", "thread") else []
        found = self.db.execute(
            sql.SQL("select {} from {} where {} = %s").format(
                sql.SQL(" || ").join([*numbers, sql.SQL(what)]),
                sql.Identifier(f"tracing_{table}"),
                sql.Identifier(key),  # type: ignore[arg-type]
            ),
            [id],
        ).fetchone()
        self.db.commit()
        assert found is not None, f"no {table} {id}"
        return found[0]

    def key_of(self, table: str, id: int, column: str = "sealed") -> str:
        """The name of the key under which a value stands."""
        return read_key_id(strip_row_numbers(self.value(column, table, id), f"{table}.{column}"))

    def count(self, table: str, where: str = "true") -> int:
        found = self.db.execute(f"select count(*) from tracing_{table} where {where}").fetchone()  # type: ignore[arg-type]
        self.db.commit()
        assert found is not None
        return int(found[0])
