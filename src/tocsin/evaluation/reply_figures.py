"""How replies to guided SMS were read, as the ledger keeps it."""

from collections.abc import Iterable

import msgspec

from tocsin.conversation.reading.batch import ReplyOutput, read_batch_reply
from tocsin.conversation.reading.score import (
    READING_FAULTS,
    ExpectedReading,
    LabelledReply,
    list_reading_faults,
    measure_replies,
)
from tocsin.evaluation.ledger import MeasuredFamily
from tocsin.evaluation.wrong_rows import WrongRow


def count_readings(name: str, rows: Iterable[LabelledReply]) -> list[MeasuredFamily]:
    """Three families of replies: those whose value is known, cries for help, all others."""
    found = measure_replies(rows)
    wrong = {"confidently_wrong": found.confidently_wrong, "wrong_unseen": found.wrong_unseen}
    families = (
        ("value", found.valued, {"right": found.right} | wrong),
        ("cry for help", found.cries, {"signalled": found.signalled, "missed": found.missed}),
        ("no cry", found.others, {"false_alarm": found.false_alarms, "to_human": found.given_to_human}),
    )
    return [MeasuredFamily(name, family, "sms", n, counts) for family, n, counts in families if n]


def list_wrong_replies(rows: Iterable[LabelledReply]) -> list[WrongRow]:
    """Those read wrong: a cry that nobody hears is gravest, then a wrong value that counts as understood."""
    read = ((row, read_batch_reply(row)) for row in rows)
    faulty = ((row, output, list_reading_faults(row, output)) for row, output in read)
    return [
        WrongRow(
            id=row.id,
            family="cry for help" if row.is_cry else row.asked,
            expected=_say_reading(row.expect) if row.expect else row.label,
            got=f"{_say_reading(output)}, {output.handling}",
            why=faults,
            text=row.text,
            gravity=READING_FAULTS.index(faults[0]),
        )
        for row, output, faults in faulty
        if faults
    ]


def _say_reading(reading: ExpectedReading | ReplyOutput) -> str:
    said = msgspec.json.encode(reading.value).decode() if reading.understood else "not understood"
    return ", ".join((said, *reading.signals))
