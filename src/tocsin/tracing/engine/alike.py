"""Texts of which the guard says the same: they differ in names that people have, and in the ends of numbers.

A tenth of the texts of a day are nobody else's, because they name somebody: to rule on each would cost the
engine a quarter of its time. The guard is asked once for all texts that differ in nothing but words of a closed
list of names, written as names are, and in the two pairs of digits by which a list tells numbers apart.
Everything else that people put where a name belongs is ruled on as it stands.
"""

import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from tocsin.conversation.words import fold

NOBODY: Final = "Camille"
"""The name that stands for all of them."""
_ONE = re.compile(r"([^\W\d_]{2,20})(?:[ -]([^\W\d_]{2,20}))?(?: \((fin|ending) [0-9]{2} [0-9]{2}\))?")


@lru_cache(maxsize=50_000)
def alike(value: str) -> str:
    """A value of a template with the names and numbers of nobody; as it is where it holds anything else.

    >>> alike("Léa (fin 12 34), karim Diallo (fin 05 97)")
    'Camille (fin 00 00), Camille Camille (fin 00 00)'
    >>> alike("Léa bit.ly/x (fin 12 34)")
    'Léa bit.ly/x (fin 12 34)'
    """
    found = [_ONE.fullmatch(one) for one in value.split(", ")]
    pieces = []
    for one in found:
        if one is None or not all(_is_name(word) for word in one.group(1, 2) if word):
            return value
        name = f"{NOBODY} {NOBODY}" if one[2] else NOBODY
        pieces.append(f"{name} ({one[3]} 00 00)" if one[3] else name)
    return ", ".join(pieces)


@cache
def names() -> frozenset[str]:
    """The closed list, without accents and in small letters."""
    text = files("tocsin.tracing.engine").joinpath("names.txt").read_text("utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


def _is_name(word: str) -> bool:
    return (word.islower() or word.istitle()) and fold(word) in names()
