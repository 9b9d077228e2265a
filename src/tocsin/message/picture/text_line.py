"""A line of words with its place, rid of what a recogniser makes of icons."""

import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from statistics import median
from typing import Final

from tocsin.message.picture.model import PictureWord

_SURE: Final = 30.0
"""Confidence below which what is no plain word is an icon, a rule or a shadow."""
_UNSURE_LINE: Final = 35.0
"""Mean confidence below which a line is none."""
_PLAIN_WORD: Final = re.compile(r"\W?[^\W\d_]{4,}\W?")
"""Read without confidence where a small picture stands beside it."""
_ORNAMENT: Final = re.compile(r"^[^\w+(@]*(?:[OQ] )?[^\w+(@]*|[ ‹›<>»«|:•·←→©®—-]+$")
"""Around a name; the round picture beside it reads as a letter of its own."""
_GAP: Final = 0.9
"""Heights of a line between an icon and the name beside it; between words there is a third."""


class TextLine:
    def __init__(self, words: Sequence[PictureWord]) -> None:
        self.words = tuple(words)
        self.left = min(word.left for word in words)
        self.right = max(word.right for word in words)
        self.top = min(word.top for word in words)
        self.bottom = max(word.bottom for word in words)
        self.middle = median((word.top + word.bottom) / 2 for word in words)

    @cached_property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @cached_property
    def height(self) -> int:
        return max(1, int(median(word.bottom - word.top for word in self.words)))

    @cached_property
    def name(self) -> str:
        """Its longest stretch of words without a wide gap: a name without arrow, initial and menu."""
        runs: list[list[PictureWord]] = []
        for word in self.words:
            if runs and word.left - runs[-1][-1].right < _GAP * self.height:
                runs[-1].append(word)
            else:
                runs.append([word])
        best = max(runs, key=lambda run: sum(len(word.text) for word in run))
        return _strip_ornaments(" ".join(word.text for word in best))


def _strip_ornaments(name: str) -> str:
    """A name without the signs around it; a quotation mark stays whose fellow stands within."""
    bare = _ORNAMENT.sub("", name)
    if bare.count("«") > bare.count("»") and "»" in name:
        return f"{bare} »"
    return f"« {bare}" if bare.count("»") > bare.count("«") and "«" in name else bare


def clean_lines(lines: Iterable[Sequence[PictureWord]]) -> list[TextLine]:
    """Lines in the order in which they are read, without what is no word."""
    found = []
    for line in lines:
        words = [
            w for w in line if w.text.strip() and (w.confidence >= _SURE or _PLAIN_WORD.fullmatch(w.text))
        ]
        if not words:
            continue
        mean = sum(w.confidence for w in words) / len(words)
        if mean < _UNSURE_LINE and not any(_PLAIN_WORD.fullmatch(w.text) for w in words):
            continue
        if any(char.isalnum() for w in words for char in w.text):
            found.append(TextLine(words))
    return found
