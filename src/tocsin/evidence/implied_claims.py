"""Claims that nobody makes in so many words: the institution is named, or meant, in a message that wants something."""

import re

from tocsin.deferred_pattern import defer_pattern
from tocsin.evidence.claim_context import ClaimContext
from tocsin.evidence.claims import HOME, SPOKEN_FOR, ClaimFinder
from tocsin.evidence.harmless_asks import is_to_bring
from tocsin.evidence.model import Evidence, FoundNumber, move_to_field
from tocsin.evidence.shown_names import addresses_stranger, load_speaker_words


def find_implied_claim(scene: ClaimContext, claims: ClaimFinder) -> tuple[str, Evidence] | None:
    """The institution named, or its number, in a message that wants something of the reader."""
    if scene.names_other_brand:
        return None
    if dangled := _find_dangled_thing(scene):
        return "asset", Evidence("claim", "asset", dangled.start, dangled.end, dangled.raw, dangled.field)
    named = any(claims.names_institution(shape) for _, shape in scene.shapes) and not sends_by_it(
        scene, claims
    )
    if named and scene.message.retold:
        return "told", Evidence("claim", "told", 0, 0, "")
    home = _find_own_place(scene)
    if named and (scene.asked or not home) and _reaches_for_reader(scene):
        return "mention", Evidence("claim", "mention", 0, 0, "")
    if home:
        return HOME, home
    if named and not scene.message.sender and not scene.push and speaks_unnamed(scene, at_desk=True):
        return SPOKEN_FOR, Evidence("claim", SPOKEN_FOR, 0, 0, "")
    speaks = scene.push or scene.asked or scene.has_word_of("informs")
    if speaks and (number := _find_own_number(scene)) and not _is_alien(scene):
        return "number", claim_from_finding(number)
    place = scene.is_familiar if scene.message.traits.recorded else scene.has_word_of("place")
    owned = scene.has_word_of("asset_card", "asset_app", "asset_account")
    if scene.is_told_call and scene.steals and not (scene.is_headed_otherwise or scene.is_private):
        programme = any(e.kind in ("programme", "topic") for e in scene.found)
        if named or programme or owned or (scene.speaks_of_business and not scene.names_any_brand):
            return "told", Evidence("claim", "told", 0, 0, "")
    if owned and scene.steals and not (scene.spoken or _is_alien(scene) or scene.is_headed_otherwise):
        return "asset", Evidence("claim", "asset", 0, 0, "")
    wanted = scene.push or scene.asked or scene.lures
    if scene.spoken and named and wanted and not (place or scene.is_private or scene.has_word_of("i_called")):
        return "told", Evidence("claim", "told", 0, 0, "")
    return None


_SENDS_BY = defer_pattern(
    r"\b(?:je|j['’]|on|nous|i|we)\b[^.!?\n]{0,25}\b(?:r?envo|exp[ée]di|post|send|ship)\w*[^.!?\n]{0,20}\b(?:en|par|via|avec|by|with) $",
    re.IGNORECASE,
)


def sends_by_it(scene: ClaimContext, claims: ClaimFinder) -> bool:
    """Whether it is named as that by which whoever writes sends something: *je l'envoie en Chronopost*."""
    named = claims.find_named(scene.text, "text")
    return named is not None and _SENDS_BY.search(scene.message.text, 0, named.start) is not None


def _is_alien(scene: ClaimContext) -> bool:
    """Whether somebody else writes, or people who know each other."""
    return scene.is_familiar or scene.is_named_otherwise or scene.is_private


def _reaches_for_reader(scene: ClaimContext) -> bool:
    """Whether the message leads, asks or sends home in a way that only the institution would."""
    if scene.is_private or scene.is_headed_otherwise or scene.is_named_otherwise:
        return scene.push and scene.asked and not scene.is_private
    lured = (scene.lures and not scene.has_word_of("place")) or scene.names_secret
    if scene.push and (scene.asked or lured or not scene.is_familiar):
        return True
    # Who only talks about the institution has no reason to send the reader to its door.
    invited = (
        scene.leads_home and not scene.has_own_name and scene.has_word_of("yours", "click_now", "give_now")
    )
    return not scene.is_familiar and ((scene.asked and (scene.steals or not scene.has_own_name)) or invited)


