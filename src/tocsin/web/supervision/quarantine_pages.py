"""Results in quarantine: the list of what waits, one of them field by field, what becomes of it, and all of
them tried again."""

from datetime import timedelta
from typing import Final

from django.http import HttpRequest, HttpResponse

from tocsin.config import read_settings
from tocsin.locale.catalogues import Sentences
from tocsin.privacy.keyring import KeyDestroyed
from tocsin.privacy.vault import NotSealedHere
from tocsin.tracing.intake import column_mapping, quarantine, repair
from tocsin.tracing.intake.column_mapping import BadColumnMapping
from tocsin.tracing.intake.quarantine import WHY, NoSuchQuarantinedRecord, QuarantinedRecord, StillRefused
from tocsin.tracing.intake.records import FIELDS_OF_REASON, REASONS
from tocsin.web import error_pages, language, page_rendering, page_urls
from tocsin.web.sentences import page_sentences
from tocsin.web.service_keys import load_vault
from tocsin.web.staff import time_zone
from tocsin.web.staff.current_user import require_action
from tocsin.web.supervision.supervisor_context import (
    SupervisorContext,
    find_staff_names,
    label_territory,
    open_supervisor_context,
)

LOOK: Final = "lead.quarantine"
ACTION: Final = "lead.repair"
SHOWN: Final = 50
PAST: Final = timedelta(days=7)
CHOICES: Final[dict[str, tuple[str, ...]]] = {
    "sex": ("", "female", "male", "other"),
    "status": ("final", "corrected", "void", "waiting"),
    "language": ("", "fr", "en"),
}
"""Fields of which there are only so many values."""
GROUPS: Final = (
    (
        "person",
        ("family_name", "given_names", "birth_date", "sex", "phone", "phone_2", "postcode", "language"),
    ),
    ("test", ("value", "interpretation", "test", "status", "taken_at", "resulted_at")),
    ("laboratory", ("laboratory", "result_id")),
    ("guardian", ("guardian_family_name", "guardian_given_names", "guardian_phone")),
)
"""The form, part by part."""


def show_quarantine(request: HttpRequest) -> HttpResponse:
    """What waits, by reason; what was done in the last days."""
    asked = request.GET.get("raison", "")
    reason = asked if asked in REASONS else ""
    after = request.GET.get("apres", "")
    t = page_sentences("supervision.quarantine", language.request_language(request))
    with open_supervisor_context(request) as at:
        theirs = at.who.allowed_territories(LOOK)
        counts = quarantine.count_by_reason(at.connection, theirs)
        found = quarantine.list_waiting_records(
            at.connection, reason=reason, limit=SHOWN + 1, territories=theirs,
            after=int(after) if after.isdecimal() and len(after) < 18 else 0,
        )  # fmt: skip
        past = quarantine.list_resolved_records(at.connection, at.now - PAST, limit=10, territories=theirs)
        by = find_staff_names(at.connection, [one.by for one in past])
    return page_rendering.render_page(
        request,
        "supervision.quarantine",
        counts=[(code, t[f"reason_{code}"], n) for code, n in counts.items()],
        total=sum(counts.values()),
        reason=reason,
        said=t[f"reason_{reason}"] if reason else "",
        records=[
            (
                one,
                time_zone.to_local_time(one.at),
                t[f"reason_{one.reason}"],
                label_territory(one.territory, t["unknown_place"]),
            )
            for one in found[:SHOWN]
        ],
        next=found[SHOWN - 1].id if len(found) > SHOWN else None,
        past=[
            (
                one,
                time_zone.to_local_time(one.at),
                by.get(one.by, one.by),
                t[f"why_{one.why}"] if one.why else "",
            )
            for one in past
        ],
        done=request.GET.get("fait", ""),
        may_repair=at.who.may(ACTION),
        may_replay=at.who.may("lead.replay"),
    )


def show_record(request: HttpRequest, id: int) -> HttpResponse:
    """One record, field by field, beside the record as it came; a form that was sent is a repair."""
    with open_supervisor_context(request) as at:
        try:
            found, data = quarantine.open_record(at.connection, load_vault(), id)
        except (NoSuchQuarantinedRecord, KeyDestroyed, NotSealedHere):
            return error_pages.render_error_page(request, 404)
        require_action(request, ACTION, found.territory)
        if request.method == "POST":
            return _repair_record(request, at, found, data)
        at.write_entry(ACTION, f"looked at: {found.reason}", "quarantine", id, found.territory)
        return _render_form(request, at, found, data, repair.read_fields(data, found.format, at.now))


@error_pages.allow_methods("POST")
def dismiss_record(request: HttpRequest, id: int) -> HttpResponse:
    """Let a record go, for a reason."""
    why = request.POST.get("why", "")
    with open_supervisor_context(request) as at:
        found = _find_record(at, id)
        if found is None or why not in WHY:
            return error_pages.render_error_page(request, 404)
        require_action(request, ACTION, found.territory)
        with at.connection.transaction():
            at.write_entry(ACTION, f"dismissed: {why}", "quarantine", id, found.territory)
            quarantine.dismiss_record(at.connection, id, at.now, by=at.who.login, why=why)
    return page_urls.redirect_to_page(request, "supervision.quarantine", query="fait=dismissed")


