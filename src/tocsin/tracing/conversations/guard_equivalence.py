"""Texts of which the guard says the same: they differ in names that people have, and in the ends of numbers.

A tenth of the texts of a day are nobody else's, because they name somebody: to rule on each would cost the
engine a quarter of its time. The guard is asked once for all texts that differ in nothing but words of a
closed list of names, written as names are, and in the pairs of digits by which a list tells numbers apart.
Everything else that people put where a name belongs is ruled on as it stands.
"""

import re
from functools import lru_cache
from typing import Final

from tocsin.conversation.reading.first_names import is_first_name

NOBODY: Final = "Camille"
"""The name that stands for all of them."""
_ONE = re.compile(
    r"([^\W\d_]{2,20}(?:[ -][^\W\d_]{2,20}){0,2})"
    r"(?: \((?:(fin|ending) [0-9]{2} [0-9]{2}|(sans numéro|sans numero|no number))\))?"
)


def normalize_value(value: str) -> str:
    """A value of a template with the names and numbers of nobody, one by one; what is no name stays as it is.

    >>> normalize_value("Léa (fin 12 34), karim Diallo (fin 05 97)")
    'Camille (fin 00 00), Camille (fin 00 00)'
    >>> normalize_value("Léa bit.ly/x (fin 12 34), Léa")
    'Léa bit.ly/x (fin 12 34), Camille'
    """
    return ", ".join(map(_normalize_one, value.split(", ")))


@lru_cache(maxsize=50_000)
def _normalize_one(one: str) -> str:
    found = _ONE.fullmatch(one)
    if found is None:
        return one
    words = found[1].replace("-", " ").split(" ")
    if not all(map(_is_name_of_people, words)):
        return one
    end = found[2] or found[3] or ""
    return NOBODY + (f" ({end} 00 00)" if end in ("fin", "ending") else f" ({end})" if end else "")


def _is_name_of_people(word: str) -> bool:
    return (word.islower() or word.istitle()) and is_first_name(word)
