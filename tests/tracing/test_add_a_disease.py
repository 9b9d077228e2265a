"""The how-to is done as it stands: a disease that does not exist, from its file to a call with its days and its erasure."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import psycopg
import pytest
from msgspec.structs import replace

from tests.tracing.conversations.office import Office
from tocsin import config
from tocsin.cli.main import run_cli
from tocsin.privacy.erasure import erase_due
from tocsin.privacy.vault import Vault
from tocsin.protocol.load import ProtocolError, load_protocol, parse_protocol
from tocsin.tracing.calls.sheet_text import list_questions
from tocsin.tracing.calls.task_queue import take_next_call
from tocsin.tracing.intake import code_tables

PAGE = (Path(__file__).parents[2] / "docs" / "extend" / "add-a-disease.md").read_text(encoding="utf-8")
YAML = re.search(r"```yaml\n(.*?)```", PAGE, re.DOTALL)[1]  # type: ignore[index]
HL7 = re.search(r"```text\n(.*?)```", PAGE, re.DOTALL)[1]  # type: ignore[index]
CONSOLE = "\n".join(re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL))
COMMANDS = [
    line.removeprefix("$ tocsin ").split() for line in CONSOLE.splitlines() if line.startswith("$ tocsin")
]
NUMBER = "+33639985678"


def forget() -> None:
    """What a process reads once, as in a new one."""
    for known in (
        config.read_settings,
        load_protocol,
        code_tables.load_code_tables,
        code_tables.find_disease,
    ):
        getattr(known, "cache_clear", lambda: None)()


@pytest.fixture
def service(store: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A service with the folder of the page, at the hour of its result."""
    (tmp_path / "diseases").mkdir()
    (tmp_path / "diseases" / "lagoon_fever.yaml").write_text(YAML, encoding="utf-8")
    (tmp_path / "lagoon.hl7").write_text(HL7.replace("\n", "\r"), encoding="utf-8")
    (tmp_path / "keys").mkdir(mode=0o700)
    for name, value in {
        "TOCSIN_DISEASES": "diseases", "TOCSIN_DATABASE_URL": store,
        "TOCSIN_KEYS": str(tmp_path / "keys" / "keys.json"), "TOCSIN_STORY": "2026-01-25T15:30:00Z@0.000001",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    forget()
    Vault.load(make=True)
    yield store
    monkeypatch.undo()
    forget()


def test_the_page_is_done_from_its_file_to_its_erasure(
    service: str, capsys: pytest.CaptureFixture[str]
) -> None:
    lint, plan, intake, serve = COMMANDS
    assert serve == ["serve", "--gateway", "0"]
    assert run_cli(lint) == 1
    said = capsys.readouterr().out
    assert said.endswith("1 to confirm\n")
    assert said in CONSOLE + "\n", "the page shows what is printed"
    assert run_cli(plan) == 0
    assert "28 January 2026" in capsys.readouterr().out, "six days after the 22nd"

    assert run_cli(intake) == 0
    with psycopg.connect(service, autocommit=True) as db:
        assert db.execute("select disease from tracing_case").fetchall() == [("lagoon_fever",)]
        office = Office(db, Vault.load())
        office.now = datetime(2026, 1, 25, 15, 31, tzinfo=UTC)
        office.step()
        assert office.texts(NUMBER) == [], "no SMS that names another disease"
        assert db.execute("select reason from tracing_calltask").fetchall() == [("no_wording",)]
        sheet = take_next_call(db, Vault.load(), "anne", office.now)
        assert sheet
        assert sheet.name.lower() == "anne roux"
        assert any("first day of" in line.text.en for line in sheet.plan.lines), sheet.plan
        asked = {one.what: one.text.en for one in list_questions(sheet)}
        assert asked["contacts"].endswith(" January? Name, phone; who lives with you?"), (
            "nobody defined a contact"
        )
        defined = {one.what: one.text.en for one in list_questions(replace(sheet, disease="measles"))}
        assert "Counts as a contact: Lives under the same roof" in defined["contacts"]
        assert not any("mask" in text for text in (*asked.values(), *defined.values())), "that is Covid-19's"
        assert_kept_for_six_months(db)


def assert_kept_for_six_months(db: psycopg.Connection) -> None:
    """Three months of the legal base are the floor; the file says six."""
    vault, left = Vault.load(), {}
    for on in (date(2026, 4, 26), date(2026, 7, 24), date(2026, 7, 26)):
        erase_due(db, vault, on, datetime(on.year, on.month, on.day, 2, tzinfo=UTC), by="clock")
        left[on.month, on.day] = db.execute("select sealed is not null from tracing_person").fetchone()[0]  # type: ignore[index]
        if on.month == 4:
            sealed = db.execute("select int8send(id) || sealed from tracing_person").fetchone()
            assert sealed
            assert b"Anne" in vault.open(sealed[0], "person.sealed"), "under a later key"
            assert min(key.day for key in vault.ring.keys) > date(2026, 1, 26), "that of its day is destroyed"
    assert left == {(4, 26): True, (7, 24): True, (7, 26): False}
    assert db.execute("select count(*) from tracing_case where erased_at is null").fetchone() == (0,)


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        (
            "contact_is: {confirm: true, ",
            "contact_is: {",
            "facts.contact_is: expected a value with its source",
        ),
        ("months: 6", "months: 600", "retention.months: expected a number from 1 to 120"),
        ("least: 3", "least: -3", "facts.incubation: must be 0 or more"),
        ("least: 3", "least: 12", "facts.incubation: expected least, usual and most in their order"),
        ("disease: lagoon_fever", "disease: Lagoon-fever", "disease: expected small letters"),
    ],
)
def test_what_is_missing_is_refused_with_its_line(was: str, becomes: str, said: str) -> None:
    assert was in YAML
    with pytest.raises(ProtocolError, match=rf"lagoon_fever.yaml, line \d+, {re.escape(said)}"):
        parse_protocol(YAML.replace(was, becomes), "lagoon_fever.yaml")


def test_a_term_that_is_not_confirmed_is_not_applied(service: str) -> None:
    from tocsin.privacy.retention import list_longer_diseases

    assert dict(list_longer_diseases()) == {"lagoon_fever": 3}, (
        "tuberculosis proposes one, and nobody confirmed it"
    )
