"""Where a reply shows what nobody asks for: a social security number, a card, an IBAN, a password or a code.

Digits are read in any script and through any separators, since people copy their cards as printed. Each
run of digits is explained as a whole, by the reading that leaves the fewest digits unexplained, so that
two telephone numbers in a row are never taken for a card.
"""

import re
import unicodedata
from bisect import bisect_left
from functools import lru_cache
from typing import Literal

from msgspec import Struct

from tocsin.conversation.iban_lengths import LENGTHS
from tocsin.conversation.identifier_checksums import is_iban, is_mistyped_nir, is_nir, is_payment_card
from tocsin.conversation.passwords import find_passwords
from tocsin.phone_numbers.e164 import to_e164

SensitiveKind = Literal["nir", "card", "iban", "password"]

MAX_SEPARATORS = 4
"""Symbols and spaces in a row that may stand inside one identifier."""


class SensitiveSpan(Struct, frozen=True, order=True):
    """A stretch of the reply that must not be kept."""

    start: int
    end: int
    kind: SensitiveKind


class _CharacterGroup(Struct, frozen=True, gc=False):
    """Letters or digits with no separator inside."""

    value: str
    start: int
    end: int
    plus: bool = False
    """Whether a plus sign stands right before: an international telephone number begins."""
    small: bool = False
    """Whether it is written in small letters."""


def find_secrets(text: str) -> tuple[SensitiveSpan, ...]:
    """Everything sensitive in a reply, in order, none over another."""
    found = _find_in_digits(text) if any(map(str.isdigit, text)) and not _is_phone_list(text) else []
    announced = (SensitiveSpan(start, end, "password") for start, end in find_passwords(text))
    return tuple(sorted([*found, *(s for s in announced if not _overlaps(found, s.start, s.end))]))


_MOBILE, _WORD, _GAP = r"(?:0|\+33 ?)[67](?:[ .-]?[0-9]{2}){4}", r"[^\W\d_]{3,20}", r"[ ,;:.\n-]{1,4}"
_JOINED = rf"(?:(?:[eE][tT]|[mM][aA]) )?{_WORD}"
_LISTED = re.compile(rf"(?:(?:{_MOBILE}{_GAP})?{_JOINED}{_GAP})*(?:{_MOBILE}|{_JOINED})?[ .,;:!]{{0,3}}")
"""People with their mobiles, as most lists are: between words of three letters or more, ten or eleven digits are
no card and no number of social security, and no word of more than two letters begins an IBAN, nor do two
letters before such a word."""


def _is_phone_list(text: str) -> bool:
    """Whether a reply is such a list; raised and circled figures, letters to a pattern, are none."""
    return bool(_LISTED.fullmatch(text)) and (text.isascii() or not any(_is_foreign_digit(c) for c in text))


def _is_foreign_digit(character: str) -> bool:
    return character.isdigit() and not character.isascii()


def _find_in_digits(text: str) -> list[SensitiveSpan]:
    """What is sensitive in the figures of a reply, in order."""
    chains = _find_chains(text)
    found = [s for chain in chains for s in _find_ibans(chain)]
    found += [s for chain in chains for run in _find_digit_runs(chain, found) for s in _explain_run(run)]
    return sorted(_extend_to_key(text, s) for s in found)


_KEY = re.compile(r"\W{0,4}(?:cl[ée]f?|key)\W{0,4}\d{2}(?!\d)", re.IGNORECASE)


def _extend_to_key(text: str, secret: SensitiveSpan) -> SensitiveSpan:
    """A social security number with the key that a word announces: ``... 157 clé 80``."""
    key = _KEY.match(text, secret.end) if secret.kind == "nir" else None
    return SensitiveSpan(secret.start, key.end(), "nir") if key else secret


# --------------------------------------------------------------------------------------------- chains


