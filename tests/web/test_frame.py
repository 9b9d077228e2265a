"""What every page brings: two languages, headers, errors in plain words, static files; and the real
server."""

import gzip
import os
import re
import socket
import subprocess
import sys
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.templatetags.static import static
from django.test import RequestFactory

import tocsin_simulation
from tocsin.charter.channels import CHANNELS
from tocsin.locale.catalogues import NoSuchSentence, load_catalogue
from tocsin.locale.languages import LANGUAGES
from tocsin.verdict.situations import SITUATIONS
from tocsin.web import error_pages, language, middleware, page_urls, site_server, static_files
from tocsin.web.middleware import MOST
from tocsin.web.sentences import page_sentences
from tocsin.web.urls import PAGES

WEB = Path(static_files.__file__).parent
SIMULATION = Path(tocsin_simulation.__file__).parent
CATALOGUE = load_catalogue("site", "fr")
FIELDS = ("sex_", "language_", "status_")
"""Beginnings that are the name of a field."""
BEGUN = re.compile(r"""["']([a-z]+_)(?:\{|["'])""")


# ---- two languages


@pytest.mark.parametrize(("address", "lang"), [("/", "fr"), ("/en/", "en")])
def test_a_page_says_its_language_and_where_the_other_is(visitor, address, lang):
    page = visitor.get(address).content.decode()
    assert f'<html lang="{lang}" dir="ltr">' in page
    for code, one in LANGUAGES.items():
        link = f'<a href="{one.root}" lang="{code}" hreflang="{code}">{one.name}</a>'
        assert (link in page) is (code != lang)


def test_english_without_its_slash_is_found(visitor):
    assert visitor.get("/en").headers["Location"] == "/en/"


def test_no_sentence_is_left_that_nobody_says():
    """One whose name is put together where it is said, as ``f"weak_{reason}"``, is said if its beginning is.

    Those of the boards are named after what is counted: ``boards/test_pages`` asks their pages.
    """
    sources = [file for top in (WEB, SIMULATION) for end in ("html", "py") for file in top.rglob(f"*.{end}")]
    said = "".join(file.read_text(encoding="utf-8") for file in sources)
    words = set(re.findall(r"\w+", said))
    loose = {f"e{status}{end}" for status in error_pages.STATUSES for end in ("", "_do")}
    loose |= {*SITUATIONS, *(channel.part for channel in CHANNELS.values())}
    begun = (*BEGUN.findall(said), *FIELDS)
    own = [
        (name, key)
        for name in CATALOGUE
        if not re.match(r"boards\.|figures$", name)
        for key in CATALOGUE[name]
    ]
    left = [(name, key) for name, key in own if key not in loose and not key.startswith(begun)]
    assert [(name, key) for name, key in left if key not in words] == []


def test_a_sentence_that_is_not_there_is_an_error_not_an_empty_place():
    with pytest.raises(NoSuchSentence, match="nowhere"):
        page_sentences("check", "fr")["nowhere"]


def test_every_page_has_an_address_in_both_languages():
    assert [page_urls.page_url("check", "fr"), page_urls.page_url("check", "en")] == ["/", "/en/"]
    assert len({page.fr for page in PAGES}) == len({page.en for page in PAGES}) == len(PAGES)


# ---- headers


def test_a_page_loads_nothing_from_elsewhere_runs_nothing_inline_and_is_kept_nowhere(visitor):
    page = visitor.get("/")
    assert {name: page.headers[name] for name in middleware.SECURITY} == middleware.SECURITY
    assert page.headers["Cache-Control"] == "no-store"
    assert "unsafe" not in middleware.POLICY
    assert "Set-Cookie" not in page.headers


def test_tls_is_asked_for_once_it_is_there(visitor):
    assert "Strict-Transport-Security" not in visitor.get("/").headers
    over_tls = visitor.get("/", headers={"X-Forwarded-Proto": "https"})
    assert over_tls.headers["Strict-Transport-Security"] == middleware.STRICT


@pytest.mark.parametrize("address", ["/", "/en/", "/nowhere"])
def test_nothing_in_a_page_would_be_refused_by_its_own_policy(visitor, address):
    page = visitor.get(address).content.decode()
    assert not re.search(r"<style|style=|<script(?![^>]* src=\"/static/)|\son\w+=|javascript:", page)
    assert {urlsplit(url).netloc for url in re.findall(r'(?:src|action|href)="([^"]*)"', page)} == {""}


# ---- pages that say no


@pytest.mark.parametrize("status", error_pages.STATUSES)
@pytest.mark.parametrize("address", ["/x", "/en/x"])
def test_every_error_has_a_page_in_both_languages(status, address):
    request = RequestFactory().get(address)
    request.resolver_match = None
    page = error_pages.render_error_page(request, status, retry=60 if status == 429 else 0)
    lang = language.path_language(address)
    said = page_sentences("error", lang)
    assert page.status_code == status
    assert said[f"e{status}"] in page.content.decode().replace("&#x27;", "'")
    assert page.headers.get("Retry-After") == ("60" if status == 429 else None)


def test_hours_to_wait_are_not_said_in_seconds():
    request = RequestFactory().get("/x")
    request.resolver_match = None
    page = error_pages.render_error_page(request, 429, retry=28_693).content.decode()
    assert "dans 7\xa0h\xa058." in page
    assert "seconde" not in page


