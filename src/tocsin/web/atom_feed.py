"""An Atom feed (RFC 4287) of the changes of a charter."""

from collections.abc import Sequence
from datetime import date
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from msgspec import Struct

from tocsin.charter.partial_dates import parse_partial_date
from tocsin.charter.schema import Charter
from tocsin.web.language import Lang

_NAMESPACE = "http://www.w3.org/2005/Atom"


class FeedEntry(Struct, frozen=True):
    """The changes of a day."""

    on: date
    title: str
    address: str
    lines: tuple[str, ...]
    """One change each."""
    what: str = ""
    """Stands in its name where it is no change of the charter: a day may have both."""


def write_atom_feed(
    *, title: str, charter: Charter, here: str, page: str, lang: Lang, entries: Sequence[FeedEntry]
) -> bytes:
    """The feed as XML. An entry keeps its name and its day as long as the charter has that day."""
    root = ET.Element("feed", {"xmlns": _NAMESPACE, "xml:lang": lang})
    host = urlsplit(here).hostname or "localhost"
    ET.SubElement(root, "id").text = f"tag:{host},2026:charter/{charter.id}/{lang}"
    ET.SubElement(root, "title").text = title
    ET.SubElement(root, "updated").text = _atom_timestamp(
        max([parse_partial_date(charter.version)[0], *(one.on for one in entries if one.what)])
    )
    ET.SubElement(ET.SubElement(root, "author"), "name").text = "Tocsin"
    ET.SubElement(root, "link", {"rel": "self", "type": "application/atom+xml", "href": here})
    ET.SubElement(root, "link", {"rel": "alternate", "type": "text/html", "hreflang": lang, "href": page})
    for one in entries:
        entry = ET.SubElement(root, "entry")
        ET.SubElement(
            entry, "id"
        ).text = f"tag:{host},2026:{one.what or 'charter'}/{charter.id}/{lang}/{one.on}"
        ET.SubElement(entry, "title").text = one.title
        ET.SubElement(entry, "updated").text = _atom_timestamp(one.on)
        ET.SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": one.address})
        ET.SubElement(entry, "content", {"type": "text"}).text = "\n".join(one.lines)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _atom_timestamp(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
