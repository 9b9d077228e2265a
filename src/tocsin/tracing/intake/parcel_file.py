"""A file that holds reports: a document, a mail, an archive; each report in it, in order.

What is no report is counted beside (the same as a PDF, a page that shows it, a text); what might be one and
cannot be read goes to quarantine, whole. A parcel without any report does too.
"""

import hashlib
import re
from collections.abc import Callable, Generator, Iterator
from io import BytesIO
from typing import BinaryIO, Final

from msgspec import Struct

from tocsin.tracing.intake.bounded_lines import CHUNK, KEPT
from tocsin.tracing.intake.cda_report import read_report
from tocsin.tracing.intake.format_detection import Format, detect_format_of
from tocsin.tracing.intake.hl7_messages import split_messages
from tocsin.tracing.intake.hprim_letters import read_hprim_letters
from tocsin.tracing.intake.hprim_results import read_hprim_messages
from tocsin.tracing.intake.mail_receipt import MailEnvelope, read_mail_envelope
from tocsin.tracing.intake.oru_results import OruMessage, read_message
from tocsin.tracing.intake.records import RawResult, RefusedRecord
from tocsin.tracing.intake.report_parcel import (
    PARCEL,
    ParcelPart,
    UnsafeParcel,
    split_archive,
    split_mail,
)
from tocsin.tracing.intake.xml_tree import DOCUMENT, UnsafeXml, XmlElement, parse_xml

NAME: Final = "METADATA.XML"
_DIGEST: Final = 40
"""Hexadecimal digits of SHA-1, which the profile asks for: it shows damage, and proves nothing."""


class SentDocument(Struct, frozen=True):
    """A document that an archive says it holds."""

    name: str
    size: int | None
    digest: str
    """SHA-1 in small hexadecimal digits; empty where none is said."""

    def is_whole(self, data: bytes) -> bool:
        if self.size is not None and self.size != len(data):
            return False
        return not self.digest or hashlib.sha1(data, usedforsecurity=False).hexdigest() == self.digest


def read_metadata(data: bytes) -> list[SentDocument]:
    """The documents of a submission set. Raises UnsafeXml."""
    root = parse_xml(data)
    found: list[SentDocument] = []
    waiting = [root]
    while waiting:
        one = waiting.pop()
        if one.name == "ExtrinsicObject":
            slots = _read_slots(one)
            digest = slots.get("hash", "").lower()
            size = slots.get("size", "")
            found.append(
                SentDocument(
                    slots.get("URI", ""),
                    int(size) if size.isdecimal() and len(size) < _DIGEST else None,
                    digest if len(digest) == _DIGEST else "",
                )
            )
        waiting.extend(reversed(one.children))
    return [one for one in found if one.name]


def _read_slots(entry: XmlElement) -> dict[str, str]:
    return {
        slot.get("name"): value.text
        for slot in entry.find_all("Slot")
        for value in slot.find_all("ValueList/Value")[:1]
    }


_BESIDE: Final = (
    ".pdf", ".htm", ".html", ".txt", ".md", ".xsl", ".xslt", ".css", ".png", ".jpg", ".jpeg", ".gif", ".bmp",
    ".tif", ".tiff", ".svg", ".asc", ".sig", ".p7s", ".ics", ".vcf", ".rtf", ".doc", ".docx", ".odt",
)  # fmt: skip
"""Ends of names of what accompanies a report: the same for people to read, pictures, signatures."""
_MEDIA_BESIDE: Final = (
    "text/plain", "text/html", "text/css", "text/calendar", "application/pdf", "application/pgp-signature",
    "application/pkcs7-signature", "application/x-pkcs7-signature", "message/disposition-notification",
    "message/delivery-status", "text/rfc822-headers",
)  # fmt: skip
_MESSAGE: Final = re.compile(rb"(?:\A|[\r\n])[\xef\xbb\xbf\x0b \t]*H[^A-Za-z0-9\s]{4,6}[^\r\n]*")
"""A line that begins like a message of HPRIM Santé."""
_SHOWN: Final = 24
"""Characters of the name of a part that its place shows."""


