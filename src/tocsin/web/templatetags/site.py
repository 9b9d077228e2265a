"""What every template may ask for: a sentence with blanks, an address, a static file, a day; a record's own fields in words."""

from datetime import date, datetime
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
from tocsin.charter.schema import Wording
from tocsin.conversation import quiet_hours
from tocsin.locale.catalogues import translate_name
from tocsin.locale.languages import get_language
from tocsin.phone_numbers.dialled_number import format_phone_number, mask_phone_number
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
def moment(context: Context, at: datetime, zone: str = "") -> str:
    """A moment of these weeks, on the clock of a zone or of whoever is here."""
    return formatting.format_weekday_moment(at, context["lang"], zone)


@register.simple_tag(takes_context=True)
def full_moment(context: Context, at: datetime) -> str:
    """A moment with its year, on the clock of whoever is here."""
    return formatting.format_moment(at, context["lang"])


@register.simple_tag
def clock(at: datetime, zone: str) -> str:
    """The hour of a moment on the clock of a zone, to the minute."""
    return f"{quiet_hours.to_local_time(at, zone):%H:%M}"


@register.simple_tag(takes_context=True)
def long_day(context: Context, when: date | None) -> str:
    """A day with its weekday; empty where there is none."""
    return formatting.format_day_or_nothing(when, context["lang"])


@register.simple_tag(takes_context=True)
def words(context: Context, said: Wording) -> str:
    """A sentence that is written once for all languages, in that of the page."""
    lang = context["lang"]
    return get_language(lang).typeset(charter_words.translate_wording(said, lang))


@register.simple_tag(takes_context=True, name="named")
def translate_stable_name(context: Context, catalogue: str, name: str) -> str:
    """What stands in a catalogue for a stable name, such as an outcome."""
    return translate_name(catalogue, name, context["lang"])


@register.filter
def dialled(number: str) -> str:
    """A telephone number as people write it."""
    return format_phone_number(number)


@register.filter
def territory(code: str) -> str:
    """A département by its name and code; empty where it is not known."""
    return formatting.format_territory(code)


@register.filter
def birthday(born: str) -> str:
    """A birth date (``2021-03-04``) as people write it; empty where it is not known."""
    return "/".join(reversed(born.split("-")))


@register.filter
def masked(number: str) -> str:
    return mask_phone_number(number)


@register.simple_tag(takes_context=True)
def count(context: Context, number: float) -> str:
    """How many, in the language of the page."""
    return formatting.format_count(number, context["lang"])
