"""Somebody's file, looked for by a number or by a name."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from msgspec import Struct

from tocsin.locale.catalogues import translate_name
from tocsin.tracing.cases.search import SearchHit, UnreadableQuery, parse_query, search_files
from tocsin.web import error_pages, language, page_rendering, page_urls
from tocsin.web.calls.agent_context import (
    WHYS,
    AgentContext,
    load_page_sentences,
    open_agent_context,
    read_access_reason,
)
from tocsin.web.calls.call_view import format_moment, format_territory
from tocsin.web.language import Lang
from tocsin.web.staff import time_zone

SHOWN: Final = 20
"""Files that are shown: each of them stands in the log."""


class FileSearchHit(Struct, frozen=True):
    address: str
    case: bool
    id: int
    name: str
    born: str
    at: str
    place: str
    standing: str
    rings: str
    """Where the person's call is taken, if whoever asks may ring there."""


def show_search(request: HttpRequest) -> HttpResponse:
    """The form; and what it found. It is sent, never part of an address: what is looked for is personal."""
    if request.method in ("GET", "HEAD"):
        return page_rendering.render_page(
            request, "desk.search", typed="", why="", whys=WHYS, hits=None, problem="", more=0
        )
    if request.method != "POST":
        return error_pages.render_error_page(request, 405, allow="GET, HEAD, POST")
    t, lang = load_page_sentences(request, "desk.search"), language.request_language(request)
    typed, why = request.POST.get("sought", "")[:200], read_access_reason(request)
    hits: list[FileSearchHit] | None = None
    more, problem = 0, "" if why else t["no_why"]
    if not problem:
        try:
            sought = parse_query(typed)
        except UnreadableQuery:
            problem = t["nothing"]
        else:
            with open_agent_context(request) as at:
                found = search_files(
                    at.connection, at.vault, sought, at.now, at.who.allowed_territories("desk.search")
                )
                _log_search(at, found[:SHOWN], why)
            hits, more = [_build_hit(one, why, lang, at) for one in found[:SHOWN]], max(0, len(found) - SHOWN)
    return page_rendering.render_page(
        request,
        "desk.search",
        typed=typed,
        why=why,
        whys=WHYS,
        hits=hits,
        problem=problem,
        more=more,
        status_code=422 if problem else 200,
    )


def _log_search(at: AgentContext, found: list[SearchHit], why: str) -> None:
    """Each file that is shown; where there is none, that somebody looked."""
    for one in found:
        at.write_entry("desk.search", f"search: {why}", one.kind, one.id, one.territory)
    if not found:
        at.write_entry("desk.search", f"search without a file: {why}")


def _build_hit(one: SearchHit, why: str, lang: Lang, at: AgentContext) -> FileSearchHit:
    page = "desk.file" if one.kind == "case" else "desk.contact"
    of = {"case" if one.kind == "case" else "contact": one.id}
    where = page_urls.page_url(page, lang, **of)
    rings = why == "rings" and at.who.may("desk.call", one.territory)
    year, month, day = one.born.split("-") if one.born else ("", "", "")
    return FileSearchHit(
        address=f"{where}?why={why}",
        case=one.kind == "case",
        id=one.id,
        name=one.name,
        born=f"{day}/{month}/{year}" if year else "",
        at=format_moment(one.at, time_zone.get_current_zone(), lang),
        place=format_territory(one.territory),
        rings=page_urls.page_url(f"desk.{one.kind}_rings", lang, **of) if rings else "",
        standing=translate_name("call.standings", one.standing, lang),
    )
