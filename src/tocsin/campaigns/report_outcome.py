"""What became of a report, for whoever has its receipt."""

from datetime import date, datetime
from typing import Literal

from msgspec import Struct

from tocsin.campaigns.report_store import Connection, KeptReport, find_report
from tocsin.store.statements import fetch_records

CampaignState = Literal["new", "confirmed", "harmless"]


class ToldRequest(Struct, frozen=True, kw_only=True):
    """Somebody who can take a host or a number down was told of it."""

    kind: str
    """``host``, ``registrar`` or ``operator``."""
    target: str
    sent_at: datetime
    answered_at: datetime | None
    down_at: datetime | None


class CampaignOutcome(Struct, frozen=True, kw_only=True):
    """What is known by now of the campaign that a report belongs to."""

    state: CampaignState
    state_at: datetime | None
    reports: int
    first_seen: date | None
    last_seen: date | None


class ReportOutcome(Struct, frozen=True, kw_only=True):
    report: KeptReport
    campaign: CampaignOutcome | None
    """None: nobody has looked at it yet."""
    requests: tuple[ToldRequest, ...] = ()
    """About what the report itself leads to, or its sender: of other hosts of its campaign the page says nothing."""


def find_report_outcome(connection: Connection, receipt: bytes) -> ReportOutcome | None:
    """The report of a receipt (its digest) and what came of it; None where there is none, or no longer."""
    report = find_report(connection, receipt)
    if report is None:
        return None
    if report.campaign_id is None:
        return ReportOutcome(report=report, campaign=None)
    asked = {"campaign": report.campaign_id, "targets": [*report.hosts, *report.numbers, report.sender]}
    campaign = fetch_records(connection, CampaignOutcome, "reports.outcome", **asked)
    requests = fetch_records(connection, ToldRequest, "reports.outcome_requests", **asked)
    return ReportOutcome(report=report, campaign=campaign[0] if campaign else None, requests=tuple(requests))
