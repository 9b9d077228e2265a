"""A person who rings back is served: from their file an agent takes their call, or opens one."""

from datetime import timedelta

from django.test import Client

from tests.tracing.calls.people import HOME, KARIM, LEA, NADIA, NOON, People
from tests.web.calls.calling import noted, taken, text_of
from tests.web.calls.office import Office, at_noon
from tocsin.tracing.inbox import BeginFollowUp, ConversationEnded


def rings(client: Client, subject: str, id: int):
    """The answer to an agent who has this person on the line."""
    return client.post(f"/poste/{subject}/{id}/appel-recu")


def calls_of(people: People) -> list[tuple[str, str]]:
    """Reason and outcome of each call to make, in order."""
    return people.rows("select reason, outcome from tracing_calltask order by id")


def test_whoever_rings_is_found_by_their_number_and_their_open_call_is_taken(
    office: Office, people: People
) -> None:
    case = people.case("Léa", LEA)
    task = people.task(case=case, since=NOON + timedelta(hours=5))  # to be rung again this evening
    client = office.agent()
    page = client.post("/poste/recherche", {"sought": "06 39 98 12 01", "why": "rings"})
    assert f'action="/poste/cas/{case}/appel-recu"' in page.content.decode()
    assert "prendre l'appel de Léa Durand" in text_of(page)
    answer = rings(client, "cas", case)
    assert answer.headers["Location"] == f"/poste/appel/{task}"
    said = text_of(client.get(f"/poste/appel/{task}"))
    for line in (
        "La personne vous appelle", "née le 01/02/1990", "votre date de naissance ?",
        "avant qu'elle ne l'ait dit",
        "Qui avez-vous vu depuis le", "Isolez-vous",
    ):  # fmt: skip
        assert line in said, line
    assert "Êtes-vous bien Léa" not in said, "who rings says who they are"
    assert "Messagerie" not in said
    done = noted(client, f"/poste/appel/{task}", "reached", entry="Karim 0639981202")
    assert done.status_code == 302
    assert people.one("select count(*) from tracing_contact") == 1
    assert people.rows("select outcome, incoming from tracing_attempt") == [("reached", True)]
    assert office.logged("desk.call")[-3:] == [
        ("desk.call", "case", case, "call-in: silent"),
        ("desk.call", "case", case, "call: silent"),
        ("desk.call", "case", case, "outcome: reached"),
    ]
    assert "rang_in silent" in " ".join(people.changes("case", case))
    file = text_of(client.get(f"/poste/cas/{case}?why=rings"))
    assert "appel reçu de la personne" in file


def test_without_an_open_call_one_is_opened_at_any_hour(office: Office, people: People) -> None:
    case = people.case("Léa", LEA)
    contact = people.contact(case, "Mamie Odile", KARIM)
    client = office.agent()
    with at_noon(office, NOON + timedelta(hours=11)):
        address = rings(client, "contact", contact).headers["Location"]
        said = text_of(client.get(address))
        assert "nous a appelés" in said
        assert "le numéro sur lequel nous vous avons écrit" in said
        assert "Ne dites jamais qui a donné son nom" in said
        assert "Léa" not in said
        noted(client, address, "reached", household="no")
    assert calls_of(people) == [("rang_back", "reached")]
    assert ConversationEnded(f"contact-{contact}", "reached") in people.events()


def test_a_file_closed_because_nobody_was_reached_is_opened_again(office: Office, people: People) -> None:
    case = people.case("Léa", LEA)
    people.db.execute("update tracing_case set closed_at = %s, outcome = 'not_reached'", (NOON,))
    client = office.agent()
    address = rings(client, "cas", case).headers["Location"]
    noted(client, address, "reached", list="nobody")
    assert people.rows("select outcome, closed_at, answered_at from tracing_case") == [("", None, NOON)]
    assert people.events()[-2:] == [ConversationEnded(f"case-{case}", "reached"), BeginFollowUp(case)]


def test_whoever_had_answered_goes_on_from_there(office: Office, people: People) -> None:
    case = people.case("Léa", LEA)
    people.db.execute("update tracing_case set answered_at = %s", (NOON - timedelta(hours=1),))
    client = office.agent()
    noted(client, rings(client, "cas", case).headers["Location"], "reached", list="later")
    assert people.events() == []
    assert people.one("select closed_at from tracing_case") is None


def test_somebody_else_who_rings_changes_nothing_of_the_person(office: Office, people: People) -> None:
    case = people.case("Léa", LEA)
    task = people.task(case=case)
    client = office.agent()
    noted(client, rings(client, "cas", case).headers["Location"], "wrong_person")
    found = people.rows(
        "select phone_id, reason, done_at, attempts from tracing_calltask where id = %s", task
    )
    assert found == [(people.phone(LEA), "silent", None, 0)]
    assert people.one("select until from tracing_holding") is None


def test_the_call_in_hand_goes_back_with_what_was_typed_in_it(office: Office, people: People) -> None:
    people.task(case=people.case("Nadia", NADIA), due=NOON + timedelta(hours=1))
    case = people.case("Léa", LEA)
    client, other = office.agent(), office.agent(1)
    before = taken(client)
    client.post(f"{before}/garder", {"note": "en cours"})
    address = rings(client, "cas", case).headers["Location"]
    assert client.get(address).status_code == 200
    assert client.get(before).status_code == 409
    assert taken(other) == before
    assert 'value="en cours"' in other.get(before).content.decode()


def test_two_agents_never_serve_the_same_person(office: Office, people: People) -> None:
    case = people.case("Léa", LEA)
    people.task(case=case)
    client, other = office.agent(), office.agent(1)
    address = taken(client)
    busy = rings(other, "cas", case)
    assert busy.status_code == 409
    assert "Un autre agent a cet appel en main" in text_of(busy)
    assert client.get(address).status_code == 200
    assert len(calls_of(people)) == 1


def test_a_contact_is_served_where_their_conversation_is(office: Office, people: People) -> None:
    first, second = people.case("Léa", LEA), people.case("Zoé", HOME)
    root, again = people.contact(first, "Karim", KARIM), people.contact(second, "Karim", KARIM)
    client = office.agent()
    rings(client, "contact", again)
    assert people.rows("select case_id, contact_id from tracing_calltask where done_at is null") == [
        (None, root)
    ]
    own = people.case("Karim", KARIM)
    people.db.execute("update tracing_contact set became_case_id = %s where id = %s", (own, root))
    rings(client, "contact", again)
    assert people.rows("select case_id, contact_id from tracing_calltask where leased_by is not null") == [
        (own, None)
    ]


def test_nobody_serves_people_of_another_territory_nor_who_may_not_ring(
    office: Office, people: People
) -> None:
    case = people.case("Léa", LEA, territory="75")
    elsewhere = office.once("rennes rings", lambda: office.client("agent", "35"))
    reads = office.once("reads", lambda: office.client("epidemiologist", "75"))
    for client in (elsewhere, reads):
        assert rings(client, "cas", case).status_code == 403
        assert rings(client, "cas", case + 1).status_code == 403
    assert calls_of(people) == []
    assert "appel-recu" not in reads.get(f"/poste/cas/{case}?why=rings").content.decode()
