"""What every table was trained on and how well that went, as the last `./dev train` wrote it down.

Whoever wants to know whether a table is still that of its rows compares what the training would be given with what
it was given: the same training takes the same to the same table, and to train takes minutes.
"""

import json
from collections.abc import Sequence
from hashlib import blake2b

import msgspec
from msgspec import Struct

from tools.training_model import EVALS, LabelledText, TrainingTask

RECORD = EVALS / "trained-tables.json"


class TrainingRecord(Struct, frozen=True, kw_only=True):
    """One training."""

    given: str
    """Hash of all that it depends on but its own code."""
    table: str
    """Hash of the table that came of it."""
    separation: float
    """Of authors left out: how often a text of the first kind scores above one of the second."""
    recall: float
    """Of authors left out: share of the first kind found at 2 % false alarms."""


def hash_training_input(
    task: TrainingTask, rows: Sequence[LabelledText], features: Sequence[Sequence[str]]
) -> str:
    """Of what counts of each text, what it is and who wrote it, and of how thresholds are chosen."""
    digest = blake2b(digest_size=8)
    rules = [task.thresholds[name] for name in task.thresholds]
    chosen = [[name, rule.share, rule.first] for name, rule in task.thresholds.items()]
    weights = {row.author: task.weigh_author(row.author) for row in rows}
    unlike = sorted((author, weight) for author, weight in weights.items() if weight != 1)
    digest.update(json.dumps([task.fewest_authors, chosen, *unlike]).encode())
    for row, found in zip(rows, features, strict=True):
        among = [rule.among is None or rule.among(found) for rule in rules]
        digest.update(json.dumps([row, found, among]).encode() + b"\n")
    return digest.hexdigest()


def hash_table(text: str) -> str:
    """Of a table as it is written."""
    return blake2b(text.encode(), digest_size=8).hexdigest()


def load_training_records() -> dict[str, TrainingRecord]:
    """The last training of each table, by its name."""
    return msgspec.json.decode(RECORD.read_bytes(), type=dict[str, TrainingRecord])


def save_training_record(name: str, record: TrainingRecord) -> None:
    """Put it in the place of the one before."""
    known = load_training_records() if RECORD.exists() else {}
    found = json.dumps(msgspec.to_builtins(dict(sorted({**known, name: record}.items()))), indent=1)
    RECORD.write_text(found + "\n", encoding="utf-8")
