"""Whether a reply says that somebody is in danger or at the end of their strength, however it is spelt.

A phrase is heard by how it sounds. It does not count where a harmless phrase lies over it, where it is
negated (*pas de malaise*, *elle ne saigne plus*), or where it is said to be long past (*il y a deux ans*).
"""

from collections.abc import Iterator
from typing import Final

from msgspec.structs import replace

from tocsin.conversation.phrases import Phrasebook, PhraseMatch
from tocsin.conversation.reading.danger_phrases import (
    DANGER,
    DANGER_IN_ENGLISH,
    HARMLESS,
    HARMLESS_IN_ENGLISH,
)
from tocsin.conversation.reading.phonetics import stem_to_phonetic_form, strip_pronoun, to_phonetic_form
from tocsin.conversation.reply_words import ReplyWord, parse_word_set

_NEGATIVE: Final = parse_word_set(
    "pas plus aucun aucune sans ni jamais not no never without isn hasn don dont ne"
)
_BETWEEN: Final = parse_word_set("de d du des un une la le l les ete eu en any a grosse gros grande tres d")
"""What may stand between a negation and what it denies."""
_CEASING: Final = parse_word_set("arrete arretent arretait cesse cessent")
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


def _spell_phrases_by_sound(lines: str) -> str:
    return "\n".join(" ".join(map(_spell_step_by_sound, line.split())) for line in lines.splitlines())


def _spell_step_by_sound(part: str) -> str:
    """One word of a phrase, by its sound; the signs of the grammar stay as they are."""
    if part in ("..", "?"):
        return part
    opens, closes = "^" * part.startswith("^"), "$" * part.endswith("$")
    core = part.removeprefix("^").removesuffix("$")
    optional = "?" * core.endswith("?")
    options = core.removesuffix("?").split("|")
    heard = [stem_to_phonetic_form(o[:-1]) + "*" if o.endswith("*") else to_phonetic_form(o) for o in options]
    return opens + "|".join(dict.fromkeys(heard)) + optional + closes


_DANGER: Final = Phrasebook((name, _spell_phrases_by_sound(lines)) for name, lines in DANGER.items())
_HARMLESS: Final = Phrasebook((name, _spell_phrases_by_sound(lines)) for name, lines in HARMLESS.items())
_SOUNDS: Final = frozenset(
    option
    for lines in (*DANGER.values(), *HARMLESS.values())
    for part in _spell_phrases_by_sound(lines).split()
    for option in part.strip("^$?").split("|")
)
_DANGER_IN_ENGLISH: Final = Phrasebook(DANGER_IN_ENGLISH.items())
_HARMLESS_IN_ENGLISH: Final = Phrasebook(HARMLESS_IN_ENGLISH.items())


def find_danger(words: tuple[ReplyWord, ...]) -> frozenset[str]:
    """``emergency``, ``distress``, both or neither."""
    spoken = tuple(_spell_word_by_sound(word) for word in words)
    hits = [*_DANGER.find(spoken), *_DANGER_IN_ENGLISH.find(words)]
    if not hits:
        return frozenset()
    harmless = [*_HARMLESS.find(spoken), *_HARMLESS_IN_ENGLISH.find(words)]
    denied = [hit for hit in hits if _is_denied(hit, words)]
    return frozenset(
        hit.name
        for hit in hits
        if not (_is_overlaid(harmless, hit) or _is_within_denied(denied, hit) or _is_long_past(hit, words))
    )


def _spell_word_by_sound(word: ReplyWord) -> ReplyWord:
    """A word by its sound; without the pronoun that is stuck to it where only so it is one of a phrase."""
    if not word.folded[0].isalpha():
        return word
    heard = to_phonetic_form(word.folded)
    if heard not in _SOUNDS and (apart := strip_pronoun(word.folded)) and to_phonetic_form(apart) in _SOUNDS:
        heard = to_phonetic_form(apart)
    return replace(word, folded=heard)


def _is_overlaid(harmless: list[PhraseMatch], hit: PhraseMatch) -> bool:
    return any(h.name == hit.name and h.start < hit.end and hit.start < h.end for h in harmless)


def _is_within_denied(denied: list[PhraseMatch], hit: PhraseMatch) -> bool:
    """Whether it is denied, or part of something that is: *pas mal à la poitrine*."""
    return any(h.start <= hit.start and hit.end <= h.end for h in denied)


def _is_denied(hit: PhraseMatch, words: tuple[ReplyWord, ...]) -> bool:
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


def _is_long_past(hit: PhraseMatch, words: tuple[ReplyWord, ...]) -> bool:
    """Whether its clause says that it was long ago."""
    clause = tuple(_iterate_clause(hit, words))
    return any(_LONG_PAST.find(clause))


def _iterate_clause(hit: PhraseMatch, words: tuple[ReplyWord, ...]) -> Iterator[ReplyWord]:
    first, last = hit.start, hit.end
    while first > 0 and not words[first].breaks:
        first -= 1
    while last < len(words) and not words[last].breaks:
        last += 1
    yield from words[first:last]
