"""Reports to whoever can take a host or a number down: its host, its registrar, its operator. Prepared, never sent.

Each is written as XARF 4 (https://xarf.org) and as ARF (RFC 5965), which abuse desks read by machine, and as a letter.
How far it is (prepared, sent, answered, down) is what a person says.
"""

import base64
import re
from datetime import UTC, date, datetime, time
from email.message import EmailMessage
from email.mime.base import MIMEBase
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256
from typing import Any, Final, Literal, get_args
from uuid import UUID, uuid5

from msgspec import Struct

from tocsin import __version__
from tocsin.campaigns.campaign_desk import CampaignRecord, NoSuchCampaign
from tocsin.campaigns.report_store import Connection
from tocsin.charter.loading import list_charter_names, load_charter
from tocsin.charter.words import format_day, say_institution_name
from tocsin.locale.catalogues import translate
from tocsin.phone_numbers.e164 import to_e164
from tocsin.store.queries import query
from tocsin.store.statements import fetch_records

AbuseAddressee = Literal["host", "registrar", "operator"]
AbuseState = Literal["prepared", "sent", "answered", "down"]
ADDRESSEES: Final[tuple[AbuseAddressee, ...]] = get_args(AbuseAddressee)
STATES: Final[tuple[AbuseState, ...]] = get_args(AbuseState)
VERSION: Final = "4.0.0"
_NAMES: Final = UUID("6f3b2a52-0d5c-5a0e-9f7e-6f1e0c9e4b11")
"""Of the numbers of reports: the same report has the same, however often it is written."""
_MOST: Final = 120
_LONG_NUMBER: Final = re.compile(r"\+?(?:[ .-]?\d){9,15}")
_PROTOCOLS: Final = {"sms": "sms", "whatsapp": "whatsapp", "social": "social_media"}


class NotInCampaign(ValueError):
    """No report of this campaign leads to this host or number."""


class AbuseReporter(Struct, frozen=True, kw_only=True):
    """Who reports: the operator of the service."""

    org: str
    contact: str
    """An address to write to."""
    domain: str


class AbuseReportRecord(Struct, frozen=True, kw_only=True):
    id: int
    kind: AbuseAddressee
    target: str
    addressee: str
    state: AbuseState
    prepared_at: datetime
    sent_at: datetime | None
    campaign_id: int = 0
    answered_at: datetime | None = None
    down_at: datetime | None = None
    by: str = ""
    reports: int = 0
    """Reports that name what it is about; none in a list of requests, or where they are erased."""
    first_seen: date | None = None
    last_seen: date | None = None
    text: str = ""
    """The first of these reports, masked."""


def list_abuse_reports(connection: Connection, campaign: int) -> list[AbuseReportRecord]:
    return fetch_records(connection, AbuseReportRecord, "campaigns.requests", campaign=campaign)


def read_abuse_report(connection: Connection, id: int) -> AbuseReportRecord:
    """One of them. Raises NoSuchCampaign."""
    found = fetch_records(connection, AbuseReportRecord, "campaigns.request", request=id)
    if not found:
        raise NoSuchCampaign(str(NoSuchCampaign.__doc__))
    return found[0]


def list_abuse_targets(record: CampaignRecord, kind: AbuseAddressee) -> list[str]:
    """What a report to these may be about: hosts, or numbers and senders with as many digits as a person's number. A
    short number may be an institution's own, which a swindler shows in its place."""
    if kind != "operator":
        return list(record.facts.get("hosts", {}))
    senders = (one for one in record.facts.get("senders", {}) if _LONG_NUMBER.fullmatch(one))
    return list(dict.fromkeys((*record.facts.get("numbers", {}), *senders)))


def prepare_abuse_report(
    connection: Connection,
    record: CampaignRecord,
    kind: AbuseAddressee,
    target: str,
    addressee: str,
    by: str,
    now: datetime,
) -> None:
    """Have a report ready for a host or a number that reports of the campaign lead to. Raises NotInCampaign."""
    if target not in list_abuse_targets(record, kind):
        raise NotInCampaign(f"{str(NotInCampaign.__doc__).rstrip('.')}: {target!r}")
    values = {"campaign": record.id, "kind": kind, "target": target, "addressee": addressee[:_MOST]}
    connection.execute(query("campaigns.prepare"), {**values, "by": by, "now": now})


def advance_abuse_report(
    connection: Connection, campaign: int, id: int, state: AbuseState, by: str, now: datetime
) -> None:
    """Note how far a report is. Raises NoSuchCampaign."""
    values = {"campaign": campaign, "request": id, "state": state, "by": by, "now": now}
    if not connection.execute(query("campaigns.advance"), values).rowcount:
        raise NoSuchCampaign(str(NoSuchCampaign.__doc__))


