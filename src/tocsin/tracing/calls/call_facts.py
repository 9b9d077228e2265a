"""What an agent learned in a call, beside the contacts."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

import msgspec

from tocsin.tracing.calls.languages import list_spoken_languages
from tocsin.tracing.calls.model import BadCallFact
from tocsin.tracing.letters import GIVEN
from tocsin.tracing.people.noted_details import FileDetails


class CallFacts(FileDetails, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Facts by their names; None and empty where nothing was said. Those of ``FileDetails`` are among them."""

    identity_confirmed: bool | None = None
    """Whether whoever answered said that they are the person, or who answers for a minor."""
    instructions_given: bool | None = None
    """Whether the instructions of the day were told."""
    interpreter: str = ""
    """ISO 639 code of the language for which an interpreter is needed, one of ``languages.yaml``."""
    nobody: bool = False
    """The case was asked, and has nobody to name: its list is closed."""
    onset_on: date | None = None
    """Of a case: the first day of symptoms, if the person tells it."""
    help: bool | None = None
    """Needs help to stay at home."""
    lang: Literal["fr", "en"] | None = None
    gathering: str = ""
    """An event or a place up to ten days before, in words."""
    gathering_day: date | None = None
    last_contact: date | None = None
    """Of a contact: the last day that they met the case."""
    household: bool | None = None
    """Of a contact: whether they live with the case."""
    tested_on: date | None = None
    """Of a contact: the day of the test. Never its result."""
    day_outcome: str = ""
    """What came of the follow-up today, one of ``noted_fields.yaml``; empty: as the call went."""

    @property
    def has_case_facts(self) -> bool:
        """Whether something was given that only a case can tell."""
        return bool(self.nobody or self.gathering or self.onset_on)

    def to_change_values(self) -> dict[str, str]:
        """What stands in rows of change: what the agent did, as a flag; that the person said something.

        Rows of change outlive the erasure: no value that somebody told may stand there.
        """
        did = {name: getattr(self, name) for name in ("identity_confirmed", "instructions_given")}
        said = ("help", "lang", "interpreter", "household", "tested_on", "last_contact", "onset_on")
        flags = {name: str(value).lower() for name, value in did.items() if value is not None}
        return flags | {name: GIVEN for name in said if getattr(self, name) not in (None, "")}


def parse_call_facts(facts: Mapping[str, Any]) -> CallFacts:
    """Facts from plain values: days as dates or ISO text, flags as booleans. Raises BadCallFact."""
    try:
        found = msgspec.convert(dict(facts), CallFacts, strict=True)
    except msgspec.ValidationError as error:
        names = ", ".join(CallFacts.__struct_fields__)
        raise BadCallFact(f"{str(BadCallFact.__doc__).rstrip('.')}: {error} (known: {names})") from None
    if found.interpreter and found.interpreter not in list_spoken_languages():
        known = ", ".join(list_spoken_languages())
        raise BadCallFact(f"interpreter: found {found.interpreter!r}; expected one of {known}")
    return found
