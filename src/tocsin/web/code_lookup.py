"""A code looked up in the register with the same work whether it is there or not."""

from datetime import date, datetime
from typing import Final, Protocol

from tocsin.evidence.issue_codes import NotAnIssueCode, parse_issue_code
from tocsin.register.canonical_text import hash_text
from tocsin.register.entry import RegisterEntry
from tocsin.register.message_register import MemoryRegister
from tocsin.register.published_template import PublishedTemplate
from tocsin.register.verify import CodeAnswer, verify_message_code

NOBODYS: Final = "0000-0000"
"""Is looked up in the place of what is no code: it holds characters that no code has."""


class ReadableRegister(Protocol):
    """A register, as far as it is read."""

    def find(self, code: str) -> RegisterEntry | None:
        """The entry of a code, as printed."""
        ...

    def template(self, id: str, version: str, lang: str) -> PublishedTemplate | None:
        """A published wording."""
        ...


def look_up_code(
    register: ReadableRegister,
    code: str,
    *,
    text: str | None,
    sender: str,
    received: date | None,
    now: datetime,
) -> CodeAnswer:
    """What the register says of a code, as typed: one entry and one wording looked up, one text hashed."""
    try:
        printed = parse_issue_code(code)
    except NotAnIssueCode:
        printed = NOBODYS
    entry = register.find(printed)
    wording = register.template(
        *(entry.template, entry.version, entry.lang) if entry else (NOBODYS, "", "fr")
    )
    if text is not None and (entry is None or entry.is_erased):
        hash_text(text)
    return verify_message_code(
        _SingleEntryRegister(entry, wording),
        code,
        text=text,
        sender=sender or None,
        received=received,
        now=now,
    )


class _SingleEntryRegister(MemoryRegister):
    """A register in memory that holds what was looked up."""

    def __init__(self, entry: RegisterEntry | None, wording: PublishedTemplate | None) -> None:
        super().__init__()
        if wording is not None:
            self.publish(wording)
        if entry is not None:
            self._entries[entry.code] = entry