def build_xarf_report(
    report: AbuseReportRecord, record: CampaignRecord, reporter: AbuseReporter
) -> dict[str, Any]:
    """The report as XARF 4: ``content/phishing`` of a host, ``messaging/spam`` of a number."""
    text = _quote_report(report, record).encode()
    said = {"org": reporter.org, "contact": reporter.contact, "domain": reporter.domain}
    found: dict[str, Any] = {
        "xarf_version": VERSION,
        "report_id": str(uuid5(_NAMES, f"{reporter.domain} {report.id}")),
        "timestamp": _write_moment(report.prepared_at),
        "reporter": said,
        "sender": said,
        "source_identifier": _name_source(report),
        "evidence_source": "user_complaint",
        "evidence": [
            {
                "content_type": "text/plain",
                "description": "Text of a reported message, without personal data",
                "payload": base64.b64encode(text).decode(),
                "hash": f"sha256:{sha256(text).hexdigest()}",
                "size": len(text),
            }
        ],
        "tags": [f"campaign:{record.id}"],
    }
    if report.kind == "operator":
        channel = next(iter(record.facts.get("channels", {})), "sms")
        return {
            **found,
            "category": "messaging",
            "type": "spam",
            "protocol": _PROTOCOLS.get(channel, "other"),
        }
    claims = record.facts.get("claims", {})
    return {
        **found,
        "category": "content",
        "type": "phishing",
        "url": f"https://{report.target}",
        "domain": _name_source(report),
        **({"target_brand": _name_brand(next(iter(claims)))} if claims else {}),
    }


def _name_source(report: AbuseReportRecord) -> str:
    """A host without the path of a shortened link; a number as it is dialled from anywhere."""
    return to_e164(report.target) or report.target.partition("/")[0]


def _name_brand(institution: str) -> str:
    """As it calls itself."""
    if institution not in list_charter_names():
        return institution
    return say_institution_name(load_charter(institution), "fr")


def write_abuse_letter(
    report: AbuseReportRecord, record: CampaignRecord, reporter: AbuseReporter, lang: str
) -> str:
    count, span = _count_reports(report, record), _say_span(report, record, lang)
    return translate(
        "campaigns.letters",
        report.kind,
        lang,
        target=report.target,
        addressee=report.addressee or "-",
        reported=translate("campaigns.letters", "reported", lang, n=count, when=span),
        text=_quote_report(report, record),
        org=reporter.org,
        contact=reporter.contact,
        number=f"{record.id}-{report.id}",
    )


def _count_reports(report: AbuseReportRecord, record: CampaignRecord) -> int:
    """Those that name what it is about; those of the campaign once they are erased."""
    return report.reports or record.reports


def _say_span(report: AbuseReportRecord, record: CampaignRecord, lang: str) -> str:
    first = report.first_seen or min(record.by_day, default=None)
    last = report.last_seen or max(record.by_day, default=None)
    if first is None or last is None:
        return "-"
    days = {"first": format_day(first, lang), "last": format_day(last, lang)}
    return translate("campaigns", "one_day" if first == last else "days", lang, **days)


def write_arf_message(
    report: AbuseReportRecord, record: CampaignRecord, reporter: AbuseReporter, lang: str
) -> bytes:
    """The report as an e-mail to be sent: the letter, what a machine reads of it, and a message that was reported."""
    mail = MIMEMultipart("report", policy=SMTP, report_type="feedback-report")
    mail["From"], mail["Subject"] = reporter.contact, f"Abuse: {report.target}"
    if "@" in report.addressee:
        mail["To"] = " ".join(report.addressee.split())
    mail["X-Unsent"] = "1"  # mail programs open it as a draft
    mail.attach(MIMEText(write_abuse_letter(report, record, reporter, lang), "plain", "utf-8"))
    feedback = MIMEBase("message", "feedback-report")
    feedback.set_payload("".join(f"{name}: {value}\r\n" for name, value in _list_arf_fields(report, record)))
    mail.attach(feedback)
    reported = EmailMessage(policy=SMTP)
    reported["Subject"] = "Reported message"
    reported.set_content(_quote_report(report, record))
    mail.attach(MIMEMessage(reported))
    return mail.as_bytes()


def _list_arf_fields(report: AbuseReportRecord, record: CampaignRecord) -> list[tuple[str, object]]:
    """What a machine reads of an ARF message (RFC 5965, section 3)."""
    led = report.kind != "operator"
    found: list[tuple[str, object]] = [
        ("Feedback-Type", "fraud"), ("User-Agent", f"Tocsin/{__version__}"), ("Version", 1),
        ("Incidents", _count_reports(report, record)),
        ("Reported-URI", f"https://{report.target}" if led else f"tel:{_name_source(report)}"),
    ]  # fmt: skip
    if led:
        found.append(("Reported-Domain", report.target.partition("/")[0]))
    if last := report.last_seen or max(record.by_day, default=None):
        found.append(("Arrival-Date", _write_mail_day(last)))
    return found


def _write_mail_day(day: date) -> str:
    return format_datetime(datetime.combine(day, time(), UTC))


def _quote_report(report: AbuseReportRecord, record: CampaignRecord) -> str:
    """A message that names what is reported; once these are erased, a variant that led there."""
    led = (one.text for one in record.variants if report.target in one.marks)
    return report.text or next(led, record.variants[0].text)


def _write_moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
