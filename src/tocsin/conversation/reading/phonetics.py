"""How words sound: the spellings of one word that are said alike, for what must not be missed.

Who is frightened spells as they hear. A sound is compared with the sound of a phrase, never shown. It tells
fewer words apart than letters do (*sang*, *sans* and *cent* are one), so it serves only phrases whose other
words say what is meant.
"""

import re
from functools import lru_cache
from typing import Final

from tocsin.conversation.reply_words import squeeze_letters

_RULES: Final = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("ph", "f"),
        ("ck|qu|q", "k"),
        ("sch|ch", "S"),
        ("ge(?=[aou])", "j"),
        ("gu(?=[eiy])", "g"),
        ("gn|ni(?=[aeo])", "N"),
        ("g(?=[eiy])", "j"),
        ("sc(?=[eiy])|c(?=[eiy])", "s"),
        ("c", "k"),
        ("h", ""),
        ("eau|au", "o"),
        ("(?:aim|ain|ein|im|in|ym|yn|um|un)(?![aeiouymn])", "I"),
        ("(?:am|an|em|en)(?![aeiouymn])", "A"),
        ("(?:om|on)(?![aeiouymn])", "O"),
        ("oi|oua|wa", "W"),
        ("oeu|eu|oe", "E"),
        ("ai|ei|ay|ey", "e"),
        ("y", "i"),
        ("z", "s"),
    )
)
"""In this order. Capitals stand for sounds that take two letters or more."""
_SILENT: Final = re.compile("(?<=..)(?:At|[stdxg]+)$")
_MUTE: Final = re.compile("(?<=..)(?:er|es|e+)$")
_SHORTHAND: Final = {
    "plu": "plus", "pu": "plus", "pluss": "plus", "pa": "pas", "bb": "bebe", "bbe": "bebe", "tro": "trop",
    "bcp": "beaucoup", "bp": "beaucoup", "tt": "tout", "tte": "toute", "ttes": "toutes", "ds": "dans",
    "dep": "depuis", "dpuis": "depuis", "sest": "est", "cest": "est", "jai": "ai", "nai": "ai",
    "g": "ai", "chui": "suis", "chuis": "suis", "px": "peux", "pe": "peux", "pes": "peux", "vx": "veux",
    "ki": "qui", "ceur": "coeur", "neg": "negatif", "pos": "positif", "tjr": "toujours", "tjrs": "toujours",
    "tjs": "toujours", "jms": "jamais", "mtn": "maintenant", "dsl": "desole", "pr": "pour",
}  # fmt: skip
"""What is short for a word."""

_ELIDED: Final = frozenset("jsmldntc")
_VOWELS: Final = frozenset("aeiouyh")
_SHORTEST_STUCK: Final = 3


@lru_cache(maxsize=16_384)
def to_phonetic_form(word: str) -> str:
    """How a folded word is said, near enough.

    >>> to_phonetic_form("respirer") == to_phonetic_form("respire") == to_phonetic_form("respirait") == to_phonetic_form("respirez")
    True
    >>> to_phonetic_form("saigne") == to_phonetic_form("seigne"), to_phonetic_form("saine") == to_phonetic_form("saigne")
    (True, False)
    """
    said = stem_to_phonetic_form(_SHORTHAND.get(word, word))
    return _MUTE.sub("", _SILENT.sub("", said)) or word


def stem_to_phonetic_form(stem: str) -> str:
    """How the beginning of a word is said; nothing falls off its end."""
    said = squeeze_letters(stem)
    for pattern, heard in _RULES:
        said = pattern.sub(heard, said)
    return squeeze_letters(said)


def strip_pronoun(word: str) -> str:
    """What follows a pronoun that is stuck to a word; empty where none may be.

    >>> strip_pronoun("jetouffe"), strip_pronoun("mfrappe"), strip_pronoun("bouge")
    ('etouffe', 'frappe', '')
    """
    stuck = (word[:1] in _ELIDED and word[1:2] in _VOWELS) or (
        word[:1] in ("j", "m", "s") and word[1:2] not in _VOWELS
    )
    return word[1:] if stuck and len(word) > _SHORTEST_STUCK else ""
