"""What the pages say: the sentences of a page, in a language, as they are printed.

>>> page_sentences("check", "en")["site"]
'Tocsin'
"""

import re
from collections.abc import Mapping
from functools import cache
from itertools import product
from pathlib import Path
from typing import Final

from tocsin.locale.catalogues import ROOT, CountedSentence, Sentences, load_sentences
from tocsin.locale.languages import get_language
from tocsin.web.language import Lang
from tocsin.web.site_extensions import find_site_files

_ALSO: Final[Mapping[str, tuple[str, ...]]] = {
    "account.own": ("account.passwords",),
    "account.phone": ("inside.phone",),
    "counter": ("check",),
    "desk.contact": ("desk.file",),
    "desk.part": ("desk.join",),
    "desk.place": ("desk.file", "desk.places"),
    "figures": (
        "boards.common", "boards.clock", "boards.epidemic", "boards.contacts", "boards.equity", "boards.chains",
    ),
    "institutions": ("contacts",),
    "inside.renew": ("account.passwords",),
    "shared": ("check",),
    "sheet": ("check",),
}  # fmt: skip
"""Page -> pages whose sentences it says too, the last of them first of all."""


@cache
def page_sentences(page: str, lang: Lang) -> Sentences:
    """The sentences of a page, and those that all pages share, in a language.

    A page with a dot in its name is of the inside: it has those of the inside too. Its area ends at the dot, that of
    another page at ``_``. Packages beside the product have a folder ``locale`` of their own.
    """
    area = re.split("[._]", page)[0]
    shared = ("common", *(("inside.common",) if "." in page else ()), f"{area}.common")
    roots = (ROOT, *map(Path, map(str, find_site_files("locale"))))
    said: dict[str, str] = {}
    for context, root in product((*shared, *_ALSO.get(page, ()), page), roots):
        said |= load_sentences("site", context, lang, root)
    typeset = get_language(lang).typeset
    return Sentences(
        {
            name: text.change_forms(typeset) if isinstance(text, CountedSentence) else typeset(text)
            for name, text in said.items()
        }
    )
