"""The pages of auditors: the log searched and exported, and its chain checked."""

import csv
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from tocsin.tracing import statement
from tocsin.tracing.clock import from_environment
from tocsin.web import failures, language, render, store, words
from tocsin.web.staff import anchors, journal, log, moment, sealed
from tocsin.web.staff.door import staff
from tocsin.web.staff.journal import Asked
from tocsin.web.staff.log import Entry
from tocsin.web.staff.matrix import ROLES, actions, matrix
from tocsin.web.staff.territory import NoSuchTerritory, name_of

SUBJECTS: Final = ("case", "contact", "person", "call", "result", "account")
_COLUMNS: Final = ("id", "at", "login", "action", "subject", "subject_id", "territory", "why", "digest")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def search(request: HttpRequest) -> HttpResponse:
    """The log, newest first; that it was looked at stands in it as well."""
    if request.method not in ("GET", "HEAD"):
        return failures.refused(request, 405, allow="GET, HEAD")
    lang = language.of(request)
    asked, wrong = _asked(request)
    who, found = staff(request), []
    if not wrong:
        with store.connection() as connection, connection.transaction():
            _looked(request, connection, f"looked for {asked.said()}")
            found = journal.search(connection, asked, who.territories("log.read"), journal.PAGE + 1)
    t = words.of("log.search", lang)
    rows = found[: journal.PAGE]
    response = render.page(
        request, "log.search", rows=[(entry, *_labels(entry, lang, t)) for entry in rows],
        typed=_typed(request), problem=t[wrong] if wrong else "",
        subjects=[(subject, t[f"s_{subject}"]) for subject in SUBJECTS],
        actions=sorted((action.label(lang), name) for name, action in actions().items()),
        older=_query(request, before=str(rows[-1].id)) if len(found) > journal.PAGE else "",
        csv=_query(request, before=""), may_check=who.may("log.check"), newest=asked.before is None,
    )  # fmt: skip
    response.status_code = 422 if wrong else 200
    return response


def export(request: HttpRequest) -> Any:
    """The same as a file, for a spreadsheet."""
    if request.method not in ("GET", "HEAD"):
        return failures.refused(request, 405, allow="GET, HEAD")
    asked, wrong = _asked(request)
    if wrong:
        return failures.refused(request, 400)
    with store.connection() as connection, connection.transaction():
        _looked(request, connection, f"exported {asked.said()}")
        found = journal.search(connection, asked, staff(request).territories("log.read"), journal.EXPORT)
    response = StreamingHttpResponse(_lines(found), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="journal.csv"'
    return response


def check(request: HttpRequest) -> HttpResponse:
    """Whether each entry follows from the one before, up to the last digest, and the anchors agree."""
    if request.method not in ("GET", "HEAD", "POST"):
        return failures.refused(request, 405, allow="GET, HEAD, POST")
    key = statement.public(sealed.vault().ring.signing)
    found = None
    with store.connection() as connection:
        if request.method == "POST":
            found = anchors.check(connection, key)
            with connection.transaction():
                result = "holds" if not found.problems else f"{len(found.problems)} problems"
                _looked(request, connection, f"chain checked: {result}", "log.check")
        kept = anchors.kept(connection)[-10:]
    return render.page(
        request, "log.check", found=found, key=key,
        anchors=[(anchor, anchors.digest_of(anchor)) for anchor in reversed(kept)],
    )  # fmt: skip


def anchored() -> None:
    """Sign the last digest where a day has passed since the last one; without keys, another time."""
    with suppress(store.Away), store.connection() as connection:
        anchors.make(connection, sealed.vault().ring.signing, moment.now())


def _looked(request: HttpRequest, connection: log.Connection, why: str, action: str = "log.read") -> None:
    log.write(connection, staff(request), action, now=from_environment().now(), subject="log", why=why)


def _asked(request: HttpRequest) -> tuple[Asked, str]:
    """What is looked for, and the name of the sentence that says what is wrong with it."""
    typed = _typed(request)
    number, before = typed["number"], request.GET.get("before", "")
    if any(
        text and not (text.isascii() and text.isdecimal() and len(text) < 19) for text in (number, before)
    ):
        return Asked(), "bad_number"
    try:
        since, until = (date.fromisoformat(typed[n]) if typed[n] else None for n in ("since", "until"))
    except ValueError:
        return Asked(), "bad_day"
    return Asked(
        login=typed["login"].lower(), action=typed["action"] if typed["action"] in actions() else "",
        subject=typed["subject"] if typed["subject"] in SUBJECTS else "",
        subject_id=int(number) if number else None, since=since, until=until,
        before=int(before) if before else None,
    ), ""  # fmt: skip


def _typed(request: HttpRequest) -> dict[str, str]:
    names = ("login", "action", "subject", "number", "since", "until")
    return {name: request.GET.get(name, "").strip()[:64] for name in names}


def _query(request: HttpRequest, **changed: str) -> str:
    query = request.GET.copy()
    for name, value in changed.items():
        query[name] = value
    return "?" + query.urlencode()


def _labels(entry: Entry, lang: language.Lang, t: words.Sentences) -> tuple[str, str, str, str]:
    """What, on what, where and why, for people; a reason that is not one of ours stands as it was written."""
    action = actions().get(entry.action)
    where = entry.territory
    with suppress(NoSuchTerritory):
        where = name_of(entry.territory)
    subject = f"s_{entry.subject}"
    on = t.get(subject, entry.subject)
    return action.label(lang) if action else entry.action, on, where, _why(entry.why, lang, t)


def _why(why: str, lang: language.Lang, t: words.Sentences) -> str:
    done, _, rest = why.partition(" ")
    for role in ROLES:
        if done in ("given", "taken") and rest == role:
            return t[f"w_{done}"].format(role=matrix().roles[role].in_(lang))
    name = f"w_{why.replace(' ', '_')}"
    return t.get(name, why)


def _lines(found: list[Entry]) -> Iterator[str]:
    out = csv.writer(_Echo())
    yield out.writerow(_COLUMNS)
    for entry in found:
        values = [
            entry.at.isoformat(),
            *(getattr(entry, name) for name in _COLUMNS[2:-1]),
            entry.digest.hex(),
        ]
        yield out.writerow([entry.id, *map(_cell, values)])


def _cell(value: object) -> str:
    """A cell that no spreadsheet takes for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text
