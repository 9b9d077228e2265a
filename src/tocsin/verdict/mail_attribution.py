"""Who a mail claims to come from: its envelope and its head say it; what it mentions or forwards does not.

An employer writes of the CPAM, a mutuelle of the Assurance Maladie, a daughter forwards a genuine mail: they
speak for themselves. A filter that nobody reads must not call them impostors.
"""

import re
from collections.abc import Iterable
from typing import Final, Literal

from tocsin.deferred_pattern import defer_pattern
from tocsin.evidence.model import Evidence, FoundNumber, LinkTarget
from tocsin.message.model import Message

Attribution = Literal["claimed", "signed", "mentioned"]
"""``claimed`` by the envelope or the head; ``signed`` somewhere else in its own words; only ``mentioned``, or
forwarded."""
HEAD: Final = 160
"""Characters of a text that are its head: a salutation and a first sentence."""
_SPEAKS: Final = frozenset(("sender", "opening", "self", "informs", "titled", "inside_account"))
_SIGNS: Final = _SPEAKS | {"signature", "link", "number"}
_FORWARD: Final = defer_pattern(r"\s{0,8}(?:tr|fwd?|fw|re|ré|wg)\s{0,3}:", re.IGNORECASE)


def attribute_mail(message: Message, claims: Iterable[Evidence]) -> Attribution:
    """How firmly a mail claims to come from the institution."""
    own = [claim for claim in claims if not is_forwarded(message, claim)]
    signed = {claim.start for claim in own if claim.value == "signature" and claim.field == "text"}
    if any(
        _is_in_head(message, claim) for claim in own if claim.field != "text" or claim.start not in signed
    ):
        return "claimed"
    return "signed" if any(claim.value in _SIGNS for claim in own) else "mentioned"


def is_forwarded(message: Message, found: Evidence) -> bool:
    """Whether it stands in a passage that somebody else wrote before, or in the subject of a forward."""
    if found.field == "subject":
        return bool(_FORWARD.match(message.subject))
    if found.field != "text":
        return False
    return any(p.kind != "reply" and p.start <= found.start < p.end for p in message.passages)


def _is_in_head(message: Message, claim: Evidence) -> bool:
    if claim.kind == "registered" or claim.field == "sender":
        return True
    if claim.value not in _SPEAKS:
        return False
    start = len(message.text) - len(message.text.lstrip())
    return claim.field == "subject" or claim.start - start < HEAD


def leads_to_sender(message: Message, found: Evidence, hurried: bool) -> bool:
    """Whether it leads to whoever sent the mail: an ordinary number, or a page under the sender's own domain.

    Where the mail lures and hurries (``hurried``), its own page counts like any other.
    """
    if isinstance(found.about, FoundNumber):
        return found.kind == "number" and found.about.tariff != "premium"
    if found.kind != "link" or not isinstance(found.about, LinkTarget) or hurried:
        return False
    domain = message.sender.rpartition("@")[2].strip("<> \t").lower()
    host = found.about
    return host.standing == "foreign" and (domain == host.domain or domain.endswith(f".{host.domain}"))
