"""The language of a page, which its address says: ``/en/`` English, everything else French."""

from typing import Final, Literal

from django.http import HttpRequest

Lang = Literal["fr", "en"]
LANGUAGES: Final[tuple[Lang, ...]] = ("fr", "en")


def path_language(path: str) -> Lang:
    """The language of an address.

    >>> path_language("/en/verify"), path_language("/enfin"), path_language("/")
    ('en', 'fr', 'fr')
    """
    return "en" if path == "/en" or path.startswith("/en/") else "fr"


def request_language(request: HttpRequest) -> Lang:
    """The language in which to answer."""
    return path_language(request.path_info)


def other_language(lang: Lang) -> Lang:
    """The other one."""
    return "fr" if lang == "en" else "en"
