"""The pages of the boards: a territory, its panels, their tables as files; renewed in place while open."""

from datetime import datetime
from functools import partial
from typing import Any, Final

import msgspec
from django.http import Http404, HttpRequest, HttpResponse

from tocsin.metrics.surveillance.board import SurveillanceBoard
from tocsin.metrics.surveillance.board_assembly import USUAL
from tocsin.metrics.surveillance.snapshots import list_boards, load_board
from tocsin.protocol.load import load_protocol
from tocsin.web import error_pages, formatting, language, page_rendering, page_urls, store_pool
from tocsin.web.audit import line_list_log
from tocsin.web.dashboards import line_list_page, territory_access
from tocsin.web.dashboards.data_tables import DataTable, csv_response, encode_csv, table_records
from tocsin.web.dashboards.figure_selection import FigureSelection, list_filter_fields, read_selection
from tocsin.web.dashboards.panels import PANELS
from tocsin.web.dashboards.panels.panel import PanelSentences, lay_out_panels
from tocsin.web.language import Lang
from tocsin.web.page_urls import PageRoute
from tocsin.web.sentences import page_sentences
from tocsin.web.staff.current_user import NotAllowed, require_staff

EVERY: Final = 60
"""Seconds after which an open page asks whether there is something new."""


class BoardSelection(msgspec.Struct, frozen=True):
    territory: str
    disease: str
    diseases: list[str]
    board: SurveillanceBoard | None
    """None where nothing was counted yet."""
    cleared: bool
    figures: FigureSelection
    """Of the panels."""


@error_pages.allow_methods("GET", "HEAD")
def show_board(request: HttpRequest, section: str) -> HttpResponse:
    """One page of the boards; asked for again by the open page, only what is new."""
    chosen = _read_selection(request)
    part = page_rendering.is_partial_request(request)
    if part and chosen.board and request.GET.get("at") == _timestamp_mark(chosen.board.at):
        return page_rendering.render_page(
            request, f"boards.{section}", template="boards/fresh.html", **_freshness_values(request, chosen)
        )
    response = _render_board(request, section, chosen)
    if part:
        response.headers["HX-Retarget"] = "#board"
        response.headers["HX-Reswap"] = "outerHTML"
        response.headers["HX-Reselect"] = "#board"
    return response


@error_pages.allow_methods("GET", "HEAD")
def download_table(request: HttpRequest, name: str, form: str) -> HttpResponse:
    chosen = _read_selection(request)
    if chosen.board is None:
        raise Http404(name)
    table = _find_table(chosen, chosen.board, name, language.request_language(request))
    about = {"disease": chosen.disease, "area": chosen.territory or "FR", "at": chosen.board.at.isoformat()}
    about |= chosen.figures.as_values()
    if form == "json":
        told = about | {"tables": {name: table_records(table)}}
        return HttpResponse(msgspec.json.encode(told), content_type="application/json")
    file = f"{name}-{about['area']}-{chosen.board.at:%Y%m%dT%H%MZ}"
    return csv_response(encode_csv(table, about), file)


def _find_table(chosen: BoardSelection, board: SurveillanceBoard, name: str, lang: Lang) -> DataTable:
    for section, panels in PANELS.items():
        words = PanelSentences(page_sentences(f"boards.{section}", lang), lang, chosen.figures)
        for panel in panels(board, words):
            if panel.table and panel.table.name == name:
                return panel.table
    raise Http404(name)


def _read_selection(request: HttpRequest) -> BoardSelection:
    who = require_staff(request)
    territory = territory_access.find_requested_territory(request, who)
    if territory is None:
        raise NotAllowed(territory_access.SEE)
    with store_pool.store_connection() as connection:
        known = territory_access.list_diseases(list_boards(connection)) or [USUAL]
        disease = request.GET.get("d", USUAL)
        if disease not in known:
            raise Http404(disease)
        cleared = territory_access.may_see_small_counts(who, territory)
        board = load_board(connection, territory, disease, "inside" if cleared else "told")
    return BoardSelection(territory, disease, known, board, cleared, read_selection(request.GET))


def _render_board(request: HttpRequest, section: str, chosen: BoardSelection) -> HttpResponse:
    lang = language.request_language(request)
    t = page_sentences(f"boards.{section}", lang)
    words = PanelSentences(t, lang, chosen.figures)
    panels = PANELS[section](chosen.board, words) if chosen.board else []
    return page_rendering.render_page(
        request,
        f"boards.{section}",
        template="boards/board.html",
        translations=page_urls.list_translations(request, f"?{_query_string(chosen)}"),
        section=section,
        sections=[(f"boards.{name}", t[f"nav_{name}"]) for name in PANELS],
        beside=[
            (page, t[f"nav_{page}"]) for page, action in _BESIDE.items() if require_staff(request).may(action)
        ],
        panels=lay_out_panels(panels, lang, t["hidden"]),
        files="boards.table",
        records="boards.records",
        fields=list_filter_fields(section, chosen.figures, t),
        places=territory_access.list_territories(require_staff(request)),
        territory=territory_access.territory_name(chosen.territory, t["nation"]),
        chosen=chosen,
        diseases=[(code, load_protocol(code).name.in_language(lang)) for code in chosen.diseases],
        query=_query_string(chosen),
        **_freshness_values(request, chosen),
    )


def _freshness_values(request: HttpRequest, chosen: BoardSelection) -> dict[str, Any]:
    """What the line says that asks for news."""
    at = chosen.board.at if chosen.board else None
    lang = language.request_language(request)
    return {
        "every": EVERY,
        "as_of": formatting.format_moment(at, lang) if at else "",
        "ask": f"{request.path}?{_query_string(chosen)}&at={_timestamp_mark(at)}" if at else "",
    }


def _query_string(chosen: BoardSelection) -> str:
    return f"t={chosen.territory}&d={chosen.disease}{chosen.figures.as_query()}"


def _timestamp_mark(at: datetime) -> str:
    """A moment as it stands in an address."""
    return str(int(at.timestamp() * 1000))


_ADDRESSES: Final = {
    "clock": ("tableau", "boards"),
    "delays": ("tableau/delais", "boards/delays"),
    "contacts": ("tableau/contacts", "boards/contacts"),
    "replies": ("tableau/reponses", "boards/replies"),
    "epidemic": ("tableau/epidemie", "boards/epidemic"),
    "map": ("tableau/carte", "boards/map"),
    "chains": ("tableau/chaines", "boards/chains"),
    "equity": ("tableau/equite", "boards/equity"),
    "cost": ("tableau/cout", "boards/cost"),
}
_BESIDE: Final = {"desk.places": "desk.file", line_list_page.PAGE: line_list_log.ACTION}
"""Pages that stand among those of the boards, for whoever may do what each asks."""
PAGES: Final = (
    *(
        PageRoute(f"boards.{name}", fr, en, partial(show_board, section=name), territory_access.SEE)
        for name, (fr, en) in _ADDRESSES.items()
    ),
    *(
        PageRoute(
            name,
            f"tableau/<slug:name>.{form}",
            f"boards/<slug:name>.{form}",
            partial(download_table, form=form),
            territory_access.SEE,
        )
        for name, form in (("boards.table", "csv"), ("boards.records", "json"))
    ),
    PageRoute(
        line_list_page.PAGE,
        "tableau/liste-de-cas",
        "boards/line-list",
        line_list_page.show_line_list,
        line_list_log.ACTION,
    ),
)
