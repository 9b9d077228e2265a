"""Files at the desk: found, opened for a reason, told from end to end, and put right."""

import re
from datetime import date, timedelta

import pytest

from tests.tracing.calls.people import KARIM, LEA, NADIA, NOON, People
from tests.web.calls.office import Office
from tests.web.calls.scene import fill
from tests.web.calls.test_call_page import text_of
from tocsin.tracing.cases.clusters import join_places
from tocsin.tracing.cases.transmission_chain import TransmissionLink
from tocsin.tracing.people.gatherings import record_attendance
from tocsin.web.calls.chain_diagram import COLUMNS, GENERATIONS, MOST, draw_chain, draw_cluster


@pytest.fixture
def clients(opened: Office) -> dict[str, object]:
    """Who works here: an agent and a supervisor of Paris, an agent of Rennes."""
    return opened.once(
        "clients",
        lambda: {
            "agent": opened.client("agent", "75"),
            "supervisor": opened.client("supervisor", "75"),
            "rennes": opened.client("supervisor", "35"),
            "communication": opened.client("communication"),
        },
    )


def seek(client, sought: str, why: str = "rings"):
    """What the search page answers."""
    return client.post("/poste/recherche", {"sought": sought, "why": why})


def test_a_person_who_rings_is_found_by_name_and_the_log_says_who_looked_and_why(
    office: Office, people: People, clients
) -> None:
    case = people.case("Zoé", LEA, family="Le Goff")
    page = seek(clients["agent"], "le goff zoe")
    assert f'href="/poste/cas/{case}?why=rings"' in page.content.decode()
    assert "Zoé Le Goff 01/02/1990" in text_of(page)
    assert office.logged("desk.search")[-1] == ("desk.search", "case", case, "search: rings")
    assert seek(clients["agent"], "06 39 98 12 01").content.decode().count('href="/poste/cas/') == 1
    assert "Aucun dossier" in text_of(seek(clients["agent"], "Zoé Le Gof"))
    assert office.logged("desk.search")[-1][3] == "search without a file: rings"
    assert "Aucun dossier" in text_of(seek(clients["rennes"], "le goff zoe"))


def test_nothing_is_looked_for_without_a_reason_or_a_name(office: Office, people: People, clients) -> None:
    people.case("Zoé", LEA, family="Le Goff")
    before = len(office.logged("desk.search"))
    for answer in (seek(clients["agent"], "le goff zoe", ""), seek(clients["agent"], "?")):
        assert answer.status_code == 422
        assert "/poste/cas/" not in answer.content.decode()
    assert len(office.logged("desk.search")) == before


def test_what_is_looked_for_never_stands_in_an_address(office: Office, people: People, clients) -> None:
    people.case("Zoé", LEA, family="Le Goff")
    page = clients["agent"].get("/poste/recherche?sought=le+goff+zoe&why=rings")
    assert "Zoé" not in text_of(page)
    assert '<form class="seek" method="post"' in page.content.decode()


def test_a_file_opens_once_it_is_said_why(office: Office, people: People, clients) -> None:
    case = fill(people)
    asked = clients["agent"].get(f"/poste/cas/{case}")
    assert "Pourquoi ouvrez-vous ce dossier ?" in text_of(asked)
    assert "Camille" not in text_of(asked)
    assert office.logged("desk.file") == [] or office.logged("desk.file")[-1][2] != case
    page = text_of(clients["agent"].get(f"/poste/cas/{case}?why=chain"))
    for said in (
        f"Cas {case} : Camille Perrin", "à appeler · Paris (75)", "SMS, la personne c'est qui ?",
        "SMS, nous Bonjour Camille", "A pu être contaminé par", f"devenu le cas {case + 1}", "Max", "Ida",
    ):  # fmt: skip
        assert said in page, said
    assert office.logged("desk.file")[-1] == ("desk.file", "case", case, "file: chain")
    assert people.changes("case", case)[-1].startswith("read desk.chain alix.")
    assert "Réunir avec un autre dossier" not in page, "an agent puts nothing right"


def test_a_contact_s_file_reminds_that_nobody_is_told_who_named_them(
    office: Office, people: People, clients
) -> None:
    case = people.case("Léa", LEA)
    contact = people.contact(case, "Karim", KARIM)
    people.sms("Bonjour Karim", NOON, contact=contact)
    page = text_of(clients["agent"].get(f"/poste/contact/{contact}?why=rings"))
    assert "Ne dites jamais à cette personne qui l'a nommée" in page
    assert "SMS, nous Bonjour Karim" in page
    assert office.logged("desk.file")[-1] == ("desk.file", "contact", contact, "file: rings")


