"""What answers a mail with reports: the message disposition notification (RFC 8098) that it asked for.

As the ANS' volet "Transmission de documents CDA en HL7 v2 par courriel MSSanté" has it: ``processed`` where all of it
was taken, ``processed/error`` with a code where something waits. The volet puts the person's name and birth date
into the subject and the mail itself into the third part; neither is done here: a receipt says nothing about anybody,
and the identifier of the mail tells its sender which it was.
"""

from datetime import datetime
from email.message import Message
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import format_datetime
from typing import Final

from msgspec import Struct

from tocsin.locale.catalogues import load_sentences
from tocsin.locale.paris_time import to_paris_time
from tocsin.message.mail_headers import parse_mailboxes
from tocsin.message.mime import MimeReader
from tocsin.tracing.intake.tally import IntakeTally

_OTHER: Final = "906"
"""Code of the volet's table of errors for what has no code of its own there."""
_SUBJECT: Final = "XDM/1.0/DDM"
_WORDS: Final = 200


class MailEnvelope(Struct, frozen=True):
    message_id: str
    to: str
    """Who got it: in whose name the receipt is."""
    notify: str
    """Who is told; empty where nobody asked."""


def read_mail_envelope(data: bytes) -> MailEnvelope:
    """The envelope of a mail; where ``Return-Path`` names another than who is to be told, nobody is (RFC 8098, 2.1)."""
    source = data.lstrip(b"\xef\xbb\xbf\r\n\t ")
    block = MimeReader().read_part(source, 0, len(source)).block

    def read_address(header: str) -> str:
        found = parse_mailboxes(block.first_value(header))
        address = found[0].address if len(found) == 1 else ""
        return address if address.isascii() and address.isprintable() and address.count("@") == 1 else ""

    notify, back = read_address("disposition-notification-to"), block.first_value("return-path")
    if back and read_address("return-path").lower() != notify.lower():
        notify = ""
    written = block.first_value("message-id").decode("ascii", "replace").strip()[:_WORDS]
    message_id = written if written.isascii() and written.isprintable() else ""
    return MailEnvelope(message_id, read_address("to"), notify)


def format_mail_receipt(envelope: MailEnvelope, tally: IntakeTally, now: datetime) -> bytes:
    """The receipt, as a mail that is ready to be sent: what was read of it, and why how many of its records wait."""
    reasons = dict(sorted((+tally.reasons).items()))
    waiting, words = sum(reasons.values()), load_sentences("site", "supervision.common", "fr")
    said = ", ".join(f"{words[f'reason_{reason}']} ({n})" for reason, n in reasons.items())
    mail = MIMEMultipart("report", report_type="disposition-notification")
    mail["Date"] = format_datetime(to_paris_time(now))
    mail["From"], mail["To"] = envelope.to, envelope.notify
    mail["Subject"] = f"[KO Intégration système !][{_OTHER}] {_SUBJECT}" if waiting else _SUBJECT
    if envelope.message_id:
        mail["In-Reply-To"] = envelope.message_id
    mail["Auto-Submitted"] = "auto-replied"
    text = f"Courriel reçu : {tally.received} résultat(s) lu(s)."
    if waiting:
        text += (
            f" {waiting} n'ont pas pu être intégrés automatiquement et attendent une personne, pour la raison "
            f"suivante : {said}.\n\nOù, et ce qui était attendu :\n"
            + "\n".join(f"- {one}" for one in tally.waiting)
        )
    mail.attach(MIMEText(f"{text}\n", "plain", "utf-8"))
    report = Message()
    report["Content-Type"] = "message/disposition-notification"
    error = f"/error: {_OTHER}^Erreur Autre: {' '.join(reasons)}" if waiting else ""
    fields = (
        "Reporting-UA: tocsin",
        f"Original-Recipient: rfc822;{envelope.to}",
        f"Final-Recipient: rfc822;{envelope.to}",
        *((f"Original-Message-ID: {envelope.message_id}",) if envelope.message_id else ()),
        f"Disposition: automatic-action/MDN-sent-automatically; processed{error}",
    )
    report.set_payload("".join(f"{field}\r\n" for field in fields))
    mail.attach(report)
    return mail.as_bytes()
