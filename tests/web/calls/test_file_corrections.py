"""Files joined, parted and undone by a supervisor."""

import re
from datetime import timedelta

import pytest

from tests.tracing.calls.people import KARIM, LEA, NADIA, NOON, People
from tests.web.calls.calling import text_of
from tests.web.calls.office import Office
from tests.web.calls.opened_files import seek

# ---- putting right


def test_a_supervisor_joins_two_cases_that_are_one_and_undoes_it(
    office: Office, people: People, clients
) -> None:
    one = people.case("Zoé", LEA, family="Le Goff")
    two = people.case("Zoe", LEA, family="Le Gof", at=NOON + timedelta(minutes=1))
    people.contact(two, "Karim", KARIM)
    client = clients["supervisor"]
    page = text_of(client.get(f"/poste/cas/{one}/reunir?with={two}"))
    assert "Nom Zoé Le Goff Zoe Le Gof" in page
    assert "Numéro •• •• •• •• 01" in page
    form = {"with": two, "what": "case", "why": "twice"}
    done = client.post(f"/poste/cas/{one}/reunir", form)
    assert done.headers["Location"] == f"/poste/cas/{one}?why=mistake&corrected"
    page = client.get(done.headers["Location"])
    assert f"cas {one} et {two} réunis" in text_of(page)
    assert f"réuni avec le cas : {two} (résultat envoyé deux fois)" in text_of(page)
    undo = re.search(r'action="(/poste/cas/\d+/defaire/\d+)"', page.content.decode())[1]
    assert client.post(undo).headers["Location"] == f"/poste/cas/{one}?why=mistake&undone"
    assert people.one("select outcome from tracing_case where id = %s", two) == ""
    assert "C'est déjà défait" in text_of(client.post(undo))
    whys = [why for _, kind, id, why in office.logged("desk.correct") if (kind, id) == ("case", two)]
    assert whys == ["beside", "beside", "join case: twice", "undo"]


def test_a_correction_of_another_file_is_not_undone_from_here(
    office: Office, people: People, clients
) -> None:
    one, two = people.case("Zoé", LEA, family="Le Goff"), people.case("Zoe", LEA, family="Le Gof")
    other = people.case("Ida", KARIM)
    client = clients["supervisor"]
    client.post(f"/poste/cas/{one}/reunir", {"with": two, "what": "person", "why": "typo"})
    correction = people.one("select max(id) from tracing_correction")
    assert client.post(f"/poste/cas/{other}/defaire/{correction}").status_code == 403
    assert people.one("select undone_at from tracing_correction") is None


def test_father_and_son_are_parted_on_the_page(office: Office, people: People, clients) -> None:
    father = people.case("Jean", LEA, family="Martin")
    person = people.one("select person_id from tracing_case where id = %s", father)
    son = people.case("Paul", KARIM, family="Martin")
    people.db.execute("update tracing_case set person_id = %s where id = %s", (person, son))
    client = clients["supervisor"]
    page = text_of(client.get(f"/poste/cas/{father}/separer"))
    assert f"cas {father}" in page
    assert f"cas {son}" in page
    assert "téléphone •• •• •• •• 01" in page
    form = {
        "piece": [f"case-{son}"],
        "given": "Jean",
        "family": "Martin",
        "born": "2010-05-06",
        "why": "mistake",
    }
    assert client.post(f"/poste/cas/{father}/separer", {**form, "piece": []}).status_code == 422
    assert "Ce n'est pas un jour" in text_of(
        client.post(f"/poste/cas/{father}/separer", {**form, "born": "x"})
    )
    assert client.post(f"/poste/cas/{father}/separer", form).status_code == 302
    assert f"cas {son}" in text_of(seek(client, "Jean Martin 06/05/2010"))


def test_a_file_is_parted_into_no_other_territory_and_nobody_learns_who_is_known_there(
    office: Office, people: People, clients
) -> None:
    """The page answers alike; the log of both territories says what was done."""
    known = people.case("Ana", NADIA, family="Silva", territory="35")
    ana = people.one("select person_id from tracing_case where id = %s", known)
    answers = []
    for given in ("Ana", "Nobody"):
        first, second = people.case("Jean", LEA, family="Martin"), people.case("Rui", KARIM, family="Costa")
        person = people.one("select person_id from tracing_case where id = %s", first)
        people.db.execute("update tracing_case set person_id = %s where id = %s", (person, second))
        form = {"piece": [f"case-{second}"], "given": given, "family": "Silva", "born": "1990-02-01"}
        done = clients["supervisor"].post(f"/poste/cas/{first}/separer", {**form, "why": "mistake"})
        page = text_of(clients["supervisor"].get(done.headers["Location"]))
        told = re.sub(rf"\b[Cc]as {first}\b|personnes \d+ et \d+", "N", page)
        answers.append((done.status_code, told))
        people.db.execute("update tracing_person set identity_index = null where id <> %s", (ana,))
        assert clients["supervisor"].get(f"/poste/cas/{second}?why=rings").status_code == 200
    assert answers[0] == answers[1]
    assert people.one("select count(*) from tracing_case where person_id = %s", ana) == 1
    apart = [one for one in office.logged("desk.correct") if one[3] == "part: known here, kept apart"]
    assert apart == [("desk.correct", "person", ana, "part: known here, kept apart")]
    assert (
        people.one("select territory from staff_entry where subject_id = %s and why = %s", ana, apart[0][3])
        == "35"
    )


def test_what_was_joined_over_two_territories_is_undone_only_by_who_may_write_in_both(
    office: Office, people: People, clients
) -> None:
    one, two = (
        people.case("Zoé", LEA, family="Le Goff"),
        people.case("Zoe", LEA, family="Le Gof", territory="35"),
    )
    both = office.once("both", lambda: office.client("supervisor"))
    both.post(f"/poste/cas/{one}/reunir", {"with": two, "what": "person", "why": "typo"})
    correction = people.one("select max(id) from tracing_correction")
    where = people.rows(
        "select distinct subject, territory from staff_entry where why = 'join person: typo'"
        " and subject = 'person' order by 2"
    )
    assert where == [("person", "35"), ("person", "75")]
    assert clients["supervisor"].post(f"/poste/cas/{one}/defaire/{correction}").status_code == 403
    assert people.one("select undone_at from tracing_correction") is None
    assert both.post(f"/poste/cas/{one}/defaire/{correction}").status_code == 302
    undone = people.rows("select distinct territory from staff_entry where why = 'undo' order by 1")
    assert undone == [("35",), ("75",)]


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"with": "self", "what": "case", "why": "twice"}, "C'est déjà le même dossier"),
        ({"with": "987654", "what": "case", "why": "twice"}, "Il n'y a pas de dossier de ce numéro"),
        ({"with": "bonjour", "what": "case", "why": "twice"}, "Il n'y a pas de dossier de ce numéro"),
        ({"with": "other", "what": "case", "why": ""}, "Choisissez"),
        ({"with": "other", "what": "", "why": "twice"}, "Choisissez"),
    ],
)
def test_what_cannot_be_joined_is_said(
    office: Office, people: People, clients, form: dict[str, str], said: str
) -> None:
    case, other = people.case("Zoé", LEA), people.case("Ida", KARIM)
    given = {"self": str(case), "other": str(other)}.get(form["with"], form["with"])
    answer = clients["supervisor"].post(f"/poste/cas/{case}/reunir", {**form, "with": given})
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert people.one("select count(*) from tracing_correction") == 0
