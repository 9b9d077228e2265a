"""Days pass: people are collected, collected again, keys rotate, nights erase, and now and then it is killed.

Whatever happens, who is kept can be read, who is due cannot, and the statements hold.
"""

import random
from datetime import UTC, date, datetime, timedelta

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.privacy.leaks import assert_no_leak
from tests.tracing.village import Village, noon, renew_collection_day
from tocsin.privacy import erasure_statement
from tocsin.privacy.erasure import erase_due
from tocsin.privacy.erasure_log import list_erasures
from tocsin.privacy.keycheck import check_keys
from tocsin.privacy.keyring import KeyDestroyed
from tocsin.privacy.reindex import move_all_indexes
from tocsin.privacy.retention import add_months, find_last_due_day
from tocsin.privacy.rotation import rotate_keys
from tocsin.privacy.vault import Vault
from tocsin.store import database as stores

FIRST = date(2027, 11, 1)
STEPS = (
    "collect",
    "collect",
    "again",
    "rotate",
    "rotate",
    "reindex",
    "night",
    "night",
    "killed",
    "days",
    "weeks",
)


class Killed(BaseException):
    pass


class Service:
    """A service over months, and what must hold of it."""

    def __init__(self, db: psycopg.Connection, vault: Vault, seed: int) -> None:
        self.db, self.vault, self.village = db, vault, Village(db, vault)
        self.today, self.draw = FIRST, random.Random(seed)
        self.kept: dict[int, tuple[int, date, bytes]] = {}
        """Person -> phone, last day of collection, sealed as first stored."""
        self.erased_up_to = date.min
        self.made = 0

    def step(self, name: str) -> None:
        getattr(self, name)()

    def collect(self) -> None:
        self.made += 1
        home = self.village.household(self.today, self.made)
        sealed = self.village.value("sealed", "person", home["person"])
        self.kept[home["person"]] = home["phone"], self.today, sealed

    def again(self) -> None:
        alive = [person for person, (_, day, _) in self.kept.items() if day > self.erased_up_to]
        if alive:
            person = self.draw.choice(alive)
            phone, _, sealed = self.kept[person]
            renew_collection_day(self.db, self.today, people=[person], phones=[phone])
            self.db.commit()
            self.kept[person] = phone, self.today, sealed

    def rotate(self) -> None:
        rotate_keys(self.db, self.vault, self.now)

    def reindex(self) -> None:
        move_all_indexes(self.db, self.vault, self.now)

    def night(self) -> None:
        erase_due(self.db, self.vault, self.today, self.now, by="clock")
        self.erased_up_to = find_last_due_day(self.today)

    def killed(self) -> None:
        """An erasure is killed at one of its steps, and the night after does it again."""
        at, seen = self.draw.randrange(22), []

        def kill(step: str) -> None:
            seen.append(step)
            if len(seen) > at:
                raise Killed

        try:
            erase_due(self.db, self.vault, self.today, self.now, by="clock", progress=kill)
        except Killed:
            self.db.rollback()
        self.night()

    def days(self) -> None:
        self.today += timedelta(days=self.draw.randint(1, 9))

    def weeks(self) -> None:
        self.today += timedelta(days=self.draw.randint(20, 70))

    @property
    def now(self) -> datetime:
        return noon(self.today)

    def holds(self) -> None:
        """What must be true at every moment."""
        for person, (phone, day, first) in self.kept.items():
            sealed = self.village.value("sealed", "person", person)
            number = self.village.value("sealed", "phone", phone)
            if day > self.erased_up_to:
                assert b"Zo" in self.vault.open(sealed, "person.sealed")
                assert self.vault.open(number, "phone.sealed").startswith(b"+33639980")
            else:
                assert sealed is None
                assert number is None
                with pytest.raises(KeyDestroyed):
                    self.vault.open(first, "person.sealed")
        assert check_keys(self.db, self.vault).problems == ()
        assert (
            erasure_statement.find_chain_problems(
                list_erasures(self.db), erasure_statement.derive_public_key(self.vault.ring.signing)
            )
            == []
        )
        assert all(key.day > self.erased_up_to for key in self.vault.ring.keys)
        counted = self.db.execute(
            "select coalesce(sum(value), 0) from tracing_daycount where measure = 'cases'"
        )
        gone = self.village.count("case", "erased_at is not null")
        assert counted.fetchone() == (gone,)
        self.db.commit()


@settings(max_examples=8, deadline=None, derandomize=True, database=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])  # fmt: skip
@given(st.lists(st.sampled_from(STEPS), min_size=6, max_size=18), st.integers(0, 2**32))
def test_whatever_happens_who_is_kept_can_be_read_and_who_is_due_cannot(
    store: str, steps: list[str], seed: int
):
    with stores.open_connection(store) as db:
        tables = (
            "person, phone, holding, timer, case, contact, gathering, attendance, calltask, attempt, message"
        )
        tables += ", outbox, inbox, heard, stray, result, quarantine, intakefile, erasure, daycount, change"
        tables += ", epidetail, followupday"
        db.execute("truncate " + ", ".join(f"tracing_{one}" for one in tables.split(", ")))  # type: ignore[arg-type]
        db.commit()
        service = Service(db, Vault.for_tests(), seed)
        service.collect()
        for name in steps:
            service.step(name)
            service.holds()
        service.today = add_months(service.today)
        service.night()
        service.holds()
        assert service.vault.ring.keys == ()


# ---- in plain sight


SECRETS = (
    "Zoé",
    "Durandb",
    "Karim",
    "+33639980001",
    "+33639985001",
    "1980-05-04",
    "Loto de l'école",
    "+33639989999",
)


def plain(db: psycopg.Connection) -> str:
    """All columns of the store that are not binary, and the binary ones as they are read by eye."""
    tables = db.execute("select table_name from information_schema.tables where table_name like 'tracing_%'")
    rows = [str(row) for table in tables.fetchall() for row in db.execute(f"select * from {table[0]}")]  # type: ignore[arg-type]
    db.commit()
    return "\n".join(rows)


def test_nothing_personal_stands_in_plain_sight(db: psycopg.Connection, vault: Vault):
    Village(db, vault).household(FIRST, 1)
    assert_no_leak(plain(db), SECRETS)


def test_nor_after_an_erasure(db: psycopg.Connection, vault: Vault):
    Village(db, vault).household(FIRST, 1)
    erase_due(db, vault, add_months(FIRST), datetime(2028, 2, 1, 3, tzinfo=UTC), by="clock")
    assert_no_leak(plain(db), SECRETS)
