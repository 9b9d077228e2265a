"""Somebody whose file cannot be opened: the agent goes on, and the supervisor sees who waits."""

from tests.tracing.calls.people import KARIM, LEA, NOON, People
from tests.web.calls.calling import call_lea, taken, text_of
from tests.web.calls.office import Office


def damage(people: People) -> None:
    """The details of everybody known so far open with no key."""
    people.db.execute("update tracing_person set sealed = '\\x00'")


def test_the_agent_gets_the_next_person(office: Office, people: People) -> None:
    people.task(case=people.case("Léa", LEA))
    damage(people)
    next_one = people.task(case=people.case("Karim", KARIM))
    client = office.agent()
    assert taken(client) == f"/poste/appel/{next_one}"
    assert "Dossiers qui ne s'ouvrent pas : 1" in text_of(client.get("/poste"))


def test_one_sms_and_one_note_that_do_not_open_cost_themselves_alone(office: Office, people: People) -> None:
    case = people.case("Léa", LEA)
    people.heard("Oui, et je tousse", NOON, case=case)
    people.heard("Depuis mardi", NOON, case=case)
    people.db.execute(
        "update tracing_heard set sealed = '\\x00' where id = (select max(id) from tracing_heard)"
    )
    client = office.agent()
    assert "Ce texte ne s'ouvre pas" in text_of(client.get(f"/poste/cas/{case}?why=call"))
    people.contact(case, "Karim", KARIM)
    people.db.execute("update tracing_contact set sealed = '\\x00'")
    task = people.task(case=case)
    assert taken(client) == f"/poste/appel/{task}"
    page = text_of(client.get(f"/poste/appel/{task}"))
    assert "Oui, et je tousse" in page
    assert page.count("Ce texte ne s'ouvre pas : dites-le à votre encadrant") == 1
    assert "Depuis mardi" not in page
    assert people.one("select count(*) from tracing_calltask where set_aside_at is not null") == 0


def test_a_call_in_hand_is_set_aside_and_the_page_says_where_to_go(office: Office, people: People) -> None:
    client, address = call_lea(office, people)
    damage(people)
    page = client.get(address)
    assert page.status_code == 409
    assert "Ce dossier ne s'ouvre pas" in text_of(page)
    assert 'href="/poste"' in page.content.decode()
    assert taken(client) == "/poste?empty"
    assert (
        people.one("select count(*) from tracing_calltask where set_aside_at is not null and done_at is null")
        == 1
    )


def test_whoever_is_on_the_line_is_not_met_with_an_error(office: Office, people: People) -> None:
    case = people.case("Léa", LEA)
    damage(people)
    page = office.agent().post(f"/poste/cas/{case}/appel-recu")
    assert page.status_code == 409
    assert "appelez votre encadrant" in text_of(page)


def test_the_file_itself_says_that_it_does_not_open_and_whom_to_tell(office: Office, people: People) -> None:
    case = people.case("Léa", LEA)
    damage(people)
    page = office.agent().get(f"/poste/cas/{case}?why=call")
    assert page.status_code == 409
    assert "tocsin keys check" in text_of(page)


def test_the_supervisor_sees_which_and_of_no_other_territory(office: Office, people: People) -> None:
    case = people.case("Léa", LEA)
    people.task(case=case)
    damage(people)
    assert taken(office.agent()) == "/poste?empty"
    paris, rennes = (
        office.once(f"lead {place}", lambda place=place: office.client("supervisor", place))
        for place in ("75", "35")
    )
    page = text_of(paris.get("/encadrement"))
    assert "Appels mis de côté : 1" in page
    assert f"cas {case}, avant le" in page
    assert "mis de côté" not in text_of(rennes.get("/encadrement"))
