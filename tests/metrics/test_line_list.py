"""The line list and who named whom, taken out under pseudonyms: what each format says, and what nobody learns from it."""

import csv
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from fhir.resources.R4B.bundle import Bundle
from msgspec import Struct
from pyarrow import Table, bool_, date32, int64, parquet, string
from pyarrow import csv as arrow_csv

from tests.tracing.calls.people import KARIM, LEA, NADIA, NOON, People
from tocsin.cli.main import run_cli
from tocsin.metrics.line_list import line_list_export
from tocsin.metrics.line_list.definitions import load_definitions
from tocsin.metrics.line_list.exchange_codes import load_exchange_codes
from tocsin.metrics.line_list.godata_writer import GoDataWriter
from tocsin.metrics.line_list.line_list_export import (
    LineListRequest,
    LineListSummary,
    draft_folder,
    export_line_list,
)
from tocsin.metrics.line_list.line_list_rows import LineListCase, LineListLink, select_days
from tocsin.privacy.noted_fields import list_noted_fields
from tocsin.privacy.vault import Vault
from tocsin.protocol.load import list_diseases
from tocsin.tracing.cases.clusters import join_places
from tocsin.tracing.people.gatherings import record_attendance

HOW_TO = Path(__file__).parents[2] / "docs" / "integrate" / "take-out-a-line-list.md"
EPICONTACTS = """
linelist <- read.csv(file.path(folder, "linelist.csv"), na.strings = "", colClasses = c(id = "character"))
contacts <- read.csv(file.path(folder, "contacts.csv"), na.strings = "", colClasses = c(from = "character", to = "character"))
if (requireNamespace("epicontacts", quietly = TRUE)) {
  x <- epicontacts::make_epicontacts(linelist, contacts, id = "id", from = "from", to = "to", directed = TRUE)
  linelist <- x$linelist; contacts <- x$contacts
}
stopifnot(names(linelist)[1] == "id", names(contacts)[1:2] == c("from", "to"))
stopifnot(nrow(linelist) > 0, nrow(contacts) > 0, !anyDuplicated(linelist$id))
stopifnot(is.logical(linelist$was_contact), is.integer(linelist$contacts_named), is.logical(contacts$household))
days <- as.Date(linelist$date_sample)
cat(nrow(linelist), nrow(contacts), sum(contacts$to %in% linelist$id), format(min(days)), sum(contacts$household, na.rm = TRUE))
"""
"""Read back as an epidemiologist does: by the package where it is, else by what it asks of its two tables."""
TYPES = {"text": string(), "day": date32(), "flag": bool_(), "count": int64()}
"""Type in ``columns.yaml`` -> the one that another reader than ours has to find in each cell of a column."""


class Chain(Struct):
    """Léa of Paris named Karim, who became a case of Rennes; he named Nadia, who is no case, and so did Léa."""

    people: People
    lea: int
    karim: int

    def export(self, folder: Path, format: str = "csv", **asked: Any) -> LineListSummary:
        """A list in this folder."""
        folder.mkdir()
        selection = select_days(**{"territories": None, "since": None, "until": None, **asked})
        request = LineListRequest(selection=selection, format=format, purpose="outbreak")
        return export_line_list(self.people.db, self.people.vault, request, folder, NOON)


@pytest.fixture
def chain(db: psycopg.Connection[Any], vault: Vault) -> Chain:
    db.commit()
    people = People(db, vault)
    lea, karim = people.case("Léa", LEA), people.case("Karim", KARIM, territory="35")
    people.contact(lea, "Nadia", NADIA)
    people.contact(karim, "Nadia", NADIA)
    named = people.contact(lea, "Karim", KARIM)
    db.execute(
        "update tracing_contact set became_case_id = %s, household = true where id = %s", (karim, named)
    )
    db.execute("update tracing_case set onset_on = '2021-03-01' where id = %s", (lea,))
    people.insert(
        "epidetail", case_id=lea, collected_on=NOON.date(), exposure_setting="work", hospitalised=True,
        hospital_on=date(2021, 3, 3), death_noted_at=NOON, death_noted_by="anne",
    )  # fmt: skip
    for day, outcome in ((2, "no_symptoms"), (3, "symptoms")):
        people.insert(
            "followupday", contact_id=named, day=date(2021, 3, day), outcome=outcome, noted_at=NOON, noted_by="anne"
        )  # fmt: skip
    withdrawn = people.case("Zoé", "+33639981209")
    db.execute("update tracing_case set outcome = 'void' where id = %s", (withdrawn,))
    db.commit()
    return Chain(people, lea, karim)