@error_pages.allow_methods("POST")
def reopen_record(request: HttpRequest, id: int) -> HttpResponse:
    """A record that was dismissed by mistake waits again."""
    with open_supervisor_context(request) as at:
        found = _find_record(at, id)
        if found is None:
            return error_pages.render_error_page(request, 404)
        require_action(request, ACTION, found.territory)
        with at.connection.transaction():
            quarantine.reopen_record(at.connection, id)
            at.write_entry(ACTION, "waits again", "quarantine", id, found.territory)
    return page_urls.redirect_to_page(request, "supervision.quarantine", query="fait=reopened")


def _repair_record(
    request: HttpRequest, at: SupervisorContext, found: QuarantinedRecord, data: bytes
) -> HttpResponse:
    typed = {name: request.POST.get(name, "").strip()[: repair.MOST] for name in repair.FIELDS}
    at.write_entry(ACTION, f"repaired: {found.reason}", "quarantine", found.id, found.territory)
    try:
        tally = quarantine.repair_record(
            at.connection, load_vault(), found.id, typed, at.now, by=at.who.login
        )
    except StillRefused as refused:
        return _render_form(request, at, found, data, typed, refused=refused)
    except NoSuchQuarantinedRecord:
        return page_urls.redirect_to_page(request, "supervision.quarantine", query="fait=gone")
    done = "opened" if tally.cases_opened else "replayed"
    return page_urls.redirect_to_page(request, "supervision.quarantine", query=f"fait={done}")


def _render_form(
    request: HttpRequest,
    at: SupervisorContext,
    found: QuarantinedRecord,
    data: bytes,
    fields: repair.Fields,
    *,
    refused: StillRefused | None = None,
) -> HttpResponse:
    t = page_sentences("supervision.record", at.lang)
    reason = refused.reason if refused else found.reason
    marked = FIELDS_OF_REASON.get(reason, ())
    return page_rendering.render_page(
        request,
        "supervision.record",
        record=found,
        came=time_zone.to_local_time(found.at),
        place=label_territory(found.territory, t["unknown_place"]),
        said=t[f"reason_{found.reason}"],
        detail=found.detail,
        groups=[
            (
                t[f"group_{name}"],
                [
                    (
                        one,
                        t[f"field_{one}"],
                        fields[one],
                        t.get(f"hint_{one}", ""),
                        one in marked,
                        _field_options(one, fields[one], t),
                    )
                    for one in some
                ],
            )
            for name, some in GROUPS
        ],
        refused=t[f"reason_{refused.reason}"] if refused else "",
        refused_detail=refused.detail if refused else "",
        raw=repair.format_record(data),
        why=[(one, t[f"why_{one}"]) for one in WHY],
        repairable=found.reason not in repair.NO_REPAIR,
        status_code=422 if refused else 200,
    )


def _field_options(name: str, value: str, t: Sentences) -> list[tuple[str, str]]:
    """What may be chosen for a field, and what stands there; nothing where it is typed."""
    known = [(one, t[f"{name}_{one or 'unknown'}"]) for one in CHOICES.get(name, ())]
    return known if not known or value in CHOICES[name] else [(value, value), *known]


def _find_record(at: SupervisorContext, id: int) -> QuarantinedRecord | None:
    return quarantine.find_record(at.connection, id)


REPLAY: Final = "lead.replay"
TRIED: Final = 500
"""Records that one try reads."""
TAKEN: Final = 100
"""Records that one click takes in."""
LONGEST: Final = 20_000
"""Characters of a mapping."""


def show_replay(request: HttpRequest) -> HttpResponse:
    """The form; what would become of them, or what has."""
    t = page_sentences("supervision.replay", language.request_language(request))
    text = request.POST.get("mapping", _read_current_mapping())[:LONGEST]
    reason = request.POST.get("raison", "no_mapping")
    reason = reason if reason in REASONS else ""
    go = request.POST.get("do") == "go"
    last = request.POST.get("last", "")
    problem, done = "", None
    with open_supervisor_context(request) as at:
        if request.method == "POST":
            try:
                used = column_mapping.parse_mapping(text, t["typed_mapping"]) if text.strip() else None
                done = quarantine.replay_records(
                    at.connection, load_vault(), at.now, by=at.who.login, reason=reason, mapping=used,
                    after=int(last) if go and last.isdecimal() and len(last) < 18 else 0,
                    limit=TAKEN if go else TRIED, dry_run=not go,
                )  # fmt: skip
            except BadColumnMapping as error:
                problem = str(error)
            if go and done:
                at.write_entry(
                    REPLAY, f"replayed {done.taken} of {done.tried}: {reason or 'all'}", "quarantine"
                )
        counts = quarantine.count_by_reason(at.connection)
    return page_rendering.render_page(
        request,
        "supervision.replay",
        counts=[(code, t[f"reason_{code}"], n) for code, n in counts.items()],
        total=sum(counts.values()),
        reason=reason,
        mapping=text,
        problem=problem,
        done=done,
        went=go,
        refused=[(t[f"reason_{code}"] if code in REASONS else code, n) for code, n in done.refused.items()]
        if done
        else (),
        more=done is not None and done.tried == (TAKEN if go else TRIED),
        status_code=422 if problem else 200,
    )


def _read_current_mapping() -> str:
    """The mapping that the watched folder has, where this machine knows it."""
    told = read_settings().mapping
    try:
        return told.read_text(encoding="utf-8")[:LONGEST] if told else ""
    except (OSError, UnicodeDecodeError):
        return ""
