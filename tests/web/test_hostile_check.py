"""A message that would harm who looks at it, or have somebody asked about it, on the first page."""

import gc
import re
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.web.checked_page import EMAIL, SENT
from tocsin.store.embedded.server_account import find_server_account
from tocsin.store.embedded.store_paths import PORT, locate_store
from tocsin.web import check_form, store_pool
from tocsin.web.public import message_check

# ---- hostile messages

HOSTILE = [
    "<script>alert(1)</script> payez 1 euro à la CPAM",
    '"><img src=x onerror=alert(1)> AMELI',
    "{{ t.title }} {% now %} AMELI payez",
    "AMELI </textarea><script src=//x.example></script>",
    "AMELI : payez\x00\x1b[31m \u202eorue 1",
    "javascript:alert(1) AMELI payez",
]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("view", ["", "sheet"])
def test_nothing_of_a_message_is_ever_more_than_text(visitor, text, view):
    page = visitor.post("/", {"text": text, "sender": text[:200], "view": view})
    content = page.content.decode()
    assert page.status_code == 200
    assert (
        re.findall(
            r"<script(?![^>]* src=\"/static/)|<img(?![^>]* src=\"/static/)|</textarea><script", content
        )
        == []
    )
    assert "\x1b" not in re.sub(r"<textarea.*?</textarea>|value=\"[^\"]*\"", "", content, flags=re.S)
    assert "\u202e" not in re.sub(r"<textarea.*?</textarea>|value=\"[^\"]*\"", "", content, flags=re.S)


def test_an_email_with_scripts_everywhere_is_only_text(visitor):
    evil = (
        b'From: "<script>a</script>" <a@b.example>\nSubject: <script>b</script>\nMIME-Version: 1.0\n'
        b"Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/html\n\n"
        b'<p>CPAM payez <a href="javascript:alert(1)">ici</a><script>c</script></p>\n'
        b'--x\nContent-Type: application/pdf; name="<script>d</script>.pdf"\n\n...\n--x--\n'
    )
    content = visitor.post("/", {"file": SimpleUploadedFile("m.eml", evil)}).content.decode()
    assert re.findall(r"<script(?![^>]* src=\"/static/)", content) == []
    assert not re.search(r'href="javascript', content)


class Asked(NamedTuple):
    """One file opened, or one address spoken to, and the way there through our own code."""

    event: str
    what: str
    by: str


_heard: list[Asked] | None = None
OURS = Path(check_form.__file__).parents[1]
_asker = 0
"""The thread that checks: others of the process, such as those that keep connections alive, ask for themselves."""


def _listens(event: str, given: tuple[object, ...]) -> None:
    if _heard is None or threading.get_ident() != _asker:
        return
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto", "open"):
        what = given[1] if event in ("socket.connect", "socket.sendto") else given[0]
        ways = (f"{frame.f_code.co_filename}:{at}" for frame, at in traceback.walk_stack(None))
        _heard.append(Asked(event, str(what), " < ".join(way for way in ways if str(OURS) in way)))


@pytest.fixture(scope="module")
def ears() -> Callable[[Callable[[], None]], list[Asked]]:
    """Gives whatever is asked for in this thread while something is done."""
    sys.addaudithook(_listens)  # for good: there is no way to take it off

    def hear(action: Callable[[], None]) -> list[Asked]:
        global _heard, _asker
        heard: list[Asked] = []
        gc.collect()
        gc.disable()  # what other tests left open is closed at its own time
        _heard, _asker = heard, threading.get_ident()
        try:
            action()
        finally:
            _heard = None
            gc.enable()
        return heard

    return hear


def _check_all_kinds(visitor) -> None:
    for form in (SENT, {"text": "CPAM https://ameli.fr bit.ly/x a@b.example 0899 12 34 56", "view": "sheet"}):
        assert visitor.post("/", form).status_code == 200
    assert visitor.post("/", {"file": SimpleUploadedFile("m.eml", EMAIL)}).status_code == 200


def test_no_check_asks_anybody_for_anything(visitor, ears, monkeypatch):
    """Not for a link, nor an address, nor a name: neither the network nor a file is touched."""
    monkeypatch.setattr(store_pool.STORE_POOL, "url", "")
    _check_all_kinds(visitor)  # what is read once is read now
    message_check._doubt_counter.cache_clear()  # as if a minute had gone by
    assert ears(lambda: _check_all_kinds(visitor)) == []


def test_where_doubts_are_counted_a_check_looks_for_our_own_store_and_asks_nobody_else(
    visitor, ears, monkeypatch, tmp_path
):
    monkeypatch.setenv("TOCSIN_HOME", str(tmp_path))
    monkeypatch.delenv("TOCSIN_DATABASE_URL", raising=False)
    ours = locate_store(None, find_server_account())
    _check_all_kinds(visitor)
    message_check._doubt_counter.cache_clear()
    monkeypatch.setattr(store_pool.STORE_POOL, "_embedded", (float("-inf"), ""))
    heard = ears(lambda: _check_all_kinds(visitor))
    assert {one.what for one in heard} == {
        str(ours.data / "postmaster.pid"),
        str(ours.sockets / f".s.PGSQL.{PORT}"),
    }, heard
