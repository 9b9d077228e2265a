"""The lines of a bubble or a paragraph as the text that was written: where a program broke a line, nothing stood."""

import re
from collections.abc import Sequence
from typing import Final

from tocsin.message.picture.text_line import TextLine

_TIME: Final = re.compile(r"\d{1,2}[:.]\d{2}|[vV✓/]{1,3}|W")
_ADDRESS: Final = re.compile(r"https?:|www\.|\w@\w|\w\.\w{2,}|\w/\w|\w/$", re.IGNORECASE)
_ENDS_SOFTLY: Final = re.compile(r"[\w/=?&_%-]$")
_GOES_ON: Final = re.compile(r"[/?=&.#_%-]\S|\S*[./=?]\S*\w$|[a-z0-9-]+[>)]?$")
_ROOM: Final = 0.6
"""Heights of a line by which a line may be narrower than the widest, and still have been full."""


def join_lines(lines: Sequence[TextLine]) -> str:
    texts = [_without_time(line) for line in lines]
    edge = max((line.right for line in lines), default=0)
    said = ""
    above: TextLine | None = None
    for line, text in zip(lines, texts, strict=True):
        if not text:
            continue
        said += _between(said, above, line, text, edge) + text if said else text
        above = line
    return said.strip()


def _without_time(line: TextLine) -> str:
    """A line without the time that a messenger sets at its end, apart."""
    words = list(line.words)
    while len(words) > 1 and _TIME.fullmatch(words[-1].text):
        if words[-1].left - words[-2].right < 0.8 * line.height and not _TIME.fullmatch(words[-2].text):
            break
        words.pop()
    return " ".join(word.text for word in words)


def _between(said: str, above: TextLine | None, line: TextLine, text: str, edge: int) -> str:
    """What stood between two lines: nothing within an address, a space, or the end of a line."""
    assert above is not None
    first = line.words[0]
    needed = first.right - first.left + _ROOM * above.height
    full = above.right + needed > edge
    last, next_word = said.split()[-1], first.text
    if full and _ADDRESS.search(last) and _ENDS_SOFTLY.search(last):
        alone = len(above.words) == 1
        if next_word[0] in "/?=&.#_%" or last[-1] in "/=?&_-" or (alone and _GOES_ON.fullmatch(next_word)):
            return ""
    if full and last[-1] == "-" and _GOES_ON.fullmatch(next_word) and _ADDRESS.search(next_word):
        return ""
    return " " if full else "\n"
