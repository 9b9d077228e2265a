"""The pages on results say what there is, and what they show is done."""

import re
from pathlib import Path

import pytest

from tocsin.cli.main import run_cli as tocsin
from tocsin.protocol.load import list_diseases
from tocsin.tracing.intake import records
from tocsin.tracing.intake.code_tables import load_code_tables
from tocsin.tracing.intake.column_mapping import FIELDS, load_mapping
from tocsin.tracing.intake.records import DISPOSITIONS

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs/reference/intake.md").read_text(encoding="utf-8")
HOW = (ROOT / "docs/integrate/take-in-results.md").read_text(encoding="utf-8")
SOURCE = ROOT / "src/tocsin/tracing/intake"


def rows(title: str) -> dict[str, str]:
    """The rows of the first table after a title."""
    part = PAGE.split(title, 1)[1]
    return dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", part.split("\n\n## ", 1)[0], flags=re.MULTILINE))


def test_every_reason_is_documented() -> None:
    assert rows("## Reasons for quarantine") == records.REASONS


def test_every_reason_that_the_code_gives_is_in_the_table() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in SOURCE.glob("*.py"))
    given = set(re.findall(r'UnsafeParcel\(\s*"(\w+)"', text)) | set(
        re.findall(r'(?:data|raw), "(\w+)", ', text)
    )
    given |= set(re.findall(r'RejectedRecord\(\s*"(\w+)"', text)) | set(re.findall(r'no\("(\w+)"', text))
    given |= set(re.findall(r'RefusedRecord\(\s*[\w".]+, [\w.]+(?:\(HEAD\))?, "(\w+)"', text))
    assert {
        "unreadable",
        "too_large",
        "no_mapping",
        "unknown_format",
        "contradiction",
        "unsafe_archive",
    } <= given
    assert given <= records.REASONS.keys()
    assert all(len(reason) <= 24 for reason in records.REASONS), "the column holds no more"


def test_every_disposition_and_every_column_is_documented() -> None:
    assert list(rows("## Dispositions")) == list(DISPOSITIONS)
    assert rows("## CSV") == FIELDS


def test_the_codes_that_are_named_mean_what_the_page_says() -> None:
    known = load_code_tables().values
    said = PAGE.split("*Positive* is", 1)[1].split("`A` and `N`")[0]
    positive, negative = (set(re.findall(r"`([\w-]+)`", part)) for part in said.split("*negative*"))
    assert positive == {code for (_, code), answer in known.items() if answer == "positive"}
    assert negative == {code for (_, code), answer in known.items() if answer == "negative"}


def test_the_tables_of_codes_say_where_they_are_from() -> None:
    text = (SOURCE / "codes.yaml").read_text(encoding="utf-8")
    assert re.search(r"^read: 20\d\d-\d\d-\d\d$", text, re.MULTILINE)
    assert set(load_code_tables().tests.values()) == set(list_diseases())


def block(name: str) -> str:
    """A file of the how-to page."""
    return re.split(r"```\w+\n", HOW.split(f"`{name}`:", 1)[1], maxsplit=1)[1].split("```")[0]


def test_the_example_gives_what_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "results.csv").write_text(block("results.csv"), encoding="utf-8")
    command, shown = re.findall(r"\$ tocsin (intake --dry-run --received .*)\n(.+)\n", HOW)[0]
    assert tocsin(command.split()) == 0
    assert capsys.readouterr().out.splitlines()[0] == shown


def test_the_files_of_the_examples_are_taken_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs").symlink_to(ROOT / "docs")
    (tmp_path / "halles.yaml").write_text(block("halles.yaml"), encoding="utf-8")
    command, shown = re.findall(r"\$ tocsin (intake --dry-run --mapping .*)\n(.+)\n", HOW)[0]
    assert tocsin(command.split()) == 0
    assert capsys.readouterr().out.splitlines()[0] == shown
    together = re.search(r"\$ tocsin intake (results.csv docs/.*) --ack", HOW)[1].split()[1:]
    assert tocsin(["intake", "--dry-run", "--received", "2022-01-25T18:00:00Z", *together]) == 0
    assert "total: 2 received = 2 opened + 0 known" in capsys.readouterr().out


def test_the_mail_and_the_messages_of_french_laboratories_give_what_is_shown(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    command, shown = re.search(r"\$ tocsin (intake --dry-run [^\n]*mssante[^\n]*)\n([^`]+)```", HOW).groups()
    assert tocsin(command.split()) == 0
    assert capsys.readouterr().out == shown


def test_the_mapping_that_is_shown_can_be_used(tmp_path: Path) -> None:
    path = tmp_path / "halles.yaml"
    path.write_text(block("halles.yaml"), encoding="utf-8")
    assert load_mapping(path).constants["test"] == "94558-4"
