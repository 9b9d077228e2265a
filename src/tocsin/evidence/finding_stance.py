"""How a finding stands in its own sentence: denied, given rather than asked, or left to a counter."""

import re

from tocsin.evidence.claim_context import ClaimContext
from tocsin.evidence.model import Evidence, ItemRequest

_REACH = 24
"""Characters before an ask in which a negation of its verb stands."""
_DENIAL = re.compile(
    r"\b(?:pas|rien|jamais|aucune?|sans|never|not|didn['’]t|nothing)\s+(?:[\w'’]+\s+){0,3}$", re.IGNORECASE
)
_NOR = re.compile(r"\bni\b", re.IGNORECASE)
_TOLD = ("told", "reported", "bare")
_GIVEN = re.compile(
    r"ci[- ](?:dessous|apr[eè]s|dessus|contre)|plus bas|que voici|voici|suivant|below|following"
    r"|\b(?=[A-Z0-9 -]{4,12}\b)(?:[A-Z]*[0-9][A-Z0-9]*[ -]?){1,4}\b",
)
_NEAR = 90
"""Characters after the name of a code in which it is given."""


def is_denied(scene: ClaimContext, e: Evidence) -> bool:
    """Whether a call is told as one in which it was *not* asked: *pas demandé mon numéro ni ma banque*."""
    if not scene.is_told_call or not isinstance(e.about, ItemRequest) or e.about.manner not in _TOLD:
        return False
    before = scene.message.text[max(0, e.start - _REACH) : e.start]
    return bool(_DENIAL.search(before) or (_NOR.search(e.raw) and _DENIAL_INSIDE.search(before + e.raw)))


_DENIAL_INSIDE = re.compile(r"\b(?:rien|pas|jamais|personne|n['’])\b", re.IGNORECASE)


def gives_code(scene: ClaimContext, e: Evidence) -> bool:
    """Whether the message gives the code that it names (*le code provisoire ci-dessous*)."""
    if e.value != "code" or scene.spoken:
        return False
    return bool(_GIVEN.search(scene.message.text[e.start : e.end + _NEAR]))


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
