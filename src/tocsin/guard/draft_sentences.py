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
        """Whether it says to answer yes or no, and nothing besides: *Répondez OUI*, *Reply YES or NO*. What is answered stands
        in what is asked before."""
        first, *others = self.words
        told = [word for word in others if not (word.is_sign or word.text in _EITHER)]
        return first.text in _ANSWER and bool(told) and all(word.text in _PLAINLY for word in told)


_ANSWER, _EITHER = frozenset(("repondez", "reply", "answer")), frozenset(("ou", "or"))
_PLAINLY = frozenset(("oui", "non", "yes", "no"))


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
