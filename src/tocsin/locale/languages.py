"""The languages in which people read Tocsin, as ``languages.toml`` lists them."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Final, Literal

import msgspec
from msgspec import Struct

from tocsin.deferred_pattern import defer_pattern

ORIGINALS: Final = ("fr", "en")
"""What every rule, text of an SMS and sentence is written in first; all other languages are translations."""
FALLBACK: Final = "en"
"""What is read where a language does not have a sentence."""
_BEFORE: Final = defer_pattern(r" (?=[:;!?»%€])")
_AFTER: Final = defer_pattern(r"(?<=«) ")
_NUMBER: Final = defer_pattern(r"(?<=\d) (?=\d)")
_KEPT: Final = "\u00a0"
_LEFTWARDS: Final = defer_pattern("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
"""A letter of Hebrew, Arabic and their kin."""
_LATIN: Final = defer_pattern("[A-Za-z]")
_ISOLATED: Final = "\u2066{}\u2069"
"""From left to right, whatever stands around it."""


class Language(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A language: how it is found, whether it can be relied on, and how it is printed."""

    code: str
    """ISO 639 code, as in ``--lang`` and in the folder of its catalogues."""
    name: str
    """Its name in itself."""
    prefix: str
    """First part of the addresses of its pages; empty for the language of the site's own front page."""
    direction: Literal["ltr", "rtl"] = "ltr"
    """Which way it is written."""
    complete: bool
    """Whether every sentence is there: a test holds it to that. What another lacks is read in English."""
    public_pages: bool
    """Whether every sentence of the pages that are open to everybody is there; a test holds it to that."""
    rules: bool
    """Whether every rule and advice of the first institution is there; a test holds it to that."""
    reviewed: bool
    """Whether a native speaker read its sentences; where nobody did, every page says so."""
    spaced_signs: bool
    """Whether a space stands before ``: ; ! ?`` and inside guillemets, and keeps the sign on its word's line."""
    thousands: str
    """What parts thousands."""
    decimal: str
    """What stands before decimals."""
    percent: str
    """What follows a share, with its space."""
    full_hour: str
    """How an hour without minutes is written; ``at`` is the moment."""
    clock: str
    """How hours and minutes are written; ``at`` is the moment."""

    @property
    def colon(self) -> str:
        """A colon and the space after it, as this language spaces them."""
        return " : " if self.spaced_signs else ": "

    @property
    def semicolon(self) -> str:
        return " ; " if self.spaced_signs else "; "

    @property
    def root(self) -> str:
        """The address below which its pages are: ``/en/``, or ``/``."""
        return f"/{self.prefix}/" if self.prefix else "/"

    def typeset(self, text: str) -> str:
        """A sentence as it is printed: what belongs to a word or a number stays on its line.

        >>> get_language("fr").typeset("Payez « 3 » : 0 892 705").replace("\\xa0", "~")
        'Payez «~3~»~: 0~892~705'

        What was not translated into a language that is written from the right keeps its own direction, so that its full stop
        stands where it ends.
        """
        if self.spaced_signs:
            text = _AFTER.sub(_KEPT, _BEFORE.sub(_KEPT, text))
        text = _NUMBER.sub(_KEPT, text)
        foreign = (
            self.direction == "rtl" and " " in text and _LATIN.search(text) and not _LEFTWARDS.search(text)
        )
        return _ISOLATED.format(text) if foreign else text

    def format_number(self, value: float, places: int = 0) -> str:
        """A number, its thousands set apart.

        >>> get_language("en").format_number(1234567), get_language("fr").format_number(1.5, 2)
        ('1,234,567', '1,50')
        """
        whole, _, rest = f"{value:,.{places}f}".partition(".")
        return whole.replace(",", self.thousands) + (self.decimal + rest if rest else "")


def _read_languages() -> dict[str, Language]:
    tables = tomllib.loads(Path(__file__).with_name("languages.toml").read_text(encoding="utf-8"))
    return {code: msgspec.convert({"code": code, **table}, Language) for code, table in tables.items()}


LANGUAGES: Final[Mapping[str, Language]] = _read_languages()
"""Code -> language, in the order in which they are offered."""
DEFAULT: Final[Language] = next(iter(LANGUAGES.values()))
"""The language of the site's own front page."""


def get_language(code: str) -> Language:
    """The language of a code; English for one that is not here."""
    return LANGUAGES.get(code) or LANGUAGES[FALLBACK]
