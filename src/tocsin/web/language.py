"""The language of a page, which its address says: ``/en/`` English, ``/pt/`` Portuguese, no prefix French."""

from typing import Final

from django.http import HttpRequest

from tocsin.locale.languages import DEFAULT, LANGUAGES

type Lang = str
"""The code of a language, a key of ``LANGUAGES``."""
INSIDE: Final = tuple(code for code, language in LANGUAGES.items() if language.complete)
"""Languages in which the pages of the inside are offered."""
_BY_PREFIX: Final = {language.prefix: code for code, language in LANGUAGES.items()}


def path_language(path: str) -> Lang:
    """The language of an address.

    >>> path_language("/en/verify"), path_language("/enfin"), path_language("/")
    ('en', 'fr', 'fr')
    """
    return _BY_PREFIX.get(path.lstrip("/").partition("/")[0], DEFAULT.code)


def request_language(request: HttpRequest) -> Lang:
    return path_language(request.path_info)