def test_no_address_of_the_desk_leads_to_a_person_of_another_territory(
    office: Office, people: People, clients
) -> None:
    """The same answer for what there is and for what there is not."""
    case = fill(people)
    contact = people.one("select max(id) from tracing_contact")
    for who, here, nowhere in (("rennes", case, 987_654), ("communication", case, 987_654)):
        client = clients[who]
        for template in (
            "/poste/cas/{}", "/poste/cas/{}?why=rings", "/en/desk/case/{}?why=rings", "/poste/cas/{}/reunir",
            "/poste/cas/{}/separer", "/poste/appel/{}",
        ):  # fmt: skip
            there, not_there = (client.get(template.format(n)) for n in (here, nowhere))
            assert there.status_code == not_there.status_code, template
            assert there.status_code in (403, 404, 409), template
            assert text_of(there).replace(str(here), "") == text_of(not_there).replace(str(nowhere), "")
        assert client.get(f"/poste/contact/{contact}?why=rings").status_code == 403
        assert client.post(f"/poste/cas/{case}/defaire/1").status_code == 403
        for address in ("reunir", "separer"):
            form = {"with": case + 1, "what": "case", "why": "twice", "piece": f"case-{case}", "given": "A"}
            assert client.post(f"/poste/cas/{case}/{address}", form).status_code == 403
    assert people.one("select count(*) from tracing_correction") == 0


def test_what_was_refused_is_in_the_log(office: Office, people: People, clients) -> None:
    case = people.case("Zoé", LEA, family="Le Goff")
    asked = (
        "select login, action, subject, subject_id, territory, why from staff_entry order by id desc limit 1"
    )
    refusals = [
        ("rennes", f"/poste/cas/{case}?why=rings", "desk.file", "case", case, "75"),
        ("rennes", "/poste/contact/987654?why=rings", "desk.file", "contact", 987_654, ""),
        ("agent", f"/poste/cas/{case}/corriger", "desk.amend", "case", case, ""),
        ("communication", "/encadrement", "lead.look", "", None, ""),
    ]
    for who, address, action, subject, id, territory in refusals:
        assert clients[who].get(address).status_code == 403, address
        ((login, *told),) = people.rows(asked)
        assert told == [action, subject, id, territory, "refused"]
        assert login


@pytest.mark.parametrize("number", ["0", "99999999999999999999", "-1", "x", "1.5"])
def test_an_address_that_no_row_could_have_is_no_page(office: Office, clients, number: str) -> None:
    for page in ("cas", "contact", "appel"):
        assert clients["supervisor"].get(f"/poste/{page}/{number}").status_code == 404


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


# ---- the picture


def test_the_picture_shows_each_case_once_and_every_link_goes_to_the_right() -> None:
    up = [TransmissionLink(1, 10, 5, 1), TransmissionLink(2, 11, 5, 1), TransmissionLink(3, 12, 1, 2)]
    down = [
        TransmissionLink(5, 13, 7, 1),
        TransmissionLink(5, 14, 8, 1),
        TransmissionLink(7, 15, 9, 2),
        TransmissionLink(8, 16, 9, 2),
    ]
    drawn = draw_chain(5, up, down)
    assert sorted(box.case for box in drawn.boxes) == [1, 2, 3, 5, 7, 8, 9]
    assert [box.case for box in drawn.boxes if box.mine] == [5]
    assert len(drawn.lines) == 7
    assert drawn.left_out == 0
    places = {(box.x, box.y) for box in drawn.boxes}
    assert len(places) == 7, "no box covers another"


def test_a_large_chain_is_cut_to_what_can_be_seen_and_says_so() -> None:
    down = [TransmissionLink(1, n, n, 1) for n in range(2, 60)] + [
        TransmissionLink(n, n, n + 1, n - 58) for n in range(60, 70)
    ]
    drawn = draw_chain(1, [], down)
    columns = {box.x for box in drawn.boxes}
    assert len(columns) <= GENERATIONS + 1
    assert max(sum(box.x == x for box in drawn.boxes) for x in columns) <= MOST
    assert drawn.left_out == len({link.case for link in down}) + 1 - len(drawn.boxes)


def test_a_ring_is_drawn_without_an_end() -> None:
    drawn = draw_chain(1, [TransmissionLink(2, 1, 1, 1)], [TransmissionLink(1, 2, 2, 1)])
    assert sorted(box.case for box in drawn.boxes) == [1, 2]


