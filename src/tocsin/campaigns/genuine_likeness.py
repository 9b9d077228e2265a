"""Whether a campaign looks like what an institution writes itself: held against our own texts and those of the charters.

A genuine message that many people report looks just like a campaign. It never circulates without an analyst, and the
analyst is shown what it is like before they decide.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import cache, lru_cache
from typing import Final

from msgspec import Struct

from tocsin.campaigns.fingerprint import ROUGH, TextFingerprint
from tocsin.campaigns.report_store import Connection
from tocsin.charter.loading import list_charter_names, load_charter
from tocsin.charter.schema import ClauseExample
from tocsin.message.plain_text import message_from_text
from tocsin.message_templates.texts_in_force import list_texts_in_force
from tocsin.verdict.check import judge
from tocsin.verdict.model import ACCUSED

LEAST: Final = 0.4
"""Similarity from which a text is shown: more than reports of one campaign need, since anybody writes of the same things."""


class GenuineLikeness(Struct, frozen=True, kw_only=True):
    """A genuine text that a campaign is like."""

    source: str
    """Name of our text, or ``charter/clause`` of the example."""
    text: str
    similarity: float


def find_genuine_likeness(
    connection: Connection, texts: Iterable[str], now: datetime
) -> tuple[GenuineLikeness, ...]:
    """Genuine texts that one of these is like, the most alike first; five at most."""
    mine = [one for one in map(TextFingerprint, texts) if one.is_telling]
    found: dict[str, GenuineLikeness] = {}
    for source, text, theirs in _list_own_texts(connection, now):
        if (best := _measure_best(mine, theirs)) >= LEAST:
            found[text] = GenuineLikeness(source=source, text=text, similarity=best)
    for name, example, theirs in _list_charter_texts():
        if example.text in found:  # one text is an example of many clauses
            continue
        if (best := _measure_best(mine, theirs)) >= LEAST and not _is_accused(name, example):
            source = f"{name}/{example.clause}"
            found[example.text] = GenuineLikeness(source=source, text=example.text, similarity=best)
    return tuple(sorted(found.values(), key=lambda one: (-one.similarity, one.source))[:5])


def _measure_best(mine: list[TextFingerprint], theirs: TextFingerprint) -> float:
    return max(
        (one.measure_similarity(theirs) for one in mine if one.estimate_similarity(theirs) + ROUGH >= LEAST),
        default=0.0,
    )


def _is_accused(name: str, example: ClauseExample) -> bool:
    """Whether an example that must not make its clause speak breaks another."""
    message = message_from_text(example.text, example.channel, sender=example.sender, received=example.on)
    return judge(message, name).level in ACCUSED


def _list_own_texts(connection: Connection, now: datetime) -> list[tuple[str, str, TextFingerprint]]:
    """The texts of our conversations in force, in both languages."""
    return [
        (f"{one.text.id}/{lang}", words, _fingerprint_own_text(words))
        for one in list_texts_in_force(connection, now)
        for lang, words in (("fr", one.words.fr), ("en", one.words.en))
        if words
    ]


@lru_cache(maxsize=1_000)
def _fingerprint_own_text(words: str) -> TextFingerprint:
    """That of a text of ours, which stays as it is until somebody rewords it."""
    return TextFingerprint(words)


@cache
def _list_charter_texts() -> tuple[tuple[str, ClauseExample, TextFingerprint], ...]:
    """Examples of the charters that must not make their clause speak: most are as an institution writes."""
    return tuple(
        (name, example, TextFingerprint(example.text))
        for name in list_charter_names()
        for example in load_charter(name).examples
        if not example.fires
    )
