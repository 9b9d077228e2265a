"""Asks that want nothing of the reader here: the message gives the code itself, or what it names is typed on a page that is open,
stands on paper, is done on the institution's own site or at a counter, or is to be brought along."""

import re

from tocsin.deferred_pattern import defer_pattern
from tocsin.evidence.claim_context import ClaimContext
from tocsin.evidence.finding_stance import WIDE
from tocsin.evidence.model import Evidence, ItemRequest

_CHANGED = defer_pattern(
    r"(?:chang|modifi|renouvel)\w+ (?:de |votre |vos |ton |your )(?:mots? de passe|password)$", re.IGNORECASE
)
_BY_LINK = defer_pattern(
    r"\b(?:liens?|cliqu\w+|clic|bouton|ici|ci[- ](?:dessous|apr[eè]s|joint)|flash\w+|scann\w+|qr|formulaire|link|click)\b",
    re.IGNORECASE,
)
"""What may lead to a page that the text does not show."""
_GIVEN = defer_pattern(
    r"ci[- ](?:dessous|apr[eè]s|dessus|contre)|plus bas|que voici|voici|suivant|below|following"
    r"|\b(?=[A-Z0-9 -]{4,12}\b)(?:[A-Z]*[0-9][A-Z0-9]*[ -]?){1,4}\b",
)
_GIVEN_BEFORE = defer_pattern(r"\bcode\b[^.!?\n]{0,30}?\b\d{2,4}[ -]?\d{2,4}\b", re.IGNORECASE)
_NEAR = 90
"""Characters around the name of a code in which it is given."""
_ON_OPEN_PAGE = defer_pattern(
    r"\bcode\b[^.!?;:,\n]{0,60}?\b(?:sur|dans) (?:la page|la fen[êe]tre|l['’][ée]cran|l['’]onglet)\b[^.!?;:,\n]{0,30}?\b"
    r"(?:que vous (?:avez|venez d['’]) ?ouv|(?:d[ée]j[àa]|encore|rest[ée]e?) ouvert|o[uù] vous l['’]avez demand)",
    re.IGNORECASE,
)
_ON_PAPER = defer_pattern(
    r"\bcode\b(?:\s+(?:\w+\s+){0,3}?|\s*:\s*)(?:sur|au dos d[eu]|en bas d[eu])\s+(?:l[ea]\s|l['’]|votre\s|vos\s|notre\s)\s*"
    r"(?:re[çc]u|r[ée]c[ée]piss[ée]|ticket|[ée]tiquette|facture|compte[ -]rendu|feuille|fiche)",
    re.IGNORECASE,
)
_TO_RING = defer_pattern(
    r"(?:r?appel|compos|joign|joindre|t[ée]l[ée]phon|call|ring|dial)\w*\b(?!.*\b(?:donn|lis|lire|dict|dire|dites|indiqu|communiqu|chiffre"
    r"|digit|give|read|tell)).*\b(?:sur le|au|le|on the|the) (?:\w+ ){0,2}(?:num[ée]ro|number)\b",
    re.IGNORECASE | re.DOTALL,
)
_PICKUP = defer_pattern(
    r"\b(?:lockers?|consignes?|casiers?|(?:point[ -])?relais|bureau de poste)\b[^!?]{0,160}\bcode\b"
    r"|\bcode\b[^!?]{0,60}\b(?:retrait|lockers?|consignes?|casiers?|relais)\b"
    r"|\bpr[ée]sentez (?:ce|le) code\b[^.!?]{0,30}\bpi[èe]ce d['’]identit[ée]",
    re.IGNORECASE,
)
"""A code in a notice of a parcel that waits."""
_AT_HAND = defer_pattern(r"munissez\b", re.IGNORECASE)
_RENEWAL = defer_pattern(
    r"(?:mett\w+ [àa] jour|actualis\w+|modifi\w+|chang\w+|remplac\w+|ajout\w+|update|change|replace|add)\b",
    re.IGNORECASE,
)
_FIELD = defer_pattern(r"[:_=]|\.{3}|\[")
_NAME_OF_CARD = 3
"""Words of a card's name, at most: what goes on says what becomes of it."""
_BRING = defer_pattern(
    r"\b(?:[àa] (?:apporter|pr[ée]voir|amener)|(?:apport|pr[ée]voy|amen)ez|venez avec|pensez [àa] (?:apporter|amener)|bring)\b"
    r"(?:(?!renouv|activ|[àa] jour|\bmett|r[ée]cup[ée]r|command|rempla|demand|cliqu|renew|updat)[^.!?\n])*$",
    re.IGNORECASE,
)


