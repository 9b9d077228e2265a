"""Who is surely named: a closed list of names that people have, nobody's in particular, and capitals."""

from functools import cache
from importlib.resources import files

from tocsin.conversation.reply_words import ReplyWord, fold_accents, split_words


@cache
def load_first_names() -> frozenset[str]:
    """The list, without accents and in small letters."""
    return frozenset(word for part in _read_parts() for word in part)


@cache
def load_given_names() -> frozenset[str]:
    """Of the list, the names that are given to a child: not those of a family alone."""
    return _read_parts()[0]


@cache
def _read_parts() -> tuple[frozenset[str], frozenset[str]]:
    text = files("tocsin.conversation.reading").joinpath("first_names.txt").read_text("utf-8")
    given, family = text.split("\n# family\n")
    return _read_words(given), _read_words(family)


def _read_words(lines: str) -> frozenset[str]:
    return frozenset(word for line in lines.splitlines() if not line.startswith("#") for word in line.split())


def is_first_name(word: str) -> bool:
    """Whether a word is on it.

    >>> is_first_name("Zoé"), is_first_name("mou")
    (True, False)
    """
    return fold_accents(word) in load_first_names()


def is_surely_name(name: str, found: tuple[ReplyWord, ...]) -> bool:
    """Whether somebody is surely meant: a name of the list, or a capital among small letters."""
    said = split_words(name)
    if any(is_first_name(word.folded) for word in said):
        return True
    if not any(word.text[0].islower() for word in found):
        return False
    capitals = {word.text for word in found[_count_sentence_capital(found) :] if word.text[0].isupper()}
    return any(word.text in capitals for word in said)


def _count_sentence_capital(found: tuple[ReplyWord, ...]) -> int:
    """1 where the first word has its capital as any sentence has; 0 where it stands alone, as a name does."""
    alone = len(found) < 2 or found[1].breaks or not found[1].folded[0].isalpha()
    return 0 if alone or found[1].folded in ("et", "and") or found[1].text[0].isupper() else 1
