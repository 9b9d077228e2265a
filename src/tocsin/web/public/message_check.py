"""The first page: a message, and what it is, why, and what to do."""

from datetime import UTC, date, datetime
from functools import cache
from typing import Any, Literal
from urllib.parse import urlencode

import msgspec
import psycopg
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString, mark_safe
from msgspec.structs import replace

from tocsin.campaigns.reported_message import may_be_reported
from tocsin.charter import words as charter_words
from tocsin.charter.channels import CHANNELS
from tocsin.charter.institution_name import translate_name
from tocsin.charter.loading import list_charter_names, load_charter
from tocsin.charter.schema import Charter
from tocsin.evidence.fold import fold_text
from tocsin.evidence.model import Evidence
from tocsin.locale.paris_time import find_paris_day
from tocsin.message.model import Message
from tocsin.message.picture.model import PictureWords
from tocsin.message_templates.doubt_counts import DoubtCounter
from tocsin.pictures import picture_reader
from tocsin.register import find_code_evidence
from tocsin.register.code_evidence import count_codes
from tocsin.runtime.clock import read_clock_from_environment
from tocsin.store.postgres_register import PostgresRegister
from tocsin.verdict.check import find_applied_charter, judge
from tocsin.verdict.model import Verdict
from tocsin.web import (
    check_form,
    circulation_lookup,
    despair_signs,
    error_pages,
    language,
    page_rendering,
    page_urls,
    qr_code,
    query_params,
    rate_limits,
    report_form,
    store_pool,
    verdict_link,
)
from tocsin.web.check_form import CheckForm, FormMistake
from tocsin.web.formatting import capitalise_name
from tocsin.web.sentences import page_sentences
from tocsin.web.verdict_link import SharedVerdict
from tocsin.web.verdict_view import view_verdict
from tocsin.webhooks.verdict_counts import VerdictCounter

Unanswered = Literal["", "away", "limit"]
"""Why the register was not heard: it was, or it does not answer, or too many codes were asked for."""


def look_up_message_codes(
    message: Message, *, dated: bool, client: bytes, now: datetime
) -> tuple[tuple[Evidence, ...], Unanswered]:
    """Evidence on the codes of a message, and why a register that should have answered did not.

    Without a store, or without a code, nothing is looked up: what may be told then is told without it. Each
    code is charged to what the visitor may ask on the page that verifies codes.
    """
    codes = count_codes(message)
    if not codes or not store_pool.is_store_configured():
        return (), ""
    if rate_limits.take_page_quota("verify", client, now, codes):
        return (), "limit"
    try:
        with store_pool.store_connection() as connection:
            return find_code_evidence(PostgresRegister(connection), message, dated=dated), ""
    except (store_pool.StoreUnavailable, psycopg.Error):
        return (), "away"


def count_doubt(message: Message) -> None:
    """One more doubt, where the site has a store and the message is one of ours."""
    _doubt_counter().count_message(message.text, read_clock_from_environment().now())


@cache
def _doubt_counter() -> DoubtCounter:
    return DoubtCounter(store_pool.store_connection, (store_pool.StoreUnavailable,))


def count_page_verdict(verdict: str) -> None:
    _verdict_counter().count_verdict("page", verdict, read_clock_from_environment().now())


@cache
def _verdict_counter() -> VerdictCounter:
    return VerdictCounter(store_pool.store_connection, (store_pool.StoreUnavailable,))


def show_check_page(request: HttpRequest) -> HttpResponse:
    """The form; with a message sent to it, the verdict before the form."""
    today = query_params.today_in_paris()
    if request.method in ("GET", "HEAD"):
        return _render_page(request, CheckForm(received=today), today)
    if refusal := refuse_check(request):
        return refusal
    wanted, mistakes = check_form.read_check_form(request.POST, request.FILES, today)
    if request.POST.get("view") == "correct":
        return _render_page(request, wanted, today, mistakes=mistakes)
    if mistakes:
        return _render_mistakes(request, wanted, today, mistakes)
    if wanted.picture or wanted.words:
        return _show_picture_text(request, wanted, today)
    if number := wanted.lone_number():
        return _redirect_to_number(request, wanted, number)
    message = wanted.to_message(today)
    if len(message.text) > check_form.MOST_TEXT:
        return _render_mistakes(
            request, wanted, today, (FormMistake("file" if wanted.eml else "text", "too_long"),)
        )
    sheet = request.POST.get("view") == "sheet"
    told = build_verdict_context(request, wanted, message, today, sheet=sheet)
    # The form under an answer is empty: nothing of one message may slip into the check of the next.
    return _render_page(request, CheckForm(received=today), today, "sheet" if sheet else "check", **told)


def refuse_check(request: HttpRequest) -> HttpResponse | None:
    """The page that answers a form which may not be checked: another method, or a visitor who checks too much."""
    if request.method != "POST":
        return error_pages.render_error_page(request, 405, allow="GET, HEAD, POST")
    now = datetime.now(UTC)
    if wait := rate_limits.take_page_quota("check", rate_limits.client_pseudonym(request, now), now):
        return error_pages.render_error_page(request, 429, retry=wait.seconds)
    return None


def _redirect_to_number(request: HttpRequest, wanted: CheckForm, digits: str) -> HttpResponse:
    """To the page of the number, which is all that was given; as of the day and for the institution asked."""
    query: dict[str, str] = {}
    if wanted.dated:
        query["on"] = wanted.received.isoformat()
    if wanted.institution:
        query["institution"] = wanted.institution
    address = page_urls.page_url("number", language.request_language(request), number=digits)
    address += f"?{urlencode(query)}" if query else ""
    if page_rendering.is_partial_request(request):
        return HttpResponse(status=200, headers={"HX-Redirect": address})
    return HttpResponse(status=303, headers={"Location": address})


