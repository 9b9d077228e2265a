"""An outgoing text, read with the guard's own words: atoms, rules over them, and spans in the draft."""

from collections.abc import Iterator
from functools import cached_property

from tocsin.charter.identity_cache import cached_by_identity
from tocsin.charter.schema import Charter
from tocsin.evidence.token_string import BREAK, COLON, LINE, QUESTION, TokenString, tokenise_text
from tocsin.guard.draft_template import DraftTemplate, FilledTemplate
from tocsin.guard.lexicon import load_vocabulary

_ENDS = BREAK + QUESTION
_FAR = 60
"""Atoms that a sentence is read on each side, at most: the cost stays that of the length."""
_NO_COLON = str.maketrans(COLON + LINE, BREAK * 2)


class GuardLanguage:
    """The vocabulary of one institution, and the letters of its classes."""

    def __init__(self, charter: Charter) -> None:
        self.charter = charter
        self.vocabulary = load_vocabulary(charter)
        self._classes: dict[tuple[str, ...], frozenset[str]] = {}

    def letters_of(self, *names: str) -> frozenset[str]:
        """The letters of one class or several."""
        found = self._classes.get(names)
        if found is None:
            found = frozenset("".join(self.vocabulary.class_letters(name) for name in names))
            self._classes[names] = found
        return found

    def read_template(self, template: DraftTemplate) -> "DraftReading":
        """A text, read."""
        return DraftReading(
            self,
            tokenise_text(template.filled_with_markers.text, self.vocabulary, institution=self.charter.id),
            template,
            template.filled_with_markers,
        )


class DraftReading:
    """The atoms of a text, by class."""

    def __init__(
        self, language: GuardLanguage, shape: TokenString, template: DraftTemplate, filled: FilledTemplate
    ) -> None:
        self.language = language
        self.shape = shape
        self.letters = shape.letters
        self.template = template
        self._filled = filled

    @cached_property
    def clauses(self) -> str:
        """The letters, cut at colons and ends of lines too: a question does not reach over them."""
        return self.letters.translate(_NO_COLON)

    def has_atom(self, *names: str) -> bool:
        """Whether an atom of these classes stands in the text."""
        return not self.shape.present.isdisjoint(self.language.letters_of(*names))

    def find_atoms(self, *names: str) -> Iterator[int]:
        """Every atom of these classes."""
        wanted = self.language.letters_of(*names)
        if self.shape.present.isdisjoint(wanted):
            return iter(())
        return (i for i, letter in enumerate(self.letters) if letter in wanted)

    def belongs_to(self, at: int, *names: str) -> bool:
        """Whether an atom belongs to one of these classes."""
        return 0 <= at < len(self.letters) and self.letters[at] in self.language.letters_of(*names)

    def find_sentence(self, at: int) -> tuple[int, int]:
        """First atom of the sentence of an atom, and the one after its last; of a long one, what is near."""
        far, near = min(len(self.letters), at + _FAR), max(0, at - _FAR)
        low = max(self.letters.rfind(c, near, at) for c in _ENDS) + 1
        highs = [h for c in _ENDS if (h := self.letters.find(c, at, far)) >= 0]
        return max(low, near), min(highs, default=far)

    def to_atom_span(self, first: int, last: int) -> tuple[int, int]:
        """Span in the draft of some atoms."""
        return self._filled.to_template_span(*self.shape.atom_span(first, last))

    def to_draft_span(self, start: int, end: int) -> tuple[int, int]:
        """Span in the draft of a span of the text that was read."""
        return self._filled.to_template_span(start, end)


@cached_by_identity()
def load_language(charter: Charter) -> GuardLanguage:
    """The language of an institution; built once, and kept with its charter."""
    return GuardLanguage(charter)
