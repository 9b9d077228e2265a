"""How a finding stands in its own sentence: denied, given rather than asked, or left to a counter."""

import re

from tocsin.evidence.claim_context import ClaimContext
from tocsin.evidence.model import Evidence, ItemRequest

_REACH = 24
"""Characters before an ask in which a negation of its verb stands."""
_DENIAL = re.compile(
    r"\b(?:pas|rien|jamais|aucune?|sans|never|not|didn['’]t|nothing)\s+(?:[\w'’]+\s+){0,3}$", re.IGNORECASE
)
_OFFER = re.compile(
    r"\b(?:j['’ ]?(?:ai|avais)|je (?:lui |leur )?(?:ai|avais)?) ?(?:voulu|voulais|propos\w+|allais|offert|tenais [àa])"
    r"\s+(?:lui\s+|leur\s+|de\s+|d['’])*$",
    re.IGNORECASE,
)
"""What the person offered of themselves (*j'ai voulu lui donner mon RIB*)."""
_NOBODY = re.compile(
    r"\b(?:personne|nul|aucune?|jamais|ni|nobody|no one)\b[^.!?]{0,80}\b(?:ne|n['’]|will|has)", re.IGNORECASE
)
_NOR = re.compile(r"\bni\b", re.IGNORECASE)
_WIDE = 200
"""Characters around an ask that are looked at in a long sentence."""
_TOLD = ("told", "reported", "bare")
_NAMED = ("spoken_of", "mention")
"""Manners in which an item is only named: any denial before it in its sentence counts."""
_GIVEN = re.compile(
    r"ci[- ](?:dessous|apr[eè]s|dessus|contre)|plus bas|que voici|voici|suivant|below|following"
    r"|\b(?=[A-Z0-9 -]{4,12}\b)(?:[A-Z]*[0-9][A-Z0-9]*[ -]?){1,4}\b",
)
_NEAR = 90
"""Characters after the name of a code in which it is given."""


def is_denied(scene: ClaimContext, e: Evidence) -> bool:
    """Whether nobody asks it, or a call is told as one in which it was *not* asked: *pas demandé mon numéro*."""
    if not isinstance(e.about, ItemRequest):
        return False
    if not scene.is_told_call:
        u = scene.utterances.find_utterance(e.start)
        return bool(_NOBODY.search(scene.message.text, max(u.start, e.start - _WIDE), e.start))
    if e.about.manner in _NAMED:
        u = scene.utterances.find_utterance(e.start)
        return bool(_DENIED_NAME.search(scene.message.text, max(u.start, e.start - _WIDE), e.start))
    if e.about.manner not in _TOLD:
        return False
    before = scene.message.text[max(0, e.start - _REACH) : e.start]
    if _DENIAL.search(before) or _OFFER.search(before):
        return True
    said = max(e.raw.rfind(word) for word in (" mais ", " sauf ", " juste ", ", "))
    return bool(
        _DENIAL_INSIDE.search(e.raw, max(0, said))
        or (_NOR.search(e.raw) and _DENIAL_INSIDE.search(before + e.raw))
    )


_DENIAL_INSIDE = re.compile(r"\b(?:rien|pas|jamais|personne|n['’])\b", re.IGNORECASE)
_DENIED_NAME = re.compile(r"\b(?:rien|pas|jamais|personne|ni|sans|aucune?|n['’])\b", re.IGNORECASE)


def is_reported(scene: ClaimContext, e: Evidence) -> bool:
    """Whether a written message tells what was asked, or paid, of others: nobody is addressed in its sentence."""
    if scene.spoken or not isinstance(e.about, ItemRequest):
        return False
    if e.value == "payment" and e.raw.partition(" ")[0].endswith(("é", "ée", "és")):
        return True
    if e.about.manner not in _REPORTS:
        return False
    u = scene.utterances.find_utterance(e.start)
    return not _ADDRESS.search(scene.message.text, max(u.start, e.start - _WIDE), min(u.end, e.end + _WIDE))


_REPORTS = ("reported", "bare", "told")
_ADDRESS = re.compile(
    r"\b(?:vous|votre|vos|vs|tu|toi|ton|ta|tes|te|t['’]|you|your|\w{2,20}ez)\b", re.IGNORECASE
)


def gives_code(scene: ClaimContext, e: Evidence) -> bool:
    """Whether the message gives the code that it names (*le code provisoire ci-dessous*), here or elsewhere."""
    if e.value != "code" or scene.spoken:
        return False
    text = scene.message.text
    return any(_GIVEN.search(text, start, end + _NEAR) for start, end in scene.named_codes)


def is_done_at_home(scene: ClaimContext, e: Evidence) -> bool:
    """Whether what is named goes with a link to the institution's own site, and is no field to fill in here."""
    if not isinstance(e.about, ItemRequest) or e.about.manner != "form" or scene.push:
        return False
    rest = scene.message.text[e.end : e.end + 4]
    return scene.leads_home and not _FIELD.search(e.raw + rest)


_FIELD = re.compile(r"[:_=]|\.{3}|\[")


def is_for_desk(scene: ClaimContext, e: Evidence) -> bool:
    """Whether its sentence sends to a counter, where the card is brought up to date: *en pharmacie, à une borne*."""
    if e.value not in ("lure_card", "lure_card_app"):
        return False
    u = scene.utterances.find_utterance(e.start)
    shape, desk = scene.text, scene.words.letters_of("place")
    if shape.present.isdisjoint(desk):
        return False
    return any(
        letter in desk and u.start <= shape.original_place(shape.atom_starts[i]) < u.end
        for i, letter in enumerate(shape.letters)
    )
