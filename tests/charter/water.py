"""A small charter of an invented institution, which each test bends to its own story."""

from datetime import date
from pathlib import Path
from typing import Any

from tocsin.charter.folder_reader import read_charter_folder as read_folder
from tocsin.charter.schema import (
    AskClause,
    AttestationDates,
    Charter,
    ClauseSource,
    ContentClause,
    InstitutionLexicon,
    ListingClause,
    PointClause,
    ValidityPeriod,
    Wording,
)

HEAD = """\
id: water
version: 2024-06-01
name: {fr: la Régie des eaux, en: the Water Board}
"""

SOURCES = """\
sources:
  site:
    url: https://www.water.example/contact
    publisher: Water Board
    date: 2020-03-01
    quality: verbatim
  paper:
    url: https://news.example/water
    publisher: The Gazette
    date: 2022-11
    quality: quoted
"""

ASKS = """\
asks:
  - id: ask.card
    direction: they_contact_you
    channels: [sms, call]
    items: [card]
    allowed: never
    in_force: {from: 2020-03-01}
    wording:
      fr: Jamais de numéro de carte.
      en: Never a card number.
    sources: [site]
"""

POINTS = """\
points:
  - id: point.ring
    direction: you_contact_them
    channels: [sms, call]
    medium: phone
    value: "+33199001234"
    purpose: {fr: nous joindre, en: to reach us}
    in_force: {from: 2020-03-01}
    wording: {fr: Notre numéro., en: Our number.}
    sources: [site]
"""

LEXICON = """\
names: [regie des eaux]
short_names: [regie]
"""


class Folder:
    """A charter's folder on disk, file by file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.files = {
            "charter.yaml": HEAD,
            "sources.yaml": SOURCES,
            "asks.yaml": ASKS,
            "points.yaml": POINTS,
            "lexicon.yaml": LEXICON,
        }

    def put(self, name: str, text: str) -> "Folder":
        """Write, or replace, a file."""
        self.files[name] = text
        return self

    def change(self, name: str, old: str, new: str) -> "Folder":
        """Replace words of a file, which must be there."""
        assert old in self.files[name], f"{old!r} is not in {name}"
        return self.put(name, self.files[name].replace(old, new, 1))

    def without(self, name: str) -> "Folder":
        """Leave a file out."""
        del self.files[name]
        return self

    def write(self) -> Path:
        """Put it all on disk."""
        for name, text in self.files.items():
            file = self.path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        return self.path

    def load(self) -> Charter:
        """Read it back."""
        return read_folder(self.write())

    def line_of(self, name: str, words: str) -> int:
        """Line, from 1, where words stand in a file."""
        return self.files[name][: self.files[name].index(words)].count("\n") + 1


WORDING = Wording(fr="Une phrase.", en="A sentence.")
SOURCE = ClauseSource(
    url="https://www.water.example", publisher="Water Board", date="2020", quality="verbatim"
)


def days(start: str = "2020-01-01", end: str = "2029-12-31") -> ValidityPeriod:
    """A period with certain ends."""
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    return ValidityPeriod(earliest_start=first, latest_start=first, earliest_end=last, latest_end=last)


def _common(name: str, more: dict[str, Any]) -> dict[str, Any]:
    base = {
        "id": name,
        "direction": "they_contact_you",
        "channels": ("sms",),
        "wording": WORDING,
        "in_force": days(),
        "seen": AttestationDates(first="2020", last="2020"),
        "sources": (SOURCE,),
        "quality": "verbatim",
    }
    return base | more


def ask(name: str, **more: Any) -> AskClause:
    """An ask with what the test cares about."""
    return AskClause(**_common(name, {"items": ("card",), "allowed": "never"} | more))


def content(name: str, **more: Any) -> ContentClause:
    """A content clause with what the test cares about."""
    return ContentClause(**_common(name, {"contents": ("attachment",), "allowed": "never"} | more))


def listing(name: str, **more: Any) -> ListingClause:
    """A listing with what the test cares about."""
    return ListingClause(**_common(name, {"media": ("phone",), "closed": True} | more))


def point(name: str, **more: Any) -> PointClause:
    """A contact point with what the test cares about."""
    return PointClause(
        **_common(name, {"medium": "phone", "value": "+33199001234", "purpose": WORDING} | more)
    )


def charter_of(*clauses: Any, **more: Any) -> Charter:
    """A charter of these clauses."""
    base = {
        "id": "water",
        "name": WORDING,
        "version": "2024-06-01",
        "clauses": clauses,
        "lexicon": InstitutionLexicon(names=("regie",)),
    }
    return Charter(**(base | more))
