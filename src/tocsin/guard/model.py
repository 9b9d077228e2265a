"""What is about to leave, and what the guard says of it."""

from datetime import date
from typing import Literal

from msgspec import Struct, field

from tocsin.message.gsm7 import Alphabet

DraftPurpose = Literal["case", "contact", "other"]
ReasonWeight = Literal["block", "warn"]
GuardResult = Literal["block", "warn", "pass"]
GuardReasonKind = Literal[
    "asks_nir",
    "asks_medical",
    "asks_bank_details",
    "asks_credentials",
    "asks_payment",
    "undeclared_ask",
    "link_not_official",
    "shortener",
    "callback_not_official",
    "sender_not_allowed",
    "institution_missing",
    "code_missing",
    "identifies_case",
    "looks_fraudulent",
    "shouting",
    "urgency",
    "threat",
    "not_gsm7",
    "too_long",
]


class MessageDraft(Struct, frozen=True, kw_only=True):
    """A template, or a text as rendered, before it leaves."""

    sender: str
    """Number or name that the telephone will show."""
    flow: DraftPurpose
    """Whom it goes to: a person tested positive, one of their contacts, or anybody else."""
    text: str
    """Variables are written ``{name}``, the issue code ``Réf. {code}``; a rendered text has neither."""
    lang: str = "fr"
    """Language in which the reasons are said: ``fr`` or ``en``."""
    id: str | int | None = None
    """Name of the template, or number of the text; waivers may be given for it."""
    consent: bool = False
    """Whether the case agreed that contacts may know who named them."""
    template: str = ""
    """The template that ``text`` was made from, where it is known: what it asks is read there, as the names of
    people, which are put in, may be any words."""
    values: dict[str, str] = {}
    """Worst value of a variable, by name, where the author knows better than ``worst.yaml``."""


class GuardReason(Struct, frozen=True, kw_only=True):
    """Why a text is blocked or warned about."""

    kind: GuardReasonKind
    """Stable name, part of the public contract."""
    weight: ReasonWeight
    clause: str
    """Clause of the charter, or the guard's own rule (``guard.shouting``)."""
    span: tuple[int, int] | None
    """Code points of ``Draft.text``; None where something is missing from it, or stands in the sender."""
    quote: str
    """What was found: of the text, or the sender."""
    text: str
    """Explanation in the language of the draft."""
    source: str = ""
    """Publisher, date and address of the clause or rule; empty where there is none."""
    waived: str = ""
    """Who allowed it in spite of this reason, and until when; empty where nobody did."""


class GuardRuling(Struct, frozen=True, kw_only=True):
    """What the guard says of one draft."""

    id: str | int | None
    result: GuardResult
    """The gravest weight among the reasons that nobody waived."""
    reasons: tuple[GuardReason, ...]
    """Those that block first, then in the order of the text."""
    proposal: str | None
    """A wording that passes, where one can be computed and the draft does not."""
    parts: int
    """SMS that it takes with its variables at their worst."""
    alphabet: Alphabet
    on: date
    """Day as of which the charter was applied."""


class GuardWaiver(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Leave to send a text in spite of one kind of reason."""

    kind: GuardReasonKind
    by: str
    """Who granted it."""
    reason: str
    """Why."""
    until: date
    """Last day on which it counts."""
    target: str | int = field(name="for")
    """The template's ``id``, or the whole text, that it is for."""
    second: str = ""
    """Who agreed: somebody else. Needed for an ask that is not declared."""
    granted_on: date | None = None
    """When they did. Needed for an ask that is not declared."""
