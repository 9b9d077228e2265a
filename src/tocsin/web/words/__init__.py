"""The sentences of the site: one module a page, French and English side by side.

>>> load_sentences("check", "en")["site"]
'Tocsin'
"""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Final

from tocsin.web.language import Lang
from tocsin.web.site_extensions import list_site_packages
from tocsin.web.typography import typeset
from tocsin.web.words import common
from tocsin.web.words.inside import common as inside

_SITE: Final = "tocsin.web"
Pairs = Mapping[str, tuple[str, str]]
"""Name -> French, English."""


class NoSuchSentence(Exception):
    """A template asks for a sentence that is not there; a template must not hide that."""


class Sentences(dict[str, str]):
    """Sentences by name; a name that is not there is an error."""

    def __missing__(self, name: str) -> str:
        raise NoSuchSentence(name)


def load_page_words(page: str) -> Pairs:
    """The sentences of a page alone: of the site, or of an extension that has the page."""
    places = [f"{package}.words" for package in (_SITE, *list_site_packages())]
    package = next((one for one in places if find_spec(f"{one}.{page.partition('.')[0]}")), places[0])
    found: Pairs = import_module(f"{package}.{page}").WORDS
    return found


@cache
def load_sentences(page: str, lang: Lang) -> Sentences:
    """The sentences of a page, and those that all share, in a language.

    A page with a dot in its name is of the inside, whose pages share some more.
    """
    own = load_page_words(page)
    pairs = {**common.WORDS, **(inside.WORDS if "." in page else {}), **own}
    return Sentences({name: typeset(pair[lang == "en"], lang) for name, pair in pairs.items()})
