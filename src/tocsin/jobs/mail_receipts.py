"""Receipts that mails with results asked for: each is a file, ready to be sent (``sendmail -t < FILE``)."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from tocsin.jobs.atomic_file import write_atomically
from tocsin.tracing.intake.mail_receipt import format_mail_receipt
from tocsin.tracing.intake.result_files import ResultFile
from tocsin.tracing.intake.tally import IntakeTally

_NAME: Final = 24


def write_receipts(
    files: Sequence[ResultFile], tallies: Iterable[IntakeTally], folder: Path | None, now: datetime
) -> Iterator[IntakeTally]:
    """The counts of files as they come, with a receipt written for each mail that asked for one.

    A mail that was taken in before gets no second one. Raises OSError, and what ``tallies`` raises.
    """
    for file, tally in zip(files, tallies, strict=True):
        envelope = file.envelope
        if folder is not None and envelope and envelope.notify and not tally.again:
            reasons = {reason: count for reason, count in sorted(tally.reasons.items()) if count}
            data = format_mail_receipt(envelope, reasons, tally.received, now)
            name = hashlib.sha256(f"{envelope.message_id}|{file.name}".encode()).hexdigest()[:_NAME]
            write_atomically(folder / f"receipt-{name}.eml", data, mode=0o600)
        yield tally
