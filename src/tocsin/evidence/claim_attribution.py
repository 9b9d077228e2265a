"""Who speaks: which claims stand, and what a warning, a story or a quotation takes out.

A message that warns of a fraud quotes it; a novel tells of one; a mother asks for a card. What they mention
does not vote. A message that asks or pushes somewhere by itself is judged, whatever it says of frauds.
"""

from itertools import islice

from tocsin.charter.items import ITEMS
from tocsin.evidence.borrowed_names import find_borrowed_name
from tocsin.evidence.claim_context import (
    ClaimContext,
    is_only_spoken_of,
    pushes_reader,
)
from tocsin.evidence.claim_grounds import (
    ENVELOPE,
    FRAME,
    TEXT,
    GroundedClaim,
    ground_claims,
    is_beside_matter,
    is_lookalike,
    poses_as_institution,
)
from tocsin.evidence.claims import HOME, LIKENESS, NAMED, PRETENDED, SPOKEN_FOR
from tocsin.evidence.finding_stance import is_denied, is_own_question, is_reported
from tocsin.evidence.foreign_accounts import find_foreign_account
from tocsin.evidence.general_finders import GeneralFinders
from tocsin.evidence.harmless_asks import (
    gives_code,
    is_changed_alone,
    is_done_already,
    is_done_at_home,
    is_for_desk,
    is_for_pickup,
    is_on_paper,
    is_to_bring,
    is_to_ring,
    is_typed_where_opened,
)
from tocsin.evidence.implied_claims import (
    claim_from_finding,
    find_implied_claim,
    sends_by_it,
    speaks_unnamed,
)
from tocsin.evidence.institution_vocabulary import InstitutionVocabulary
from tocsin.evidence.lures import ASKED_BY, WHOEVER_IS_NAMED
from tocsin.evidence.model import ClaimGround, Evidence, ItemRequest, move_to_field
from tocsin.evidence.shown_names import addresses_stranger
from tocsin.evidence.token_string import TokenString
from tocsin.evidence.utterances import find_passage
from tocsin.message.model import Passage

_ENVELOPE = ("sender", "attachment", "signature")
_HARMLESS_MANNERS = ("reported", "account", "login")
_SPEAKS = ("opening", "self", "presented", "informs", "signature")
"""An approval in an application is no code that is to be sent."""
_WANTS = frozenset(("ask", "named", "lure", "link", "number", "attachment"))
"""Kinds of what a message wants of the reader, or tempts them with."""
_MOST_JOINED = 2_000
"""Words of a text that are read again together with the subject, at most."""


