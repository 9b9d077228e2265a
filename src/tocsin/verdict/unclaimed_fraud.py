"""Signs of fraud in a message that does not claim to come from the institution: named rules, never a sum.

A message in another name is `suspicious` as soon as one rule of ``FRAUD_RULES`` holds: mostly a pretext
together with a way to take something. No rule makes an imposture: only a charter can be contradicted.
"""

from collections.abc import Callable, Iterable

from msgspec import Struct

from tocsin.charter.items import ITEMS, AskableItem
from tocsin.evidence.foreign_accounts import FOREIGN_ACCOUNT
from tocsin.evidence.lures import OWN_LURES
from tocsin.evidence.model import Evidence, FoundNumber, LinkTarget
from tocsin.evidence.sender_forms import bears_name
from tocsin.message.model import Message
from tocsin.verdict.judgement_context import Judgement

STANDS_ALONE = frozenset(
    {
        "lure_relative",
        "lure_sextortion",
        "lure_inheritance",
        "lure_driver",
        "lure_untraceable",
        "lure_transfer",
        "lure_overpayment",
        "lure_summons",
        "lure_code",
        "lure_account_change",
        "lure_messenger",
        "lure_disarm",
        "lure_courier",
        "lure_visit",
        "lure_emergency",
        "lure_coupon",
        "lure_safe_account",
        "lure_advance_fee",
        "lure_easy_money",
        "lure_press_key",
        "lure_one_ring",
    }
)
"""Pretexts that are a sign without a link or a number."""

TOLD_BY_NOBODY = frozenset(
    {"lure_relative", "lure_sextortion", "lure_inheritance", "lure_prize", "lure_romance"}
)
"""Pretexts that are told in no institution's name: a message that tells one is likened to none."""
_OF_FRIENDS = frozenset({FOREIGN_ACCOUNT, "lure_driver"})
"""What friends say to each other too: they have accounts abroad, and take in parcels."""
_SHORT = 4
_BODIES = tuple(f"+3380{n}" for n in (6, 7, 8, 9))
"""Numbers at the price of a call (*numéros gris*), which operators give to firms and bodies as they do free ones."""
"""Digits of a short number, such as 3639."""


