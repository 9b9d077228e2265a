"""Issue codes, as they are written and as people write them: ``K7QF-2M9D``.

Seven characters that nobody can foresee, and one that checks them.
"""

import re
from typing import Final
from unicodedata import normalize

from tocsin.deferred_pattern import defer_pattern
from tocsin.evidence.fold import drop_invisible, fold_text

ALPHABET: Final = "23456789ABCDEFGHJKMNPQRTVWXYZ"
"""A prime number of characters, 29: no 0 1 I L O, taken for one another, and no S U, taken for 5 and V."""
PAYLOAD: Final = 7
"""Characters before the check character."""
LENGTH: Final = PAYLOAD + 1

_VALUE = {character: value for value, character in enumerate(ALPHABET)}
_WEIGHTS = (9, 8, 7, 6, 5, 4, 3)
"""All different, and none 0 or 1: the check character itself has the weight 1."""
_MEANT = str.maketrans("SU", "5V")
_LEAD = defer_pattern(r"\A\s*r[ée]f(?:[ée]rence)?s?\s*(?:[.:#]\s*|\s)+", re.I)
_BETWEEN = defer_pattern(r"[\s.\-‐-―\u00ad\u200b-\u200f\u2060\ufeff]+")
_ANY = "[2-9a-hjkmnp-z]"
"""A character of a code as typed, folded: ``s`` and ``u`` are read for what they were meant to be."""
_SOWN = "[2-9a-hjkmnp-rtv-z]"
_NAMED = defer_pattern(
    rf"(?<![a-z0-9/?&#=@])ref(?:erence)?s?[^a-z0-9]{{0,4}}(?:no?[^a-z0-9]{{1,3}})?"
    rf"({_ANY}{{2}} ?{_ANY}{{2}}\s?-?\s?{_ANY}{{2}} ?{_ANY}{{2}})(?![a-z0-9]|-[a-z0-9])"
)
_BARE = defer_pattern(rf"(?<![\w\-/=@.?&#%+])({_SOWN}{{4}}-{_SOWN}{{4}})(?![\w\-/=@]|\.\w)")

Found = tuple[str, int, int]
"""A code as it is printed, and the span of what was read as that."""


class NotAnIssueCode(ValueError):
    """This is not a code."""

    kind = ""
    """Which mistake it is, in one word."""

    def __init__(self, written: str, detail: str = "") -> None:
        self.written = written
        """What was typed."""
        self.detail = detail
        """What of it is wrong."""
        super().__init__(": ".join(part for part in (str(self.__doc__).rstrip("."), detail) if part))


class WrongCodeLength(NotAnIssueCode):
    """A code has eight characters."""

    kind = "length"


class ForbiddenCodeCharacter(NotAnIssueCode):
    """Codes never contain this character."""

    kind = "character"


class WrongCheckCharacter(NotAnIssueCode):
    """The check character says that this code was mistyped."""

    kind = "check"


def compute_check_character(payload: str) -> str:
    """The eighth character of a code, from its first seven.

    The weights are different and the alphabet is prime, so that no single character can be replaced, and no
    two be swapped, without this one becoming wrong.

    >>> compute_check_character("K7QF2M9")
    'D'
    """
    return ALPHABET[-sum(w * _VALUE[c] for w, c in zip(_WEIGHTS, payload, strict=True)) % len(ALPHABET)]


def format_issue_code(payload: str) -> str:
    """A code as it is printed, from its first seven characters.

    >>> format_issue_code("K7QF2M9")
    'K7QF-2M9D'
    """
    return _insert_dash(payload + compute_check_character(payload))


def has_digit_and_letter(characters: str) -> bool:
    """Whether they hold a digit and a letter, as every code does: never a word, never a telephone number."""
    return not characters.isdigit() and not characters.isalpha()


def parse_issue_code(written: str) -> str:
    """The code that a person typed, as it is printed.

    Capitals, spaces, dashes and "Réf." do not count; S is read as 5 and U as V. Raises WrongCodeLength,
    ForbiddenCodeCharacter or WrongCheckCharacter, all of them NotAnIssueCode.

    >>> parse_issue_code("réf. k7qf 2m9d")
    'K7QF-2M9D'
    """
    characters = _BETWEEN.sub("", _LEAD.sub("", normalize("NFKC", written))).upper()
    characters = characters.translate(_MEANT)
    if len(characters) != LENGTH:
        raise WrongCodeLength(written, str(len(characters)))
    if wrong := next((c for c in characters if c not in _VALUE), ""):
        raise ForbiddenCodeCharacter(written, wrong)
    if compute_check_character(characters[:PAYLOAD]) != characters[PAYLOAD]:
        raise WrongCheckCharacter(written)
    return _insert_dash(characters)


def find_issue_codes(text: str) -> tuple[Found, ...]:
    """The codes in a message, in order: each as it is printed, with its span.

    A code is taken for one after "Réf.", however it is written, or in the exact shape with its dash; its
    check character must be right, and it must hold a digit and a letter.

    >>> find_issue_codes("Appelez le 3646. Réf. k7qf 2m9d")
    (('K7QF-2M9D', 22, 31),)
    """
    folded, places = drop_invisible(fold_text(text))
    found: dict[int, Found] = {}
    for pattern in (_NAMED, _BARE):
        for match in pattern.finditer(folded):
            if code := _read_plausible_code(match[1]):
                start, end = match.span(1)
                found.setdefault(places[start], (code, places[start], places[end - 1] + 1))
    return tuple(found[start] for start in sorted(found))


def _read_plausible_code(written: str) -> str:
    """The code, where it is one and could have been issued; else nothing."""
    try:
        code = parse_issue_code(written)
    except NotAnIssueCode:
        return ""
    return code if has_digit_and_letter(code[:4] + code[5:-1]) else ""


def _insert_dash(characters: str) -> str:
    return f"{characters[:4]}-{characters[4:]}"
