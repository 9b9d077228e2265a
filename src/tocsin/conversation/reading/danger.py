"""Whether a reply says that somebody is in danger or at the end of their strength, however it is spelt.

A phrase is heard by how it sounds. It does not count where a harmless phrase lies over it, where it is
negated (*pas de malaise*, *elle ne saigne plus*), or where it is said to be long past (*il y a deux ans*).
"""

from collections.abc import Iterator
from typing import Final

from msgspec.structs import replace

from tocsin.conversation.phrases import Hit, Phrasebook
from tocsin.conversation.reading.danger_phrases import (
    DANGER,
    DANGER_IN_ENGLISH,
    HARMLESS,
    HARMLESS_IN_ENGLISH,
)
from tocsin.conversation.reading.sounding import sound, sound_of_stem, without_pronoun
from tocsin.conversation.words import Word, vocabulary

_NEGATIVE: Final = vocabulary(
    "pas plus aucun aucune sans ni jamais not no never without isn hasn don dont ne"
)
_BETWEEN: Final = vocabulary("de d du des un une la le l les ete eu en any a grosse gros grande tres d")
"""What may stand between a negation and what it denies."""
_CEASING: Final = vocabulary("arrete arretent arretait cesse cessent")
"""*Elle n'arrête pas de saigner* denies nothing."""
_LONG_PAST: Final = Phrasebook(
    [
        (
            "past",
            """
            il? y a .. an|ans|annee|annees|mois
            y a .. an|ans|annee|annees|mois
            en|in 19*|20*
            an|annee|mois|ete|hiver|siecle dernier|derniere|passe|passee
            quand j|je etais .. petit|petite|enfant|jeune
            years|year|months ago
            last year|month
            antecedent|antecedents de?
            """,
        )
    ]
)


def _heard(lines: str) -> str:
    return "\n".join(" ".join(map(_step, line.split())) for line in lines.splitlines())


def _step(part: str) -> str:
    """One word of a phrase, by its sound; the signs of the grammar stay as they are."""
    if part in ("..", "?"):
        return part
    opens, closes = "^" * part.startswith("^"), "$" * part.endswith("$")
    core = part.removeprefix("^").removesuffix("$")
    optional = "?" * core.endswith("?")
    options = core.removesuffix("?").split("|")
    heard = [sound_of_stem(o[:-1]) + "*" if o.endswith("*") else sound(o) for o in options]
    return opens + "|".join(dict.fromkeys(heard)) + optional + closes


_DANGER: Final = Phrasebook((name, _heard(lines)) for name, lines in DANGER.items())
_HARMLESS: Final = Phrasebook((name, _heard(lines)) for name, lines in HARMLESS.items())
_SOUNDS: Final = frozenset(
    option
    for lines in (*DANGER.values(), *HARMLESS.values())
    for part in _heard(lines).split()
    for option in part.strip("^$?").split("|")
)
_DANGER_IN_ENGLISH: Final = Phrasebook(DANGER_IN_ENGLISH.items())
_HARMLESS_IN_ENGLISH: Final = Phrasebook(HARMLESS_IN_ENGLISH.items())


def find_danger(words: tuple[Word, ...]) -> frozenset[str]:
    """``emergency``, ``distress``, both or neither."""
    spoken = tuple(_said(word) for word in words)
    hits = [*_DANGER.find(spoken), *_DANGER_IN_ENGLISH.find(words)]
    if not hits:
        return frozenset()
    harmless = [*_HARMLESS.find(spoken), *_HARMLESS_IN_ENGLISH.find(words)]
    denied = [hit for hit in hits if _denied(hit, words)]
    return frozenset(
        hit.name
        for hit in hits
        if not (_lies_over(harmless, hit) or _within(denied, hit) or _long_past(hit, words))
    )


def _said(word: Word) -> Word:
    """A word by its sound; without the pronoun that is stuck to it where only so it is one of a phrase."""
    if not word.folded[0].isalpha():
        return word
    heard = sound(word.folded)
    if heard not in _SOUNDS and (apart := without_pronoun(word.folded)) and sound(apart) in _SOUNDS:
        heard = sound(apart)
    return replace(word, folded=heard)


def _lies_over(harmless: list[Hit], hit: Hit) -> bool:
    return any(h.name == hit.name and h.start < hit.end and hit.start < h.end for h in harmless)


def _within(denied: list[Hit], hit: Hit) -> bool:
    """Whether it is denied, or part of something that is: *pas mal à la poitrine*."""
    return any(h.start <= hit.start and hit.end <= h.end for h in denied)


def _denied(hit: Hit, words: tuple[Word, ...]) -> bool:
    """Whether a negation stands right before it, or right after its verb; not where it is one itself."""
    inside = {words[i].folded for i in range(hit.start, hit.end)}
    if inside & _NEGATIVE - {"ne", "no", "not", "without", "en"}:
        return False
    at = hit.start
    while at > 0 and not words[at].breaks and words[at - 1].folded in _BETWEEN:
        at -= 1
    if at > 0 and not words[at].breaks and words[at - 1].folded in _NEGATIVE - {"ne"}:
        return at == 1 or words[at - 2].folded not in _CEASING
    after = [w for w in words[hit.end : hit.end + 2] if not w.breaks]
    return (
        bool(after)
        and after[0].folded in ("pas", "jamais")
        and not (len(after) > 1 and after[1].folded == "mal")
    )


def _long_past(hit: Hit, words: tuple[Word, ...]) -> bool:
    """Whether its clause says that it was long ago."""
    clause = tuple(_clause(hit, words))
    return any(_LONG_PAST.find(clause))


def _clause(hit: Hit, words: tuple[Word, ...]) -> Iterator[Word]:
    first, last = hit.start, hit.end
    while first > 0 and not words[first].breaks:
        first -= 1
    while last < len(words) and not words[last].breaks:
        last += 1
    yield from words[first:last]
