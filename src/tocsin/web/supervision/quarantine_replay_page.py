"""Many records read again at once, after a mapping of columns or the tables of codes have changed."""

from typing import Final

from django.http import HttpRequest, HttpResponse

from tocsin.config import read_settings
from tocsin.tracing.intake import column_mapping as mappings
from tocsin.tracing.intake import quarantine
from tocsin.tracing.intake.column_mapping import BadColumnMapping
from tocsin.tracing.intake.quarantine_reasons import REASONS
from tocsin.web import language, page_rendering
from tocsin.web.sentences import page_sentences
from tocsin.web.service_keys import load_vault
from tocsin.web.supervision.supervisor_context import open_supervisor_context

ACTION: Final = "lead.replay"
TRIED: Final = 500
"""Records that one try reads."""
TAKEN: Final = 100
"""Records that one click takes in."""
LONGEST: Final = 20_000
"""Characters of a mapping."""


def show_replay(request: HttpRequest) -> HttpResponse:
    """The form; what would become of them, or what has."""
    t = page_sentences("lead.replay", language.request_language(request))
    text = request.POST.get("mapping", _read_current_mapping())[:LONGEST]
    reason = request.POST.get("raison", "no_mapping")
    reason = reason if reason in REASONS else ""
    go = request.POST.get("do") == "go"
    last = request.POST.get("last", "")
    problem, done = "", None
    with open_supervisor_context(request) as at:
        if request.method == "POST":
            try:
                used = mappings.parse_mapping(text, t["typed_mapping"]) if text.strip() else None
                done = quarantine.replay_records(
                    at.connection, load_vault(), at.now, by=at.who.login, reason=reason, mapping=used,
                    after=int(last) if go and last.isdecimal() and len(last) < 18 else 0,
                    limit=TAKEN if go else TRIED, dry_run=not go,
                )  # fmt: skip
            except BadColumnMapping as error:
                problem = str(error)
            if go and done:
                at.write_entry(
                    ACTION, f"replayed {done.taken} of {done.tried}: {reason or 'all'}", "quarantine"
                )
        counts = quarantine.count_by_reason(at.connection)
    return page_rendering.render_page(
        request,
        "lead.replay",
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
