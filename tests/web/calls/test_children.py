"""Children who live with the case: nobody hunts for a number, and the parent in hand is told for both."""

import pytest

from tests.tracing.calls.people import LEA, NOON, People
from tests.web.calls.calling import HTMX, noted, taken, text_of
from tests.web.calls.office import Office
from tocsin.tracing.calls import outcome_reversal
from tocsin.tracing.contact_matching import ContactMention, name_contacts

TOM = {"name-0": "Tom", "child-0": "on"}


def child(people: People, case: int, name: str = "Tom") -> int:
    """A child whom a case named by SMS, with no number."""
    rows = [ContactMention(case_id=case, name=name, household=True, child=True)]
    (contact,) = name_contacts(people.db, people.vault, rows, NOON).contacts
    assert contact
    return contact


def files(people: People) -> list[tuple[str, bool, bool]]:
    """How each contact stands: its outcome, whether it was answered for and reached."""
    return people.rows(
        "select outcome, answered_at is not null, reached_at is not null from tracing_contact order by id"
    )


def to_call(people: People) -> list[tuple[str, bool]]:
    """Open calls: why, and whether there is a number."""
    return people.rows(
        "select reason, phone_id is not null from tracing_calltask where done_at is null order by id"
    )


def test_the_parent_in_hand_is_told_for_both_and_nobody_is_rung_again(office: Office, people: People) -> None:
    people.task(case=people.case("Léa", LEA))
    client = office.agent()
    address = taken(client)
    assert "pour un enfant qui vit avec la personne" in text_of(client.get(address))
    read = client.post(f"{address}/personnes", TOM, headers={**HTMX, "HX-Trigger": "people"})
    assert "son parent est prévenu pour lui, aucun numéro n'est cherché" in text_of(read)
    noted(client, address, "reached", **TOM)
    assert files(people) == [("reached", True, True)]
    assert people.one("select household from tracing_contact")
    assert to_call(people) == []
    (contact,) = people.rows("select id from tracing_contact")[0]
    assert any(one.startswith("parent_told") for one in people.changes("contact", contact))


@pytest.mark.parametrize("outcome", ["call_back", "voicemail", "refused"])
def test_a_parent_who_was_not_told_is_rung_for_the_child(
    office: Office, people: People, outcome: str
) -> None:
    people.task(case=people.case("Léa", LEA))
    client = office.agent()
    noted(client, taken(client), outcome, **TOM)
    assert files(people) == [("", False, False)]
    assert ("minor", True) in to_call(people), "on the number of the parent: none is looked for"


def test_children_named_by_sms_stand_on_the_sheet_of_their_parent(office: Office, people: People) -> None:
    case = people.case("Léa", LEA)
    people.task(case=case)
    for name in ("Tom", "Lina"):
        child(people, case, name)
    client = office.agent()
    address = f"/poste/appel/{people.one('select id from tracing_calltask where case_id = %s', case)}"
    client.post(f"/poste/cas/{case}/appel-recu")
    assert "consignes pour Tom, Lina, qui vit avec elle" in text_of(client.get(address))
    noted(client, address, "reached", list="nobody")
    assert files(people) == [("reached", True, True)] * 2
    assert to_call(people) == []


def test_who_is_rung_for_a_child_is_the_parent_and_for_all_of_them(office: Office, people: People) -> None:
    case = people.case("Léa", LEA)
    for name in ("Tom", "Lina"):
        child(people, case, name)
    client = office.agent()
    address = taken(client)
    page = text_of(client.get(address))
    assert "je vous appelle au sujet de Tom. Êtes-vous bien Léa Durand ?" in page
    assert "consignes pour Lina" in page
    assert "Ne dites jamais qui a donné son nom" not in page, "the parent did"
    noted(client, address, "reached")
    assert files(people) == [("reached", True, True)] * 2
    assert to_call(people) == []


def test_a_call_taken_back_was_told_for_nobody(office: Office, people: People) -> None:
    case = people.case("Léa", LEA)
    people.task(case=case)
    child(people, case)
    client = office.client("agent", "75", login="anne.parent")
    client.post(f"/poste/cas/{case}/appel-recu")
    task = people.one("select id from tracing_calltask where case_id = %s", case)
    noted(client, f"/poste/appel/{task}", "reached", list="nobody")
    written = outcome_reversal.find_last_outcome(office.db, "anne.parent", NOON)
    assert written
    outcome_reversal.reverse_outcome(office.db, written.attempt, "anne.parent", NOON)
    assert files(people) == [("", False, False)]
    assert to_call(people) == [("silent", True), ("minor", True)]


def test_a_call_without_a_number_offers_to_ring_the_case_who_named_the_person(
    office: Office, people: People
) -> None:
    case = people.case("Léa", LEA)
    contact = people.contact(case, "Paul", None)
    client = office.agent()
    address = taken(client)
    page = text_of(client.get(address))
    assert "Appeler Léa Durand, qui a nommé cette personne" in page
    assert "•• •• •• •• 01" in page
    assert "06 39 98 12 01" not in page
    part = client.post(f"{address}/numero", {"whose": "namer"}, headers=HTMX)
    assert 'href="tel:+33639981201"' in part.content.decode()
    assert "Vous nous avez parlé de Paul : à quel numéro" in text_of(part)
    assert office.logged("desk.number")[-1] == ("desk.number", "case", case, "namer")
    assert any(one.startswith("number_shown") for one in people.changes("case", case))
    assert client.post(f"{address}/trouve", {"found": "06 39 98 12 02"}).status_code == 302
    page = text_of(client.get(address))
    assert "qui a nommé cette personne" not in page, "rung on their own number now"
    assert "•• •• •• •• 02" in page
    assert people.phone_of(None, contact)
