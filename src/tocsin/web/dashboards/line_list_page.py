"""The line list to take out: a form that asks what for, and a ZIP of its files."""

import tempfile
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import IO, Final, cast

from django.http import FileResponse, HttpRequest, HttpResponse
from msgspec import Struct

from tocsin.metrics.line_list.definitions import load_definitions
from tocsin.metrics.line_list.line_list_export import (
    FormatNotInstalled,
    LineListRequest,
    check_format,
    export_line_list,
)
from tocsin.metrics.line_list.line_list_rows import select_days
from tocsin.protocol.load import list_diseases, load_protocol
from tocsin.runtime.clock import read_clock_from_environment
from tocsin.web import error_pages, language, page_rendering, store_pool
from tocsin.web.audit.line_list_log import ACTION, log_line_list_export
from tocsin.web.sentences import page_sentences
from tocsin.web.service_keys import load_vault
from tocsin.web.staff.current_user import require_staff
from tocsin.web.supervision.supervisor_context import (
    TerritoryScope,
    list_region_choices,
    read_territory_scope,
)

PAGE: Final = "boards.linelist"


class LineListForm(Struct, frozen=True):
    """What was typed, and what is wrong with it."""

    typed: Mapping[str, str]
    wrong: tuple[tuple[str, str], ...]
    """Field and sentence."""
    request: LineListRequest | None
    """None where something is wrong."""


@error_pages.allow_methods("GET", "HEAD", "POST")
def show_line_list(request: HttpRequest) -> HttpResponse:
    """The form; where it is filled in, the files as a ZIP, and an entry of the log before them.

    The whole list stands on a disk, in files without a name, before a byte of it is sent: a failure sends nothing of it.
    """
    scope = read_territory_scope(request, ACTION)
    form = _read_form(request, scope)
    if request.method != "POST" or form.request is None:
        return _render_form(request, form)
    now = read_clock_from_environment().now()
    with store_pool.STORE_POOL.open_unbounded_connection() as connection:
        with tempfile.TemporaryDirectory(prefix="tocsin-linelist-") as place:
            done = export_line_list(connection, load_vault(), form.request, Path(place), now)
            packed = _pack_folder(Path(place))
        log_line_list_export(
            connection, require_staff(request), form.request, done, now=read_clock_from_environment().now()
        )
    name = f"tocsin-linelist-{form.request.format}-{scope.code or 'FR'}-{now:%Y%m%dT%H%MZ}.zip"
    response = FileResponse(packed, as_attachment=True, filename=name, content_type="application/zip")
    response.headers["Cache-Control"] = "no-store"
    return cast(HttpResponse, response)


def _pack_folder(folder: Path) -> IO[bytes]:
    """The files of a folder in a ZIP that has no name on the disk: it is gone once it is closed."""
    packed = tempfile.TemporaryFile(prefix="tocsin-linelist-")  # noqa: SIM115  # the response closes it
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.iterdir()):
            archive.write(path, f"linelist/{path.name}")
    packed.seek(0)
    return packed


def _read_form(request: HttpRequest, scope: TerritoryScope) -> LineListForm:
    lang = language.request_language(request)
    t, known = page_sentences(PAGE, lang), load_definitions()
    fields = ("purpose", "format", "disease", "since", "until")
    typed = {name: request.POST.get(name, "").strip() for name in fields} | {"territoire": scope.code}
    typed["format"] = typed["format"] or "csv"
    if request.method != "POST":
        return LineListForm(typed, (), None)
    days = {name: _parse_day(typed[name]) for name in ("since", "until")}
    wrong = [(name, t[f"wrong_{name}"]) for name in days if typed[name] and days[name] is None]
    if days["since"] and days["until"] and days["since"] > days["until"]:
        wrong.append(("until", t["wrong_order"]))
    if typed["purpose"] not in known.purposes:
        wrong.append(("purpose", t["wrong_purpose"]))
    if typed["disease"] and typed["disease"] not in list_diseases():
        wrong.append(("disease", t["wrong_disease"]))
    if typed["format"] not in known.formats:
        wrong.append(("format", t["wrong_format"]))
    else:
        try:
            check_format(typed["format"])
        except FormatNotInstalled:
            wrong.append(("format", t["wrong_missing"]))
    selection = select_days(scope.territories, days["since"], days["until"], typed["disease"])
    asked = LineListRequest(selection=selection, format=typed["format"], purpose=typed["purpose"])
    return LineListForm(typed, tuple(wrong), None if wrong else asked)


def _render_form(request: HttpRequest, form: LineListForm) -> HttpResponse:
    lang, known = language.request_language(request), load_definitions()
    theirs = require_staff(request).allowed_territories(ACTION)
    return page_rendering.render_page(
        request,
        PAGE,
        typed=form.typed,
        wrong=form.wrong,
        marked=[name for name, _ in form.wrong],
        purposes=[(code, said.in_language(lang)) for code, said in known.purposes.items()],
        formats=[(code, said.in_language(lang)) for code, said in known.formats.items()],
        choices=list_region_choices(theirs),
        diseases=[(code, load_protocol(code).name.in_language(lang)) for code in list_diseases()],
        columns=[
            (name, [(one.name, one.in_language(lang)) for one in columns])
            for name, columns in (("linelist", known.linelist), ("contacts", known.contacts))
        ],
        status_code=422 if form.wrong else 200,
    )


def _parse_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
