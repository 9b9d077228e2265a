"""What a charter is made of: dated, sourced clauses, in records that cannot change.

The YAML format is documented in ``docs/reference/charter-format.md``.
"""

from collections.abc import Mapping
from datetime import date
from typing import ClassVar, Literal

from msgspec import Struct

from tocsin.charter.channels import ChannelId
from tocsin.charter.items import ItemId
from tocsin.deferred_pattern import defer_pattern
from tocsin.locale.languages import ORIGINALS

Quality = Literal["verbatim", "quoted", "reconstructed", "inferred"]
Direction = Literal["they_contact_you", "you_contact_them"]
Medium = Literal["phone", "short_code", "sms_sender", "mail_address", "mail_domain", "web_host"]
SENDER_NAME = defer_pattern(r"(?=.*[A-Za-z])[A-Za-z0-9]{1,11}")
"""What a French network shows as the name of the sender of an SMS: letters or digits, no space, no sign."""
CARRIED_SENDER = defer_pattern(r"(?=.*[A-Za-z])[A-Za-z0-9](?:[A-Za-z0-9 ._&+-]{0,9}[A-Za-z0-9])?")
"""What a network may carry as such a name (3GPP TS 23.040: up to eleven characters): abroad, spaces and signs are
shown (``gov.sg``, ``CPF Board``)."""

MIN, MAX = date.min, date.max


class Wording(Struct, frozen=True, omit_defaults=True):
    """A sentence for people, in French and English, and in the languages that it was translated to."""

    fr: str
    """French, plain language."""
    en: str
    """English, plain language."""
    others: tuple[tuple[str, str], ...] = ()
    """Translations: code of the language and sentence."""

    @classmethod
    def from_texts(cls, texts: Mapping[str, str]) -> "Wording":
        """A sentence from its texts by language. Raises KeyError where French or English is missing."""
        others = tuple((code, text) for code, text in texts.items() if code not in ORIGINALS)
        return cls(texts["fr"], texts["en"], others)

    def in_language(self, code: str) -> str:
        """The sentence in a language; in English where it was not translated."""
        return self.fr if code == "fr" else dict(self.others).get(code, self.en) if self.others else self.en

    def find_other_language(self, code: str) -> str:
        """The language in which the sentence is said where this one is asked for; empty where it is this one."""
        return "" if code in ORIGINALS or code in dict(self.others) else "en"


class ClauseSource(Struct, frozen=True, kw_only=True):
    """Where a fact was read."""

    schema_name: ClassVar[str] = "Source"

    url: str
    """Address of the page, or of the document."""
    publisher: str
    """Who says it."""
    date: str
    """Date of the page, as precise as it is known: ``2021-03-04``, ``2022-11``, ``2022`` or ``undated``."""
    quality: Quality
    """How near it is to the institution's own words."""
    note: str = ""
    """A disagreement between sources, or what is missing."""
    publisher_fr: str = ""
    """Who says it, in French, where ``publisher`` is not the same in both languages; else empty."""


class ValidityPeriod(Struct, frozen=True, kw_only=True):
    """When a clause holds, with both ends possibly uncertain.

    An uncertain end is an interval: the clause surely holds between ``latest_start`` and
    ``earliest_end`` and possibly between ``earliest_start`` and ``latest_end`` (all days included).
    What forbids counts only when it surely holds; what allows counts as soon as it possibly holds:
    doubt never makes an imposture of a genuine message.
    """

    earliest_start: date = MIN
    latest_start: date = MIN
    earliest_end: date = MAX
    latest_end: date = MAX

    def surely_holds(self, day: date) -> bool:
        """Whether the clause holds that day, whatever the uncertain dates were."""
        return self.latest_start <= day <= self.earliest_end

    def possibly_holds(self, day: date) -> bool:
        """Whether the clause may hold that day."""
        return self.earliest_start <= day <= self.latest_end


class AttestationDates(Struct, frozen=True, kw_only=True):
    """The second clock: when dated sources say it, which is not when it began or ended."""

    schema_name: ClassVar[str] = "Seen"

    first: str
    """First dated source, as precise as known."""
    last: str
    """Last dated source, as precise as known."""


