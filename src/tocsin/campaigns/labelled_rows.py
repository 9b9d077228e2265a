"""Texts that analysts labelled, as rows for a round of labelled messages (``evals/README.md``)."""

from collections.abc import Iterator
from typing import Any, Final

from tocsin.campaigns.report_store import Connection
from tocsin.store.statements import fetch_rows

_EXPECTED: Final = {
    "fraud": ("fraud-institution", ["imposture", "suspicious"]),
    "scam": ("fraud-other", ["suspicious"]),
    "genuine": ("genuine", ["unproven", "authentic"]),
    "harmless": ("harmless", ["unrelated"]),
}
"""Label -> family of the row, and the verdicts that are right."""


def list_labelled_rows(connection: Connection) -> Iterator[dict[str, Any]]:
    """A row for each labelled variant: masked text, label, what Tocsin said, and what is right."""
    for one in fetch_rows(connection, "campaigns.labelled"):
        family, verdicts = _EXPECTED[one.label]
        yield {
            "id": f"reports-{one.id}",
            "channel": one.channel or "sms",
            "sender": one.sender or "",
            "received_at": one.day.isoformat() if one.day else None,
            "text": one.text,
            "family": family,
            "claims": one.claims or [],
            "got": one.level,
            "expect": {"verdict": verdicts},
        }
