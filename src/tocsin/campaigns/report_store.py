"""Reports in the store: added with consent, found again by their receipt, taken back, erased when their time is over."""

from datetime import date, datetime, time
from typing import Any, Final, Literal

import psycopg
from msgspec import Struct

from tocsin.campaigns.fingerprint import TextFingerprint
from tocsin.campaigns.report_receipts import LETTERS, ReceiptKeys, draw_ticket, format_receipt_code
from tocsin.campaigns.reported_message import ReportedMessage
from tocsin.config import read_settings
from tocsin.locale.paris_time import PARIS_ZONE, find_paris_day
from tocsin.privacy.retention import find_last_due_day
from tocsin.privacy.vault import Vault
from tocsin.store.queries import query
from tocsin.store.statements import fetch_records
from tocsin.tracing.supervision.territory import load_regions

Connection = psycopg.Connection[Any]
Origin = Literal["page", "api", "mail", "sms"]
MOST_TEXT: Final = 8_000
"""Characters of a text that are kept: an e-mail's first pages."""
MOST_LISTED: Final = 20
"""Hosts, and numbers, of one report that are kept."""


LETTER_PLACE: Final = "reportletter.sealed"
"""Where an address is sealed."""


class LetterRequest(Struct, frozen=True):
    """To whom is written, once, what became of a report."""

    address: str
    lang: str
    """``fr`` or ``en``."""
    vault: Vault
    """Seals the address."""


class UnknownRegion(ValueError):
    """It is the code of no region."""


class KeptReport(Struct, frozen=True, kw_only=True):
    id: int
    reported_on: date
    day: date
    channel: str
    text: str
    sender: str
    hosts: list[str]
    numbers: list[str]
    region: str
    campaign_id: int | None
    """None: it was not looked at yet."""


def add_report(
    connection: Connection,
    message: ReportedMessage,
    receipt: bytes,
    origin: Origin,
    now: datetime,
    region: str = "",
) -> bool:
    """Keep a report; ``receipt`` is the digest of its code. False where the same receipt is there already.

    Raises UnknownRegion.
    """
    if region and region not in load_regions():
        raise UnknownRegion(f"{str(UnknownRegion.__doc__).rstrip('.')}: {region!r}")
    text = _storable(message.text[:MOST_TEXT])
    kept = {
        "today": find_paris_day(now), "day": message.day, "origin": origin, "channel": message.channel,
        "text": text, "text_key": TextFingerprint(text).key,
        "sender": _storable(message.sender[:200]), "level": message.level, "claims": list(message.claims),
        "clauses": list(message.clauses), "hosts": list(map(_storable, message.hosts[:MOST_LISTED])),
        "numbers": list(message.numbers[:MOST_LISTED]), "region": region, "receipt": receipt,
    }  # fmt: skip
    return connection.execute(query("reports.add"), kept).rowcount == 1


def keep_report(
    connection: Connection,
    keys: ReceiptKeys,
    message: ReportedMessage,
    origin: Origin,
    now: datetime,
    region: str = "",
    letter: LetterRequest | None = None,
) -> str:
    """Keep a report under a receipt that is drawn for it; its code, as it is shown. Raises UnknownRegion.

    ``letter``: to whom is written what becomes of it.
    """
    code = keys.make_code(draw_ticket())
    with connection.transaction():
        add_report(connection, message, keys.digest_code(code), origin, now, region)
        if letter:
            ((id,),) = connection.execute(query("reports.letter_number")).fetchall()
            day = find_paris_day(now)
            sealed = letter.vault.seal(letter.address, LETTER_PLACE, day, id)
            told = {
                "id": id,
                "sealed": sealed,
                "day": day,
                "lang": letter.lang,
                "receipt": keys.digest_code(code),
            }
            connection.execute(query("reports.add_letter"), told)
    return format_receipt_code(code)


def find_report(connection: Connection, receipt: bytes) -> KeptReport | None:
    """The report of a receipt; None where there is none, or no longer."""
    found = fetch_records(connection, KeptReport, "reports.by_receipt", receipt=receipt)
    return found[0] if found else None


def withdraw_report(connection: Connection, receipt: bytes) -> None:
    """Take a report back: nothing is left of it, and its campaign counts one less, or is gone with it."""
    with connection.transaction():
        for (variant,) in connection.execute(query("reports.withdraw"), {"receipt": receipt}).fetchall():
            for (text,) in connection.execute(query("reports.retell"), {"variant": variant}).fetchall():
                bands = list(TextFingerprint(text).telling_bands)
                connection.execute(query("reports.change_bands"), {"variant": variant, "bands": bands})
            connection.execute(query("reports.drop_empty"), {"variant": variant})


def erase_old_reports(connection: Connection, today: date) -> dict[str, int]:
    """Away with reports and campaigns whose time is over (``TOCSIN_REPORT_MONTHS``, ``TOCSIN_CAMPAIGN_MONTHS``)."""
    said = read_settings()
    reports = find_last_due_day(today, said.report_months)
    campaigns = find_last_due_day(today, said.campaign_months)
    begun = datetime.combine(campaigns, time(), PARIS_ZONE)
    kept = {"up_to": today - LETTERS}
    return {
        "letters": connection.execute(query("erasure.letters"), kept).rowcount,
        "reports": connection.execute(query("erasure.reports"), {"up_to": reports}).rowcount,
        "campaigns": connection.execute(
            query("erasure.campaigns"), {"up_to": campaigns, "before": begun}
        ).rowcount,
    }


def _storable(text: str) -> str:
    """A text as PostgreSQL takes it: without NUL, and without half characters."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()
