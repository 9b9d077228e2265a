"""Somebody's file, looked for by a number or by a name."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from msgspec import Struct

from tocsin.tracing.calls import words as said
from tocsin.tracing.calls.script import word
from tocsin.tracing.files.search import Found, NothingSought, read, search
from tocsin.web import addresses, failures, language, render
from tocsin.web.desk.means import Desk, desk, sentences
from tocsin.web.desk.shown import moment, place
from tocsin.web.desk.whys import WHYS, why_of
from tocsin.web.language import Lang
from tocsin.web.staff import clock, log

SHOWN: Final = 20
"""Files that are shown: each of them stands in the log."""


class Hit(Struct, frozen=True):
    """One file that was found."""

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


def show(request: HttpRequest) -> HttpResponse:
    """The form; and what it found. It is sent, never part of an address: what is looked for is personal."""
    if request.method in ("GET", "HEAD"):
        return render.page(request, "desk.search", typed="", why="", whys=WHYS, hits=None, problem="", more=0)
    if request.method != "POST":
        return failures.refused(request, 405, allow="GET, HEAD, POST")
    t, lang = sentences(request, "desk.search"), language.of(request)
    typed, why = request.POST.get("sought", "")[:200], why_of(request)
    hits: list[Hit] | None = None
    more, problem = 0, "" if why else t["no_why"]
    if not problem:
        try:
            sought = read(typed)
        except NothingSought:
            problem = t["nothing"]
        else:
            with desk(request) as at:
                found = search(at.connection, at.vault, sought, at.now, at.who.territories("desk.search"))
                _logged(at, found[:SHOWN], why)
            hits, more = [_hit(one, why, lang, at) for one in found[:SHOWN]], max(0, len(found) - SHOWN)
    response = render.page(
        request, "desk.search", typed=typed, why=why, whys=WHYS, hits=hits, problem=problem, more=more
    )
    response.status_code = 422 if problem else 200
    return response


def _logged(at: Desk, found: list[Found], why: str) -> None:
    """Each file that is shown; where there is none, that somebody looked."""
    for one in found:
        log.write(
            at.connection, at.who, "desk.search", subject=one.kind, subject_id=one.id, now=at.now,
            territory=one.territory, why=f"search: {why}",
        )  # fmt: skip
    if not found:
        log.write(at.connection, at.who, "desk.search", now=at.now, why=f"search without a file: {why}")


def _hit(one: Found, why: str, lang: Lang, at: Desk) -> Hit:
    page = "desk.file" if one.kind == "case" else "desk.contact"
    of = {"case" if one.kind == "case" else "contact": one.id}
    where = addresses.of(page, lang, **of)
    rings = why == "rings" and at.who.may("desk.call", one.territory)
    year, month, day = one.born.split("-") if one.born else ("", "", "")
    return Hit(
        address=f"{where}?why={why}",
        case=one.kind == "case",
        id=one.id,
        name=one.name,
        born=f"{day}/{month}/{year}" if year else "",
        at=moment(one.at, clock.name(), lang),
        place=place(one.territory),
        rings=addresses.of(f"desk.{one.kind}_rings", lang, **of) if rings else "",
        standing=word(said.STANDINGS, one.standing, lang),
    )
