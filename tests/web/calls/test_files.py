"""Files at the desk: found, opened for a reason, told from end to end, and put right."""

import re
from datetime import date

import pytest

from tests.tracing.calls.people import KARIM, LEA, NOON, People
from tests.web.calls.calling import taken, text_of
from tests.web.calls.office import Office
from tests.web.calls.opened_files import seek
from tests.web.calls.scene import fill
from tocsin.tracing.people.noted_details import read_details


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


def test_a_page_names_the_clock_that_its_times_are_on(office: Office, people: People) -> None:
    """Of somebody in La Réunion they are on that one, whoever reads."""
    there = people.case("Léa", LEA, zone="Indian/Reunion", territory="974")
    here = people.case("Karim", KARIM)
    people.task(case=there)
    client = office.client("agent", "", login="anne.nation")
    assert "Toutes les heures : heure de La Réunion" in text_of(client.get(f"/poste/cas/{there}?why=call"))
    assert "Toutes les heures : heure de Paris" in text_of(client.get(f"/poste/cas/{here}?why=call"))
    assert "Toutes les heures : heure de La Réunion" in text_of(client.get(taken(client)))


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
    assert office.logged("desk.details")[-2][3] == "details: day"


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


def test_an_epidemiologist_notes_exposure_and_hospital_and_nothing_else(
    office: Office, people: People, clients
) -> None:
    case = people.case("Léa", LEA)
    page, epidemiologist = f"/poste/cas/{case}/suivi", office.client("epidemiologist", "75")
    agents = {"what": "fields", "exposure_setting": "work", "vulnerable": "yes", "email": "lea@lea.example"}
    assert clients["agent"].post(page, agents).status_code == 302
    assert f'href="{page}"' in epidemiologist.get(f"/poste/cas/{case}?why=quality").content.decode()
    form = epidemiologist.get(page).content.decode()
    names = set(re.findall(r'name="(\w+)"', form))
    assert {"exposure_setting", "hospitalised", "hospital_on", "hospital_left_on"} <= names
    assert not {"vulnerable", "care_worker", "email", "day_outcome", "sure"} & names
    noted = {"what": "fields", "exposure_setting": "school", "hospital_on": "2021-03-02", "vulnerable": "no"}
    assert epidemiologist.post(page, noted).status_code == 302
    found = read_details(people.db, people.vault, "case", case)
    assert (found.exposure_setting, found.hospital_on, found.vulnerable, found.email) == (
        "school", date(2021, 3, 2), True, "lea@lea.example",
    )  # fmt: skip
    assert office.logged("desk.details")[-1] == ("desk.details", "case", case, "details: fields")
    for more in (
        {"what": "day", "day": "2021-03-03", "day_outcome": "symptoms"}, {"what": "death", "sure": "dead"},
    ):  # fmt: skip
        assert epidemiologist.post(page, more).status_code == 422
    assert not people.rows("select from tracing_followupday")


def test_nobody_of_another_territory_notes_anything(people: People, clients) -> None:
    case = people.case("Léa", LEA)
    contact = people.contact(case, "Karim", KARIM)
    for page in (f"/poste/cas/{case}/suivi", f"/poste/contact/{contact}/suivi"):
        assert clients["rennes"].get(page).status_code == 403
        assert clients["rennes"].post(page, {"what": "death", "sure": "dead"}).status_code == 403
        assert clients["communication"].get(page).status_code == 403
        assert clients["agent"].get(page).status_code == 200
