"""Who speaks: which claims stand, and what a warning, a story or somebody's own words take out.

A message that warns of a fraud quotes it; a novel tells of one; a mother asks for a card. What they mention
does not vote. A message that asks or pushes somewhere by itself is judged, whatever it says of frauds.
"""

import re
from functools import cached_property

from tocsin.charter.view import View
from tocsin.evidence.asks import AskFinder
from tocsin.evidence.claims import ClaimFinder, Claims
from tocsin.evidence.lures import LureFinder
from tocsin.evidence.model import Evidence, Host, Number, Request, in_field
from tocsin.evidence.shape import Shape
from tocsin.evidence.words import Words
from tocsin.message.model import Message, Passage

SECRET = ("iban", "card", "nir", "password", "code", "identifiers", "payment")
"""Items that nobody gives away without harm."""
_SENSITIVE = (*SECRET, "medical")
_STOLEN = ("card", "nir", "password", "code", "identifiers")
_ENVELOPE = ("sender", "attachment", "signature")
_STRONG = ("sender", "opening", "signature", "self", "informs")
_HARMLESS_MANNERS = ("reported", "account", "login")
_QUOTATION = re.compile('[«»“”"]')
_NO_NAME = ("inconnu", "num", "masqu", "priv")
_MOST_JOINED = 2_000
"""Words of a text that are read again together with the subject, at most."""


def pushes(e: Evidence, view: View) -> bool:
    """Whether a finding pushes the reader to a place or number that is not known to be good."""
    if isinstance(e.about, Host) and e.kind == "link":
        return e.about.standing in ("foreign", "shortener", "lookalike")
    if not isinstance(e.about, Number) or e.kind != "number" or e.about.role != "callback":
        return False
    return view.point(e.about.medium, e.value, "you_contact_them") is None