class UnclaimedSigns(Struct, frozen=True):
    """What a message without a claim shows, sorted by what the rules ask for."""

    spoken: bool
    """It came by voice: nothing can be followed or copied, what is said must be enough."""
    friendly: bool
    """The tone of people who know each other, or a place where a card is shown."""
    kin: bool
    """Relatives speak to one another."""
    advertises: bool
    """It says how to refuse more of the kind, as advertisements must."""
    appointed: bool
    """It speaks of an appointment, of which those who give them remind by text message, and threaten to give it away."""
    beckons: bool
    """It leads somewhere, and tells to go there or names a sum."""
    stranger: bool
    """Somebody tells of a call, and does not know who rang."""
    pretended: bool
    """Somebody tells of a call, and that the caller was not who was said."""
    unread: bool
    """It leads somewhere, in a language of which too few words are known."""
    on_phone: bool
    """It came to a telephone as a text: whoever has the number can send one."""
    posted: bool
    """It came on paper, as bodies and firms write to be paid."""
    leads_home: bool
    """It links to a site of the State, of the institution, or of the body that it names."""
    links: tuple[Evidence, ...]
    """Links to hosts that are neither official nor well known."""
    callbacks: tuple[Evidence, ...]
    """Numbers to ring that anybody can have: short ones and free ones are given to bodies."""
    mentioned: tuple[Evidence, ...]
    """The same of numbers that a message gives without saying to ring them."""
    premium: tuple[Evidence, ...]
    """Numbers that cost more than a normal call."""
    pretexts: tuple[Evidence, ...]
    own_lures: tuple[Evidence, ...]
    """Lures that play with the institution's things (a refund, a card, rights), in nobody's name."""
    named: tuple[Evidence, ...]
    """Secrets and papers that are named, where the message leads somewhere."""
    asks: tuple[Evidence, ...]
    """Requests for a secret or a personal item."""
    hard_asks: tuple[Evidence, ...]
    """Those for a secret that can be used at once: an IBAN alone takes nothing."""
    brands: tuple[Evidence, ...]
    """Other names than the institution's; ``:heading`` where the name stands as the head of the message."""
    pressure: tuple[Evidence, ...]
    disguise: tuple[Evidence, ...]

    def asks_for(self, *items: str) -> bool:
        """Whether one of these items is requested."""
        return any(e.value in items for e in self.asks)

    def asks_for_secret(self) -> bool:
        """Whether something is requested, other than money, that can be used at once."""
        return any(e.value != "payment" for e in self.hard_asks)

    def has_pretext(self, *kinds: str) -> bool:
        """Whether one of these pretexts is used."""
        return any(e.value in kinds for e in self.pretexts)

    def names_brand(self, *but: str) -> bool:
        """Whether a brand is named, other than those of these fields."""
        return any(not any(f":{one}" in e.value for one in but) for e in self.brands)

    def is_headed_by_brand(self, *but: str) -> bool:
        """Whether a brand stands as its head, other than those of these fields."""
        return any(
            e.value.endswith(":heading") and not any(f":{one}" in e.value for one in but) for e in self.brands
        )

    def threatens(self) -> bool:
        """Whether it says what happens to who does nothing."""
        return any(e.value == "threat" for e in self.pressure)

    def lets_in(self) -> bool:
        """Whether somebody is to look at the screen, or to move what is on it."""
        return any(e.value == "remote_access" for e in self.own_lures)

    def has_posing_link(self) -> bool:
        """Whether a link's host passes for another body, or is named after its errand."""
        return any(isinstance(e.about, LinkTarget) and e.about.poses for e in self.links)

    def has_shortener(self) -> bool:
        """Whether a link hides where it leads."""
        return any(isinstance(e.about, LinkTarget) and e.about.standing == "shortener" for e in self.links)


def may_be_fraud(evidence: Iterable[Evidence]) -> bool:
    """Whether there is a pretext, an ask, a link or a number: without any of them no rule holds, and most messages have
    none."""
    return any(
        e.kind in _COUNTS or (isinstance(e.about, FoundNumber) and e.about.tariff == "premium")
        for e in evidence
    )


_COUNTS = frozenset({"lure", "ask", "link", "number"})


def sort_signs(message: Message, evidence: tuple[Evidence, ...]) -> UnclaimedSigns:
    """The evidence, sorted for the rules."""
    kinds: dict[str, list[Evidence]] = {}
    for e in evidence:
        kinds.setdefault(e.kind, []).append(e)

    def of_kind(*names: str) -> tuple[Evidence, ...]:
        return tuple(e for name in names for e in kinds.get(name, ()))

    numbers = [(e, e.about) for e in of_kind("number", "sender") if isinstance(e.about, FoundNumber)]
    asks = tuple(e for e in of_kind("ask") if _does_harm(ITEMS[e.value]))
    tones = {e.value for e in of_kind("tone")}
    return UnclaimedSigns(
        spoken=message.traits.spoken,
        friendly="friendly" in tones,
        kin="kin" in tones,
        advertises="advertising" in tones,
        appointed="appointment" in tones,
        beckons="beckoning" in tones,
        stranger="stranger" in tones,
        pretended="pretended" in tones,
        unread="unread" in tones,
        on_phone=message.traits.on_phone and not message.traits.spoken,
        posted=not (message.traits.spoken or message.traits.has_links),
        leads_home=any(
            isinstance(e.about, LinkTarget) and e.about.standing in ("official", "public", "known")
            for e in of_kind("link")
        ),
        links=tuple(
            e
            for e in of_kind("link")
            if isinstance(e.about, LinkTarget)
            and e.about.standing in ("foreign", "shortener", "lookalike")
            and not (message.traits.on_phone and bears_name(e.about.domain, message.sender))
        ),
        callbacks=tuple(e for e, number in numbers if number.role == "callback" and _is_anybodys(e, number)),
        mentioned=tuple(e for e, number in numbers if number.role == "mentioned" and _is_anybodys(e, number)),
        premium=tuple(e for e, number in numbers if number.tariff == "premium"),
        pretexts=tuple(
            e
            for e in of_kind("lure")
            if e.value not in OWN_LURES and not (e.value in _OF_FRIENDS and "friendly" in tones)
        ),
        own_lures=tuple(e for e in of_kind("lure") if e.value in OWN_LURES),
        named=of_kind("named"),
        asks=asks,
        hard_asks=tuple(e for e in asks if ITEMS[e.value].takes and ITEMS[e.value].usable_at_once),
        brands=of_kind("claim"),
        pressure=of_kind("pressure"),
        disguise=of_kind("disguise"),
    )


