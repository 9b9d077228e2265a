"""A call on its page: shown, kept, noted; and nothing of it for anybody else."""

import re
from datetime import timedelta

import pytest

from tests.tracing.calls.people import HOME, LEA, NOON, People
from tests.web.calls.calling import HTMX, call_lea, noted, taken, text_of
from tests.web.calls.office import Office
from tocsin.tracing.calls import call_code


def test_an_agent_takes_the_next_person_and_sees_all_that_is_needed(office: Office, people: People) -> None:
    case = people.case("Léa", LEA)
    people.task(case=case, due=NOON + timedelta(hours=5))
    people.sms("Bonjour Léa, ici l'Assurance Maladie", NOON - timedelta(hours=3), case=case)
    people.heard("c qui ?", NOON - timedelta(hours=2), case=case)
    client = office.agent()
    assert "1 à appeler dans votre territoire" in text_of(client.get("/poste"))
    opened = client.get(taken(client))
    assert "C&#x27;est un appel personnel.\xa0»" in opened.content.decode(), "no sign begins a line"
    page = text_of(opened)
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
    part = client.post(f"{address}/personnes", form, headers={**HTMX, "HX-Trigger": "people"})
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
