"""Contacts named: who is the same, who is somebody else, and how each of them is reached."""

from datetime import date, timedelta
from typing import Any

import msgspec
import pytest

from tests.tracing.calls.people import HOME, KARIM, LEA, NADIA, NOON, People
from tocsin.privacy.encrypted_payloads import ContactDetails
from tocsin.tracing import inbox as events
from tocsin.tracing.contact_matching import ContactMention, name_contacts


def names(people: People, *rows: ContactMention, at: timedelta = timedelta(0)) -> Any:
    """Name contacts, at noon unless another time is given."""
    return name_contacts(people.db, people.vault, rows, people.now + at)


def test_a_contact_with_a_mobile_is_written_to(people: People) -> None:
    lea = people.case("Léa", LEA)
    named = names(
        people, ContactMention(case_id=lea, name="Karim", number=KARIM, last_contact=date(2021, 3, 3))
    )
    (contact,) = named.contacts
    assert (named.new, named.events, named.calls) == (1, 1, 0)
    assert people.events() == [events.BeginContact(contact)]
    (row,) = people.rows(
        "select case_id, how, last_contact, deadline, int8send(id) || sealed, outcome, closed_at"
        " from tracing_contact"
    )
    assert row[:4] == (lea, "sms", date(2021, 3, 3), NOON + timedelta(hours=24))
    details = msgspec.json.decode(people.vault.open(row[4], "contact.sealed"), type=ContactDetails)
    assert (details.name, row[5], row[6]) == ("Karim", "", None)
    shard, key = people.rows("select shard, key from tracing_inbox")[0]
    assert shard == people.vault.index("number", KARIM, NOON.date())[-1]
    assert key == f"begin:contact-{contact}"
    assert people.rows("select subject, subject_id, what, after, why, by from tracing_change") == [
        ("contact", contact, "named", "sms", "named", "person")
    ]
    assert people.rows("select why from tracing_holding where phone_id = %s", people.phone(KARIM)) == [
        ("named",)
    ]


def test_five_cases_name_one_contact_who_is_one_person_with_one_conversation(people: People) -> None:
    cases = [people.case(f"Cas{n}", f"+3363998130{n}") for n in range(5)]
    said = ["Karim", "karim", "KARIM Haddad", "Karím", "Karim H."]
    named = names(
        people,
        *(
            ContactMention(case_id=case, name=name, number=KARIM)
            for case, name in zip(cases[:3], said[:3], strict=True)
        ),
    )
    later = names(
        people,
        *(
            ContactMention(case_id=case, name=name, number=KARIM)
            for case, name in zip(cases[3:], said[3:], strict=True)
        ),
        at=timedelta(hours=3),
    )
    assert (named.new, named.events) == (3, 1)
    assert (later.new, later.events, later.calls) == (2, 0, 0)
    root = named.contacts[0]
    assert people.rows("select distinct person_id from tracing_contact").__len__() == 1
    assert people.rows("select case_id, same_as_id from tracing_contact order by id") == [
        (case, None if case == cases[0] else root) for case in cases
    ]
    assert len(people.events()) == 1


def test_the_same_case_names_the_same_contact_again_and_it_is_one(people: People) -> None:
    lea = people.case("Léa", LEA)
    first = names(people, ContactMention(case_id=lea, name="Karim", number=KARIM))
    again = names(
        people,
        ContactMention(case_id=lea, name="KARIM", number=KARIM),
        ContactMention(case_id=lea, name="Karim"),
    )
    assert again.contacts == (first.contacts[0],) * 2
    assert again.new == 0
    assert people.one("select count(*) from tracing_contact") == 1
    assert people.one("select count(*) from tracing_change") == 1


def test_the_same_contact_twice_in_one_call_is_one(people: People) -> None:
    lea = people.case("Léa", LEA)
    row = ContactMention(case_id=lea, name="Karim", number=KARIM)
    named = names(people, row, row)
    assert named.new == 1
    assert named.contacts[0] == named.contacts[1]


