"""A page: its name, its addresses, what answers, and who may open it."""

from collections.abc import Callable

from django.http import HttpResponse
from msgspec import Struct

from tocsin.locale.catalogues import load_sentences

View = Callable[..., HttpResponse]


class PageRoute(Struct, frozen=True):
    """A page, of the public or of the inside."""

    name: str
    """Of its module, its template and its words; with dots for folders: ``desk.next``."""
    fr: str
    """Address below ``/``; parts of it as Django writes them: ``numero/<str:number>``."""
    en: str
    """Address below ``/en/``; in another language it is in the catalogue under ``addresses``, or else this."""
    show: View
    action: str = ""
    """What of ``staff/matrix.yaml`` somebody must be allowed to do; empty: open to everybody."""

    def address(self, lang: str) -> str:
        """The address below that of the language."""
        return self.fr if lang == "fr" else load_sentences("site", "addresses", lang).get(self.name, self.en)