def test_what_is_noted_of_a_file_stands_on_it_without_its_address(
    office: Office, people: People, clients
) -> None:
    case = people.case("Odette", "+33199001234", family="Martin")
    page = f"/poste/cas/{case}/suivi"
    form = text_of(clients["agent"].get(page))
    assert "mesures ciblées. Gardé aussi longtemps que le dossier." in form, "each field has purpose and term"
    assert "sans attendre. Effacé 30 jours après la fin du suivi." in form
    form = {
        "what": "fields",
        "exposure_setting": "work",
        "vulnerable": "yes",
        "email": "odette@martin.example",
    }
    assert clients["agent"].post(page, form).status_code == 302
    day = {"what": "day", "day": "2021-03-03", "day_outcome": "symptoms"}
    assert clients["agent"].post(page, day).status_code == 302
    assert "3 mars 2021 joint, symptômes" in text_of(clients["agent"].get(page))
    file = text_of(clients["agent"].get(f"/poste/cas/{case}?why=call"))
    assert "Maladie : COVID-19" in file
    assert "Premiers symptômes : non dits" in file
    assert "Sexe : femme" in file
    assert "Lieu type d'exposition : travail" in file
    assert "Personne vulnérable : oui" in file
    assert "odette@martin" not in file
    assert "adresse électronique : dit" in file, "the timeline says that, not what"
    assert office.logged("desk.call")[-2][3] == "details: day"


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"what": "fields", "email": "odette@martin"}, "n'est pas complète"),
        ({"what": "fields", "hospital_on": "2021-03-05"}, "L'entrée à l'hôpital doit être un jour passé"),
        ({"what": "day", "day": "demain", "day_outcome": "symptoms"}, "Écrivez un jour"),
        ({"what": "death"}, "Cochez la case"),
        ({"what": "not_dead"}, "Choisissez ce qui est à noter"),
    ],
)
def test_what_cannot_be_noted_is_said(people: People, clients, form: dict[str, str], said: str) -> None:
    answer = clients["agent"].post(f"/poste/cas/{people.case('Léa', LEA)}/suivi", form)
    assert answer.status_code == 422
    assert said in text_of(answer)


def test_a_death_stands_on_every_file_of_the_person_until_a_supervisor_takes_it_back(
    people: People, clients
) -> None:
    case = people.case("Léa", LEA)
    page = f"/poste/cas/{case}/suivi"
    died = {"what": "death", "sure": "dead", "died_on": "2021-03-03"}
    assert clients["agent"].post(page, died).status_code == 302
    file = text_of(clients["agent"].get(f"/poste/cas/{case}?why=call"))
    assert "Décès noté le jeudi 4 mars 12:00 par" in file
    assert "Jour du décès : mercredi 3 mars 2021" in file
    assert "Demandez à un encadrant" in text_of(clients["agent"].get(page))
    assert clients["supervisor"].post(page, {"what": "not_dead"}).status_code == 302
    assert (
        "Décès noté le"
        not in text_of(clients["agent"].get(f"/poste/cas/{case}?why=call")).partition("Ce qui s")[0]
    )


def test_nobody_of_another_territory_notes_anything(people: People, clients) -> None:
    case = people.case("Léa", LEA)
    contact = people.contact(case, "Karim", KARIM)
    for page in (f"/poste/cas/{case}/suivi", f"/poste/contact/{contact}/suivi"):
        assert clients["rennes"].get(page).status_code == 403
        assert clients["rennes"].post(page, {"what": "death", "sure": "dead"}).status_code == 403
        assert clients["communication"].get(page).status_code == 403
        assert clients["agent"].get(page).status_code == 200


DAY = date(2021, 2, 27)


def tell(people: People, case: int, words: str) -> int:
    """A case tells where it was; the gathering."""
    return record_attendance(people.db, people.vault, case, words, DAY, "anne", NOON)


@pytest.fixture
def wedding(people: People) -> tuple[int, int]:
    """One wedding told in two ways by two cases of Paris, the first of whom named the second."""
    lea, karim = people.case("Léa", LEA), people.case("Karim", KARIM)
    contact = people.contact(lea, "Karim", KARIM)
    people.db.execute("update tracing_contact set became_case_id = %s where id = %s", (karim, contact))
    return tell(people, lea, "Mariage au château de Bonnefontaine"), tell(
        people, karim, "mariage chateau Bonnefontaine"
    )


