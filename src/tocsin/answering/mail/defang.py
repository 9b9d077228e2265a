"""A quotation of a hostile message that a mail program cannot turn into a link."""

import re
from typing import Final

from tocsin.message.safe_display import escape_acting_characters

_SCHEME: Final = re.compile(r"\b(h)tt(ps?:)", re.IGNORECASE)
_DOT: Final = re.compile(r"(?<=[^\W_])\.(?=[^\W_])")


def defang_text(text: str) -> str:
    """The text made harmless, its links unclickable, its figures unchanged.

    >>> defang_text("payez 0.99 sur https://ameli-vitale.example/carte, ou à a@b.example")
    'payez 0.99 sur hxxps://ameli-vitale[.]example/carte, ou à a@b[.]example'
    """
    text = _SCHEME.sub(r"\1xx\2", escape_acting_characters(text))
    return _DOT.sub(lambda found: "." if _is_in_number(text, found.start()) else "[.]", text)


def _is_in_number(text: str, dot: int) -> bool:
    """Whether the dot stands between two figures, as in a sum, and not in an address of figures."""
    return text[dot - 1].isdigit() and text[dot + 1].isdigit() and not _is_in_address(text, dot)


def _is_in_address(text: str, dot: int) -> bool:
    """Whether what surrounds the dot has another: ``192.0.2.1``."""
    around = text[max(0, dot - 4) : dot] + text[dot + 1 : dot + 5]
    return "." in around
