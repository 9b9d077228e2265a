"""The pages of the boards: a territory, its panels, their tables as files; renewed in place while open."""

from datetime import datetime
from functools import partial
from typing import Final

import msgspec
from django.http import Http404, HttpRequest, HttpResponse

from tocsin.tracing.boards.assemble import USUAL
from tocsin.tracing.boards.keep import listed, load
from tocsin.tracing.boards.model import Board
from tocsin.web import addresses, failures, language, render, store, words
from tocsin.web.boards import access, numbers
from tocsin.web.boards.panels import PANELS
from tocsin.web.boards.panels.panel import Words, laid
from tocsin.web.boards.tables import as_file, csv_file
from tocsin.web.page import Page
from tocsin.web.staff.door import NotAllowed, staff

EVERY: Final = 60
"""Seconds after which an open page asks whether there is something new."""


class Chosen(msgspec.Struct, frozen=True):
    """What somebody looks at."""

    territory: str
    disease: str
    diseases: list[str]
    board: Board | None
    """None where nothing was counted yet."""
    cleared: bool


def show(request: HttpRequest, section: str) -> HttpResponse:
    """One page of the boards; asked for again by the open page, only what is new."""
    if request.method not in ("GET", "HEAD"):
        return failures.refused(request, 405, allow="GET, HEAD")
    chosen = _chosen(request)
    part = render.is_part(request)
    if part and chosen.board and request.GET.get("at") == _mark(chosen.board.at):
        return render.page(
            request, f"boards.{section}", template="boards/fresh.html", **_fresh(request, chosen)
        )
    response = _page(request, section, chosen)
    if part:
        response.headers["HX-Retarget"] = "#board"
        response.headers["HX-Reswap"] = "outerHTML"
        response.headers["HX-Reselect"] = "#board"
    return response


def table(request: HttpRequest, name: str) -> HttpResponse:
    """One table as CSV."""
    if request.method not in ("GET", "HEAD"):
        return failures.refused(request, 405, allow="GET, HEAD")
    chosen = _chosen(request)
    if chosen.board is None:
        raise Http404(name)
    lang = language.of(request)
    for section, panels in PANELS.items():
        for panel in panels(chosen.board, Words(words.of(f"boards.{section}", lang), lang)):
            if panel.table and panel.table.name == name:
                about = {"disease": chosen.disease, "area": chosen.territory or "FR",
                         "at": chosen.board.at.isoformat()}  # fmt: skip
                name = f"{name}-{about['area']}-{chosen.board.at:%Y%m%dT%H%MZ}"
                return as_file(csv_file(panel.table, about), name)
    raise Http404(name)


def _chosen(request: HttpRequest) -> Chosen:
    who = staff(request)
    territory = access.chosen(request, who)
    if territory is None:
        raise NotAllowed(access.SEE)
    with store.connection() as connection:
        known = access.diseases(listed(connection)) or [USUAL]
        disease = request.GET.get("d", USUAL)
        if disease not in known:
            raise Http404(disease)
        cleared = access.cleared(who, territory)
        board = load(connection, territory, disease, "inside" if cleared else "told")
    return Chosen(territory, disease, known, board, cleared)


def _page(request: HttpRequest, section: str, chosen: Chosen) -> HttpResponse:
    lang = language.of(request)
    t = words.of(f"boards.{section}", lang)
    panels = PANELS[section](chosen.board, Words(t, lang)) if chosen.board else []
    return render.page(
        request,
        f"boards.{section}",
        template="boards/board.html",
        other=f"{addresses.in_other_language(request)}?{_query(chosen)}",
        section=section,
        sections=[(f"boards.{name}", t[f"nav_{name}"]) for name in PANELS],
        panels=laid(panels, lang, t["hidden"]),
        files="boards.table",
        places=access.places(staff(request)),
        territory=access.named(chosen.territory, t["nation"]),
        chosen=chosen,
        query=_query(chosen),
        **_fresh(request, chosen),
    )


def _fresh(request: HttpRequest, chosen: Chosen) -> dict[str, object]:
    """What the line says that asks for news."""
    at = chosen.board.at if chosen.board else None
    lang = language.of(request)
    return {
        "every": EVERY,
        "as_of": numbers.moment(at, lang) if at else "",
        "ask": f"{request.path}?{_query(chosen)}&at={_mark(at)}" if at else "",
    }


def _query(chosen: Chosen) -> str:
    return f"t={chosen.territory}&d={chosen.disease}"


def _mark(at: datetime) -> str:
    """A moment as it stands in an address."""
    return str(int(at.timestamp() * 1000))


_ADDRESSES: Final = {
    "clock": ("tableau", "boards"),
    "delays": ("tableau/delais", "boards/delays"),
    "contacts": ("tableau/contacts", "boards/contacts"),
    "replies": ("tableau/reponses", "boards/replies"),
    "epidemic": ("tableau/epidemie", "boards/epidemic"),
    "chains": ("tableau/chaines", "boards/chains"),
    "equity": ("tableau/equite", "boards/equity"),
    "cost": ("tableau/cout", "boards/cost"),
}
PAGES: Final = (
    *(
        Page(f"boards.{name}", fr, en, partial(show, section=name), access.SEE)
        for name, (fr, en) in _ADDRESSES.items()
    ),
    Page("boards.table", "tableau/<slug:name>.csv", "boards/<slug:name>.csv", table, access.SEE),
)
