"""A closed list of names that people have; nobody's in particular."""

from functools import cache
from importlib.resources import files

from tocsin.conversation.reply_words import fold_accents


@cache
def load_first_names() -> frozenset[str]:
    """The list, without accents and in small letters."""
    text = files("tocsin.conversation.reading").joinpath("first_names.txt").read_text("utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


def is_first_name(word: str) -> bool:
    """Whether a word is on it.

    >>> is_first_name("Zoé"), is_first_name("mou")
    (True, False)
    """
    return fold_accents(word) in load_first_names()
