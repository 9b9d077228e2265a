"""Rows of messages that teach whether a message should warn."""

import re
from collections.abc import Iterable

from tocsin.evidence.finding_features import list_finding_features
from tocsin.evidence.text_classifier import list_text_features
from tools.guard_sentences import read_own_texts
from tools.training_findings import digest_row, load_findings
from tools.training_model import EVALS, LabelledText, read_json_lines


def read_messages() -> list[LabelledText]:
    """Every message of the evaluation sets: whether it should warn, by set or by author."""
    findings = load_findings()
    rows = []
    for author, row in list_message_rows():
        text = f"{row.get('subject') or ''}\n{row['text']}"
        fraud = row["expect"]["verdict"][0] in ("imposture", "suspicious")
        found = tuple(sorted(findings[digest_row(row)]))
        rows.append(LabelledText(text, fraud, author, row.get("channel", ""), row.get("sender") or "", found))
    return rows


def list_message_rows() -> list[tuple[str, dict]]:
    """The rows of the evaluation sets that teach, with their authors: the file, or its ``writer`` where it has several; and
    our own texts."""
    aside = (EVALS / "kept-aside.txt").read_text(encoding="utf-8").split("\n")
    files = sorted((*EVALS.glob("*.jsonl"), *EVALS.glob("rounds/*.jsonl")))
    rows = [
        (row.get("writer", file.stem), row)
        for file in files
        if file.relative_to(EVALS).as_posix() not in aside
        for row in read_json_lines(file)
        if "text" in row
    ]
    return [*rows, *(("product", row) for row in _list_own_messages())]


def _list_own_messages() -> Iterable[dict]:
    """What the service itself sends, which must not look like a fraud to whoever checks it."""
    for text, sender in dict.fromkeys(read_own_texts()):
        yield {
            "channel": "sms",
            "sender": sender,
            "text": text,
            "received_at": "2021-03-08",
            "expect": {"verdict": ["unproven"]},
        }


def list_message_features(row: LabelledText) -> Iterable[str]:
    """As ``evidence/resemblance.py`` reads a message."""
    words = list_text_features(row.text, row.setting, row.heading)
    return words | list_finding_features(row.findings, row.setting)


def writes_as_people_get(author: str) -> bool:
    """Whether an author's rows are mixed as messages come: not those of rounds in which all are scouts or look like them
    (``s1``, ``s2``), which teach, and by which an edge would lie too high for everybody else."""
    return re.fullmatch(r"s\d+", author) is None


def came_by(channel: str, features: Iterable[str]) -> bool:
    """Whether a message came by a channel, by what counts of it."""
    begins = f"{channel}:"
    return any(feature.startswith(begins) for feature in features)