def test_what_is_said_twice_at_once_loses_nothing_of_either(people: People) -> None:
    lea = people.case("Léa", LEA)
    rows = (
        ContactMention(case_id=lea, name="Tom", household=True),
        ContactMention(case_id=lea, name="Tom", last_contact=date(2021, 3, 3)),
    )
    for at in (timedelta(0), timedelta(hours=1)):  # new; and known already
        names(people, *rows, at=at)
        assert people.rows("select household, last_contact from tracing_contact") == [
            (True, date(2021, 3, 3))
        ]
        people.db.execute("update tracing_contact set household = null, last_contact = null")


def test_a_household_shares_a_phone_and_each_of_them_is_told(people: People) -> None:
    lea = people.case("Léa", LEA)
    named = names(
        people,
        ContactMention(case_id=lea, name="Karim", number=KARIM),
        ContactMention(case_id=lea, name="Inès", number=KARIM),
    )
    assert (named.new, named.events) == (2, 2)
    assert people.one("select count(distinct person_id) from tracing_contact") == 2
    assert people.one("select count(distinct phone_id) from tracing_contact") == 1


def test_somebody_on_the_phone_of_the_case_is_a_contact_of_the_household(people: People) -> None:
    lea = people.case("Léa", LEA)
    named = names(people, ContactMention(case_id=lea, name="Tom", number=LEA))
    assert (named.new, named.events) == (1, 1)


@pytest.mark.parametrize(
    ("number", "kind", "reason"),
    [
        (None, None, "no_phone"),
        (HOME, "landline", "no_mobile"),
        ("+33800123456", "other", "no_mobile"),
        ("+32470123456", "foreign", "foreign"),
    ],
)
def test_whoever_cannot_get_an_sms_is_to_be_rung(
    people: People, number: str | None, kind: str | None, reason: str
) -> None:
    lea = people.case("Léa", LEA, territory="35")
    named = names(
        people, ContactMention(case_id=lea, name="Mamie", number=number, as_said="" if number else "06 39")
    )
    assert (named.events, named.calls) == (0, 1)
    assert people.events() == []
    (task,) = people.rows(
        "select contact_id, case_id, reason, territory, not_before, deadline, phone_id is null, done_at,"
        " attempts from tracing_calltask"
    )
    assert task == (
        named.contacts[0], None, reason, "35", NOON, NOON + timedelta(hours=24), number is None, None, 0
    )  # fmt: skip
    if number:
        assert people.one("select kind from tracing_phone where id = %s", people.phone(number)) == kind
    else:
        sealed = people.one("select int8send(id) || sealed from tracing_contact")
        details = msgspec.json.decode(people.vault.open(sealed, "contact.sealed"), type=ContactDetails)
        assert details.number == "06 39"


def test_nobody_is_rung_at_night_in_their_own_time(people: People) -> None:
    lea = people.case("Léa", LEA)
    late = timedelta(hours=10)  # 22 h in Paris
    names(people, ContactMention(case_id=lea, name="Mamie", number=HOME), at=late)
    names(people, ContactMention(case_id=lea, name="Cousine", number="+262262001234"), at=late)
    assert people.rows(
        "select zone, not_before from tracing_calltask join tracing_phone f on f.id = phone_id"
    ) == [
        ("Europe/Paris", NOON.replace(day=5, hour=7)),
        ("Indian/Reunion", NOON.replace(day=5, hour=4)),
    ]


def test_a_contact_who_is_a_case_already_is_linked_and_not_written_to(people: People) -> None:
    lea, karim = people.case("Léa", LEA), people.case("Karim", KARIM, at=NOON - timedelta(days=13))
    named = names(people, ContactMention(case_id=lea, name="karim", number=KARIM))
    assert (named.new, named.events, named.calls) == (1, 0, 0)
    assert people.rows("select became_case_id, outcome, closed_at from tracing_contact") == [
        (karim, "became_case", NOON)
    ]
    assert people.rows("select what, after, why from tracing_change order by id") == [
        ("named", "sms", "named"),
        ("became_case", str(karim), "known_case"),
    ]


@pytest.mark.parametrize(
    ("ago", "linked"),
    [
        (timedelta(days=8), True),
        (timedelta(days=14) - timedelta(seconds=1), True),
        (timedelta(days=14), False),
        (timedelta(days=14, seconds=1), False),
    ],
)
def test_a_case_speaks_for_a_contact_for_fourteen_days(people: People, ago: timedelta, linked: bool) -> None:
    lea, karim = people.case("Léa", LEA), people.case("Karim", KARIM, at=NOON - ago)
    names(people, ContactMention(case_id=lea, name="Karim", number=KARIM))
    assert people.one("select became_case_id from tracing_contact") == (karim if linked else None)


