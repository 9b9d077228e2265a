"""A call on its page: shown, kept, noted; and nothing of it for anybody else."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from tests.tracing.calls.people import HOME, KARIM, LEA, NADIA, NOON, People
from tests.web.calls.office import Office, at_noon
from tocsin.tracing.calls import call_code, model
from tocsin.tracing.supervision import loans

HTMX = {"HX-Request": "true"}


def text_of(response) -> str:
    """A page without its tags and its spaces."""
    body = re.sub(r"<(script|style)\b.*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", body).replace("\xa0", " ").replace("&#x27;", "'").split())


def taken(client: Client) -> str:
    """The address of the next call."""
    response = client.post("/poste/suivant")
    assert response.status_code == 302, text_of(response)
    return response.headers["Location"]


def call_lea(office: Office, people: People) -> tuple[Client, str]:
    """An agent who has the call of Léa, a case, and its address."""
    people.task(case=people.case("Léa", LEA))
    client = office.agent()
    return client, taken(client)


def noted(client: Client, address: str, outcome: str, **form: str):
    """The answer to what an agent noted, asked, and confirmed where it ends something."""
    asked = {"identity": "yes", "instructions": "yes", "sure": outcome}
    return client.post(f"{address}/issue", {"outcome": outcome, **asked, **form})


def test_an_agent_takes_the_next_person_and_sees_all_that_is_needed(office: Office, people: People) -> None:
    case = people.case("Léa", LEA)
    people.task(case=case, due=NOON + timedelta(hours=5))
    people.sms("Bonjour Léa, ici l'Assurance Maladie", NOON - timedelta(hours=3), case=case)
    people.heard("c qui ?", NOON - timedelta(hours=2), case=case)
    client = office.agent()
    assert "1 à appeler dans votre territoire" in text_of(client.get("/poste"))
    page = text_of(client.get(taken(client)))
    for said in (
        "Léa Durand",
        "n'a pas répondu aux SMS",
        "4 mars 17:00 (reste 5 h 00)",
        "•• •• •• •• 01",
        "Êtes-vous bien Léa Durand ?",
        "Qui avez-vous vu depuis le",
        "ici l'Assurance Maladie",
        "c qui ?",
        "Isolez-vous",
        "Paris (75)",
    ):
        assert said in page, said
    code = people.one("select code from tracing_spokencode")
    assert call_code.format_call_code(code) in page
    assert "06 39 98 12 01" not in page


def test_the_number_is_shown_once_asked_for_and_the_log_says_so(office: Office, people: People) -> None:
    case = people.case("Léa", LEA)
    people.task(case=case)
    client = office.client("agent", "75", login="anne.num")
    address = taken(client)
    before = len(office.logged("desk.number"))
    part = client.post(f"{address}/numero", headers=HTMX).content.decode()
    assert '<a class="dial" href="tel:+33639981201"' in part
    assert "06 39 98 12 01" in text_of(client.get(address)), "it stays shown when the page is loaded again"
    client.post(f"{address}/numero")
    assert office.logged("desk.number")[before:] == [("desk.number", "case", case, "call: silent")]
    assert [one for one in people.changes("case", case) if "shown" in one] == ["number_shown silent anne.num"]


def lines_of(response) -> list[tuple[str, str]]:
    """The name and the number of each line, as they stand in their fields."""
    body = response.content.decode()
    names, tels = (re.findall(rf'name="{field}-\d+" [^>]*value="([^"]*)"', body) for field in ("name", "tel"))
    return list(zip(names, tels, strict=True))


def fields_of(lines: list[tuple[str, str]]) -> dict[str, str]:
    """The same as a form."""
    return {
        f"{field}-{n}": value
        for n, line in enumerate(lines)
        for field, value in zip(("name", "tel"), line, strict=True)
    }


def test_people_are_read_as_they_are_said_and_corrected_in_place(office: Office, people: People) -> None:
    client, address = call_lea(office, people)
    said = "Karim 06 39 98 12 02, ma mère Nadia 0639981203 et Paul"
    part = client.post(f"{address}/personnes", {"entry": said}, headers=HTMX)
    lines = lines_of(part)
    assert lines == [("Karim", "06 39 98 12 02"), ("Nadia", "06 39 98 12 03"), ("Paul", "")]
    assert "Paul · sans numéro" in text_of(part)
    form = fields_of(lines) | {"tel-2": "01 99 00 12 34", "home-1": "on", "day-0": "2021-03-02", "entry": ""}
    again = client.post(f"{address}/personnes", form)
    assert lines_of(again)[2] == ("Paul", "01 99 00 12 34")
    assert re.search(r'name="home-1" checked', again.content.decode())
    assert '<option value="2021-03-02" selected>' in again.content.decode()
    part = client.post(f"{address}/personnes", {**form, "drop": "0"}, headers=HTMX)
    assert [name for name, _ in lines_of(part)] == ["Nadia", "Paul"]
    done = noted(client, address, "reached", **form, help="no", list="")
    assert done.headers["Location"] == "/poste?noted=reached"
    named = people.rows("select last_contact::text, household, how from tracing_contact order by id")
    assert named == [("2021-03-02", None, "agent"), (None, True, "agent"), (None, None, "agent")]
    assert "C'est noté : joint." in text_of(client.get("/poste?noted=reached"))


def test_a_line_that_changes_leaves_every_field_as_it_was_typed(office: Office, people: People) -> None:
    """The answer to a change is what the lines are read as, and no field: nothing typed since is put back."""
    client, address = call_lea(office, people)
    form = {"name-0": "O", "tel-0": "06 39 98 11 1", "name-1": " Tom  le grand", "tel-1": "06 39 98 11 1O"}
    part = client.post(f"{address}/personnes", form, headers={**HTMX, "HX-Trigger-Name": "tel-1"})
    assert "<input" not in re.sub(r'<input type="checkbox" name="kept-0"', "", part.content.decode())
    assert "O · numéro à corriger" in text_of(part)
    assert "06 39 98 11 10 ✓" in text_of(part), "the letter stands for the figure, and the agent sees which"
    whole = client.post(f"{address}/personnes", form)
    assert lines_of(whole) == [("O", "06 39 98 11 1"), (" Tom  le grand", "06 39 98 11 1O")]


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"name-0": "Tom", "tel-0": "06 39 98 11"}, "Un numéro ne peut pas être appelé"),
        ({"name-0": "O", "tel-0": "O6 39 98 11 1"}, "Un numéro ne peut pas être appelé"),
        ({"name-0": "Tom", "tel-0": "06 39 98 11 11 poste 2"}, "Un numéro ne peut pas être appelé"),
        ({"name-0": "", "tel-0": "", "home-0": "on"}, "n'a ni nom ni numéro"),
        ({"name-0": "Tom", "name-1": "tom"}, "deux fois dans la liste"),
        ({"name-0": "Tom", "name-1": "Tom", "tel-1": "0639981111"}, "deux fois dans la liste"),
        ({"name-0": "", "tel-0": "0639981111", "tel-1": "06.39.98.11.11"}, "deux fois dans la liste"),
        ({"entry": "Tom 06 39 98 11 11 1"}, "Des chiffres tapés ne sont le numéro de personne"),
        ({"entry": "Tom 06 39 98, Ida 06 39 97"}, "Des chiffres tapés ne sont le numéro de personne"),
        ({"entry": "Tom 0639981111, 0639981112"}, "Des chiffres tapés ne sont le numéro de personne"),
    ],
)
def test_a_line_that_is_flagged_stops_the_end_of_the_call(
    office: Office, people: People, form: dict[str, str], said: str
) -> None:
    client, address = call_lea(office, people)
    answer = noted(client, address, "reached", **form)
    assert answer.status_code == 422
    assert said in text_of(answer)
    for typed in filter(None, form.values()):
        assert typed == "on" or f'value="{typed}"' in answer.content.decode(), "and is kept as typed"
    assert people.one("select count(*) from tracing_contact") == 0


def test_a_number_that_the_person_gives_no_better_is_kept_as_it_is(office: Office, people: People) -> None:
    client, address = call_lea(office, people)
    assert (
        noted(client, address, "reached", **{"name-0": "Tom", "tel-0": "06 39", "kept-0": "on"}).status_code
        == 302
    )
    assert people.rows("select reason from tracing_calltask where contact_id is not null") == [("no_phone",)]
    assert "Numéro donné, inutilisable : 06 39" in text_of(client.get(taken(client)))


def test_what_cannot_be_read_is_noted_as_it_is_where_the_agent_says_so(
    office: Office, people: People
) -> None:
    client, address = call_lea(office, people)
    part = client.post(f"{address}/personnes", {"entry": "Léa 7 ans 0639981111"}, headers=HTMX)
    assert lines_of(part) == []
    assert "« 7 » n'est le numéro de personne" in text_of(part)
    part = client.post(
        f"{address}/personnes", {"entry": "Léa 7 ans 0639981111", "as_typed": "1"}, headers=HTMX
    )
    assert lines_of(part) == [("Léa 7 ans", "0639981111")]


def test_what_was_typed_and_not_yet_noted_is_not_lost(office: Office, people: People) -> None:
    people.task(case=people.case("Léa", LEA))
    client = office.agent()
    noted(client, taken(client), "reached", entry="Karim 0639981202")
    assert people.one("select count(*) from tracing_contact") == 1


def test_without_scripts_the_page_comes_back_with_the_people_read(office: Office, people: People) -> None:
    client, address = call_lea(office, people)
    page = client.post(
        f"{address}/personnes", {"entry": "Karim 0639981202", "note": "rappel"}
    ).content.decode()
    assert 'value="Karim"' in page
    assert 'value="06 39 98 12 02"' in page
    assert 'value="rappel"' in page
    assert "<html" in page


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"outcome": "reached"}, "Aucune personne n'est notée"),
        ({"outcome": "reached", "entry": "ouais bof"}, "ni nom ni numéro reconnu"),
        ({"outcome": "reached", "entry": "Léa 0639981209", "list": "nobody"}, "ne va pas avec elles"),
        ({"outcome": "call_back", "when": "quand il veut"}, "18h, demain 9h30"),
        (
            {"outcome": "reached", "list": "later", "onset_on": "2020-01-01", "sure": "reached"},
            "premiers symptômes ne peuvent",
        ),
        ({"outcome": "reached", "list": "later", "gathering_day": "2021-03-01"}, "quel rassemblement"),
        ({"outcome": "reached", "list": "later", "onset_on": "hier"}, "Ce n'est pas un jour"),
        ({"outcome": "parti"}, "Choisissez une issue"),
        ({}, "Choisissez une issue"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_written(
    office: Office, people: People, form: dict[str, str], said: str
) -> None:
    task = people.task(case=people.case("Léa", LEA))
    client = office.agent()
    answer = client.post(f"{taken(client)}/issue", {**form, "note": "un mot"})
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert 'value="un mot"' in answer.content.decode()
    assert people.one("select done_at from tracing_calltask where id = %s", task) is None
    assert people.one("select count(*) from tracing_attempt") == 0


def test_a_call_back_is_at_the_time_that_was_said(office: Office, people: People) -> None:
    task = people.task(case=people.case("Léa", LEA), due=NOON + timedelta(hours=30))
    client = office.agent()
    noted(client, taken(client), "call_back", when="demain 9h30", note="préfère le matin")
    when = people.one("select not_before from tracing_calltask where id = %s", task)
    assert when == NOON + timedelta(hours=21, minutes=30)


def test_a_contact_is_never_told_who_named_them_and_gives_no_names(office: Office, people: People) -> None:
    case = people.case("Léa", LEA)
    people.contact(case, "Mamie", HOME)
    client = office.agent()
    address = taken(client)
    page = text_of(client.get(address))
    assert "Ne dites jamais qui a donné son nom" in page
    assert "cas contact" in page
    assert "Léa" not in page
    done = noted(
        client, address, "reached", household="yes", tested_on="2021-03-08", entry="Karim 0639981202"
    )
    assert done.status_code == 302
    found = people.rows("select household, tested_on::text from tracing_contact order by id")
    assert found == [(True, "2021-03-08")]


def test_a_number_found_is_kept_and_rung(office: Office, people: People) -> None:
    people.task(case=people.case("Léa", None), reason="no_phone")
    client = office.agent()
    address = taken(client)
    assert "Aucun numéro connu" in text_of(client.get(address))
    wrong = client.post(f"{address}/trouve", {"found": "12"})
    assert wrong.status_code == 422
    assert "Ce n'est pas un numéro à appeler" in text_of(wrong)
    assert client.post(f"{address}/trouve", {"found": "06 39 98 12 02"}).status_code == 302
    assert "•• •• •• •• 02" in text_of(client.get(address))


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
