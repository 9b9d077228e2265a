"""Results in quarantine: the list of what waits, one of them field by field, and what becomes of it."""

from datetime import timedelta
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from tocsin.tracing.intake import quarantine, repair
from tocsin.tracing.intake.quarantine import WHY, NoSuchRecord, StillRefused, Waiting
from tocsin.tracing.intake.reasons import REASONS
from tocsin.tracing.vault import KeyDestroyed, NotOurs
from tocsin.web import addresses, failures, language, render, words
from tocsin.web.lead.means import Lead, lead, names, place, posted, vault
from tocsin.web.staff import clock, log
from tocsin.web.staff.door import need

LOOK: Final = "lead.quarantine"
ACTION: Final = "lead.repair"
SHOWN: Final = 50
PAST: Final = timedelta(days=7)
MARKED: Final[dict[str, tuple[str, ...]]] = {
    "unknown_modifier": ("value", "status"),
    "no_patient": ("family_name", "given_names", "birth_date"),
    "two_patients": ("family_name", "given_names", "birth_date"),
    "no_identity": ("family_name", "given_names", "birth_date"),
    "unknown_test": ("test",),
    "antibody_test": ("test",),
    "no_value": ("value", "interpretation"),
    "unknown_value": ("value", "interpretation"),
    "indeterminate": ("value", "interpretation"),
    "contradiction": ("value", "interpretation"),
    "unknown_status": ("status",),
    "not_final": ("status",),
    "no_result_time": ("resulted_at",),
    "bad_date": ("resulted_at", "taken_at", "birth_date"),
    "future_date": ("resulted_at", "taken_at", "birth_date"),
    "no_identifier": ("laboratory", "result_id"),
    "same_identifier": ("laboratory", "result_id"),
    "conflict": ("value", "status", "result_id"),
}
"""Reason -> the fields in which it lies."""
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


def show(request: HttpRequest) -> HttpResponse:
    """What waits, by reason; what was done in the last days."""
    asked = request.GET.get("raison", "")
    reason = asked if asked in REASONS else ""
    after = request.GET.get("apres", "")
    t = words.of("lead.quarantine", language.of(request))
    with lead(request) as at:
        theirs = at.who.territories(LOOK)
        counts = quarantine.counts(at.connection, theirs)
        found = quarantine.waiting(
            at.connection, reason=reason, limit=SHOWN + 1, territories=theirs,
            after=int(after) if after.isdecimal() and len(after) < 18 else 0,
        )  # fmt: skip
        past = quarantine.settled(at.connection, at.now - PAST, limit=10, territories=theirs)
        by = names(at.connection, [one.by for one in past])
    return render.page(
        request,
        "lead.quarantine",
        counts=[(code, t[f"reason_{code}"], n) for code, n in counts.items()],
        total=sum(counts.values()),
        reason=reason,
        said=t[f"reason_{reason}"] if reason else "",
        records=[
            (
                one,
                clock.local(one.at),
                t[f"reason_{one.reason}"],
                place(one.territory, t["unknown_place"]),
            )
            for one in found[:SHOWN]
        ],
        next=found[SHOWN - 1].id if len(found) > SHOWN else None,
        past=[
            (one, clock.local(one.at), by.get(one.by, one.by), t[f"why_{one.why}"] if one.why else "")
            for one in past
        ],
        done=request.GET.get("fait", ""),
        may_repair=at.who.may(ACTION),
        may_replay=at.who.may("lead.replay"),
    )


def record(request: HttpRequest, id: int) -> HttpResponse:
    """One record, field by field, beside the record as it came; a form that was sent is a repair."""
    with lead(request) as at:
        try:
            found, data = quarantine.record(at.connection, vault(), id)
        except (NoSuchRecord, KeyDestroyed, NotOurs):
            return failures.refused(request, 404)
        need(request, ACTION, found.territory)
        if request.method == "POST":
            return _repaired(request, at, found, data)
        log.write(
            at.connection, at.who, ACTION, now=at.now, subject="quarantine", subject_id=id,
            territory=found.territory, why=f"looked at: {found.reason}",
        )  # fmt: skip
        return _form(request, at, found, data, repair.read(data, found.format, at.now))


