"""A message as the grouping needs it: what it says, where it leads, what its verdict was."""

from datetime import date
from functools import lru_cache

from msgspec import Struct

from tocsin.campaigns.fingerprint import TextFingerprint
from tocsin.campaigns.grouping import ReportToGroup
from tocsin.campaigns.report_masking import mask_private_sender, mask_reported_text
from tocsin.charter.loading import load_charter
from tocsin.charter.view import view_as_of
from tocsin.evidence.extraction import extract_evidence
from tocsin.evidence.model import Evidence, FoundNumber, LinkTarget
from tocsin.message.model import Message
from tocsin.phone_numbers.dialled_number import NotAPhoneNumber, parse_phone_number
from tocsin.verdict.model import ACCUSED, Level, Verdict
from tocsin.verdict.number_report import build_number_report


class ReportedMessage(Struct, frozen=True):
    day: date
    channel: str
    text: str
    """Masked; an e-mail's subject is its first line."""
    sender: str
    """Masked where it is a private person's."""
    level: Level
    claims: tuple[str, ...]
    """Institutions in whose name it comes."""
    clauses: tuple[str, ...]
    """Clauses and signs that speak against it."""
    hosts: tuple[str, ...]
    """Hosts that it leads to and that are nobody's whom a charter names; a shortener's link whole."""
    numbers: tuple[str, ...]
    """Numbers that it wants to be rung, E.164, without those that an institution publishes."""

    def prepare_for_grouping(self) -> ReportToGroup:
        return ReportToGroup(TextFingerprint(self.text), frozenset((*self.hosts, *self.numbers)))


def may_be_reported(verdict: Verdict) -> bool:
    """Whether it is worth reporting: not what is proven to be genuine, nor one number or address alone."""
    return verdict.level != "authentic" and verdict.about is None


def describe_reported_message(message: Message, verdict: Verdict) -> ReportedMessage:
    charter = load_charter(verdict.charter_id)
    evidence = extract_evidence(message, view_as_of(charter, message.received))
    text = f"{message.subject}\n{message.text}" if message.subject else message.text
    against = (reason.clause for reason in verdict.reasons if reason.weight in ("contradicts", "warns"))
    return ReportedMessage(
        day=message.received,
        channel=message.channel,
        text=mask_reported_text(text).strip(),
        sender=mask_private_sender(
            message.sender,
            accused=verdict.level in ACCUSED,
            claims=any(e.kind == "claim" and e.field == "sender" for e in evidence),
        ),
        level=verdict.level,
        claims=verdict.claims,
        clauses=tuple(dict.fromkeys(against)),
        hosts=_list_hosts(evidence),
        numbers=_list_numbers(evidence, verdict.charter_id, message.received),
    )


def _list_hosts(evidence: tuple[Evidence, ...]) -> tuple[str, ...]:
    links = (e.about for e in evidence if isinstance(e.about, LinkTarget))
    found = []
    for link in links:
        if link.standing == "shortener":  # anybody's, but for what stands behind it
            found.append(link.url.removeprefix("https://").removeprefix("http://"))
        elif link.standing in ("lookalike", "foreign"):
            found.append(link.domain or link.host)
    return tuple(dict.fromkeys(found))


def _list_numbers(evidence: tuple[Evidence, ...], charter: str, on: date) -> tuple[str, ...]:
    rung = (e.value for e in evidence if isinstance(e.about, FoundNumber) and e.about.role == "callback")
    return tuple(number for number in dict.fromkeys(rung) if not _is_published(number, charter, on))


@lru_cache(maxsize=4096)
def _is_published(number: str, charter: str, on: date) -> bool:
    """Whether the institution, or a service of public help, is reached by this number."""
    try:
        report = build_number_report(parse_phone_number(number), load_charter(charter), on)
    except NotAPhoneNumber:
        return False
    return report.is_in_charter or report.help
