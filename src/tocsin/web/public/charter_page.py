"""How an institution contacts people: its charter on a day, as a page."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from tocsin.charter.schema import Charter
from tocsin.charter.words import format_day, format_institution_name
from tocsin.web import language, message_texts, page_rendering, store_pool, well_known
from tocsin.web.charter_view import view_charter
from tocsin.web.clause_view import format_page_date
from tocsin.web.language import Lang
from tocsin.web.query_params import (
    ChosenDay,
    chosen_charter,
    chosen_day,
    list_institutions,
    list_translations_with_choices,
    today_in_paris,
)
from tocsin.web.sentences import page_sentences


def show_charter_page(request: HttpRequest) -> HttpResponse:
    """The charter on a day."""
    lang = language.request_language(request)
    charter, on = chosen_charter(request), chosen_day(request)
    t = page_sentences("contacts", lang)
    found = view_charter(charter, on.day, lang)
    return page_rendering.render_page(
        request,
        "contacts",
        translations=list_translations_with_choices(request),
        charter=charter,
        on=on,
        who=format_institution_name(charter, lang),
        title=t["title"].format(name=format_institution_name(charter, lang)),
        as_of=t["as_of"].format(
            day=format_day(on.day, lang), count=found.count, version=format_page_date(charter.version, lang)
        ),
        promises=found,
        items=[(t[f"i_{asked.item}"], asked) for asked in found.asked],
        parts=[(t[part.name], part) for part in found.parts],
        institutions=list_institutions(lang),
        files=well_known.charter_file_urls(charter),
        texts_files=well_known.texts_file_urls(),
        **_own_texts_context(charter, on, lang),
    )


def _own_texts_context(charter: Charter, on: ChosenDay, lang: Lang) -> dict[str, Any]:
    """The texts that our SMS say, on the page of today."""
    if on.day != today_in_paris():
        return {"texts": None, "texts_away": False}
    try:
        return {"texts": message_texts.list_text_groups(charter, lang), "texts_away": False}
    except store_pool.StoreUnavailable:
        return {"texts": None, "texts_away": True}
