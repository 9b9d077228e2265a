"""What holds of the verdict on every labelled row: quotes, clauses, sources, both languages."""

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from tocsin.charter.loading import load_charter
from tocsin.charter.view import view_as_of
from tocsin.evidence.extraction import extract_evidence
from tocsin.message.model import Message
from tocsin.message.plain_text import message_from_text
from tocsin.verdict.check import check, judge
from tocsin.verdict.decision import decide_verdict
from tocsin.verdict.institution_choice import DEFAULT
from tocsin.verdict.model import Verdict

EVALS = Path(__file__).parents[2] / "evals"


@cache
def rows() -> tuple[dict[str, Any], ...]:
    """The evaluation rows that are plain text."""
    lines = [
        line
        for name in sorted(EVALS.glob("*.jsonl"))
        for line in name.read_text(encoding="utf-8").splitlines()
    ]
    return tuple(row for row in map(json.loads, filter(None, lines)) if {"text", "channel"} <= row.keys())


def message(row: dict[str, Any]) -> Message:
    return message_from_text(
        row["text"],
        row["channel"],
        sender=row.get("sender") or "",
        received=date.fromisoformat(row["received_at"][:10]),
        subject=row.get("subject") or "",
        inside_account=row.get("inside_account", False),
        solicited=row.get("solicited"),
    )


@cache
def judged() -> tuple[tuple[dict[str, Any], Verdict], ...]:
    """Each row with its verdict in French."""
    return tuple((row, judge(message(row), DEFAULT)) for row in rows())


def test_it_has_rows_to_be_tried_on() -> None:
    assert len(rows()) > 500


def test_it_quotes_every_row_exactly() -> None:
    for row, found in judged():
        for reason in found.reasons:
            if reason.span is not None:
                start, end = reason.span
                assert str(row[reason.field])[start:end] == reason.quote, row["id"]
                assert reason.quote, row["id"]


def test_it_gives_every_reason_of_every_row_its_clause_dates_and_source() -> None:
    clauses = {c.id for c in load_charter("assurance_maladie").clauses}
    for row, found in judged():
        for reason in found.reasons:
            assert reason.clause in clauses or reason.clause == f"sign.{reason.kind}", row["id"]
            if reason.weight == "contradicts":
                assert reason.clause in clauses, (row["id"], reason.kind)
            if reason.clause in clauses:
                assert reason.source, row["id"]
                assert reason.in_force, row["id"]
            assert reason.text, row["id"]
            assert "{" not in reason.text, row["id"]


def test_it_says_the_same_of_a_row_in_french_and_in_english() -> None:
    for row, french in judged()[::3]:
        english = judge(message(row), DEFAULT, lang="en")
        assert french.level == english.level, row["id"]
        assert [(r.kind, r.clause, r.weight, r.span) for r in french.reasons] == [
            (r.kind, r.clause, r.weight, r.span) for r in english.reasons
        ], row["id"]
        assert len(french.advice) == len(english.advice), row["id"]
        assert all(f.text != e.text for f, e in zip(french.reasons, english.reasons, strict=True)), row["id"]


def test_it_decides_the_same_of_every_row_each_time() -> None:
    charter = load_charter("assurance_maladie")
    for row in rows()[::5]:
        read = message(row)
        view = view_as_of(charter, read.received)
        evidence = extract_evidence(read, view)
        assert extract_evidence(read, view) == evidence, row["id"]
        assert decide_verdict(read, view, evidence) == decide_verdict(read, view, list(evidence)), row["id"]


def test_it_backs_every_level_with_reasons_of_that_weight() -> None:
    for row, found in judged():
        weights = {r.weight for r in found.reasons}
        assert ("contradicts" in weights) == (found.level == "imposture"), row["id"]
        assert "warns" in weights or found.level != "suspicious", row["id"]
        assert not weights & {"contradicts", "warns"} or found.level in ("imposture", "suspicious"), row["id"]


def test_it_says_what_to_do_about_every_row_that_is_not_settled() -> None:
    for row, found in judged():
        assert bool(found.advice) == (found.level != "authentic"), row["id"]


def test_it_calls_nothing_authentic_without_a_signature() -> None:
    assert "authentic" not in {found.level for _, found in judged()}


def test_it_reads_through_the_front_door_as_through_the_house() -> None:
    for row, found in judged()[::7]:
        read = message(row)
        direct = check(
            read.text, channel=read.channel, sender=read.sender, received=read.received, subject=read.subject,
            inside_account=read.inside_account, solicited=read.solicited, charter=DEFAULT,
        )  # fmt: skip
        assert direct == found, row["id"]
