"""Who is who, as a pure decision: whatever is said in whatever order, nobody is two people by accident."""

from hypothesis import given
from hypothesis import strategies as st

from tocsin.tracing.contact_matching.matching import (
    ExistingContact,
    KnownPeople,
    MatchPlan,
    MentionKey,
    NamingSpeaker,
    PhoneHolder,
    match_mentions,
    resolve_refs,
)

A, B = b"a" * 16, b"b" * 16


def asked(case: int, first: str = "", number: bytes | None = None, kind: str = "mobile") -> MentionKey:
    """Somebody named by a first name, a number, or both."""
    return MentionKey(
        case=case,
        number=number,
        name=first,
        first=first,
        name_index=first.encode() or None,
        kind=kind if number else "",
    )


def test_two_first_names_on_one_phone_are_two_people() -> None:
    decided = match_mentions([asked(1, "karim", A), asked(2, "ines", A), asked(3, "karim", A)], KnownPeople())
    assert [contact.person for contact in decided.contacts] == [-1, -2, -1]
    assert [contact.same_as for contact in decided.contacts] == [None, None, -1]
    assert [contact.opening for contact in decided.contacts] == ["sms", "sms", ""]


def test_a_number_alone_on_a_shared_phone_is_nobody_known() -> None:
    holders = (PhoneHolder(person=7, first="karim"), PhoneHolder(person=8, first="ines"))
    decided = match_mentions([asked(1, "", A)], KnownPeople(holders={A: holders}))
    assert [person.number for person in decided.persons] == [A]


def test_the_one_who_speaks_is_known_by_phone_and_by_both_names() -> None:
    speaker = NamingSpeaker(person=7, number=A, first="lea", names=frozenset(("leadurand", "durandlea")))
    known = KnownPeople(speakers={1: speaker}, holders={A: (PhoneHolder(person=7, first="lea"),)})
    rows = [asked(1, "", A), asked(1, "lea", A), asked(1, "durandlea"), asked(1, "lea"), asked(1, "tom", A)]
    assert [ref is None for ref in match_mentions(rows, known).which] == [True, True, True, False, False]


def test_a_nameless_person_of_the_store_gets_the_first_name_that_is_said() -> None:
    known = KnownPeople(holders={A: (PhoneHolder(person=7, root=3),)})
    decided = match_mentions([asked(1, "karim", A), asked(2, "ines", A)], known)
    assert decided.baptised == ((7, 0),)
    assert [contact.person for contact in decided.contacts] == [7, -1]


def test_a_case_of_their_own_speaks_louder_than_an_older_conversation() -> None:
    known = KnownPeople(holders={A: (PhoneHolder(person=7, first="karim", case=5, root=3),)})
    (contact,) = match_mentions([asked(1, "karim", A)], known).contacts
    assert (contact.became_case, contact.same_as, contact.opening) == (5, None, "")


def test_of_two_rows_for_one_first_name_the_case_is_meant() -> None:
    holders = (PhoneHolder(person=7, first="karim", root=3), PhoneHolder(person=8, first="karim", case=5))
    decided = match_mentions([asked(1, "karim", A), asked(2, "", A)], KnownPeople(holders={A: holders}))
    assert [(contact.person, contact.became_case) for contact in decided.contacts] == [(8, 5), (8, 5)]


def test_references_to_new_rows_become_their_identifiers() -> None:
    assert resolve_refs([-1, 12, None, -2], [100, 101]) == [100, 12, None, 101]


NAMES = st.sampled_from(["", "karim", "ines", "tom"])
NUMBERS = st.sampled_from([None, A, B])
SAID = st.lists(st.builds(asked, st.integers(1, 3), NAMES, NUMBERS), max_size=25)


@given(SAID)
def test_what_is_said_twice_changes_nothing(said: list[MentionKey]) -> None:
    once, twice = match_mentions(said, KnownPeople()), match_mentions([*said, *said], KnownPeople())
    assert len(once.contacts) == len(twice.contacts)
    assert len(once.persons) == len(twice.persons)


@given(SAID)
def test_every_contact_is_reached_by_itself_or_by_the_one_it_points_to(said: list[MentionKey]) -> None:
    decided = match_mentions(said, KnownPeople())
    for contact in decided.contacts:
        if contact.same_as is None:
            assert contact.opening
        else:
            root = decided.contacts[-contact.same_as - 1]
            assert root.same_as is None
            assert root.person == contact.person
            assert not contact.opening


@given(SAID)
def test_one_conversation_a_person(said: list[MentionKey]) -> None:
    decided = match_mentions(said, KnownPeople())
    roots = [contact.person for contact in decided.contacts if contact.same_as is None]
    assert len(roots) == len(set(roots))


@given(SAID)
def test_a_case_never_has_two_contacts_of_one_name_on_one_phone(said: list[MentionKey]) -> None:
    decided = match_mentions(said, KnownPeople())
    rows = [(said[c.naming].case, said[c.naming].number, said[c.naming].name_index) for c in decided.contacts]
    assert len(rows) == len(set(rows))


@given(SAID, st.integers(0, 25))
def test_said_in_two_calls_is_as_said_in_one(said: list[MentionKey], cut: int) -> None:
    whole = match_mentions(said, KnownPeople())
    before = match_mentions(said[:cut], KnownPeople())
    after = match_mentions(said[cut:], _stored(said[:cut], before))
    assert len(before.contacts) + len(after.contacts) == len(whole.contacts)


def _stored(said: list[MentionKey], decided: MatchPlan) -> KnownPeople:
    """What the store knows once this was written; the n-th new row has the identifier n."""
    named: dict[int, tuple[ExistingContact, ...]] = {}
    holders: dict[bytes, list[PhoneHolder]] = {}
    for place, contact in enumerate(decided.contacts, 1):
        row = said[contact.naming]
        mine = [one for one, ref in zip(said, decided.which, strict=True) if ref == -place]
        number = row.number or next((one.number for one in mine if one.number), None)
        name = row.name_index or next((one.name_index for one in mine if one.name), None)
        standing = ExistingContact(contact=place, person=-contact.person, number=number, name_index=name)
        named[row.case] = (*named.get(row.case, ()), standing)
        if number and all(holder.person != -contact.person for holder in holders.get(number, [])):
            first = next(
                (
                    said[c.naming].first
                    for c in decided.contacts
                    if c.person == contact.person and said[c.naming].first
                ),
                "",
            )
            root = -contact.same_as if contact.same_as else place
            holders.setdefault(number, []).append(PhoneHolder(person=-contact.person, first=first, root=root))
    return KnownPeople(holders={number: tuple(found) for number, found in holders.items()}, named=named)
