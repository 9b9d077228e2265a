"""The pages of auditors: the log searched and exported, and its chain checked."""

import csv
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from typing import Any, Final

import psycopg
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from msgspec import Struct

from tocsin.locale.catalogues import Sentences
from tocsin.locale.languages import get_language
from tocsin.privacy import erasure_statement
from tocsin.runtime.clock import read_clock_from_environment
from tocsin.store.statements import fetch_records
from tocsin.tracing.supervision.territory import NoSuchTerritory, find_territory_name
from tocsin.web import error_pages, formatting, language, page_rendering, service_keys, store_pool
from tocsin.web.audit import audit_log, log_anchors
from tocsin.web.audit.audit_log import AuditEntry
from tocsin.web.page_urls import PageRoute
from tocsin.web.sentences import page_sentences
from tocsin.web.staff import time_zone
from tocsin.web.staff.current_user import require_staff
from tocsin.web.staff.staff_member import ROLES, list_staff_actions, load_permission_matrix

Connection = psycopg.Connection[Any]
PAGE: Final = 100
"""Entries on a page."""
EXPORT: Final = 100_000
"""Entries of an export."""


class AuditQuery(Struct, frozen=True, kw_only=True):
    """What is looked for; what is empty is not."""

    login: str = ""
    action: str = ""
    subject: str = ""
    """``case``, ``contact``, ``person``, ``account``..."""
    subject_id: int | None = None
    since: date | None = None
    """First day, on the clock of whoever looks."""
    until: date | None = None
    """Last day, on the same."""
    before: int | None = None
    """Only entries with a lower number: the page after."""

    def describe(self) -> str:
        """What was looked for, as the log says it of its own reader: logins, numbers and days."""
        parts = {
            "login": self.login, "action": self.action, "file": self.subject, "number": self.subject_id,
            "since": self.since, "until": self.until, "before": self.before,
        }  # fmt: skip
        return ", ".join(f"{name} {value}" for name, value in parts.items() if value) or "everything"


def search_audit_log(
    connection: Connection, asked: AuditQuery, territories: tuple[str, ...] | None, limit: int
) -> list[AuditEntry]:
    """The entries, newest first, of these territories (None: all) and of none."""
    return fetch_records(
        connection, AuditEntry, "audit.search",
        login=asked.login, action=asked.action, subject=asked.subject,
        subject_id=asked.subject_id, before=asked.before, limit=limit,
        since=time_zone.start_of_day(asked.since) if asked.since else None,
        until=time_zone.start_of_day(asked.until + timedelta(days=1)) if asked.until else None,
        territories=None if territories is None else list(territories),
    )  # fmt: skip


SUBJECTS: Final = ("case", "contact", "person", "call", "result", "account")
_COLUMNS: Final = ("id", "at", "login", "action", "subject", "subject_id", "territory", "why", "digest")


@error_pages.allow_methods("GET", "HEAD")
def show_audit_log(request: HttpRequest) -> HttpResponse:
    """The log, newest first; that it was looked at stands in it as well."""
    lang = language.request_language(request)
    asked, wrong = _parse_query(request)
    who, found = require_staff(request), []
    if not wrong:
        with store_pool.store_connection() as connection, connection.transaction():
            _log_access(request, connection, f"looked for {asked.describe()}")
            found = search_audit_log(connection, asked, who.allowed_territories("log.read"), PAGE + 1)
    t = page_sentences("log.search", lang)
    rows = found[:PAGE]
    return page_rendering.render_page(
        request, "log.search", rows=[(entry, *_label_entry(entry, lang, t)) for entry in rows],
        typed=_read_fields(request), problem=t[wrong] if wrong else "",
        subjects=[(subject, t[f"s_{subject}"]) for subject in SUBJECTS],
        actions=sorted((action.label(lang), name) for name, action in list_staff_actions().items()),
        older=_query_string(request, before=str(rows[-1].id)) if len(found) > PAGE else "",
        csv=_query_string(request, before=""), may_check=who.may("log.check"), newest=asked.before is None,
        status_code=422 if wrong else 200,
    )  # fmt: skip