def read(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_row_for_each_case_and_each_link_of_the_chain(chain: Chain, tmp_path: Path) -> None:
    done = chain.export(tmp_path / "out")
    assert (done.cases, done.links, dict(done.by_territory)) == (2, 3, {"75": 1, "35": 1})
    assert done.delete_by == date(2021, 6, 4), "three months after Léa was collected"
    cases = {one["territory"]: one for one in read(tmp_path / "out" / "linelist.csv")}
    lea, karim = cases["75"], cases["35"]
    assert list(lea) == [column.name for column in load_definitions().linelist]
    assert (lea["date_onset"], lea["sex"], lea["contacts_named"], lea["was_contact"]) == (
        "2021-03-01",
        "female",
        "2",
        "FALSE",
    )
    noted = ("exposure_setting", "hospitalised", "date_admission", "date_discharge", "died", "date_death")
    assert [lea[name] for name in noted] == ["work", "TRUE", "2021-03-03", "", "TRUE", ""]
    assert [karim[name] for name in noted] == [""] * 6
    assert (karim["date_onset"], karim["was_contact"]) == ("", "TRUE")
    links = read(tmp_path / "out" / "contacts.csv")
    assert list(links[0]) == [column.name for column in load_definitions().contacts]
    assert [(one["from"], one["household"]) for one in links if one["to"] == karim["id"]] == [
        (lea["id"], "TRUE")
    ]
    (household,) = [one for one in links if one["household"]]
    assert [household[name] for name in ("exposure_setting", "follow_up_days", "follow_up_last")] == [
        "household", "2", "symptoms",
    ]  # fmt: skip
    nadia = {one["to"] for one in links if one["became_case"] == "FALSE"}
    assert len(nadia) == 1, "named twice, she is one person"
    about = json.loads((tmp_path / "out" / "about.json").read_text())
    assert (about["cases"], about["purpose"], about["delete_by"]) == (2, "outbreak", "2021-06-04")


def test_nothing_leads_from_one_export_to_another_or_to_a_file(chain: Chain, tmp_path: Path) -> None:
    seen: list[set[str]] = []
    for name in ("one", "two"):
        chain.export(tmp_path / name)
        seen.append({one["id"] for one in read(tmp_path / name / "linelist.csv")})
    assert not seen[0] & seen[1]
    said = (tmp_path / "one" / "linelist.csv").read_text() + (tmp_path / "one" / "contacts.csv").read_text()
    for name in ("Léa", "Karim", "Nadia", "Durand", LEA, "1990"):
        assert name not in said


def test_of_a_naming_elsewhere_only_the_link_is_told(chain: Chain, tmp_path: Path) -> None:
    """Rennes sees that its case was named by somebody, and no more of that naming."""
    done = chain.export(tmp_path / "out", territories=("35",))
    assert (done.cases, done.links) == (1, 2)
    (karim,) = read(tmp_path / "out" / "linelist.csv")
    links = read(tmp_path / "out" / "contacts.csv")
    (into,) = [one for one in links if one["to"] == karim["id"]]
    assert [into[name] for name in ("date_last_contact", "date_named", "household", "how", "reached")] == [
        ""
    ] * 5
    (out,) = [one for one in links if one["from"] == karim["id"]]
    assert (out["date_last_contact"], out["household"]) == ("2021-03-02", "")


def test_cases_who_were_at_one_place_share_its_pseudonym(chain: Chain, tmp_path: Path) -> None:
    db, vault = chain.people.db, chain.people.vault
    one, other = (
        record_attendance(db, vault, case, words, NOON.date(), "anne", NOON)
        for case, words in ((chain.lea, "Loto, salle des fêtes"), (chain.karim, "Loto salle des fetes"))
    )
    db.commit()
    chain.export(tmp_path / "apart")
    assert {row["places"] for row in read(tmp_path / "apart" / "linelist.csv")} == {""}, (
        "each was alone there"
    )
    join_places(db, vault, [one, other], "eva", NOON)
    db.commit()
    chain.export(tmp_path / "one")
    (place,) = {row["places"] for row in read(tmp_path / "one" / "linelist.csv")}
    assert len(place) == 16


def test_days_and_diseases_choose(chain: Chain, tmp_path: Path) -> None:
    day = NOON.date()
    assert chain.export(tmp_path / "day", since=day, until=day).cases == 2
    assert chain.export(tmp_path / "next", since=day + timedelta(days=1)).cases == 0
    assert chain.export(tmp_path / "other", disease="measles").cases == 0


def test_diseases_of_the_protocols_have_a_name_elsewhere() -> None:
    """Whoever adds one says how SORMAS calls it, or leaves it OTHER on purpose: here."""
    known = load_exchange_codes()
    assert {disease for disease in list_diseases() if known.find_disease(disease).sormas == "OTHER"} == set()
    assert list_noted_fields()["exposure_setting"].values.keys() == known.relation.keys()


def test_parquet_keeps_the_types(chain: Chain, tmp_path: Path) -> None:
    chain.export(tmp_path / "out", "parquet")
    table = parquet.read_table(tmp_path / "out" / "linelist.parquet")
    assert table.num_rows == 2
    assert str(table.schema.field("date_onset").type) == "date32[day]"
    assert str(table.schema.field("was_contact").type) == "bool"
    assert {row["date_onset"] for row in table.to_pylist()} == {date(2021, 3, 1), None}
    assert parquet.read_table(tmp_path / "out" / "contacts.parquet").num_rows == 3
    chain.export(tmp_path / "none", "parquet", disease="measles")
    assert parquet.read_table(tmp_path / "none" / "linelist.parquet").num_rows == 0


def test_a_bundle_is_fhir(chain: Chain, tmp_path: Path) -> None:
    chain.export(tmp_path / "out", "fhir")
    bundle = Bundle.model_validate_json((tmp_path / "out" / "bundle.json").read_bytes())
    kinds = [entry.resource.get_resource_type() for entry in bundle.entry]
    counts = [kinds.count(kind) for kind in ("Patient", "Condition", "Encounter", "Observation")]
    assert counts == [2, 2, 1, 4], "three links, and where Léa was exposed"
    (stay,) = (entry.resource for entry in bundle.entry if entry.resource.get_resource_type() == "Encounter")
    assert (stay.period.start.isoformat(), stay.status) == ("2021-03-03", "unknown")
    said = [entry.resource for entry in bundle.entry if entry.resource.get_resource_type() == "Observation"]
    assert [one.valueCodeableConcept.coding[0].code for one in said if one.valueCodeableConcept] == ["work"]
    parts = [part for one in said for part in one.component or () if part.valueCodeableConcept]
    assert [part.valueCodeableConcept.coding[0].code for part in parts] == ["household"]
    ill = next(entry.resource for entry in bundle.entry if entry.resource.get_resource_type() == "Condition")
    assert ill.code.coding[0].code == "U07.1"
    people = [entry.resource for entry in bundle.entry if entry.resource.get_resource_type() == "Patient"]
    assert [one.deceasedBoolean for one in people if one.deceasedBoolean] == [True]
    assert {ill.subject.reference} <= {entry.fullUrl for entry in bundle.entry}
    chain.export(tmp_path / "none", "fhir", disease="measles")
    assert json.loads((tmp_path / "none" / "bundle.json").read_text())["entry"] == []


def test_the_files_of_sormas_and_go_data_have_their_columns(chain: Chain, tmp_path: Path) -> None:
    chain.export(tmp_path / "sormas", "sormas")
    entities, columns, *cases = csv.reader((tmp_path / "sormas" / "cases.csv").open(encoding="utf-8"))
    assert set(entities) == {"CaseData"}
    rennes = next(
        case for case in (dict(zip(columns, row, strict=True)) for row in cases) if case["responsibleRegion"] == "Bretagne"
    )  # fmt: skip
    assert (rennes["disease"], rennes["reportDate"], rennes["person.sex"], rennes["responsibleDistrict"]) == (
        "CORONAVIRUS", "04.03.2021", "FEMALE", "Ille-et-Vilaine",
    )  # fmt: skip
    assert sorted(row[columns.index("person.presentCondition")] for row in cases) == ["", "DEAD"]
    details = sorted(row[columns.index("additionalDetails")] for row in cases)
    assert "exposure: work" in "; ".join(details)
    contacts = read(tmp_path / "sormas" / "contacts.csv")
    assert {one["caseIdExternalSystem"] for one in contacts} == {row[0] for row in cases}
    assert {one["disease"] for one in contacts} == {"CORONAVIRUS"}
    assert sorted({(one["relationToCase"], one["relationDescription"]) for one in contacts}) == [
        ("", ""), ("SAME_HOUSEHOLD", "household"),
    ]  # fmt: skip
    chain.export(tmp_path / "godata", "godata")
    known = {one["id"] for one in read(tmp_path / "godata" / "cases.csv")}
    stays = [one for one in read(tmp_path / "godata" / "cases.csv") if one["dateRanges[0].typeId"]]
    assert [one["dateRanges[0].startDate"] for one in stays] == ["2021-03-03"]
    (nadia,) = read(tmp_path / "godata" / "contacts.csv")
    links = read(tmp_path / "godata" / "relationships.csv")
    assert {one["persons[0].id"] for one in links} == known
    assert {one["persons[1].id"] for one in links} < known | {nadia["id"]}
    assert sorted(one["comment"] for one in links) == ["", "", "household"]


@pytest.mark.parametrize(
    ("made_at", "day"), [("2021-03-03T22:59:59Z", "2021-03-03"), ("2021-03-03T23:00:00Z", "2021-03-04")]
)
def test_a_contact_of_whom_no_day_is_known_has_that_of_the_export_in_paris(
    tmp_path: Path, made_at: str, day: str
) -> None:
    writer = GoDataWriter(tmp_path, datetime.fromisoformat(made_at))
    writer.write_link(
        LineListLink(
            source="a", target="b", date_last_contact=None, date_named=None, household=None, exposure_setting="", how="",
            reached=None, date_tested=None, follow_up_days=None, follow_up_last="", became_case=False, disease="covid19",
            first=True,
        )
    )  # fmt: skip
    writer.close(complete=True)
    (contact,), (link,) = read(tmp_path / "contacts.csv"), read(tmp_path / "relationships.csv")
    assert (contact["dateOfReporting"], link["contactDate"], link["contactDateEstimated"]) == (
        day,
        day,
        "true",
    )


def read_by_schema(path: Path) -> Table:
    """A file of the list as its published columns promise it. Raises ArrowInvalid where a cell is of another type."""
    columns = getattr(load_definitions(), path.stem)
    return arrow_csv.read_csv(
        path,
        convert_options=arrow_csv.ConvertOptions(
            column_types={column.name: TYPES[column.type] for column in columns},
            null_values=[""], strings_can_be_null=True, true_values=["TRUE"], false_values=["FALSE"],
        ),
    )  # fmt: skip


def test_each_cell_is_what_its_column_promises_and_the_tables_what_epicontacts_asks(
    chain: Chain, tmp_path: Path
) -> None:
    """What R is asked below, of a second reader that is always here."""
    chain.export(tmp_path / "out")
    linelist, contacts = (
        read_by_schema(tmp_path / "out" / f"{name}.csv") for name in ("linelist", "contacts")
    )
    known = load_definitions()
    for table, columns in ((linelist, known.linelist), (contacts, known.contacts)):
        assert table.column_names == [column.name for column in columns]
        assert [field.type for field in table.schema] == [TYPES[column.type] for column in columns]
    assert (linelist.column_names[0], contacts.column_names[:2]) == ("id", ["from", "to"])
    ids, ends = linelist["id"].to_pylist(), [*contacts["from"].to_pylist(), *contacts["to"].to_pylist()]
    assert len({*ids}) == len(ids)
    assert None not in (*ids, *ends)
    into = sum(end in ids for end in contacts["to"].to_pylist())
    found = (linelist.num_rows, contacts.num_rows, into, min(linelist["date_sample"].to_pylist()).isoformat())
    assert found == (2, 3, 1, "2021-03-03")
    assert contacts["household"].to_pylist().count(True) == 1


@pytest.mark.skipif(not shutil.which("Rscript"), reason="R is not here: apt-get install r-base-core")
def test_r_reads_it_as_epicontacts_asks(chain: Chain, tmp_path: Path) -> None:
    chain.export(tmp_path / "out")
    said = subprocess.run(
        ["Rscript", "--vanilla", "-e", f'folder <- "{tmp_path / "out"}"', "-e", EPICONTACTS],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (said.stdout, said.stderr, said.returncode) == ("2 3 1 2021-03-03 1", "", 0)


def test_what_breaks_half_way_leaves_nothing(
    chain: Chain, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_off(*_: Any) -> Iterator[LineListLink]:
        raise OSError(28, "no space left")

    monkeypatch.setattr(line_list_export, "iterate_links", break_off)
    for format in load_definitions().formats:
        with pytest.raises(OSError, match="no space left"), draft_folder(tmp_path / "list") as draft:
            chain.export(draft / "inner", format)
        assert list(tmp_path.iterdir()) == []


def test_rows_have_the_columns_that_are_defined() -> None:
    known = load_definitions()
    assert LineListCase.__struct_fields__ == tuple(column.name for column in known.linelist)
    assert LineListLink.__struct_fields__[2:-2] == tuple(column.name for column in known.contacts)[2:]


def test_the_command_writes_a_folder_and_the_log(
    chain: Chain,
    store: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    keys = tmp_path / "keys.json"
    Vault.load(keys, make=True)
    for name, value in {
        "TOCSIN_DATABASE_URL": store, "TOCSIN_KEYS": str(keys), "TOCSIN_AGENT": "anne",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    (shown,) = re.findall(r"^tocsin (linelist export .*)$", HOW_TO.read_text(encoding="utf-8"), re.M)
    out = Path(shown.split()[2])
    assert run_cli(shown.split()) == 0
    assert "1 cases, 2 links" in capsys.readouterr().out
    assert sorted(path.name for path in out.iterdir()) == ["about.json", "contacts.csv", "linelist.csv"]
    assert out.stat().st_mode & 0o77 == 0
    logged = "select login, action, subject, territory, why from staff_entry"
    said = ("anne", "linelist.export", "linelist", "35", "terminal: outbreak: csv, 1 cases, 2 links")
    assert chain.people.rows(logged) == [said]
    assert run_cli(("linelist", "export", str(out), "--purpose", "outbreak")) == 74
    assert (
        run_cli(("linelist", "export", str(tmp_path / "x"), "--purpose", "outbreak", "--territory", "999"))
        == 64
    )
    assert run_cli(("linelist", "columns", "--lang", "en")) == 0
    assert "Pseudonym of the file, drawn for this export alone" in capsys.readouterr().out
    assert len(chain.people.rows(logged)) == 1
    region = ("linelist", "export", str(tmp_path / "r"), "--purpose", "outbreak", "--territory", "R53")
    assert run_cli(region) == 0
    assert chain.people.rows(logged) == [said, said], "of a region, each département whose people are in it"


@pytest.mark.parametrize("name", ["linelist", "contacts"])
def test_the_page_tells_what_each_column_means(name: str) -> None:
    """``TOCSIN_GOLDEN=write`` writes it anew."""
    page = Path(__file__).parents[2] / "docs" / "reference" / "line-list.md"
    columns = getattr(load_definitions(), name)
    rows = "".join(f"| `{column.name}` | {column.type} | {column.en} |\n" for column in columns)
    head, tail = f"<!-- made from columns.yaml: {name} -->\n", "<!-- -->"
    before, text = page.read_text(encoding="utf-8").split(head)
    table = f"\n| column | type | |\n|---|---|---|\n{rows}\n"
    if os.environ.get("TOCSIN_GOLDEN") == "write":
        page.write_text(before + head + table + text[text.index(tail) :], encoding="utf-8")
    assert page.read_text(encoding="utf-8").split(head)[1].split(tail)[0] == table
