"""SVG written by hand: elements, and text that stays text whatever it holds."""

import re
from xml.sax.saxutils import escape

_ILLEGAL = re.compile(
    "[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]"
)
"""What XML cannot hold, and what would turn the direction of the text around it."""


def clean(text: str) -> str:
    """Text for between two tags, on one line.

    >>> clean("<b> &\\n\\x07")
    '&lt;b&gt; &amp; �'
    """
    return escape(" ".join(_ILLEGAL.sub("\ufffd", text).split()))


def element(name: str, *inside: str, **attributes: str | float) -> str:
    """An element. An underscore in the name of an attribute is a hyphen, and one at its end is left out.

    >>> element("text", clean("a<b"), x=1.25, text_anchor="end", class_="name")
    '<text x="1.2" text-anchor="end" class="name">a&lt;b</text>'
    """
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_value(value)}"' for key, value in attributes.items()
    )
    return f"<{name}{given}>{''.join(inside)}</{name}>" if inside else f"<{name}{given}/>"


def _value(value: str | float) -> str:
    if isinstance(value, str):
        return escape(value, {'"': "&quot;"})
    return f"{value:.1f}".removesuffix(".0")
