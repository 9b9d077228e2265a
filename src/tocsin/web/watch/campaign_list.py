"""What the fraud team begins with: campaigns to decide on, confirmed ones, false alarms, what it looks for, texts to label."""

from collections.abc import Sequence
from typing import Any, Final

import msgspec
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from tocsin.campaigns.campaign_desk import (
    LABELS,
    LISTED,
    CampaignListing,
    label_variant,
    list_doubtful_variants,
    list_stored_campaigns,
)
from tocsin.campaigns.campaign_search import LONGEST, find_campaigns, read_search
from tocsin.campaigns.labelled_rows import list_labelled_rows
from tocsin.campaigns.report_outcome import CampaignState
from tocsin.charter.words import format_day
from tocsin.locale.paris_time import find_paris_day
from tocsin.runtime.clock import read_clock_from_environment
from tocsin.web import error_pages, language, page_rendering, page_urls, store_pool
from tocsin.web.audit import audit_log
from tocsin.web.staff.current_user import require_staff

DECIDE: Final = "watch.decide"
STATES: Final[tuple[CampaignState, ...]] = ("new", "confirmed", "harmless")
QUOTED: Final = 160
"""Characters of a text that a list shows."""


@error_pages.allow_methods("GET", "HEAD")
def show_campaign_list(request: HttpRequest) -> HttpResponse:
    """Campaigns in one state, or those that are looked for, which grew most in the last week first; doubtful texts to label."""
    lang = language.request_language(request)
    sought = request.GET.get("q", "").strip()[:LONGEST]
    chosen = None if sought else choose_option(STATES, request.GET.get("state"))
    today = find_paris_day(read_clock_from_environment().now())
    with store_pool.store_connection() as connection:
        among = find_campaigns(connection, read_search(sought)) if sought else None
        found = list_stored_campaigns(connection, [chosen] if chosen else STATES, today, among)
        doubtful = list_doubtful_variants(connection) if chosen == "new" else []
    return page_rendering.render_page(
        request,
        "watch.list",
        states=STATES,
        chosen=chosen,
        sought=sought,
        campaigns=[_describe_listing(one, lang) for one in found],
        is_cut=len(found) == LISTED,
        doubtful=[(one, _shorten(one.text)) for one in doubtful],
        labels=LABELS,
        may_decide=require_staff(request).may(DECIDE),
    )


@error_pages.allow_methods("POST")
def label_text(request: HttpRequest) -> HttpResponse:
    """Say what a doubtful text is, for the rows of a round."""
    label = next((one for one in LABELS if request.POST.get("label") == one), None)
    written = request.POST.get("variant", "")
    if label is None or not written.isdecimal():
        return error_pages.render_error_page(request, 400)
    who, now = require_staff(request), read_clock_from_environment().now()
    with store_pool.store_connection() as connection, connection.transaction():
        label_variant(connection, int(written), label, who.login)
        audit_log.write_audit_entry(
            connection, who, DECIDE, subject="variant", subject_id=int(written), why=label, now=now
        )
    return HttpResponseRedirect(
        page_urls.page_url("watch.list", language.request_language(request)) + "#doubtful"
    )


@error_pages.allow_methods("GET", "HEAD")
def download_labelled_rows(request: HttpRequest) -> HttpResponse:
    """Labelled texts as rows for a round, one JSON object a line."""
    with store_pool.store_connection() as connection:
        rows = [msgspec.json.encode(row) for row in list_labelled_rows(connection)]
    response = HttpResponse(b"\n".join([*rows, b""]), content_type="application/x-ndjson")
    response.headers["Content-Disposition"] = 'attachment; filename="reports.jsonl"'
    return response


def choose_option[Option](options: Sequence[Option], written: str | None) -> Option:
    """The option that was written; the first where it is none of them."""
    return next((one for one in options if one == written), options[0])


def _describe_listing(one: CampaignListing, lang: language.Lang) -> dict[str, Any]:
    return {
        "one": one,
        "text": _shorten(one.text),
        "first": format_day(one.first_seen, lang),
        "last": format_day(one.last_seen, lang),
    }


def _shorten(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= QUOTED else f"{plain[:QUOTED].rstrip()}…"
