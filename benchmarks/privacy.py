"""What sealing costs, and how fast a store is sealed again, moved to other indexes, and erased.

    python benchmarks/privacy.py [PEOPLE]

One person, phone, case, two SMS and two replies for each; on a throw-away embedded store.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import msgspec
import psycopg

from tocsin.privacy.encrypted_payloads import PersonDetails
from tocsin.privacy.erasure import erase_due
from tocsin.privacy.identity import make_identity_key
from tocsin.privacy.reindex import move_all_indexes
from tocsin.privacy.retention import add_months
from tocsin.privacy.rotation import rotate_keys
from tocsin.privacy.vault import Vault
from tocsin.store import database, embedded

DAY = date(2027, 2, 1)
NOW = datetime(2027, 2, 1, 12, tzinfo=UTC)
TURNS = 100_000


def each(name: str, action: Callable[[int], object]) -> None:
    """Time of one call, the best of three rounds."""
    best = 1e9
    for _ in range(3):
        began = time.process_time()
        for n in range(TURNS):
            action(n)
        best = min(best, time.process_time() - began)
    print(f"{name:<40} {best / TURNS * 1e6:6.2f} us")


def took(name: str, count: int, action: Callable[[], object]) -> None:
    began, cpu = time.perf_counter(), time.process_time()
    action()
    wall, cpu = time.perf_counter() - began, time.process_time() - cpu
    print(f"{name:<40} {wall:6.1f} s  {count / wall:>9,.0f}/s  ({cpu:.1f} s of Python)")


PEOPLE = """copy tracing_person (id, sealed, identity_index, collected_on, age_band, territory, lang)
    from stdin"""
PHONES = """copy tracing_phone (id, sealed, number_index, shard, kind, zone, collected_on, thread)
    from stdin"""
THREAD = b'{"phone":"+33639980001"}' + b" " * 1200


def fill(connection: psycopg.Connection, vault: Vault, people: int) -> None:
    """People of one day, and as many of the next."""
    for part in range(2):
        day = date(2027, 2, 1 + part)
        ids = range(part * people, (part + 1) * people)
        values = {"first": ids[0], "last": ids[-1], "day": day, "at": NOW + part * timedelta(days=1)}
        said = [(row, n) for n in ids for row in (2 * n, 2 * n + 1)]
        values |= {"rows": [row for row, _ in said], "phones": [n for _, n in said]}
        values |= {"texts": [vault.seal("x" * 150, "message.sealed", day, *one) for one in said]}
        values |= {"heard": [vault.seal("oui", "heard.sealed", day, *one) for one in said]}
        with connection.cursor() as cursor:
            with cursor.copy(PEOPLE) as copy:
                for n in ids:
                    copy.write_row(person(vault, n, day))
            with cursor.copy(PHONES) as copy:
                for n in ids:
                    copy.write_row(phone(vault, n, day))
            for statement in ROWS:
                cursor.execute(statement, values)
        connection.commit()
    connection.autocommit = True
    connection.execute("vacuum analyze")
    connection.autocommit = False


def person(vault: Vault, n: int, day: date) -> tuple[object, ...]:
    details = msgspec.json.encode(PersonDetails(f"Durand{n}", "Zoé", "1980-05-04", "female"))
    index = vault.index("identity", make_identity_key(f"Durand{n}", "Zoé", "1980-05-04"))
    return n, vault.seal(details, "person.sealed", day, n), index, day, "40-64", "44", "fr"


def phone(vault: Vault, n: int, day: date) -> tuple[object, ...]:
    number = f"+336{n:08d}"
    index = vault.index("number", number)
    thread = vault.seal(THREAD, "phone.thread", day, n)
    sealed = vault.seal(number, "phone.sealed", day, n)
    return n, sealed, index, index[-1], "mobile", "Europe/Paris", day, thread


ROWS = (
    """insert into tracing_case (id, person_id, phone_id, disease, resulted_at, received_at, deadline,
         sample_on, submitted_at, outcome, consent)
       select n, n, n, 'covid19', %(at)s, %(at)s, %(at)s::timestamptz + interval '1 day', %(day)s, %(at)s,
         '', false
       from generate_series(%(first)s::int, %(last)s::int) n""",
    """insert into tracing_message (id, key, code, template, version, lang, text_hash, sender, recipient,
         phone_id, case_id, sealed, collected_on, parts, issued_at, failure, resent)
       select id, 'case-' || n || '.' || id, n || '.' || id, 'case.first', '1', 'fr', repeat('a', 64),
              '38663', repeat('b', 41), n, n, sealed, %(day)s, 1, %(at)s, '', 0
       from unnest(%(rows)s::bigint[], %(phones)s::bigint[], %(texts)s::bytea[]) as u (id, n, sealed)""",
    """insert into tracing_heard (id, phone_id, case_id, at, sealed, collected_on, signals)
       select id, n, n, %(at)s, sealed, %(day)s, ''
       from unnest(%(rows)s::bigint[], %(phones)s::bigint[], %(heard)s::bytea[]) as u (id, n, sealed)""",
)


def main() -> None:
    people = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    vault = Vault.for_tests()
    sealed = bytes(8) + vault.seal("+33639980001", "phone.sealed", DAY, 0)
    each("seal a number", lambda n: vault.seal("+33639980001", "phone.sealed", DAY, n))
    each("open it", lambda n: vault.open(sealed, "phone.sealed"))
    each("blind index", lambda n: vault.index("number", "+33639980001"))
    with tempfile.TemporaryDirectory() as folder, embedded.run_store(Path(folder)) as url:
        database.migrate_store(url)
        with database.open_connection(url) as connection:
            took("fill", people * 2, lambda: fill(connection, vault, people))
            took("seal again (values)", people * 2 * 7, lambda: rotate_keys(connection, vault, NOW))
            took("move indexes", people * 2 * 2, lambda: move_all_indexes(connection, vault, NOW))

            def erased(dry_run: bool) -> None:
                when = datetime(2027, 5, 1, 3, tzinfo=UTC)
                erase_due(connection, vault, add_months(DAY), when, by="benchmark", dry_run=dry_run)

            took("erase one day: dry run (people)", people, lambda: erased(True))
            took("erase one day (people)", people, lambda: erased(False))


if __name__ == "__main__":
    main()
