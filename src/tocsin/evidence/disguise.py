"""Disguise: characters that are not seen, or that pass for others."""

import unicodedata
from functools import cache

from tocsin.charter import compiled_tables
from tocsin.deferred_pattern import defer_pattern
from tocsin.evidence.fold import fold_text
from tocsin.evidence.model import Evidence
from tocsin.evidence.token_string import TokenString

_UNSEEN = defer_pattern(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\U000e0000-\U000e007f]"
)
_FOREIGN = defer_pattern(
    "[\u0370-\u1cff\u1d00-\u1dbf\u1f00-\u1fff\u2c80-\u2cff\ua4d0-\ua4ff\uab30-\uabff\u2460-\u24ff\uff21-\uff5a\U0001d400-\U0001d7ff\U0001f130-\U0001f189]"
)
_HIDDEN = defer_pattern(rf"[^\W_]({_UNSEEN.pattern}{{1,20}}+)(?=[^\W_])")
_TURNED = defer_pattern("[\u202d\u202e\u2066\u2067]")
_WIDEST = 40
"""Characters quoted on each side of what is hidden, at most."""
_FANCY = defer_pattern("[\u2460-\u24ff\uff21-\uff5a\U0001d400-\U0001d7ff\U0001f130-\U0001f189]{3,}")
_WORD = defer_pattern(r"\w+")
_PLAIN = frozenset(
    (
        "assurance maladie vitale carte votre vos ameli cpam compte droits bancaire urgent cliquez "
        "remboursement sociale service nouvelle disponible caisse adresse lien message dossier"
    ).split()
)
"""Words that French writes without any accent."""
_FRENCH = frozenset("àâäéèêëîïôöùûüÿçœæÀÂÄÉÈÊËÎÏÔÖÙÛÜŸÇŒÆ")
_KEEP = frozenset("\u200c\u200d\u200e\u200f")


@cache
def _load_names_with_signs() -> frozenset[str]:
    return frozenset(compiled_tables.get_table("lexicon/world")["names_with_signs"])


def find_disguises(shape: TokenString) -> list[Evidence]:
    """Disguises of a text; in each kind the first place is quoted."""
    found = [
        _make_evidence(shape, shape.original_place(s), shape.original_place(e, end=True))
        for s, e in shape.disguised[:3]
        if shape.folded[s:e] not in _load_names_with_signs()
    ]
    text = shape.text
    if text.isascii():
        return found
    # What Latin-1 and the usual typographic signs hold hides nothing.
    if shape.places is not None and (match := _find_unseen_in_word(text)):
        found.append(_make_evidence(shape, *match))
    if _FOREIGN.search(text) and (span := _find_mixed_scripts(text)):
        found.append(_make_evidence(shape, *span))
    if span := _find_odd_accents(shape):
        found.append(_make_evidence(shape, *span))
    return found


def _find_unseen_in_word(text: str) -> tuple[int, int] | None:
    """An unseen character between two letters of a word, quoted with the word; or a turned direction."""
    if match := _TURNED.search(text):
        return match.start(), min(len(text), match.end() + 20)
    for match in _HIDDEN.finditer(text):
        if all(c in _KEEP for c in match[1]) and not match[0][0].isascii():
            continue
        start, end = match.span()
        while start > match.start() - _WIDEST and start and _is_word_part(text[start - 1]):
            start -= 1
        while end < match.end() + _WIDEST and end < len(text) and _is_word_part(text[end]):
            end += 1
        if sum(c.isalnum() for c in text[start:end]) >= 3:
            return start, end
    return None


def _is_word_part(char: str) -> bool:
    return char.isalnum() or bool(_UNSEEN.match(char))


def _find_mixed_scripts(text: str) -> tuple[int, int] | None:
    """A word that mixes scripts, or is written in letters that imitate Latin ones."""
    if match := _FANCY.search(text):
        return match.span()
    for match in _WORD.finditer(text):
        word = match[0]
        strange = _FOREIGN.findall(word)
        if not strange:
            continue
        plain = any(c.isascii() and c.isalpha() for c in word)
        if plain and any(c.isascii() and c.isalpha() for c in fold_text("".join(strange))):
            return match.span()
    return None


def _find_odd_accents(shape: TokenString) -> tuple[int, int] | None:
    """Accents on words that French writes without any: on two words, or strange ones on one."""
    if _PLAIN.isdisjoint(shape.words):
        return None
    strays: list[tuple[int, int]] = []
    for i, known in enumerate(shape.words):
        if known not in _PLAIN:
            continue
        start, end = shape.atom_span(i, i)
        word = shape.text[start:end]
        if word.isascii() or any(c > "\u024f" for c in word):
            continue
        strays.append((start, end))
        accents = [c for c in unicodedata.normalize("NFC", word) if not c.isascii()]
        if len(strays) == 2 or len(accents) >= 2 or any(c not in _FRENCH for c in accents):
            return strays[0][0], end
    return None


def _make_evidence(shape: TokenString, start: int, end: int) -> Evidence:
    return Evidence("disguise", "obfuscation", start, end, shape.text[start:end])
