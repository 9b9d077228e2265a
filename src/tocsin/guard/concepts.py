"""What the words of outgoing texts speak of (``concepts.yaml``), so that what is learned of one holds for others.

>>> sorted(load_concepts().find_concepts(["votre", "mot", "de", "passe"]))
['access']
>>> sorted(load_concepts().find_concepts(["toussez"]))
['body']
"""

from collections.abc import Sequence
from functools import cache

from tocsin.charter import compiled_tables

_LONGEST = 5
"""Words of a phrase, at most."""


class ConceptTable:
    """Concepts by word, by the beginning of a word, and by phrase."""

    def __init__(self, table: dict[str, str]) -> None:
        self._words: dict[str, frozenset[str]] = {}
        self._stems: dict[str, frozenset[str]] = {}
        self._phrases: dict[tuple[str, ...], frozenset[str]] = {}
        for concept, listed in table.items():
            for entry in listed.split():
                parts = tuple(entry.split("_"))
                if len(parts) > 1:
                    self._phrases[parts] = self._phrases.get(parts, frozenset()) | {concept}
                elif entry.endswith("*"):
                    self._stems[entry[:-1]] = self._stems.get(entry[:-1], frozenset()) | {concept}
                else:
                    self._words[entry] = self._words.get(entry, frozenset()) | {concept}
        self._sizes = sorted({len(stem) for stem in self._stems})
        self._begins = frozenset(phrase[0] for phrase in self._phrases)
        self._seen: dict[str, frozenset[str]] = {}

    def find_concepts(self, words: Sequence[str]) -> set[str]:
        """Everything that the words speak of; they are folded."""
        found: set[str] = set()
        for at, word in enumerate(words):
            found |= self._read_word(word)
            if word in self._begins:
                for end in range(at + 2, min(at + _LONGEST, len(words)) + 1):
                    found |= self._phrases.get(tuple(words[at:end]), frozenset())
        return found

    def _read_word(self, word: str) -> frozenset[str]:
        known = self._seen.get(word)
        if known is None:
            known = self._words.get(word, frozenset())
            for size in self._sizes:
                if size > len(word):
                    break
                known |= self._stems.get(word[:size], frozenset())
            if len(self._seen) < 20_000:
                self._seen[word] = known
        return known


@cache
def load_concepts() -> ConceptTable:
    """Those of ``concepts.yaml``."""
    return ConceptTable(compiled_tables.get_table("guard/concepts"))
