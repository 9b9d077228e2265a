"""How a call ends: what is confirmed, read back, handed on and taken back."""

import re
from datetime import timedelta

import pytest

from tests.tracing.calls.people import HOME, LEA, NOON, People
from tests.web.calls.calling import call_lea, noted, taken, text_of
from tests.web.calls.office import Office, at_noon

ENDING = ("reached", "refused", "wrong_person", "hospital", "dead")


@pytest.mark.parametrize("outcome", ENDING)
def test_what_ends_something_is_confirmed_by_a_second_key(
    office: Office, people: People, outcome: str
) -> None:
    people.task(case=people.case("Léa", HOME))
    client = office.agent()
    address = taken(client)
    form = {"outcome": outcome, "list": "nobody", "note": "un mot"}
    asked = client.post(f"{address}/issue", form)
    assert asked.status_code == 422
    page = asked.content.decode()
    assert f'name="sure" value="{outcome}"' in page
    assert 'value="un mot"' in page
    assert "Rien n'est encore enregistré. C'est bien cela" in text_of(asked)
    assert people.one("select count(*) from tracing_attempt") == 0
    other = client.post(f"{address}/issue", {**form, "sure": "no_answer"})
    assert other.status_code == 422, "another outcome was confirmed"
    assert client.post(f"{address}/issue", {**form, "sure": outcome}).status_code == 302
    assert people.rows("select outcome from tracing_attempt") == [(outcome,)]
    told = people.rows("select identity_confirmed, instructions_given from tracing_attempt")
    assert told == [(True, True) if outcome == "reached" else (None, None)]


def test_what_was_asked_confirms_by_itself(office: Office, people: People) -> None:
    people.task(case=people.case("Léa", LEA))
    client = office.agent()
    form = {"outcome": "reached", "list": "nobody", "identity": "yes", "instructions": "yes"}
    assert client.post(f"{taken(client)}/issue", form).status_code == 302
    assert people.rows("select identity_confirmed, instructions_given from tracing_attempt") == [(True, True)]


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"identity": "no", "instructions": "yes"}, "choisissez « Pas la personne »"),
        ({"identity": "yes", "instructions": "no"}, "Les consignes ne sont pas dites"),
    ],
)
def test_nobody_is_reached_against_what_was_noted(
    office: Office, people: People, form: dict[str, str], said: str
) -> None:
    people.task(case=people.case("Léa", LEA))
    client = office.agent()
    answer = noted(client, taken(client), "reached", list="nobody", **form)
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert people.one("select count(*) from tracing_attempt") == 0


def test_after_a_question_who_they_are_is_enough(office: Office, people: People) -> None:
    people.task(case=people.case("Léa", LEA), reason="question")
    client = office.agent()
    form = {"outcome": "reached", "list": "later", "identity": "yes"}
    assert client.post(f"{taken(client)}/issue", form).status_code == 302


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("demain 9h30", "vendredi 5 mars à 09:30"),
        ("22h", "L'heure a été décalée"),
        ("dans 2 h", ""),
        ("", ""),
    ],
)
def test_a_call_back_is_read_back_never_moved_in_silence_and_warns_after_the_limit(
    office: Office, people: People, when: str, said: str
) -> None:
    """Due at 17:00 in Paris: tomorrow is too late, 22:00 is no hour to ring, two hours from now are fine."""
    people.task(case=people.case("Léa", LEA), due=NOON + timedelta(hours=5))
    client = office.agent()
    address = taken(client)
    form = {"outcome": "call_back", "when": when}
    answer = client.post(f"{address}/issue", form)
    if not said:
        assert answer.status_code == 302
        assert "À rappeler : jeudi 4 mars à 14:00" in text_of(client.get("/poste?noted=call_back"))
        return
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert "c'est après l'heure limite (jeudi 4 mars à 17:00)" in text_of(answer)
    assert people.one("select count(*) from tracing_attempt") == 0
    token = re.findall(r'name="sure" value="([^"]+)"', answer.content.decode())[0]
    late = client.post(f"{address}/issue", {**form, "when": "samedi 9h", "sure": token})
    assert late.status_code == 422, "another time was confirmed"
    assert client.post(f"{address}/issue", {**form, "sure": token}).status_code == 302
    assert "À rappeler : vendredi 5 mars à 0" in text_of(client.get("/poste?noted=call_back"))


def test_an_interpreter_is_noted_with_the_language_and_seen_by_the_next(
    office: Office, people: People
) -> None:
    client, address = call_lea(office, people)
    answer = client.post(f"{address}/issue", {"outcome": "interpreter"})
    assert answer.status_code == 422
    assert "Choisissez la langue" in text_of(answer)
    assert client.post(f"{address}/issue", {"outcome": "interpreter", "interpreter": "ar"}).status_code == 302
    people.db.execute("update tracing_calltask set not_before = %s", (NOON,))
    other = office.agent(1)
    assert "interprète : arabe" in text_of(other.get(taken(other)))


def test_what_was_written_by_mistake_is_taken_back(office: Office, people: People) -> None:
    task = people.task(case=people.case("Léa", LEA))
    client = office.agent()
    before = len(office.logged("desk.call"))
    noted(client, taken(client), "refused")
    page = client.get("/poste?noted=refused")
    assert "Reprendre : refuse de parler" in text_of(page)
    assert "Jusqu'à 12:10" in text_of(page)
    assert "Reprendre" not in text_of(office.agent(1).get("/poste"))
    assert client.post("/poste/reprendre").headers["Location"] == f"/poste/appel/{task}"
    assert "Léa Durand" in text_of(client.get(f"/poste/appel/{task}"))
    assert people.one("select closed_at from tracing_case") is None
    assert "taken back: refused" in [why for *_, why in office.logged("desk.call")[before:]]
    again = client.post("/poste/reprendre")
    assert again.headers["Location"] == "/poste?kept"
    assert "Cela ne peut plus être repris" in text_of(client.get("/poste?kept"))


def test_ten_minutes_later_there_is_nothing_to_take_back(office: Office, people: People) -> None:
    people.task(case=people.case("Léa", LEA))
    client = office.agent()
    noted(client, taken(client), "refused")
    with at_noon(office, NOON + timedelta(minutes=10)):
        assert "Reprendre" not in text_of(client.get("/poste"))
        assert client.post("/poste/reprendre").headers["Location"] == "/poste?kept"
    assert people.one("select outcome from tracing_case") == "refused"


def test_what_is_noted_in_a_call_stands_in_the_file_and_comes_back_with_the_next(
    office: Office, people: People
) -> None:
    case = people.case("Léa", LEA)
    people.task(case=case)
    client = office.agent()
    address = taken(client)
    assert '<details class="noted" id="noted">' in client.get(address).content.decode(), "folded"
    wrong = noted(client, address, "hospital", hospital_on="2021-03-05", exposure_setting="work")
    assert wrong.status_code == 422
    assert "doit être un jour passé" in text_of(wrong)
    assert '<details class="noted" id="noted" open>' in wrong.content.decode()
    said = {"exposure_setting": "work", "vulnerable": "yes", "day_outcome": "symptoms"}
    assert noted(client, address, "no_answer", **said).status_code == 302
    assert people.rows("select exposure_setting, vulnerable from tracing_epidetail") == [("work", True)]
    assert people.rows("select outcome from tracing_followupday") == [("symptoms",)]
    people.db.execute("update tracing_calltask set not_before = %s", (NOON,))
    assert '<option value="work" selected>' in client.get(taken(client)).content.decode()
