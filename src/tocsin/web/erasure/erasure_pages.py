"""What will be erased and when, a dry run, the run that somebody starts, and the signed statements."""

from datetime import date, datetime, timedelta
from typing import Any, Final

import msgspec
import psycopg
from django.http import HttpRequest, HttpResponse
from msgspec import Struct

from tocsin.jobs.job_status import list_recent_runs
from tocsin.locale.catalogues import translate_name
from tocsin.privacy import erasure, erasure_log, erasure_statement, legal_base, retention
from tocsin.privacy.erasure import ErasureResult, ErasureRunning, RowsStillWritten
from tocsin.privacy.erasure_statement import ErasureRecord
from tocsin.privacy.vault import Vault
from tocsin.store.statements import fetch_rows
from tocsin.web import error_pages, page_rendering, page_urls, store_pool
from tocsin.web.language import Lang
from tocsin.web.page_urls import PageRoute
from tocsin.web.sentences import page_sentences
from tocsin.web.service_keys import load_vault
from tocsin.web.staff import time_zone
from tocsin.web.supervision.supervisor_context import (
    SupervisorContext,
    find_staff_names,
    open_supervisor_context,
)


def build_statement_response(one: ErasureRecord, vault: Vault) -> HttpResponse:
    """A statement with its signature and the public key, to be kept elsewhere and checked by anybody."""
    said = {
        "statement": one.statement,
        "signature": one.signature.hex(),
        "public_key": erasure_statement.derive_public_key(vault.ring.signing),
        "algorithm": "Ed25519 over the statement in UTF-8",
    }
    return build_json_download(msgspec.json.encode(said), f"tocsin-erasure-{one.id}.json")


