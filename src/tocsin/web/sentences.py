"""What the pages say: the sentences of a page, in a language, as they are printed.

>>> page_sentences("check", "en")["site"]
'Tocsin'
"""

from collections.abc import Mapping
from functools import cache
from typing import Final

from tocsin.locale.catalogues import Sentences, load_sentences
from tocsin.locale.languages import get_language
from tocsin.web.language import Lang

_ALSO: Final[Mapping[str, tuple[str, ...]]] = {
    "account.own": ("account.passwords",),
    "account.phone": ("inside.phone",),
    "figures": (
        "boards.common", "boards.clock", "boards.epidemic", "boards.contacts", "boards.equity", "boards.chains",
    ),
    "inside.renew": ("account.passwords",),
    "lab": ("lab_clock",),
    "lab_phone": ("lab_clock",),
    "shared": ("check",),
    "sheet": ("check",),
}  # fmt: skip
"""Page -> pages whose sentences it says too, the last of them first of all."""


@cache
def page_sentences(page: str, lang: Lang) -> Sentences:
    """The sentences of a page, and those that all pages share, in a language.

    A page with a dot in its name is of the inside: it has those of the inside and of its own area too.
    """
    area, dot, _ = page.partition(".")
    shared = ("common", "inside.common", f"{area}.common") if dot else ("common",)
    said: dict[str, str] = {}
    for context in (*shared, *_ALSO.get(page, ()), page):
        said |= load_sentences("site", context, lang)
    return Sentences({name: get_language(lang).typeset(text) for name, text in said.items()})
