"""Whose a guided conversation is: the one place where its identity is written, and read again."""

from functools import lru_cache
from typing import Final, Literal

from msgspec import Struct

ConversationKind = Literal["case", "contact", "follow"]
FileSubject = Literal["case", "contact"]
_FLOWS: Final[dict[ConversationKind, str]] = {"case": "case", "contact": "contact", "follow": "follow_up"}


class BadConversationId(ValueError):
    """This names no conversation with a case or a contact."""


class ConversationId(Struct, frozen=True):
    """A conversation with a case, with a contact, or the follow-up of a case.

    Written ``case-17`` wherever it is stored: in threads, letters, outbox and keys.

    >>> str(ConversationId("case", 17)), ConversationId.parse("follow-17").subject
    ('case-17', 'case')
    """

    kind: ConversationKind
    number: int
    """Of the case, or of the contact; that of the case for a follow-up."""

    @staticmethod
    @lru_cache(maxsize=4096)
    def parse(text: str) -> "ConversationId":
        """Read it as it is stored: a step asks several times for each of its own. Raises BadConversationId."""
        kind, _, number = text.partition("-")
        if kind not in _FLOWS or not (number.isascii() and number.isdecimal()):
            raise BadConversationId(text)
        return ConversationId(kind, int(number))

    def __str__(self) -> str:
        return f"{self.kind}-{self.number}"

    @property
    def subject(self) -> FileSubject:
        """Which kind of file it belongs to."""
        return "contact" if self.kind == "contact" else "case"

    @property
    def case_id(self) -> int | None:
        """The case it belongs to; None for that of a contact."""
        return None if self.kind == "contact" else self.number

    @property
    def contact_id(self) -> int | None:
        """The contact it belongs to; None for that of a case."""
        return self.number if self.kind == "contact" else None

    @property
    def flow(self) -> str:
        """Name of the flow that it follows."""
        return _FLOWS[self.kind]
