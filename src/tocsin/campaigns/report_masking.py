"""A reported message without what it tells of the person who got it.

What a swindler put there to be used stays: links, numbers to ring, addresses to write to. What names the reader
goes: identifiers, the name after a greeting or a title, the postal address, the date of birth, file numbers, an address
or a number that is said to be the reader's, and what a link says after its ``?``, by which a swindler knows whom it was
sent to. Each is replaced by its kind in square brackets, so that copies to many people read alike.
"""

import re
from collections.abc import Callable
from email.utils import parseaddr
from functools import cache
from typing import Final

from tocsin.charter.loading import list_charter_names, load_charter
from tocsin.conversation.masking import mask_secrets
from tocsin.evidence.fold import fold_text

_NAME: Final = r"(?:[A-ZÀ-ÖØ-Þ][\w'’-]+|[A-ZÀ-Þ]\.)"
_GREETED = re.compile(
    r"\b(?P<greeting>(?i:bonjour|bonsoir|salut|coucou|cher|ch[èe]re|dear|hello|hi)|(?i:madame|monsieur|mademoiselle)"
    r"|M(?:me|lle|r|rs|s)\.?|M\.)(?P<gap>,?\s+)(?P<name>" + _NAME + r"(?:[ \t]+" + _NAME + r"){0,3})"
)
_TITLES: Final = frozenset(
    "m madame monsieur mademoiselle mme mlle mr mrs ms client cliente assuré assurée abonné abonnée usager utilisateur"
    " utilisatrice customer sir votre vous nous le la les un une your we you".split()
)
_SHORT: Final = 6
"""Digits that a number has at most which is no person's."""
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
_QUERY: Final = re.compile(r"(?<=[\w/.-])\?[^\s<>\"]{1,2000}")
_PARAMETER: Final = re.compile(r"(?<=[?&;])([^=&;#]{1,40}=)[^&;#]+")
_EMAIL: Final = r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+"
_YOURS: Final = re.compile(
    r"(?i)\b((?:(?:votre|ton|your)\s+(?:[\w'’-]+\s+){0,2}(?:compte|adresse|bo[iî]te|identifiant|e-?mail|courriel|mail|messagerie|ligne|num[ée]ro|mobile"
    r"|t[ée]l[ée]phone|portable|account|address|mailbox|number|phone|line)|(?:bonjour|bonsoir|salut|cher|ch[èe]re|hello|dear|hi))"
    r"\s*(?:de\s+\w+\s*)?[:(,]?\s*)(" + _EMAIL + r"|(?:\+33|0033|0)\s?[1-9](?:[ .-]?\d{2}){4})(?![\w@])"
)


def mask_reported_text(text: str) -> str:
    """The text as it may be kept.

    >>> mask_reported_text("Bonjour Mme Petit, votre dossier 88231190 : https://a.example, 01 99 00 12 34")
    'Bonjour Mme [NOM], votre dossier [NUMÉRO] : https://a.example, 01 99 00 12 34'
    """
    text = mask_secrets(text).text
    text = _QUERY.sub(lambda found: _PARAMETER.sub(r"\1[…]", found[0]), text)
    text = _YOURS.sub(lambda found: found[1] + ("[COURRIEL]" if "@" in found[2] else "[TÉLÉPHONE]"), text)
    text = _ADDRESS.sub("[ADRESSE]", text)
    text = _BORN.sub(r"\1 [DATE]", text)
    text = _FILE.sub(r"\1[NUMÉRO]", text)
    return _GREETED.sub(_mask_greeted, text)


def mask_private_sender(sender: str, *, accused: bool, claims: bool = False) -> str:
    """The sender as it may be kept: a private person's name, number or mailbox goes.

    A short number is nobody's, and neither is a name that an institution is known by (``claims``). Of a message that is
    accused the number, the address and a name in one word stay: by them an operator finds the line; a name of several
    words goes, since it is often that of whose account was taken. Of an address that nothing accuses the host stays.

    >>> mask_private_sender("06 39 98 12 34", accused=False), mask_private_sender("38663", accused=False)
    ('[TÉLÉPHONE]', '38663')
    >>> mask_private_sender("Jean Petit <jean@a.example>", accused=True)
    '[NOM] <jean@a.example>'
    """
    name, address = parseaddr(sender)
    if "@" in address:
        kept = address if accused else f"[COURRIEL]@{address.rpartition('@')[2]}"
        shown = name and (name if claims else "[NOM]")
        return f"{shown} <{kept}>" if shown else kept
    digits = re.sub(r"[\s.()+-]", "", sender)
    if digits.isdecimal():
        return sender if accused or len(digits) <= _SHORT else "[TÉLÉPHONE]"
    bare = sender.strip()
    is_word = accused and " " not in bare
    return bare if not bare or claims or is_word else "[NOM]"


@cache
def _match_institution_name() -> Callable[[str], object]:
    """Whether folded words begin with a name that is an institution's alone, or are one that others bear too."""
    lexicons = [load_charter(name).lexicon for name in list_charter_names()]
    alone = "|".join(name for one in lexicons for name in one.names)
    shared = "|".join(name for one in lexicons for name in one.short_names)
    return re.compile(f"(?:{alone})(?![^ ])|(?:{shared})$").match


def _mask_greeted(found: re.Match[str]) -> str:
    """The greeting with its name masked; titles within it stay, and an institution that greets by its name."""
    words = found["name"].split()
    is_title = found["greeting"].lower().strip(".") in _TITLES
    if not is_title and _match_institution_name()(" ".join(re.findall(r"\w+", fold_text(found["name"])))):
        return found[0]
    kept: list[str] = []
    while words and words[0].lower().strip(".,") in _TITLES:
        kept.append(words.pop(0))
    if not words:
        return found[0]
    return f"{found['greeting']}{found['gap']}{''.join(word + ' ' for word in kept)}[NOM]"
