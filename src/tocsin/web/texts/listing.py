"""Every text that we send, flow by flow, and what waits for somebody."""

from django.http import HttpRequest, HttpResponse
from msgspec import Struct

from tocsin.tracing.clock import from_environment
from tocsin.tracing.wording.overview import Spoken, spoken
from tocsin.tracing.wording.store import open_ones
from tocsin.web import language, render, store, words
from tocsin.web.language import Lang
from tocsin.web.staff.door import staff
from tocsin.web.texts.shown import group, moment, opening, place, result
from tocsin.web.texts.stages import waits_for
from tocsin.web.words import Sentences


class Row(Struct, frozen=True):
    """A text in the list."""

    id: str
    opening: str
    place: str
    parts_fr: int
    parts_en: int
    result: str
    said: str
    """What the guard says, in words."""
    since: str
    aside: bool
    waiting: int | None
    """Number of the proposal that is open for it."""


class Waiting(Struct, frozen=True):
    """A proposal to which something is still to be done."""

    number: int
    id: str
    opening: str
    by: str
    why: str
    stage: str
    """What it waits for, in words."""


def show(request: HttpRequest) -> HttpResponse:
    """The list."""
    lang, now = language.of(request), from_environment().now()
    t = words.of("texts.list", lang)
    with store.connection() as connection:
        found, left = spoken(connection, now), open_ones(connection, now)
    groups: dict[str, list[Spoken]] = {}
    for one in found:
        groups.setdefault(one.text.group, []).append(one)
    numbers = {one.template: one.id for one in reversed(left)}
    return render.page(
        request,
        "texts.list",
        may_see_doubts=staff(request).may("texts.doubts"),
        waiting=[
            Waiting(
                one.id,
                one.template,
                opening(one.text, lang),
                one.by.name,
                one.why,
                waits_for(one, now, lang, t),
            )
            for one in left
        ],
        groups=[
            (name, group(name, some[0].text, lang, t), [_row(one, numbers, lang, t) for one in some])
            for name, some in groups.items()
        ],
        count=len(found),
    )


def _row(one: Spoken, numbers: dict[str, int], lang: Lang, t: Sentences) -> Row:
    return Row(
        one.text.id,
        opening(one.words, lang),
        place(one.text, lang, t),
        one.judged.reading("fr").cost.parts,
        one.judged.reading("en").cost.parts,
        one.judged.result,
        result(one.judged, t),
        moment(one.since, lang) if one.since else t["since_always"],
        one.aside,
        numbers.get(one.text.id),
    )