def is_changed_alone(scene: ClaimContext, e: Evidence) -> bool:
    """Whether a password is to be changed, and nothing leads to where: *si ce n'est pas vous, changez votre mot de passe*
    tells what to do, and asks nobody for it."""
    return (
        e.value == "password"
        and not scene.push
        and _CHANGED.search(e.raw) is not None
        and not _BY_LINK.search(scene.message.text)
    )


def is_done_already(scene: ClaimContext, e: Evidence) -> bool:
    """Whether something is said to be done with what would be asked: *Confirmation : vos coordonnées bancaires ont été
    modifiées*."""
    text = scene.message.subject if e.field == "subject" else scene.message.text
    return _DONE.match(text, e.end) is not None


_DONE = defer_pattern(
    r"\s(?:a|ont|vient d['’]|viennent d['’])\s?(?:bien )?(?:été|être)\s(?:bien )?(?:modifi|chang|enregistr|remplac|mis|ajout|pris)|"
    r"\s(?:has|have) been (?:changed|updated|replaced|saved|added|registered)\b",
    re.IGNORECASE,
)


def gives_code(scene: ClaimContext, e: Evidence) -> bool:
    """Whether the message gives the code that it names (*le code provisoire ci-dessous*), here or elsewhere."""
    if e.value != "code" or scene.spoken:
        return False
    text = scene.message.text
    if any(_GIVEN.search(text, start, end + _NEAR) for start, end in scene.named_codes):
        return True
    # *Votre code est 481 207. Ce code sert à payer*; an order to read it out stays one.
    spoken_of = isinstance(e.about, ItemRequest) and e.about.manner == "need"
    return spoken_of and bool(_GIVEN_BEFORE.search(text, max(0, e.start - _NEAR), e.start))


def is_typed_where_opened(scene: ClaimContext, e: Evidence) -> bool:
    """Whether a code is one to type on a page that the reader has open (*le code à saisir sur la page de connexion que vous
    avez ouverte*): nobody who wrote the message has it told."""
    return (
        e.value == "code"
        and not scene.spoken
        and bool(_ON_OPEN_PAGE.search(scene.message.text, e.start, e.end + _NEAR))
    )


def is_on_paper(scene: ClaimContext, e: Evidence) -> bool:
    """Whether a code is one that the reader holds on paper: *code sur votre reçu*; no stranger sends them to it."""
    return e.value == "code" and bool(_ON_PAPER.search(scene.message.text, e.start, e.end + _NEAR))


def is_for_pickup(scene: ClaimContext, e: Evidence) -> bool:
    """Whether a code is one that opens a locker or is shown where a parcel waits, and nothing leads elsewhere."""
    written = not (scene.spoken or scene.push)
    return e.value == "code" and written and _PICKUP.search(scene.message.text) is not None


def is_to_ring(e: Evidence) -> bool:
    """Whether what stands on the back of a card, or of a chequebook, is the number to ring: *rappelez sur le numéro au dos*."""
    return e.value == "card" and _TO_RING.match(e.raw) is not None


def is_done_at_home(scene: ClaimContext, e: Evidence) -> bool:
    """Whether what is named goes with a link to the institution's own site, and is no field to fill in here; is to be at
    hand there, or typed in after its address; or is to be brought up to date at that site, which stands in the same
    sentence."""
    if not isinstance(e.about, ItemRequest) or scene.push or not scene.leads_home:
        return False
    if e.about.manner == "form":
        return not _FIELD.search(e.raw + scene.message.text[e.end : e.end + 4])
    if e.about.manner in ("imperative", "need") and _AT_HAND.match(e.raw):
        return True
    own = (found for found in scene.found if found.kind == "link" and found.field == e.field)
    if e.about.manner == "imperative" and any(e.start <= found.start < e.end for found in own):
        return True
    if e.about.manner != "imperative" or not _RENEWAL.match(e.raw):
        return False
    sentence = scene.utterances.find_utterance(e.start)
    return any(found.kind == "link" and e.end <= found.start < sentence.end for found in scene.found)


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


def is_to_bring(scene: ClaimContext, e: Evidence) -> bool:
    """Whether a card is named as what to bring to an appointment, and nothing is to be done with it before: *RDV confirmé. À
    prévoir : carte Vitale du parent*."""
    if e.field != "text" or len(e.raw.split()) > _NAME_OF_CARD or not scene.has_word_of("appointment"):
        return False
    return bool(_BRING.search(scene.message.text, max(0, e.start - WIDE), e.start))