def _find_own_place(scene: ClaimContext) -> Evidence | None:
    """The claim of whoever sends the reader to the institution's own site or number, as its own messages do; or of a call
    that is told to have come from that number."""
    number = _find_own_number(scene)
    if not number and not scene.leads_home:
        return None
    leads = not (scene.push or scene.has_own_name)
    speaks = speaks_unnamed(scene, at_desk=True) or (scene.leads_home and _speaks_of_its_things(scene))
    if (leads and speaks) or (number and _rang(scene, number)):
        return Evidence("claim", HOME, 0, 0, "")
    return None


def _speaks_of_its_things(scene: ClaimContext) -> bool:
    """Whether a message that addresses nobody is about what the institution deals with: *paiement de l'amende*."""
    others = scene.plays or scene.is_told_call or scene.only_reports or scene.is_familiar or scene.is_private
    singular = load_speaker_words("singular")
    return scene.has_word_of("asset_thing") and not others and not scene.says_one_of(singular)


def _rang(scene: ClaimContext, number: Evidence) -> bool:
    """Whether it is told that a call came from a number: *le 3939 m'a rappelé*."""
    shape, rang = dict(scene.shapes).get(number.field, scene.text), scene.words.letters_of("called_me")
    after = (i for i, s in enumerate(shape.atom_starts) if shape.original_place(s) >= number.end)
    at = next(after, len(shape.letters))
    return scene.is_told_call and not rang.isdisjoint(shape.letters[at : at + 2])


def speaks_unnamed(scene: ClaimContext, *, at_desk: bool = False) -> bool:
    """Whether a message in which nobody is named speaks to the reader as an institution does: formally, and nobody else
    presents themselves, tells, jokes or warns; ``at_desk``: it may speak of a place where a card is shown, and, of what lies in
    the reader's account, as one person who works there."""
    if scene.plays or scene.is_private or scene.is_told_call or scene.only_reports:
        return False
    if scene.has_word_of("friend") or (scene.is_familiar and not at_desk):
        return False
    if scene.is_named_otherwise or scene.is_headed_otherwise or scene.names_any_brand:
        return False
    employed = at_desk and any(e.kind == "account" for e in scene.found)
    if not employed and scene.says_one_of(load_speaker_words("singular")):
        return False
    return any(addresses_stranger(shape.folded) for _, shape in scene.shapes)


def _find_dangled_thing(scene: ClaimContext) -> Evidence | None:
    """Its card, rights or programme, where a link leads elsewhere and nobody else presents themselves."""
    if not scene.links_away or scene.is_named_otherwise:
        return None
    if named := next((e for e in scene.found if e.kind == "programme"), None):
        return named
    own, rights = (
        scene.words.letters_of("asset_card", "asset_account", "asset_thing"),
        scene.words.letters_of("asset_rights"),
    )
    for field, shape in scene.shapes:
        for i, letter in enumerate(shape.letters):
            if letter in own or (letter in rights and not shape.words[i].startswith(_ANYBODYS)):
                start, end = shape.atom_span(i, i)
                asset = move_to_field(Evidence("claim", "asset", start, end, shape.text[start:end]), field)
                if not is_to_bring(scene, asset):
                    return asset
    return None


_ANYBODYS = ("vos ", "les ", "mes ", "tes ", "droits", "prestations", "couverture", "protection")
"""Rights that other bodies speak of too."""


def _find_own_number(scene: ClaimContext) -> Evidence | None:
    for e in scene.found:
        if (
            e.kind == "number"
            and isinstance(e.about, FoundNumber)
            and scene.view.find_point(e.about.medium, e.value)
        ):
            return e
    return None


def claim_from_finding(e: Evidence) -> Evidence:
    """A claim that lies in another finding: a host that imitates, a number of the institution."""
    return Evidence("claim", e.kind, e.start, e.end, e.raw, e.field)
