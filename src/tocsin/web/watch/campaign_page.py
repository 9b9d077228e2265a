"""One campaign: since when, in whose name, leading where, in which variants; what was decided, and who was asked to act."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Final

import msgspec
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.safestring import SafeString

from tocsin.campaigns import abuse_report, campaign_desk
from tocsin.campaigns.abuse_report import (
    ADDRESSEES,
    AbuseAddressee,
    AbuseReporter,
    AbuseReportRecord,
    NotInCampaign,
)
from tocsin.campaigns.campaign_desk import (
    CampaignRecord,
    NoSuchCampaign,
    NothingToPart,
    SameCampaign,
    StepNotUndone,
)
from tocsin.campaigns.genuine_likeness import find_genuine_likeness
from tocsin.campaigns.report_store import Connection
from tocsin.charter.loading import list_charter_names, load_charter
from tocsin.charter.words import format_day, format_institution_name, translate_channel, translate_wording
from tocsin.locale.catalogues import Sentences
from tocsin.locale.paris_time import find_paris_day
from tocsin.runtime.clock import read_clock_from_environment
from tocsin.tracing.cases.value_moves import ConcurrentChange
from tocsin.tracing.supervision.territory import load_regions
from tocsin.verdict import verdict_sentences
from tocsin.verdict.explanation import SIGN
from tocsin.web import charts, error_pages, formatting, language, page_rendering, page_urls, store_pool
from tocsin.web.audit import audit_log
from tocsin.web.language import Lang
from tocsin.web.sentences import page_sentences
from tocsin.web.site_operator import read_site_operator
from tocsin.web.staff.current_user import require_staff
from tocsin.web.watch.campaign_list import DECIDE, STATES, choose_option

LISTED: Final = campaign_desk.COMPARED
"""Hosts, numbers and the like that the page shows, and variants."""
_SHOWN_FACTS: Final = ("claims", "clauses", "hosts", "numbers", "senders", "levels", "channels", "regions")
_REFUSED: Final = {
    NothingToPart: "nothing_to_part", SameCampaign: "same_campaign", StepNotUndone: "not_undone", ConcurrentChange: "changed",
    NotInCampaign: "not_in_campaign", NoSuchCampaign: "no_such",
}  # fmt: skip
_MARKS: Final = 5
"""Days written below the chart."""


class NotSure(ValueError):
    """It is like a genuine text, and nobody said that this was read."""


@error_pages.allow_methods("GET", "HEAD")
def show_campaign(request: HttpRequest, campaign: int) -> HttpResponse:
    with store_pool.store_connection() as connection:
        return _render_campaign(request, connection, campaign)


@error_pages.allow_methods("POST")
def change_campaign(request: HttpRequest, campaign: int) -> HttpResponse:
    """Do what a form of the page asks: decide, join, part, undo, prepare a request, note how far it is."""
    do = _DEEDS.get(request.POST.get("do", ""))
    if do is None:
        return error_pages.render_error_page(request, 400)
    who, now = require_staff(request), read_clock_from_environment().now()
    with store_pool.store_connection() as connection:
        try:
            with connection.transaction():
                shown = do(request, connection, campaign)
                audit_log.write_audit_entry(
                    connection, who, DECIDE, subject="campaign", subject_id=campaign, why=request.POST["do"], now=now
                )  # fmt: skip
        except NotSure:
            return _render_campaign(request, connection, campaign, "not_sure")
        except tuple(_REFUSED) as error:
            return _render_campaign(request, connection, campaign, _REFUSED[type(error)])
    where = page_urls.page_url("watch.one", language.request_language(request), campaign=shown)
    return HttpResponseRedirect(where)


@error_pages.allow_methods("GET", "HEAD")
def download_request(request: HttpRequest, number: int, form: str) -> HttpResponse:
    """A request to take something down, as XARF (``json``), as an e-mail in ARF (``eml``) or as a letter (``txt``)."""
    lang = language.request_language(request)
    with store_pool.store_connection() as connection:
        try:
            report = abuse_report.read_abuse_report(connection, number)
            record = campaign_desk.read_campaign(connection, report.campaign_id)
        except NoSuchCampaign:
            raise Http404 from None
    if form == "json":
        told = abuse_report.build_xarf_report(report, record, _reporter(request))
        data, kind = msgspec.json.format(msgspec.json.encode(told), indent=2), "application/json"
    elif form == "txt":
        letter = abuse_report.write_abuse_letter(report, record, _reporter(request), lang)
        data, kind = letter.encode(), "text/plain; charset=utf-8"
    elif form == "eml":
        data = abuse_report.write_arf_message(report, record, _reporter(request), lang)
        kind = "message/rfc822"
    else:
        raise Http404
    response = HttpResponse(data, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="tocsin-{record.id}-{report.id}.{form}"'
    return response


# ---- what a form asks


def _decide(request: HttpRequest, connection: Connection, campaign: int) -> int:
    state = choose_option(STATES, request.POST.get("state"))
    now = read_clock_from_environment().now()
    record = campaign_desk.read_campaign(connection, campaign)
    if state == "confirmed" and not request.POST.get("sure") and _find_warnings(connection, record, now):
        raise NotSure(str(NotSure.__doc__))
    sample = request.POST.get("sample", "").strip()[:1_000]
    read, who = _numbers(request, "read"), require_staff(request).login
    campaign_desk.decide_campaign(connection, campaign, state, sample, who, now, read)
    return campaign


def _join(request: HttpRequest, connection: Connection, campaign: int) -> int:
    now = read_clock_from_environment().now()
    other = _number(request, "other")
    return campaign_desk.join_campaigns(connection, campaign, other, require_staff(request).login, now)


def _part(request: HttpRequest, connection: Connection, campaign: int) -> int:
    chosen = _numbers(request, "variant")
    now = read_clock_from_environment().now()
    return campaign_desk.part_campaign(connection, campaign, chosen, require_staff(request).login, now)


def _undo(request: HttpRequest, connection: Connection, campaign: int) -> int:
    now = read_clock_from_environment().now()
    campaign_desk.undo_step(connection, campaign, _number(request, "step"), require_staff(request).login, now)
    return campaign


def _prepare(request: HttpRequest, connection: Connection, campaign: int) -> int:
    asked, _, target = request.POST.get("ask", "").partition(" ")
    kind = choose_option(ADDRESSEES, asked)
    record = campaign_desk.read_campaign(connection, campaign)
    abuse_report.prepare_abuse_report(
        connection, record, kind, target, request.POST.get("addressee", "").strip(),
        require_staff(request).login, read_clock_from_environment().now(),
    )  # fmt: skip
    return campaign


def _advance(request: HttpRequest, connection: Connection, campaign: int) -> int:
    state = choose_option(abuse_report.STATES, request.POST.get("state"))
    now = read_clock_from_environment().now()
    number = _number(request, "number")
    abuse_report.advance_abuse_report(connection, campaign, number, state, require_staff(request).login, now)
    return campaign


_DEEDS: Final[dict[str, Callable[[HttpRequest, Connection, int], int]]] = {
    "decide": _decide, "join": _join, "part": _part, "undo": _undo, "prepare": _prepare, "advance": _advance,
}  # fmt: skip


def _number(request: HttpRequest, name: str) -> int:
    return next(iter(_numbers(request, name)), 0)


def _numbers(request: HttpRequest, name: str) -> list[int]:
    written = (one.strip() for one in request.POST.getlist(name))
    return [int(one) for one in written if one.isdecimal() and len(one) < 18]


# ---- the page


def _render_campaign(
    request: HttpRequest, connection: Connection, campaign: int, problem: str = ""
) -> HttpResponse:
    lang, now = language.request_language(request), read_clock_from_environment().now()
    try:
        record = campaign_desk.read_campaign(connection, campaign)
    except NoSuchCampaign:
        raise Http404(campaign) from None
    t = page_sentences("watch.one", lang)
    days = sorted(record.by_day)
    return page_rendering.render_page(
        request,
        "watch.one",
        record=record,
        problem=problem,
        when=_say_span(days, t, lang) if days else "",
        chart=_draw_days(record, lang, t["chart"]) if days else None,
        days=[(format_day(day, lang), record.by_day[day]) for day in reversed(days)],
        facts=[(name, _name_facts(name, record.facts, lang)) for name in _SHOWN_FACTS if record.facts.get(name)],
        variants=record.variants[:LISTED],
        more=max(0, len(record.variants) - LISTED),
        unread=[one for one in record.variants if not one.vouched] if record.state == "confirmed" else [],
        steps=[(one, formatting.format_moment(one.at, lang)) for one in record.steps],
        likeness=find_genuine_likeness(connection, [one.text for one in record.variants[:LISTED]], now),
        proven=record.facts.get("levels", {}).get("authentic", 0),
        requests=[(one, _say_moments(one, lang)) for one in abuse_report.list_abuse_reports(connection, campaign)],
        targets=_list_targets(record),
        sample=record.sample or (record.variants[0].text if record.variants else ""),
        decided=formatting.format_moment(record.state_at, lang) if record.state_at else "",
        may_decide=require_staff(request).may(DECIDE),
        status_code=422 if problem else 200,
    )  # fmt: skip


def _find_warnings(connection: Connection, record: CampaignRecord, now: datetime) -> bool:
    """Whether something says that it may be genuine: proven by the register, or like a genuine text."""
    if record.facts.get("levels", {}).get("authentic"):
        return True
    return bool(find_genuine_likeness(connection, [one.text for one in record.variants[:LISTED]], now))


def _list_targets(record: CampaignRecord) -> list[tuple[str, tuple[AbuseAddressee, ...]]]:
    """What a request may be about, hosts before numbers, each with whom it may go to."""
    hosts = abuse_report.list_abuse_targets(record, "host")[:LISTED]
    numbers = abuse_report.list_abuse_targets(record, "operator")[:LISTED]
    return [*((one, ("host", "registrar")) for one in hosts), *((one, ("operator",)) for one in numbers)]


def _name_facts(kind: str, facts: dict[str, dict[str, int]], lang: Lang) -> list[tuple[str, int]]:
    found = list(facts[kind].items())[:LISTED]
    match kind:
        case "claims":
            known = list_charter_names()
            return [
                (format_institution_name(load_charter(name), lang) if name in known else name, count)
                for name, count in found
            ]
        case "clauses":
            claims = list(facts.get("claims", ()))
            return [(_describe_clause(name, claims, lang), count) for name, count in found]
        case "channels":
            return [(translate_channel(name, lang), count) for name, count in found]
        case "levels":
            t = page_sentences("watch.one", lang)
            return [(t[f"level_{name}"], count) for name, count in found]
        case "regions":
            regions = load_regions()
            return [(regions[name].name if name in regions else name, count) for name, count in found]
    return found


def _describe_clause(name: str, claims: Sequence[str], lang: Lang) -> str:
    """A clause that reports break, in the words of the first institution that has it; a sign, in its own words."""
    if name.startswith(SIGN):
        return verdict_sentences.describe_finding(
            name.removeprefix(SIGN), lang, "…", verdict_sentences.name_anybody(lang)
        )
    known = list_charter_names()
    charters = (load_charter(one) for one in claims if one in known)
    clauses = (one for charter in charters for one in charter.clauses if one.id == name)
    return next((translate_wording(one.wording, lang) for one in clauses), name)


def _say_span(days: Sequence[date], t: Sentences, lang: Lang) -> str:
    """From the first day on which it was seen to the last, or the one day on which it was."""
    first, last = format_day(days[0], lang), format_day(days[-1], lang)
    return t["one_day"].format(first=first) if first == last else t["days"].format(first=first, last=last)


def _draw_days(record: CampaignRecord, lang: Lang, title: str) -> SafeString:
    """Reports day by day, without a gap."""
    days = sorted(record.by_day)
    first = max(days[0], days[-1] - timedelta(days=119))
    every = [first + timedelta(days=n) for n in range((days[-1] - first).days + 1)]
    step = max(1, -(-len(every) // _MARKS))
    marks = [
        (place, formatting.format_short_day(every[place], lang))
        for place in range((len(every) - 1) % step, len(every), step)
    ]
    columns = [charts.ChartColumn(record.by_day.get(day, 0)) for day in every]
    told = f"{format_day(first, lang)} – {format_day(days[-1], lang)}: {record.reports}"
    return charts.draw_columns("chart-days", title, told, columns, marks, lambda value: str(round(value)))


def _say_moments(one: AbuseReportRecord, lang: Lang) -> list[tuple[str, str]]:
    moments = (
        ("prepared", one.prepared_at),
        ("sent", one.sent_at),
        ("answered", one.answered_at),
        ("down", one.down_at),
    )
    return [(name, format_day(find_paris_day(at), lang)) for name, at in moments if at]


def _reporter(request: HttpRequest) -> AbuseReporter:
    """The operator of the site, as abuse desks know it."""
    operator = read_site_operator()
    mails = [one.removeprefix("mailto:") for one in operator.contacts if one.startswith("mailto:")]
    host = request.get_host().partition(":")[0]
    return AbuseReporter(
        org=operator.name or host, contact=mails[0] if mails else f"abuse@{host}", domain=host
    )
