"""What if: other numbers typed, and what would come of them, beside what will."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from msgspec import Struct

from tocsin.locale.catalogues import Sentences
from tocsin.metrics.forecast import DeadlineOutlook, ScenarioChanges, compare_scenario, territory_forecasts
from tocsin.web import language, page_rendering
from tocsin.web.sentences import page_sentences
from tocsin.web.staff import time_zone
from tocsin.web.supervision.overview_page import draw_missed_deadlines
from tocsin.web.supervision.supervisor_context import (
    list_region_choices,
    open_supervisor_context,
    parse_number,
    read_territory_scope,
)


class WhatIfField(Struct, frozen=True):
    name: str
    """Of the field, and of its sentences."""
    low: float
    high: float
    step: str


FIELDS: Final = (
    WhatIfField("agents", -100_000, 100_000, "1"),
    WhatIfField("sms", 0, 12, "0.5"),
    WhatIfField("calls", 0, 24, "1"),
    WhatIfField("silence", 0, 24, "0.5"),
    WhatIfField("pace", 0.1, 30, "0.1"),
    WhatIfField("rate", 0.1, 10_000, "0.1"),
)
"""What can be typed; empty leaves it is."""
READY: Final = (("ten_agents", "agents=10"), ("sms_two", "sms=2"), ("calls_twelve", "calls=12"))
"""Questions that are often asked."""
COUNTS: Final = ("misses", "cases", "contacts", "by_sms", "by_call", "calls")


def show_what_if(request: HttpRequest) -> HttpResponse:
    """The form, and the answer where something was typed."""
    chosen = read_territory_scope(request, "lead.look")
    lang = language.request_language(request)
    t = page_sentences("supervision.whatif", lang)
    typed = {one.name: request.GET.get(one.name, "").strip() for one in FIELDS}
    values = {one.name: parse_number(typed[one.name], one.low, one.high) for one in FIELDS if typed[one.name]}
    wrong = [
        (one.name, t[f"field_{one.name}"], t["between"].format(low=f"{one.low:g}", high=f"{one.high:g}"))
        for one in FIELDS
        if one.name in values and values[one.name] is None
    ]
    last = "late_last" in request.GET
    with open_supervisor_context(request) as at:
        codes = ("",) if chosen.territories is None else chosen.territories
        situation = territory_forecasts.load_situation(at.connection, codes)
    asked = (bool(values) or last) and not wrong
    found = compare_scenario(situation, _build_scenario(values, last=last)) if situation and asked else None
    rows = _compare_outlooks(found.today, found.other, t) if found else []
    context: dict[str, Any] = {
        "scope": chosen,
        "situation": situation,
        "played": time_zone.to_local_time(situation.now) if situation else None,
        "found": found,
        "rows": rows,
        "gain": abs(rows[0][3]) if rows else 0,
        "answered": round(found.answered) if found else 0,
        "bars": draw_missed_deadlines(
            t["bars"], t, lang, situation.now, found.today.by_hour, found.other.by_hour
        )
        if situation and found
        else None,
        "wrong": wrong,
    }
    if page_rendering.is_partial_request(request):
        return page_rendering.render_page(
            request, "supervision.whatif", template="supervision/_found.html", **context
        )
    marked = {name for name, _, _ in wrong}
    return page_rendering.render_page(
        request,
        "supervision.whatif",
        choices=list_region_choices(at.who.allowed_territories("lead.look")),
        fields=[
            (one, typed[one.name], t[f"field_{one.name}"], t[f"hint_{one.name}"], one.name in marked)
            for one in FIELDS
        ],
        late_last=last,
        ready=[(t[name], _query_string(query, chosen.code)) for name, query in READY],
        **context,
        status_code=422 if wrong else 200,
    )


def _build_scenario(values: dict[str, float | None], *, last: bool) -> ScenarioChanges:
    return ScenarioChanges(
        agents=round(values.get("agents") or 0),
        sms_earlier=values.get("sms") or 0.0,
        calls_from=values.get("calls"),
        silence=values.get("silence"),
        calls_an_hour=values.get("pace"),
        parts_a_second=values.get("rate"),
        late_last=last,
    )


def _compare_outlooks(
    today: DeadlineOutlook, other: DeadlineOutlook, t: Sentences
) -> list[tuple[str, int, int, int]]:
    """What is counted, as it will be, as it would be, and by how much that is more or less."""
    pairs = [
        (t[f"count_{name}"], round(getattr(today, name)), round(getattr(other, name))) for name in COUNTS
    ]
    return [(name, now, then, then - now) for name, now, then in pairs]


def _query_string(query: str, code: str) -> str:
    return f"?{query}&territoire={code}" if code else f"?{query}"
