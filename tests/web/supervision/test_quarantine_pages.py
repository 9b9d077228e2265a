"""A supervisor repairs a result in place, dismisses one, takes it back, replays many; each look is logged."""

from pathlib import Path

import pytest

from tests.tracing.intake.results import row, table, write
from tests.web.inside import signed_in
from tests.web.supervision.test_supervision_pages import ENTRIES, text
from tocsin.privacy.vault import Vault
from tocsin.runtime.clock import read_clock_from_environment
from tocsin.tracing.intake import quarantine
from tocsin.tracing.intake.intake_run import run_intake
from tocsin.tracing.intake.result_files import ResultFiles
from tocsin.tracing.intake.store_sink import StoreSink


@pytest.fixture
def take(db, keys, tmp_path: Path):
    """Take results in: the numbers of those that wait."""

    def take(*rows: str, text: str = "") -> list[int]:
        with ResultFiles([write(tmp_path / "labo.csv", text or table(*rows))]) as given:
            now = read_clock_from_environment().now()
            list(run_intake(given.files, StoreSink(db, Vault.load(keys), now), now))
        return [one.id for one in quarantine.list_waiting_records(db)]

    return take


def test_what_waits_is_listed_by_reason_without_anybody_in_it(lead, take):
    take(
        row(value="Positiv"),
        row(result_id="R2", birth_date=""),
        row(result_id="R3", value="?", postcode="75011"),
    )
    page = text(lead.get("/encadrement/quarantaine"))
    assert "valeur inconnue <b>1</b>" in page
    assert "nom, prénom ou date de naissance manquants <b>1</b>" in page
    assert "Ille-et-Vilaine (35)" in page
    assert "Paris" not in page  # is another's
    assert "DURAND" not in page
    only = text(lead.get("/en/lead/quarantine?raison=no_identity"))
    assert "name, given name or birth date missing" in only
    assert only.count('class="button second small"') == 1
    assert "Résultats en quarantaine : 2." in text(lead.get("/encadrement"))


def test_a_result_is_repaired_in_place_and_the_person_is_a_case(lead, take, people):
    (id,) = take(row(birth_date=""))
    page = lead.get(f"/encadrement/quarantaine/{id}")
    told = text(page)
    assert 'value="DURAND"' in told
    assert '<label for="birth_date">Date de naissance <span class="mark">à vérifier</span>' in told
    assert "Labo du Port" in told
    form = {
        "family_name": "DURAND", "given_names": "Léa", "birth_date": "le 1er février", "value": "10828004",
        "test": "94500-6", "resulted_at": "2022-01-25 15:00", "phone": "06 39 98 12 34", "postcode": "35000",
        "laboratory": "Labo du Port", "result_id": "R1",
    }  # fmt: skip
    wrong = lead.post(f"/encadrement/quarantaine/{id}", form)
    assert wrong.status_code == 422
    told = text(wrong)
    assert "Toujours en quarantaine" in told
    assert 'value="le 1er février"' in told  # what was typed stays
    assert people.one("select count(*) from tracing_case") == 0
    done = lead.post(f"/encadrement/quarantaine/{id}", form | {"birth_date": "1990-02-01"})
    assert done.headers["Location"] == "/encadrement/quarantaine?fait=opened"
    assert "un dossier est ouvert" in text(lead.get(done.headers["Location"]))
    assert people.one("select count(*) from tracing_case") == 1
    again = lead.post(f"/encadrement/quarantaine/{id}", form | {"birth_date": "1990-02-01"})
    assert again.headers["Location"] == "/encadrement/quarantaine?fait=gone"
    assert people.one("select count(*) from tracing_case") == 1
    why = [why for _, why, _ in people.rows(ENTRIES, "quarantine", id)]
    assert why == ["looked at: no_identity", *["repaired: no_identity"] * 3]


def test_one_is_dismissed_for_a_reason_and_taken_back(lead, take, people):
    (id,) = take(row(value="?"))
    assert lead.post(f"/encadrement/quarantaine/{id}/ecarter", {"why": "ennui"}).status_code == 403
    done = lead.post(f"/encadrement/quarantaine/{id}/ecarter", {"why": "asked_again"})
    page = text(lead.get(done.headers["Location"]))
    assert "Rien n'est en quarantaine" in page
    assert "écarté : redemandé au laboratoire" in page
    assert "Sophie Le Gall" in page
    assert lead.post(f"/encadrement/quarantaine/{id}/reprendre").status_code == 302
    assert "valeur inconnue <b>1</b>" in text(lead.get("/encadrement/quarantaine"))
    why = [why for _, why, _ in people.rows(ENTRIES, "quarantine", id)]
    assert why == ["dismissed: asked_again", "waits again"]


def test_a_result_of_elsewhere_is_neither_read_nor_changed(lead, take, people):
    (id,) = take(row(value="?", postcode="75011"))
    assert lead.get(f"/encadrement/quarantaine/{id}").status_code == 403
    assert lead.post(f"/encadrement/quarantaine/{id}", {"value": "positif"}).status_code == 403
    assert lead.post(f"/encadrement/quarantaine/{id}/ecarter", {"why": "other"}).status_code == 403
    assert lead.get("/encadrement/quarantaine/999999").status_code == 403
    assert people.rows(ENTRIES, "quarantine", id) == []


def test_what_a_laboratory_wrote_cannot_write_the_page(lead, take):
    (id,) = take(row(value="<script>alert(1)</script>", family_name='"><b>x'))
    page = lead.get(f"/encadrement/quarantaine/{id}").content.decode()
    assert "<script>alert" not in page
    assert '"><b>x' not in page


MAPPING = """
columns: {family_name: Nom, given_names: Prénom, birth_date: Né, resulted_at: Quand, value: R, test: T}
"""
FOREIGN = """Nom;Prénom;Né;Quand;R;T
DURAND;Léa;1990-02-01;2022-01-25T15:00;P+;94500-6
MARTIN;Tom;1991-02-01;2022-01-25T15:00;???;94500-6
"""


def test_after_a_laboratory_has_changed_its_columns_all_are_replayed(inside, take, people):
    take(text=FOREIGN)
    client = signed_in(inside, "administrator", "")
    form = {"raison": "no_mapping", "mapping": MAPPING + "values: {P+: positive}\n"}
    tried = text(client.post("/encadrement/quarantaine/rejouer", form | {"do": "try"}))
    assert "Relus : 2. Seraient pris : 1." in tried
    assert "valeur inconnue" in tried
    assert people.one("select count(*) from tracing_case") == 0
    done = text(client.post("/encadrement/quarantaine/rejouer", form | {"do": "go"}))
    assert "Relus : 2. Pris : 1." in done
    assert people.one("select count(*) from tracing_case") == 1
    wrong = client.post("/encadrement/quarantaine/rejouer", form | {"mapping": "columns: [", "do": "go"})
    assert wrong.status_code == 422
    assert "line 1" in text(wrong)


def test_a_supervisor_of_a_region_does_not_replay_for_the_nation(lead):
    assert lead.get("/encadrement/quarantaine/rejouer").status_code == 403
    assert "rejouer" not in lead.get("/encadrement/quarantaine").content.decode()
