"""Whose call it is: nobody else has it, and every look at a person stands in the log."""

from datetime import timedelta

from tests.tracing.calls.people import KARIM, LEA, NADIA, NOON, People
from tests.web.calls.calling import HTMX, noted, taken, text_of
from tests.web.calls.office import Office, at_noon
from tocsin.tracing.calls import model
from tocsin.tracing.supervision import loans

# ---- whose call it is


def test_two_agents_never_have_the_same_person(office: Office, people: People) -> None:
    for n, number in enumerate((LEA, KARIM, NADIA)):
        people.task(case=people.case(f"Cas{'abc'[n]}", number))
    clients = [office.agent(n) for n in range(4)]
    places = [client.post("/poste/suivant").headers["Location"] for client in clients]
    assert len(set(places)) == 4
    assert places[3] == "/poste?empty"
    assert [client.get(place).status_code for client, place in zip(clients, places[:3], strict=False)] == [
        200
    ] * 3
    assert clients[0].get(places[1]).status_code == 409
    assert clients[0].post(f"{places[1]}/numero").status_code == 409
    assert "n'est plus à vous" in text_of(noted(clients[0], places[1], "refused"))
    assert people.one("select count(*) from tracing_attempt") == 0


def test_who_signs_out_gives_the_call_back_at_once(office: Office, people: People) -> None:
    task = people.task(case=people.case("Léa", LEA))
    client, next_one = office.client("agent", "75"), office.agent(2)
    address = taken(client)
    assert next_one.post("/poste/suivant").headers["Location"] == "/poste?empty"
    assert client.post("/sortir").status_code == 302
    assert taken(next_one) == address == f"/poste/appel/{task}"


def test_a_page_that_stays_open_keeps_its_call_and_one_that_was_closed_does_not(
    office: Office, people: People
) -> None:
    people.task(case=people.case("Léa", LEA), due=NOON + timedelta(minutes=62))
    client, next_one = office.agent(1), office.agent(2)
    address = taken(client)
    for minutes in (2, 4, 6):
        with at_noon(office, NOON + timedelta(minutes=minutes)):
            part = client.post(f"{address}/encore", headers=HTMX).content.decode()
            assert next_one.post("/poste/suivant").headers["Location"] == "/poste?empty"
    assert "reste 56 min" in part.replace("\xa0", " ")
    assert "soon" in part
    with at_noon(office, NOON + timedelta(minutes=6) + model.DESK_LEASE):
        assert taken(next_one) == address
        assert "Cet appel n'est plus à vous" in text_of(client.post(f"{address}/encore", headers=HTMX))
        assert client.get(address).status_code == 409


def test_a_call_given_back_is_for_the_next(office: Office, people: People) -> None:
    people.task(case=people.case("Léa", LEA))
    client, next_one = office.agent(1), office.agent(2)
    address = taken(client)
    assert client.post(f"{address}/rendre").headers["Location"] == "/poste?released"
    assert taken(next_one) == address


def test_nobody_of_another_territory_is_given_or_shown(office: Office, people: People) -> None:
    people.task(case=people.case("Léa", LEA, territory="75"), territory="75")
    client = office.client("agent", "35")
    assert client.post("/poste/suivant").headers["Location"] == "/poste?empty"
    assert "0 à appeler" in text_of(client.get("/poste"))
    region = office.client("agent", "R11")
    assert taken(region).startswith("/poste/appel/")


def test_calls_that_were_lent_are_given_and_shown_as_long_as_the_loan_goes_on(
    office: Office, people: People
) -> None:
    people.task(case=people.case("Léa", LEA, territory="75"), territory="75")
    client = office.once("rennes", lambda: office.client("agent", "35"))
    assert client.post("/poste/suivant").headers["Location"] == "/poste?empty"
    end = NOON + timedelta(minutes=2)
    loans.add_loan(office.db, "75", "35", end, NOON, by="sylvie")
    assert "1 à appeler" in text_of(client.get("/poste"))
    address = taken(client)
    assert "Léa" in text_of(client.get(address))
    assert client.post(f"{address}/numero").status_code == 200
    with at_noon(office, end):
        assert client.get(address).status_code == 403
        assert "0 à appeler" in text_of(client.get("/poste"))


def test_a_right_that_is_taken_away_ends_the_call_at_once(office: Office, people: People) -> None:
    people.task(case=people.case("Léa", LEA, territory="75"), territory="75")
    client = office.client("agent", "75", login="lou.change")
    address = taken(client)
    office.db.execute(
        "update staff_grant set territory = '35' where account_id in"
        " (select id from staff_account where login = 'lou.change')"
    )
    for answer in (client.get(address), client.post(f"{address}/numero"), noted(client, address, "refused")):
        assert answer.status_code == 403
        assert "Léa" not in text_of(answer)
    assert people.one("select count(*) from tracing_attempt") == 0


def test_every_look_at_a_person_stands_in_the_log(office: Office, people: People) -> None:
    case = people.case("Léa", LEA)
    people.task(case=case)
    before = len(office.logged("desk.call"))
    client = office.agent()
    address = taken(client)
    client.get(address)
    noted(client, address, "voicemail")
    assert office.logged("desk.call")[before:] == [
        ("desk.call", "case", case, "next: silent"),
        ("desk.call", "case", case, "call: silent"),
        ("desk.call", "case", case, "outcome: voicemail"),
    ]
