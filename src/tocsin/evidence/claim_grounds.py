"""What each claim rests on: the envelope, a frame in which the institution speaks to the reader, or words alone.

A frame is *institution -> reader*: its name opens the message, signs it, presents itself or informs. A named third
party, a relative, an employer or a doctor's office that mentions it, or its card, makes none.
"""

import re

from msgspec import Struct

from tocsin.charter.items import ITEMS
from tocsin.deferred_pattern import defer_pattern
from tocsin.evidence.claim_context import (
    HEAD,
    ClaimContext,
    pushes_reader,
)
from tocsin.evidence.claims import LIKENESS, POSING, PRETENCE, Claims
from tocsin.evidence.model import ClaimGround, Evidence, LinkTarget
from tocsin.evidence.shown_names import addresses_stranger, load_speaker_words
from tocsin.evidence.token_string import BREAK, QUESTION

_HEADS = ("opening", "titled", "self")
"""Manners that are a presentation where they stand at the head of a text."""
_TOLD = (*_HEADS, "presented", "cited", "told", "retold")
"""Manners in which a call is told."""
_OPENS = 45
"""Characters in which a service of the institution names itself."""
_SIGNED = 60
"""Characters that may follow the name in a signature: a place, a title."""
_CLAUSE = 6
"""Words between a presentation and the name that it presents, at most."""


class GroundedClaim(Struct, frozen=True):
    """A claim, with what it rests on."""

    manner: str
    found: Evidence
    ground: ClaimGround

    def to_evidence(self) -> Evidence:
        """The claim as the judgement gets it."""
        e = self.found
        return Evidence("claim", e.value, e.start, e.end, e.raw, e.field, self.ground)


ENVELOPE, FRAME, TEXT = ClaimGround("envelope"), ClaimGround("frame"), ClaimGround("text")


def ground_claims(scene: ClaimContext, claims: Claims) -> list[GroundedClaim]:
    """The claims that are the writer's or a message's that is handed on; what is merely cited claims nothing."""
    found = []
    for manner, claim in claims:
        ground = find_ground(scene, manner, claim)
        if ground is not None and not is_beside_matter(scene, claim):
            found.append(GroundedClaim(manner, claim, ground))
    return found


def find_ground(scene: ClaimContext, manner: str, claim: Evidence) -> ClaimGround | None:
    """What a claim rests on; None where somebody is cited."""
    if manner in ("sender", "host") or claim.field == "sender":
        return TEXT if manner == "sender" and scene.is_about_institution else ENVELOPE
    if manner in (LIKENESS, PRETENCE):
        return TEXT
    if manner == POSING:
        return FRAME if poses_as_institution(scene, claim) else TEXT
    if scene.is_quoted(claim):
        return None if scene.only_reports else TEXT
    if manner == "signature":
        return FRAME if _closes_text(scene, claim) else TEXT
    if manner == "informs":
        return TEXT if _is_said_of_it(scene, claim) else FRAME
    if manner in ("cited", "starts") and not scene.is_told_call:
        heads = scene.message.traits.recorded and not (scene.is_headed_otherwise or scene.is_named_otherwise)
        return FRAME if heads and _count_before(scene, claim) < _OPENS else None
    if manner == "starts" and _count_before(scene, claim) >= HEAD and not scene.is_quoted(claim):
        return None  # *Les policiers ont ri*: who comes late into a story did not ring
    if scene.plays or (manner == "retold" and not scene.is_told_call):
        return TEXT
    if scene.is_told_call and (scene.rang_them or (scene.is_named_otherwise and manner not in _HEADS)):
        return TEXT  # the telephone, or who made the call, knew who spoke
    if manner == "self" and scene.speaks_for_another:
        return TEXT  # *ici le secrétariat du dentiste*, and the programme of another further on
    if manner == "cited" and scene.utterances.follows_quotation(claim.start):
        return TEXT  # *« ... » La CPAM a pris le reste*: named once the speech was over
    if scene.is_told_call:
        presents = manner in _TOLD and not (manner == "self" and _is_apart(scene, claim))
    elif manner == "presented":
        presents = _count_before(scene, claim) < HEAD and not scene.is_named_otherwise
    else:
        presents = (
            manner in _HEADS
            and (_count_before(scene, claim) < HEAD or (manner == "self" and _closes_text(scene, claim)))
            and not (manner == "self" and _is_apart(scene, claim))
        )
    return FRAME if presents or poses_as_institution(scene, claim) else TEXT


def is_beside_matter(scene: ClaimContext, claim: Evidence) -> bool:
    """Whether somebody is measured by a name (*t'es pire que la douane*), threatened with who bears it (*avant huissier*) or
    asked for a paper of it (*une copie de l'avis d'imposition*), which nobody does of who speaks; or whether it is what
    somebody might say one day (*si quelqu'un sonne en disant « Sécurité sociale »*)."""
    text = {"text": scene.message.text, "subject": scene.message.subject}.get(claim.field, "")
    start = max(0, claim.start - _SIGNED)
    if _COMPARED.search(text, start, claim.start) or _SUPPOSED.search(text, start, claim.start):
        return True
    handed_in = _COPY.search(text, start, claim.start) or _TO_HAND_IN.match(text, claim.end)
    return claim.value in ("asset", "account") and handed_in is not None and not scene.push


