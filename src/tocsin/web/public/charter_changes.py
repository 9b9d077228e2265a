"""What changed in a charter: between two days, or day by day; the same as a feed."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from msgspec import Struct

from tocsin.charter.diff import ClauseChange, ClauseChangesOfDay, compare_charter_days, list_change_days
from tocsin.charter.partial_dates import parse_partial_date
from tocsin.charter.schema import Charter
from tocsin.charter.words import format_day, format_institution_name
from tocsin.locale.catalogues import Sentences
from tocsin.locale.languages import get_language
from tocsin.web import language, message_texts, page_rendering, page_urls
from tocsin.web.clause_view import ClauseView, view_clause
from tocsin.web.language import Lang
from tocsin.web.public.atom_feed import PageAtomFeed, make_entry_tag, start_of_day
from tocsin.web.query_params import (
    chosen_charter,
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
    name = format_institution_name(charter, lang)
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


class FeedEntry(Struct, frozen=True):
    """The changes of a day: those of the charter, or those of our texts."""

    on: date
    name: str
    """Stays the same as long as the charter has that day."""
    title: str
    address: str
    lines: tuple[str, ...]
    """One change each."""


class FeedSubject(Struct, frozen=True):
    charter: Charter
    lang: Lang
    here: str
    """Address of the feed."""
    page: str
    """That of the page that tells the same."""

    def make_tag(self, kind: str) -> str:
        """A name that stays the same wherever the site is moved to within its host."""
        return make_entry_tag(self.here, f"{kind}/{self.charter.id}/{self.lang}")


class ChangesAtomFeed(PageAtomFeed):
    """Entries are plain text."""

    def latest_post_date(self) -> datetime:
        """When what it tells was written: a day on which a clause begins may be long before."""
        updated: datetime = self.feed["updated"]
        return updated

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["content"], {"type": "text"})


class ChangesFeed(Feed):  # type: ignore[type-arg]  # generic to the type checker alone
    """The changes of a charter and of our texts, day by day, the newest first."""

    feed_type = ChangesAtomFeed
    author_name = "Tocsin"

    def get_object(self, request: HttpRequest, *_args: Any, **_more: Any) -> FeedSubject:
        lang = language.request_language(request)
        charter = chosen_charter(request)
        query = f"?institution={charter.id}" if request.GET.get("institution") else ""
        page = request.build_absolute_uri(page_urls.page_url("changes", lang) + query)
        return FeedSubject(charter, lang, request.build_absolute_uri(), page)

    def title(self, obj: FeedSubject) -> str:
        title = page_sentences("changes", obj.lang)["title"]
        return title.format(name=format_institution_name(obj.charter, obj.lang))

    def link(self, obj: FeedSubject) -> str:
        return obj.page

    def feed_url(self, obj: FeedSubject) -> str:
        return obj.here

    def feed_guid(self, obj: FeedSubject) -> str:
        return obj.make_tag("charter")

    def feed_extra_kwargs(self, obj: FeedSubject) -> dict[str, Any]:
        """What ``ChangesAtomFeed`` writes beside."""
        days = [parse_partial_date(obj.charter.version)[0], *(one.on for one in _text_entries(obj))]
        return {"lang": obj.lang, "updated": start_of_day(max(days))}

    def items(self, obj: FeedSubject) -> list[FeedEntry]:
        """An entry a day, and another where our texts changed as well."""
        return sorted((*_charter_entries(obj), *_text_entries(obj)), key=lambda one: one.on, reverse=True)

    def item_title(self, item: FeedEntry) -> str:
        return item.title

    def item_description(self, item: FeedEntry) -> None:  # type: ignore[override]
        """None: the whole is in its content."""

    def item_link(self, item: FeedEntry) -> str:
        return item.address

    def item_guid(self, item: FeedEntry) -> str:
        return item.name

    def item_updateddate(self, item: FeedEntry) -> datetime:
        return start_of_day(item.on)

    def item_extra_kwargs(self, item: FeedEntry) -> dict[str, Any]:
        """What ``ChangesAtomFeed`` writes beside."""
        return {"content": "\n".join(item.lines)}


def _charter_entries(about: FeedSubject) -> Iterator[FeedEntry]:
    t, colon = page_sentences("changes", about.lang), get_language(about.lang).colon
    for one in list_change_days(about.charter, today_in_paris()):
        yield FeedEntry(
            on=one.on,
            name=f"{about.make_tag('charter')}/{one.on}",
            title=_title_day(one, about.lang, t),
            address=f"{about.page}#d{one.on}",
            lines=tuple(
                f"{title}{colon}{said.text}"
                for title, lines in _group_changes(one, about.lang, t)
                for said in lines
            ),
        )


def _text_entries(about: FeedSubject) -> Iterator[FeedEntry]:
    t, colon = page_sentences("changes", about.lang), get_language(about.lang).colon
    for on, changes in message_texts.list_text_changes(about.charter):
        yield FeedEntry(
            on=on,
            name=f"{about.make_tag('texts')}/{on}",
            title=f"{format_day(on, about.lang)}{colon}{t['texts']}",
            address=f"{about.page}#t{on}",
            lines=tuple(message_texts.describe_text_change(one, about.lang) for one in changes),
        )


def _title_day(one: ClauseChangesOfDay, lang: Lang, t: Sentences) -> str:
    return f"{format_day(one.on, lang)}{get_language(lang).colon}{summarise_day_changes(one, t)}"


def summarise_day_changes(one: ClauseChangesOfDay, t: Sentences) -> str:
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
    """Every day on which something changed: in words with how much, as ISO, and what changed."""
    return [
        (_title_day(one, lang, t), one.on.isoformat(), _group_changes(one, lang, t))
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
