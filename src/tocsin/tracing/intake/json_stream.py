"""The resources of a JSON document of any size, one at a time: entries of a bundle, items of a list, or the
document itself.
"""

import re
from collections.abc import Iterator
from typing import BinaryIO

import msgspec
from msgspec import Struct

from tocsin.message.repeated_keys import repeats_key
from tocsin.tracing.intake.bounded_lines import CHUNK, KEPT, RECORD, WHOLE


class JsonPiece(Struct, frozen=True, gc=False):
    data: bytes
    offset: int
    document: int
    """Which document of the file it belongs to, from 0: references are looked up there first."""
    entry: bool
    """Whether it is an entry of a bundle, not a resource."""
    broken: str = ""
    """``unreadable``, ``repeated_key`` or ``too_large``."""
    line: int = 0
    """Its line, where each is a resource."""


class _DocumentOutline(Struct):
    """A document, as far as it must be known to take it apart."""

    resourceType: str = ""  # noqa: N815  # as FHIR spells it
    entry: list[msgspec.Raw] | None = None


_whole = msgspec.json.Decoder(_DocumentOutline).decode
_list = msgspec.json.Decoder(list[msgspec.Raw]).decode

_BRACKET = re.compile(rb'[^{}\[\]"]*+(?:"(?:[^"\\]++|\\.)*+"[^{}\[\]"]*+)*+([{}\[\]])', re.DOTALL)
"""The next bracket that stands in no string."""
_BETWEEN = re.compile(rb"[\s,]*")
_ENTRY = re.compile(rb'"entry"\s*:\s*\[$')


def read_pieces(file: BinaryIO, size: int) -> Iterator[JsonPiece]:
    """The resources of a file of one or more JSON documents. What is broken is one piece, and says so."""
    if size <= WHOLE:
        data = file.read()
        start = 3 if data.startswith(b"\xef\xbb\xbf") else 0
        try:
            yield from _split_document(data, start)
            return
        except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
            file.seek(0)
    yield from _StreamScanner(file).scan()


def _split_document(data: bytes, start: int) -> list[JsonPiece]:
    body = data[start:]
    if body.lstrip()[:1] == b"[":
        return _locate_pieces(data, _list(body), False)
    whole = _whole(body)
    if whole.resourceType != "Bundle":
        return [JsonPiece(data[start:], start, 0, False)]
    found = _locate_pieces(data, whole.entry or [], True)
    if bundle_repeats_key(body, found, start):
        return [JsonPiece(body[:KEPT], start, 0, False, "repeated_key")]
    return found


def bundle_repeats_key(document: bytes, entries: list[JsonPiece], start: int) -> bool:
    """Whether a bundle has a key twice outside its entries, such as two lists of them.

    ``start``: where it begins in the file. Raises ``msgspec.DecodeError`` where the first entry was not found
    where it stands.
    """
    if not entries:
        return repeats_key(document)
    end = entries[0].offset - start
    before = document[:end]
    for one in entries:
        at = one.offset - start
        if document[end:at].strip(b" \t\r\n,"):
            return True  # it was found in another list, or after one
        end = at + len(one.data)
    return repeats_key(before + document[end:])


def _locate_pieces(data: bytes, raws: list[msgspec.Raw], entry: bool) -> list[JsonPiece]:
    found: list[JsonPiece] = []
    at = 0
    for raw in raws:
        one = bytes(raw)
        at = data.index(one, at)
        if not entry and b'"Bundle"' in one:
            raise msgspec.DecodeError("a list of bundles is taken apart by scanning")
        found.append(JsonPiece(one, at, 0, entry))
        at += len(one)
    return found