_COMPARED = defer_pattern(
    r"\b(?:(?:pires?|mieux|moins bien|plus forte?s?|worse|better) (?:qu['’]|que |than )(?:[àa] )?"
    r"|avant (?:d['’]|de |saisi[er] (?:d['’]|de )?)?|apr[èe]s,? c['’]est |sinon,? c['’]est )(?:the |les? |la |l['’]|une? )?$",
    re.IGNORECASE,
)

_SUPPOSED = defer_pattern(
    r"\b(?:si (?:jamais )?(?:quelqu['’]une?|qqun|une? (?:monsieur|dame|homme|femme|type|gars|personne|agente?))"
    r"|if (?:someone|somebody|anyone))\b[^.!?\n]{0,60}$",
    re.IGNORECASE,
)


_COPY = defer_pattern(
    r"\b(?:(?:photo)?copies?|scans?|originaux|original|duplicata|copy) (?:de |d['’]|du |des |of )"
    r"(?:(?:vos |votre |la |le |les |leur |your |the )|l['’])?(?:derniers? )?$",
    re.IGNORECASE,
)
_TO_HAND_IN = defer_pattern(
    r"\s(?:\d{4} )?[àa] (?:transmettre|fournir|joindre|apporter|d[ée]poser|remettre|produire|pr[ée]senter)\b",
    re.IGNORECASE,
)


def poses_as_institution(scene: ClaimContext, claim: Evidence) -> bool:
    """Whether nobody else presents themselves, and the reader is pushed with the institution's own things."""
    if scene.plays or scene.is_private or scene.is_headed_otherwise or scene.names_other_brand:
        return False
    if scene.rang_them or scene.is_quoted(claim):
        return False
    live = [e for e in scene.found if not scene.is_quoted(e)]
    asked = any(map(_is_secret_ask, live))
    if scene.is_told_call:
        return asked and not scene.is_named_otherwise
    if scene.is_named_otherwise:
        linked = any(e.kind == "link" and pushes_reader(e, scene.view) for e in live)
        return linked and (asked or scene.lures)
    return asked or any(pushes_reader(e, scene.view) for e in live)


def _is_secret_ask(e: Evidence) -> bool:
    return e.kind == "ask" and ITEMS[e.value].sensitive


def _count_before(scene: ClaimContext, claim: Evidence) -> int:
    """Characters between a name and the beginning of the text, or of the message handed on, in which it stands."""
    if claim.field != "text":
        return claim.start
    return claim.start - scene.utterances.find_turn(claim.start)


def _closes_text(scene: ClaimContext, claim: Evidence) -> bool:
    """Whether little follows on the line of a name, and few lines after it."""
    if claim.field != "text":
        return False
    rest = scene.message.text[claim.end :]
    return len(rest.partition("\n")[0]) < _SIGNED and (len(rest) < 4 * _SIGNED or rest.startswith("\n\n"))


def _is_apart(scene: ClaimContext, claim: Evidence) -> bool:
    """Whether the name is what the presentation is about, and not who presents: *c'est pour la Sécu*."""
    shape = dict(scene.shapes).get(claim.field, scene.text)
    at = next((i for i, s in enumerate(shape.atom_starts) if shape.original_place(s) >= claim.start), 0)
    presents, apart = scene.words.letters_of("self_call"), load_speaker_words("apart")
    between: list[str] = []
    for i in range(at - 1, max(-1, at - 1 - _CLAUSE), -1):
        if shape.letters[i] in presents:
            if not _OWNERS.isdisjoint(between) or (shape.words[i] == "je suis" and "sur" in between):
                return True  # *je suis sur le compte ameli*
            return shape.words[i].startswith("c est") and not apart.isdisjoint(between)
        if shape.letters[i] in (BREAK, QUESTION):
            break
        between += shape.words[i].split()
    after = (i for i in range(at + 1, min(at + 4, len(shape.letters))) if shape.letters[i] in presents)
    return any(shape.words[i].startswith("c est") for i in after)


def _is_said_of_it(scene: ClaimContext, claim: Evidence) -> bool:
    """Whether somebody else informs of the institution (*je vous confirme que la Sécu*), or says that it will."""
    shape = dict(scene.shapes).get(claim.field, scene.text)
    at = next((i for i, s in enumerate(shape.atom_starts) if shape.original_place(s) >= claim.start), 0)
    informs, that = scene.words.letters_of("informs"), scene.words.letters_of("that")
    if not informs.isdisjoint(shape.letters[max(0, at - 2) : at]):
        return True
    if not that.isdisjoint(shape.letters[max(0, at - 2) : at]):
        return True  # *pour que la CPAM vous verse*: whoever writes is somebody else
    near = " ".join(shape.words[at + 1 : at + 4])
    if not any(f" {word} " in f" {near} " for word in ("va", "contactera", "appellera", "ecrira")):
        return False
    if scene.spoken or scene.is_named_otherwise:
        return True
    unsigned = not scene.message.sender and addresses_stranger(shape.folded)
    return _count_before(scene, claim) > _OPENS and not unsigned


_OWNERS = frozenset(("ma", "mon", "ta", "ton", "sa", "leur"))
"""Before a name: whoever speaks so has dealings with it, and does not present it."""


def is_lookalike(e: Evidence) -> bool:
    """Whether a link leads to a host that imitates the institution's."""
    return isinstance(e.about, LinkTarget) and e.about.standing == "lookalike"
