"""How a message came, where nobody says."""

import re

from tocsin.charter.channels import CHANNELS, ChannelId
from tocsin.deferred_pattern import defer_pattern
from tocsin.message.retelling import find_retold_channel

_TOLD = tuple(
    # Who was left a message often tells of the call too: what was recorded is looked for first.
    (way.id, way.told)
    for way in sorted(CHANNELS.values(), key=lambda way: not way.recorded)
    if way.told
)
"""Channel, and how a person tells of it."""
_LONG_FOR_AN_SMS = 1_000
_LONG_FOR_ONE_SMS = 480
"""Characters of three parts: few messages of an institution are longer."""
_MANY_LINES = 4
"""Lines of one SMS, at most."""
_LETTER = defer_pattern(
    r"(?:madame|monsieur)[^\n]{0,20},[ \t]{0,9}\n"
    r"|^[ \t]{0,9}(?:objet|[nv]os? r[ée]f|[nv]/r[ée]f|r[ée]f[ée]rences?)[^\n]{0,20}:"
    r"|(?:agr[ée]er|recevoir|croire|expression)[^\n]{0,60}(?:salutations|sentiments|consid[ée]ration)"
    r"|ci-joint|sous pli|par retour de courrier"
    r"|(?:coupon|bulletin|formulaire)[^\n]{0,30}(?:retourner|renvoyer|ci-dessous)"
    r"|(?:retourner|renvoyer)[^\n]{0,60}(?:courrier|enveloppe|bo[îi]te postale)",
    re.IGNORECASE | re.MULTILINE,
)
"""What a letter that was copied looks like."""
_ADDRESS = defer_pattern(r"https?:|www\.|\w\.(?:fr|com|net|org|example|info|top)\b|/\w", re.IGNORECASE)
"""What nobody says on the telephone."""


def list_plausible_channels(text: str, sender: str = "") -> tuple[ChannelId, ...]:
    """Every way in which a message may have come, where nobody says, the likeliest first.

    >>> list_plausible_channels("Madame, Monsieur,\\nVeuillez nous retourner le formulaire.")
    ('letter',)
    """
    if "@" in sender[1:]:
        return ("email",)
    if sender.startswith("@"):
        return ("social",)
    if sender:
        return ("sms",)
    head = text[:2_000]
    if retold := find_retold_channel(head):
        return (retold,)
    for channel, told in _TOLD:
        if re.search(told, head, re.IGNORECASE):
            return (channel,)
    if len(text) > _LONG_FOR_AN_SMS:
        return ("email", "letter")
    lines = sum(not line.isspace() for line in head.splitlines() if line)
    if len(text) > _LONG_FOR_ONE_SMS or lines > _MANY_LINES or _LETTER.search(head):
        return ("sms", "letter", "email")
    return ("sms", "call") if not _ADDRESS.search(head) else ("sms",)
