"""Results that come in by themselves: a folder that is watched, a mailbox that is emptied into it, and the receipts."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from imapclient import IMAPClient

from tocsin.jobs.scheduled_job import Counts, JobRunContext
from tocsin.runtime.atomic_file import write_atomically
from tocsin.runtime.mailbox import ImapMailbox, MailboxSession, parse_mailbox_url, remove_mail
from tocsin.tracing.intake import column_mapping
from tocsin.tracing.intake.drop_folder import sweep_folder
from tocsin.tracing.intake.intake_run import run_intake
from tocsin.tracing.intake.mail_receipt import format_mail_receipt
from tocsin.tracing.intake.report_parcel import PARCEL
from tocsin.tracing.intake.result_files import ResultFile, ResultFiles
from tocsin.tracing.intake.store_sink import StoreSink
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
            data = format_mail_receipt(envelope, tally, now)
            name = hashlib.sha256(f"{envelope.message_id}|{file.name}".encode()).hexdigest()[:_NAME]
            write_atomically(folder / f"receipt-{name}.eml", data, mode=0o600)
        yield tally


def sweep_watched_folder(context: JobRunContext) -> Counts:
    """One look at it: a file is taken in once this process has seen it twice without a change between."""
    assert context.resources.inbox  # it needs one
    swept = sweep_folder(
        context.resources.inbox,
        dict(context.resources.seen),
        lambda paths: _take_in_files(context, paths),
        context.now,
    )
    context.resources.seen.clear()
    context.resources.seen.update(swept.sizes)
    counts = Counter({"files": len(swept.taken), "expired": swept.expired})
    for _, tally in swept.taken:
        counts["received"] += tally.received
        counts["not_taken_in"] += bool(tally.error)
        counts.update(tally.counts)
    return counts


def _take_in_files(context: JobRunContext, paths: list[Path]) -> Iterator[IntakeTally]:
    resources = context.resources
    used = column_mapping.load_mapping(resources.mapping) if resources.mapping else None
    with ResultFiles(paths, used) as given:
        tallies = run_intake(
            given.files, StoreSink(context.connection, resources.vault, context.now), context.now
        )
        yield from write_receipts(given.files, tallies, resources.receipts, context.now)


# The mailbox of results: mails that laboratories send (MSSanté) go into the watched folder, and leave the mailbox.
#
# A mail is written whole into the folder before it is deleted. Cut off between the two, it comes again as the same
# file, which the intake knows by its digest.

VARIABLE: Final = "TOCSIN_RESULTS_MAILBOX"


def fetch_results_mailbox(context: JobRunContext) -> Counts:
    """One look into it. Raises BadMailboxUrl, MailboxRefused, OSError, IMAPClientError: the next look tries again."""
    assert context.resources.mailbox  # it needs one, and a folder
    assert context.resources.inbox
    return fetch_mails(parse_mailbox_url(context.resources.mailbox, VARIABLE), context.resources.inbox)


def fetch_mails(box: ImapMailbox, folder: Path) -> Counter[str]:
    """Put every mail of the mailbox into the folder; how many, and how many are too large.

    One that is too large to be taken in stays there, flagged, for a human. Raises MailboxRefused, OSError,
    IMAPClientError; what was written before stays.
    """
    counts = Counter({"mails": 0, "too_large": 0})
    with MailboxSession(box) as client:
        for uid in client.search(["UNDELETED", "UNFLAGGED"]):
            counts[_fetch_mail(client, uid, folder)] += 1
    return counts


def _fetch_mail(client: IMAPClient, uid: int, folder: Path) -> str:
    size = client.fetch([uid], ["RFC822.SIZE"]).get(uid, {}).get(b"RFC822.SIZE", 0)
    if size > PARCEL:
        client.add_flags([uid], [b"\\Flagged"], silent=True)
        return "too_large"
    raw = client.fetch([uid], ["BODY.PEEK[]"]).get(uid, {}).get(b"BODY[]")
    if raw is None:  # another program took it
        return "gone"
    name = f"mail-{hashlib.sha256(raw).hexdigest()[:_NAME]}.eml"
    write_atomically(folder / name, raw, mode=0o600)
    remove_mail(client, uid)
    return "mails"