class ClaimAttribution:
    """Settles who speaks in a scene."""

    def __init__(self, words: InstitutionVocabulary, finders: GeneralFinders) -> None:
        self._words = words
        self._asks, self._claims, self._lures = finders.asks, finders.claims, finders.lures
        self._strangers = finders.strangers
        self._click = words.letters_of("click_now")

    def attribute_claims(self, scene: ClaimContext, *, surely_fraud: bool = False) -> list[Evidence]:
        """Claims that stand, and the findings that count.

        ``surely_fraud``: the text reads surely like frauds, which name whom they speak for: to be named is a claim then.
        """
        grounded = ground_claims(scene, scene.claims)
        claims = [c for c in grounded if c.found.value != LIKENESS]
        if not scene.is_own_call and self._only_speaks_of_fraud(scene, claims):
            surely = [c for c in grounded if c.manner in PRETENDED]
            return self._settle_report(scene, claims, surely)
        counted = [e for e in scene.found if self._counts(scene, e)]
        stranger = self._tells_of_stranger(scene)
        tones = {"stranger": stranger, "kin": scene.is_among_kin, "rung": scene.rang_them}
        counted += [Evidence("tone", tone, 0, 0, "") for tone, holds in tones.items() if holds]
        standing = self._find_standing_claims(scene, claims)
        if surely_fraud and all(c.ground is TEXT for c in standing):
            standing = self._find_named_claim(scene) or standing
        if lookalike := next(filter(is_lookalike, counted), None):
            standing.append(GroundedClaim("host", claim_from_finding(lookalike), ENVELOPE))
        if standing:
            if all(
                c.ground is TEXT for c in standing
            ):  # whose messages it surely reads like is more than words
                standing += [c for c in grounded if c.manner in PRETENDED]
            return [
                *(c.to_evidence() for c in standing),
                *counted,
                *self._find_named_items(scene, standing),
                *self._find_own_pretexts(scene),
            ]
        tone = [Evidence("tone", "friendly", 0, 0, "")] if scene.is_familiar else []
        alike = (
            c for c in grounded if c.manner in PRETENDED or (c.manner == LIKENESS and speaks_unnamed(scene))
        )
        return [
            *(c.to_evidence() for c in alike),
            *(
                e
                for e in counted
                if (e.kind != "lure" or scene.push or (scene.is_told_call and e.value == "remote_access"))
                and (stranger or not is_only_spoken_of(e))
            ),
            *self._find_pretexts(scene),
            *tone,
        ]

    def _tells_of_stranger(self, scene: ClaimContext) -> bool:
        """Whether a call is told of somebody whom the teller does not know; not of who plays the caller, or is
        known."""
        return (
            scene.is_told_call
            and not (scene.plays or scene.is_private or scene.rang_them or scene.has_word_of("known_caller"))
            and any(rule.search(scene.text) for rule in self._strangers)
        )

    # ---- warnings, stories and quotations

    def _only_speaks_of_fraud(self, scene: ClaimContext, claims: list[GroundedClaim]) -> bool:
        """A warning, a novel, minutes, an article: it asks nothing of the reader itself, and pushes nowhere."""
        if scene.asks_whether_fraud:
            return False
        firmly, told = scene.has_word_of("warns"), scene.has_word_of("tells")
        if not firmly and not told and not scene.has_word_of("alarms"):
            return False
        if any(self._is_live(scene, claims, e, firmly or told) for e in scene.found):
            return False
        if any(find_foreign_account(shape) for _, shape in scene.shapes):
            return False  # who gives an account abroad to pay into does not warn
        return firmly or scene.has_word_of("alarms") or not any(_is_addressed(c) for c in claims)

    def _is_live(self, scene: ClaimContext, claims: list[GroundedClaim], e: Evidence, firmly: bool) -> bool:
        """Whether the message itself asks it, or sends there."""
        if scene.is_quoted(e):
            return False
        if e.kind == "ask" and isinstance(e.about, ItemRequest):
            return (
                e.about.manner not in _HARMLESS_MANNERS
                and not ITEMS[e.value].vague
                and not e.raw.partition(" ")[0].endswith(("é", "ée", "és"))
            )
        if e.kind == "number":
            return pushes_reader(e, scene.view)
        if e.kind == "link" and pushes_reader(e, scene.view):
            spoken_for = any(
                c.ground is ENVELOPE
                or c.manner == "titled"
                or (c.ground is FRAME and (c.manner in _SPEAKS or not scene.is_named_otherwise))
                for c in claims
            )
            firmly = firmly or scene.is_named_otherwise
            return not firmly or spoken_for or self._invites_to_link(scene.text, e)
        return False

    def _counts(self, scene: ClaimContext, e: Evidence) -> bool:
        """Whether a finding is the writer's own, and stands as it is said."""
        if e.kind in ("ask", "named") and is_done_already(scene, e):
            return False
        if e.kind not in ("ask", "named", "lure", "link", "number") or e.field != "text":
            return True
        if (scene.only_reports and scene.is_quoted(e)) or (
            scene.rang_them and e.kind in ("ask", "named", "lure")
        ):
            return False
        if e.kind == "ask" and (
            is_denied(scene, e)
            or is_changed_alone(scene, e)
            or is_reported(scene, e)
            or is_own_question(scene, e)
            or is_done_at_home(scene, e)
            or is_on_paper(scene, e)
            or is_to_ring(e)
            or is_for_pickup(scene, e)
            or (not scene.push and (gives_code(scene, e) or is_typed_where_opened(scene, e)))
        ):
            return False
        if e.kind == "lure" and not scene.push and not scene.asked and is_for_desk(scene, e):
            return False
        if e.value == "lure_card" and is_to_bring(scene, e):
            return False
        return e.kind in ("ask", "link", "number") or not scene.is_warned_of(e) or scene.is_told_call

    def _invites_to_link(self, shape: TokenString, link: Evidence) -> bool:
        """Whether the reader is told to follow the link."""
        at = next(
            (i for i, s in enumerate(shape.atom_starts) if shape.original_place(s) >= link.start),
            len(shape.letters),
        )
        for i in range(at - 1, max(-1, at - 9), -1):
            if shape.letters[i] in self._click:
                return not self._asks.negation.is_negated(shape.letters, i, i)
        return False

    @staticmethod
    def _settle_report(
        scene: ClaimContext, claims: list[GroundedClaim], surely: list[GroundedClaim]
    ) -> list[Evidence]:
        """The institution's own warning still claims to come from it, as does what ``surely`` reads like its messages;
        anybody else's shows nothing."""

        def speaks(c: GroundedClaim) -> bool:
            # *CPAM : attention aux faux SMS* speaks for it; *Attention aux faux SMS ameli :* speaks of it.
            if c.manner == "opening" and c.found.field in scene.warned:
                return c.ground is FRAME and c.found.start < scene.warned[c.found.field][0]
            # Who says on an answering machine who they are does so for themselves: *ne rappelez pas ce numéro*.
            voiced = c.manner == "self" and scene.message.traits.recorded
            return c.ground is ENVELOPE or (
                c.ground is FRAME and (voiced or c.manner in ("opening", "signature", "informs"))
            )

        kept = [c for c in claims if speaks(c)] or surely

        def stays(e: Evidence) -> bool:
            return e.kind in _ENVELOPE or (
                bool(kept) and e.kind in ("number", "link") and not pushes_reader(e, scene.view)
            )

        # A summons and an order to delete something have the words of reports too; who warns names the fraud, or cites it.
        warns = scene.has_word_of("alarms") or scene.utterances.speeches
        told = Evidence("tone", "reporting" if warns else "telling", 0, 0, "")
        return [*(c.to_evidence() for c in kept), *filter(stays, scene.found), told]

    # ---- claims

    def _find_standing_claims(self, scene: ClaimContext, claims: list[GroundedClaim]) -> list[GroundedClaim]:
        """The claims that stand: those of the envelope, frames that nobody else's name cancels, and words alone
        that what is asked bears out."""
        if scene.message.inside_account and not any(e.value.startswith("brand:") for e in scene.found):
            inside = Evidence("claim", "inside_account", 0, 0, "", "sender")
            return [*claims, GroundedClaim("account", inside, ENVELOPE)]
        if any(c.ground is ENVELOPE for c in claims):
            return claims
        if any(c.ground is FRAME and self._stands(scene, c) for c in claims):
            return claims
        kept = [c for c in claims if c.ground is TEXT and self._supports_claim(scene, c)]
        if not kept and (implied := find_implied_claim(scene, self._claims)):
            manner, e = implied
            poses = manner not in (HOME, SPOKEN_FOR) and poses_as_institution(scene, e)
            kept.append(GroundedClaim(manner, e, FRAME if poses else TEXT))
        return kept

    @staticmethod
    def _stands(scene: ClaimContext, claim: GroundedClaim) -> bool:
        """Whether a frame is meant: not a joke among friends, nor *je suis à la CPAM, commence sans moi*."""
        if scene.is_private and not (scene.push or scene.asked) and not scene.is_handed_on(claim.found):
            return False
        if claim.manner in ("told", "retold", "cited") and scene.is_headed_otherwise:
            return False
        if scene.is_private and scene.is_named_otherwise and not scene.is_handed_on(claim.found):
            return False
        if scene.is_told_call and scene.plays and not scene.asked:
            return False
        if claim.manner == "self" and not scene.spoken and not scene.push and not scene.asked:
            return scene.has_word_of("you", "yours", "hello") or addresses_stranger(scene.text.folded)
        return True

    @staticmethod
    def _supports_claim(scene: ClaimContext, claim: GroundedClaim) -> bool:
        """Whether the rest of the message bears a claim out that rests on words alone."""
        if scene.plays or scene.is_headed_otherwise:
            return False
        if scene.asked and (scene.is_quoted(claim.found) or (scene.lures and not scene.has_own_name)):
            return True
        others = scene.is_private or scene.is_named_otherwise or scene.names_other_brand
        alien = scene.is_familiar or others
        friendly = scene.has_word_of("friend") if not scene.has_own_name else scene.is_familiar
        if claim.manner == "account" and not (others or friendly) and not _speaks_of_own_things(scene):
            return True
        if not (scene.push or scene.asked or scene.lures):
            return False
        if scene.is_private and claim.ground is FRAME:
            return scene.asked
        return not alien or (scene.push and (scene.asked or scene.lures) and not scene.is_private)

    def _find_named_claim(self, scene: ClaimContext) -> list[GroundedClaim]:
        """The claim that lies in the institution's name, wherever it stands, of a message that wants something; who plays
        a part claims nothing."""
        wants = any(e.kind in _WANTS for e in scene.found) or scene.has_word_of("by_return")
        wants = wants or bool(self._asks.find_mentions(scene.text))
        if scene.plays or not wants or (scene.is_told_call and scene.is_private):
            return []
        if sends_by_it(scene, self._claims):
            return []
        found = (self._claims.find_named(shape, field) for field, shape in scene.shapes)
        named = (e for e in found if e is not None and not is_beside_matter(scene, e))
        claims = [GroundedClaim(NAMED, e, self._ground_name(scene)) for e in islice(named, 1)]
        among_known = scene.is_told_call and not self._tells_of_stranger(scene)
        if among_known or any(c.ground is FRAME for c in claims):
            return claims
        borrowed = find_borrowed_name(scene)
        return [GroundedClaim(NAMED, borrowed, FRAME)] if borrowed else claims

    def _ground_name(self, scene: ClaimContext) -> ClaimGround:
        """What a name rests on; *votre caisse* is that of other bodies too, where nothing else is said of this one."""
        if scene.speaks_for_another or scene.rang_them:
            return TEXT  # who says who they are, or is known to the person, only speaks of it
        owned = scene.is_told_call or scene.has_word_of("asset_card", "asset_app", "asset_account")
        own = (
            owned
            or scene.speaks_of_business
            or any(self._claims.names_institution(shape) for _, shape in scene.shapes)
        )
        return FRAME if own else TEXT

    def _find_named_items(self, scene: ClaimContext, claims: list[GroundedClaim]) -> list[Evidence]:
        """Secret items that a message for the institution names, and does not ask in so many words."""
        if all(c.ground is TEXT for c in claims) or scene.message.inside_account or scene.message.solicited:
            return []
        asked = {e.value for e in scene.found if e.kind == "ask"}
        if any(e.kind == "account" for e in scene.found):
            return []
        named = (
            e
            for e in self._asks.find_mentions(scene.text)
            if not is_in_reply(e, scene.message.passages) and self._counts(scene, e)
        )
        return [e for e in named if e.value not in asked]

    # ---- other names

    def _find_own_pretexts(self, scene: ClaimContext) -> list[Evidence]:
        """Pretexts told in the institution's own name: those of which its charter speaks, since it never tells them or
        may, and those that are signs whoever is named."""
        known = WHOEVER_IS_NAMED | ASKED_BY.keys() | scene.view.spoken_of
        told = (
            move_to_field(lure, field)
            for field, shape in scene.shapes
            for lure in self._lures.find_pretexts(shape)
            if lure.value in known
        )
        return list({lure.value: lure for lure in told}.values())

    def _find_pretexts(self, scene: ClaimContext) -> list[Evidence]:
        """Pretexts of fraud in any other name, and the names borrowed."""
        found: dict[str, Evidence] = {}
        for field, shape in scene.shapes if not scene.rang_them else ():
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


def _speaks_of_own_things(scene: ClaimContext) -> bool:
    """Whether somebody says *my*; the name of a part of the account (*onglet Mes démarches*) says it for the reader."""
    mine = scene.words.letters_of("mine")
    return any(
        letter in mine and _PARTS_OF_ACCOUNT.isdisjoint(shape.words[max(0, i - 2) : i])
        for _, shape in scene.shapes
        for i, letter in enumerate(shape.letters)
    )


_PARTS_OF_ACCOUNT = frozenset({"onglet", "rubrique", "menu", "page", "espace", "service"})


def is_in_reply(e: Evidence, passages: tuple[Passage, ...]) -> bool:
    """Whether it stands in the person's own answer."""
    passage = find_passage(passages, e.start, e.end)
    return passage is not None and passage.kind == "reply"


def _is_addressed(claim: GroundedClaim) -> bool:
    """Whether the institution speaks to the reader by its envelope, or at the head."""
    return claim.ground is ENVELOPE or (
        claim.ground is FRAME and claim.manner in ("opening", "self", "signature")
    )
