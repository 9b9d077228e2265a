"""What is compared when two names may be those of the same person: folded, without signs."""

import re
from datetime import date
from typing import Final
from unicodedata import normalize

MOST: Final = 256
"""Characters of a name that count: the rest of a longer one is left out."""
MOST_WORDS: Final = 8
"""Words of a name that is looked for."""
_LETTERS: Final = str.maketrans(
    {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ŀ": "l"}
)
_NOT_A_LETTER: Final = re.compile(r"[\W_]+")


def fold_name(name: str) -> str:
    """A name as it is compared: capitals, accents, spaces, hyphens and apostrophes do not count.

    >>> fold_name("Jean-Pierre D’Œuvre")
    'jeanpierredoeuvre'
    """
    name = name[:MOST]
    if name.isascii():  # nothing unfolds
        spread = name.lower()
        return spread if spread.isalpha() else _NOT_A_LETTER.sub("", spread)
    # Twice, because what a compatibility form unfolds to may itself have capitals.
    spread = normalize("NFKD", normalize("NFKD", name).casefold()).casefold().translate(_LETTERS)
    return _NOT_A_LETTER.sub("", spread)


def make_identity_key(family: str, given: str, birth_date: str) -> str:
    """Who somebody is, in one line to index; empty where one of the three is missing.

    All given names count, as they came: twins have the same family name and birth date. ``birth_date`` is an
    ISO date; raises ValueError for another.

    >>> make_identity_key("DURAND", "Zoë", "1990-02-01")
    'durand|zoe|1990-02-01'
    """
    names = fold_name(family), fold_name(given)
    if not all(names) or not birth_date:
        return ""
    return "|".join((*names, date.fromisoformat(birth_date).isoformat()))


def make_name_key(family: str, given: str) -> str:
    """By what name somebody is looked for, in one line to index: family name and first given name.

    Somebody of whom only one name was said is found by the whole of it. Empty where there is none.

    >>> make_name_key("Le Goff", "Marie-Claude Anne"), make_name_key("", "Karim Benali")
    ('legoff|marie', 'karimbenali')
    """
    words = _split_words(given)
    family_name = fold_name(family)
    first = fold_name(words[0]) if words else ""
    return f"{family_name}|{first}" if family_name and first else family_name or fold_name(given)


def list_name_keys(typed: str) -> tuple[str, ...]:
    """What may have been indexed for a name as somebody types it, in either order; empty where it is none.

    >>> list_name_keys("Zoë Durand")
    ('zoedurand', 'zoe|durand', 'durand|zoe')
    """
    words = _split_words(typed)[:MOST_WORDS]
    whole = fold_name(typed)
    pairs = ((words[:cut], words[cut:]) for cut in range(1, len(words)))
    split = (
        f"{fold_name(''.join(family))}|{fold_name(given[0])}"
        for left, right in pairs
        for family, given in ((left, right), (right, left))
    )
    return tuple(dict.fromkeys(name for name in (whole, *split) if name)) if whole else ()


def _split_words(name: str) -> list[str]:
    """The words of a name that have a letter; hyphens part them."""
    return [word for word in re.split(r"[\s\-‐‑]+", name[:MOST]) if fold_name(word)]


def make_gathering_key(words: str, on_day: date | None) -> str:
    """An event or a place and its day, in one line to index; empty where nothing was said.

    Its département stands in a column of its own, by which it is looked for as well.

    >>> make_gathering_key("Loto de l'école", date(2027, 1, 31))
    'lotodelecole|2027-01-31'
    """
    folded = fold_name(words)
    return f"{folded}|{on_day.isoformat() if on_day else ''}" if folded else ""