@pytest.mark.parametrize("why", ["old", "void"])
def test_a_case_that_is_over_or_was_withdrawn_speaks_for_nobody(people: People, why: str) -> None:
    lea = people.case("Léa", LEA)
    karim = people.case("Karim", KARIM, at=NOON - timedelta(days=15 if why == "old" else 1))
    if why == "void":
        people.db.execute(
            "update tracing_case set outcome = 'void', closed_at = %s where id = %s", (NOON, karim)
        )
    named = names(people, ContactMention(case_id=lea, name="Karim", number=KARIM))
    assert named.events == 1
    assert people.one("select became_case_id from tracing_contact") is None


@pytest.mark.parametrize(
    "row",
    [{"number": LEA}, {"number": LEA, "name": "Léa"}, {"name": "DURAND Léa"}, {"name": ""}, {"name": "..."}],
)
def test_whoever_names_themselves_or_nobody_has_no_contact(people: People, row: dict[str, str]) -> None:
    lea = people.case("Léa", LEA)
    named = names(people, ContactMention(case_id=lea, **row))
    assert (named.contacts, named.new) == ((None,), 0)
    assert people.one("select count(*) from tracing_contact") == 0


def test_a_namesake_without_a_number_is_somebody_else(people: People) -> None:
    lea = people.case("Léa", LEA)
    assert names(people, ContactMention(case_id=lea, name="Léa")).new == 1


def test_a_number_alone_is_whoever_is_known_on_it(people: People) -> None:
    lea, nadia = people.case("Léa", LEA), people.case("Nadia", NADIA)
    first = names(people, ContactMention(case_id=lea, name="Karim", number=KARIM))
    named = names(
        people, ContactMention(case_id=nadia, number=KARIM), ContactMention(case_id=lea, number=KARIM)
    )
    assert named.new == 1
    assert named.contacts[1] == first.contacts[0]
    assert people.one("select same_as_id from tracing_contact where case_id = %s", nadia) == first.contacts[0]


def test_the_name_that_comes_after_the_number_belongs_to_it(people: People) -> None:
    lea = people.case("Léa", LEA)
    first = names(people, ContactMention(case_id=lea, number=KARIM))
    named = names(people, ContactMention(case_id=lea, name="Karim", number=KARIM))
    assert named.contacts == first.contacts
    assert (named.new, named.events) == (0, 0)
    sealed = people.one("select int8send(id) || sealed from tracing_contact")
    assert b"Karim" in people.vault.open(sealed, "contact.sealed")
    other = names(people, ContactMention(case_id=lea, name="Inès", number=KARIM))
    assert other.new == 1  # the phone has its Karim now: this is somebody else


def test_the_number_that_comes_after_the_name_begins_the_conversation(people: People) -> None:
    lea = people.case("Léa", LEA)
    first = names(people, ContactMention(case_id=lea, name="Karim"))
    named = names(people, ContactMention(case_id=lea, name="Karim", number=KARIM))
    assert named.contacts == first.contacts
    assert (named.new, named.events) == (0, 1)
    assert people.events() == [events.BeginContact(first.contacts[0])]
    assert people.rows("select outcome, done_at from tracing_calltask") == [("void", NOON)]
    assert people.one("select count(*) from tracing_person") == 2
    together = names(
        people, ContactMention(case_id=lea, name="Tom"), ContactMention(case_id=lea, name="Tom", number=NADIA)
    )
    assert (together.new, together.events, together.calls) == (1, 1, 0)
    assert people.one("select count(*) from tracing_person") == 3


def test_a_number_given_late_is_that_of_somebody_named_in_the_same_breath_by_another(people: People) -> None:
    """Léa's Karim had no number; Zoé names hers, and Léa gives the number of hers: they are one."""
    lea, zoe = people.case("Léa", LEA), people.case("Zoé", NADIA)
    (waiting,) = names(people, ContactMention(case_id=lea, name="Karim")).contacts
    named = names(
        people,
        ContactMention(case_id=zoe, name="Karim", number=KARIM),
        ContactMention(case_id=lea, name="Karim", number=KARIM),
    )
    root, completed = named.contacts
    assert completed == waiting
    assert people.rows("select id, same_as_id from tracing_contact order by id") == [
        (waiting, root), (root, None),
    ]  # fmt: skip
    people.db.execute("set constraints all immediate")


