"""The sentences of the site: one module a page, French and English side by side.

>>> load_sentences("check", "en")["site"]
'Tocsin'
"""

from collections.abc import Mapping
from functools import cache
from importlib import import_module

from tocsin.web.language import Lang
from tocsin.web.typography import typeset
from tocsin.web.words import common
from tocsin.web.words.inside import common as inside

Pairs = Mapping[str, tuple[str, str]]
"""Name -> French, English."""


class NoSuchSentence(Exception):
    """A template asks for a sentence that is not there; a template must not hide that."""


class Sentences(dict[str, str]):
    """Sentences by name; a name that is not there is an error."""

    def __missing__(self, name: str) -> str:
        raise NoSuchSentence(name)


@cache
def load_sentences(page: str, lang: Lang) -> Sentences:
    """The sentences of a page, and those that all share, in a language.

    A page with a dot in its name is of the inside, whose pages share some more.
    """
    own: Pairs = import_module(f"tocsin.web.words.{page}").WORDS
    pairs = {**common.WORDS, **(inside.WORDS if "." in page else {}), **own}
    return Sentences({name: typeset(pair[lang == "en"], lang) for name, pair in pairs.items()})