def _is_anybodys(e: Evidence, number: FoundNumber) -> bool:
    """Whether anybody can have such a number."""
    return number.tariff != "free" and len(e.value) > _SHORT and not e.value.startswith(_BODIES)


def _does_harm(item: AskableItem) -> bool:
    """Whether money, an account or a name is taken with it."""
    return item.takes or item.impersonates


class FraudRule(Struct, frozen=True):
    """One way to recognise a fraud in any name."""

    name: str
    """Completes "the message ..."."""
    holds: Callable[[UnclaimedSigns], object]


FRAUD_RULES = (
    FraudRule(
        "uses a pretext that no honest stranger uses",
        lambda s: s.has_pretext(*STANDS_ALONE),
    ),
    FraudRule(
        "asks for a card, a password or a code",
        # Among friends, and where a card is shown at a counter, the same words are harmless in writing.
        lambda s: s.asks_for("card", "password", "code") and not (s.kin or (s.friendly and not s.spoken)),
    ),
    FraudRule(
        "has a pretext, and a link, a dear number or a secret to give",
        lambda s: s.pretexts and (s.links or s.premium or s.asks_for_secret()),
    ),
    FraudRule(
        "has a pretext, and asks to pay",
        # Bodies are paid at their own site or by letter, and write of benefits and what they cost.
        lambda s: (
            s.asks_for("payment")
            and any(e.value != "lure_benefit" for e in s.pretexts)
            and not s.leads_home
            and (not s.posted or s.threatens())
        ),
    ),
    FraudRule(
        "has a pretext and a number to ring",
        # Administrations announce benefits with their own number: this pretext alone does not count here.
        lambda s: s.callbacks and any(e.value != "lure_benefit" for e in s.pretexts),
    ),
    FraudRule(
        "threatens over a fine, a parcel or a toll",
        # Courts and treasuries threaten too, on paper.
        lambda s: s.on_phone and s.threatens() and s.has_pretext("lure_fine", "lure_parcel", "lure_toll"),
    ),
    FraudRule(
        "presses in the name of a brand for papers or bank details",
        # Schools, clubs and surgeries send such reminders under their own name.
        lambda s: (
            s.is_headed_by_brand("health", "family")
            and s.pressure
            and s.asks_for("iban", "identity_document", "nir")
        ),
    ),
    FraudRule(
        "links elsewhere in the name of a brand",
        # Health bodies link to the many hosts of their software.
        lambda s: s.links and s.is_headed_by_brand("health"),
    ),
    FraudRule("links elsewhere, and asks for money or a secret", lambda s: s.links and s.hard_asks),
    FraudRule("links elsewhere, and names a secret or papers", lambda s: s.links and s.named),
    FraudRule(
        "links elsewhere, and threatens or presses",
        # Advertisements press too, and say how to refuse them; so do friends.
        lambda s: (
            s.links
            and (s.threatens() or (s.pressure and not s.advertises))
            and not (s.friendly or s.appointed)
        ),
    ),
    FraudRule(
        "links elsewhere, and dangles a refund, a card or rights",
        lambda s: s.links and s.own_lures and not s.advertises,
    ),
    FraudRule(
        "links to a host that passes for another, or is named after its errand",
        lambda s: s.has_posing_link(),
    ),
    FraudRule(
        "links elsewhere by text message, and tells to go there or names a sum",
        lambda s: s.on_phone and s.links and s.beckons and not (s.advertises or s.friendly or s.appointed),
    ),
    FraudRule(
        "links elsewhere by text message, in words that cannot be read",
        lambda s: s.on_phone and s.links and s.unread,
    ),
    FraudRule(
        "has a number to ring, and threatens, dangles a refund or names a secret",
        # Who reminds of an appointment says what to bring, and a number to put it off.
        lambda s: (
            s.callbacks
            and (s.threatens() or ((s.own_lures or s.named) and not s.appointed))
            and not s.friendly
        ),
    ),
    FraudRule(
        "tells of a debit by text message, and gives a number",
        lambda s: s.on_phone and s.mentioned and s.has_pretext("lure_bank"),
    ),
    FraudRule("has a dear number to ring", lambda s: s.premium and (s.callbacks or s.spoken)),
    FraudRule(
        "presses by voice to pay",
        lambda s: s.spoken and s.asks_for("payment") and s.pressure,
    ),
    FraudRule(
        "asks by voice in the name of a brand",
        # Bodies of health and benefits ring about a file of one's own.
        lambda s: s.spoken and s.asks and s.names_brand("health", "family") and not s.friendly,
    ),
    FraudRule(
        "tells of a caller who passed for somebody, and asked",
        lambda s: s.pretended and s.asks,
    ),
    FraudRule(
        "tells of a stranger who asked for money, an account or the number of an insured person",
        lambda s: s.stranger and s.asks_for("payment", "iban", "identifiers", "nir") and not s.friendly,
    ),
    FraudRule(
        "tells of a stranger who was to be let onto a screen",
        # Whoever looks after the computers at work is known.
        lambda s: (s.stranger or s.pretended) and s.lets_in() and not s.friendly,
    ),
    FraudRule(
        "disguises its words around a pretext or a link", lambda s: s.disguise and (s.pretexts or s.links)
    ),
    FraudRule(
        "hides where its link leads, and names, presses or tempts",
        lambda s: s.has_shortener() and (s.pressure or s.brands or s.pretexts),
    ),
)
"""Any one of them is enough."""


