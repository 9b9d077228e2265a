"""What the rules found in the rows that the classifier of messages learns from, as it stood when a row joined.

A row keeps the findings of its first training: later rules were made with it in hand, and find more in it than in
the next message. So the classifier learns what findings are worth where nobody tuned, and a change of the rules
changes no table. `./dev train` adds rows that are new; `./dev train --again` reads all of them anew, as it must where
a kind of finding got another name.
"""

import json
from datetime import date
from hashlib import blake2b
from pathlib import Path

from tocsin.evidence.finding_features import name_findings, name_layout
from tocsin.message.message_reader import message_from_row
from tocsin.message.model import Message
from tocsin.verdict.batch_check import parse_row
from tocsin.verdict.institution_choice import choose_institution

FINDINGS = Path(__file__).parents[1] / "evals/findings.tsv"
"""A row a line: its digest, then the names of its findings."""


_UNDATED = "2024-05-02"
"""Day of a row that gives none."""
_TODAY = date(9999, 1, 1)
"""After every row: what was received is never refused for lying ahead."""
_MESSAGE_KEYS = ("text", "subject", "channel", "sender", "received_at", "inside_account", "solicited")


def digest_row(row: dict) -> str:
    """What a row is known by: its message, whatever is said about it."""
    said = {key: value for key, value in row.items() if key in _MESSAGE_KEYS}
    return blake2b(json.dumps(said, sort_keys=True).encode(), digest_size=6).hexdigest()


def load_findings() -> dict[str, frozenset[str]]:
    """The names of the findings of each row, by its digest."""
    lines = FINDINGS.read_text(encoding="ascii").splitlines() if FINDINGS.exists() else []
    split = (line.split("\t") for line in lines)
    return {digest: frozenset(names.split()) for digest, names in split}


def record_findings(rows: list[dict], *, again: bool = False) -> None:
    """Read the rows that are new, or all of them, and write the file in the order of the rows."""
    known = {} if again else load_findings()
    lines = {}
    for row in rows:
        digest = digest_row(row)
        names = known.get(digest)
        lines[digest] = " ".join(sorted(read_row_findings(row) if names is None else names))
    text = "".join(f"{digest}\t{names}\n" for digest, names in lines.items())
    FINDINGS.write_text(text, encoding="ascii")


def read_row_message(row: dict) -> Message:
    """The message of a row."""
    dated = {"received_at": _UNDATED} | row
    return message_from_row(parse_row(json.dumps(dated).encode()), _TODAY)


def read_row_findings(row: dict) -> set[str]:
    """What the rules find in a row now, read for the institution that it claims to come from."""
    message = read_row_message(row)
    reading = choose_institution(message).readings[0]
    evidence = reading.extractor.settle_unweighed(reading.first)
    return name_findings(evidence) | name_layout(message.text)
