"""Replies to read: a list of their own at the desk, before all calls; who reads them is in the log."""

from datetime import timedelta

import pytest

from tests.tracing.calls.people import LEA, NADIA, NOON, People
from tests.web.calls.calling import taken, text_of
from tests.web.calls.office import Office

HOUR = timedelta(hours=1)
STRANGE = "oui mais elle gigote et <b>sa peau</b> est froide"


def wrote(people: People, case: int, text: str = STRANGE, *, minutes: int = 10) -> int:
    """Somebody wrote what nothing explains."""
    at = NOON - timedelta(minutes=minutes)
    reply = people.heard(text, at, case=case)
    people.db.execute("update tracing_heard set look_by = %s where id = %s", (at + HOUR, reply))
    return reply


@pytest.fixture
def written(people: People) -> int:
    case = people.case("Léa", LEA)
    people.sms("Est-ce bien Léa ? Répondez OUI ou NON.", NOON - timedelta(hours=2), case=case)
    return wrote(people, case)


def test_the_desk_leads_to_them_before_any_call(office: Office, people: People, written: int) -> None:
    people.task(case=people.case("Nadia", NADIA), reason="distress", urgent=True)
    client = office.agent()
    assert "Messages à lire d'abord : 1" in text_of(client.get("/poste"))
    assert taken(client) == "/poste/messages"
    client.post(f"/poste/messages/{written}", {"finding": "harmless"})
    assert "Messages à lire" not in text_of(client.get("/poste"))
    assert taken(client).startswith("/poste/appel/")


def test_a_reply_is_read_with_what_had_been_asked_and_until_when(office: Office, written: int) -> None:
    response = office.agent().get("/poste/messages")
    page = text_of(response)
    for said in ("Léa Durand, à 11:50", "Est-ce bien Léa ?", "reste 50 min pour lire", "Rien d'inquiétant"):
        assert said in page, said
    assert "&lt;b&gt;sa peau&lt;/b&gt;" in response.content.decode()


def test_who_read_whose_is_in_the_log(office: Office, people: People, written: int) -> None:
    office.agent().get("/poste/messages")
    case = people.one("select case_id from tracing_heard where id = %s", written)
    assert office.logged("desk.call")[-1] == ("desk.call", "case", case, "reply: read")


def test_to_be_rung_makes_the_first_call_of_it(office: Office, people: People, written: int) -> None:
    people.task(case=people.case("Nadia", NADIA), due=NOON + timedelta(minutes=5))
    client = office.agent()
    answer = client.post(f"/poste/messages/{written}", {"finding": "ring"})
    assert answer.headers["Location"] == "/poste/messages?rung"
    assert "passe avant tous les autres" in text_of(client.get(answer.headers["Location"]))
    assert "a écrit ce que nous n'avons pas compris" in text_of(client.get(taken(client)))


def test_two_who_read_it_at_once_write_one_finding(office: Office, people: People, written: int) -> None:
    office.agent(0).post(f"/poste/messages/{written}", {"finding": "ring"})
    answer = office.agent(1).post(f"/poste/messages/{written}", {"finding": "harmless"})
    assert answer.headers["Location"] == "/poste/messages?late"
    assert people.one("select finding from tracing_heard where id = %s", written) == "ring"


@pytest.mark.parametrize("finding", ["", "nothing"])
def test_what_is_no_finding_changes_nothing(
    office: Office, people: People, written: int, finding: str
) -> None:
    office.agent().post(f"/poste/messages/{written}", {"finding": finding})
    assert people.one("select looked_at from tracing_heard where id = %s", written) is None


def test_those_of_another_territory_are_neither_shown_nor_judged(office: Office, people: People) -> None:
    reply = wrote(people, people.case("Léa", LEA, territory="35"))
    client = office.agent()
    assert "Il n'y a rien à lire" in text_of(client.get("/poste/messages"))
    assert client.post(f"/poste/messages/{reply}", {"finding": "harmless"}).status_code == 403
    assert people.one("select looked_at from tracing_heard where id = %s", reply) is None


def test_in_english(office: Office, written: int) -> None:
    page = text_of(office.agent().get("/en/desk/messages"))
    assert "Messages to read" in page
    assert "Nothing that worries" in page
