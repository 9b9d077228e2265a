"""Where cases may have been infected: two who tell of the same meet."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

from msgspec.structs import replace

from tests.tracing.calls.people import KARIM, LEA, NADIA, NOON, TOLD, People
from tocsin.privacy.keycheck import check_keys
from tocsin.privacy.reindex import move_all_indexes
from tocsin.privacy.vault import Vault
from tocsin.store.database import open_connection
from tocsin.tracing.calls.named_contacts import SpokenContact, parse_contacts
from tocsin.tracing.calls.outcomes import record_outcome
from tocsin.tracing.people import gatherings

DAY = date(2021, 2, 27)


def told(people: People, case: int, words: str = "Loto, salle des fêtes", day: date | None = DAY) -> int:
    """A case tells of a gathering."""
    return gatherings.record_attendance(people.db, people.vault, case, words, day, "anne", NOON)


def test_two_cases_who_tell_of_the_same_day_and_place_meet(people: People) -> None:
    lea, karim = people.case("Léa", LEA), people.case("Karim", KARIM)
    one, other = told(people, lea), told(people, karim, "LOTO salle des fetes")
    assert one == other
    assert people.rows("select case_id from tracing_attendance order by case_id") == [(lea,), (karim,)]
    assert people.changes("case", karim) == [f"gathering {one} same anne"]
    sealed = people.one("select int8send(id) || sealed from tracing_gathering")
    assert people.vault.open(sealed, "gathering.sealed").decode() == "Loto, salle des fêtes"


def test_another_day_or_another_place_is_another_gathering(people: People) -> None:
    lea = people.case("Léa", LEA)
    karim = people.case("Karim", KARIM, territory="35")
    found = {
        told(people, lea),
        told(people, lea, day=DAY + timedelta(days=1)),
        told(people, lea, "mariage"),
        told(people, karim),
    }
    assert len(found) == 4


def test_the_same_case_tells_twice_and_was_there_once(people: People) -> None:
    lea = people.case("Léa", LEA)
    assert told(people, lea) == told(people, lea)
    assert people.one("select count(*) from tracing_attendance") == 1
    assert len(people.changes("case", lea)) == 1


def test_without_a_day_nobody_meets(people: People) -> None:
    lea, karim = people.case("Léa", LEA), people.case("Karim", KARIM)
    assert told(people, lea, day=None) != told(people, karim, day=None)


def test_two_agents_at_the_same_instant_write_one_gathering(store: str, people: People, vault: Vault) -> None:
    lea, karim = people.case("Léa", LEA), people.case("Karim", KARIM)
    people.db.commit()
    with open_connection(store) as one, open_connection(store) as other, ThreadPoolExecutor(1) as pool:
        first = gatherings.record_attendance(one, vault, lea, "Loto", DAY, "anne", NOON)
        second = pool.submit(gatherings.record_attendance, other, vault, karim, "loto", DAY, "brice", NOON)
        one.commit()
        assert second.result() == first
        other.commit()


def test_people_who_were_there_are_contacts_of_the_gathering(people: People) -> None:
    case = people.case("Léa", LEA)
    task = people.task(case=case, reason="gathering")
    there: list[SpokenContact | str] = [
        replace(one, co_exposed=True) for one in parse_contacts("Nadia 06 39 98 12 03")
    ]
    facts: dict[str, Any] = TOLD | {"gathering": "loto", "gathering_day": DAY}
    record_outcome(
        people.db,
        people.vault,
        task,
        "anne",
        NOON,
        "reached",
        contacts=[*there, "Karim 0639981202"],
        facts=facts,
    )
    gathering = people.one("select id from tracing_gathering")
    assert people.rows("select how, gathering_id from tracing_contact order by how") == [
        ("agent", None),
        ("event", gathering),
    ]
    assert people.vault.index("number", NADIA)


def test_under_another_key_of_the_indexes_they_still_meet(people: People) -> None:
    lea, karim = people.case("Léa", LEA), people.case("Karim", KARIM)
    one = told(people, lea)
    people.db.commit()
    assert check_keys(people.db, people.vault).problems == ()
    move_all_indexes(people.db, people.vault, NOON)
    assert told(people, karim) == one
    people.db.commit()
    assert check_keys(people.db, people.vault).problems == ()
