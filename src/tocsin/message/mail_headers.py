"""The headers of an e-mail, from raw bytes: split, unfolded, decoded. All of it linear and bounded."""

import binascii
from typing import NamedTuple

from tocsin.deferred_pattern import defer_pattern
from tocsin.message.bounds import HEADER_BYTES, HEADERS, describe_cut
from tocsin.message.charset import decode_bytes

_LINE_END = defer_pattern(rb"\n(?![ \t])")
_BLANK_LINE = defer_pattern(rb"\n\r?\n")
_NAME = defer_pattern(rb"[\x21-\x39\x3b-\x7e]{1,200}")
_WORD = defer_pattern(rb"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")
_STRUCTURED = 4_096
"""Bytes of a header that are taken apart: structure beyond them is an attack."""
_SENDERS = 50
_ENCODED_OCTET = defer_pattern("%([0-9A-Fa-f]{2})")


class MailHeader(NamedTuple):
    name: str
    """In lower case."""
    value: bytes
    """Unfolded, not decoded."""


class HeaderBlock(NamedTuple):
    headers: tuple[MailHeader, ...]
    body: int
    """Where the body begins."""
    defects: tuple[str, ...]

    def all_values(self, name: str) -> list[bytes]:
        """Every value of a header, topmost first."""
        return [header.value for header in self.headers if header.name == name]

    def first_value(self, name: str) -> bytes:
        """Topmost value of a header; empty where there is none."""
        return next((header.value for header in self.headers if header.name == name), b"")


def split_headers(data: bytes, start: int = 0, end: int | None = None) -> HeaderBlock:
    """The headers that stand at ``start``; a line that is not one ends them, and begins the body."""
    end = len(data) if end is None else end
    headers: list[MailHeader] = []
    defects: dict[str, None] = {}
    position = start
    while position < end and not (blank := _blank_line_length(data, position, end)):
        found = _LINE_END.search(data, position, end)
        after = found.end() if found else end
        header = _parse_header_line(data[position : min(after, position + HEADER_BYTES)])
        if header is None and (headers or not data.startswith((b"From ", b">From "), position)):
            return HeaderBlock(tuple(headers), position, tuple(defects))
        if header and len(headers) == HEADERS:
            defects[f"headers: only the first {HEADERS} read"] = None
            return HeaderBlock(tuple(headers), _find_body(data, position, end), tuple(defects))
        if header:
            headers.append(header)
            if after - position > HEADER_BYTES:
                defects[describe_cut("header", HEADER_BYTES, "bytes")] = None
        position = after
    return HeaderBlock(tuple(headers), position + (blank if position < end else 0), tuple(defects))


def _parse_header_line(line: bytes) -> MailHeader | None:
    name, colon, value = line.partition(b":")
    name = name.rstrip(b" \t")
    if not colon or not _NAME.fullmatch(name):
        return None
    return MailHeader(name.decode("ascii").lower(), value.replace(b"\r", b"").replace(b"\n", b"").strip())


def _blank_line_length(data: bytes, position: int, end: int) -> int:
    """Length of the empty line that stands there; 0 where none does."""
    if data.startswith(b"\n", position, end):
        return 1
    return 2 if data.startswith(b"\r\n", position, end) else 0


def _find_body(data: bytes, position: int, end: int) -> int:
    found = _BLANK_LINE.search(data, position, end)
    return found.end() if found else end


def decode_header_text(value: bytes) -> str:
    """A header as a reader sees it: encoded words (RFC 2047) decoded, white space folded.

    >>> decode_header_text(b"=?utf-8?q?Assurance_Maladie?= <x@ameli.example>")
    'Assurance Maladie <x@ameli.example>'
    """
    if b"=?" not in value:
        return " ".join(decode_bytes(value)[0].split())
    pieces: list[tuple[str, bytes]] = []
    end = 0
    for word in _WORD.finditer(value):
        between = value[end : word.start()]
        if between.strip() or not pieces:
            pieces.append(("", between))
        charset = word[1].decode("ascii", errors="replace").partition("*")[0].lower()
        octets = _decode_encoded_word(word[2], word[3])
        if pieces[-1][0] == charset:  # one character may be cut across two words
            octets = pieces.pop()[1] + octets
        pieces.append((charset, octets))
        end = word.end()
    pieces.append(("", value[end:]))
    return " ".join("".join(decode_bytes(octets, charset)[0] for charset, octets in pieces).split())


def _decode_encoded_word(encoding: bytes, content: bytes) -> bytes:
    if encoding in b"qQ":
        return binascii.a2b_qp(content.replace(b"_", b" "), header=True)
    return decode_lenient_base64(content)


_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="
_NOT_BASE64 = bytes(set(range(256)) - set(_BASE64))
_SEGMENTS = 1_000