def _show_picture_text(request: HttpRequest, wanted: CheckForm, today: date) -> HttpResponse:
    """What was read in a picture, to be looked at and corrected before it is judged."""
    try:
        found = (
            picture_reader.read_picture(wanted.picture)
            if wanted.picture
            else picture_reader.arrange_words(msgspec.json.decode(wanted.words, type=PictureWords))
        )
    except picture_reader.PictureUnread as error:
        return _render_mistakes(request, wanted, today, (FormMistake("file", f"picture_{error.problem}"),))
    except (msgspec.ValidationError, msgspec.DecodeError):
        return _render_mistakes(request, wanted, today, (FormMistake("file", "picture_broken"),))
    read = wanted.as_read(found)
    carried = {k: v for k, v in read.hidden_fields().items() if k not in ("text", "sender")}
    shown = {"text": read.text, "sender": read.sender, "own": found.own, "carried": carried}
    return _render_page(request, CheckForm(received=today), today, picture=shown)


def _render_mistakes(
    request: HttpRequest, wanted: CheckForm, today: date, mistakes: tuple[FormMistake, ...]
) -> HttpResponse:
    page = _render_page(request, wanted, today, mistakes=mistakes)
    page.status_code = 422
    return page


def build_verdict_context(
    request: HttpRequest, wanted: CheckForm, message: Message, today: date, *, sheet: bool
) -> dict[str, Any]:
    lang = language.request_language(request)
    verdict, charter, unanswered = judge_form(request, wanted, message)
    if not request.POST.get("view"):  # printed, or shown in another way: it was counted
        count_doubt(message)
        count_page_verdict(verdict.level)
    shared = verdict_link.share_verdict(verdict, message.channel, today)
    guessed = wanted.channel is None and not wanted.eml
    found = view_verdict(message, verdict, charter, lang, guessed=guessed, sheet=sheet)
    said = page_sentences("check", lang)
    return {
        "result": found,
        "despair": despair_signs.says_despair(message),
        "address": verdict.about.said if verdict.about else (),
        "sender_said": said["from"].format(sender=found.sender) if found.sender else said["from_unknown"],
        "received_said": charter_words.format_day(found.received, lang),
        "site": request.get_host(),
        "unanswered": unanswered,
        "carried": wanted.hidden_fields(),
        "correctable": not wanted.eml,
        "report_body": _write_report(message),
        "reporting": report_form.build_report_context(wanted) if may_be_reported(verdict) else {},
        "link": _shared_url(request, shared),
        "days": verdict_link.DAYS,
        "qr": _draw_link(request, shared) if sheet else "",
        "print_now": bool(request.POST.get("print")),
    }


def judge_form(
    request: HttpRequest, wanted: CheckForm, message: Message
) -> tuple[Verdict, Charter, Unanswered]:
    """The verdict on a message of the form, the charter that was applied, and why a register was not heard."""
    named = load_charter(wanted.institution) if wanted.institution else None
    now = datetime.now(UTC)
    known, unanswered = look_up_message_codes(
        message,
        dated=wanted.dated or message.traits.has_subject,
        client=rate_limits.client_pseudonym(request, now),
        now=now,
    )
    known += circulation_lookup.OF_THE_PAGES.find_evidence(
        message, find_paris_day(read_clock_from_environment().now())
    )
    verdict = judge(message, named, lang=language.request_language(request), known=known)
    return verdict, find_applied_charter(verdict, named), unanswered


def _shared_url(request: HttpRequest, shared: SharedVerdict) -> str:
    token = verdict_link.write_link_token(shared, settings.SECRET_KEY)
    return request.build_absolute_uri(
        page_urls.page_url("shared", language.request_language(request), token=token)
    )


def _draw_link(request: HttpRequest, shared: SharedVerdict) -> SafeString:
    """The link with its gravest reasons alone: what a QR code holds in squares that a telephone can tell apart."""
    gravest = replace(shared, reasons=shared.reasons[:2])
    return mark_safe(qr_code.render_qr_code(_shared_url(request, gravest)))  # drawn here


def _write_report(message: Message) -> str:
    """What a link to report says: the text as it came, which a telling is not; of a call, what 33700 wants: « spam vocal »
    and the number."""
    if message.retold:
        return ""
    if message.came_by_voice:
        return f"spam vocal {message.sender}".rstrip()
    return message.text


def _render_page(
    request: HttpRequest,
    wanted: CheckForm,
    today: date,
    name: str = "check",
    *,
    mistakes: tuple[FormMistake, ...] = (),
    **context: Any,
) -> HttpResponse:
    lang = language.request_language(request)
    template = "check_part.html" if name == "check" and page_rendering.is_partial_request(request) else ""
    return page_rendering.render_page(
        request,
        name,
        template=template,
        asked=wanted,
        today=today,
        mistakes=mistakes,
        wrong={mistake.field: mistake.name for mistake in mistakes},
        channels=[(channel, charter_words.translate_channel(channel, lang)) for channel in CHANNELS],
        institutions=sorted(
            (
                (one, capitalise_name(translate_name(load_charter(one).name, lang)))
                for one in list_charter_names()
            ),
            key=lambda named: fold_text(named[1]),
        ),
        most_sender=check_form.MOST_SENDER,
        **context,
    )
