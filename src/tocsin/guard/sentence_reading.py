"""The sentences of a draft, each with what it does: asks us, instructs, refuses, or only states."""

from collections.abc import Iterator

from msgspec import Struct

from tocsin.guard.declared_vocabulary import DeclaredVocabulary
from tocsin.guard.draft_sentences import DraftSentence, DraftWord
from tocsin.guard.english_acts import EnglishActReader
from tocsin.guard.french_acts import FrenchActReader
from tocsin.guard.sentence_act import ActKind, SentenceAct, find_reply_words

SHORT = 6
"""Words of a question that may lean on the sentence before, or stand as a heading."""
_ANSWER = 2
"""Words of an answer that is more than *oui ou non*."""
_PRONOUNS = frozenset(("vous", "il", "elle", "ils", "elles", "t"))


class SentenceReading(Struct):
    """A sentence, and what it does."""

    sentence: DraftSentence
    acts: list[SentenceAct]
    kept: list[DraftWord]
    """Its words, without the clauses that deny."""
    refused: list[DraftWord]
    """Words of the clauses that say what is not to be given."""
    asks: bool = False

    def does(self, *kinds: ActKind) -> bool:
        """Whether it does one of these."""
        return any(act.kind in kinds for act in self.acts)


class SentenceReader:
    """Reads what the sentences of a draft do."""

    def __init__(self, vocabulary: DeclaredVocabulary) -> None:
        self._words = vocabulary
        self._french = FrenchActReader(vocabulary)
        self._english = EnglishActReader(vocabulary)

    def read_sentences(self, sentences: tuple[DraftSentence, ...]) -> list[SentenceReading]:
        """What every sentence does."""
        words = [word.text for sentence in sentences for word in sentence.words]
        english = sum(self._words.is_small(word, "english") for word in words)
        french = sum(self._words.is_small(word, "french") for word in words)
        language = self._english if english > french else self._french
        readings = [self._read_sentence(sentence, language) for sentence in sentences]
        asked = any(reading.does("asks") for reading in readings)
        for at, reading in enumerate(readings):
            heading = reading.sentence.mark == "?" and self._is_heading(readings, at, asked=asked)
            reading.asks = reading.does("asks") or (reading.sentence.mark == "?" and not heading)
        return readings

    def _read_sentence(
        self, sentence: DraftSentence, language: FrenchActReader | EnglishActReader
    ) -> SentenceReading:
        """A sentence, clause by clause; a denial covers the list that it opens."""
        reading = SentenceReading(sentence, [], [], [])
        denied = False
        for clause in sentence.split_clauses():
            words = [word.text for word in clause]
            found = list(language.find_acts(clause, question=sentence.mark == "?"))
            denial = -1 if self._urges_by_denial(words) else language.find_denial(words)
            if denial >= 0 and not _orders(act for act in found if act.at < denial - 1):
                denied = True
                found = [SentenceAct("denies", denial), *self._find_exceptions(words)]
            elif denied and not _orders(found) and not self._words.is_small(words[0], "turns"):
                found = [SentenceAct("denies", 0)]
            else:
                if denied and self._words.is_small(words[0], "turns"):
                    found.append(SentenceAct("asks", 0))
                denied = False
                found += find_reply_words(self._words, clause)
            reading.acts += found
            if not denied:
                reading.kept += clause
            elif reading.refused or any(self._words.is_small(word, "refused") for word in words):
                reading.refused += clause
        return reading

    def _urges_by_denial(self, words: list[str]) -> bool:
        """*N'oubliez pas*, *do not forget*: an order all the same."""
        return any(self._words.is_verb(word, "omit") for word in words[:5])

    def _find_exceptions(self, words: list[str]) -> Iterator[SentenceAct]:
        """*Rien, sauf votre...*"""
        return (
            SentenceAct("unknown", i) for i, word in enumerate(words) if self._words.is_small(word, "excepts")
        )

    def _is_heading(self, readings: list[SentenceReading], at: int, *, asked: bool) -> bool:
        """*Une question ? Appelez le 3646.*: a case in which to do something else, or a question answered."""
        if at + 1 == len(readings):
            return False
        words, follows = readings[at].sentence.words, readings[at + 1]
        first = follows.sentence.words[0]
        if first.text in ("oui", "non", "yes", "no") and not first.written.isupper():
            return len(follows.kept) > _ANSWER and follows.sentence.mark != "?"
        if asked:
            return False
        theirs = any(word.text in ("vous", "votre", "vos", "you", "your") for word in words)
        inverted = any(word.joined and word.text in _PRONOUNS for word in words)
        opens = self._words.is_small(words[0].text, "wh", "questions_english")
        if any(self._words.is_small(w.text, "own") for w in words) or (
            words[0].text == "faut" and not theirs
        ):
            return True
        if inverted or (opens and (theirs or len(words) > SHORT)):
            return False
        leads = any(word.kind in ("number", "link") for word in follows.sentence.words)
        return opens or leads or follows.does("instructs")


def _orders(acts: Iterator[SentenceAct] | list[SentenceAct]) -> bool:
    return any(act.kind in ("asks", "unknown") for act in acts)
