"""A closed list of names that people have; nobody's in particular."""

from functools import cache
from importlib.resources import files

from tocsin.conversation.words import fold


@cache
def names_of_people() -> frozenset[str]:
    """The list, without accents and in small letters."""
    text = files("tocsin.conversation.reading").joinpath("first_names.txt").read_text("utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


def is_name_of_people(word: str) -> bool:
    """Whether a word is on it.

    >>> is_name_of_people("Zoé"), is_name_of_people("mou")
    (True, False)
    """
    return fold(word) in names_of_people()
