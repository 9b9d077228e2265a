"""Secrets that a text says to keep: *gardez vos codes pour vous* warns, and asks for nothing."""

from tocsin.deferred_pattern import defer_pattern
from tocsin.evidence.token_string import TokenString

_WITHIN = 80
"""Letters on each side of a secret in which it may be said to keep it."""
_KEEP = r"(?:gard|conserv)(?:e|es|er|ez)|keep"
_ONESELF = r"(?:pour (?:vous|toi|soi)|(?:to|for) yourself)\b"
_BEFORE = defer_pattern(rf"\b(?:{_KEEP})\b(?:(?!{_ONESELF})[^.?!:;,])*$")
_AFTER = defer_pattern(rf"[^.?!:;,]*?\b{_ONESELF}")
_IT_AFTER = defer_pattern(
    rf"[^?!:;]*?\b(?:{_KEEP})[ -](?:le|la|les|it|them)\b(?: secrete?s?| bien| toujours)?,? {_ONESELF}"
)


def is_kept_to_oneself(shape: TokenString, at: int) -> bool:
    """Whether the thing that an atom names is told to be kept to oneself."""
    start = shape.atom_starts[at]
    after = shape.folded[start : start + _WITHIN]
    if _IT_AFTER.match(after):
        return True
    before = shape.folded[max(0, start - _WITHIN) : start]
    return bool(_AFTER.match(after) and _BEFORE.search(before))
