"""A code looked up in the register with the same work whether it is there or not."""

from datetime import date, datetime
from typing import Final, Protocol

from tocsin.evidence.codes import NotACode, read_code
from tocsin.register.book import Book
from tocsin.register.canonical import text_hash
from tocsin.register.entry import Entry
from tocsin.register.template import Template
from tocsin.register.verify import Answer, verify

NOBODYS: Final = "0000-0000"
"""Is looked up in the place of what is no code: it holds characters that no code has."""


class Reads(Protocol):
    """A register, as far as it is read."""

    def find(self, code: str) -> Entry | None:
        """The entry of a code, as printed."""
        ...

    def template(self, id: str, version: str, lang: str) -> Template | None:
        """A published wording."""
        ...


def asked(
    register: Reads, code: str, *, text: str | None, sender: str, received: date | None, now: datetime
) -> Answer:
    """What the register says of a code, as typed: one entry and one wording looked up, one text hashed."""
    try:
        printed = read_code(code)
    except NotACode:
        printed = NOBODYS
    entry = register.find(printed)
    wording = register.template(
        *(entry.template, entry.version, entry.lang) if entry else (NOBODYS, "", "fr")
    )
    if text is not None and (entry is None or entry.erased):
        text_hash(text)
    return verify(_Known(entry, wording), code, text=text, sender=sender or None, received=received, now=now)


class _Known(Book):
    """A register in memory that holds what was looked up."""

    def __init__(self, entry: Entry | None, wording: Template | None) -> None:
        super().__init__()
        if wording is not None:
            self.publish(wording)
        if entry is not None:
            self._entries[entry.code] = entry
