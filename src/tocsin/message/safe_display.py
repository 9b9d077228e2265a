"""Show hostile text without letting it act: nothing of a message reaches a terminal raw.

Control characters, ANSI escapes, direction overrides, zero-width characters and lone surrogates are
written by their number, where they stand: they are often the disguise itself.
"""

import re

from tocsin.deferred_pattern import defer_pattern

_ACTING = defer_pattern(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
_EMOJI_JOINER = "\u200d"


def escape_acting_characters(text: str) -> str:
    """A text that can be shown as it is.

    >>> escape_acting_characters("\\x1b[31mrouge")
    '⟨U+001B⟩[31mrouge'
    """
    if text.isascii() and text.isprintable():
        return text
    return _ACTING.sub(_escape_match, text.replace("\r\n", "\n"))


def escape_to_one_line(text: str, limit: int = 0) -> str:
    """A harmless text on one line, cut at a number of characters where one is given."""
    if limit and len(text) > limit:
        text = text[: limit - 1] + "…"
    return " ".join(escape_acting_characters(text).split())


def _escape_match(found: re.Match[str]) -> str:
    if found[0] == _EMOJI_JOINER and _between_pictures(found.string, found.start()):
        return _EMOJI_JOINER
    return f"⟨U+{ord(found[0]):04X}⟩"


def _between_pictures(text: str, at: int) -> bool:
    """Whether a joiner only joins two pictures, as in a family of emoji."""
    after = text[at + 1 : at + 2]
    before = text[max(0, at - 1) : at]
    return bool(before and after) and min(before, after) >= "\u2190" and max(before, after) > "\ud7ff"
