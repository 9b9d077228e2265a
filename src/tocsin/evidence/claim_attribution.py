"""Who speaks: which claims stand, and what a warning, a story or somebody's own words take out.

A message that warns of a fraud quotes it; a novel tells of one; a mother asks for a card. What they mention
does not vote. A message that asks or pushes somewhere by itself is judged, whatever it says of frauds.
"""

import re
from functools import cached_property

from tocsin.charter.items import ITEMS
from tocsin.charter.view import DatedCharter
from tocsin.evidence.asks import AskFinder
from tocsin.evidence.claims import ClaimFinder, Claims
from tocsin.evidence.institution_vocabulary import InstitutionVocabulary
from tocsin.evidence.lures import LureFinder
from tocsin.evidence.model import Evidence, FoundNumber, ItemRequest, LinkTarget, move_to_field
from tocsin.evidence.token_string import TokenString
from tocsin.message.model import Message, Passage

_ENVELOPE = ("sender", "attachment", "signature")
_STRONG = ("sender", "opening", "signature", "self", "informs")
_HARMLESS_MANNERS = ("reported", "account", "login")
_QUOTATION = re.compile('[«»“”"]')
_NO_NAME = ("inconnu", "num", "masqu", "priv")
_MOST_JOINED = 2_000
"""Words of a text that are read again together with the subject, at most."""


def pushes_reader(e: Evidence, view: DatedCharter) -> bool:
    """Whether a finding pushes the reader to a place or number that is not known to be good."""
    if isinstance(e.about, LinkTarget) and e.kind == "link":
        return e.about.standing in ("foreign", "shortener", "lookalike")
    if not isinstance(e.about, FoundNumber) or e.kind != "number" or e.about.role != "callback":
        return False
    return view.find_point(e.about.medium, e.value, "you_contact_them") is None


class ClaimContext:
    """One message with all that was found in it, before it is settled who speaks."""

    def __init__(
        self,
        words: InstitutionVocabulary,
        message: Message,
        view: DatedCharter,
        shapes: list[tuple[str, TokenString]],
        found: list[Evidence],
        claims: Claims,
    ) -> None:
        self.words = words
        self.message = message
        self.view = view
        self.shapes = shapes
        self.text = shapes[-1][1]
        self.found = found
        self.claims = claims
        self.present = frozenset[str]().union(*(s.present for _, s in shapes))
        self.spoken = message.traits.spoken
        self.push = any(pushes_reader(e, view) for e in found)
        self.asked = any(e.kind == "ask" and ITEMS[e.value].sensitive for e in found)
        self.strong = [c for c in claims if c[0] in _STRONG]

    def has_word_of(self, *classes: str) -> bool:
        """Whether a word of these classes stands in the message."""
        return not self.present.isdisjoint(self.words.letters_of(*classes))

    @cached_property
    def quoted_spans(self) -> list[tuple[int, int]]:
        """Stretches of the text between quotation marks."""
        if '"' not in self.text.folded:
            return []
        marks = [m.span() for m in _QUOTATION.finditer(self.message.text)]
        return [(marks[i][0], marks[i + 1][1]) for i in range(0, len(marks) - 1, 2)]

    def is_quoted(self, e: Evidence) -> bool:
        """Whether it stands between quotation marks."""
        return e.field == "text" and any(a < e.end <= b for a, b in self.quoted_spans)

    @cached_property
    def unquoted_claims(self) -> Claims:
        """Strong claims that are not somebody else's words."""
        return [c for c in self.strong if not self.is_quoted(c[1])]

    @cached_property
    def is_own_call(self) -> bool:
        """Whether a person tells of a call that they had themselves."""
        return (
            self.spoken
            and not self.message.traits.recorded
            and not self.has_word_of("relay")
            and self.has_word_of("called_me", "pretended")
        )

    @cached_property
    def asks_by_itself(self) -> bool:
        """Whether the message asks by itself; what a named sender reports of others does not count."""
        manners = {
            e.about.manner
            for e in self.found
            if isinstance(e.about, ItemRequest) and ITEMS[e.value].sensitive
        }
        return bool(manners - {"reported"} if self.has_own_name else manners)

    @cached_property
    def is_familiar(self) -> bool:
        """Whether the tone is of people who know each other, or the place one where a card is shown."""
        return self.has_word_of("friend", "place")

    @cached_property
    def names_other_brand(self) -> bool:
        """Whether another body is named."""
        return not self.present.isdisjoint(self.words.brand_of)

    @cached_property
    def has_own_name(self) -> bool:
        """Whether the sender has a name of its own, which is not the institution's."""
        sender = self.message.sender
        return sum(c.isalpha() for c in sender) >= 3 and not sender.lower().startswith(_NO_NAME)


