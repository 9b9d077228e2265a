"""An item of Outlook (``.msg``), written anew as the source of an e-mail: from there on it is read as any other.

An item is a compound file of properties ([MS-OXMSG], [MS-OXPROPS]). The headers as they came over the Internet are
one of them, where there are any: then who sent it, through which servers and what those proved is read as in ``.eml``.
A body that is kept as RTF alone is read where neither text nor HTML stands beside it.
"""

import io
import struct
from datetime import UTC, datetime, timedelta
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Final

from tocsin.message.bounds import MESSAGE_BYTES, PARTS
from tocsin.message.rich_text import RtfUnread, read_compressed_rtf
from tocsin.message.source_kind import SIGNATURE

_LEVELS: Final = 5
"""Items within items that are opened."""
_SUBJECT, _HEADERS, _BODY, _HTML, _RTF = 0x0037, 0x007D, 0x1000, 0x1013, 0x1009
_SENDER_NAME, _SENDER_ADDRESS, _SENDER_SMTP = 0x0C1A, 0x0C1F, 0x5D01
_FILE_NAME, _SHORT_NAME, _MEDIA_TYPE, _CONTENT = 0x3707, 0x3704, 0x370E, 0x3701
_DELIVERED, _SUBMITTED, _BODY_CHARSET = 0x0E06, 0x0039, 0x3FDE
_UNICODE, _BYTES_STRING, _BINARY, _OBJECT = 0x001F, 0x001E, 0x0102, 0x000D
_EPOCH: Final = datetime(1601, 1, 1, tzinfo=UTC)
_DROPPED: Final = ("content-type", "content-transfer-encoding", "mime-version", "dkim-signature")
"""Headers that speak of the source as it was sent, which an item does not keep."""