class Scene:
    """One message with all that was found in it, before it is settled who speaks."""

    def __init__(
        self,
        words: Words,
        message: Message,
        view: View,
        shapes: list[tuple[str, Shape]],
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
        self.spoken = message.channel in ("call", "voicemail")
        self.push = any(pushes(e, view) for e in found)
        self.asked = any(e.kind == "ask" and e.value in _SENSITIVE for e in found)
        self.strong = [c for c in claims if c[0] in _STRONG]

    def has(self, *classes: str) -> bool:
        """Whether a word of these classes stands in the message."""
        return not self.present.isdisjoint(self.words.of(*classes))

    @cached_property
    def quoted(self) -> list[tuple[int, int]]:
        """Stretches of the text between quotation marks."""
        if '"' not in self.text.folded:
            return []
        marks = [m.span() for m in _QUOTATION.finditer(self.message.text)]
        return [(marks[i][0], marks[i + 1][1]) for i in range(0, len(marks) - 1, 2)]

    def in_quotes(self, e: Evidence) -> bool:
        """Whether it stands between quotation marks."""
        return e.field == "text" and any(a < e.end <= b for a, b in self.quoted)

    @cached_property
    def outside(self) -> Claims:
        """Strong claims that are not somebody else's words."""
        return [c for c in self.strong if not self.in_quotes(c[1])]

    @cached_property
    def lived(self) -> bool:
        """Whether a person tells of a call that they had themselves."""
        return self.message.channel == "call" and not self.has("relay") and self.has("called_me", "pretended")

    @cached_property
    def asked_here(self) -> bool:
        """Whether the message asks by itself; what a named sender reports of others does not count."""
        manners = {
            e.about.manner for e in self.found if isinstance(e.about, Request) and e.value in _SENSITIVE
        }
        return bool(manners - {"reported"} if self.named else manners)

    @cached_property
    def near(self) -> bool:
        """Whether the tone is of people who know each other, or the place one where a card is shown."""
        return self.has("friend", "place")

    @cached_property
    def branded(self) -> bool:
        """Whether another body is named."""
        return not self.present.isdisjoint(self.words.brand_of)

    @cached_property
    def named(self) -> bool:
        """Whether the sender has a name of its own, which is not the institution's."""
        sender = self.message.sender
        return sum(c.isalpha() for c in sender) >= 3 and not sender.lower().startswith(_NO_NAME)


class Settler:
    """Settles who speaks in a scene."""

    def __init__(self, words: Words, asks: AskFinder, claims: ClaimFinder, lures: LureFinder) -> None:
        self._words = words
        self._asks = asks
        self._claims = claims
        self._lures = lures
        self._click = words.of("click_now")

    def settle(self, scene: Scene) -> list[Evidence]:
        """Claims that stand, and the findings that count."""
        if not scene.lived and self._tells(scene):
            kept = [c for c in scene.claims if c[0] == "sender"]
            rest = scene.found if kept else [e for e in scene.found if e.kind in _ENVELOPE]
            return [*(c for _, c in kept), *rest]
        if not scene.lived and self._warns(scene):
            return self._warning(scene)
        claims = self._standing(scene)
        lookalike = next(
            (e for e in scene.found if isinstance(e.about, Host) and e.about.standing == "lookalike"), None
        )
        if lookalike:
            claims.append(("host", _claim_at(lookalike)))
        if claims:
            return [*(c for _, c in claims), *scene.found, *self._named_items(scene, claims)]
        tone = [Evidence("tone", "friendly", 0, 0, "")] if scene.near else []
        return [*(e for e in scene.found if e.kind != "lure"), *self._pretexts(scene), *tone]

    # ---- stories and warnings

    @staticmethod
    def _tells(scene: Scene) -> bool:
        """A novel, minutes, an article: what it speaks of is not what it says to the reader."""
        addressed = any(c[0] in ("sender", "opening", "self") for c in scene.outside)
        return not addressed and scene.has("tells")

    def _warns(self, scene: Scene) -> bool:
        """A warning about fraud, which asks nothing itself: what it quotes or forbids does not vote."""
        firmly = scene.has("warns")
        if not firmly and not scene.has("alarms"):
            return False
        return not any(self._is_live(scene, e, firmly) for e in scene.found if not scene.in_quotes(e))

    def _is_live(self, scene: Scene, e: Evidence, firmly: bool) -> bool:
        """Whether the message itself asks it, or sends there."""
        if e.kind == "ask" and isinstance(e.about, Request):
            return e.about.manner not in _HARMLESS_MANNERS and e.value != "personal"
        if e.kind == "number":
            return pushes(e, scene.view)
        if e.kind == "link" and pushes(e, scene.view):
            titled = any(manner == "titled" for manner, _ in scene.claims)
            return not firmly or titled or bool(scene.outside) or self._invited(scene.text, e)
        return False

    def _invited(self, shape: Shape, link: Evidence) -> bool:
        """Whether the reader is told to follow the link."""
        at = next((i for i, s in enumerate(shape.starts) if shape.place(s) >= link.start), len(shape.letters))
        for i in range(at - 1, max(-1, at - 9), -1):
            if shape.letters[i] in self._click:
                return not self._asks.negated(shape.letters, i, i)
        return False

    def _warning(self, scene: Scene) -> list[Evidence]:
        """The institution's own warning still claims to come from it; anybody else's shows nothing."""
        alarm = self._words.of("warns", "alarms")
        warned: dict[str, int] = {}
        for field, shape in scene.shapes:
            first = next((i for i, letter in enumerate(shape.letters) if letter in alarm), None)
            if first is not None:
                warned[field] = shape.span(first, first)[0]

        def speaks(manner: str, claim: Evidence) -> bool:
            # *CPAM : attention aux faux SMS* speaks for it; *Attention aux faux SMS ameli :* speaks of it.
            if manner == "opening" and claim.field in warned:
                return claim.start < warned[claim.field]
            return manner in ("sender", "signature", "opening", "informs")

        kept = [c for c in scene.outside if speaks(*c)]

        def stays(e: Evidence) -> bool:
            return e.kind in _ENVELOPE or (
                bool(kept) and e.kind in ("number", "link") and not pushes(e, scene.view)
            )

        return [*(c for _, c in kept), *filter(stays, scene.found)]

    # ---- claims

    def _standing(self, scene: Scene) -> Claims:
        """The claims that stand: strong ones, or weak ones that what is asked bears out."""
        claims, strong = list(scene.claims), scene.strong
        only_self = not scene.spoken and {c[0] for c in strong} == {"self"}
        if only_self and not scene.push and not scene.asked and not scene.has("you", "yours", "hello"):
            # *Je suis à la CPAM, commence sans moi*: nobody is addressed.
            claims, strong = [c for c in claims if c[0] != "self"], []
        if scene.message.inside_account:
            return [*claims, ("account", Evidence("claim", "inside_account", 0, 0, "", "sender"))]
        if strong:
            return claims
        kept = [c for c in claims if self._bears(scene, c[0])]
        if not kept and (implied := self._implied(scene)):
            kept.append(implied)
        return kept

    @staticmethod
    def _bears(scene: Scene, manner: str) -> bool:
        """Whether the rest of the message bears a weak claim out."""
        alien = scene.near or scene.named or scene.branded
        if manner == "told" and (scene.spoken or (scene.asked_here and not scene.branded)):
            return True
        if manner == "account" and not alien and not scene.has("mine"):
            return True
        needed = scene.push or scene.asked or any(e.kind == "lure" for e in scene.found)
        return needed and (scene.push or not alien)

    def _implied(self, scene: Scene) -> tuple[str, Evidence] | None:
        """The institution named, or its number, in a message that wants something of the reader."""
        if scene.branded:
            return None
        named = any(self._claims.names(shape) for _, shape in scene.shapes)
        if named and self._reaches(scene):
            return "mention", Evidence("claim", "mention", 0, 0, "")
        speaks = scene.push or scene.asked or scene.has("informs")
        if speaks and not scene.near and (number := _own_number(scene)):
            return "number", _claim_at(number)
        place = scene.near if scene.message.channel == "voicemail" else scene.has("place")
        if scene.spoken and named and not place and not scene.has("i_called"):
            return "told", Evidence("claim", "told", 0, 0, "")
        return None

    @staticmethod
    def _reaches(scene: Scene) -> bool:
        """Whether the message leads, asks or sends home in a way that only the institution would."""
        lured = any(e.kind == "lure" for e in scene.found) and not scene.has("place")
        if scene.push and (scene.asked or lured or not scene.near):
            return True
        stolen = any(e.kind == "ask" and e.value in _STOLEN for e in scene.found)
        home = any(
            isinstance(e.about, Host) and e.kind == "link" and e.about.standing == "official"
            for e in scene.found
        )
        invited = home and not scene.named and scene.has("yours", "click_now", "give_now")
        return not scene.near and ((scene.asked and (stolen or not scene.named)) or invited)

    def _named_items(self, scene: Scene, claims: Claims) -> list[Evidence]:
        """Secret items that a message for the institution names, and does not ask in so many words."""
        speaks = scene.strong and any(c[0] in _STRONG for c in claims)
        if not speaks or scene.message.inside_account or scene.message.solicited:
            return []
        asked = {e.value for e in scene.found if e.kind == "ask"}
        if any(e.kind == "account" for e in scene.found):
            return []
        named = (e for e in self._asks.mentions(scene.text) if not replied(e, scene.message.passages))
        return [e for e in named if e.value not in asked]

    # ---- other names

    def _pretexts(self, scene: Scene) -> list[Evidence]:
        """Pretexts of fraud in any other name, and the names borrowed."""
        found: dict[str, Evidence] = {}
        for field, shape in scene.shapes:
            for lure in self._lures.scams(shape):
                found.setdefault(lure.value, in_field(lure, field))
        if len(scene.shapes) == 2 and not found and len(scene.text.letters) < _MOST_JOINED:
            both = self._words.read(f"{scene.message.subject}. {scene.message.text}")
            for lure in self._lures.scams(both):
                found[lure.value] = Evidence("lure", lure.value, 0, 0, "", "subject")
        brands = {self._words.brand_of[c] for c in scene.present if c in self._words.brand_of}
        heads = {self._heading(shape.letters) for _, shape in scene.shapes}
        names = (f"brand:{b}:heading" if b in heads else f"brand:{b}" for b in sorted(brands))
        return [*found.values(), *(Evidence("claim", name, 0, 0, "") for name in names)]

    def _heading(self, letters: str) -> str:
        """The brand in whose name the message opens (``Netflix :``)."""
        for i, letter in enumerate(letters[:5]):
            brand = self._words.brand_of.get(letter, "")
            if brand and (i == 0 or letters[i + 1 : i + 2] in (":", "/", ".", ",", "")):
                return brand
        return ""


def replied(e: Evidence, passages: tuple[Passage, ...]) -> bool:
    """Whether it stands in the person's own answer."""
    return any(p.kind == "reply" and p.start <= e.start and e.end <= p.end for p in passages)


def _own_number(scene: Scene) -> Evidence | None:
    for e in scene.found:
        if e.kind == "number" and isinstance(e.about, Number) and scene.view.point(e.about.medium, e.value):
            return e
    return None


def _claim_at(e: Evidence) -> Evidence:
    return Evidence("claim", e.kind, e.start, e.end, e.raw, e.field)
