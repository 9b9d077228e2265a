"""By what a fraud that names nobody shows whose name it borrows.

Read of a text that reads surely like frauds alone (``claim_attribution.py``): elsewhere two letters are a word, a bill
speaks of the same things, and whoever tells of an account at home names it too.
"""

import re
from collections.abc import Iterator

from tocsin.deferred_pattern import defer_pattern
from tocsin.evidence.claim_context import ClaimContext
from tocsin.evidence.claim_grounds import poses_as_institution
from tocsin.evidence.claims import NAMED
from tocsin.evidence.model import Evidence, Field, LinkTarget
from tocsin.evidence.sender_forms import list_written_forms
from tocsin.evidence.shown_names import load_speaker_words
from tocsin.evidence.term_search import blank_signs, find_terms

_MOST = 4_000
"""Characters of a text in which the business of the institution is looked for."""
_LONGEST = 300
_DIGITS = defer_pattern(r"\d+\b")
"""Behind a word of a host they hide it: *capital-deces17*."""


def find_borrowed_name(scene: ClaimContext) -> Evidence | None:
    """The institution's initials, an account that bears its name, or its business where nobody at all is named; of a
    message that wants something of its reader, or of a call told of a stranger who did."""
    if scene.speaks_for_another or scene.rang_them or (scene.is_told_call and not scene.asked):
        return None
    return (
        _find_initials(scene)
        or _find_own_account(scene)
        or _find_shown_business(scene)
        or _find_business(scene)
    )


def _find_initials(scene: ClaimContext) -> Evidence | None:
    """Where the initials stand as a name does: in the sender's, at either end of a host's, or at the head of the text."""
    initials = scene.words.charter.lexicon.initials
    if not initials:
        return None
    if not scene.words.own_initials.isdisjoint(scene.sender_words):
        return _make_claim(scene.message.sender, 0, len(scene.message.sender), "sender")
    for e in scene.found:
        if isinstance(e.about, LinkTarget) and not scene.words.own_initials.isdisjoint(_list_ends(e.about)):
            return Evidence("claim", NAMED, e.start, e.end, e.raw, e.field)
    shape = scene.text
    if head := re.match(rf"\W{{0,3}}(?:{'|'.join(initials).upper()})[ -]?\d{{0,3}}\s?[:/–—-]", shape.text):
        return _make_claim(shape.text, 0, head.end(), "text")
    return None


def _list_ends(place: LinkTarget) -> Iterator[str]:
    """The first and the last word of each label of a foreign host: *-am.example*, not *frankfurt-am-main*."""
    if place.standing != "foreign":
        return
    for label in place.host.split(".")[:-1]:
        words = label.split("-")
        yield from (word.rstrip("0123456789") for word in (words[0], words[-1]))


def _find_own_account(scene: ClaimContext) -> Evidence | None:
    """An account that bears the institution's name, whoever else is named as a pretext: *votre espace ameli*."""
    accounts, names = scene.words.letters_of("asset_account"), scene.words.letters_of("name", "short")
    for field, shape in scene.shapes:
        for i, letter in enumerate(shape.letters):
            if letter in accounts and any(
                not scene.words.tokenise(word).present.isdisjoint(names) for word in shape.words[i].split()
            ):
                return _make_claim(shape.text, *shape.atom_span(i, i), field)
    return None


def _find_shown_business(scene: ClaimContext) -> Evidence | None:
    """A sender named after what the institution deals with: *Pôle Cures*, *Dr Aubert, médecin-conseil*."""
    sender = scene.message.sender[:_LONGEST]
    others = load_speaker_words("bodies") | load_speaker_words("about")
    if not others.isdisjoint(scene.sender_words):
        return None
    own = scene.words.letters_of("implied", "asset_account")
    for form in map(scene.words.tokenise, list_written_forms(sender)):
        business = find_terms(scene.words.dealings, blank_signs(_DIGITS.sub(" ", form.folded)))
        if not form.present.isdisjoint(own) or next(business, None):
            return _make_claim(sender, 0, len(sender), "sender")
    return None


def _find_business(scene: ClaimContext) -> Evidence | None:
    """What the institution deals with, where nobody else is named."""
    if scene.is_named_otherwise:
        return None
    claim = next(_list_business(scene), None)
    return claim if claim and poses_as_institution(scene, claim) else None


def _list_business(scene: ClaimContext) -> Iterator[Evidence]:
    for e in scene.found:
        if e.kind == "programme":
            yield Evidence("claim", NAMED, e.start, e.end, e.raw, e.field)
    for field, shape in scene.shapes:
        for _, first, last in find_terms(scene.words.dealings, blank_signs(shape.folded[:_MOST])):
            start, end = shape.original_place(first), shape.original_place(last, end=True)
            yield _make_claim(shape.text, start, end, field)


def _make_claim(text: str, start: int, end: int, field: Field) -> Evidence:
    return Evidence("claim", NAMED, start, end, text[start:end], field)