class ParcelFile:
    """One file of format ``cda``, ``mail`` or ``archive``."""

    def __init__(self, file: BinaryIO, format: Format) -> None:
        self._file = file
        self._format = format
        self.beside = 0
        """Parts that are no reports."""
        self.unread = False
        """Whether it is too large to be kept whole."""
        self._parts = 0
        self.envelope: MailEnvelope | None = None
        """Of a mail: who is to be told what became of it."""

    def read_messages(self) -> Iterator[OruMessage]:
        self._file.seek(0)
        self.beside, self._parts = 0, 0
        most = DOCUMENT if self._format == "cda" else PARCEL
        data = self._file.read(most + 1)
        if len(data) > most:
            self.unread = True
            detail = f"a file of less than {most >> 20} MiB is expected"
            yield _refuse_whole("file", data[:KEPT], "too_large", detail)
        elif self._format == "cda":
            yield OruMessage("file", None, read_report(data), "")
        else:
            split = split_mail if self._format == "mail" else split_archive
            self.envelope = read_mail_envelope(data) if self._format == "mail" else None
            yield from self._read_parcel(data, split)

    def _read_parcel(self, data: bytes, split: Callable[[bytes], list[ParcelPart]]) -> Iterator[OruMessage]:
        try:
            parts = split(data)
        except UnsafeParcel as error:
            yield _refuse_whole("file", data, error.reason, str(error))
            return
        some = False
        for message in self._read_parts(parts, "", inside=split is split_archive):
            some = True
            yield message
        if not some:
            detail = "a report in CDA, HL7 or HPRIM is expected in it"
            yield _refuse_whole("file", data, "not_structured", detail)

    def _read_parts(self, parts: list[ParcelPart], place: str, *, inside: bool) -> Iterator[OruMessage]:
        sent = yield from self._check_metadata(parts, place)
        for part in parts:
            self._parts += 1
            where = f"{place}part {self._parts}"
            short = part.name.rpartition("/")[2][-_SHOWN:]
            named = f"{where} ({short}), " if short else f"{where}, "
            said = sent.get(part.name)
            if said is not None and not said.is_whole(part.data):
                detail = f"the size and the digest that {NAME} says are expected"
                yield _refuse_whole(named.rstrip(", "), part.data, "unreadable", detail)
                continue
            yield from self._read_part(part, named, inside=inside)

    def _read_part(self, part: ParcelPart, named: str, *, inside: bool) -> Iterator[OruMessage]:
        format = detect_format_of(part.data, part.name)
        if _is_metadata(part):
            self.beside += 1
        elif format == "cda":
            yield OruMessage(named, None, read_report(part.data, named), "")
        elif format == "hprim":
            yield from read_hprim_file(BytesIO(part.data), named)
        elif format == "hl7":
            for number, block in enumerate(split_messages(BytesIO(part.data)), 1):
                yield read_message(block, f"{named}message {number}")
        elif format == "archive" and not inside:
            try:
                yield from self._read_parts(split_archive(part.data), named, inside=True)
            except UnsafeParcel as error:
                yield _refuse_whole(named.rstrip(", "), part.data, error.reason, str(error))
        elif _accompanies(part, format):
            self.beside += 1
        else:
            detail = "CDA, HL7 or HPRIM is expected in a mail or an archive; other files go in by themselves"
            yield _refuse_whole(named.rstrip(", "), part.data, "unknown_format", detail)

    def _check_metadata(
        self, parts: list[ParcelPart], place: str
    ) -> Generator[OruMessage, None, dict[str, SentDocument]]:
        """What the metadata of an archive say of its parts, by name; documents that are missing are told of."""
        sent: dict[str, SentDocument] = {}
        names = {part.name for part in parts}
        for part in parts:
            if not _is_metadata(part):
                continue
            folder = part.name[: -len(NAME)]
            try:
                documents = read_metadata(part.data)
            except UnsafeXml as error:
                detail = f"{NAME}: {error}"
                yield _refuse_whole(f"{place}{NAME}", part.data, error.reason, detail)
                continue
            for number, one in enumerate(documents, 1):
                if folder + one.name in names:
                    sent[folder + one.name] = one
                else:
                    detail = f"the document that {NAME} names is expected"
                    where = f"{place}{NAME} {number}"
                    yield _refuse_whole(where, part.data, "unreadable", detail)
        return sent


def read_hprim_file(file: BinaryIO, place: str = "") -> Iterator[OruMessage]:
    """The messages of HPRIM Santé, or the letters of HPRIM Médecin, of a file."""
    file.seek(0)
    if _MESSAGE.search(file.read(CHUNK)):
        yield from read_hprim_messages(file, place)
        return
    for found in read_hprim_letters(file, place):
        yield OruMessage(place, None, [found], "")


def _accompanies(part: ParcelPart, format: Format) -> bool:
    """Whether a part is what stands beside a report for people: the same as a page, a picture, a signature."""
    if format == "empty" or part.data[:4] == b"%PDF" or part.name.lower().endswith(_BESIDE):
        return True
    return part.media in _MEDIA_BESIDE or (
        format == "unknown" and part.media.startswith(("image/", "multipart/"))
    )


def _is_metadata(part: ParcelPart) -> bool:
    return part.name.upper().rpartition("/")[2] == NAME


def _refuse_whole(place: str, raw: bytes, reason: str, detail: str) -> OruMessage:
    found: list[RawResult | RefusedRecord] = [RefusedRecord(place, raw, reason, detail)]
    return OruMessage(place, None, found, "")
