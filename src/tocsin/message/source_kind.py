"""What a source is, from its first bytes: an e-mail, a text, a picture, or nothing that is read here."""

import re
from typing import Final, Literal

from tocsin.deferred_pattern import defer_pattern

Kind = Literal["eml", "msg", "html", "text", "picture", "document", "unknown"]
"""What bytes are; a ``document`` is a file of another program, such as a PDF, and nothing is read of it."""

_HEADER_LINE = defer_pattern(rb"[A-Za-z][A-Za-z0-9-]{1,60}[ \t]{0,4}:")
_MAIL_HEADERS = frozenset(
    str.split(
        "from to subject date received return-path delivered-to message-id mime-version content-type "
        "dkim-signature reply-to x-original-to authentication-results"
    )
)
_TAGS = (
    "<!doctype html",
    "<html",
    "<head",
    "<body",
    "<table",
    "<div",
    "<p>",
    "<p ",
    "<br",
    "<a href",
    "<span",
    "<td",
)
SIGNATURE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The first bytes of a compound file: an item of Outlook, or an old document of Office."""
_PICTURES: Final = defer_pattern(
    rb"\x89PNG\r\n\x1a\n|\xff\xd8\xff|GIF8[79]a|RIFF.{4}WEBP|BM.{4}\0\0\0\0|II\*\0|MM\0\*"
    rb"|.{4}ftyp(?:heic|heix|heim|heis|hevc|mif1|msf1|avif)",
    re.DOTALL,
)
_DOCUMENTS: Final = defer_pattern(rb"%PDF-|PK\x03\x04|\x1f\x8b|\x7fELF|\{\\rtf|.{4}ftyp", re.DOTALL)
_CONTROLS: Final = bytes(set(range(32)) - set(b"\t\n\r\f\x1b")) + b"\x7f"
_MOST_CONTROLS: Final = 0.1
"""Share of control characters above which bytes are no text."""


def detect_kind(raw: bytes | str) -> Kind:
    """What a text or bytes are, from their beginning.

    >>> detect_kind("<p>Bonjour</p>"), detect_kind("Bonjour"), detect_kind(b"Received: by x\\nFrom: y\\n\\n")
    ('html', 'text', 'eml')
    """
    if isinstance(raw, bytes) and (binary := _detect_binary(raw)):
        return binary
    head = raw[:65_536]
    start = head if isinstance(head, bytes) else head.encode("utf-8", errors="replace")
    if looks_like_eml(start):
        return "eml"
    opening = start[:2_000].lstrip(b"\xef\xbb\xbf \t\r\n").decode("latin-1").lower()
    return "html" if opening.startswith("<") and any(tag in opening for tag in _TAGS) else "text"


def _detect_binary(raw: bytes) -> Kind | None:
    """What bytes are that are no text; None where they may be one."""
    if raw.startswith(SIGNATURE):
        return "msg" if is_outlook_item(raw) else "document"
    if _PICTURES.match(raw):
        return "picture"
    if _DOCUMENTS.match(raw):
        return "document"
    head = raw[:65_536]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):  # UTF-16
        return None
    return (
        "unknown" if len(head) - len(head.translate(None, _CONTROLS)) > len(head) * _MOST_CONTROLS else None
    )


def is_outlook_item(data: bytes) -> bool:
    """Whether bytes begin as a compound file does, and name the properties of an item.

    >>> is_outlook_item(b"From: a@b.example")
    False
    """
    return data.startswith(SIGNATURE) and "__properties_version1.0".encode("utf-16-le") in data


def is_mail_source(data: bytes) -> bool:
    """Whether it is an e-mail: its source, or an item of Outlook."""
    return looks_like_eml(data) or is_outlook_item(data)


def looks_like_eml(data: bytes) -> bool:
    """Whether it begins with the headers of an e-mail, or with the envelope line of an mbox."""
    lines = data[:65_536].lstrip(b"\xef\xbb\xbf \t\r\n").split(b"\n", 60)
    if lines[0].startswith((b"From ", b">From ")) and len(lines) > 1 and _HEADER_LINE.match(lines[1]):
        return True
    known = 0
    for line in lines[:60]:
        if line.startswith((b" ", b"\t")):
            continue
        if not _HEADER_LINE.match(line):
            break
        known += line.split(b":")[0].strip().lower().decode("ascii") in _MAIL_HEADERS
    return known >= 2
