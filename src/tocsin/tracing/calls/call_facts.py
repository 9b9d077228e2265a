"""What an agent learned in a call, beside the contacts: facts, the first day of symptoms, a language."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from typing import Any, Final, Literal

import msgspec

from tocsin.charter.schema import Wording
from tocsin.charter.words import translate_wording
from tocsin.charter.yaml_document import read_packaged_yaml
from tocsin.protocol.load import load_protocol
from tocsin.protocol.person_facts import PersonFacts
from tocsin.protocol.plan import make_plan
from tocsin.tracing.calls.model import BadCallFact
from tocsin.tracing.inbox import GIVEN
from tocsin.tracing.people.noted_details import FileDetails


@cache
def list_spoken_languages() -> Mapping[str, Wording]:
    """Code -> name, in the order in which they are listed in French."""
    return read_packaged_yaml(__package__, "languages.yaml").convert_to(dict[str, Wording])


def name_spoken_language(code: str, lang: str) -> str:
    """The name of a language; its code where it is not listed."""
    known = list_spoken_languages()
    return translate_wording(known[code], lang) if code in known else code


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


LONGEST: Final = timedelta(days=60)
"""How long before today symptoms may have begun: an earlier day is a slip of the pen."""


def check_onset(onset: date, today: date) -> None:
    """Raises BadCallFact where symptoms cannot have begun on this day."""
    if not today - LONGEST <= onset <= today:
        days = f"a day that has come, at most {LONGEST.days} days before {today}"
        raise BadCallFact(f"onset_on: found {onset}; expected {days}")


def compute_isolation_end(disease: str, sample: date, onset: date, on: date) -> date | None:
    """The last day of isolation by the rules of the day ``on``; None where they leave it open."""
    return make_plan(
        load_protocol(disease), PersonFacts(role="case", sample=sample, onset=onset), on
    ).isolation_end


def find_first_day(sample: date, onset: date | None) -> date:
    """The day from which contacts and gatherings are counted back: of the symptoms, or of the sample."""
    return min(sample, onset) if onset else sample
