"""What laboratories put into the watched folder is taken in, once, by whichever process comes by."""

from datetime import timedelta

import pytest

from tests.jobs.office import MORNING, Office
from tocsin.jobs.job_list import CHORES
from tocsin.jobs.scheduled_job import FOLDERS, resources_from_environment
from tocsin.privacy.vault import Vault

LOOK = timedelta(seconds=10)
COLUMNS = "laboratory,result_id,test,value,taken_at,resulted_at,family_name,given_names,birth_date,phone\n"
LEA = "LABO,1,94500-6,260373001,2021-03-03 17:00,2021-03-04 08:00,Exemple,Léa,1980-01-01,0639981201\n"
KARIM = "LABO,2,94500-6,260373001,2021-03-03 17:00,2021-03-04 08:00,Modèle,Karim,1981-01-01,0639981202\n"


class Look:
    """Looks at the folder, ten seconds apart."""

    def __init__(self, store, folder, **other):
        self.office = Office(store, CHORES["folder"], inbox=folder, **other)
        self.now = MORNING

    def __call__(self, times=1):
        for _ in range(times):
            self.now += LOOK
            self.office.live(self.now)
        return self.office.states()[-1]


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "inbox").mkdir()
    return tmp_path / "inbox"


@pytest.fixture
def look(store, folder):
    return Look(store, folder)


def cases(db):
    found = db.execute("select received_at from tracing_case order by id").fetchall()
    db.commit()
    return [row[0] for row in found]


def test_a_file_is_taken_in_when_it_was_seen_twice_and_removed(db, folder, look):
    (folder / "labo.csv").write_text(COLUMNS + LEA, encoding="utf-8")
    look()
    assert cases(db) == []
    look()
    assert cases(db) == [look.now]
    assert list(folder.rglob("*")) == []
    look(3)
    assert len(cases(db)) == 1


def test_a_file_that_still_grows_is_left_alone(db, folder, look):
    path = folder / "labo.csv"
    path.write_text(COLUMNS, encoding="utf-8")
    look()
    with path.open("a", encoding="utf-8") as file:
        file.write(LEA)
    look()
    assert cases(db) == []
    look()
    assert len(cases(db)) == 1


def test_two_processes_take_a_file_in_once(db, store, folder):
    first, second = Look(store, folder), Look(store, folder)
    (folder / "labo.csv").write_text(COLUMNS + LEA + KARIM, encoding="utf-8")
    for turn in range(3):
        for process in (first, second):
            process.now = MORNING + turn * 2 * LOOK + (process is second) * LOOK
            process()
    assert len(cases(db)) == 2


def test_a_process_cut_off_in_a_file_is_followed_by_one_that_ends_it(db, folder, look, monkeypatch):
    (folder / "labo.csv").write_text(COLUMNS + LEA, encoding="utf-8")
    look()

    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("tocsin.tracing.intake.drop_folder._remove_ingested_file", full)
        assert look() == "todo"
    assert len(cases(db)) == 1, "it was taken in, and not removed"
    look.office.again()
    look.office.work()
    look(2)
    assert len(cases(db)) == 1
    assert list(folder.rglob("*")) == []


def test_a_folder_that_is_away_is_a_failure_that_is_seen(folder, look):
    folder.rmdir()
    assert look() == "todo"
    [run] = look.office.recent()
    assert (run.chore, run.tries) == ("folder", 1)


def test_a_mapping_says_what_foreign_columns_mean(db, store, folder, tmp_path):
    (tmp_path / "labo.yaml").write_text(
        """columns: {result_id: numero, test: analyse, value: resultat, resulted_at: valide_le,
           family_name: nom, given_names: prenom, birth_date: ne_le, phone: tel}
constants: {laboratory: LABO, status: final}
values: {positif: positive}
tests: {PCR: 94500-6}
""",
        encoding="utf-8",
    )
    (folder / "labo.csv").write_text(
        "numero;analyse;resultat;valide_le;nom;prenom;ne_le;tel\n"
        "1;PCR;positif;2021-03-04 08:00;Exemple;Léa;1980-01-01;0639981201\n",
        encoding="utf-8",
    )
    Look(store, folder, mapping=tmp_path / "labo.yaml")(2)
    assert len(cases(db)) == 1


def test_a_process_learns_of_its_folders_from_its_environment(tmp_path):
    told = {FOLDERS["inbox"]: "/in", "TOCSIN_MAPPING": "/labo.yaml", FOLDERS["reports"]: str(tmp_path)}
    found = resources_from_environment(Vault.for_tests(), told)
    assert (str(found.inbox), str(found.mapping), found.reports) == ("/in", "/labo.yaml", tmp_path)
    assert found.needs == ["store", "inbox", "reports"]
    assert resources_from_environment(Vault.for_tests(), {}).needs == ["store"]
