"""The worst that each variable of a template can be, by what its name says it stands for.

>>> (find_variable_bound("prenom").kind, find_variable_bound("nomCas").kind,
...  find_variable_bound("date_contact").kind, find_variable_bound("xyz").kind)
('name', 'case', 'contact_date', 'other')
"""

import re
from functools import cache
from typing import Any

from msgspec import Struct

from tocsin.charter import compiled_tables
from tocsin.evidence.fold import fold_text

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+")
_PLAIN = re.compile(r"[\w '’.,()/-]*")
_DIGITS = re.compile(r"[0-9 ./-]*")


class VariableBound(Struct, frozen=True):
    """What a variable stands for."""

    kind: str
    """Entry of ``worst.yaml``, or ``other``."""
    value: str
    """The longest, or worst, that it can be."""
    marker: str
    """How the guard's own rules read it; the worst value where it is empty."""
    longest: int
    """Characters of the longest value that may be put in."""
    digits: bool = False
    """Whether nothing but digits may be put in."""


@cache
def find_variable_bound(name: str) -> VariableBound:
    """What a variable stands for: the entry with the most words of its name wins, then the first."""
    words = {fold_text(word) for word in _WORD.findall(name)} | {fold_text(name)}
    best, size = "other", 0
    for kind, entry in _load_table()["kinds"].items():
        for phrase in entry["names"]:
            parts = str(phrase).split()
            if len(parts) > size and words.issuperset(parts):
                best, size = str(kind), len(parts)
    entry = _load_table()["kinds"].get(best, _load_table()["other"])
    only = entry.get("only") == "digits"
    return VariableBound(best, str(entry["value"]), str(entry.get("marker", "")), int(entry["longest"]), only)


def is_allowed_value(name: str, value: str) -> bool:
    """Whether a value may stand for a variable: no longer than the worst, and words only.

    A ruling on a template speaks for its renderings with such values. Links, numbers and codes are judged as
    they are rendered.

    >>> is_allowed_value("prenom", "Marie-Ange"), is_allowed_value("prenom", "voir https://suite.example")
    (True, False)
    """
    known = find_variable_bound(name)
    if known.kind in ("link", "phone", "code"):
        return False
    pattern = _DIGITS if known.digits else _PLAIN
    return len(value) <= known.longest and bool(pattern.fullmatch(value)) and not re.search(r"\w\.\w", value)


def _load_table() -> dict[str, Any]:
    found: dict[str, Any] = compiled_tables.get_table("guard/worst")
    return found