def _find_chains(text: str) -> list[list[_CharacterGroup]]:
    """Groups of letters and digits that only separators part; digits of every script become ASCII."""
    chains: list[list[_CharacterGroup]] = [[]]
    at, gap = 0, 0
    while at < len(text):
        end = at
        while end < len(text) and _plain_character(text[end]):
            end += 1
        if end == at:
            at, gap = at + 1, gap + 1
            continue
        if gap > MAX_SEPARATORS and chains[-1]:
            chains.append([])
        plus = text[max(0, at - 2) : at].strip().endswith("+")
        chains[-1].append(
            _CharacterGroup(
                "".join(map(_plain_character, text[at:end])), at, end, plus, text[at:end].islower()
            )
        )
        at, gap = end, 0
    return chains


@lru_cache(maxsize=4096)
def _plain_character(character: str) -> str:
    """The ASCII digit or capital that a character stands for, ``?`` for another letter, or empty."""
    if character.isascii():
        return character.upper() if character.isalnum() else ""
    digit = unicodedata.digit(character, -1)
    if digit >= 0:
        return str(digit)
    folded = unicodedata.normalize("NFKC", character)
    if len(folded) == 1 and folded.isascii() and folded.isalnum():
        return folded.upper()
    return "?" if character.isalpha() else ""


def _find_digit_runs(chain: list[_CharacterGroup], taken: list[SensitiveSpan]) -> list[list[_CharacterGroup]]:
    """Series of groups of digits (and Corsica's 2A, 2B), cut out of words they are glued to."""
    runs: list[list[_CharacterGroup]] = [[]]
    for group in (part for whole in chain for part in _cut_group(whole)):
        if _overlaps(taken, group.start, group.end) or not (
            group.value.isdecimal() or _may_be_corsican(group.value, runs[-1])
        ):
            runs.append([])
        else:
            runs[-1].append(group)
    return [run for run in runs if run]


def _overlaps(taken: list[SensitiveSpan], start: int, end: int) -> bool:
    """Whether a stretch touches one of those taken, which are in order."""
    at = bisect_left(taken, end, key=lambda s: s.start) - 1
    return at >= 0 and taken[at].end > start


_PART = re.compile(r"[0-9]+(?:[AB](?=[0-9]|$)[0-9]*)?|[^0-9]+")


def _cut_group(group: _CharacterGroup) -> list[_CharacterGroup]:
    """``NIR269054958815780`` is two groups; ``1841 22A451`` keeps its letter inside."""
    if group.value.isdecimal():
        return [group]
    return [
        _CharacterGroup(m[0], group.start + m.start(), group.start + m.end())
        for m in _PART.finditer(group.value)
    ]


def _may_be_corsican(value: str, before: list[_CharacterGroup]) -> bool:
    """Whether a group with a letter may belong to a number: the department 2A or 2B at its place."""
    if len(value) == 1:
        return value in "AB" and bool(before) and before[-1].value.endswith("2")
    return any(c in value for c in "AB") and re.fullmatch(r"[0-9]*2[AB][0-9]*", value) is not None


# --------------------------------------------------------------------------------------- explanations


def _explain_run(run: list[_CharacterGroup]) -> list[SensitiveSpan]:
    """What a run of digits is: phones, numbers that must be masked, or nothing known.

    1. A run that is telephone numbers and nothing else is left alone: no single identifier can be read so.
    2. Else the shortest path over the groups: a reading costs its unexplained digits; at equal cost the one
    that masks wins.
    """
    if _are_all_phones(run):
        return []
    size = len(run)
    best: list[tuple[int, int]] = [(0, 0)] * (size + 1)
    step: list[tuple[int, SensitiveKind | None]] = [(size, None)] * size
    for at in range(size - 1, -1, -1):
        best[at] = (best[at + 1][0] + len(run[at].value), best[at + 1][1])
        step[at] = (at + 1, None)
        for end, kind in _list_group_readings(run, at):
            cost = (best[end][0], best[end][1] - (kind is not None))
            if cost < best[at]:
                best[at], step[at] = cost, (end, kind)
    return _follow_path(run, step)


