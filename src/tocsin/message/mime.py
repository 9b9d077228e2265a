"""The tree of an e-mail's parts, by offsets into the source: nothing is copied or decoded before need.

Why neither library: ``fast_mail_parser`` gives headers without their order (so not which stands above
which), raw UTF-8 beside an encoded word as Latin-1, and refuses a whole part for one stray byte in its
base64, which mail programs skip: an evasion. The standard library copies every level and recurses without
a bound. What both can read is compared with this reader in the tests.
"""

import binascii
from typing import NamedTuple

from tocsin.message.bounds import DEPTH, PARTS
from tocsin.message.mail_headers import HeaderBlock, decode_lenient_base64, parse_parameters, split_headers

_FALSE_BOUNDARIES = 20_000
_LINE = 200
"""Bytes after a boundary within which its line ends."""


class MimePart(NamedTuple):
    media: str
    """Type in lower case, such as ``text/html``."""
    parameters: dict[str, str]
    block: HeaderBlock
    source: bytes
    start: int
    end: int
    """The body, still encoded, is ``source[start:end]``."""
    children: tuple["MimePart", ...] = ()

    @property
    def disposition(self) -> str:
        return parse_parameters(self.block.first_value("content-disposition"))[0]

    @property
    def file_name(self) -> str:
        given = parse_parameters(self.block.first_value("content-disposition"))[1].get("filename", "")
        return given or self.parameters.get("name", "")


class MimeReader:
    """Reads one message; remembers what it had to cut."""

    def __init__(self) -> None:
        self.defects: dict[str, None] = {}
        self._parts = 0
        self._false = 0

    def read_part(
        self, source: bytes, start: int, end: int, depth: int = 0, default: str = "text/plain"
    ) -> MimePart:
        """The part that stands between two offsets, with those inside it."""
        self._parts += 1
        block = split_headers(source, start, end)
        self.defects.update(dict.fromkeys(block.defects))
        media, given = parse_parameters(block.first_value("content-type"))
        media = media if media.count("/") == 1 else default
        part = MimePart(media, given, block, source, block.body, end)
        if not media.startswith(("multipart/", "message/rfc822", "message/global")):
            return part
        if depth == DEPTH:
            self.defects[f"depth: nothing read below level {DEPTH}"] = None
            return part._replace(media="application/octet-stream")
        inside = self._read_multipart if media.startswith("multipart/") else self._read_nested_message
        return part._replace(children=inside(part, depth + 1))

    def _read_nested_message(self, part: MimePart, depth: int) -> tuple[MimePart, ...]:
        source, start, end = part.source, part.start, part.end
        if self.transfer_encoding(part) in ("base64", "quoted-printable"):
            source = self.decode_body(part)
            start, end = 0, len(source)
        return (self.read_part(source, start, end, depth),)

    def _read_multipart(self, part: MimePart, depth: int) -> tuple[MimePart, ...]:
        boundary = part.parameters.get("boundary", "")
        default = "message/rfc822" if part.media == "multipart/digest" else "text/plain"
        children = []
        for start, end in self._find_part_spans(part, boundary.rstrip().encode("utf-8", errors="replace")):
            if self._parts >= PARTS:
                self.defects[f"parts: only the first {PARTS} read"] = None
                break
            children.append(self.read_part(part.source, start, end, depth, default))
        if children:
            return tuple(children)
        return (
            MimePart("text/plain", {}, HeaderBlock((), part.start, ()), part.source, part.start, part.end),
        )

    def _find_part_spans(self, part: MimePart, boundary: bytes) -> list[tuple[int, int]]:
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
                    found.append((opened, _end_before_newline(source, opened, position)))
                opened = -1 if rest.startswith(b"--") else line_end
                if opened < 0:
                    return found
                after = line_end
            elif self._count_false_boundary():
                break
            position = source.find(delimiter, after, part.end)
        return [*found, (opened, part.end)] if opened >= 0 else found

    def _count_false_boundary(self) -> bool:
        self._false += 1
        if self._false > _FALSE_BOUNDARIES:
            self.defects["parts: too many lines that look like boundaries"] = None
        return self._false > _FALSE_BOUNDARIES

    def transfer_encoding(self, part: MimePart) -> str:
        return parse_parameters(part.block.first_value("content-transfer-encoding"))[0]

    def decode_body(self, part: MimePart) -> bytes:
        raw = part.source[part.start : part.end]
        encoding = self.transfer_encoding(part)
        if encoding == "base64":
            return decode_lenient_base64(raw)
        if encoding == "quoted-printable":
            return binascii.a2b_qp(raw)
        if encoding not in ("", "7bit", "8bit", "binary"):
            self.defects["encoding: a transfer encoding is not known"] = None
        return raw


def _end_before_newline(source: bytes, start: int, end: int) -> int:
    """The line break before a boundary belongs to the boundary."""
    if end > start and source[end - 1] == 0x0A:
        end -= 1
    return end - 1 if end > start and source[end - 1] == 0x0D else end
