"""Every institution whose charter is known: what is known of it, and what is not, as a page."""

import re
from typing import Final

from django.http import HttpRequest, HttpResponse

from tocsin.evidence.fold import fold_text
from tocsin.web import language, page_rendering, well_known
from tocsin.web.institution_view import InstitutionView, view_institution
from tocsin.web.query_params import institution_names, today_in_paris
from tocsin.web.sentences import page_sentences


def show_institutions_page(request: HttpRequest) -> HttpResponse:
    """The list, in the order of the names."""
    lang, today = language.request_language(request), today_in_paris()
    found = [view_institution(name, today, lang) for name in institution_names()]
    t = page_sentences("institutions", lang)
    return page_rendering.render_page(
        request,
        "institutions",
        found=[
            (one, [_inside(t[f"i_{item}"]) for item in one.never])
            for one in sorted(found, key=_make_sort_key)
        ],
        lead=t["lead"].format(count=len(found)),
        files=well_known.all_charters_urls(),
    )


_ARTICLE: Final = re.compile(r"(?:l[ae]s?|the) |l['’]")


def _make_sort_key(one: InstitutionView) -> str:
    """The name as people look for it: without its article."""
    return _ARTICLE.sub("", fold_text(one.name), count=1)


def _inside(said: str) -> str:
    """The name of an item as it stands within a sentence: without a capital, unless its first word has several."""
    return said if said[1:2].isupper() else said[:1].lower() + said[1:]
