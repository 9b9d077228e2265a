"""One person asks: a supervisor where they live shows, gives, puts right and erases what is kept of them."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.test import Client

from tests.tracing.calls.people import HOME, LEA, NOON, TOLD, People
from tests.web.calls.calling import text_of
from tests.web.calls.office import Office
from tocsin.privacy import erasure, erasure_log
from tocsin.tracing.calls.outcomes import record_outcome
from tocsin.tracing.cases.data_subject_rights import collect_personal_data, find_requester

SAID = "je me sens mal"
NOTE = "fatigue terrible"


@pytest.fixture
def lea(people: People) -> int:
    """Léa, who told what she had, and named Karim; her case."""
    case = people.case("Léa", LEA)
    people.heard(SAID, NOON, case=case)
    people.sms("Bonjour Léa", NOON, case=case)
    record_outcome(
        people.db, people.vault, people.task(case=case), "anne", NOON, "reached", NOTE,
        contacts=["Karim 06 39 98 12 02"],
        facts=TOLD | {"onset_on": "2021-02-23", "gathering": "Loto", "gathering_day": "2021-02-23"},
    )  # fmt: skip
    people.db.execute("delete from tracing_inbox")
    return case


def supervisor(office: Office) -> Client:
    """A supervisor of Paris."""
    found: Client = office.once("supervisor", lambda: office.client("supervisor", "75"))
    return found


def entries(office: Office, before: int) -> list[tuple[str, str, int, str]]:
    """What was written into the log since."""
    return office.logged("rights.read", "rights.erase")[before:]


def texts(value: Any) -> Iterator[str]:
    """Every word of a person's own, as it is kept."""
    if isinstance(value, dict):
        for name, one in value.items():
            if name in ("given_names", "family_name", "number", "text", "note", "words", "name"):
                yield str(one)
            else:
                yield from texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from texts(one)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_everything_that_is_kept_is_on_the_page_and_the_log_says_who_looked(
    office: Office, people: People, lea: int, lang: str
) -> None:
    before = len(entries(office, 0))
    where = f"/poste/cas/{lea}/droits" if lang == "fr" else f"/en/desk/case/{lea}/rights"
    page = text_of(supervisor(office).get(where))
    kept = collect_personal_data(people.db, people.vault, find_requester(people.db, "case", lea))
    found = [one for one in texts(kept) if one]
    assert {"Léa", LEA, SAID, NOTE, "Loto"} <= set(found)
    assert [one for one in found if one not in page] == []
    assert ("mardi 23 février 2021" if lang == "fr" else "Tuesday 23 February 2021") in page
    assert entries(office, before) == [("rights.read", "case", lea, "rights: page")]


def test_who_was_named_sees_theirs_and_never_who_named_them(office: Office, people: People, lea: int) -> None:
    contact = people.one("select id from tracing_contact")
    page = text_of(supervisor(office).get(f"/poste/contact/{contact}/droits"))
    assert "Karim" in page
    assert not [one for one in ("Léa", LEA, SAID, NOTE, "Loto") if one in page]


def test_it_is_given_as_one_file_and_the_log_says_so(office: Office, people: People, lea: int) -> None:
    before = len(entries(office, 0))
    answer = supervisor(office).get(f"/poste/cas/{lea}/droits.json")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="tocsin-case-{lea}.json"'
    given = json.loads(answer.content)
    assert given["people"][0]["details"]["given_names"] == "Léa"
    assert given["numbers"][0]["number"] == LEA
    assert given["cases"][0]["calls"][0]["note"] == NOTE
    assert entries(office, before) == [("rights.read", "case", lea, "rights: file")]


@pytest.mark.parametrize("subject", ["case", "contact"])
def test_the_file_leads_to_it_and_it_leads_to_what_puts_right(
    office: Office, people: People, lea: int, subject: str
) -> None:
    id = lea if subject == "case" else people.one("select id from tracing_contact")
    file = f"/poste/{'cas' if subject == 'case' else 'contact'}/{id}"
    client = supervisor(office)
    assert f'href="{file}/droits"' in client.get(f"{file}?why=mistake").content.decode()
    assert f'href="{file}/corriger"' in client.get(f"{file}/droits").content.decode()
    assert "/droits" not in office.agent().get(f"{file}?why=call").content.decode()


@pytest.mark.parametrize("typed", ["", "oui", "0"])
def test_nobody_is_erased_by_a_click_alone(office: Office, people: People, lea: int, typed: str) -> None:
    before = len(entries(office, 0))
    answer = supervisor(office).post(f"/poste/cas/{lea}/effacer", {"number": typed})
    assert answer.status_code == 422
    assert "rien n'est effacé" in text_of(answer)
    assert people.one("select erased_at from tracing_case where id = %s", lea) is None
    assert entries(office, before) == [("rights.read", "case", lea, "rights: page")]


