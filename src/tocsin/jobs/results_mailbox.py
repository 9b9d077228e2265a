"""The mailbox of results: mails that laboratories send (MSSanté) go into the watched folder, and leave the mailbox.

A mail is written whole into the folder before it is deleted. Cut off between the two, it comes again as the same
file, which the intake knows by its digest.
"""

import hashlib
from collections import Counter
from pathlib import Path
from typing import Final

from imapclient import IMAPClient

from tocsin.jobs.atomic_file import write_atomically
from tocsin.jobs.scheduled_job import Counts, JobRunContext
from tocsin.runtime.mailbox import ImapMailbox, MailboxSession, parse_mailbox_url, remove_mail
from tocsin.tracing.intake.report_parcel import PARCEL

VARIABLE: Final = "TOCSIN_RESULTS_MAILBOX"
_NAME: Final = 24
"""Hexadecimal digits of the digest that name a file."""


def fetch_results_mailbox(desk: JobRunContext) -> Counts:
    """One look into it. Raises BadMailboxUrl, MailboxRefused, OSError, IMAPClientError: the next look tries again."""
    assert desk.means.mailbox  # it needs one, and a folder
    assert desk.means.inbox
    return fetch_mails(parse_mailbox_url(desk.means.mailbox, VARIABLE), desk.means.inbox)


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