def decode_lenient_base64(content: bytes) -> bytes:
    """Decode what mail programs decode: strange bytes are skipped, and what follows a padding is read too.

    >>> decode_lenient_base64(b"Qm9u*am91cg==\\nIQ==")
    b'Bonjour!'
    """
    clean = content.translate(None, _NOT_BASE64)
    if clean.count(b"=", 0, -2) > _SEGMENTS:
        clean = clean.replace(b"=", b"")
    decoded = []
    for segment in clean.split(b"="):
        whole = len(segment) - (len(segment) % 4 == 1)
        decoded.append(binascii.a2b_base64(segment[:whole] + b"=" * (-whole % 4)))
    return b"".join(decoded)


def parse_parameters(value: bytes) -> tuple[str, dict[str, str]]:
    """Main value in lower case, and parameters (RFC 2231 joined and decoded).

    >>> parse_parameters(b'text/HTML; charset="utf-8"; name*0="a b"; name*1=".pdf"')
    ('text/html', {'charset': 'utf-8', 'name': 'a b.pdf'})
    """
    if b";" not in value:
        return value.partition(b"(")[0].strip().decode("latin-1").lower(), {}
    main, *rest = split_loosely(decode_header_text(value[:_STRUCTURED]), ";")
    found: dict[str, str] = {}
    for piece in rest:
        name, equals, content = piece.partition("=")
        if not equals:
            continue
        name, content = name.strip().lower(), _unquote(content.strip())
        stem, star, extended = name.partition("*")
        if star and (extended.endswith("*") or not extended):
            content = _decode_percent(content)
        found[stem] = found.get(stem, "") + content if extended.strip("*0") else content
    return main.split("(")[0].strip().lower(), found


def split_outside_quotes(text: str, separator: str) -> list[str]:
    """Split at a separator that stands outside quotation marks and (nested) comments, which are dropped.

    Empty where a mark is not closed: then nothing says what stands inside.
    """
    if '"' not in text and "(" not in text and "\\" not in text:
        return text.split(separator)
    found: list[str] = []
    current: list[str] = []
    depth, quoted, escaped = 0, False, False
    for char in text:
        if escaped:
            escaped = False
        elif char == "\\":
            escaped = True
        elif quoted:
            quoted = char != '"'
        elif char == '"' and not depth:
            quoted = True
        elif char == "(":
            depth += 1
        elif char == ")" and depth:
            depth -= 1
            continue
        elif char == separator and not depth:
            found.append("".join(current))
            current = []
            continue
        if not depth:
            current.append(char)
    if depth or quoted or escaped:
        return []
    return [*found, "".join(current)]


def split_loosely(text: str, separator: str) -> list[str]:
    """The same, and split anywhere where marks are not closed: a stray one must not swallow a sender."""
    return split_outside_quotes(text, separator) or text.split(separator)


def _unquote(text: str) -> str:
    if len(text) < 2 or not text.startswith('"'):
        return text.split(" ")[0] if text else text
    return text[1:].removesuffix('"').replace('\\"', '"').replace("\\\\", "\\")


def _decode_percent(text: str) -> str:
    """``utf-8'fr'%C3%A9`` to ``é``; a continued piece has no charset in front."""
    charset, _, content = text.split("'", 2) if text.count("'") >= 2 else ("utf-8", "", text)
    octets = _ENCODED_OCTET.sub(lambda octet: chr(int(octet[1], 16)), content)
    return decode_bytes(octets.encode("latin-1", errors="replace"), charset)[0]


class SenderMailbox(NamedTuple):
    """One sender: the name that is shown, and the address under it."""

    name: str
    address: str

    @property
    def display_text(self) -> str:
        """``Name <address>``, or what there is."""
        return f"{self.name} <{self.address}>" if self.name and self.address else self.name or self.address

    @property
    def domain(self) -> str:
        """Domain of the address, lower case; empty where there is none."""
        return self.address.rpartition("@")[2].rstrip(".").lower() if "@" in self.address else ""


def parse_mailboxes(value: bytes) -> list[SenderMailbox]:
    """The senders of a From header. Structure is read before names are decoded: a name may hold ``<``."""
    raw = value[:_STRUCTURED].decode("latin-1")
    found: list[SenderMailbox] = []
    name = ""
    for piece in split_loosely(raw, ",")[:_SENDERS]:
        name += piece
        if "@" in piece or "<" in piece:
            found.append(_parse_mailbox(name))
            name = ""
        elif piece.strip():
            name += ","  # a name with a comma and no quotation marks around it
    return found or ([_parse_mailbox(name.strip(" ,"))] if name.strip(" ,") else [])


def _parse_mailbox(raw: str) -> SenderMailbox:
    start, end = raw.rfind("<"), raw.rfind(">")
    if 0 <= start < end:
        name = decode_header_text(_unquote_name(raw[:start]).encode("latin-1"))
        return SenderMailbox(
            name, decode_header_text("".join(raw[start + 1 : end].split()).encode("latin-1"))
        )
    whole = decode_header_text(raw.encode("latin-1"))
    return (
        SenderMailbox("", whole) if "@" in whole and " " not in whole else SenderMailbox(whole.strip('"'), "")
    )


def _unquote_name(raw: str) -> str:
    name = raw.strip()
    return _unquote(name) if name.startswith('"') and name.endswith('"') else name
