"""What reports travel in: mails with attachments, and archives such as IHE XDM, which MSSanté attaches.

Nothing is written to a disk and no name leads anywhere: parts are bytes with a name. An archive that is not
safe to open is not opened at all, and stays whole.
"""

import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Final

from msgspec import Struct

from tocsin.message.mail_headers import decode_header_text
from tocsin.message.mime import MimePart, MimeReader
from tocsin.tracing.intake.xml_tree import DOCUMENT

PARCEL: Final = 64 << 20
"""Bytes of a mail or an archive."""
UNPACKED: Final = 128 << 20
"""Bytes of everything in an archive together."""
PARTS: Final = 500
"""Files in an archive."""
_NAME: Final = 120
_MAIL: Final = re.compile(rb"(?:[A-Za-z][A-Za-z0-9-]{0,60}:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n){2}")
"""The beginning of a mail: two header fields, perhaps folded."""
_MAIL_FIELDS: Final = re.compile(
    rb"^(?:received|return-path|date|from|message-id|mime-version|subject|delivered-to|x-[a-z0-9-]+):",
    re.IGNORECASE | re.MULTILINE,
)
_ENCRYPTED: Final = ("application/pkcs7-mime", "application/x-pkcs7-mime", "multipart/encrypted")
_LOST: Final = ("parts:", "depth:", "encoding:")
"""Defects of a mail for which some part of it was not read."""


class UnsafeParcel(ValueError):
    """A mail or an archive cannot be opened as it is; the reason, and what was expected."""

    def __init__(self, reason: str, expected: str) -> None:
        super().__init__(expected)
        self.reason = reason
        """A word of ``records.REASONS``."""


class ParcelPart(Struct, frozen=True):
    name: str
    """As it is written there, its folders too; nothing is opened by it."""
    data: bytes
    media: str = ""
    """Kind that a mail says; empty in an archive."""


def is_mail(head: bytes) -> bool:
    """Whether bytes begin like the source of a mail."""
    plain = head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    found = _MAIL.match(plain)
    return bool(found and len(_MAIL_FIELDS.findall(found[0])) >= 1)


def is_archive(head: bytes) -> bool:
    """Whether bytes begin like a ZIP archive."""
    return head[:4] in (b"PK\x03\x04", b"PK\x05\x06")


def split_mail(data: bytes) -> list[ParcelPart]:
    """The parts of a mail, those of mails in it too. Raises UnsafeParcel."""
    source = data.lstrip(b"\xef\xbb\xbf\r\n\t ")
    reading = MimeReader()
    root = reading.read_part(source, 0, len(source))
    found: list[ParcelPart] = []
    for part in _iterate_leaves(root):
        if part.media in _ENCRYPTED:
            raise UnsafeParcel("unsafe_archive", "a mail that is not encrypted is expected")
        name = decode_header_text(part.file_name.encode("utf-8", "replace"))[:_NAME]
        found.append(ParcelPart(name, reading.decode_body(part), part.media))
    if lost := [one for one in reading.defects if one.startswith(_LOST)]:
        raise UnsafeParcel("unsafe_archive", f"a mail that can be read whole is expected; {lost[0]}")
    return found


def _iterate_leaves(part: MimePart) -> Iterator[MimePart]:
    if part.media in _ENCRYPTED or not part.children:
        yield part
        return
    for child in part.children:
        yield from _iterate_leaves(child)


def split_archive(data: bytes) -> list[ParcelPart]:
    """The files of an archive. Raises UnsafeParcel: for all of it, so that nothing of it goes by halves."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            infos = [one for one in archive.infolist() if not one.is_dir()]
            if len(infos) > PARTS:
                raise UnsafeParcel("unsafe_archive", f"an archive of at most {PARTS} files is expected")
            left = UNPACKED
            found: list[ParcelPart] = []
            for info in infos:
                _check_member(info)
                with archive.open(info) as file:
                    content = file.read(min(DOCUMENT, left) + 1)
                left -= len(content)
                if len(content) > DOCUMENT or left < 0:
                    raise UnsafeParcel(
                        "unsafe_archive",
                        f"files of at most {DOCUMENT >> 20} MiB each, and {UNPACKED >> 20} MiB together, are expected",
                    )
                if is_archive(content):
                    raise UnsafeParcel("unsafe_archive", "an archive that holds no other archive is expected")
                found.append(ParcelPart(info.filename, content))
            return found
    except UnsafeParcel:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, NotImplementedError):
        raise UnsafeParcel("unsafe_archive", "a ZIP archive that is whole is expected") from None


def _check_member(info: zipfile.ZipInfo) -> None:
    """Raises UnsafeParcel where a member would not stay inside its archive, or cannot be read."""
    if info.flag_bits & 1:
        raise UnsafeParcel("unsafe_archive", "an archive without a password is expected")
    steps = info.filename.replace("\\", "/").split("/")
    if ".." in steps or steps[0] == "" or ":" in steps[0] or "\x00" in info.orig_filename:
        raise UnsafeParcel("unsafe_archive", "names of files inside the archive are expected")
    if stat.S_ISLNK(info.external_attr >> 16):
        raise UnsafeParcel("unsafe_archive", "files, and no links, are expected in an archive")
