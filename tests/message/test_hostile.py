"""What is sent to break a reader: it ends, says what it cut, and keeps every span inside the text.

No clock is looked at: a quadratic reader would not end on these sizes within the patience of a test run. That
cost grows in step with size is shown by counting the work instead.
"""

import sys
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

import pytest

from tocsin.message.bounds import DEFECTS, HTML_CHARS, MESSAGE_BYTES, TEXT_CHARS
from tocsin.message.eml import read_eml
from tocsin.message.html_reader import read_html
from tocsin.message.message_reader import read_message
from tocsin.message.model import Message
from tocsin.message.passages import find_passages
from tocsin.message.plain_text import message_from_text

DAY = date(2026, 11, 25)
HEAD = b"From: CPAM <a@b.example>\nSubject: s\nDate: Tue, 4 Mar 2025 10:00:00 +0100\n"
TEN_MB = MESSAGE_BYTES


def fill(pattern: bytes, size: int = TEN_MB) -> bytes:
    return (pattern * (size // len(pattern) + 1))[:size]


def typed(media: bytes, body: bytes, encoding: bytes = b"8bit") -> bytes:
    return HEAD + b"Content-Type: " + media + b"\nContent-Transfer-Encoding: " + encoding + b"\n\n" + body


LEVEL = b"Content-Type: multipart/x; boundary=%d\n\n--%d\n"
HTML_PART = b"--a\nContent-Type: text/html\n\n" + b"<i>x" * 20_000 + b"\n"
TEXT_PART = b"--a\n\n" + b"mots divers " * 4_000 + b"\n"
RESULTS = b"Authentication-Results: mx.example; "

BOMBS: dict[str, bytes] = {
    "nothing": b"",
    "NUL": fill(b"\0"),
    "0xff": fill(b"\xff"),
    "empty lines": fill(b"\n"),
    "a body beyond the bound": HEAD + b"\n" + fill(b"x", TEN_MB + 10),
    "headers": HEAD + fill(b"a: b\n"),
    "one header": HEAD + b"X: " + fill(b"x"),
    "one folded header": HEAD + b"X: a\n" + fill(b" \n"),
    "a header of spaces": HEAD + b"X:" + fill(b" "),
    "parameters": HEAD + b"Content-Type: text/html; " + fill(b'a="b;((') + b"\n\nx",
    "senders": b"From: " + fill(b'"(a@b,', 60_000) + b"\n\nx",
    "encoded words": b"Subject: " + fill(b"=?utf-8?q?a?= ", 60_000) + b"\n\nx",
    "broken encoded words": b"Subject: " + fill(b"=?a?q?", 60_000) + b"\n\nx",
    "a thousand levels": HEAD + b"".join(LEVEL % (i, i) for i in range(1_000)),
    "messages in messages": HEAD + fill(b"Content-Type: message/rfc822\n\n"),
    "parts": typed(b"multipart/mixed; boundary=a", fill(b"--a\n\nx\n")),
    "false boundaries": typed(b"multipart/mixed; boundary=a", fill(b"--ab\n")),
    "boundaries in a line": typed(b"multipart/mixed; boundary=a", fill(b"--a")),
    "base64": typed(b"text/plain", fill(b"QUJD"), b"base64"),
    "base64 of padding": typed(b"text/plain", fill(b"QQ=="), b"base64"),
    "base64 of nothing": typed(b"text/plain", fill(b"=%"), b"base64"),
    "quoted-printable": typed(b"text/plain", fill(b"=41"), b"quoted-printable"),
    "soft line breaks": typed(b"text/plain", fill(b"=\n"), b"quoted-printable"),
    "trailing spaces": typed(b"text/plain", fill(b" "), b"quoted-printable"),
    "punycode": typed(b"text/plain; charset=punycode", fill(b"a-\xc3\xa9")),
    "utf-7": typed(b"text/plain; charset=utf-7", fill(b"+2AA-")),
    "quotations": typed(b"text/plain", fill(b"> a\n\nb\n")),
    "HTML": typed(b"text/html", fill(b"<b>x</b>")),
    "many HTML parts": typed(b"multipart/mixed; boundary=a", fill(HTML_PART)),
    "alternatives": typed(b"multipart/alternative; boundary=a", fill(TEXT_PART)),
    "results": RESULTS + fill(b"dkim=pass (", 60_000) + b"\nReceived: by mx.example\n\nx",
}  # fmt: skip


def check(message: Message) -> None:
    """Everything inside, and every defect of a kind that the reference explains."""
    assert len(message.text) <= TEXT_CHARS
    assert len(message.hidden) <= TEXT_CHARS
    for stretch in (*message.links, *message.passages):
        assert 0 <= stretch.start <= stretch.end <= len(message.text)
    assert {defect.partition(":")[0] for defect in message.defects} <= DEFECTS.keys()
    message.text.encode()


@cache
def read_bomb(name: str) -> Message:
    return read_eml(BOMBS[name], today=DAY, trust_host="mx.example", dkim_keys={"a._domainkey.b": b"c"})


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_read_to_its_bounds(name: str) -> None:
    check(read_bomb(name))


@pytest.mark.parametrize(
    ("name", "defect"),
    [
        ("a body beyond the bound", "message: cut at 10000000 bytes"),
        ("headers", "headers: only the first 1000 read"),
        ("one header", "header: cut at 65536 bytes"),
        ("one folded header", "header: cut at 65536 bytes"),
        ("a thousand levels", "depth: nothing read below level 20"),
        ("messages in messages", "depth: nothing read below level 20"),
        ("parts", "parts: only the first 200 read"),
        ("false boundaries", "parts: too many lines that look like boundaries"),
        ("base64", "text: cut at 1000000 characters"),
        ("HTML", "html: cut at 2000000 characters"),
        ("many HTML parts", "html: cut at 2000000 characters"),
        ("punycode", "charset: punycode declared, read as utf-8"),
    ],
)
def test_what_was_cut_is_named(name: str, defect: str) -> None:
    assert defect in read_bomb(name).defects


MARKUP = [
    *(
        "<div>",
        "<b>",
        "<table>",
        "<a href=x>",
        "<a href=x>y</a>",
        "<p style='color:#fff'>x",
        "<form action=x>",
        "<!--",
    ),
    *(
        "&",
        "<",
        "<style>",
        "<div class=gmail_quote>",
        "<img alt=x>",
        "<font color=red>",
        "</p>",
        "<svg><a>",
        "<a ",
        "x='",
    ),
    *(
        "<select><option>",
        "<button formaction=x>",
        "<input placeholder=x>",
        "<li>",
        "<pre> ",
        "<td>",
        "\x00",
        "\ud800",
    ),
]


@pytest.mark.parametrize("pattern", MARKUP)
def test_a_page_of_one_thing_is_read_to_its_bounds(pattern: str) -> None:
    page = read_html(pattern * (HTML_CHARS // len(pattern) + 1))
    assert len(page.text) <= TEXT_CHARS
    assert all(0 <= link.start <= link.end <= len(page.text) for link in page.links)


def test_a_hundred_thousand_links_are_all_kept() -> None:
    assert len(read_html("<a href=x>y</a>" * 100_000).links) == 100_000


@pytest.mark.parametrize(
    "css", ["a{}", ".a{color:red}", "}", "{", "/*", "@media x{", ".x,", "<!--", ":", ";"]
)
def test_a_style_sheet_of_one_thing_is_read(css: str) -> None:
    assert read_html(f"<style>{css * 300_000}</style><p class=a>vu").text in ("vu", "")


JUNK = [
    *(
        "\n",
        ">",
        ">\n",
        "\n> ",
        "> a\n\n",
        "De : ",
        "De :\n",
        "De : a Envoyé : b\n",
        "Le 3 a écrit :\n",
        "-----",
        '"',
        "«",
    ),
    *(
        "j'ai reçu ",
        "j'ai reçu « ",
        "j'ai reçu : ",
        'disant "',
        "-----Message d'origine-----\n",
        "Tr : ",
        " ",
        "\t",
        "a:\n",
    ),
    *("— oui\n", "Moi : a\n", "[00:12] ", "\ud800", "\x00", "\u202e", "é", "e\u0301", "je. ", "vous? "),
]


@pytest.mark.parametrize("channel", ["sms", "call"])
@pytest.mark.parametrize("pattern", JUNK)
def test_ten_megabytes_of_junk_pass(pattern: str, channel: Any) -> None:
    message = message_from_text(pattern * (TEN_MB // len(pattern)), channel, received=DAY)
    assert len(message.text) == TEXT_CHARS
    assert all(0 <= p.start < p.end <= TEXT_CHARS for p in message.passages)


@pytest.mark.parametrize("pattern", JUNK)
def test_junk_of_unknown_kind_passes(pattern: str) -> None:
    read_message(pattern * 10_000, today=DAY)
    read_message((pattern * 10_000).encode(errors="surrogatepass"), today=DAY)


def calls(work: Callable[[], object]) -> int:
    """How many function calls a piece of work makes, in Python and in C."""
    count = 0

    def see(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(see)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    "work",
    [
        lambda n: read_html("<div><a href=x>y</a>" * n),
        lambda n: read_html("<p style='color:#fff'>x</p>" * n),
        lambda n: read_html("<form action=x><button>y</button></form>" * n),
        lambda n: read_eml(HEAD + b"X: a\n" * (n // 10) + b"\nx"),
        lambda n: read_eml(typed(b"multipart/mixed; boundary=a", b"--ab\n" * n)),
        lambda n: read_eml(typed(b"text/plain", b"QQ==" * n, b"base64")),
        lambda n: find_passages("De : a\nEnvoyé : b\nObjet : c\n\nd\n" * n),
        lambda n: find_passages("j'ai reçu « a » " * n),
        lambda n: message_from_text("Moi : a\nLui : b\n" * n, "call", received=DAY),
    ],
)
def test_work_grows_in_step_with_size(work: Callable[[int], object]) -> None:
    work(10)
    small, large = calls(lambda: work(400)), calls(lambda: work(1_600))
    assert large <= 4.4 * small + 200
