"""Telephone numbers where they stand in a reply, right or wrong."""

import re

from msgspec import Struct

from tocsin.deferred_pattern import defer_pattern
from tocsin.phone_numbers.e164 import to_e164

SHORTEST = 8
"""Digits of the shortest number that can be called, in any country."""
MEANT = 6
"""Digits from which a run is taken for a number, right or wrong; fewer are a postcode or a count."""

_FIGURE = defer_pattern(r"\d")
_DIGIT_RUN = defer_pattern(
    r"(?:\+\s?|(?<![0-9+]))(?:[0-9]|(?<![^\W_])[Oo](?=[ .]?[1-9]))"
    r"(?:[\s.,\-–/_()]{0,3}(?:[0-9]|(?<![^\W\d_])[Oo](?=[0-9])|(?<=[0-9])[OoIl](?![^\W\d_]))){4,79}"
)
"""Figures, and letters that stand for one among them: ``O6``, ``1O``, ``1l``. An O before a 0 is none."""
_DIGITS = ("un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf")
_SPELLED = defer_pattern(rf"\bz[eé]ro[ -]({'|'.join(_DIGITS)})(?=[ .-]{{0,3}}[0-9])", re.IGNORECASE)
"""``zéro six``, as people dictate, before the rest in figures."""
_GROUP = defer_pattern(r"\+\s?[0-9OoIl]+|[0-9OoIl]+")
_DATE = defer_pattern(r"[0-3]?[0-9][./ -][01]?[0-9][./ -](?:20)?[0-9]{2}|20[0-9]{2}-[01][0-9]-[0-3][0-9]")


class PhoneMention(Struct, frozen=True):
    number: str | None
    """E.164, or None where what is written is not a number that can be called."""
    start: int
    end: int


def find_phones(text: str) -> tuple[PhoneMention, ...]:
    """Numbers in a reply, right or wrong, in order; a run too short to be meant as one is left out."""
    if not _FIGURE.search(text):
        return ()
    spelled = {m.end() - 2: m.start() for m in _SPELLED.finditer(text)}
    figures = _SPELLED.sub(lambda m: f"0{_DIGITS.index(m[1].lower()) + 1}".rjust(len(m[0])), text)
    found: list[PhoneMention] = []
    for run in _DIGIT_RUN.finditer(figures):
        found.extend(_split_run(run[0], run.start()))
    return tuple(PhoneMention(p.number, spelled.get(p.start, p.start), p.end) for p in found)


def _split_run(run: str, offset: int) -> list[PhoneMention]:
    """The numbers of one run of digit groups, from left to right.

    Several numbers may follow each other with nothing but spaces between them. 1. At each group, take
    the shortest series of groups that makes a valid number. 2. What no number claims is, as a whole, one
    number written wrong.
    """
    groups = [(m.start(), m.end()) for m in _GROUP.finditer(run)]
    found: list[PhoneMention] = []
    at = spare = 0
    while at < len(groups):
        start = groups[at][0]
        ends = (e for e in range(at, min(at + 10, len(groups))) if groups[e][1] - start >= SHORTEST)
        last = next((e for e in ends if to_e164(run[start : groups[e][1]])), None)
        if last is None:
            at += 1
            continue
        _add_wrong_number(found, run, groups[spare:at], offset)
        end = groups[last][1]
        found.append(PhoneMention(to_e164(run[start:end]), offset + start, offset + end))
        at = spare = last + 1
    _add_wrong_number(found, run, groups[spare:], offset)
    return found


def _add_wrong_number(
    found: list[PhoneMention], run: str, groups: list[tuple[int, int]], offset: int
) -> None:
    """Note the groups as a number written wrong, if they are long enough to be meant as one."""
    if not groups:
        return
    start, end = groups[0][0], groups[-1][1]
    if sum(c.isdecimal() for c in run[start:end]) >= MEANT and not _DATE.fullmatch(run[start:end]):
        found.append(PhoneMention(None, offset + start, offset + end))
