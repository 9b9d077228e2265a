"""What every template may ask for: a sentence with blanks, an address, a static file, a day."""

from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from tocsin.charter import words as charter_words
from tocsin.web import contact_links, formatting, page_urls
from tocsin.web.language import Lang
from tocsin.web.sentences import page_sentences
from tocsin.web.verdict_view import VerdictAdvice

register = template.Library()


@register.simple_tag
def say(sentence: str, **blanks: Any) -> SafeString:
    """A sentence with its blanks filled in, each made harmless for HTML."""
    return format_html(sentence, **blanks) if blanks else conditional_escape(sentence)


@register.simple_tag(takes_context=True)
def sentence(context: Context, name: str, **blanks: Any) -> SafeString:
    """The sentence of this page that has a name, which the template only knows when it is asked."""
    return say(context["t"][name], **blanks)


@register.simple_tag
def sentence_in(language: Lang, page: str, name: str) -> SafeString:
    """A sentence of a page in a language that is not that of this one, as a link to it is written."""
    return conditional_escape(page_sentences(page, language)[name])


@register.simple_tag(takes_context=True)
def help(context: Context, found: VerdictAdvice) -> SafeString:
    """What to do, laid out: the longest part of a result, and the same for many.

    ``report_body`` of the page, where it has one, is what a link to report says.
    """
    return contact_links.fill_report(
        _render_help(found, context["lang"]), str(context.get("report_body") or "")
    )


@lru_cache(maxsize=256)
def _render_help(found: VerdictAdvice, lang: Lang) -> SafeString:
    return render_to_string(
        "verdict_help.html", {"help": found, "lang": lang, "t": page_sentences("check", lang)}
    )


@register.filter
def link_contacts(text: str, but: str = "") -> SafeString:
    """A text of advice, its telephone numbers made links, but for one that stands beside it as a link."""
    return contact_links.link_contacts(text, but)


@register.filter
def host(url: str) -> str:
    """The host of an address: where a link leads, in short."""
    return urlsplit(url).netloc


@register.simple_tag
def linked(sentence: str, **addresses: str) -> SafeString:
    """A sentence whose blanks are addresses, each a link that shows where it leads."""
    links = {name: format_html('<a href="{0}">{0}</a>', where) for name, where in addresses.items()}
    return format_html(sentence, **links)


@register.simple_tag(takes_context=True)
def address(context: Context, page: str, **parts: Any) -> str:
    return page_urls.page_url(page, context["lang"], **parts)


@register.simple_tag
def asset(name: str) -> str:
    return static(name)


@register.filter
def isoday(when: date) -> str:
    return when.isoformat()


@register.simple_tag(takes_context=True)
def day(context: Context, when: date) -> str:
    """A day in words, in the language of the page."""
    return charter_words.format_day(when, context["lang"])


@register.simple_tag(takes_context=True)
def count(context: Context, number: float) -> str:
    """How many, in the language of the page."""
    return formatting.format_count(number, context["lang"])