class Clause(Struct, frozen=True, kw_only=True, tag_field="clause"):
    """One dated and sourced promise of the institution."""

    id: str
    """Stable name, completing a sentence: ``asks.sms.bank``."""
    direction: Direction
    """Who contacts whom."""
    channels: tuple[ChannelId, ...]
    """Channels where it holds."""
    wording: Wording
    """What a person is told, in each language."""
    in_force: ValidityPeriod
    """When it holds."""
    seen: AttestationDates
    """When sources say it."""
    sources: tuple[ClauseSource, ...]
    """At least one."""
    founding: tuple[str, ...] = ()
    """Sentences of the founding document that this clause carries (S1..S14)."""
    programme: str = ""
    """Identifier of the programme it belongs to, or empty."""
    supersedes: tuple[str, ...] = ()
    """Clauses that it replaces from its start."""
    layer: str = ""
    """Shared layer that it was inherited from; empty where it is the institution's own."""
    relaxes: tuple[str, ...] = ()
    """Inherited clauses that it takes the place of wherever it answers, with a source of the institution's own."""
    quality: Quality = "quoted"
    """The best quality among the sources: an ``inferred`` clause warns, and never makes an imposture."""


class CallTariff(Struct, frozen=True, kw_only=True):
    """Price of a call during a period."""

    in_force: ValidityPeriod
    tariff: Literal["free", "standard", "premium", "unknown"]
    wording: Wording


class PointClause(Clause, frozen=True, kw_only=True, tag="point"):
    """A contact point: a value, its use, and what it proves, which alone is nothing."""

    medium: Medium
    value: str
    """E.164 (``+33553356237``), short number (``3646``), host, address or sender name."""
    purpose: Wording
    subdomains: bool = False
    """For a host or mail domain: whether names below it belong to it too."""
    delegate: str = ""
    """Body that holds it on behalf of the institution, or empty."""
    tariffs: tuple[CallTariff, ...] = ()
    proves: Literal["nothing_alone"] = "nothing_alone"


class ListingClause(Clause, frozen=True, kw_only=True, tag="listing"):
    """Says whether the points of a medium and direction are a closed list during a period.

    Closed: what is not in the list contradicts the charter. Open: it cannot tell.
    """

    media: tuple[Medium, ...]
    closed: bool


class AskClause(Clause, frozen=True, kw_only=True, tag="ask"):
    """Whether the institution asks an item."""

    items: tuple[ItemId, ...]
    completeness: Literal["full", "partial", "any"] = "any"
    """``partial`` is a part of the item (the last digits of an IBAN)."""
    allowed: Literal["never", "only_if", "yes", "unknown"]
    inside_account: bool | None = None
    """True: holds inside the account only; False: outside only; None: both."""
    solicited: bool | None = None
    """True: holds only where the person started the exchange; False: only where not; None: both."""


class ContentClause(Clause, frozen=True, kw_only=True, tag="content"):
    """Whether its messages contain something: a lure, an attachment, a threat, a masked number."""

    contents: tuple[str, ...]
    """Kinds of sign, as the reasons of a verdict name them: ``lure_refund``, ``attachment``..."""
    allowed: Literal["never", "only_if", "yes", "unknown"]
    inside_account: bool | None = None
    solicited: bool | None = None


class ProgrammeClause(Clause, frozen=True, kw_only=True, tag="programme"):
    """A programme with a beginning and an end; its contact points and exceptions die with it."""

    name: Wording
    """``in_force`` is the time when the programme ran; invoking it outside contradicts the charter."""


class AdviceClause(Clause, frozen=True, kw_only=True, tag="advice"):
    """What to do, or where to report."""

    when: tuple[str, ...]
    """Situations: ``received``, ``clicked``, ``paid``, ``gave_nir``, ``gave_bank``, ``gave_card``,
    ``gave_credentials``, ``rang_back``, ``installed``, ``victim``, ``doubt``, ``unjudged``."""
    rank: int
    """Order in which advice is given, smallest first."""
    contact: str = ""
    """Number or address to use, or empty."""
    price: Wording | None = None
    """What it costs."""
    hours: str = ""
    """Opening hours, or empty where not stated."""
    not_for: Wording | None = None
    """What it is not for."""


AnyClause = PointClause | ListingClause | AskClause | ContentClause | ProgrammeClause | AdviceClause


class ClauseExample(Struct, frozen=True, kw_only=True):
    """A message that must, or must not, make a clause speak."""

    clause: str
    fires: bool
    on: date
    channel: ChannelId
    text: str
    reason: str = ""
    """Reason kind expected; empty: any reason that cites the clause."""
    quote: str = ""
    """Text that the reason's span must cover exactly; empty: not checked."""
    sender: str = ""
    subject: str = ""
    inside_account: bool = False
    solicited: bool | None = None
    attachments: tuple[str, ...] = ()
    """File names of the attachments."""


