"""How replies to guided SMS were read, as the ledger keeps it."""

from pathlib import Path

from tocsin.conversation.reading.score import load_labelled_replies, measure_replies
from tocsin.evaluation.ledger import MeasuredFamily


def measure_reply_file(path: Path) -> tuple[int, list[MeasuredFamily]]:
    """The number of rows, and three families of them: replies whose value is known, cries for help, all others.

    Raises ``msgspec.DecodeError`` where a row cannot be read.
    """
    rows = load_labelled_replies(path)
    found = measure_replies(rows)
    families = (
        ("value", found.valued, {"right": found.right, "confidently_wrong": found.confidently_wrong}),
        ("cry for help", found.cries, {"signalled": found.signalled, "missed": found.missed}),
        ("no cry", found.others, {"false_alarm": found.false_alarms, "to_human": found.given_to_human}),
    )
    return len(rows), [MeasuredFamily(path.stem, name, "sms", n, counts) for name, n, counts in families if n]
