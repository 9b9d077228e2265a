"""A message that was checked is reported, with consent; and what became of it, by the code of its receipt.

Nothing of who reports is kept: no cookie, no address, no hour. The form is answered twice alike, so that a page that is
loaded again makes no second report.
"""

import hashlib
from datetime import UTC, datetime
from typing import Any, Final

from django.http import HttpRequest, HttpResponse

from tocsin.campaigns import report_receipts, report_store
from tocsin.campaigns.fingerprint import TextFingerprint
from tocsin.campaigns.report_outcome import ReportOutcome, find_report_outcome
from tocsin.campaigns.report_receipts import NotAReceiptCode, ReceiptKeys
from tocsin.campaigns.reported_message import ReportedMessage, describe_reported_message
from tocsin.charter import words
from tocsin.config import read_settings
from tocsin.locale.paris_time import find_paris_day
from tocsin.runtime.clock import read_clock_from_environment
from tocsin.tracing.supervision.territory import load_regions
from tocsin.web import (
    check_form,
    error_pages,
    language,
    page_rendering,
    query_params,
    rate_limits,
    report_form,
    service_keys,
    store_pool,
)
from tocsin.web.check_form import CheckForm
from tocsin.web.public.message_check import judge_form

_TICKET: Final = 100
"""Characters of a ticket that is taken."""


@error_pages.allow_methods("GET", "HEAD", "POST")
def show_report_page(request: HttpRequest) -> HttpResponse:
    """What a report is; with a message and the consent sent to it, the receipt."""
    if not store_pool.is_store_configured():
        return page_rendering.render_page(request, "report", problem="not_here")
    if request.method != "POST":
        return page_rendering.render_page(request, "report")
    now = datetime.now(UTC)
    client = rate_limits.client_pseudonym(request, now)
    if wait := rate_limits.take_page_quota("report", client, now):
        return error_pages.render_error_page(request, 429, retry=wait.seconds)
    wanted, mistakes = check_form.read_check_form(request.POST, {}, query_params.today_in_paris())
    if mistakes or not (wanted.text or wanted.eml or wanted.answers) or wanted.lone_number():
        return _refuse_form(request, "no_message")
    if request.POST.get("consent") != "yes":
        return _refuse_form(request, "no_consent", wanted)
    reported = _read_report(request, wanted)
    once = hashlib.sha256(client + TextFingerprint(reported.text).key.encode()).digest()[:16]
    if wait := rate_limits.take_page_quota("report_same", once, now):
        return error_pages.render_error_page(request, 429, retry=wait.seconds)
    return _keep_report(request, reported)


@error_pages.allow_methods("GET", "HEAD", "POST")
def show_outcome_page(request: HttpRequest) -> HttpResponse:
    """The form for the code of a receipt; with a code, what became of the report, or that it was taken back."""
    if not store_pool.is_store_configured():
        return page_rendering.render_page(request, "outcome", problem="not_here")
    if request.method != "POST":
        return page_rendering.render_page(request, "outcome")
    now = datetime.now(UTC)
    if wait := rate_limits.take_page_quota("outcome", rate_limits.client_pseudonym(request, now), now):
        return error_pages.render_error_page(request, 429, retry=wait.seconds)
    typed = request.POST.get("code", "")[:60]
    try:
        receipt = _receipt_keys().digest_code(report_receipts.parse_receipt_code(typed))
        with store_pool.store_connection() as connection:
            found = find_report_outcome(connection, receipt)
            if found and request.POST.get("view") == "withdraw":
                report_store.withdraw_report(connection, receipt)
                return page_rendering.render_page(request, "outcome", done="withdrawn")
    except NotAReceiptCode:
        return page_rendering.render_page(request, "outcome", code=typed, problem="no_code")
    if found is None:
        return page_rendering.render_page(
            request, "outcome", code=typed, problem="not_found", months=read_settings().report_months
        )
    lang = language.request_language(request)
    return page_rendering.render_page(
        request,
        "outcome",
        code=typed,
        found=found,
        days=_say_days(found, lang),
        kept=_describe_kept(found.report, lang),
    )


def _read_report(request: HttpRequest, wanted: CheckForm) -> ReportedMessage:
    message = wanted.to_message(query_params.today_in_paris())
    verdict, _, _ = judge_form(request, wanted, message)
    return describe_reported_message(message, verdict)


def _keep_report(request: HttpRequest, reported: ReportedMessage) -> HttpResponse:
    keys = _receipt_keys()
    code = keys.make_code(request.POST.get("ticket", "")[:_TICKET] or report_receipts.draw_ticket())
    receipt = keys.digest_code(code)
    region = request.POST.get("region", "")
    with store_pool.store_connection() as connection:
        report_store.add_report(
            connection, reported, receipt, "page", read_clock_from_environment().now(),
            region if region in load_regions() else "",
        )  # fmt: skip
        kept = report_store.find_report(connection, receipt)
    lang = language.request_language(request)
    return page_rendering.render_page(
        request,
        "report",
        code=report_receipts.format_receipt_code(code),
        kept=_describe_kept(kept, lang) if kept else None,
        months=read_settings().report_months,
    )


def _refuse_form(request: HttpRequest, problem: str, wanted: CheckForm | None = None) -> HttpResponse:
    more = report_form.build_report_context(wanted) if wanted else {}
    return page_rendering.render_page(
        request,
        "report",
        problem=problem,
        region=request.POST.get("region", ""),
        reporting=more,
        status_code=422,
    )


def _receipt_keys() -> ReceiptKeys:
    """Raises StoreUnavailable where the keys of the service are not there."""
    return ReceiptKeys.derive(service_keys.load_vault().lasting_key)


def _describe_kept(report: report_store.KeptReport, lang: language.Lang) -> dict[str, Any]:
    return {
        "text": report.text,
        "sender": report.sender,
        "day": words.format_day(report.day, lang),
        "reported_on": words.format_day(report.reported_on, lang),
        "channel": words.translate_channel(report.channel, lang),
        "leads": [*report.hosts, *report.numbers],
        "region": load_regions()[report.region].name if report.region else "",
    }


def _say_days(found: ReportOutcome, lang: language.Lang) -> dict[str, Any]:
    def say(moment: datetime | None) -> str:
        return words.format_day(find_paris_day(moment), lang) if moment else ""

    campaign = found.campaign
    return {
        "since": words.format_day(campaign.first_seen, lang) if campaign and campaign.first_seen else "",
        "decided": say(campaign.state_at) if campaign else "",
        "requests": [
            (one, say(one.sent_at), say(one.answered_at), say(one.down_at)) for one in found.requests
        ],
    }