def test_a_number_that_changed_hands_is_a_new_person_with_the_same_first_name(people: People) -> None:
    lea = people.case("Léa", LEA)
    names(people, ContactMention(case_id=lea, name="Karim", number=KARIM))
    people.db.execute(
        "update tracing_holding set until = %s where phone_id = %s", (NOON, people.phone(KARIM))
    )
    nadia = people.case("Nadia", NADIA)
    named = names(people, ContactMention(case_id=nadia, name="Karim", number=KARIM), at=timedelta(days=1))
    assert named.events == 1
    assert people.one("select count(distinct person_id) from tracing_contact") == 2


def test_an_exposure_after_the_first_conversation_ended_begins_another(people: People) -> None:
    lea, nadia = people.case("Léa", LEA), people.case("Nadia", NADIA)
    names(people, ContactMention(case_id=lea, name="Karim", number=KARIM))
    people.db.execute("update tracing_contact set closed_at = %s, outcome = 'done'", (NOON,))
    named = names(people, ContactMention(case_id=nadia, name="Karim", number=KARIM), at=timedelta(days=20))
    assert named.events == 1
    assert people.one("select same_as_id from tracing_contact where case_id = %s", nadia) is None


def test_a_later_meeting_makes_the_plan_again(people: People) -> None:
    lea, nadia = people.case("Léa", LEA), people.case("Nadia", NADIA)
    first = names(
        people, ContactMention(case_id=lea, name="Karim", number=KARIM, last_contact=date(2021, 3, 1))
    )
    (root,) = first.contacts
    same = ContactMention(case_id=lea, name="Karim", number=KARIM, last_contact=date(2021, 3, 1))
    names(people, same, at=timedelta(hours=1))
    assert people.events() == [events.BeginContact(root)]
    names(people, msgspec.structs.replace(same, last_contact=date(2021, 3, 3)), at=timedelta(hours=2))
    assert people.one("select last_contact from tracing_contact") == date(2021, 3, 3)
    assert people.events() == [events.BeginContact(root), events.PlanOutdated(f"contact-{root}")]
    other = ContactMention(case_id=nadia, name="Karim", number=KARIM, last_contact=date(2021, 3, 2))
    names(people, other, at=timedelta(hours=3))
    assert people.events()[2:] == [events.PlanOutdated(f"contact-{root}")]


def test_what_was_collected_long_ago_and_is_said_again_today_begins_its_three_months_anew(
    people: People,
) -> None:
    lea = people.case("Léa", LEA)
    names(people, ContactMention(case_id=lea, name="Karim", number=KARIM))
    thread = people.vault.seal(b"{}", "phone.thread", NOON.date(), people.phone(KARIM))
    people.db.execute("update tracing_phone set thread = %s", (thread,))
    nadia = people.case("Nadia", NADIA)
    names(people, ContactMention(case_id=nadia, name="Karim", number=KARIM), at=timedelta(days=30))
    later = NOON.date() + timedelta(days=30)
    phone, day, sealed, thread = people.rows(
        "select id, collected_on, int8send(id) || sealed, int8send(id) || thread from tracing_phone"
        " where id = %s",
        people.phone(KARIM),
    )[0]
    assert day == later
    assert people.vault.open(sealed, "phone.sealed") == KARIM.encode()
    assert people.vault.open(thread, "phone.thread") == b"{}"
    assert people.one("select person_id from tracing_holding where phone_id = %s", phone) in [
        id for (id,) in people.rows("select id from tracing_person where collected_on = %s", later)
    ]


def test_nothing_personal_stands_in_the_open(people: People) -> None:
    lea = people.case("Léa", LEA)
    names(
        people,
        ContactMention(case_id=lea, name="Karimovitch", number=KARIM),
        ContactMention(case_id=lea, name="Karimovitch Abc"),
    )
    for table in ("contact", "person", "phone", "change", "calltask", "inbox", "holding"):
        text = str(people.rows(f"select row_to_json(t)::text from tracing_{table} t"))
        assert "arimovitch" not in text
        assert KARIM[3:] not in text
