"""Which of our own texts people doubted most."""

from datetime import timedelta
from typing import Final

from django.http import HttpRequest, HttpResponse
from msgspec import Struct

from tocsin.charter.words import day
from tocsin.tracing.clock import from_environment
from tocsin.tracing.wording.doubts import Doubt, doubts
from tocsin.tracing.wording.overview import Spoken, spoken
from tocsin.tracing.wording.steps import today
from tocsin.web import language, render, store, words
from tocsin.web.language import Lang
from tocsin.web.texts.shown import is_question, opening, place
from tocsin.web.words import Sentences

SPANS: Final = (7, 30, 90)
"""Days that may be looked back."""


class Row(Struct, frozen=True):
    """A text that was doubted."""

    id: str
    opening: str
    place: str
    count: int
    share: int
    """Per cent of the most doubted one: how long its bar is."""
    question: bool
    asked: str
    rate: str
    """Doubts for 1,000 times that it was asked; or empty."""
    last: str


def show(request: HttpRequest) -> HttpResponse:
    """The list, the most doubted first."""
    lang, now = language.of(request), from_environment().now()
    t = words.of("texts.doubts", lang)
    asked = request.GET.get("days", "")
    span = int(asked) if asked in map(str, SPANS) else 30
    with store.connection() as connection:
        texts = {one.text.id: one for one in spoken(connection, now)}
        found = [
            one for one in doubts(connection, today(now) - timedelta(days=span - 1)) if one.template in texts
        ]
    most = max((one.count for one in found), default=1)
    return render.page(
        request,
        "texts.doubts",
        spans=[(days, t["span"].format(days=days), days == span) for days in SPANS],
        rows=[_row(one, texts[one.template], most, lang, t) for one in found],
        total=sum(one.count for one in found),
        caption=t["caption"].format(days=span),
    )


def _row(one: Doubt, text: Spoken, most: int, lang: Lang, t: Sentences) -> Row:
    return Row(
        one.template,
        opening(text.words, lang),
        place(text.text, lang, t),
        one.count,
        max(1, round(100 * one.count / most)),
        is_question(text.text),
        f"{one.asked:,}".replace(",", "," if lang == "en" else "\u202f") if one.asked else "",
        f"{1000 * one.count / one.asked:.1f}".replace(".", t["decimal"]) if one.asked else "",
        day(one.last, lang),
    )
