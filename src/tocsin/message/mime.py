"""The tree of an e-mail's parts, by offsets into the source: nothing is copied or decoded before need.

Why neither library: ``fast_mail_parser`` gives headers without their order (so not which stands above
which), raw UTF-8 beside an encoded word as Latin-1, and refuses a whole part for one stray byte in its
base64, which mail programs skip: an evasion. The standard library copies every level and recurses without
a bound. What both can read is compared with this reader in the tests.
"""

import binascii
from typing import NamedTuple

from tocsin.message.bounds import DEPTH, PARTS
from tocsin.message.headers import Block, base64, parameters, split

_FALSE_BOUNDARIES = 20_000
_LINE = 200
"""Bytes after a boundary within which its line ends."""


class Part(NamedTuple):
    """A part and those inside it."""

    media: str
    """Type in lower case, such as ``text/html``."""
    parameters: dict[str, str]
    block: Block
    source: bytes
    start: int
    end: int
    """The body, still encoded, is ``source[start:end]``."""
    children: tuple["Part", ...] = ()

    @property
    def disposition(self) -> str:
        return parameters(self.block.first("content-disposition"))[0]

    @property
    def name(self) -> str:
        """File name as given, or empty."""
        given = parameters(self.block.first("content-disposition"))[1].get("filename", "")
        return given or self.parameters.get("name", "")


class Reading:
    """Reads one message; remembers what it had to cut."""

    def __init__(self) -> None:
        self.defects: dict[str, None] = {}
        self._parts = 0
        self._false = 0

    def part(self, source: bytes, start: int, end: int, depth: int = 0, default: str = "text/plain") -> Part:
        """The part that stands between two offsets, with those inside it."""
        self._parts += 1
        block = split(source, start, end)
        self.defects.update(dict.fromkeys(block.defects))
        media, given = parameters(block.first("content-type"))
        media = media if media.count("/") == 1 else default
        part = Part(media, given, block, source, block.body, end)
        if not media.startswith(("multipart/", "message/rfc822", "message/global")):
            return part
        if depth == DEPTH:
            self.defects[f"depth: nothing read below level {DEPTH}"] = None
            return part._replace(media="application/octet-stream")
        inside = self._multipart if media.startswith("multipart/") else self._nested
        return part._replace(children=inside(part, depth + 1))

    def _nested(self, part: Part, depth: int) -> tuple[Part, ...]:
        source, start, end = part.source, part.start, part.end
        if self.encoding(part) in ("base64", "quoted-printable"):
            source = self.content(part)
            start, end = 0, len(source)
        return (self.part(source, start, end, depth),)

    def _multipart(self, part: Part, depth: int) -> tuple[Part, ...]:
        boundary = part.parameters.get("boundary", "")
        default = "message/rfc822" if part.media == "multipart/digest" else "text/plain"
        children = []
        for start, end in self._between(part, boundary.rstrip().encode("utf-8", errors="replace")):
            if self._parts >= PARTS:
                self.defects[f"parts: only the first {PARTS} read"] = None
                break
            children.append(self.part(part.source, start, end, depth, default))
        if children:
            return tuple(children)
        return (Part("text/plain", {}, Block((), part.start, ()), part.source, part.start, part.end),)

    def _between(self, part: Part, boundary: bytes) -> list[tuple[int, int]]:
        """Where the parts stand between the boundary's lines; the last may lack its closing line."""
        if not boundary:
            return []
        source, delimiter = part.source, b"--" + boundary
        found: list[tuple[int, int]] = []
        opened = -1
        position = source.find(delimiter, part.start, part.end)
        while position >= 0 and len(found) <= PARTS:
            after = position + len(delimiter)
            line_end = source.find(b"\n", after, min(part.end, after + _LINE)) + 1
            line_end = line_end or min(part.end, after + _LINE)
            rest = source[after:line_end]
            first = position == part.start or source[position - 1] == 0x0A
            if first and rest.removeprefix(b"--").strip() == b"":
                if opened >= 0:
                    found.append((opened, _before_newline(source, opened, position)))
                opened = -1 if rest.startswith(b"--") else line_end
                if opened < 0:
                    return found
                after = line_end
            elif self._too_many():
                break
            position = source.find(delimiter, after, part.end)
        return [*found, (opened, part.end)] if opened >= 0 else found

    def _too_many(self) -> bool:
        self._false += 1
        if self._false > _FALSE_BOUNDARIES:
            self.defects["parts: too many lines that look like boundaries"] = None
        return self._false > _FALSE_BOUNDARIES

    def encoding(self, part: Part) -> str:
        return parameters(part.block.first("content-transfer-encoding"))[0]

    def content(self, part: Part) -> bytes:
        """The decoded body of a part."""
        raw = part.source[part.start : part.end]
        encoding = self.encoding(part)
        if encoding == "base64":
            return base64(raw)
        if encoding == "quoted-printable":
            return binascii.a2b_qp(raw)
        if encoding not in ("", "7bit", "8bit", "binary"):
            self.defects["encoding: a transfer encoding is not known"] = None
        return raw


def _before_newline(source: bytes, start: int, end: int) -> int:
    """The line break before a boundary belongs to the boundary."""
    if end > start and source[end - 1] == 0x0A:
        end -= 1
    return end - 1 if end > start and source[end - 1] == 0x0D else end
