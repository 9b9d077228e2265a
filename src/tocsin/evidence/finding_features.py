"""What was found in a message as features of the text classifier, beside the words.

A finding counts by what kind of thing it is (a bank card asked, a link elsewhere, a claim in the words alone), by
the channel, and together with each other one; never by the number, host or name that was found. A sender's
ordinary number says nothing: whoever writes has one.
"""

import re
from collections.abc import Iterable
from itertools import combinations

from tocsin.deferred_pattern import defer_pattern
from tocsin.evidence.claims import LIKENESS, NAMED
from tocsin.evidence.model import ClaimGround, Evidence, FoundNumber, LinkTarget

MARK = "#"
"""Begins the names of these features; no word does."""
_MOST = 24
"""Findings of different kinds that are taken together with each other."""
_PLAIN = frozenset({"disguise", "attachment", "masked", "account", "programme", "signature"})
"""Kinds whose value is what stands in the message."""
_SUMMED = frozenset({"ask", "lure", "named", "pressure"})
"""Kinds that count by themselves too, whatever the value."""
_QUOTE = defer_pattern('[«“"]')
_ENTRY = defer_pattern(r"^[ \t]*[-–—•]", re.MULTILINE)
_TURN = defer_pattern(r"^[ \t]*[^\W_][^\n:]{0,24}:", re.MULTILINE)
_LONGEST_LOOKED_AT = 4000
"""Characters of a text whose layout is looked at."""


def name_findings(evidence: Iterable[Evidence]) -> set[str]:
    """The findings by their kinds, each once.

    >>> sorted(name_findings([Evidence("ask", "card", 0, 4, "code"), Evidence("sender", "+33639980411", 0, 0, "")]))
    ['#ask', '#ask:card', '#sender']
    """
    names: set[str] = set()
    for e in evidence:
        if name := "" if e.value in (LIKENESS, NAMED) else _name_finding(e):
            names.add(MARK + name)
        if e.kind in _SUMMED:
            names.add(MARK + e.kind)
        if isinstance(e.about, LinkTarget) and e.about.poses:
            names.add(f"{MARK}poses")
    return names


def _name_finding(e: Evidence) -> str:
    about = e.about
    if isinstance(about, ClaimGround):
        return f"claim:{about.rests_on}"
    if isinstance(about, LinkTarget):
        return f"{e.kind}:{about.standing}"
    if isinstance(about, FoundNumber):
        if e.kind == "number":
            return f"number:{about.role}:{about.tariff}:{about.medium}"
        return "" if about.medium == "phone" and about.tariff != "premium" else f"sender:{about.medium}"
    if e.kind in _PLAIN or e.kind == "sender":
        return e.kind
    if e.kind in ("registered", "resemblance"):
        return ""
    if e.kind == "claim":  # of another name: its field, and whether it stands as the head
        brand, _, field = e.value.partition(":")
        return f"{brand}:{field.partition(':')[2]}"
    return f"{e.kind}:{e.value}"


def name_layout(text: str) -> set[str]:
    """How a text is set: whether it cites, lists, or tells who says what.

    >>> sorted(name_layout("Lui : « votre carte ? »\\nMoi : non"))
    ['#quotes', '#turns']
    """
    text = text[:_LONGEST_LOOKED_AT]
    names = set()
    if _QUOTE.search(text):
        names.add(f"{MARK}quotes")
    if "\n" in text:
        if len(_ENTRY.findall(text)) > 1:
            names.add(f"{MARK}list")
        if len(_TURN.findall(text)) > 1:
            names.add(f"{MARK}turns")
    return names


def list_everything_found(evidence: Iterable[Evidence], text: str) -> frozenset[str]:
    """The findings and the layout of a message. Few kinds of things come together: what they weigh is kept by these."""
    return frozenset(name_findings(evidence) | name_layout(text))


def list_finding_features(names: Iterable[str], channel: str) -> set[str]:
    """Everything that counts of findings: each, each by this channel, and each two of them.

    >>> sorted(list_finding_features({"#ask:card", "#link:foreign"}, "sms"))
    ['#ask:card', '#ask:card#link:foreign', '#link:foreign', 'sms#ask:card', 'sms#link:foreign']
    """
    kept = sorted(names)[:_MOST]
    features = {*kept, *(f"{channel}{name}" for name in kept)}
    features.update(a + b for a, b in combinations(kept, 2))
    return features