@error_pages.allow_methods("GET", "HEAD")
def export_audit_log(request: HttpRequest) -> Any:
    asked, wrong = _parse_query(request)
    if wrong:
        return error_pages.render_error_page(request, 400)
    with store_pool.store_connection() as connection, connection.transaction():
        _log_access(request, connection, f"exported {asked.describe()}")
        found = search_audit_log(
            connection, asked, require_staff(request).allowed_territories("log.read"), EXPORT
        )
    response = StreamingHttpResponse(_csv_lines(found), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="journal.csv"'
    return response


@error_pages.allow_methods("GET", "HEAD", "POST")
def show_log_verification(request: HttpRequest) -> HttpResponse:
    """Whether each entry follows from the one before, up to the last digest, and the anchors agree."""
    key = erasure_statement.derive_public_key(service_keys.load_vault().ring.signing)
    found = None
    with store_pool.store_connection() as connection:
        if request.method == "POST":
            found = log_anchors.verify_log_and_anchors(connection, key)
            with connection.transaction():
                result = "holds" if not found.problems else f"{len(found.problems)} problems"
                _log_access(request, connection, f"chain checked: {result}", "log.check")
        kept = log_anchors.list_anchors(connection)[-10:]
    return page_rendering.render_page(
        request, "log.check", found=found, key=key,
        anchors=[(anchor, log_anchors.read_signed_digest(anchor)) for anchor in reversed(kept)],
    )  # fmt: skip


def anchor_log_if_due() -> None:
    """Sign the last digest where a day has passed since the last one; without keys, another time."""
    with suppress(store_pool.StoreUnavailable), store_pool.store_connection() as connection:
        log_anchors.create_anchor(connection, service_keys.load_vault().ring.signing, time_zone.real_now())


def _log_access(
    request: HttpRequest, connection: audit_log.Connection, why: str, action: str = "log.read"
) -> None:
    audit_log.write_audit_entry(
        connection,
        require_staff(request),
        action,
        now=read_clock_from_environment().now(),
        subject="log",
        why=why,
    )


def _parse_query(request: HttpRequest) -> tuple[AuditQuery, str]:
    """What is looked for, and the name of the sentence that says what is wrong with it."""
    typed = _read_fields(request)
    number, before = typed["number"], request.GET.get("before", "")
    if any(
        text and not (text.isascii() and text.isdecimal() and len(text) < 19) for text in (number, before)
    ):
        return AuditQuery(), "bad_number"
    try:
        since, until = (date.fromisoformat(typed[n]) if typed[n] else None for n in ("since", "until"))
    except ValueError:
        return AuditQuery(), "bad_day"
    return AuditQuery(
        login=typed["login"].lower(), action=typed["action"] if typed["action"] in list_staff_actions() else "",
        subject=typed["subject"] if typed["subject"] in SUBJECTS else "",
        subject_id=int(number) if number else None, since=since, until=until,
        before=int(before) if before else None,
    ), ""  # fmt: skip


def _read_fields(request: HttpRequest) -> dict[str, str]:
    names = ("login", "action", "subject", "number", "since", "until")
    return {name: request.GET.get(name, "").strip()[:64] for name in names}


def _query_string(request: HttpRequest, **changed: str) -> str:
    query = request.GET.copy()
    for name, value in changed.items():
        query[name] = value
    return "?" + query.urlencode()


def _label_entry(entry: AuditEntry, lang: language.Lang, t: Sentences) -> tuple[str, str, str, str]:
    """What, on what, where and why, for people; a reason that is not one of ours stands as it was written."""
    action = list_staff_actions().get(entry.action)
    where = entry.territory
    with suppress(NoSuchTerritory):
        where = find_territory_name(entry.territory)
    subject = f"s_{entry.subject}"
    on = t.get(subject, entry.subject)
    return action.label(lang) if action else entry.action, on, where, _reason_in_words(entry.why, lang, t)


def _reason_in_words(why: str, lang: language.Lang, t: Sentences) -> str:
    """Why, piece by piece (*terminal: search: call*); what somebody wrote, or has no words, stands as it is."""
    done, _, rest = why.partition(" ")
    for role in ROLES:
        if done in ("given", "taken") and rest == role:
            return t[f"w_{done}"].format(role=load_permission_matrix().roles[role].in_language(lang))
    for read in ("looked for", "exported"):
        if why.startswith(f"{read} "):
            return f"{_name_reason(read, t)} {_query_in_words(why[len(read) + 1 :], t)}"
    return get_language(lang).colon.join(_name_reason(piece, t) for piece in why.split(": "))


def _name_reason(piece: str, t: Sentences) -> str:
    return t.get(f"w_{re.sub('[ ,]+', '_', piece)}", piece)


def _query_in_words(asked: str, t: Sentences) -> str:
    """What ``AuditQuery.describe`` wrote, in the words of the page."""
    parts = (part.partition(" ") for part in asked.split(", "))
    return ", ".join(f"{t.get(f'q_{name}', name)} {value}".strip() for name, _, value in parts)


def _csv_lines(found: list[AuditEntry]) -> Iterator[str]:
    out = csv.writer(_EchoBuffer())
    yield out.writerow(_COLUMNS)
    for entry in found:
        values = [
            entry.at.isoformat(),
            *(getattr(entry, name) for name in _COLUMNS[2:-1]),
            entry.digest.hex(),
        ]
        cells = ("" if one is None else str(one) for one in values)
        yield out.writerow([entry.id, *map(formatting.escape_formula, cells)])


class _EchoBuffer:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


PAGES: Final[tuple[PageRoute, ...]] = (
    PageRoute("log.search", "journal", "log", show_audit_log, "log.read"),
    PageRoute("log.export", "journal.csv", "log.csv", export_audit_log, "log.read"),
    PageRoute("log.check", "journal/verification", "log/check", show_log_verification, "log.check"),
)
