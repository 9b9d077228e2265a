"""What a naming is, and what came of it."""

from datetime import date, timedelta
from typing import Final, Literal

from msgspec import Struct

TIME_TO_REACH: Final = timedelta(hours=24)
"""From the naming, as for a case from its result."""
TO_CONFIRM: Final = timedelta(hours=4)
"""How long a case has to confirm whom they named in the thread; then those are rung, not written to."""
A_CASE_FOR: Final = timedelta(days=14)
"""How long after its result a case speaks for a contact: later they may have been infected again."""
MOST_IN_NAME: Final = 120
"""Characters kept of a name as it was said."""


class ContactMention(Struct, frozen=True, kw_only=True):
    """A case named somebody."""

    case_id: int
    name: str = ""
    """As said; empty where only a number was given."""
    number: str | None = None
    """E.164; None where none was given that can be rung."""
    as_said: str = ""
    """What was given for a number and cannot be rung."""
    confirmed: bool = True
    """False: noted from the thread, and the case has not said yet that it was noted right."""
    how: Literal["sms", "agent", "event"] = "sms"
    by: str = "person"
    """``person``, or the name of the agent who wrote it down."""
    last_contact: date | None = None
    household: bool | None = None
    """Whether they live together."""
    child: bool = False
    """Whether they are a child of the case: without a number of their own the case is rung for them."""
    gathering_id: int | None = None
    """Where they were exposed together."""


class MatchResult(Struct, frozen=True, kw_only=True):
    """What became of the namings."""

    contacts: tuple[int | None, ...]
    """For each its contact, in their order; None where somebody named themselves, or nothing was said."""
    new: int
    """Contacts that were not there before."""
    letters: int
    """Conversations that begin."""
    calls: int
    """Contacts who have to be rung: no mobile number of France."""