def build_json_download(said: bytes, name: str) -> HttpResponse:
    """A file of JSON that the browser keeps and does not show."""
    response = HttpResponse(msgspec.json.format(said), content_type="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


ACTION: Final = "erasure.run"
AHEAD: Final = 14
"""Days to come that are listed."""
SHOWN: Final = 20
"""Statements that are listed, the last ones; all of them are checked."""


class DueErasure(Struct, frozen=True):
    """What was collected on some days, and the day on which it goes."""

    on: date
    first: date
    last: date
    people: int
    keys: int


def show_erasure(request: HttpRequest) -> HttpResponse:
    with open_supervisor_context(request) as at:
        return _render_page(request, at)


@error_pages.allow_methods("POST")
def dry_run_erasure(request: HttpRequest) -> HttpResponse:
    """A dry run: everything is done and taken back, so that it counts the same."""
    with open_supervisor_context(request) as at:
        at.write_entry(ACTION, "dry run", "erasure")
        try:
            with store_pool.STORE_POOL.open_unbounded_connection() as connection:
                (tried,) = erasure.erase_due(
                    connection, load_vault(), _local_today(at.now), at.now, by=at.who.login, dry_run=True
                )
        except (ErasureRunning, RowsStillWritten):
            return _render_page(request, at, problem="busy")
        return _render_page(request, at, tried=tried)


@error_pages.allow_methods("POST")
def run_erasure(request: HttpRequest) -> HttpResponse:
    """Erase what is due today, once its date has been typed."""
    with open_supervisor_context(request) as at:
        due = retention.find_last_due_day(_local_today(at.now))
        if request.POST.get("date", "").strip() != f"{due:%d/%m/%Y}":
            return _render_page(request, at, problem="date", status=422)
        at.write_entry(ACTION, f"run, up to {due}", "erasure")
        try:
            with store_pool.STORE_POOL.open_unbounded_connection() as connection:
                done = erasure.erase_due(
                    connection, load_vault(), _local_today(at.now), at.now, by=at.who.login
                )
        except ErasureRunning:
            return _render_page(request, at, problem="busy", status=409)
        except RowsStillWritten:
            return _render_page(request, at, problem="again", status=409)
    number = max((one.number for one in done), default=0)
    return page_urls.redirect_to_page(request, "erasure.start", query=f"fait={number or 'rien'}")


def download_statement(request: HttpRequest, number: int) -> HttpResponse:
    """One statement with its signature and the public key, to be kept elsewhere and checked by anybody."""
    with open_supervisor_context(request) as at:
        found = [
            one for one in erasure_log.list_erasures(at.connection) if one.id == number and one.signature
        ]
    if not found:
        return error_pages.render_error_page(request, 404)
    return build_statement_response(found[0], load_vault())


def _render_page(
    request: HttpRequest,
    at: SupervisorContext,
    *,
    tried: ErasureResult | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    t = page_sentences("erasure.start", at.lang)
    keys = load_vault()
    rows = erasure_log.list_erasures(at.connection)
    public = erasure_statement.derive_public_key(keys.ring.signing)
    wrong = erasure_statement.find_chain_problems(rows, public, living=keys.ring.list_living_keys())
    last = rows[-SHOWN:][::-1]
    by = find_staff_names(at.connection, [one.by for one in last])
    today = _local_today(at.now)
    run_ = next(iter(list_recent_runs(at.connection, 1, ["erase"])), None)
    done = request.GET.get("fait", "")
    return page_rendering.render_page(
        request,
        "erasure.start",
        base=legal_base.find_legal_base().name[at.lang],
        period=legal_base.describe_months(retention.find_kept_months(), at.lang),
        today=today,
        up_to=retention.find_last_due_day(today),
        due=_list_due_erasures(at.connection, keys, today),
        statements=[
            (one, time_zone.to_local_time(one.at), by.get(one.by, t["clock"] if one.by == "clock" else one.by),
             _label_counts(one.counts, at.lang), sum(one.counts.values()), len(one.keys))
            for one in last
        ],
        older=max(0, len(rows) - SHOWN),
        count=len(rows),
        wrong=wrong,
        public=public,
        tried=tried,
        counted=_label_counts(tried.counts, at.lang) if tried else (),
        problem=t[f"problem_{problem}"] if problem else "",
        done=done if done.isdecimal() else "",
        nothing=done == "rien",
        may_run=at.who.may(ACTION),
        run=run_,
        ran=time_zone.to_local_time(run_.at) if run_ else None,
        run_state=t[f"state_{run_.state}"] if run_ and f"state_{run_.state}" in t else "",
        status_code=status,
    )  # fmt: skip


def _list_due_erasures(connection: psycopg.Connection[Any], keys: Vault, today: date) -> list[DueErasure]:
    """What goes today and on the days to come: collected on which days, of how many people."""
    days = [key.day for key in keys.ring.keys]
    until = retention.find_last_due_day(today + timedelta(days=AHEAD))
    counted: dict[date, int] = dict(fetch_rows(connection, "erasure.people_due", until=until))
    found, before = [], date.min
    for ahead in range(AHEAD + 1):
        on = today + timedelta(days=ahead)
        last = retention.find_last_due_day(on)
        some = sorted(day for day in {*days, *counted} if before < day <= last)
        if some:
            people = sum(counted.get(day, 0) for day in some)
            found.append(DueErasure(on, some[0], some[-1], people, sum(before < day <= last for day in days)))
        before = last
    return found


def _label_counts(counts: dict[str, int], lang: Lang) -> list[tuple[str, int]]:
    return [(translate_name("erasure.steps", name, lang), n) for name, n in counts.items() if n]


def _local_today(now: datetime) -> date:
    return time_zone.to_local_time(now).date()


PAGES: Final[tuple[PageRoute, ...]] = (
    PageRoute("erasure.start", "effacement", "erasure", show_erasure, "erasure.look"),
    PageRoute("erasure.try", "effacement/essai", "erasure/dry-run", dry_run_erasure, "erasure.run"),
    PageRoute("erasure.run", "effacement/effacer", "erasure/run", run_erasure, "erasure.run"),
    PageRoute("erasure.statement", "effacement/releve/<int:number>", "erasure/statement/<int:number>",
         download_statement, "erasure.look"),
)  # fmt: skip
