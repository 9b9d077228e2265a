"""One message issued, as the register keeps it: never its text, never a telephone number."""

from datetime import date, datetime
from typing import Annotated, Final
from zoneinfo import ZoneInfo

from msgspec import Meta, Struct
from msgspec.structs import replace

from tocsin.charter.channels import ChannelId

AwareDatetime = Annotated[datetime, Meta(tz=True)]
"""A time with its time zone."""
_FRANCE: Final = ZoneInfo("Europe/Paris")


class RegisterEntry(Struct, frozen=True, tag="entry", tag_field="kind"):
    """A code, and what it was given to."""

    code: str
    """As printed: ``K7QF-2M9D``."""
    template: str
    """Name of the wording."""
    version: str
    """Version of the wording."""
    lang: str
    """Language of the wording."""
    text_hash: str
    """Of the text as sent, code included: :func:`tocsin.register.canonical_text.hash_text`; empty once
    erased."""
    issued: AwareDatetime
    """When, UTC."""
    channel: ChannelId
    sender: str
    """As displayed to the recipient."""
    recipient: str
    """Keyed hash of the telephone number; empty where there is none."""
    expires: AwareDatetime | None = None
    """When the message is worth nothing any more, UTC; None where it has no end."""

    @property
    def issued_on(self) -> date:
        """The day on which it was issued, in France: what people read on their telephone."""
        return self.issued.astimezone(_FRANCE).date()

    @property
    def is_erased(self) -> bool:
        """Whether what was personal in it is gone: that it was sent, when and by whom is still known."""
        return not self.text_hash

    @property
    def wording(self) -> str:
        """Name and version of its template, as people are told them."""
        return f"{self.template} {self.version} ({self.lang})"

    def is_same_message(self, other: "RegisterEntry") -> bool:
        """Whether both are of one message, issued twice because a first try was cut short."""
        return replace(self, issued=other.issued, expires=other.expires) == other
