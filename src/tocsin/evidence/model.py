"""What a message shows: findings with their span, before any judgement."""

from datetime import date, datetime
from typing import Literal

from msgspec import Struct

from tocsin.charter.items import ItemId
from tocsin.charter.schema import Medium

Kind = Literal[
    "claim",
    "sender",
    "number",
    "link",
    "ask",
    "named",
    "lure",
    "pressure",
    "disguise",
    "attachment",
    "signature",
    "programme",
    "topic",
    "masked",
    "account",
    "tone",
    "registered",
    "deed",
    "resemblance",
    "circulates",
    "listed",
]


Role = Literal["caller", "callback", "mentioned"]
TariffClass = Literal["free", "standard", "premium", "unknown"]
Field = Literal["text", "subject", "sender", "attachment", "answer"]
"""``answer``: to a question, by whose name it is quoted."""
Standing = Literal["official", "public", "known", "shortener", "lookalike", "foreign"]


class FoundNumber(Struct, frozen=True):
    """A telephone or short number."""

    role: Role
    tariff: TariffClass
    medium: Medium = "phone"
    """``phone`` or ``short_code``."""


class LinkTarget(Struct, frozen=True):
    """Where a link goes."""

    url: str
    """Target as found."""
    host: str
    """Host in lower case, IDN decoded."""
    domain: str
    """Registrable domain."""
    standing: Standing
    """``public``: a State or public-service host; ``known``: a host of the brand that the message names."""
    imitates: str = ""
    """Label that a look-alike imitates."""
    shown: str = ""
    """Host that the anchor text shows, where it is another."""
    poses: str = ""
    """Word of its registered name by which a foreign host passes for another body or for what it wants done."""


class ItemRequest(Struct, frozen=True):
    """How an item is asked."""

    item: ItemId
    partial: bool = False
    manner: str = ""
    """Imperative, form, question, need... for the explanation and the tests."""
    addressed: bool = False
    """Whether it is the reader's own (*votre RIB*) that is asked."""


class AskLikeness(Struct, frozen=True):
    """Something that a message seems to ask, by its likeness to messages that asked it (``learned_asks.py``)."""

    request: ItemRequest | None
    """The item, where it is one."""
    rows: int
    """Messages that the classifier was trained on."""
    rows_hash: str
    """Of these messages: their version."""
    share_right: float = 0.5
    """Share of the readings in such messages that are right, at least."""
    sure: bool = False
    """Whether it is one of the surest, which may break a clause."""


class IssuedCode(Struct, frozen=True):
    """What a register says of a code found in a message; it is looked up by the caller, and handed in."""

    issued: datetime | None = None
    """When the code was given to a text, UTC; None where the register does not know it."""
    sender: str = ""
    """Sender of that text."""
    template: str = ""
    """Name and version of its published wording."""
    genuine: str = ""
    """That wording, with blanks for what changes from one message to the next."""
    misuse: tuple[str, ...] = ()
    """What does not fit: ``other_sender``, ``too_late``... in ``docs/reference/register.md``."""


class ClaimGround(Struct, frozen=True):
    """What a claim rests on."""

    rests_on: Literal["envelope", "frame", "text"]
    """The envelope (sender, host, the account it was read in); a frame in which the institution speaks to the
    reader; or words alone, which others use of it too."""


class TextResemblance(Struct, frozen=True):
    """How clearly a text reads like others, and which these are."""

    band: Literal["clear", "strong"]
    """How few texts of the other kind read as much like it: 5 in 100; or 1 in 200 harmless ones, 1 in 50 frauds."""
    rows: int
    """Messages that the classifier was trained on."""
    rows_hash: str
    """Of these messages: their version."""
    beyond_manner: bool = False
    """Whether it reads so much like frauds that the manner of institutions, who speak as frauds do, does not explain it."""


class KnownCampaign(Struct, frozen=True):
    """A confirmed fraud campaign that a text belongs to; it is looked up by the caller, and handed in."""

    number: int
    since: date
    """Day of the first message of it that was reported."""
    reports: int


class SourceListing(Struct, frozen=True):
    """Who lists a host, link or number as one of frauds."""

    source: str
    """Name of the organisation."""
    since: date
    tlp: str
    """TLP mark: who may be told."""


class Evidence(Struct, frozen=True):
    """One finding."""

    kind: Kind
    value: str
    """Normalised: an E.164 number, a host, an item, a kind of lure."""
    start: int
    end: int
    raw: str
    """The characters found, as written."""
    field: Field = "text"
    """Where the span counts."""
    about: (
        FoundNumber
        | LinkTarget
        | ItemRequest
        | AskLikeness
        | IssuedCode
        | ClaimGround
        | TextResemblance
        | KnownCampaign
        | SourceListing
        | None
    ) = None


def move_to_field(e: Evidence, field: str) -> Evidence:
    """The finding, said to stand in the field where it was read."""
    if e.field != "text" or field == "text":
        return e
    return Evidence(e.kind, e.value, e.start, e.end, e.raw, field, e.about)  # type: ignore[arg-type]