class NotOutlookItem(ValueError):
    """It is no item of Outlook that can be read."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


def as_eml_source(data: bytes) -> bytes:
    """The source of an e-mail: as it is, or that of an item of Outlook. Raises NotOutlookItem."""
    return convert_outlook_item(data) if data.startswith(SIGNATURE) else data


def convert_outlook_item(data: bytes) -> bytes:
    """The source of an e-mail that says what an item says. Raises NotOutlookItem.

    Attachments are named, never carried over; an item within the item is, as ``message/rfc822``.
    """
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data[:MESSAGE_BYTES])) as file:
            return _ItemFolder(file, (), _LEVELS).write_source()
    except (OSError, ValueError, KeyError, IndexError, struct.error, RecursionError) as error:
        raise NotOutlookItem from error


class _ItemFolder:
    """The properties of an item, or of an attachment of it."""

    def __init__(self, file: "olefile.OleFileIO", path: tuple[str, ...], levels: int) -> None:  # type: ignore[name-defined] # noqa: F821
        self._file = file
        self._path = path
        self._levels = levels

    def write_source(self) -> bytes:
        """The item as the source of an e-mail."""
        text, html = self._read_text(_BODY), self._read_html()
        if not text.strip() and not html.strip():
            text, html = self._read_rich_text()
        if not text.strip() and not html.strip() and not self._read_text(_HEADERS):
            raise NotOutlookItem
        mail = EmailMessage(policy=policy.SMTP.clone(utf8=True))
        mail.set_content(text, cte="base64")
        if html:
            mail.add_alternative(html, subtype="html", cte="base64")
        for attached in self._list_attachments():
            attached.attach_to(mail)
        return self._write_headers().encode(errors="replace") + mail.as_bytes()

    def _write_headers(self) -> str:
        lines = self._read_text(_HEADERS).replace("\r\n", "\n").split("\n")
        kept: list[str] = []
        keeping = False
        for line in lines:
            if line[:1] not in (" ", "\t"):
                name = line.partition(":")[0].strip().lower()
                keeping = ":" in line and name not in _DROPPED
            if keeping and line.strip():
                kept.append(line)
        names = {line.partition(":")[0].strip().lower() for line in kept if line[:1] not in (" ", "\t")}
        own = {"From": self._sender(), "Subject": _one_line(self._read_text(_SUBJECT)), "Date": self._day()}
        kept += [f"{name}: {value}" for name, value in own.items() if value and name.lower() not in names]
        return "".join(f"{line}\r\n" for line in kept)

    def _sender(self) -> str:
        name = _one_line(self._read_text(_SENDER_NAME)).replace('"', "'")
        address = _one_line(self._read_text(_SENDER_SMTP) or self._read_text(_SENDER_ADDRESS))
        if "@" not in address:  # the address of a directory
            return name
        try:
            return str(Address(name, addr_spec=address))
        except (ValueError, IndexError):
            return f'"{name}" <{address}>'

    def _day(self) -> str:
        ticks = self._read_fixed(_DELIVERED, 0x0040) or self._read_fixed(_SUBMITTED, 0x0040)
        try:
            return format_datetime(_EPOCH + timedelta(microseconds=ticks // 10)) if ticks else ""
        except OverflowError:
            return ""

    def _list_attachments(self) -> list["_ItemFolder"]:
        depth = len(self._path)
        names = {
            entry[depth]
            for entry in self._file.listdir()
            if tuple(entry[:depth]) == self._path and entry[depth].lower().startswith("__attach_version1.0_#")
        }
        return [_ItemFolder(self._file, (*self._path, name), self._levels) for name in sorted(names)[:PARTS]]

    def attach_to(self, mail: EmailMessage) -> None:
        """Name an attachment in a mail; an item within it is written out whole."""
        name = _one_line(self._read_text(_FILE_NAME) or self._read_text(_SHORT_NAME))
        inner = (*self._path, f"__substg1.0_{_CONTENT:04X}{_OBJECT:04X}")
        if self._levels and self._file.exists([*inner, "__properties_version1.0"]):
            content = _ItemFolder(self._file, inner, self._levels - 1).write_source()
            mail.add_attachment(content, maintype="application", subtype="octet-stream", filename="item.eml")
            return
        kind = _one_line(self._read_text(_MEDIA_TYPE)).lower().partition("/")
        if not all(part.replace("-", "").replace(".", "").replace("+", "").isalnum() for part in kind[::2]):
            kind = ("application", "/", "octet-stream")
        mail.add_attachment(b"", maintype=kind[0], subtype=kind[2], filename=name or "attachment")

    def _read_text(self, number: int) -> str:
        if (raw := self._read_stream(number, _UNICODE)) is not None:
            return raw.decode("utf-16-le", errors="replace").rstrip("\0")
        raw = self._read_stream(number, _BYTES_STRING)
        return "" if raw is None else raw.decode("cp1252", errors="replace").rstrip("\0")

    def _read_html(self) -> str:
        raw = self._read_stream(_HTML, _BINARY)
        if raw is None:
            return self._read_text(_HTML)
        page = self._read_fixed(_BODY_CHARSET, 0x0003) & 0xFFFF
        try:
            return raw.decode("utf-8" if page == 65001 else f"cp{page or 1252}")
        except (LookupError, UnicodeDecodeError):
            return raw.decode("utf-8", errors="replace")

    def _read_rich_text(self) -> tuple[str, str]:
        """Text and HTML of a body that is kept as RTF; both empty where there is none that can be read."""
        raw = self._read_stream(_RTF, _BINARY)
        try:
            said, is_html = read_compressed_rtf(raw) if raw else ("", False)
        except RtfUnread:
            return "", ""
        return ("", said) if is_html else (said, "")

    def _read_stream(self, number: int, kind: int) -> bytes | None:
        path = [*self._path, f"__substg1.0_{number:04X}{kind:04X}"]
        if not self._file.exists(path):
            return None
        return bytes(self._file.openstream(path).read(MESSAGE_BYTES))

    def _read_fixed(self, number: int, kind: int) -> int:
        """A number or a moment of the list of properties, or 0. The list has 32 bytes before it in the outermost item,
        24 in those within, 8 in an attachment: each property takes 16 of its own."""
        path = [*self._path, "__properties_version1.0"]
        if not self._file.exists(path):
            return 0
        listed = self._file.openstream(path).read(MESSAGE_BYTES)
        for at in range(32 if not self._path else 24, len(listed) - 15, 16):
            tag, _, value = struct.unpack_from("<IIQ", listed, at)
            if tag == (number << 16) | kind:
                return int(value)
        return 0


def _one_line(text: str) -> str:
    return " ".join(text.split())
