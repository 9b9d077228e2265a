"""Words written as they are heard, read as those that they sound like: ``trwa`` three, ``swar`` *soir*, ``yer`` *hier*."""

from functools import lru_cache
from typing import Final

from msgspec.structs import replace

from tocsin.conversation.reading.first_names import is_first_name
from tocsin.conversation.reading.name_lexicon import KNOWN
from tocsin.conversation.reading.phonetics import to_phonetic_form
from tocsin.conversation.reply_words import ReplyWord, find_nearest_word

_SHORTEST_NEAR: Final = 6
"""Sounds of a word from which one of them may be another: ``mekredi``."""
_SHORTEST_SOUND: Final = 2
"""Sounds of a word at least: shorter ones are too many words' own."""


def hear_words(words: tuple[ReplyWord, ...], meant: frozenset[str]) -> tuple[ReplyWord, ...]:
    """The words, those of no French or English word folded to the only one of ``meant`` that sounds the same.

    >>> from tocsin.conversation.reply_words import split_words
    >>> [w.folded for w in hear_words(split_words("trwa swar"), frozenset({"trois", "soir"}))]
    ['trois', 'soir']
    """
    sounds = _index_sounds(meant)
    return tuple(
        replace(word, folded=sounds[heard])
        if word.folded.isalpha()
        and not word.glued
        and word.folded not in meant
        and not _is_read_word(word.folded)
        and (heard := find_nearest_word(to_phonetic_form(word.folded), sounds.keys(), _SHORTEST_NEAR))
        else word
        for word in words
    )


def _is_read_word(word: str) -> bool:
    """Whether it is a common word or a first name as it stands."""
    return word in KNOWN or is_first_name(word)


@lru_cache(maxsize=64)
def _index_sounds(meant: frozenset[str]) -> dict[str, str]:
    """Sound -> the word of it; sounds of several words are left out."""
    found: dict[str, str] = {}
    shared = set[str]()
    for word in sorted(meant):
        sound = to_phonetic_form(word)
        shared |= {sound} & found.keys()
        found.setdefault(sound, word)
    return {
        sound: word for sound, word in found.items() if sound not in shared and len(sound) >= _SHORTEST_SOUND
    }