def test_a_place_in_two_spellings_is_one_with_a_supervisor_s_yes_and_two_again(
    office: Office, people: People, clients, wedding
) -> None:
    one, other = wedding
    client = clients["supervisor"]
    assert "Est-ce le même lieu ?" in text_of(client.get("/poste/lieux"))
    assert "Est-ce le même lieu" not in text_of(clients["agent"].get("/poste/lieux")), (
        "an agent joins nothing"
    )
    yes = {"proposed": [one, other], "chosen": [one, other], "same": "yes"}
    assert clients["agent"].post("/poste/lieux/variante", yes).status_code == 403
    assert clients["rennes"].post("/poste/lieux/variante", yes).status_code == 403
    few = client.post("/poste/lieux/variante", yes | {"chosen": [one]})
    assert "Cochez au moins deux récits" in text_of(client.get(few["Location"]))
    done = client.post("/poste/lieux/variante", yes)
    assert done["Location"] == f"/poste/lieux/{one}?why=mistake&done=joined"
    page = text_of(client.get(done["Location"]))
    assert "C'est un seul lieu maintenant".lower() in page.lower()
    assert "Cas qui étaient là : 2" in page
    assert office.logged("desk.correct")[-1] == ("desk.correct", "gathering", other, "join place")
    assert client.post("/poste/lieux/variante", yes).status_code == 422, "one already"
    correction = people.one("select max(id) from tracing_correction")
    assert clients["agent"].post(f"/poste/lieux/{one}/defaire/{correction}").status_code == 403
    undone = client.post(f"/poste/lieux/{one}/defaire/{correction}")
    assert "Défait : tout est comme avant." in text_of(client.get(undone["Location"]))
    client.post("/poste/lieux/variante", yes | {"same": "no"})
    assert "Est-ce le même lieu" not in text_of(client.get("/poste/lieux"))


def test_a_place_has_a_name_and_a_picture_whose_cases_open_their_files(
    office: Office, people: People, clients, wedding
) -> None:
    one, _ = wedding
    lea, karim = (row[0] for row in people.rows("select id from tracing_case order by id"))
    client = clients["supervisor"]
    assert "Pourquoi ouvrez-vous" in text_of(client.get(f"/poste/lieux/{one}"))
    client.post(f"/poste/lieux/{one}/nom", {"name": "Mariage du 27 février"})
    page = client.get(f"/poste/lieux/{one}?why=chain").content.decode()
    assert "<h1>Mariage du 27 février</h1>" in page
    drawn = page[page.index("<svg class") : page.index("</svg>")]
    assert re.findall(r'<a href="([^"]+)">', drawn) == [
        f"/poste/cas/{case}?why=chain" for case in (lea, karim)
    ]
    assert drawn.count('class="link"') == 1
    assert office.logged("desk.file")[-1] == ("desk.file", "gathering", one, "place: chain")
    assert "Mariage du 27 février" in text_of(client.get(f"/poste/cas/{lea}?why=chain"))
    refused = client.post(f"/poste/lieux/{one}/nom", {"name": " ! "})
    assert (refused.status_code, "Un nom a au moins une lettre" in text_of(refused)) == (422, True)


def test_of_a_cluster_over_two_départements_each_sees_its_own_part(
    office: Office, people: People, clients, wedding
) -> None:
    one, _ = wedding
    nadia = people.case("Nadia", NADIA, territory="35")
    rennes = tell(people, nadia, "Noces de Bonnefontaine, Antrain")
    assert clients["rennes"].get(f"/poste/lieux/{one}?why=chain").status_code == 403
    join_places(people.db, people.vault, [one, rennes], "eva", NOON)
    page = text_of(clients["rennes"].get(f"/poste/lieux/{one}?why=chain"))
    assert "Noces de Bonnefontaine, Antrain" in page
    assert "Mariage au château" not in page
    assert "Paris (75), que vous ne voyez pas. Récits : 1, cas : 1" in page
    assert f"cas {nadia}" in page.lower()
    correction = people.one("select max(id) from tracing_correction")
    for address in (f"/poste/lieux/{one}/defaire/{correction}", "/poste/lieux/variante"):
        answer = clients["rennes"].post(address, {"chosen": [rennes, one], "same": "yes"})
        assert answer.status_code == 403, "who moves it must see all of it"


def test_the_picture_of_a_large_cluster_is_bounded() -> None:
    cases = list(range(1, 500))
    links = [TransmissionLink(case, case, case + 1, 1) for case in range(1, 40)]
    ring = [TransmissionLink(700, 1, 701, 1), TransmissionLink(701, 2, 700, 1)]
    drawn = draw_cluster(cases, [*links, *ring], {3})
    assert len(drawn.boxes) <= COLUMNS * MOST
    assert len(drawn.boxes) + drawn.left_out == 501
    assert [box.case for box in drawn.boxes if box.opens] == [3]
