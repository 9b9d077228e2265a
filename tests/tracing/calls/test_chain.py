"""Who infected whom, walked both ways."""

from datetime import timedelta

from tests.tracing.calls.people import NOON, People
from tocsin.tracing.cases.transmission_chain import TransmissionLink, find_ancestors, find_descendants


def number(n: int) -> str:
    """The mobile of the n-th person of this test."""
    return f"+3363998{4000 + n}"


def infected(people: People, source: int, n: int) -> int:
    """A case names somebody, who becomes a case a day later."""
    contact = people.contact(source, f"Prénom{n}", number(n))
    case = people.case(f"Prénom{n}", number(n), at=NOON + timedelta(days=1), family=f"Nom{n}")
    people.db.execute("update tracing_contact set became_case_id = %s where id = %s", (case, contact))
    return case


def short(links: list[TransmissionLink]) -> list[tuple[int, int, int]]:
    """Links without the naming."""
    return [(link.source, link.case, link.depth) for link in links]


def test_a_chain_is_walked_up_and_down(people: People) -> None:
    first = people.case("Léa", number(0))
    second = infected(people, first, 1)
    third = infected(people, second, 2)
    aside = infected(people, first, 3)
    assert short(find_descendants(people.db, first)) == [
        (first, second, 1),
        (first, aside, 1),
        (second, third, 2),
    ]
    assert short(find_ancestors(people.db, third)) == [(second, third, 1), (first, second, 2)]
    assert find_descendants(people.db, third) == []
    assert find_ancestors(people.db, first) == []


def test_somebody_whom_two_named_has_two_ways_up(people: People) -> None:
    one, other = people.case("Léa", number(0)), people.case("Tom", number(9), family="Petit")
    child = infected(people, one, 1)
    contact = people.contact(other, "Prénom1", number(1))
    people.db.execute("update tracing_contact set became_case_id = %s where id = %s", (child, contact))
    assert {(link.source, link.case) for link in find_ancestors(people.db, child)} == {
        (one, child),
        (other, child),
    }


def test_two_who_named_each_other_make_no_endless_walk(people: People) -> None:
    one = people.case("Léa", number(0))
    other = infected(people, one, 1)
    back = people.contact(other, "Léa", number(0))
    assert people.one("select became_case_id from tracing_contact where id = %s", back) == one
    third = infected(people, other, 2)
    assert short(find_descendants(people.db, one)) == [(one, other, 1), (other, third, 2)]
    assert short(find_ancestors(people.db, other)) == [(one, other, 1)]
    assert {link.case for link in find_descendants(people.db, other)} == {one, third}


def test_a_ring_further_down_ends(people: People) -> None:
    start = people.case("Zoé", number(8), family="Petit")
    one = infected(people, start, 0)
    other = infected(people, one, 1)
    back = people.contact(other, "Prénom0", number(0))
    assert people.one("select became_case_id from tracing_contact where id = %s", back) == one
    assert {(link.source, link.case) for link in find_descendants(people.db, start)} == {
        (start, one),
        (one, other),
        (other, one),
    }
