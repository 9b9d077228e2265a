"""Where pages are, in both languages."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from tocsin.web import language
from tocsin.web.language import Lang


def page_url(page: str, lang: Lang, **parts: Any) -> str:
    """The address of a page, from its root: ``of("check", "en")`` is ``/en/``. Raises NoReverseMatch."""
    return reverse(f"{lang}.{page}", kwargs=parts)


def url_in_other_language(request: HttpRequest) -> str:
    """The address of the same page in the other language; its front page where there is no page."""
    lang = language.other_language(language.request_language(request))
    found = request.resolver_match
    if found is None or not found.url_name:
        return page_url("check", lang)
    return page_url(found.url_name.partition(".")[2], lang, **found.kwargs)
