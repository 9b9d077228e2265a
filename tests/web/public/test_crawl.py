"""Every link of every page, in both languages, leads somewhere; nothing is asked of another host."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, unquote, urldefrag, urljoin, urlsplit
from zlib import crc32

import pytest
from turbohtml import TokenType, tokenize

from tests.web.public.charter_numbers import list_charter_numbers
from tocsin.web import language, page_urls
from tocsin.web.query_params import institution_names
from tocsin.web.urls import INSIDE, PAGES, PUBLIC

HOME = "http://localhost"
LANGUAGES = [code for code, one in language.LANGUAGES.items() if one.complete or one.direction == "rtl"]
"""Both originals and one translation: all others are laid out by the same templates."""
FIGURES = [page for page in PUBLIC if page.name.startswith("figures")]
MOST = 1_000
"""Pages: a crawl that finds more has lost its way."""
LOADS = {"img": "src", "script": "src", "link": "href", "iframe": "src", "source": "src", "form": "action"}


class Page:
    """What a page links to, what it loads, and its anchors."""

    def __init__(self, text: str) -> None:
        self.links: list[tuple[str, str]] = []
        self.loads: list[str] = []
        self.ids: list[str] = []
        for token in tokenize(text):
            if token.type is TokenType.START_TAG and token.attrs:
                self._note_start(token.tag, dict(token.attrs))

    def _note_start(self, tag: str, found: dict[str, str]) -> None:
        if "id" in found:
            self.ids.append(found["id"])
        if tag == "a" and "href" in found:
            self.links.append((found["href"], found.get("rel", "")))
        if tag in LOADS and found.get(LOADS[tag]):
            self.loads.append(found[LOADS[tag]])


def seeds() -> Iterator[str]:
    """Where a visitor may begin: every page without parts, and what only a form leads to."""
    for page in PAGES:
        if "<" not in page.fr:
            yield from (page_urls.page_url(page.name, lang) for lang in LANGUAGES)
    for name in institution_names():
        for lang in LANGUAGES:
            for page in ("contacts", "changes", "feed", "numbers"):
                yield f"{page_urls.page_url(page, lang)}?institution={name}"
    for place, digits in enumerate(
        list_charter_numbers()
    ):  # test_number_page.py asks for each in both originals
        yield page_urls.page_url("number", LANGUAGES[place % len(LANGUAGES)], number=digits)
    for lang in LANGUAGES:
        for digits in ("0899033646", "+32470123456", "0639981234", "0692123456"):
            yield page_urls.page_url("number", lang, number=digits)


def is_followed(address: str) -> bool:
    """Whether the crawl goes there: pages of the first institution in every language, and on every day that they
    link to in one language in turn; of each other as of today and in one language in turn.

    They are the same templates and sentences; there are three times fifty institutions otherwise.
    """
    asked = parse_qs(urlsplit(address).query)
    lang = language.path_language(address)
    if lang not in LANGUAGES:
        return False
    name = asked.get("institution", [""])[0]
    place = institution_names().index(name) if name in institution_names() else 0
    if "on" in asked:
        return place == 0 and lang == LANGUAGES[crc32(asked["on"][0].encode()) % len(LANGUAGES)]
    return place == 0 or lang == LANGUAGES[place % len(LANGUAGES)]


@pytest.fixture(scope="module")
def crawled() -> dict[str, tuple[int, Page]]:
    """Every address that can be reached, with its status and what is on it."""
    from django.test import Client

    visitor = Client(raise_request_exception=False, SERVER_NAME="localhost")
    found: dict[str, tuple[int, Page]] = {}
    waiting = list(seeds())
    while waiting and len(found) < MOST:
        address = waiting.pop()
        if address in found or address.startswith("/static/") or not is_followed(address):
            continue
        answer = visitor.get(address, follow=True)
        text = answer.content.decode() if "html" in answer.headers["Content-Type"] else ""
        found[address] = answer.status_code, Page(text)
        for href, _ in found[address][1].links:
            where = urldefrag(urljoin(HOME + address, href)).url
            if where.startswith(HOME):
                waiting.append(where.removeprefix(HOME))
    return found


def test_every_page_of_the_list_is_reached_in_both_languages(crawled):
    reached = {urlsplit(address).path for address in crawled}
    for page in PAGES:
        if "<" not in page.fr:
            assert {page_urls.page_url(page.name, lang) for lang in LANGUAGES} <= reached
    assert 100 < len(crawled) < MOST


def test_no_link_is_dead(crawled):
    """Where there is no store, pages that are nothing without one say so; a form's address says that it is
    one."""
    pages = [page.name for page in (*INSIDE, *FIGURES) if "<" not in page.fr]
    needs = {page_urls.page_url(name, lang) for name in pages for lang in LANGUAGES}
    dead = {address: status for address, (status, _) in crawled.items() if status != 200}
    assert {address: status for address, status in dead.items() if address not in needs} == {}
    assert set(dead.values()) <= {405, 503}


def test_every_anchor_is_there(crawled):
    dead = []
    for address, (_, page) in crawled.items():
        for href, _ in page.links:
            where, anchor = urldefrag(urljoin(HOME + address, href))
            target = crawled.get(where.removeprefix(HOME))
            if anchor and target and unquote(anchor) not in target[1].ids:
                dead.append((address, href))
    assert dead == []


def test_nothing_is_loaded_from_another_host_and_no_form_goes_there(crawled):
    hosts = {urlsplit(urljoin(HOME, url)).netloc for _, page in crawled.values() for url in page.loads}
    assert hosts == {"localhost"}


def test_a_link_to_another_site_tells_it_nothing(crawled):
    for _, page in crawled.values():
        for href, rel in page.links:
            if urlsplit(href).netloc:
                assert "noreferrer" in rel, href


def test_every_anchor_has_one_place(crawled):
    for address, (_, page) in crawled.items():
        assert len(page.ids) == len(set(page.ids)), address


def test_each_page_links_to_itself_in_the_other_language(crawled):
    for address, (_, page) in crawled.items():
        if not page.links:
            continue  # data, or a feed
        lang = language.path_language(address)
        links = {href for href, _ in page.links}
        other = [href for href in links if language.path_language(href) != lang and href.startswith("/")]
        assert other, address
        assert not re.search(r"\{\w+\}", address)
