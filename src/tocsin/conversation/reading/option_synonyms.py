"""What people say for an option whose words they do not use: an hour for a part of the day, their parents' for a relative's."""

import itertools
import re
from typing import Final

from tocsin.conversation.reading.speech_markers import GROUPS, IGNORANCE, KIN
from tocsin.conversation.reply_words import ReplyWord, parse_word_set

_PARTS: Final = (("matin", range(5, 12)), ("apresmidi", range(12, 18)), ("soir", range(18, 24)))
_HOUR: Final = re.compile(r"[01]?\d|2[0-3]")
_NEAR: Final = parse_word_set("proche proches voisin famille parent")
_HOME: Final = parse_word_set("domicile maison")


def find_meant_option(found: tuple[ReplyWord, ...], labels: list[tuple[str, ...]]) -> int | None:
    """Index of the only option meant; None where none or several are."""
    meant = {at for at in (_find_by_hour(found, labels), _find_by_home(found, labels)) if at is not None}
    if not meant and any(IGNORANCE.find(found)):
        meant = {at for at, label in enumerate(labels) if {"sais", "know"} & set(label)}
    return meant.pop() if len(meant) == 1 else None


def _find_by_hour(found: tuple[ReplyWord, ...], labels: list[tuple[str, ...]]) -> int | None:
    """``après 18h``: the evening."""
    hours = [
        int(word.folded)
        for word, unit in itertools.pairwise(found)
        if _HOUR.fullmatch(word.folded) and unit.folded in ("h", "heure", "heures")
    ]
    parts = {name for hour in hours for name, span in _PARTS if hour in span}
    if len(parts) != 1:
        return None
    (part,) = parts
    return next((at for at, label in enumerate(labels) if part in label), None)


def _find_by_home(found: tuple[ReplyWord, ...], labels: list[tuple[str, ...]]) -> int | None:
    """``chez moi`` for *domicile*, ``chez mes parents`` for *chez un proche*."""
    said = [word.folded for word in found]
    for a, b, c in zip(said, said[1:], [*said[2:], ""], strict=False):
        if a == "chez" and b in ("moi", "nous"):
            return next((at for at, label in enumerate(labels) if _HOME & set(label)), None)
        if a == "chez" and c in KIN | GROUPS:
            return next((at for at, label in enumerate(labels) if _NEAR & set(label)), None)
    return None
