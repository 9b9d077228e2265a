"""Terms looked for in a folded text as they stand, where they are no classes: no phrase is read otherwise for them."""

import re
from collections.abc import Iterator
from functools import cache

_BLANKED = {
    point: char if char.isalnum() else "." if char in ".!?;\n" else " "
    for point, char in enumerate(map(chr, range(128)))
}
"""From a folded text to one with a space for each sign, place for place, so that words are all that counts."""


def blank_signs(folded: str) -> str:
    """The folded text in which only words and the ends of sentences are left, place for place."""
    return folded.translate(_BLANKED)


@cache
def _compile_terms(terms: tuple[str, ...]) -> re.Pattern[str]:
    groups = "|".join(f"({_make_silent(term)})" for term in terms)
    return re.compile(rf"\b(?:{groups})\b")


def _make_silent(term: str) -> str:
    """A pattern of the lexicon as an expression; each space is the blanks between two words."""
    return term.replace("(", "(?:").replace(" ", " {1,3}")


def find_terms(terms: tuple[str, ...], plain: str) -> Iterator[tuple[int, int, int]]:
    """Which term stands where: its place among the terms, start and end in the blanked text.

    >>> list(find_terms(("feuille(s|) de soins", "arret"), "ma feuille de soins"))
    [(0, 3, 19)]
    """
    if not terms:
        return
    for match in _compile_terms(terms).finditer(plain):
        assert match.lastindex
        yield match.lastindex - 1, match.start(), match.end()
