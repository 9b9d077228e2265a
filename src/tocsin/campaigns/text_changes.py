"""What changes between two texts of a campaign, word by word."""

from difflib import SequenceMatcher

from msgspec import Struct

LONGEST = 400
"""Words of a text that are compared."""


class TextChange(Struct, frozen=True):
    was: str
    """Empty where words came in."""
    now: str
    """Empty where words fell out."""


def list_text_changes(one: str, other: str) -> tuple[TextChange, ...]:
    """Where the second text differs from the first, in its order; capitals count, white space does not.

    >>> list_text_changes("Payez 35 € sur a.example", "Payez vite 35 € sur b.example")
    (TextChange(was='', now='vite'), TextChange(was='a.example', now='b.example'))
    """
    was, now = one.split()[:LONGEST], other.split()[:LONGEST]
    steps = SequenceMatcher(None, was, now, autojunk=False).get_opcodes()
    return tuple(
        TextChange(" ".join(was[a:b]), " ".join(now[c:d])) for kind, a, b, c, d in steps if kind != "equal"
    )
