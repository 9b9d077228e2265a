"""What was found in a picture: words with their places, and codes; a browser sends the same record."""

from typing import Annotated, Final

from msgspec import Meta, Struct

WORDS: Final = 6_000
"""Words of a picture, at most: a page of small print has 1,200."""
CODES: Final = 20
MOST_SIDE: Final = 20_000
"""Pixels of a side, at most."""

Place = Annotated[int, Meta(ge=-MOST_SIDE, le=2 * MOST_SIDE)]


class PictureWord(Struct, frozen=True, array_like=True):
    text: Annotated[str, Meta(max_length=400)]
    confidence: Annotated[float, Meta(ge=-1, le=101)]
    """0 to 100, as the recogniser has it."""
    left: Place
    top: Place
    right: Place
    bottom: Place


class PictureWords(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    width: Annotated[int, Meta(ge=1, le=MOST_SIDE)]
    height: Annotated[int, Meta(ge=1, le=MOST_SIDE)]
    lines: Annotated[tuple[tuple[PictureWord, ...], ...], Meta(max_length=WORDS)] = ()
    """Words by lines, from above to below as the recogniser orders them."""
    codes: Annotated[tuple[Annotated[str, Meta(max_length=4_000)], ...], Meta(max_length=CODES)] = ()
    """What QR codes and their like hold."""


class PictureMessage(Struct, frozen=True, kw_only=True):
    """The message that a picture shows, for a person to look at before it is judged."""

    text: str
    sender: str = ""
    subject: str = ""
    channel: str = ""
    """Empty where the picture does not show how it came."""
    own: str = ""
    """What the person had answered: seen apart, and never judged."""