def test_who_asks_is_erased_and_is_given_the_signed_statement(
    office: Office, people: People, lea: int
) -> None:
    client, person = supervisor(office), people.one("select person_id from tracing_case")
    before = len(entries(office, 0))
    done = client.post(f"/poste/cas/{lea}/effacer", {"number": str(lea)})
    assert done.headers["Location"] == f"/poste/cas/{lea}/droits"
    assert people.one("select sealed from tracing_person where id = %s", person) is None
    page = client.get(f"/poste/cas/{lea}/droits")
    (kept,) = [one for one in erasure_log.list_erasures(people.db) if person in one.asked.people]
    number = json.loads(kept.statement)["number"]
    assert f"Le relevé {number} est signé" in text_of(page)
    assert f'href="/poste/cas/{lea}/releve"' in page.content.decode()
    assert not [one for one in ("Léa", LEA, SAID, NOTE) if one in text_of(page)]
    said = json.loads(client.get(f"/poste/cas/{lea}/releve").content)
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(said["public_key"]))
    key.verify(bytes.fromhex(said["signature"]), said["statement"].encode())
    assert json.loads(said["statement"])["asked"] == {"people": [person], "contacts": []}
    assert [one[0] + " " + one[3] for one in entries(office, before)] == [
        "rights.erase rights: erase", "rights.read rights: page", "rights.read rights: statement",
    ]  # fmt: skip
    assert client.get(f"/poste/cas/{lea}/droits.json").status_code == 403
    assert client.post(f"/poste/cas/{lea}/effacer", {"number": str(lea)}).status_code == 403


@pytest.mark.parametrize("known", [True, False])
def test_who_was_named_is_erased_and_never_who_named_them(
    office: Office, people: People, lea: int, known: bool
) -> None:
    client, contact = supervisor(office), people.contact(lea, "Mamie", HOME)
    if not known:
        people.db.execute("update tracing_contact set person_id = null where id = %s", (contact,))
    person = people.one("select person_id from tracing_contact where id = %s", contact)
    done = client.post(f"/poste/contact/{contact}/effacer", {"number": str(contact)})
    assert done.headers["Location"] == f"/poste/contact/{contact}/droits"
    assert people.one("select sealed from tracing_contact where id = %s", contact) is None
    assert people.one("select erased_at from tracing_case where id = %s", lea) is None
    said = json.loads(client.get(f"/poste/contact/{contact}/releve").content)
    asked = {"people": [person], "contacts": []} if known else {"people": [], "contacts": [contact]}
    assert json.loads(said["statement"])["asked"] == asked
    assert client.get(f"/poste/cas/{lea}/releve").status_code == 403, "nothing was erased of her"


def test_another_erasure_that_runs_is_said_and_nothing_is_erased(
    office: Office, people: People, lea: int
) -> None:
    with erasure._ErasureLock(people.db):
        answer = supervisor(office).post(f"/poste/cas/{lea}/effacer", {"number": str(lea)})
    assert answer.status_code == 409
    assert "Un autre effacement est en cours" in text_of(answer)
    assert people.one("select erased_at from tracing_case where id = %s", lea) is None


@pytest.mark.parametrize("page", ["droits", "droits.json", "releve", "effacer"])
def test_it_is_for_supervisors_of_the_territory_alone(
    office: Office, people: People, lea: int, page: str
) -> None:
    away = people.case("Zoé", HOME, territory="35")
    epidemiologist = office.once("epidemiologist", lambda: office.client("epidemiologist", "75"))
    for client, case in ((office.agent(), lea), (epidemiologist, lea), (supervisor(office), away)):
        where = f"/poste/cas/{case}/{page}"
        answer = client.post(where, {"number": str(case)}) if page == "effacer" else client.get(where)
        assert answer.status_code == 403, where
        assert "Zoé" not in text_of(answer)
    assert people.one("select count(*) from tracing_case where erased_at is not null") == 0


def test_who_lives_elsewhere_is_answered_there_whoever_named_them(
    office: Office, people: People, lea: int
) -> None:
    contact = people.contact(lea, "Mamie", HOME)
    mamie = people.person("Mamie", territory="35")
    people.db.execute("update tracing_contact set person_id = %s where id = %s", (mamie, contact))
    client = supervisor(office)
    for page in ("droits", "droits.json"):
        assert client.get(f"/poste/contact/{contact}/{page}").status_code == 403
    form = {"number": str(contact)}
    assert client.post(f"/poste/contact/{contact}/effacer", form).status_code == 403
    assert people.one("select sealed is not null from tracing_person where id = %s", mamie) is True
    file = client.get(f"/poste/contact/{contact}?why=mistake").content.decode()
    assert f"/poste/contact/{contact}/droits" not in file
