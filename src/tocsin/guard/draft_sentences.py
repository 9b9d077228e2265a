"""The sentences of an outgoing text, word by word, with their places in the draft."""

import re
from collections.abc import Iterator

from msgspec import Struct

from tocsin.evidence.fold import fold_text
from tocsin.guard.draft_template import FilledTemplate

_TOKEN = re.compile(
    r"(?P<link>(?:https?://)?[a-z0-9@-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}(?:/[^\s,;]*)?)"
    r"|(?P<number>\+?[0-9]+(?:[ ./:,-]?[0-9]+)*(?:h[0-9]{0,2})?(?![a-z0-9]))"
    r"|(?P<word>[a-z0-9\x06\x7f]+)|(?P<sign>\.{2,}|\n|[^\s\w])"
)
_REFERENCE = re.compile(r"\br[ée]f(?:[ée]rence)?\s?\.?\s?:?\s?(?:\{\w+\}|[0-9A-Z]{4}-[0-9A-Z]{4}\b)", re.I)
"""The code that every text bears: it asks nothing."""
_SMILEY = re.compile(r"(?<=\s)[:;]['-]?[)(/DSXPp|]+(?!\w)|(?<=\s)<3(?!\w)")
"""A face drawn with signs ends what was said before it."""
ENDS = frozenset((".", "!", "?", ";", "...", "..", "\n"))
PAUSES = frozenset((",", ":", "(", ")", '"', "/", "\x04"))

_LONGEST = 60
"""Words of a clause, at most."""


class DraftWord(Struct, frozen=True):
    """A word, a number, a link or a sign."""

    text: str
    """Folded; ``link`` for a link."""
    kind: str
    """``word``, ``number``, ``link``, ``sign``."""
    start: int
    end: int
    joined: bool
    """Whether a hyphen stands right before it: *répondez-nous*."""
    written: str
    """As it stands in the text."""

    @property
    def is_sign(self) -> bool:
        """Whether it only parts words."""
        return self.kind == "sign"


class DraftSentence(Struct, frozen=True):
    """A sentence, up to its mark."""

    words: tuple[DraftWord, ...]
    """Words and pauses, without the mark."""
    mark: str
    """``?``, ``!``, ``.``, ``;``, or empty at the end of the text."""

    @property
    def span(self) -> tuple[int, int]:
        """Where it stands in the text that was read."""
        return self.words[0].start, self.words[-1].end

    def split_clauses(self) -> Iterator[tuple[DraftWord, ...]]:
        """Its clauses: what stands between pauses, or so many words, so that the cost stays that of the length."""
        first = 0
        for i, word in enumerate(self.words):
            pauses = word.is_sign and word.text in PAUSES
            if pauses or i - first == _LONGEST:
                if i > first:
                    yield self.words[first:i]
                first = i + 1 if pauses else i
        if first < len(self.words):
            yield self.words[first:]

    @property
    def only_tells_how_to_answer(self) -> bool:
        """Whether it says to answer yes or no, or which figure is for which time of the day, and nothing besides: *Répondez OUI*,
        *Reply YES or NO*, *Répondez 1 pour le matin*. What is answered stands in what is asked before."""
        first, *others = self.words
        told = [word for word in others if not (word.is_sign or word.text in _EITHER)]
        if first.text not in _ANSWER or not told:
            return False
        if any(word.text in _TIMES for word in told):
            return all(
                (word.kind == "number" and len(word.text) <= _CHOICE)
                or word.text in _TIMES
                or word.text in _FOR
                for word in told
            )
        return all(word.text in _PLAINLY for word in told)

    @property
    def only_lists_for_whom(self) -> bool:
        """Whether it lists for whom something is done, and nothing besides: *Pour votre mère, votre boulangère, vos élèves*."""
        clauses = [
            [word.text for word in clause if word.text not in _EITHER] for clause in self.split_clauses()
        ]
        clauses = clauses[1:] if clauses[0] == ["assurance", "maladie"] else clauses
        return (
            len(clauses) > 1
            and clauses[0][:1] in (["pour"], ["for"])
            and all(clause[0] in _FOR_WHOM and len(clause) <= _ONE_OF_THEM for clause in clauses if clause)
        )


_ANSWER, _EITHER = frozenset(("repondez", "reply", "answer")), frozenset(("ou", "or", "et", "and"))
_PLAINLY = frozenset(("oui", "non", "yes", "no"))
_TIMES = frozenset("matin midi soir soiree matinee journee morning noon afternoon evening".split())
_CHOICE = 3
"""Signs, at most, of a figure to choose by, or of an hour."""
_FOR = frozenset(
    "pour le la l en for the in after before apres avant a one two three four five six o clock".split()
)
_FOR_WHOM = frozenset("pour for votre vos your les the".split())
_ONE_OF_THEM = 4
"""Words, at most, by which one of them is named."""


def split_sentences(filled: FilledTemplate) -> tuple[DraftSentence, ...]:
    """The sentences of a text, without the code."""
    text = _SMILEY.sub(_end_here, _REFERENCE.sub(_end_here, filled.text))
    sentences: list[DraftSentence] = []
    words: list[DraftWord] = []
    for word in _read_words(text):
        if word.is_sign and word.text in ENDS:
            if words:
                sentences.append(DraftSentence(tuple(words), word.text))
            words = []
        elif not word.is_sign or (words and word.text in PAUSES):
            words.append(word)
    if words:
        sentences.append(DraftSentence(tuple(words), ""))
    return tuple(sentence for sentence in sentences if any(not word.is_sign for word in sentence.words))


def _end_here(match: re.Match[str]) -> str:
    """The end of a sentence, as long as what it stands for."""
    return "." + " " * (len(match[0]) - 1)


def _read_words(text: str) -> Iterator[DraftWord]:
    folded = fold_text(text)
    hyphen = -1
    for match in _TOKEN.finditer(folded):
        kind = str(match.lastgroup)
        written = text[match.start() : match.end()]
        if kind == "sign" and match[0] == "-":
            hyphen = match.end()
            if folded[match.start() - 1 : match.start()] in ("", " "):
                yield DraftWord(",", kind, match.start(), match.end(), False, written)
            continue
        said = "link" if kind == "link" else match[0]
        yield DraftWord(said, kind, match.start(), match.end(), hyphen == match.start(), written)
