"""What changed in a charter: between two days, or day by day; the same as a feed."""

from django.http import HttpRequest, HttpResponse

from tocsin.charter.diff import ClauseChange, ClauseChangesOfDay, compare_charter_days, list_change_days
from tocsin.charter.schema import Charter
from tocsin.charter.words import format_day
from tocsin.locale.catalogues import Sentences
from tocsin.locale.languages import get_language
from tocsin.web import atom_feed, language, message_texts, page_rendering, page_urls
from tocsin.web.clause_view import ClauseView, view_clause
from tocsin.web.language import Lang
from tocsin.web.query_params import (
    chosen_charter,
    institution_short_name,
    list_translations_with_choices,
    read_day,
    today_in_paris,
)
from tocsin.web.sentences import page_sentences

_Group = tuple[str, list[ClauseView]]
"""Title of a kind of change, and its clauses."""


def show_changes_page(request: HttpRequest) -> HttpResponse:
    """Between two days where they are given, else every day on which something changed."""
    lang = language.request_language(request)
    charter = chosen_charter(request)
    before = read_day(request.GET.get("from", ""), today_in_paris())
    after = read_day(request.GET.get("to", ""), today_in_paris())
    if before.given and after.given and before.day > after.day:
        before, after = after, before
    wrong = before.wrong or after.wrong
    name = institution_short_name(charter, lang)
    found = compare_charter_days(charter, before.day, after.day) if before.given and not wrong else None
    t = page_sentences("changes", lang)
    return page_rendering.render_page(
        request,
        "changes",
        translations=list_translations_with_choices(request),
        charter=charter,
        title=t["title"].format(name=name),
        wrong=wrong,
        before=before,
        after=after,
        between=t["between"].format(before=format_day(before.day, lang), after=format_day(after.day, lang)),
        found=_group_changes(ClauseChangesOfDay(after.day, found.begun, found.ended, found.surer), lang, t)
        if found
        else None,
        days=[] if found or wrong else _changes_by_day(charter, lang, t),
        texts=[] if found or wrong else _text_changes_by_day(charter, lang),
    )


def serve_changes_feed(request: HttpRequest) -> HttpResponse:
    """The same as an Atom feed (RFC 4287)."""
    lang = language.request_language(request)
    charter = chosen_charter(request)
    t = page_sentences("changes", lang)
    query = f"?institution={charter.id}" if request.GET.get("institution") else ""
    page = request.build_absolute_uri(page_urls.page_url("changes", lang) + query)
    colon = get_language(lang).colon
    entries = [
        atom_feed.FeedEntry(
            on=one.on,
            title=f"{format_day(one.on, lang)}{colon}{summarise_day_changes(one, t)}",
            address=f"{page}#d{one.on}",
            lines=tuple(
                f"{title}{colon}{said.text}"
                for title, lines in _group_changes(one, lang, t)
                for said in lines
            ),
        )
        for one in list_change_days(charter, today_in_paris())
    ]
    entries += [
        atom_feed.FeedEntry(
            on=on,
            title=f"{format_day(on, lang)}{colon}{t['texts']}",
            address=f"{page}#t{on}",
            lines=tuple(message_texts.describe_text_change(one, lang) for one in changes),
            what="texts",
        )
        for on, changes in message_texts.list_text_changes(charter)
    ]
    entries.sort(key=lambda one: one.on, reverse=True)
    text = atom_feed.write_atom_feed(
        title=t["title"].format(name=institution_short_name(charter, lang)),
        charter=charter,
        here=request.build_absolute_uri(),
        page=page,
        lang=lang,
        entries=entries,
    )
    return HttpResponse(text, content_type="application/atom+xml; charset=utf-8")


def summarise_day_changes(one: ClauseChangesOfDay, t: Sentences) -> str:
    """What changed on a day, as counts."""
    parts = []
    for count, single, several in (
        (len(one.begun), "one_begun", "many_begun"),
        (len(one.ended), "one_ended", "many_ended"),
    ):
        if count:
            parts.append(t[single] if count == 1 else t[several].format(count=count))
    if one.surer and not parts:
        parts.append(t["some_surer"].format(count=len(one.surer)))
    return ", ".join(parts)


def _changes_by_day(charter: Charter, lang: Lang, t: Sentences) -> list[tuple[str, str, list[_Group]]]:
    """Every day on which something changed: in words, as ISO, and what changed."""
    return [
        (format_day(one.on, lang), one.on.isoformat(), _group_changes(one, lang, t))
        for one in list_change_days(charter, today_in_paris())
    ]


def _text_changes_by_day(charter: Charter, lang: Lang) -> list[tuple[str, str, list[str]]]:
    """Every day on which the words of our SMS changed: in words, as ISO, and what they say since."""
    return [
        (
            format_day(on, lang),
            on.isoformat(),
            [message_texts.describe_text_change(one, lang) for one in changes],
        )
        for on, changes in message_texts.list_text_changes(charter)
    ]


def _group_changes(one: ClauseChangesOfDay, lang: Lang, t: Sentences) -> list[_Group]:
    """Title of a kind of change, and its clauses; kinds without one are left out."""
    kinds = ((t["begun"], one.begun), (t["ended"], one.ended), (t["surer"], one.surer))
    return [(title, _clause_views(changes, lang)) for title, changes in kinds if changes]


def _clause_views(changes: tuple[ClauseChange, ...], lang: Lang) -> list[ClauseView]:
    return [view_clause(change.clause, lang) for change in changes]
