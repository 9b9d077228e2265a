"""What circulates now: frauds that people reported and an analyst confirmed; as a page, a feed and JSON."""

from datetime import datetime
from typing import Any, Final

import msgspec
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from msgspec import Struct

from tocsin.campaigns.circulation import CirculatingCampaign, list_circulating_campaigns
from tocsin.charter.institution_name import put_name
from tocsin.charter.loading import list_charter_names, load_charter
from tocsin.charter.words import format_day, format_institution_name, translate_channel
from tocsin.locale.paris_time import find_paris_day
from tocsin.runtime.clock import read_clock_from_environment
from tocsin.web import error_pages, language, page_rendering, page_urls, store_pool
from tocsin.web.language import Lang
from tocsin.web.public.atom_feed import PageAtomFeed, make_entry_tag, start_of_day
from tocsin.web.query_params import list_translations_with_choices
from tocsin.web.sentences import page_sentences

SCHEMA: Final = 1
"""Version of the JSON."""


class CirculationFeedSubject(Struct, frozen=True):
    """Of whom a feed tells, and in which language."""

    institution: str
    lang: Lang
    here: str
    page: str


@error_pages.allow_methods("GET", "HEAD")
def show_circulation_page(request: HttpRequest) -> HttpResponse:
    """The page; of one institution where it is named."""
    lang = language.request_language(request)
    institution = _read_institution(request)
    found = _load_campaigns(institution)
    query = f"?institution={institution}" if institution else ""
    return page_rendering.render_page(
        request,
        "circulates",
        translations=list_translations_with_choices(request),
        away=found is None,
        institution=format_institution_name(load_charter(institution), lang) if institution else "",
        campaigns=[_describe_campaign(one, lang) for one in found or ()],
        feed=page_urls.page_url("feed_circulates", lang) + query,
        json=page_urls.page_url("feed_circulates_json", lang) + query,
        status_code=503 if found is None and store_pool.is_store_configured() else 200,
    )


@error_pages.allow_methods("GET", "HEAD")
def serve_circulation_json(request: HttpRequest) -> HttpResponse:
    found = _load_campaigns(_read_institution(request))
    told: dict[str, Any] = {
        "schema": SCHEMA,
        "campaigns": [
            {
                "id": one.id,
                "text": one.sample or None,
                "institutions": one.claims,
                "channels": one.channels,
                "reports": one.reports,
                "first_seen": one.first_seen,
                "last_seen": one.last_seen,
                "confirmed": find_paris_day(one.state_at),
            }
            for one in found or ()
        ],
    }
    status = 503 if found is None and store_pool.is_store_configured() else 200
    return HttpResponse(msgspec.json.encode(told), content_type="application/json", status=status)


class CirculationFeed(Feed):  # type: ignore[type-arg]  # generic to the type checker alone
    """An entry for each campaign that circulates, the newest first."""

    feed_type = PageAtomFeed
    author_name = "Tocsin"

    def get_object(self, request: HttpRequest, *_args: Any, **_more: Any) -> CirculationFeedSubject:
        """The institution and the language of the address."""
        lang, institution = language.request_language(request), _read_institution(request)
        query = f"?institution={institution}" if institution else ""
        page = request.build_absolute_uri(page_urls.page_url("circulates", lang) + query)
        return CirculationFeedSubject(institution, lang, request.build_absolute_uri(), page)

    def title(self, obj: CirculationFeedSubject) -> str:
        return page_sentences("circulates", obj.lang)["title"]

    def link(self, obj: CirculationFeedSubject) -> str:
        return obj.page

    def feed_url(self, obj: CirculationFeedSubject) -> str:
        return obj.here

    def feed_extra_kwargs(self, obj: CirculationFeedSubject) -> dict[str, Any]:
        return {"lang": obj.lang}

    def items(self, obj: CirculationFeedSubject) -> list[tuple[CirculationFeedSubject, CirculatingCampaign]]:
        """The campaigns; none while the store is away."""
        return [(obj, one) for one in _load_campaigns(obj.institution) or ()]

    def item_title(self, item: tuple[CirculationFeedSubject, CirculatingCampaign]) -> str:
        return str(_describe_campaign(item[1], item[0].lang)["title"])

    def item_description(self, item: tuple[CirculationFeedSubject, CirculatingCampaign]) -> str:
        return item[1].sample

    def item_link(self, item: tuple[CirculationFeedSubject, CirculatingCampaign]) -> str:
        return f"{item[0].page}#c{item[1].id}"

    def item_guid(self, item: tuple[CirculationFeedSubject, CirculatingCampaign]) -> str:
        return make_entry_tag(item[0].here, f"campaign/{item[1].id}/{item[0].lang}")

    def item_updateddate(self, item: tuple[CirculationFeedSubject, CirculatingCampaign]) -> datetime:
        """When it was confirmed, or seen last."""
        return max(item[1].state_at, start_of_day(item[1].last_seen))


def _read_institution(request: HttpRequest) -> str:
    given = request.GET.get("institution", "")
    return given if given in list_charter_names() else ""


def _load_campaigns(institution: str) -> list[CirculatingCampaign] | None:
    """None where there is no store, or it is away."""
    today = find_paris_day(read_clock_from_environment().now())
    try:
        with store_pool.store_connection() as connection:
            return list_circulating_campaigns(connection, today, institution)
    except store_pool.StoreUnavailable:
        return None


def _describe_campaign(one: CirculatingCampaign, lang: Lang) -> dict[str, Any]:
    t = page_sentences("circulates", lang)
    known = [name for name in one.claims if name in list_charter_names()]
    named = (format_institution_name(load_charter(name), lang) for name in known)
    names = ", ".join(put_name(t["of_name"], name, lang) for name in named)
    channels = ", ".join(translate_channel(name, lang) for name in one.channels)
    since = format_day(one.first_seen, lang)
    return {
        "id": one.id,
        "title": t["since_named" if names else "since"].format(channel=channels, names=names, day=since),
        "text": one.sample,
        "last": t["seen"].format(reports=one.reports, day=format_day(one.last_seen, lang)),
    }