class _StreamScanner:
    """Reads a stream bracket by bracket, keeping no more than one piece."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.buffer = b""
        self.base = 0
        """Offset of the buffer in the file."""
        self.at = 0
        """Position in the buffer."""
        self.depth = 0
        self.listed = 0
        """1 inside a list of documents."""
        self.document = 0
        self.top = -1
        """Where the document begins, in the file; -1 outside, -2 where it is a bundle with entries."""
        self.in_entries = False
        self.entered = -1
        """The last document of which entries were read."""
        self.element = -1
        """Where the entry begins."""
        self.prefix = b""
        """What the last entry begins with: the next ones mostly do too."""
        self.swollen = False
        """Whether no bracket came for longer than a record may be."""
        self.careful = 0
        """Entries to take bracket by bracket before many are tried at once again."""

    def scan(self) -> Iterator[JsonPiece]:
        if self.file.read(3) != b"\xef\xbb\xbf":
            self.file.seek(0)
        self.base = self.file.tell()
        while True:
            if self.in_entries and self.element < 0 and not self.careful:
                yield from self.scan_whole_entries()
            if (found := self.find_next_bracket()) is None:
                break
            if (piece := self.take_bracket(*found)) is not None:
                yield piece
                if piece.broken:
                    return
            if self.depth < 0:
                break
            kept = self.first_needed_offset()
            if kept >= 0 and self.base + self.at - kept > RECORD:
                yield self.make_broken_piece("too_large", kept)
                return
        if self.depth or self.buffer[self.at :].strip():
            kept = self.first_needed_offset()
            why = "too_large" if self.swollen else "unreadable"
            yield self.make_broken_piece(why, kept if kept >= 0 else self.base + self.at)

    def scan_whole_entries(self) -> Iterator[JsonPiece]:
        """Entries that are whole in the buffer, taken apart at once: five times faster than by brackets.

        What stands from one entry to a place where another seems to begin is right if it reads as a list.
        """
        while True:
            if len(self.buffer) - self.at < CHUNK:
                self.buffer, self.base, self.at = self.buffer[self.at :], self.base + self.at, 0
                self.buffer += self.file.read(4 * CHUNK)
            start = _BETWEEN.match(self.buffer, self.at).end()  # type: ignore[union-attr]  # it may be empty
            if self.buffer[start : start + 1] != b"{":
                return
            if not self.prefix:
                self.prefix = self.buffer[start : start + 64].partition(b":")[0]
            until = self.buffer.rfind(self.prefix, start + 1)
            if until < 0:
                self.careful = 1
                return
            part = self.buffer[start:until].rstrip(b" \t\r\n,")
            try:
                raws = _list(b"[" + part + b"]")
            except (msgspec.MsgspecError, RecursionError):
                self.careful, self.prefix = 100, b""
                return
            at = start
            for raw in raws:
                one = bytes(raw)
                at = self.buffer.index(one, at)
                yield JsonPiece(one, self.base + at, self.document, True)
                at += len(one)
            self.at = until

    def first_needed_offset(self) -> int:
        """Offset from which bytes are still needed, or -1."""
        return self.element if self.element >= 0 else self.top if self.top >= 0 else -1

    def make_broken_piece(self, why: str, start: int) -> JsonPiece:
        data = self.buffer[max(start - self.base, 0) :][:KEPT]
        return JsonPiece(data, start, self.document, False, why)

    def find_next_bracket(self) -> tuple[bytes, bytes, int] | None:
        """The next bracket, what stands before it, and its offset; None at the end or where there is none."""
        want = CHUNK
        while True:
            found = _BRACKET.match(self.buffer, self.at)
            if found:
                before = self.buffer[max(self.at, found.end() - 64) : found.end()]
                self.at = found.end()
                return found[1], before, self.base + found.end() - 1
            if len(self.buffer) - self.at > RECORD:
                self.swollen = True
                return None
            kept = self.first_needed_offset()
            cut = self.at if kept < 0 else min(kept - self.base, self.at)
            more = self.file.read(want)
            if not more:
                return None
            self.buffer = self.buffer[cut:] + more
            self.base += cut
            self.at -= cut
            want = min(want * 2, RECORD)

    def take_bracket(self, bracket: bytes, before: bytes, offset: int) -> JsonPiece | None:
        inner = self.depth - self.listed
        if bracket in b"{[":
            self.depth += 1
            if inner == 0 and bracket == b"[" and not self.listed:
                self.listed = 1
            elif inner == 0:
                self.top = offset
            elif inner == 1 and bracket == b"[" and _ENTRY.search(before):
                if self.entered == self.document:
                    return self.make_broken_piece("repeated_key", offset)
                self.in_entries, self.top, self.entered = True, -2, self.document
            elif inner == 2 and self.in_entries and bracket == b"{":
                self.element = offset
            return None
        self.depth -= 1
        inner -= 1
        if inner == 2 and self.in_entries and self.element >= 0:
            start, self.element = self.element, -1
            self.careful = max(self.careful - 1, 0)
            return self.make_piece(start, offset, True)
        if inner == 1 and self.in_entries and bracket == b"]":
            self.in_entries = False
        elif inner == 0:
            start, self.top = self.top, -1
            piece = self.make_piece(start, offset, False) if start >= 0 else None
            self.document += 1
            return piece
        elif inner < 0:
            self.listed = 0
        return None

    def make_piece(self, start: int, end: int, entry: bool) -> JsonPiece:
        data = self.buffer[start - self.base : end + 1 - self.base]
        return JsonPiece(data, start, self.document, entry)