class ClaimAttribution:
    """Settles who speaks in a scene."""

    def __init__(
        self, words: InstitutionVocabulary, asks: AskFinder, claims: ClaimFinder, lures: LureFinder
    ) -> None:
        self._words = words
        self._asks = asks
        self._claims = claims
        self._lures = lures
        self._click = words.letters_of("click_now")

    def attribute_claims(self, scene: ClaimContext) -> list[Evidence]:
        """Claims that stand, and the findings that count."""
        if not scene.is_own_call and self._is_story(scene):
            # What a story tells was said by somebody else, but its envelope is the writer's own.
            kept = [c for c in scene.claims if c[0] == "sender"]
            rest = scene.found if kept else [e for e in scene.found if e.kind in _ENVELOPE]
            return [*(c for _, c in kept), *rest]
        if not scene.is_own_call and self._is_warning(scene):
            return self._settle_warning(scene)
        claims = self._find_standing_claims(scene)
        lookalike = next(
            (e for e in scene.found if isinstance(e.about, LinkTarget) and e.about.standing == "lookalike"),
            None,
        )
        if lookalike:
            claims.append(("host", _claim_from(lookalike)))
        if claims:
            return [*(c for _, c in claims), *scene.found, *self._find_named_items(scene, claims)]
        tone = [Evidence("tone", "friendly", 0, 0, "")] if scene.is_familiar else []
        return [
            *(e for e in scene.found if e.kind != "lure" or scene.push),
            *self._find_pretexts(scene),
            *tone,
        ]

    # ---- stories and warnings

    @staticmethod
    def _is_story(scene: ClaimContext) -> bool:
        """A novel, minutes, an article: what it speaks of is not what it says to the reader."""
        addressed = any(c[0] in ("sender", "opening", "self") for c in scene.unquoted_claims)
        return not addressed and scene.has_word_of("tells")

    def _is_warning(self, scene: ClaimContext) -> bool:
        """A warning about fraud, which asks nothing itself: what it quotes or forbids does not vote."""
        firmly = scene.has_word_of("warns")
        if not firmly and not scene.has_word_of("alarms"):
            return False
        return not any(self._is_live(scene, e, firmly) for e in scene.found if not scene.is_quoted(e))

    def _is_live(self, scene: ClaimContext, e: Evidence, firmly: bool) -> bool:
        """Whether the message itself asks it, or sends there."""
        if e.kind == "ask" and isinstance(e.about, ItemRequest):
            return e.about.manner not in _HARMLESS_MANNERS and not ITEMS[e.value].vague
        if e.kind == "number":
            return pushes_reader(e, scene.view)
        if e.kind == "link" and pushes_reader(e, scene.view):
            titled = any(manner == "titled" for manner, _ in scene.claims)
            return not firmly or titled or bool(scene.unquoted_claims) or self._invites_to_link(scene.text, e)
        return False

    def _invites_to_link(self, shape: TokenString, link: Evidence) -> bool:
        """Whether the reader is told to follow the link."""
        at = next(
            (i for i, s in enumerate(shape.atom_starts) if shape.original_place(s) >= link.start),
            len(shape.letters),
        )
        for i in range(at - 1, max(-1, at - 9), -1):
            if shape.letters[i] in self._click:
                return not self._asks.is_negated(shape.letters, i, i)
        return False

    def _settle_warning(self, scene: ClaimContext) -> list[Evidence]:
        """The institution's own warning still claims to come from it; anybody else's shows nothing."""
        alarm = self._words.letters_of("warns", "alarms")
        warned: dict[str, int] = {}
        for field, shape in scene.shapes:
            first = next((i for i, letter in enumerate(shape.letters) if letter in alarm), None)
            if first is not None:
                warned[field] = shape.atom_span(first, first)[0]

        def speaks(manner: str, claim: Evidence) -> bool:
            # *CPAM : attention aux faux SMS* speaks for it; *Attention aux faux SMS ameli :* speaks of it.
            if manner == "opening" and claim.field in warned:
                return claim.start < warned[claim.field]
            return manner in ("sender", "signature", "opening", "informs")

        kept = [c for c in scene.unquoted_claims if speaks(*c)]

        def stays(e: Evidence) -> bool:
            return e.kind in _ENVELOPE or (
                bool(kept) and e.kind in ("number", "link") and not pushes_reader(e, scene.view)
            )

        return [*(c for _, c in kept), *filter(stays, scene.found)]

    # ---- claims

    def _find_standing_claims(self, scene: ClaimContext) -> Claims:
        """The claims that stand: strong ones, or weak ones that what is asked bears out."""
        claims, strong = list(scene.claims), scene.strong
        only_self = not scene.spoken and {c[0] for c in strong} == {"self"}
        if (
            only_self
            and not scene.push
            and not scene.asked
            and not scene.has_word_of("you", "yours", "hello")
        ):
            # *Je suis à la CPAM, commence sans moi*: nobody is addressed.
            claims, strong = [c for c in claims if c[0] != "self"], []
        if scene.message.inside_account:
            return [*claims, ("account", Evidence("claim", "inside_account", 0, 0, "", "sender"))]
        if strong:
            return claims
        kept = [c for c in claims if self._supports_claim(scene, c[0])]
        if not kept and (implied := self._find_implied_claim(scene)):
            kept.append(implied)
        return kept

    @staticmethod
    def _supports_claim(scene: ClaimContext, manner: str) -> bool:
        """Whether the rest of the message bears a weak claim out."""
        alien = scene.is_familiar or scene.has_own_name or scene.names_other_brand
        if manner == "told" and (scene.spoken or (scene.asks_by_itself and not scene.names_other_brand)):
            return True
        if manner == "account" and not alien and not scene.has_word_of("mine"):
            return True
        needed = scene.push or scene.asked or any(e.kind == "lure" for e in scene.found)
        return needed and (scene.push or not alien)

    def _find_implied_claim(self, scene: ClaimContext) -> tuple[str, Evidence] | None:
        """The institution named, or its number, in a message that wants something of the reader."""
        if scene.names_other_brand:
            return None
        named = any(self._claims.names_institution(shape) for _, shape in scene.shapes)
        if named and self._reaches_for_reader(scene):
            return "mention", Evidence("claim", "mention", 0, 0, "")
        speaks = scene.push or scene.asked or scene.has_word_of("informs")
        if speaks and not scene.is_familiar and (number := _find_own_number(scene)):
            return "number", _claim_from(number)
        place = scene.is_familiar if scene.message.traits.recorded else scene.has_word_of("place")
        if scene.spoken and named and not place and not scene.has_word_of("i_called"):
            return "told", Evidence("claim", "told", 0, 0, "")
        return None

    @staticmethod
    def _reaches_for_reader(scene: ClaimContext) -> bool:
        """Whether the message leads, asks or sends home in a way that only the institution would."""
        lured = any(e.kind == "lure" for e in scene.found) and not scene.has_word_of("place")
        if scene.push and (scene.asked or lured or not scene.is_familiar):
            return True
        # What is named and can be used at once; to be told to pay is a sentence, and common among honest ones.
        stolen = any(
            e.kind == "ask" and ITEMS[e.value].usable_at_once and ITEMS[e.value].classes for e in scene.found
        )
        # Who only talks about the institution has no reason to send the reader to its door.
        home = any(
            isinstance(e.about, LinkTarget) and e.kind == "link" and e.about.standing == "official"
            for e in scene.found
        )
        invited = home and not scene.has_own_name and scene.has_word_of("yours", "click_now", "give_now")
        return not scene.is_familiar and ((scene.asked and (stolen or not scene.has_own_name)) or invited)

    def _find_named_items(self, scene: ClaimContext, claims: Claims) -> list[Evidence]:
        """Secret items that a message for the institution names, and does not ask in so many words."""
        speaks = scene.strong and any(c[0] in _STRONG for c in claims)
        if not speaks or scene.message.inside_account or scene.message.solicited:
            return []
        asked = {e.value for e in scene.found if e.kind == "ask"}
        if any(e.kind == "account" for e in scene.found):
            return []
        named = (
            e for e in self._asks.find_mentions(scene.text) if not is_in_reply(e, scene.message.passages)
        )
        return [e for e in named if e.value not in asked]

    # ---- other names

    def _find_pretexts(self, scene: ClaimContext) -> list[Evidence]:
        """Pretexts of fraud in any other name, and the names borrowed."""
        found: dict[str, Evidence] = {}
        for field, shape in scene.shapes:
            for lure in self._lures.find_pretexts(shape):
                found.setdefault(lure.value, move_to_field(lure, field))
        if len(scene.shapes) == 2 and not found and len(scene.text.letters) < _MOST_JOINED:
            both = self._words.tokenise(f"{scene.message.subject}. {scene.message.text}")
            for lure in self._lures.find_pretexts(both):
                found[lure.value] = Evidence("lure", lure.value, 0, 0, "", "subject")
        brands = {self._words.brand_of[c] for c in scene.present if c in self._words.brand_of}
        heads = {self._find_heading_brand(shape.letters) for _, shape in scene.shapes}
        names = (f"brand:{b}:heading" if b in heads else f"brand:{b}" for b in sorted(brands))
        return [*found.values(), *(Evidence("claim", name, 0, 0, "") for name in names)]

    def _find_heading_brand(self, letters: str) -> str:
        """The brand in whose name the message opens (``Netflix :``)."""
        for i, letter in enumerate(letters[:5]):
            brand = self._words.brand_of.get(letter, "")
            if brand and (i == 0 or letters[i + 1 : i + 2] in (":", "/", ".", ",", "")):
                return brand
        return ""


def is_in_reply(e: Evidence, passages: tuple[Passage, ...]) -> bool:
    """Whether it stands in the person's own answer."""
    return any(p.kind == "reply" and p.start <= e.start and e.end <= p.end for p in passages)


def _find_own_number(scene: ClaimContext) -> Evidence | None:
    for e in scene.found:
        if (
            e.kind == "number"
            and isinstance(e.about, FoundNumber)
            and scene.view.find_point(e.about.medium, e.value)
        ):
            return e
    return None


def _claim_from(e: Evidence) -> Evidence:
    return Evidence("claim", e.kind, e.start, e.end, e.raw, e.field)
