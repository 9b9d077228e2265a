"""Many contacts named at once, by one caller or by two."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import psycopg

from tests.tracing.calls.people import KARIM, LEA, NADIA, NOON, People
from tocsin.privacy.vault import Vault
from tocsin.store.database import open_connection
from tocsin.tracing.contact_matching import ContactMention, name_contacts


def test_many_are_written_in_as_many_statements_as_one(store: str, people: People, vault: Vault) -> None:
    cases = [people.case(f"Cas{n}", f"+336399820{n:02d}") for n in range(50)]
    rows = [
        ContactMention(
            case_id=case, name=f"Prénom{n}", number=f"+33639983{n:03d}", last_contact=date(2021, 3, 2)
        )
        for n, case in enumerate(cases * 4)
    ]
    counted = _Counting(people.db)
    named = name_contacts(counted, vault, rows, NOON)  # type: ignore[arg-type]
    assert (named.new, named.events) == (200, 200)
    few = counted.statements
    assert few <= 20


class _Counting:
    """A connection that counts what it is asked."""

    def __init__(self, db: psycopg.Connection[Any]) -> None:
        self.db = db
        self.statements = 0

    def execute(self, *arguments: Any, **options: Any) -> Any:
        self.statements += 1
        return self.db.execute(*arguments, **options)

    def cursor(self, **options: Any) -> Any:
        self.statements += 1
        return self.db.cursor(**options)


def test_nothing_named_is_nothing_done(people: People) -> None:
    assert name_contacts(people.db, people.vault, [], NOON).contacts == ()


def test_two_who_name_the_same_contact_at_the_same_instant_find_one_person(
    store: str, people: People, vault: Vault
) -> None:
    lea, nadia = people.case("Léa", LEA), people.case("Nadia", NADIA)
    people.db.commit()
    with open_connection(store) as one, open_connection(store) as other, ThreadPoolExecutor(1) as pool:
        name_contacts(one, vault, [ContactMention(case_id=lea, name="Karim", number=KARIM)], NOON)
        waits = pool.submit(
            name_contacts, other, vault, [ContactMention(case_id=nadia, name="Karim", number=KARIM)], NOON
        )
        one.commit()
        assert waits.result().events == 0
        other.commit()
    assert people.one("select count(distinct person_id) from tracing_contact") == 1
