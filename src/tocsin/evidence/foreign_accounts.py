"""A bank account abroad into which money is to be paid, given by its number (IBAN) or by where it is held.

What frauds collect goes into accounts opened from afar, and a body of the country has none there. Nobody is warned of an
account that is only told of: a word for paying must stand near. Numbers of accounts: ISO 13616.
"""

import re
from functools import cache
from typing import Final

from msgspec import Struct

from tocsin.charter import compiled_tables
from tocsin.deferred_pattern import defer_pattern
from tocsin.evidence.model import Evidence
from tocsin.evidence.token_string import TokenString

FOREIGN_ACCOUNT: Final = "lure_foreign_account"
_HOMES: Final = {
    "+31": "NL",
    "+32": "BE",
    "+33": "FR",
    "+34": "ES",
    "+39": "IT",
    "+41": "CH",
    "+43": "AT",
    "+44": "GB",
    "+48": "PL",
    "+49": "DE",
    "+351": "PT",
    "+352": "LU",
    "+353": "IE",
}
"""Calling code of an institution -> where it has its accounts."""
_FRANCE: Final = "FR"
_NEAR: Final = 160
"""Characters on each side in which it is said that money is to go there."""
_NAMES: Final = (
    "compte",
    "iban",
    "virement",
    "rib",
    "kont",
    "rekening",
    "account",
    "cuenta",
    "conta",
    "conto",
)
_BEGINNING: Final = defer_pattern(r"[A-Z]{2}[0-9]{2} ?[0-9A-Z]{4}")
"""Without one of those words, or the beginning of a number, no account is given."""
_MOST: Final = 6_000
"""Characters in which it is looked for."""


class _AccountPatterns(Struct, frozen=True):
    """How an account is given."""

    number: re.Pattern[str]
    """In the text as it stands, where capitals tell ``DE`` from *de*: whole, or in part behind a word for it."""
    held: re.Pattern[str]
    """In the folded text: in which country it is."""
    paid: re.Pattern[str]
    """In the folded text: that money goes there."""


@cache
def _compile_patterns() -> _AccountPatterns:
    table: dict[str, str] = compiled_tables.get_table("lexicon/world")["accounts"]
    codes, account = table["codes"].replace(" ", "|"), table["account"]
    gap = r"\W{1,3}(?:\w{1,14}\W{1,3}){0,3}"
    whole = rf"(?P<whole>{codes})[0-9]{{2}}(?: ?[0-9A-Z]{{4}}){{2}}"
    part = rf"(?i:{account})s?{gap}(?P<part>{codes})[ -]?(?:[0-9]{{2}}|[*\u2022\u2026.xX_]{{2}})"
    return _AccountPatterns(
        re.compile(rf"\b(?:{whole}|{part})"),
        re.compile(rf"\b(?:{account})s?{gap}(?:{table['held'].replace(' ', ' {1,3}')})\b"),
        re.compile(rf"\b(?:{table['paid']})"),
    )


def find_foreign_account(shape: TokenString) -> Evidence | None:
    """The first account abroad that money is to go to, as seen from France; what is read is bounded."""
    text = shape.text[:_MOST]
    folded = shape.folded
    if not any(map(folded.__contains__, _NAMES)) and not _BEGINNING.search(text):
        return None
    patterns = _compile_patterns()
    for match in patterns.number.finditer(text):
        if (match["whole"] or match["part"]) != _FRANCE and _is_paid(shape, match.start(), match.end()):
            return _make_evidence(text, match.start(), match.end())
    for match in patterns.held.finditer(folded[:_MOST]):
        start, end = shape.original_place(match.start()), shape.original_place(match.end(), end=True)
        if _is_paid(shape, start, end):
            return _make_evidence(shape.text, start, end)
    return None


def is_held_at_home(e: Evidence, calling_code: str) -> bool:
    """Whether an account that was found is one of an institution's own country."""
    numbers = _compile_patterns().number.finditer(e.raw)
    return any((m["whole"] or m["part"]) == _HOMES.get(calling_code) for m in numbers)


def _is_paid(shape: TokenString, start: int, end: int) -> bool:
    return bool(_compile_patterns().paid.search(shape.folded, max(0, start - _NEAR), end + _NEAR))


def _make_evidence(text: str, start: int, end: int) -> Evidence:
    return Evidence("lure", FOREIGN_ACCOUNT, start, end, text[start:end])
