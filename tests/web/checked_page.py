"""What the tests of the first page send, and how tests read what comes back."""

import html
import re
from html.parser import HTMLParser

FRAUD = "AMELI : votre carte vitale expire. Payez 0,99 euro sur https://ameli-vitale.example sous 24 h"
SENT = {"text": FRAUD, "sender": "06 39 98 00 01", "received": "2024-05-02"}
ADDRESSES = [("/", "fr"), ("/en/", "en")]
EMAIL = b"""From: CPAM <a@b.example>
Date: Tue, 4 Mar 2025 10:00:00 +0100
Subject: =?utf-8?q?Votre_carte_<b>?=
Content-Type: text/html; charset=utf-8

<p>Bonjour, votre carte Vitale expire. <a href="https://ameli-vitale.example/x">ameli.fr</a></p>
<p style="display:none">cach\xc3\xa9</p>
"""


def told(page) -> str:
    """The words of a page, without marks and with plain spaces."""
    body = re.sub(r"<[^>]+>", "", page.content.decode())
    return " ".join(html.unescape(body).split())


def read_page(page) -> str:
    """The same, with the words of each element apart."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.content.decode())).split())


class Outline(HTMLParser):
    """Headings, ids, labels and fields of a page."""

    def __init__(self, page) -> None:
        super().__init__()
        self.headings: list[int] = []
        self.ids: list[str] = []
        self.labelled: set[str] = set()
        self.fields: list[dict[str, str | None]] = []
        self.links: list[dict[str, str | None]] = []
        self.feed(page.content.decode())

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if "id" in found:
            self.ids.append(str(found["id"]))
        if tag == "label" and found.get("for"):
            self.labelled.add(str(found["for"]))
        if tag in ("input", "textarea", "select") and found.get("type") not in (
            "hidden",
            "radio",
            "checkbox",
        ):
            self.fields.append(found)
        if tag == "a":
            self.links.append(found)
