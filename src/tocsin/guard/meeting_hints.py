"""What a text to a contact says of who named them, or of how they met, in any words: only neutral ones pass.

Default-deny, as for asks: a sentence that speaks of the case or of the meeting may hold no word by which one
of them could be known. *Une personne positive vous a indiqué* passes; whatever else somebody is, did or sat
beside does not.
"""

from collections.abc import Iterator
from itertools import pairwise

from tocsin.guard.declared_vocabulary import load_declared_vocabulary
from tocsin.guard.draft_sentences import DraftWord
from tocsin.guard.draft_template import DraftTemplate
from tocsin.guard.finding import GuardFinding
from tocsin.guard.sentence_reading import SentenceReading

_YOURS = frozenset(("votre", "vos", "your"))
_ROLES = ("eur", "euse", "rice", "iste", "ien", "ienne", "iere", "mate")
"""How words end that say what somebody does."""


class MeetingHintReader:
    """Finds the sentences by which the case can be guessed."""

    def __init__(self, names: frozenset[str]) -> None:
        """``names``: words of the institution's names."""
        self._names = names
        self._words = load_declared_vocabulary()

    def find(
        self, template: DraftTemplate, readings: list[SentenceReading], *, places_weighed: bool
    ) -> Iterator[GuardFinding]:
        """Each such sentence, whole; ``places_weighed``: whether a place has been warned about already."""
        for reading in readings:
            if reading.sentence.mark == "?":
                continue
            words = self._list_told_words(reading)
            told = self._speaks_of_case(words) and any(
                self._is_hint(word) and not (places_weighed and self._is_place(word)) for word in words
            )
            advises = reading.does("instructs", "asks", "denies")
            if told or self._names_kin(words, at_head=advises):
                span = template.filled_with_kinds.to_template_span(*reading.sentence.span)
                yield GuardFinding("identifies_case", *span, rule="identifies_case")

    def _list_told_words(self, reading: SentenceReading) -> list[DraftWord]:
        """Words of the clauses that tell: not of those that deny, advise, or say *if*."""
        kept = {word.start for word in reading.kept}
        told: list[DraftWord] = []
        for clause in reading.sentence.split_clauses():
            first = clause[0].text
            advises = first.endswith("ez") or self._words.is_verb(first, "instruct")
            if clause[0].start in kept and not advises and not self._words.is_small(first, "conditions"):
                told += clause
        return told

    def _speaks_of_case(self, words: list[DraftWord]) -> bool:
        texts = [word.text for word in words]
        own = any(self._words.is_small(text, "own_state") for text in texts) and bool(_YOURS & set(texts))
        for i, word in enumerate(words):
            if self._words.is_small(word.text, "illness") and not own:
                return True
            if self._words.is_small(word.text, "hints") or texts[i : i + 2] in (
                ["qui", "vous"],
                ["dont", "vous"],
            ):
                return True
            if self._tells_of_you(words, texts, i) or self._was_with_you(texts, i):
                return True
        return False

    def _tells_of_you(self, words: list[DraftWord], texts: list[str], at: int) -> bool:
        """*Nous a parlé de vous*, *vous a cité*, *gave us your number*; not by our own people."""
        last, after = texts[at - 1] if at else "", texts[at + 1 : at + 6]
        towards = last in ("nous", "vous", "m")
        before = texts[max(0, at - 5) : at - 1 if towards else at]
        if words[at].written.lower() in ("a", "ont") and len(after) > 1:
            if any(self._words.is_small(text, "speakers", "us") for text in before):
                return False
            yours = any(
                text in ("votre", "vos") and self._words.is_small(noun, "named")
                for text, noun in pairwise(after)
            )
            return towards or yours or "vous" in after[:4]
        if texts[at] == "vous" and after and self._words.is_small(after[0], "greets"):
            return not any(
                self._words.is_small(text, "speakers", "us") for text in texts[max(0, at - 4) : at]
            )
        if not self._words.is_small(texts[at], "told_us") or not {"us", "you", "your", "maladie"} & set(
            after[:3]
        ):
            return False
        return not any(self._words.is_small(text, "speakers", "us_english") for text in before)

    def _was_with_you(self, texts: list[str], at: int) -> bool:
        """*Vous étiez*, *vous avez soufflé*, *you sang*."""
        after = texts[at + 1 : at + 4]
        if texts[at] not in ("vous", "you") or not after:
            return False
        if texts[at] == "vous":
            past = after[0].endswith("iez") or (after[0] == "avez" and len(after) > 1)
        else:
            past = after[0].endswith("ed") or self._words.is_small(after[0], "past")
        return past and not any(self._words.is_small(text, "administrative") for text in after)

    def _is_hint(self, word: DraftWord) -> bool:
        """Whether a word says more of the case or the meeting than that there was one."""
        text = word.text
        if word.kind != "word" or len(text) == 1 or text.startswith("xvar") or text in self._names:
            return False
        if self._words.is_small(text, "neutral", "administrative") or text.endswith(("ons", "ront")):
            return False
        specific = self._words.belongs(text, "contacts") or self._words.is_small(text, "kin")
        return specific or not self._words.is_declared(text, told=True)

    def _is_place(self, word: DraftWord) -> bool:
        return self._words.belongs(word.text, "contacts") and not self._words.is_small(word.text, "kin")

    def _names_kin(self, words: list[DraftWord], *, at_head: bool) -> bool:
        """*Votre belle-mère va bien*: somebody of theirs, of whom nothing is to be said here.

        ``at_head``: only where the sentence opens with them, as it gives advice too.
        """
        texts = [word.text for word in words]
        for i, text in enumerate(texts[:-1]):
            if at_head and i and texts[i - 1] not in self._names:
                continue
            if text not in _YOURS or any(self._words.is_small(w, "may") for w in texts[i + 2 : i + 5]):
                continue
            new = texts[i + 1] in ("new", "nouveau", "nouvelle") and i + 2 < len(texts)
            noun = texts[i + 2] if new else texts[i + 1]
            works = noun.endswith(_ROLES) and not self._words.is_declared(noun, told=True)
            if works or (self._words.is_small(noun, "kin") and not self._words.is_small(noun, "children")):
                return True
        return False