class LureAsset(Struct, frozen=True, kw_only=True):
    """Something of the institution that frauds play with (its card, its account, a right)."""

    lure: str
    """Reason kind cited when it is dangled: ``lure_card``, ``lure_rights``..."""
    claim: bool
    """Whether "your <asset>" implies that the message comes from the institution."""
    terms: tuple[str, ...]


Brand = Literal[
    "body",
    "post",
    "tax",
    "fine",
    "training",
    "family",
    "bank",
    "stream",
    "energy",
    "telecom",
    "road",
    "health",
]
"""Kind of body or firm whose name others borrow: those of ``evidence/lexicon/world.yaml``, and any other body."""


class InstitutionLexicon(Struct, frozen=True, kw_only=True):
    """The words by which an institution is known. Matched without accents or capitals, word by word."""

    names: tuple[str, ...]
    """Names that point to it alone: in a signature or an opening, they are a claim."""
    short_names: tuple[str, ...] = ()
    """Names that others bear too (``ameli`` is not ``amelie``): they need a sign of a claim beside them."""
    spoken_names: tuple[str, ...] = ()
    """Names of others as well (``caisse``), by which people who tell of a call mean it, where none of those is named."""
    initials: tuple[str, ...] = ()
    """Letters by which frauds call it in a sender's name, a host or at the head (``am``): a name where a text reads surely
    like frauds, and none elsewhere."""
    implied: tuple[str, ...] = ()
    """Phrases that claim it without naming it: ``votre caisse``."""
    assets: dict[str, LureAsset] = {}
    programmes: dict[str, tuple[str, ...]] = {}
    """Terms by which a programme is invoked, by programme identifier."""
    programme_topics: dict[str, tuple[str, ...]] = {}
    """What is spoken of in a programme: two of them together invoke it while it runs, one alone never."""
    business: tuple[str, ...] = ()
    """What it deals with and others speak of too: whoever rings about it, names nobody else and asks for what can
    be used at once, is taken to ring in its name."""
    trade: tuple[str, ...] = ()
    """More of what it deals with, of which others speak daily: of a text that reads surely like frauds and names nobody it
    says, as ``business`` does, whose name is borrowed."""
    brand_labels: tuple[str, ...] = ()
    """Labels that look-alike hosts imitate."""
    common_labels: tuple[str, ...] = ()
    """Labels that are words of others too (``orange``): a host imitates them beside a word of the trade alone."""
    not_alike: tuple[str, ...] = ()
    """Words near a brand label that are not imitations (first names, common words)."""
    brand: Brand = "body"
    """What kind of body its names are in a message of another: some signs count for some kinds only."""
    by_department: bool = False
    """Whether its offices write the number of their department behind its name (``CPAM44``)."""


class FoundingSentence(Struct, frozen=True, kw_only=True):
    """A sentence of the document that the charter was founded on, in our words."""

    id: str
    """Short name: ``S1``."""
    wording: Wording


class InheritedLayer(Struct, frozen=True, kw_only=True):
    """What holds for all institutions of a kind, written once and inherited by each of them."""

    id: str
    """Name of its file: ``fr_state``."""
    name: Wording
    """Of whom it speaks: *public bodies of the French State*."""
    version: str
    """Date of the last change of its data, ISO."""


class Charter(Struct, frozen=True, kw_only=True):
    """An institution's whole charter: its own clauses, and those that it inherits."""

    id: str
    name: Wording
    version: str
    """Date of the last change of the data, ISO."""
    clauses: tuple[AnyClause, ...]
    lexicon: InstitutionLexicon
    examples: tuple[ClauseExample, ...] = ()
    founding: tuple[FoundingSentence, ...] = ()
    """Sentences of the founding document, each to be carried by a clause; empty where there is none."""
    calling_code: str = "+33"
    """With which the numbers of its country begin: one from elsewhere is none of its own."""
    stands_for: str = ""
    """A layer for any of whose institutions it stands, where a message does not tell which: *your bank*."""
    not_found: tuple[Wording, ...] = ()
    """What was looked for in its sources and not found, each as a few words: *the sender of its SMS*."""
    layers: tuple[InheritedLayer, ...] = ()
    """Shared layers that it inherits; what a layer inherits itself stands before it."""
