"""The words of declared asks (``declared.yaml``), by class.

>>> words = load_declared_vocabulary()
>>> words.is_declared("appellerons"), words.is_declared("carte"), words.is_verb("restez", "instruct")
(True, False, True)
"""

from functools import cache
from typing import Any

from tocsin.charter import compiled_tables


class WordStems:
    """Words, and beginnings of words."""

    def __init__(self, listed: str) -> None:
        entries = listed.split()
        self._whole = frozenset(entry for entry in entries if not entry.endswith("*"))
        self._stems = frozenset(entry[:-1] for entry in entries if entry.endswith("*"))
        self._sizes = tuple(sorted({len(stem) for stem in self._stems}))

    def __contains__(self, word: str) -> bool:
        return word in self._whole or any(word[:size] in self._stems for size in self._sizes)


class DeclaredVocabulary:
    """What may be said in a text that waits for an answer, and the small words that show what a sentence does."""

    def __init__(self, table: dict[str, Any]) -> None:
        words = {name: WordStems(listed) for name, listed in table["words"].items()}
        self._told = words.pop("told")
        self._opening = (words["opening"], words.pop("opening_only"), words["numbers"], words["us"])
        self._words = words
        self._verbs = {name: WordStems(listed) for name, listed in table["verbs"].items()}
        self._structure = {name: WordStems(listed) for name, listed in table["structure"].items()}
        self._answers = WordStems(table["answers"])
        self._thanks = WordStems(table["thanks"])
        self.infinitive_ends = tuple(table["structure"]["verb_ends"].split())
        """How infinitives end."""
        self._phrases: dict[str, list[tuple[str, ...]]] = {}
        for phrase in (tuple(phrase.split()) for phrase in table["phrases"]["plain"].split("|")):
            self._phrases.setdefault(phrase[0], []).append(phrase)

    def is_declared(self, word: str, *, told: bool = False) -> bool:
        """Whether a text that waits for an answer may hold a word; ``told``: in a statement."""
        return any(word in some for some in self._words.values()) or (told and word in self._told)

    def belongs(self, word: str, *names: str) -> bool:
        """Whether a word stands in one of these classes of declared words."""
        return any(word in self._words[name] for name in names)

    def is_small(self, word: str, *names: str) -> bool:
        """Whether a word stands in one of these classes of ``structure``."""
        return any(word in self._structure[name] for name in names)

    def opens(self, word: str) -> bool:
        """Whether a word opens a statement."""
        return any(word in some for some in self._opening)

    def is_verb(self, word: str, *names: str) -> bool:
        """Whether a word is a form of a verb of these classes."""
        return any(word in self._verbs[name] for name in names)

    def is_answer(self, word: str) -> bool:
        """Whether people may be told to answer with a word."""
        return word in self._answers

    def is_thanked_for(self, word: str) -> bool:
        """Whether people are thanked for it without being asked for anything."""
        return word in self._thanks

    def measure_phrase(self, words: tuple[str, ...], at: int) -> int:
        """Words of the longest declared phrase that begins at a place; 0 where none does."""
        fits = (
            len(phrase)
            for phrase in self._phrases.get(words[at], ())
            if words[at : at + len(phrase)] == phrase
        )
        return max(fits, default=0)


@cache
def load_declared_vocabulary() -> DeclaredVocabulary:
    """That of ``declared.yaml``."""
    return DeclaredVocabulary(compiled_tables.get_table("guard/declared"))
