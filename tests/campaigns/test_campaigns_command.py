"""``tocsin campaigns``, as typed and as docs/integrate/find-campaigns.md shows it."""

import json
from pathlib import Path

import pytest

from tocsin.cli.main import run_cli

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "reported.jsonl"


def test_the_example_of_the_page(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_cli(["campaigns", str(EXAMPLE), "--lang", "en"]) == 0
    shown = capsys.readouterr().out
    assert "6 messages, 2 campaigns of 2 messages or more" in shown
    assert "Campaign 1 (3 messages) from 3 November 2026 to 5 November 2026" in shown
    assert "“arrive à expiration.” becomes “expire demain.”" in shown
    assert "Petit" not in shown
    assert "Diallo" not in shown


def test_one_object_a_campaign_and_a_message_alone_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_cli(["campaigns", str(EXAMPLE), "--format", "json", "--least", "1"]) == 0
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [one["reports"] for one in found] == [3, 2, 1]
    assert found[0]["by_day"] == {"2026-11-03": 2, "2026-11-05": 1}


def test_a_genuine_message_that_many_report_is_said_to_be_for_a_person(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    genuine = EXAMPLE.read_text(encoding="utf-8").splitlines()[-1]
    (tmp_path / "heap.jsonl").write_text(f"{genuine}\n{genuine}\n", encoding="utf-8")
    assert run_cli(["campaigns", str(tmp_path / "heap.jsonl")]) == 0
    assert "Rien ne l'accuse" in capsys.readouterr().out


def test_a_line_that_cannot_be_read_is_named_and_the_others_count(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    heap = tmp_path / "heap.jsonl"
    heap.write_text(
        '{"channel": "sms", "text": 7}\nnonsense\n\n{"channel": "sms", "text": "Bonjour"}\n', encoding="utf-8"
    )
    assert run_cli(["campaigns", str(heap), "--strict"]) == 65
    shown = capsys.readouterr()
    assert "line 1: text: " in shown.err
    assert "line 2: " in shown.err
    assert shown.out.startswith("1 message, 0 campagne d'au moins 2 messages")


def test_a_file_of_something_else_is_no_heap(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "heap.csv").write_text("text,day\nBonjour,2026-11-03\n", encoding="utf-8")
    assert run_cli(["campaigns", str(tmp_path / "heap.csv")]) == 65
    assert "heap.csv: line 1: JSON is malformed" in capsys.readouterr().err


def test_a_file_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_cli(["campaigns", "nowhere.jsonl"]) == 66
    assert "nowhere.jsonl" in capsys.readouterr().err


def test_others_are_told_who_hands_it_over(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_cli(["campaigns", str(EXAMPLE), "--format", "rpz"]) == 64
    assert "--format rpz needs --producer" in capsys.readouterr().err


def test_a_block_list_as_typed(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = [
        "campaigns",
        str(EXAMPLE),
        "--format",
        "hosts",
        "--producer",
        "Équipe fraude",
        "--hold",
        "1000",
    ]
    assert run_cli(arguments) == 0
    shown = capsys.readouterr().out
    assert "vitale-renouv.example\t# until " in shown
    assert "relais-56.example" not in shown  # named by one report alone


def test_an_empty_block_list_says_so_where_it_is_typed(capsys: pytest.CaptureFixture[str]) -> None:
    typed = ["campaigns", str(EXAMPLE), "--format", "rpz", "--producer", "Équipe fraude", "--hold", "1000"]
    assert run_cli([*typed, "--least", "3"]) == 0
    shown = capsys.readouterr()
    assert "tocsin: hosts to block: 0 (this list is empty)" in shown.err
    assert "fewer than 3 reports name them" in shown.err
    assert "; hosts to block: 0 (this list is empty)" in shown.out
    assert run_cli([*typed, "--least", "9"]) == 0
    assert "no campaign has 9 reports or more (--least)" in capsys.readouterr().err
