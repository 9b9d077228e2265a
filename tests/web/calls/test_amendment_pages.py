"""A supervisor puts one file right on its page: with a reason, in the log, and nobody else."""

from datetime import timedelta

import pytest

from tests.tracing.calls.people import HOME, LEA, NADIA, NOON, TOLD, People
from tests.web.calls.calling import text_of
from tests.web.calls.office import Office
from tocsin.tracing.calls.outcomes import record_outcome


def posted(office: Office, where: str, **form: str):
    """The answer to a form of a supervisor of Paris."""
    client = office.once("supervisor", lambda: office.client("supervisor", "75"))
    return client.post(where, form)


@pytest.mark.parametrize(
    ("form", "changed"),
    [
        ({"what": "name", "given": "Léa", "family": "Martin"}, "name name.typo"),
        ({"what": "phone", "number": "06 39 98 12 03"}, "phone"),
        ({"what": "onset", "onset_on": "2021-03-01"}, "onset_on onset.typo"),
        ({"what": "outcome", "becomes": "again"}, "taken_back outcome.typo"),
        ({"what": "outcome", "becomes": "dead"}, "closed dead"),
    ],
)
def test_each_is_put_right_with_who_and_why(
    office: Office, people: People, form: dict[str, str], changed: str
) -> None:
    case = people.case("Lea", LEA)
    task = people.task(case=case)
    record_outcome(people.db, people.vault, task, "anne", NOON, "reached", facts=TOLD)
    before = len(office.logged("desk.amend"))
    done = posted(office, f"/poste/cas/{case}/corriger", why="typo", **form)
    assert done.headers["Location"] == f"/poste/cas/{case}?why=mistake&amended"
    assert [one for one in people.changes("case", case) if one.startswith(changed)]
    assert office.logged("desk.amend")[before:] == [("desk.amend", "case", case, f"{form['what']}: typo")]
    client = office.once("supervisor", lambda: office.client("supervisor", "75"))
    page = text_of(client.get(f"/poste/cas/{case}?why=mistake&amended"))
    assert "C'est corrigé, avec votre nom et le motif" in page


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"what": "name", "given": "", "family": ""}, "Rien ne change"),
        ({"what": "phone", "number": "12"}, "pas un numéro"),
        ({"what": "phone", "number": LEA}, "Rien ne change"),
        ({"what": "onset", "onset_on": "hier"}, "pas un jour"),
        ({"what": "onset", "onset_on": "2021-03-09"}, "ne peuvent pas avoir commencé"),
        ({"what": "outcome", "becomes": "again"}, "Rien ne change"),
        ({"what": "outcome", "becomes": "gone"}, "Choisissez"),
        ({"what": "name", "given": "Zoé", "family": "Martin", "why": ""}, "et pourquoi"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_changes(
    office: Office, people: People, form: dict[str, str], said: str
) -> None:
    case = people.case("Lea", LEA)
    before = len(office.logged("desk.amend"))
    answer = posted(office, f"/poste/cas/{case}/corriger", **{"why": "typo"} | form)
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert people.changes("case", case) == []
    assert office.logged("desk.amend")[before:] == []


def test_a_contact_is_put_right_too(office: Office, people: People) -> None:
    contact = people.contact(people.case("Léa", LEA), "Mamie", HOME)
    where = f"/poste/contact/{contact}/corriger"
    done = posted(office, where, what="phone", number=NADIA, why="asked")
    assert done.headers["Location"] == f"/poste/contact/{contact}?why=mistake&amended"
    assert people.one("select phone_id from tracing_contact") == people.phone(NADIA)
    assert posted(office, where, what="onset", onset_on="2021-03-01", why="asked").status_code == 422


def test_only_supervisors_of_the_territory_may(office: Office, people: People) -> None:
    case = people.case("Léa", LEA)
    away = people.case("Zoé", HOME, territory="35", at=NOON - timedelta(hours=1))
    form = {"what": "phone", "number": NADIA, "why": "typo"}
    assert office.agent().post(f"/poste/cas/{case}/corriger", form).status_code == 403
    assert posted(office, f"/poste/cas/{away}/corriger", **form).status_code in (403, 404)
    assert people.changes("case", case) == people.changes("case", away) == []
    client = office.once("supervisor", lambda: office.client("supervisor", "75"))
    assert "Corriger le cas" in text_of(client.get(f"/poste/cas/{case}/corriger"))
    assert f"/poste/cas/{case}/corriger" in client.get(f"/poste/cas/{case}?why=mistake").content.decode()


def test_a_contact_who_lives_elsewhere_is_put_right_and_logged_there_too(
    office: Office, people: People
) -> None:
    contact = people.contact(people.case("Léa", LEA), "Mamie", HOME)
    mamie = people.person("Mamie", territory="35")
    people.db.execute("update tracing_contact set person_id = %s where id = %s", (mamie, contact))
    posted(office, f"/poste/contact/{contact}/corriger", what="phone", number=NADIA, why="asked")
    written = people.rows(
        "select subject, subject_id, territory from staff_entry where why = 'phone: asked' order by id desc"
        " limit 2"
    )
    assert written == [("person", mamie, "35"), ("contact", contact, "75")]
