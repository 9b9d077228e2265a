"""The legal base in force: under which text data are kept, of what kind, and for how long.

Dated data, ``legal_bases.yaml``; the setting ``TOCSIN_LEGAL_BASE`` names one, or a file of the operator's own.
"""

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal

from msgspec import Struct

from tocsin.charter.errors import YamlDocumentError
from tocsin.charter.yaml_document import Place, YamlDocument, read_packaged_yaml
from tocsin.config import BadSetting, read_settings

VARIABLE: Final = "TOCSIN_LEGAL_BASE"
LONGEST: Final = 120
"""Calendar months that a base may say: beyond ten years it is an archive, and no matter of this store."""
Category = Literal["identified", "pseudonymised"]


class RetentionPeriod(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    category: Category
    months: int | None
    """Calendar months after the day of collection; None where the text sets no term."""
    grade: Literal["verbatim", "quoted", "own"]
    source: str


class LegalBase(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A text that allows data to be kept, and until when."""

    name: dict[str, str]
    """By language."""
    text: dict[str, str]
    """The law, the decree and their articles, by language."""
    since: date
    until: date | None = None
    periods: tuple[RetentionPeriod, ...]

    @property
    def months(self) -> int:
        """Calendar months for which identified data are kept: checked to be there when it is chosen."""
        return next(one.months or 0 for one in self.periods if one.category == "identified")

    def is_in_force(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on <= self.until)


class LegalBases(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    read: date
    default: str
    categories: dict[Category, dict[str, str]]
    bases: dict[str, LegalBase]


@lru_cache(1)
def load_legal_bases() -> LegalBases:
    """Those that come with the program. Raises YamlDocumentError."""
    document = read_packaged_yaml(__package__, "legal_bases.yaml")
    found = document.convert_to(LegalBases)
    for key, base in found.bases.items():
        _check_base(document, base, ("bases", key))
    if found.default not in found.bases:
        document.raise_fault(("default",), "the name of one of the bases is expected")
    return found


def find_legal_base() -> LegalBase:
    """The one in force by the setting, else the default. Raises BadSetting."""
    return _read_base(read_settings().legal_base)


def describe_months(months: int, lang: str) -> str:
    """A period in words.

    >>> describe_months(3, "fr"), describe_months(1, "en"), describe_months(3, "en")
    ('3 mois', '1 month', '3 months')
    """
    if lang == "fr":
        return f"{months} mois"
    return f"{months} month" if months == 1 else f"{months} months"


@lru_cache(8)
def _read_base(said: str) -> LegalBase:
    known = load_legal_bases()
    if not said:
        return known.bases[known.default]
    if (base := known.bases.get(said)) is not None:
        return base
    if not said.endswith((".yaml", ".yml")):
        expected = f"one of {', '.join(known.bases)}, or a file of your own (.yaml)"
        raise BadSetting(VARIABLE, said, expected)
    try:
        document = YamlDocument(Path(said).read_text(encoding="utf-8"), said)
        base = document.convert_to(LegalBase)
        _check_base(document, base, ())
    except (OSError, UnicodeDecodeError):
        raise BadSetting(VARIABLE, said, "a YAML file in UTF-8 that can be read") from None
    except YamlDocumentError as error:
        raise BadSetting(VARIABLE, said, str(error)) from None
    return base


def _check_base(document: YamlDocument, base: LegalBase, place: Place) -> None:
    """Raises YamlDocumentError, which names the file, the line and the field."""
    for field, said in (("name", base.name), ("text", base.text)):
        if set(said) != {"fr", "en"}:
            document.raise_fault((*place, field), "words in fr and in en are expected")
    if base.until is not None and base.until < base.since:
        document.raise_fault((*place, "until"), "a day after `since` is expected")
    if [one.category for one in base.periods].count("identified") != 1:
        document.raise_fault((*place, "periods"), "the category identified is expected once")
    for number, period in enumerate(base.periods):
        at = (*place, "periods", number, "months")
        if period.months is None and period.category == "identified":
            document.raise_fault(at, "a number of months is expected: the erasure runs by it")
        if period.months is not None and not 1 <= period.months <= LONGEST:
            document.raise_fault(at, f"a number from 1 to {LONGEST} is expected")
        if not period.source.strip():
            document.raise_fault((*place, "periods", number, "source"), "a source is expected")
