"""``METADATA.XML`` of an IHE XDM archive: which documents were sent, and the digests by which they are whole."""

import hashlib
from typing import Final

from msgspec import Struct

from tocsin.tracing.intake.xml_tree import XmlElement, parse_xml

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
        """Whether these are the bytes that were sent."""
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
