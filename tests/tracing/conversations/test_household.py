"""Who lives with the case isolates for longer: from the thread to the file, and to what contacts are told."""

import msgspec
import pytest

from tests.tracing.conversations.office import KARIM, LEA
from tocsin.privacy.encrypted_payloads import ContactDetails


@pytest.fixture
def named(office):
    """A case who has confirmed two contacts, and is asked who lives with them."""
    office.case("Léa", LEA)
    office.step()
    for text in ("oui", "Karim 06 39 98 12 02, Zoé 06 39 98 12 03", "oui"):
        office.write_replies(LEA, text)
    return office


def household(office):
    """Who lives with the case, by the name of the contact."""
    rows = office.all("select int8send(id) || sealed, household from tracing_contact")
    opened = ((office.vault.open(sealed, "contact.sealed"), there) for sealed, there in rows)
    return {msgspec.json.decode(said, type=ContactDetails).name: there for said, there in opened}


def test_unknown_stays_unknown_and_both_rules_are_said(named):
    assert household(named) == {"Karim": None, "Zoé": None}
    named.write_replies(KARIM, "oui")
    told = named.texts(KARIM)[-1]
    assert "Si vous vivez avec la personne malade : Isolement jusqu'au samedi 20 mars" in told
    assert "Sinon : Isolement jusqu'au mardi 9 mars" in told


def test_what_the_case_says_makes_the_plan(named):
    named.write_replies(LEA, "Karim")
    assert household(named) == {"Karim": True, "Zoé": False}
    named.write_replies(KARIM, "oui")
    assert "Isolement jusqu'au samedi 20 mars" in named.texts(KARIM)[-1]
    assert "Sinon" not in named.texts(KARIM)[-1]
    named.write_replies("+33639981203", "oui")
    assert "Isolement jusqu'au mardi 9 mars" in named.texts("+33639981203")[-1]


def test_what_the_case_says_later_corrects_what_the_contact_was_told(named):
    named.write_replies(KARIM, "oui")
    named.write_replies(LEA, "tous")
    named.later(hours=3, minutes=1)
    told = named.texts(KARIM)[-1]
    assert "mises à jour" in told
    assert "Isolement jusqu'au samedi 20 mars" in told
    given = named.all("select distinct what from tracing_change where subject = 'contact' and why = 'answer'")
    assert given == [("right_person",)], "a plan that was made anew is nothing that somebody told"


@pytest.mark.parametrize(("said", "there", "day"), [("oui", True, "20 mars"), ("non", False, "9 mars")])
def test_what_the_contact_answers_makes_the_plan(named, said, there, day):
    named.write_replies(KARIM, "oui")
    named.write_replies(KARIM, said)
    assert household(named)["Karim"] is there
    told = named.texts(KARIM)[-1]
    assert day in told
    assert "Sinon" not in told
    assert named.one("select isolation_end is not null from tracing_contact where household is not null")


def test_a_contacts_no_does_not_take_back_the_yes_of_the_case(named):
    named.write_replies(KARIM, "oui")
    named.write_replies(LEA, "tous")
    named.write_replies(KARIM, "non")
    assert household(named)["Karim"] is True
    assert "Isolement jusqu'au samedi 20 mars" in named.texts(KARIM)[-1]


def test_je_vis_avec_lui_of_the_contact_is_the_long_rule_whatever_the_case_said(named):
    named.write_replies(LEA, "personne")
    named.write_replies(KARIM, "oui")
    assert "9 mars" in named.texts(KARIM)[-1]
    named.write_replies(KARIM, "oui mais je vis avec lui")
    assert household(named) == {"Karim": True, "Zoé": False}
    assert "Isolement jusqu'au samedi 20 mars" in named.texts(KARIM)[-1]


def test_said_after_the_last_sms_a_human_rings(named):
    named.write_replies(LEA, "personne")
    named.write_replies(KARIM, "oui")
    named.later(days=5, hours=4)
    named.later(days=1)
    assert named.all("select outcome from tracing_contact where outcome <> ''") == [("done",)]
    named.write_replies(KARIM, "je vis avec lui")
    assert ("instructions",) in named.all("select reason from tracing_calltask where contact_id is not null")


