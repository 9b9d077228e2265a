"""The institutions whose charters are known here, in a few lines each, and the charter of one."""

import re
from datetime import date
from functools import lru_cache
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from msgspec import Struct

from tocsin.charter.loading import load_charter
from tocsin.charter.partial_dates import UNDATED, parse_partial_date
from tocsin.charter.schema import AdviceClause, Charter, ListingClause, Medium, PointClause, Wording
from tocsin.charter.view import DatedCharter, view_as_of
from tocsin.charter.words import format_day, format_institution_name, translate_wording
from tocsin.evidence.fold import fold_text
from tocsin.locale.languages import get_language
from tocsin.web import language, message_texts, page_rendering, store_pool, well_known
from tocsin.web.charter_view import list_item_policies, view_charter
from tocsin.web.clause_view import format_contact_point, format_page_date
from tocsin.web.formatting import capitalise_name
from tocsin.web.language import Lang
from tocsin.web.query_params import (
    ChosenDay,
    chosen_charter,
    chosen_day,
    institution_names,
    list_institutions,
    list_translations_with_choices,
    today_in_paris,
)
from tocsin.web.sentences import page_sentences

MEDIA: Final[dict[str, tuple[Medium, ...]]] = {
    "of_site": ("web_host",),
    "of_phone": ("phone",),
    "of_sms_sender": ("sms_sender", "short_code"),
    "of_mail_sender": ("mail_address", "mail_domain"),
}
"""What people look for in a message, by the name of its sentence, and the media of points that tell it."""


class TranslatedText(Struct, frozen=True):
    """A sentence of a charter, to be read."""

    text: str
    language: str
    """That of the text, where it was not translated into that of the page."""


class InstitutionView(Struct, frozen=True, kw_only=True):
    id: str
    name: str
    about: str
    """What explains its name, or empty."""
    count: int
    """Its own clauses that hold, or may hold, that day."""
    oldest: str
    """Date of the oldest of their sources, as precise as known; empty where none is dated."""
    version: str
    never: tuple[str, ...]
    """Items that it never asks by some channel: names of sentences."""
    verify: tuple[TranslatedText, ...]
    """Where to find out, in its own advice."""
    report: tuple[str, ...]
    """Numbers and addresses to report to."""
    known: tuple[tuple[str, tuple[str, ...], bool], ...]
    """Kind of point, the values of that day, and whether the list is closed."""
    unknown: tuple[str, ...]
    """Kinds of point of which no source says anything."""
    not_found: tuple[TranslatedText, ...]
    """What was looked for and not found."""


@lru_cache(maxsize=1024)
def view_institution(name: str, on: date, lang: Lang) -> InstitutionView:
    charter = load_charter(name)
    view = view_as_of(charter, on)
    own = [clause for clause in view.clauses if not clause.layer]
    known = [(kind, _list_values(view, media), _is_closed(view, media)) for kind, media in MEDIA.items()]
    shown = format_institution_name(charter, lang)
    return InstitutionView(
        id=charter.id,
        name=capitalise_name(shown),
        about=translate_wording(charter.name, lang).partition(" (")[2].removesuffix(")"),
        count=len(own),
        oldest=format_page_date(_find_oldest_source(charter), lang),
        version=format_page_date(charter.version, lang),
        never=tuple(policy.item for policy in list_item_policies(view, lang) if policy.never),
        verify=_list_verify_advice(view, lang),
        report=_list_report_contacts(view),
        known=tuple((kind, values, closed) for kind, values, closed in known if values),
        unknown=tuple(kind for kind, values, closed in known if not values and not closed),
        not_found=tuple(_translate(said, lang) for said in charter.not_found),
    )


def _list_values(view: DatedCharter, media: tuple[Medium, ...]) -> tuple[str, ...]:
    found = (c.value for c in view.clauses if isinstance(c, PointClause) and c.medium in media)
    return tuple(dict.fromkeys(format_contact_point(value) for value in found))


def _is_closed(view: DatedCharter, media: tuple[Medium, ...]) -> bool:
    found = [c for c in view.clauses if isinstance(c, ListingClause) and set(media) & set(c.media)]
    return bool(found) and all(c.closed and c.in_force.surely_holds(view.on) for c in found)


def _find_oldest_source(charter: Charter) -> str:
    dates = {source.date for clause in charter.clauses if not clause.layer for source in clause.sources}
    return min(dates - {UNDATED}, key=lambda written: parse_partial_date(written)[0], default=UNDATED)


def _translate(said: Wording, lang: Lang) -> TranslatedText:
    text = get_language(lang).typeset(translate_wording(said, lang))
    return TranslatedText(text, said.find_other_language(lang))


def _list_verify_advice(view: DatedCharter, lang: Lang) -> tuple[TranslatedText, ...]:
    """Its own advice to whoever is in doubt, the first only by rank: the page of each has the rest."""
    found = sorted((c for c in view.advice if "doubt" in c.when and not c.layer), key=lambda c: c.rank)
    with_contact = [c for c in found if c.contact] or found
    return tuple(_translate(c.wording, lang) for c in with_contact[:1])


def _list_report_contacts(view: DatedCharter) -> tuple[str, ...]:
    """Where a message is reported: its own addresses first, then those for everybody."""
    found = sorted((c for c in view.advice if _is_report(c)), key=lambda c: (bool(c.layer), c.rank))
    return tuple(dict.fromkeys(format_contact_point(c.contact) for c in found))


def _is_report(clause: AdviceClause) -> bool:
    return bool(clause.contact) and "received" in clause.when and "doubt" not in clause.when


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


def show_charter_page(request: HttpRequest) -> HttpResponse:
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
