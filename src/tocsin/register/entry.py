"""One message issued, as the register keeps it: never its text, never a telephone number; and the
wordings that are published."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated

from msgspec import Meta, Struct
from msgspec.structs import replace

from tocsin.charter.channels import ChannelId
from tocsin.locale.paris_time import find_paris_day

AwareDatetime = Annotated[datetime, Meta(tz=True)]
"""A time with its time zone."""


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
        return find_paris_day(self.issued)

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


_VARIABLE = re.compile(r"\{(\w+)\}")
BLANK = "…"


class VariableValueMissing(KeyError):
    """A variable of the template has no value."""

    def __init__(self, template: str, variable: str) -> None:
        self.template = template
        """Template that needs it."""
        self.variable = variable
        """Its name."""
        super().__init__(f"{str(self.__doc__).rstrip('.')}: {variable}, in {template}")

    def __str__(self) -> str:
        return str(self.args[0])


class PublishedTemplate(Struct, frozen=True, tag="template", tag_field="kind"):
    """A wording, in one language, at one version: it never changes, a change is a new version."""

    id: str
    """Name, such as ``case.notice``."""
    version: str
    """Version of the wording, such as ``2021-03-05``."""
    lang: str
    """``fr`` or ``en``."""
    text: str
    """The wording, with variables as ``{name}`` and the code as ``{code}``."""

    @property
    def name(self) -> str:
        """Name and version, as people are told them."""
        return f"{self.id} {self.version} ({self.lang})"

    @property
    def variables(self) -> tuple[str, ...]:
        """Names of its variables, each once, in order; the code is not one.

        >>> PublishedTemplate("notice", "1", "fr", "Bonjour {first_name}. Réf. {code}").variables
        ('first_name',)
        """
        return tuple(dict.fromkeys(name for name in _VARIABLE.findall(self.text) if name != "code"))

    def render(self, code: str, values: Mapping[str, str]) -> str:
        """The text as it is sent.

        Raises VariableValueMissing. What a value holds is never read as a variable.
        """
        return _VARIABLE.sub(lambda found: self._find_value(found[1], code, values), self.text)

    def render_with_blanks(self, code: str) -> str:
        """The wording with a code, and blanks for its variables: what anybody may be shown."""
        return _VARIABLE.sub(lambda found: code if found[1] == "code" else BLANK, self.text)

    def _find_value(self, name: str, code: str, values: Mapping[str, str]) -> str:
        if name == "code":
            return code
        if name not in values:
            raise VariableValueMissing(self.name, name)
        return values[name]
