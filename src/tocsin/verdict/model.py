"""A verdict, with the reasons that made it."""

from datetime import date
from typing import ClassVar, Final, Literal

from msgspec import Struct

from tocsin.charter.channels import ChannelId

Level = Literal["imposture", "suspicious", "unproven", "authentic", "unrelated"]
ACCUSED: Final[tuple[Level, ...]] = ("imposture", "suspicious")
"""The levels of a message that people are warned of."""


class VerdictReason(Struct, frozen=True, kw_only=True):
    """Why. It comes from the object that decided."""

    schema_name: ClassVar[str] = "Reason"

    kind: str
    """Stable name, part of the public contract."""
    clause: str
    """Clause of the charter, or a sign of the general lexicon (``sign.urgency``)."""
    weight: Literal["contradicts", "warns", "neutral", "proves"]
    """What it does to the verdict."""
    span: tuple[int, int] | None
    """Code points of ``field``; None where nothing is quoted."""
    quote: str
    field: str
    text: str
    """Explanation in the language asked for."""
    in_force: str
    """Dates in force, in words; empty for a sign without clause."""
    source: str
    """Publisher, date and address; empty for a sign without clause."""


class AdvisedAction(Struct, frozen=True, kw_only=True):
    """Something to do."""

    when: str
    """``received``, ``doubt`` or ``unjudged``, or what was already done: ``clicked``, ``paid``..."""
    text: str
    contact: str = ""
    price: str = ""


class LoneReference(Struct, frozen=True, kw_only=True):
    """What a message is that is one telephone number, or one address, and nothing else."""

    kind: Literal["number", "address"]
    value: str
    """The number (E.164, or a short number), or the host."""
    standing: str
    """The one thing to know of it first: of a number ``alike``, ``premium``, ``theirs``, ``was``, ``advice``,
    ``help``, ``fiction`` or ``unknown``; of an address whose host it is, as for any link."""
    said: tuple[str, ...]
    """What is known of it, in sentences."""


class MessageLikeness(Struct, frozen=True, kw_only=True):
    """What a message reads like by its words, whether or not that weighed: a likeness is no proof."""

    schema_name: ClassVar[str] = "Likeness"

    to: Literal["fraud", "harmless"]
    """Messages that were frauds, or harmless ones."""
    band: Literal["clear", "strong"]
    """How few messages of the other kind read as much like it: 5 in 100; or 1 in 200 harmless ones, 1 in 50 frauds."""
    rows: int
    """Messages that it was compared with."""
    rows_hash: str
    """Their fingerprint."""


class Verdict(Struct, frozen=True, kw_only=True):
    """What a message is, why, and what to do."""

    level: Level
    headline: str
    """One sentence in plain words."""
    claims: tuple[str, ...]
    """Institutions that it claims to come from."""
    charter_id: str
    charter_version: str
    as_of: date
    reasons: tuple[VerdictReason, ...]
    compatible: tuple[str, ...]
    """What would have made it compatible with the charter."""
    proves: str
    """What the verdict proves, and what it does not."""
    advice: tuple[AdvisedAction, ...]
    """What to do first where the person tells what they did, then now, and if something was already done."""
    at_once: tuple[str, ...] = ()
    """What to do at once, a few plain words each; nothing where the message is not known any more."""
    wants: tuple[str, ...] = ()
    """What a message that was found against wants of its reader, the most pressing first: ``code``, ``link``, ``callback``..."""
    likeness: MessageLikeness | None = None
    """What it clearly reads like; None where it is clearly like neither, too short, or quiet (``evidence/quiet_messages.py``)."""
    question: str = ""
    """What the person can say for a surer verdict, and what hangs on it; empty where nothing is open."""
    by_channel: dict[ChannelId, Level] = {}
    """What it would be by each way in which it may have come; empty where nothing hangs on it."""
    happened: tuple[str, ...] = ()
    """What the person tells of themselves, as situations of ``Action.when``: they ask for help."""
    about: LoneReference | None = None
    """What the message is, where it is one number or one address and nothing else: it is told, not judged."""
