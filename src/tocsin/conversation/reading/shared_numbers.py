"""One number of several people: ``même numéro``, ``tous les deux``, the landline of a couple."""

import re
from typing import Final

from msgspec.structs import replace

from tocsin.conversation.phrases import Phrasebook, PhraseMatch
from tocsin.conversation.reading.number_corrections import NameOrPhone, PersonDraft
from tocsin.conversation.reply_words import ReplyWord
from tocsin.phone_numbers.mentions import PhoneMention

_SAME_NUMBER: Final = Phrasebook(
    [
        (
            "same",
            "meme|same numero|num|tel|telephone|portable|number|phone\npareil|idem$\nsame$\nau meme$\nle meme$",
        )
    ]
)
_SHARED: Final = Phrasebook(
    [
        (
            "shared",
            "tous|toutes les deux\n"
            "meme|same numero|num|tel|telephone|portable|fixe|number\n"
            "un|le seul|meme fixe|numero|num|tel|telephone|portable\n"
            "pour les deux\n"
            "for|of both\n"
            "same|shared number|phone",
        )
    ]
)
_COUPLE: Final = re.compile(r"\b(?:mes|nos|ses|leurs|my|his|her) (?:beaux?-|grands?-)?parents?[ ,:]*$", re.I)
"""``mes parents``, before the names of both."""


def share_number(entries: list[NameOrPhone], found: tuple[ReplyWord, ...]) -> list[PersonDraft]:
    """``tous les deux le même numéro``: the only number is everybody's; empty where that is not said."""
    numbers = {entry.phone.number for entry in entries if entry.phone}
    people = [entry for entry in entries if entry.named]
    if len(numbers) != 1 or len(people) < 2 or all(_is_taken_back(found, hit) for hit in _SHARED.find(found)):
        return []
    phone = next(entry.phone for entry in entries if entry.phone)
    return [PersonDraft(entry.named.text, phone) for entry in people if entry.named]


def share_landlines(text: str, drafts: list[PersonDraft], entries: list[NameOrPhone]) -> list[PersonDraft]:
    """``Hervé et Brigitte Maillard, 04...``: a couple under one family name has one telephone at home."""
    shared = list(drafts)
    for first, second, phone in zip(entries, entries[1:], entries[2:], strict=False):
        if not (first.named and second.named and phone.phone and _is_landline(phone.phone)):
            continue
        joined = text[first.end : second.start].strip().casefold() in ("et", "&", "and")
        if joined and (
            _are_couple(first.named.text, second.named.text) or _COUPLE.search(text[: first.start])
        ):
            alone = PersonDraft(first.named.text)
            shared = [PersonDraft(one.name, phone.phone) if one == alone else one for one in shared]
    return shared


def _are_couple(first: str, second: str) -> bool:
    """``Hervé et Brigitte Maillard``, ``Luc Roussel et Annie Roussel``."""
    before, behind = first.split(), second.split()
    return len(behind) > 1 and (len(before) == 1 or before[-1] == behind[-1])


def _is_landline(phone: PhoneMention) -> bool:
    return (phone.number or "").startswith(("+331", "+332", "+333", "+334", "+335"))


def add_shared_numbers(
    phones: tuple[PhoneMention, ...], found: tuple[ReplyWord, ...]
) -> tuple[PhoneMention, ...]:
    """``même numéro`` stands for the number before it; not ``pas le même numéro``, nor where it is taken back."""
    again = []
    for hit in _SAME_NUMBER.find(found):
        if _is_taken_back(found, hit):
            continue
        start, end = found[hit.start].start, found[hit.end - 1].end
        before = [p for p in phones if p.end <= start]
        again += [replace(p, start=start, end=end) for p in before[-1:]]
    return tuple(sorted((*phones, *again), key=lambda p: p.start))


def _is_taken_back(found: tuple[ReplyWord, ...], hit: PhraseMatch) -> bool:
    """``pas le même numéro``, ``même numéro que... non``, ``même numéro que le mien``."""
    before = {word.folded for word in found[max(0, hit.start - 2) : hit.start]}
    behind = [word.folded for word in found[hit.end :] if word.folded[0].isalpha() and word.folded != "que"]
    of_mine = {word.folded for word in found[hit.end : hit.end + 3]} >= {"que"} and any(
        word.folded in ("mien", "moi", "mienne") for word in found[hit.end : hit.end + 3]
    )
    return of_mine or "pas" in before or behind[:1] in (["non"], ["nan"])