def dismiss(request: HttpRequest, id: int) -> HttpResponse:
    """Let a record go, for a reason."""
    if refused := posted(request):
        return refused
    why = request.POST.get("why", "")
    with lead(request) as at:
        found = _of(at, id)
        if found is None or why not in WHY:
            return failures.refused(request, 404)
        need(request, ACTION, found.territory)
        with at.connection.transaction():
            log.write(
                at.connection, at.who, ACTION, now=at.now, subject="quarantine", subject_id=id,
                territory=found.territory, why=f"dismissed: {why}",
            )  # fmt: skip
            quarantine.dismiss(at.connection, id, at.now, by=at.who.login, why=why)
    return _back(request, "dismissed")


def reopen(request: HttpRequest, id: int) -> HttpResponse:
    """A record that was dismissed by mistake waits again."""
    if refused := posted(request):
        return refused
    with lead(request) as at:
        found = _of(at, id)
        if found is None:
            return failures.refused(request, 404)
        need(request, ACTION, found.territory)
        with at.connection.transaction():
            quarantine.reopen(at.connection, id)
            log.write(
                at.connection, at.who, ACTION, now=at.now, subject="quarantine", subject_id=id,
                territory=found.territory, why="waits again",
            )  # fmt: skip
    return _back(request, "reopened")


def _repaired(request: HttpRequest, at: Lead, found: Waiting, data: bytes) -> HttpResponse:
    typed = {name: request.POST.get(name, "").strip()[: repair.MOST] for name in repair.FIELDS}
    log.write(
        at.connection, at.who, ACTION, now=at.now, subject="quarantine", subject_id=found.id,
        territory=found.territory, why=f"repaired: {found.reason}",
    )  # fmt: skip
    try:
        tally = quarantine.mend(at.connection, vault(), found.id, typed, at.now, by=at.who.login)
    except StillRefused as refused:
        return _form(request, at, found, data, typed, refused=refused)
    except NoSuchRecord:
        return _back(request, "gone")
    return _back(request, "opened" if tally.cases_opened else "replayed")


def _form(
    request: HttpRequest,
    at: Lead,
    found: Waiting,
    data: bytes,
    fields: repair.Fields,
    *,
    refused: StillRefused | None = None,
) -> HttpResponse:
    t = words.of("lead.record", at.lang)
    reason = refused.reason if refused else found.reason
    marked = MARKED.get(reason, ())
    response = render.page(
        request,
        "lead.record",
        record=found,
        came=clock.local(found.at),
        place=place(found.territory, t["unknown_place"]),
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
                        _options(one, fields[one], t),
                    )
                    for one in some
                ],
            )
            for name, some in GROUPS
        ],
        refused=t[f"reason_{refused.reason}"] if refused else "",
        refused_detail=refused.detail if refused else "",
        raw=repair.shown(data),
        why=[(one, t[f"why_{one}"]) for one in WHY],
        repairable=found.reason not in repair.NO_REPAIR,
    )
    response.status_code = 422 if refused else 200
    return response


def _options(name: str, value: str, t: words.Sentences) -> list[tuple[str, str]]:
    """What may be chosen for a field, and what stands there; nothing where it is typed."""
    known = [(one, t[f"{name}_{one or 'unknown'}"]) for one in CHOICES.get(name, ())]
    return known if not known or value in CHOICES[name] else [(value, value), *known]


def _of(at: Lead, id: int) -> Waiting | None:
    """A record without opening it."""
    return quarantine.find(at.connection, id)


def _back(request: HttpRequest, done: str) -> HttpResponse:
    return HttpResponseRedirect(f"{addresses.of('lead.quarantine', language.of(request))}?fait={done}")
