"""The name that a sender shows, and the lists of words that say who speaks."""

from functools import cache, lru_cache

from tocsin.charter import compiled_tables
from tocsin.charter.identity_cache import cached_by_identity
from tocsin.deferred_pattern import defer_pattern
from tocsin.evidence.institution_vocabulary import InstitutionVocabulary, SharedVocabulary

_NUMBER_DIGITS = 8
"""Digits of a telephone number, at least."""
_NO_NAME = ("num", "priv", "n°")
PARTS = defer_pattern(r"[A-ZÀ-Þ]+(?![^\W\d_A-ZÀ-Þ])|[A-ZÀ-Þ]?[^\W\d_A-ZÀ-Þ]+")
"""Words of a name, those written in one apart (``MaCaisse974``)."""


@cache
def load_speaker_words(name: str) -> frozenset[str]:
    """One list of ``lexicon/speakers.yaml``."""
    return frozenset(compiled_tables.get_table("lexicon/speakers")[name].split())


_WORDS_APART = bytes(code if chr(code).isalnum() or code == ord("_") else ord(" ") for code in range(256))
"""From a folded text to its words, with blanks between."""


@cache
def _load_formal_words() -> frozenset[bytes]:
    return frozenset(word.encode() for word in load_speaker_words("formal"))


def addresses_stranger(folded: str) -> bool:
    """Whether a folded text addresses somebody as those do who do not know them."""
    return not _load_formal_words().isdisjoint(folded.encode("latin-1").translate(_WORDS_APART).split())


@cached_by_identity()
def list_other_bodies(words: InstitutionVocabulary) -> frozenset[str]:
    """Words for bodies of which none is a word of an institution's own names."""
    return load_speaker_words("bodies") - words.own_words


def shows_name(sender: str) -> bool:
    """Whether a sender is a name: who is saved under one shows no number."""
    if sum(c.isdigit() for c in sender) >= _NUMBER_DIGITS:
        return False
    if sum(c.isalpha() for c in sender) < 3 or sender.lower().startswith(_NO_NAME):
        return False
    return load_speaker_words("hidden").isdisjoint(split_shown_name(sender))


@lru_cache(maxsize=20_000)
def names_another(sender: str, words: InstitutionVocabulary | SharedVocabulary) -> bool:
    """Whether a sender is the name of somebody else than the institution, or than any of several that share a vocabulary; one
    made of words for functions is nobody's."""
    if not shows_name(sender):
        return False
    generic, stems = load_speaker_words("generic"), load_speaker_words("stems") | words.own_stems
    parts = split_shown_name(sender)
    whole = {strip_accents(word.casefold()) for word in sender.split()}
    apart = {word for name in whole & generic for word in parts if word in name}
    known = generic | apart | words.own_words
    return any(
        len(word) > 2 and word not in known and not any(stem in word for stem in stems) for word in parts
    )


def split_shown_name(sender: str) -> tuple[str, ...]:
    """Words of the name that a sender shows, or of the mailbox where no name is shown."""
    name, at, _ = sender.partition("@")
    shown = (name.rpartition("<")[0].strip(' "') or name) if at else sender
    return tuple(strip_accents(part.casefold()) for part in PARTS.findall(shown))


def strip_accents(word: str) -> str:
    return word.translate(_ACCENTS)


_ACCENTS = str.maketrans("àâäéèêëîïôöùûüç", "aaaeeeeiioouuuc")