def _follow_path(
    run: list[_CharacterGroup], step: list[tuple[int, SensitiveKind | None]]
) -> list[SensitiveSpan]:
    """What the path found; a group left unexplained goes whole if a number is buried in it."""
    found, at = [], 0
    while at < len(run):
        end, kind = step[at]
        if not kind and end == at + 1 and not _is_phone(run[at].value, run[at].plus):
            kind = _find_buried_kind(run[at].value[:200])
        if kind:
            found.append(SensitiveSpan(run[at].start, run[end - 1].end, kind))
        at = end
    return found


def _list_group_readings(run: list[_CharacterGroup], at: int) -> list[tuple[int, SensitiveKind | None]]:
    """The ways to read the groups from ``at``: index after the last one, and the kind (None: a phone)."""
    found: list[tuple[int, SensitiveKind | None]] = []
    value = ""
    for end in range(at, min(at + 20, len(run))):
        value += run[end].value
        if len(value) > 19:
            break
        if _is_phone(value, run[at].plus):
            found.append((end + 1, None))
        if len(value) in (13, 15) and is_nir(value):
            found.append((end + 1, "nir"))
        elif len(value) >= 13 and is_payment_card(value):
            found.append((end + 1, "card"))
        elif is_mistyped_nir(value) and not _holds_phone(run[at : end + 1]):
            found.append((end + 1, "nir"))
    return found


def _holds_phone(run: list[_CharacterGroup]) -> bool:
    """Whether these groups begin or end with a telephone number: with a postcode it is as long as a NIR."""
    for at in range(1, len(run)):
        first, last = ("".join(group.value for group in part) for part in (run[:at], run[at:]))
        if _is_phone(first, run[0].plus) or _is_phone(last, run[at].plus):
            return True
    return False


def _is_phone(value: str, plus: bool) -> bool:
    if plus:
        return len(value) >= 8 and to_e164("+" + value) is not None
    return len(value) >= 10 and value.startswith(("0", "33")) and to_e164(value) is not None


def _find_buried_kind(value: str) -> SensitiveKind | None:
    """The kind of identifier buried in a long group of digits, if any."""
    for at in range(len(value) - 12):
        if is_nir(value[at : at + 15]):
            return "nir"
        if any(is_payment_card(value[at : at + size]) for size in (16, 15)):
            return "card"
    return None


# --------------------------------------------------------------------------------------------- IBANs


def _find_ibans(chain: list[_CharacterGroup]) -> list[SensitiveSpan]:
    found: list[SensitiveSpan] = []
    groups = [part for group in chain for part in _cut_iban_starts(group)]
    for at, first in enumerate(groups):
        if found and first.start < found[-1].end:
            continue
        if first.value[:2].isalpha() and (end := _find_iban_end(groups, at)):
            found.append(SensitiveSpan(first.start, end, "iban"))
    return found


def _cut_iban_starts(group: _CharacterGroup) -> list[_CharacterGroup]:
    """A group, cut where a word is glued before an IBAN: ``IBANFR76...``."""
    if len(group.value) > 6 and group.value.startswith(("IBAN", "RIB")):
        cut = 4 if group.value[0] == "I" else 3
        return [_CharacterGroup(group.value[cut:], group.start + cut, group.end)]
    return [group]


def _find_iban_end(groups: list[_CharacterGroup], at: int) -> int:
    """Where the IBAN that begins at this group ends, or 0."""
    value = ""
    for end in range(at + 1, min(at + 35, len(groups) + 1)):
        group = groups[end - 1]
        value += group.value
        length = LENGTHS.get(value[:2], 34) if len(value) >= 2 else 34
        if len(value) > length or not (value[:2].isalpha() and (value[2:4] + "00")[:2].isdecimal()):
            return 0
        if len(value) == length and is_iban(value):
            word = groups[at].small and len(groups[at].value) == 2
            return 0 if word and _are_all_phones(groups[at + 1 : end]) else group.end
    return 0


def _are_all_phones(groups: list[_CharacterGroup]) -> bool:
    """Whether these groups are telephone numbers and nothing else: ``de 06... 06...`` is no German IBAN."""
    at = 0
    while at < len(groups):
        at = next((end for end, kind in _list_group_readings(groups, at) if kind is None), 0)
        if not at:
            return False
    return bool(groups)
