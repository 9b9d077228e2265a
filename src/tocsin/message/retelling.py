"""Whether a person tells in their own words of what they received, instead of copying it.

*J'ai reçu un mail d'ameli qui demande mon RIB, c'est normal ?* is no e-mail: it says what stood in one, and is read
as a call that is told of, under the rules for e-mails.
"""

import re

from tocsin.charter.channels import CHANNELS, ChannelId
from tocsin.deferred_pattern import defer_pattern

_TELLERS = (
    r"(?:j['’ ]?(?:ai|avais)|je viens de|on (?:a|vient de)|nous avons|(?:mon|ma|mes|notre) [\w-]+ (?:a|ont|vient de)"
    r"|i(?:['’]ve| have|)|we(?:['’]ve| have|)|my [\w-]+(?: has|))"
)
_GOT = r"(?:re[çc]u[es]?s?|recevoir|eu|got|received|had)"
_GREETING = r"(?:(?:bonjour|bonsoir|salut|hello|hi|good (?:morning|evening))\b[^.!?\n]{0,30}?[\s.,!:]+)?"
_SAYS = (
    r"(?:qui|avec|with|o[uù]|me|m['’]|nous|disant|demand\w+|dit|comme quoi|pour (?:me|que|payer|mettre|renouveler)|il faut|je dois"
    r"|c['’]est (?:vrai|normal|quoi|une arnaque|bien)|asking|asks?|saying|says|that|telling|wants?|is it)"
)
# An institution that writes *nous avons bien reçu votre courrier* tells of nothing that came in its name.
_NEAR = r"(?:(?!\b(?:votre|vos|ton|ta|tes|your)\b)[^.!?\n]){0,30}?"
# What a friend wrote of the institution is no message in its name.
_KNOWN_PERSON = (
    r"(?:d['’ ]une? |de (?:l['’]|un |une |ma |mon |mes |notre |nos )|from (?:a |an |my |our ))(?:\w+ )?"
    r"(?:copine?s?|ami\w*|potes?|coll[èe]gues?|voisin\w*|m[èe]re|p[èe]re|parents|fr[èe]res?|s(?:œ|oe)urs?|fils|fille|cousine?s?|tante|oncle"
    r"|mari|femme|compagn\w+|proprio|propri[ée]taire|patronn?e?|chef|friends?|colleagues?|neighbou?rs?|mum|mother|dad|father|sister|brother"
    r"|son|daughter|aunt|uncle|boss|landlord|landlady)\b"
)
_NAMED = "|".join(f"(?P<{way.id}>{way.named})" for way in reversed(CHANNELS.values()) if way.named)
_RETELLING = defer_pattern(
    rf"\W{{0,3}}{_GREETING}{_TELLERS}(?: \w+){{0,2}} {_GOT} {_NEAR}\b(?:{_NAMED})\b(?! {_KNOWN_PERSON})[^\n]{{0,120}}?\b{_SAYS}",
    re.IGNORECASE,
)


def find_retold_channel(text: str) -> ChannelId | None:
    """How what a person tells of came to them; None where the text is no such telling.

    >>> find_retold_channel("Bonjour, j'ai reçu un mail d'ameli qui me demande mon RIB, c'est normal ?")
    'email'
    >>> find_retold_channel("Votre colis est en attente.") is None
    True
    """
    found = _RETELLING.match(text)
    return found.lastgroup if found else None