@pytest.mark.parametrize(
    ("address", "said"), [("/nulle-part", "n'existe pas"), ("/en/nowhere", "no such page")]
)
def test_an_unknown_address_is_answered_in_its_language(visitor, address, said):
    page = visitor.get(address)
    assert page.status_code == 404
    assert said in page.content.decode().replace("&#x27;", "'")


def test_a_form_that_another_site_sends_is_refused_before_it_is_read(visitor):
    page = visitor.post("/", {"text": "x"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert page.status_code == 403


def test_a_host_that_is_not_ours_is_refused(visitor):
    assert visitor.get("/", headers={"Host": "ameli.example"}).status_code == 400


# ---- static files


def test_a_static_file_has_its_content_in_its_name_and_is_kept_for_good(visitor):
    address = static("htmx.js")
    plain = visitor.get(address)
    packed = visitor.get(address, headers={"Accept-Encoding": "gzip, br"})
    assert re.fullmatch(r"/static/htmx\.[0-9a-f]{12}\.js", address)
    assert (plain.status_code, packed.status_code) == (200, 200)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.getvalue()) == plain.getvalue() == (WEB / "static/htmx.js").read_bytes()
    assert "immutable" in plain.headers["Cache-Control"]
    assert plain.headers["Content-Type"].startswith("text/javascript")
    assert plain.headers["Content-Security-Policy"] == middleware.POLICY
    assert "Access-Control-Allow-Origin" not in plain.headers


@pytest.mark.parametrize("address", ["/static/site.css", "/static/../settings.py", "/static/htmx.LICENSE"])
def test_nothing_else_is_served_as_a_static_file(visitor, address):
    assert visitor.get(address).status_code == 404


def test_a_static_file_that_is_not_there_is_an_error():
    with pytest.raises(ValueError, match=r"nothing\.css"):
        static("nothing.css")


# ---- the real server


def ask(site: str, address: str, **fields: str) -> tuple[int, dict[str, str], bytes]:
    connection = HTTPConnection(urlsplit(site).netloc, timeout=300)
    connection.request("GET", address, headers=fields)
    answer = connection.getresponse()
    return answer.status, dict(answer.getheaders()), answer.read()


def test_the_real_server_answers_pages_static_files_and_errors(served):
    status, _, page = ask(served, "/")
    assert status == 200
    static = re.findall(rb'(?:href|src)="(/static/[^"]+)"', page)
    assert static
    assert {ask(served, address.decode())[0] for address in static} == {200}
    assert ask(served, "/nowhere")[0] == 404
    assert ask(served, "/en/")[0] == 200


def test_the_first_page_weighs_less_than_60_kb_with_all_that_it_loads(served):
    wanted = {"Accept-Encoding": "gzip"}
    _, _, packed = ask(served, "/", **wanted)
    page = gzip.decompress(packed)
    static = set(re.findall(rb'(?:href|src)="(/static/[^"]+)"', page))
    assert len(packed) + sum(len(ask(served, one.decode(), **wanted)[2]) for one in static) < 60_000


@pytest.mark.parametrize("size", [MOST + 1, 5_000_000])
def test_too_much_is_heard_out_and_refused_in_words(served, size):
    connection = HTTPConnection(urlsplit(served).netloc, timeout=300)
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", "/en/", b"text=" + b"x" * size, form)
    answer = connection.getresponse()
    assert answer.status == 413
    assert b"This is too long" in answer.read()


def test_visitors_who_send_slowly_hold_up_nobody(served):
    host, port = urlsplit(served).netloc.split(":")
    head = f"POST / HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    slow = [socket.create_connection((host, int(port))) for _ in range(site_server.THREADS - 1)]
    for one in slow:
        one.sendall(f"{head}Content-Length: 1000\r\n\r\ntext=".encode())
    assert {ask(served, "/")[0] for _ in range(5)} == {200}
    for one in slow:
        one.close()
    assert ask(served, "/")[0] == 200


def told(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tocsin", "site", *arguments],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=300,
    )


def test_a_store_that_is_no_address_is_said_in_one_line():
    done = told("--port", "0", TOCSIN_DATABASE_URL="not an address")
    assert done.returncode == 69
    assert "TOCSIN_DATABASE_URL is not an address" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_who_listens_to_everybody_is_told_what_is_missing(monkeypatch):
    wanted = ["TOCSIN_SITE_HOSTS", "TOCSIN_SITE_SECRET", "TOCSIN_OPERATOR_NAME", "TOCSIN_OPERATOR_CONTACT"]
    for name in wanted:
        monkeypatch.delenv(name, raising=False)
    assert site_server.missing_settings("127.0.0.1") == ()
    assert [sentence.split()[0] for sentence in site_server.missing_settings("0.0.0.0")] == wanted
    monkeypatch.setenv("TOCSIN_SITE_HOSTS", "verifier.example")
    assert len(site_server.missing_settings("0.0.0.0")) == len(wanted) - 1


def test_a_link_that_one_process_made_is_good_for_all(served_by_two):
    connection = HTTPConnection(urlsplit(served_by_two).netloc, timeout=300)
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", "/", b"text=AMELI+payez+1+euro", form)
    link = re.search(rb'readonly value="http://[^/]+(/[^"]+)"', connection.getresponse().read())
    assert link
    assert {ask(served_by_two, link[1].decode())[0] for _ in range(12)} == {200}


def test_a_port_that_is_taken_is_said_in_one_line(served):
    port = served.rpartition(":")[2]
    done = told("--port", port)
    assert done.returncode == 69
    assert f"cannot listen on 127.0.0.1:{port}" in done.stderr
    assert "--port" in done.stderr
