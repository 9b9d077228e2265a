"""Sentences by context and name, from gettext catalogues.

>>> load_sentences("site", "check", "en")["submit"]
'Check'

A catalogue is read from its compiled file (``.mo``). The wheel holds only those; in a checkout, one that is
older than the text that people edit (``.po``) is compiled again when it is first asked for, as the tables of
the charters are.
"""

import contextlib
import gettext
import os
from collections.abc import Callable, Sequence
from functools import cache
from itertools import count, takewhile
from pathlib import Path
from typing import Final

from tocsin.locale.languages import FALLBACK

ROOT: Final = Path(__file__).parent
_CONTEXT_END: Final = "\x04"
"""What gettext sets between a context and a name."""


class NoSuchSentence(Exception):
    """No catalogue has this sentence; a template must not hide that."""


class Sentences(dict[str, str]):
    """Sentences by name; a name that is not there is an error."""

    def __missing__(self, name: str) -> str:
        raise NoSuchSentence(name)


class CountedSentence(str):
    """A sentence that counts: filled in, it has the form that its language uses for the number ``n``.

    >>> one = CountedSentence(("{n} jour", "{n} jours"), lambda n: n > 1)
    >>> one.format(n=1), one.format(n="1 200")
    ('1 jour', '1 200 jours')
    """

    forms: tuple[str, ...]
    _choose: Callable[[int], int]

    def __new__(cls, forms: Sequence[str], choose: Callable[[int], int]) -> "CountedSentence":
        """Its text is the last form, which is that of many."""
        made = super().__new__(cls, forms[-1])
        made.forms, made._choose = tuple(forms), choose
        return made

    def format(self, *given: object, **blanks: object) -> str:
        """The form for ``n``, which may be written with its thousands apart already; its blanks filled in."""
        figures = "".join(char for char in str(blanks["n"]) if char.isdecimal())
        return self.forms[int(self._choose(int(figures or 0)))].format(*given, **blanks)

    def change_forms(self, change: Callable[[str], str]) -> "CountedSentence":
        """The same, each of its forms changed."""
        return CountedSentence([change(form) for form in self.forms], self._choose)


class CompiledCatalogue(gettext.GNUTranslations):
    """A compiled catalogue, all of whose sentences can be listed."""

    _catalog: dict[str | tuple[str, int], str]
    plural: Callable[[int], int]

    def group_by_context(self) -> dict[str, dict[str, str]]:
        """Context -> name -> sentence."""
        found: dict[str, dict[str, str]] = {}
        for key, text in self._catalog.items():
            written, form = key if isinstance(key, tuple) else (key, None)
            context, is_named, name = written.partition(_CONTEXT_END)
            if is_named and not form:  # the first form of a sentence that counts brings the others
                found.setdefault(context, {})[name] = text if form is None else self._read_forms(written)
        return found

    def _read_forms(self, written: str) -> CountedSentence:
        forms = takewhile(bool, (self._catalog.get((written, form)) for form in count()))
        return CountedSentence([text for text in forms if text], self.plural)


def translate(context: str, name: str, language: str, /, **blanks: object) -> str:
    """A sentence of the command line, its blanks filled in. Raises NoSuchSentence."""
    text = load_sentences("tocsin", context, language)[name]
    return text.format(**blanks) if blanks else text


def translate_name(context: str, name: str, language: str) -> str:
    """What stands for a stable name; the name itself where no sentence stands for it."""
    return load_sentences("tocsin", context, language).get(name, name)


@cache
def load_sentences(domain: str, context: str, language: str, root: Path = ROOT) -> Sentences:
    """What is said in a context, by name; in English where the language lacks it. Shared: not to be changed.

    ``root`` is the folder of the languages: that of the product, or of a package beside it.
    """
    fallback = {} if language == FALLBACK else load_sentences(domain, context, FALLBACK, root)
    return Sentences({**fallback, **load_catalogue(domain, language, root).get(context, {})})


@cache
def load_catalogue(domain: str, language: str, root: Path = ROOT) -> dict[str, dict[str, str]]:
    """A whole catalogue: context -> name -> sentence; empty where the language has none."""
    source = root / language / "LC_MESSAGES" / f"{domain}.po"
    compiled = source.with_suffix(".mo")
    if source.exists() and (not compiled.exists() or compiled.stat().st_mtime_ns < source.stat().st_mtime_ns):
        compile_catalogue(source)
    try:
        with compiled.open("rb") as file:
            return CompiledCatalogue(file).group_by_context()
    except FileNotFoundError:
        return {}


def compile_catalogue(source: Path) -> Path:
    """Compile a ``.po`` beside itself; the path of the ``.mo`` is returned.

    The file is replaced in one step, so that no reader ever meets half of it. It needs Babel, which is there
    wherever Tocsin is built or developed.
    """
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = source.with_suffix(".mo")
    draft = compiled.with_suffix(f".{os.getpid()}")
    try:
        with source.open("rb") as text, draft.open("wb") as file:
            write_mo(file, read_po(text, abort_invalid=True))
        draft.replace(compiled)
    except BaseException:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
        raise
    return compiled


def compile_all_catalogues() -> list[Path]:
    """Compile every catalogue, those of packages beside the product too; the paths of the ``.mo`` are returned."""
    return [compile_catalogue(source) for source in sorted(ROOT.parents[1].rglob("LC_MESSAGES/*.po"))]
