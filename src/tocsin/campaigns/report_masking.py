"""A reported message without what it tells of the person who got it.

What a swindler put there to be used stays: links, numbers to ring, addresses to write to. What names the reader
goes: identifiers, the name after a greeting or a title, the postal address, the date of birth, file numbers. Each is
replaced by its kind in square brackets, so that copies to many people read alike.
"""

import re
from typing import Final

from tocsin.conversation.masking import mask_secrets

_NAME: Final = r"(?:[A-ZÀ-ÖØ-Þ][\w'’-]+|[A-ZÀ-Þ]\.)"
_GREETED = re.compile(
    r"\b(?P<greeting>(?i:bonjour|bonsoir|salut|coucou|cher|ch[èe]re|dear|hello|hi)|(?i:madame|monsieur|mademoiselle)"
    r"|M(?:me|lle|r|rs|s)\.?|M\.)(?P<gap>,?\s+)(?P<name>" + _NAME + r"(?:[ \t]+" + _NAME + r"){0,3})"
)
_TITLES: Final = frozenset(
    "m madame monsieur mademoiselle mme mlle mr mrs ms client cliente assuré assurée abonné abonnée usager utilisateur"
    " utilisatrice customer sir votre vous nous le la les un une your we you".split()
)
_ADDRESS = re.compile(
    r"\b\d{1,4}(?:\s?(?:bis|ter))?,?\s+(?:rue|avenue|av\.|bd|boulevard|place|chemin|impasse|allées?|route|quai|cours)\s+[^\n,.;:]{2,60}"
    r"(?:,?\s+\d{5}(?:\s+[A-ZÀ-Þ][\w' -]{1,30})?)?",
    re.IGNORECASE,
)
_BORN = re.compile(
    r"(?i)\b(né[e()]*\s+le|date de naissance\s*:?|born on)\s+\d{1,2}[ /.-]\w{1,9}[ /.-]\d{2,4}"
)
_FILE = re.compile(
    r"(?i)\b((?:n°|no|numéro|num|réf(?:érence)?|dossier|contrat|client|allocataire|adhérent|suivi|avis)\s*(?:de\s+\w+\s*)?[.:°]?\s*)"
    r"(?=[A-Z0-9-]*\d)([A-Z0-9][A-Z0-9-]{5,})\b(?![./@])"
)


def mask_reported_text(text: str) -> str:
    """The text as it may be kept.

    >>> mask_reported_text("Bonjour Mme Petit, votre dossier 88231190 : https://a.example, 01 99 00 12 34")
    'Bonjour Mme [NOM], votre dossier [NUMÉRO] : https://a.example, 01 99 00 12 34'
    """
    text = mask_secrets(text).text
    text = _ADDRESS.sub("[ADRESSE]", text)
    text = _BORN.sub(r"\1 [DATE]", text)
    text = _FILE.sub(r"\1[NUMÉRO]", text)
    return _GREETED.sub(_mask_greeted, text)


def _mask_greeted(found: re.Match[str]) -> str:
    """The greeting with its name masked; titles within it stay."""
    words = found["name"].split()
    kept: list[str] = []
    while words and words[0].lower().strip(".,") in _TITLES:
        kept.append(words.pop(0))
    if not words:
        return found[0]
    return f"{found['greeting']}{found['gap']}{''.join(word + ' ' for word in kept)}[NOM]"