def test_for_a_child_at_home_the_parent_is_rung_and_no_number_is_sought(office):
    case = office.case("Léa", LEA)
    office.step()
    for text in ("oui", "mon fils Tom", "oui", "oui"):
        office.write_replies(LEA, text)
    calls = office.all(
        "select k.reason, k.phone_id = c.phone_id, t.household from tracing_calltask k"
        " join tracing_contact t on t.id = k.contact_id join tracing_case c on c.id = t.case_id"
        " where k.done_at is null and c.id = %s", case
    )  # fmt: skip
    assert calls == [("minor", True, True)]
    assert not any("il manque un num" in text for text in office.texts(LEA))


def test_a_number_given_after_all_is_written_to(office):
    office.case("Léa", LEA)
    office.step()
    for text in ("oui", "mon fils Karim", "oui", "j'ai son numéro : Karim 06 39 98 12 02", "oui"):
        office.write_replies(LEA, text)
    assert len(office.texts(KARIM)) == 1
    assert office.all("select 1 from tracing_calltask where done_at is null") == []


# ------------------------------------------------------------------------------------ children


def test_a_parent_is_told_for_the_child_who_lives_with_them(office):
    """The case has the SMS of both; the call for the child stays open, as nobody has said that all is clear."""
    office.case("Léa", LEA)
    office.step()
    for text in ("oui", "mon fils Tom", "oui", "Tom", "non"):
        office.write_replies(LEA, text)
    own, for_child = office.texts(LEA)[-2:]
    assert "voici vos consignes" in own
    assert "vos enfants qui sont personnes contacts" in for_child
    assert "Isolement jusqu'au samedi 20 mars" in for_child
    assert office.all("select reason from tracing_calltask where done_at is null") == [("minor",)]


@pytest.mark.parametrize("said", ["Karim 06 39 98 12 02", "PERSONNE"])
def test_a_case_who_named_no_child_is_told_for_none(office, said):
    office.case("Léa", LEA)
    office.step()
    for text in ("oui", said, "oui", "tous", "non"):
        office.write_replies(LEA, text)
    assert not any("vos enfants" in text for text in office.texts(LEA))


def test_who_lives_with_the_case_is_told_for_its_children_and_nobody_else_is(office):
    office.case("Léa", LEA)
    office.step()
    for text in ("oui", "Karim 06 39 98 12 02, Zoé 06 39 98 12 03, mon fils Tom", "oui", "Karim et Tom"):
        office.write_replies(LEA, text)
    office.write_replies(KARIM, "oui")
    for_child, own = office.texts(KARIM)[-2:]
    assert "vos enfants, s'ils sont aussi personnes contacts" in for_child
    assert "Isolement jusqu'au samedi 20 mars" in for_child
    assert "Est-ce clair" in own
    office.write_replies("+33639981203", "oui")
    assert not any("vos enfants" in text for text in office.texts("+33639981203"))


def put_in_their_care(office, parent, given, *, household):
    """A child of whom the contact on this telephone is the guardian was named by an agent."""
    phone, _ = office.phone(parent)
    guardian = office.one(f"select person_id from tracing_contact where phone_id = {phone}")
    office.db.execute(
        "insert into tracing_contact (case_id, person_id, name_index, collected_on, named_at, how, deadline,"
        " outcome, household) select id, %s, %s, %s, %s, 'agent', %s, '', %s from tracing_case",
        (
            office.person(given, guardian=guardian), given.encode(), office.day, office.now, office.now, household,
        ),
    )  # fmt: skip


def test_a_contact_is_told_for_a_child_in_their_care_whoever_named_it(named):
    """The child has its own rule: it does not live with the case, as the contact does."""
    put_in_their_care(named, KARIM, "Tom", household=False)
    named.write_replies(LEA, "Karim")
    named.write_replies(KARIM, "oui")
    for_child, own = named.texts(KARIM)[-2:]
    assert "pour vos enfants" in for_child
    assert "Isolement jusqu'au mardi 9 mars" in for_child
    assert "Isolement jusqu'au samedi 20 mars" in own


def test_children_whose_rules_differ_are_left_to_the_human_who_rings(named):
    """One SMS would say of both what holds for one."""
    put_in_their_care(named, KARIM, "Tom", household=True)
    put_in_their_care(named, KARIM, "Lina", household=False)
    named.write_replies(LEA, "Karim")
    named.write_replies(KARIM, "oui")
    assert not any("vos enfants" in text for text in named.texts(KARIM))