def find_fraud_rules(signs: UnclaimedSigns) -> tuple[str, ...]:
    """Names of the rules that hold."""
    return tuple(rule.name for rule in FRAUD_RULES if rule.holds(signs))


def find_fraud_without_claim(message: Message, evidence: tuple[Evidence, ...]) -> list[Judgement]:
    """What the signs of fraud come to in a message that speaks in no institution's name."""
    if not may_be_fraud(evidence):
        return []
    signs = sort_signs(message, evidence)
    if not find_fraud_rules(signs):
        return [Judgement("neutral", e.value, e, None) for e in signs.pretexts]
    found = [Judgement("warns", e.value, e, None) for e in signs.pretexts]
    found += [Judgement("warns", e.value, e, None) for e in signs.own_lures]
    found += [Judgement("warns", ITEMS[e.value].kind, e, None) for e in (*signs.asks, *signs.named)]
    found += [Judgement("warns", "unknown_callback", e, None) for e in signs.callbacks]
    found += [Judgement("warns", "premium_rate", e, None) for e in signs.premium]
    for e in signs.links:
        assert isinstance(e.about, LinkTarget)
        kind = {"shortener": "shortener", "lookalike": "lookalike_domain"}.get(e.about.standing)
        kind = kind or ("brand_link" if signs.brands else "unknown_link")
        found.append(Judgement("warns", kind, e, None))
    found += [Judgement("neutral", e.value, e, None) for e in signs.pressure]
    found += [Judgement("warns", "obfuscation", e, None) for e in signs.disguise]
    return found
