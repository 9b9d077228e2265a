"""Every text that we send, flow by flow, what waits for somebody, and which texts people doubt."""

from datetime import timedelta
from typing import Any, Final

from django.http import HttpRequest, HttpResponse

from tocsin.locale.catalogues import Sentences
from tocsin.message_templates.approval_workflow import review_day
from tocsin.message_templates.doubt_counts import DoubtCount, list_doubt_counts
from tocsin.message_templates.rewording_records import load_open_rewordings
from tocsin.message_templates.texts_in_force import TextInForce, list_texts_in_force
from tocsin.runtime.clock import read_clock_from_environment
from tocsin.web import language, page_rendering, store_pool
from tocsin.web.formatting import format_decimal
from tocsin.web.language import Lang
from tocsin.web.message_templates.template_view import (
    describe_group,
    describe_place,
    describe_result,
    describe_stage,
    first_words,
    is_first_question,
)
from tocsin.web.sentences import page_sentences
from tocsin.web.staff.current_user import require_staff


def show_template_list(request: HttpRequest) -> HttpResponse:
    lang, now = language.request_language(request), read_clock_from_environment().now()
    t = page_sentences("texts.list", lang)
    with store_pool.store_connection() as connection:
        found, left = list_texts_in_force(connection, now), load_open_rewordings(connection, now)
    groups: dict[str, list[TextInForce]] = {}
    for one in found:
        groups.setdefault(one.text.group, []).append(one)
    numbers = {one.template: one.id for one in reversed(left)}
    return page_rendering.render_page(
        request,
        "texts.list",
        may_see_doubts=require_staff(request).may("texts.doubts"),
        waiting=[(one, first_words(one.text, lang), describe_stage(one, now, lang, t)) for one in left],
        groups=[
            (
                name,
                describe_group(name, some[0].text, lang, t),
                [
                    (
                        one,
                        first_words(one.words, lang),
                        describe_place(one.text, lang, t),
                        describe_result(one.judged, t, sent=True),
                        numbers.get(one.text.id),
                    )
                    for one in some
                ],
            )
            for name, some in groups.items()
        ],
        count=len(found),
    )


SPANS: Final = (7, 30, 90)
"""Days that may be looked back."""


def show_doubt_ranking(request: HttpRequest) -> HttpResponse:
    lang, now = language.request_language(request), read_clock_from_environment().now()
    t = page_sentences("texts.doubts", lang)
    asked = request.GET.get("days", "")
    span = int(asked) if asked in map(str, SPANS) else 30
    with store_pool.store_connection() as connection:
        texts = {one.text.id: one for one in list_texts_in_force(connection, now)}
        found = [
            one
            for one in list_doubt_counts(connection, review_day(now) - timedelta(days=span - 1))
            if one.template in texts
        ]
    most = max((one.count for one in found), default=1)
    return page_rendering.render_page(
        request,
        "texts.doubts",
        spans=[(days, t["span"].format(days=days), days == span) for days in SPANS],
        rows=[_describe_doubts(one, texts[one.template], most, lang, t) for one in found],
        total=sum(one.count for one in found),
        caption=t["caption"].format(days=span),
    )


def _describe_doubts(
    one: DoubtCount, text: TextInForce, most: int, lang: Lang, t: Sentences
) -> dict[str, Any]:
    return {
        "one": one,
        "opening": first_words(text.words, lang),
        "place": describe_place(text.text, lang, t),
        "bar": max(1, round(100 * one.count / most)),
        "question": is_first_question(text.text),
        "rate": format_decimal(1000 * one.count / one.asked, lang, 1) if one.asked else "",
    }
