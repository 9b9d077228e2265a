"""Default-deny: what a text asks is recognised as something that we declared to ask, or it does not leave.

Every sentence is recognised either as a declared ask, or as a statement or an instruction that asks us
nothing. An ask, and what it leans on, may hold only the words of ``declared.yaml``: what is asked in words
that nobody listed cannot hide in the sentence before.
"""

import re
from collections.abc import Iterator

from tocsin.guard.declared_vocabulary import load_declared_vocabulary
from tocsin.guard.draft_sentences import DraftWord, split_sentences
from tocsin.guard.draft_template import DraftTemplate
from tocsin.guard.finding import GuardFinding
from tocsin.guard.sentence_reading import SHORT, SentenceReader, SentenceReading

_NUMBER = re.compile(
    r"[0-9]{1,5}|[0-9]{1,2} ?h[0-9]{0,2}|[0-9]{1,2}[/.][0-9]{1,2}(?:[/.][0-9]{2,4})?|\+?[0-9][0-9 .-]{7,}|36 46"
)
"""Days, hours, and telephone numbers, which are judged elsewhere; no sums."""
_BEFORE, _AFTER = 2, 1
"""Sentences around an ask that may hold what it is about."""


class DeclaredAskReader:
    """Finds the sentences that ask something which nobody declared."""

    def __init__(self, names: frozenset[str] = frozenset()) -> None:
        """``names``: words of the institution's names, which any text may hold."""
        self._names = names
        self._words = load_declared_vocabulary()
        self._reader = SentenceReader(self._words)

    def read_template(self, template: DraftTemplate) -> list[SentenceReading]:
        """The sentences of a draft; spans are those of its text with the kinds of its variables."""
        return self._reader.read_sentences(split_sentences(template.filled_with_kinds))

    def find(self, template: DraftTemplate, readings: list[SentenceReading]) -> Iterator[GuardFinding]:
        """Each sentence that asks what is not declared, whole."""
        near = self.find_contexts(readings)
        for at, reading in enumerate(readings):
            said = readings[at - 1].kept if at and len(reading.kept) < SHORT else []
            if not self.is_declared(reading, near_ask=at in near, said=said):
                span = template.filled_with_kinds.to_template_span(*reading.sentence.span)
                yield GuardFinding("undeclared_ask", *span)

    def find_in_origin(self, origin: DraftTemplate) -> Iterator[GuardFinding]:
        """The same for the template that a text was made from: the sentence is told, and has no place in it."""
        for finding in self.find(origin, self.read_template(origin)):
            yield GuardFinding("undeclared_ask", fill={"quote": origin.text[finding.start : finding.end]})

    def list_refusals(
        self, template: DraftTemplate, readings: list[SentenceReading]
    ) -> list[tuple[int, int]]:
        """Spans of the draft, in order, that say what we do not ask for: to name a secret there asks nothing."""
        return [
            template.filled_with_kinds.to_template_span(reading.refused[0].start, reading.refused[-1].end)
            for reading in readings
            if reading.refused and not reading.does("unknown")
        ]

    def find_contexts(self, readings: list[SentenceReading]) -> frozenset[int]:
        """Sentences that an ask may lean on, as it does not say by itself what is asked: *Répondez OUI.*"""
        found: set[int] = set()
        for at, reading in enumerate(readings):
            if not reading.asks or self._stands_alone(reading.kept):
                continue
            if not (at and readings[at - 1].asks and self._stands_alone(readings[at - 1].kept)):
                found.update(range(max(0, at - _BEFORE), at + _AFTER + 1))
        return frozenset(found)

    def is_declared(self, reading: SentenceReading, *, near_ask: bool, said: list[DraftWord]) -> bool:
        """Whether a sentence is a declared ask, or asks nothing; ``said``: what a short one may lean on."""
        if reading.does("unknown"):
            return False
        if reading.asks:
            return not reading.kept or (
                self.find_foreign_word(reading.kept, asked=not self._sends_to_rescue(reading)) is None
                and (self._has_anchor(reading.kept) or self._is_plain_ask(said))
            )
        if near_ask:
            return self.find_foreign_word(reading.kept, asked=False) is None
        if reading.does("instructs", "denies") or reading.sentence.mark == "?":
            return True
        named = any(self._words.is_small(word.text, "typed") for word in reading.kept)
        return self._states(reading) or self.find_foreign_word(reading.kept, asked=named) is None

    def _sends_to_rescue(self, reading: SentenceReading) -> bool:
        """*Répondez OUI, et si vous respirez mal, appelez le 15.*: health is told, not asked about."""
        return reading.does("instructs") and any(
            self._words.is_small(word.text, "emergencies") for word in reading.kept
        )

    def _is_plain_ask(self, words: list[DraftWord]) -> bool:
        return self._has_anchor(words) and self.find_foreign_word(words, asked=True) is None

    def _stands_alone(self, words: list[DraftWord]) -> bool:
        """Whether an ask says by itself what is asked, and points to nothing said elsewhere."""
        if any(self._words.is_small(word.text, "pointing") for word in words) or any(
            word.joined and word.text in ("le", "la", "les", "l", "en", "y") for word in words
        ):
            return False
        return any(self._is_topic(word) or word.text.startswith("xvar") for word in words)

    def _is_topic(self, word: DraftWord) -> bool:
        return self._words.belongs(word.text, "contacts", "help", "visits")

    def _has_anchor(self, words: list[DraftWord]) -> bool:
        """Whether an ask names something that is declared."""
        return any(
            self._words.is_small(word.text, "anchors")
            or word.kind == "number"
            or word.text.startswith("xvar")
            or self._is_topic(word)
            or (self._words.is_answer(word.text) and word.written.isupper())
            or (at > 0 and word.written[:1].isupper())
            for at, word in enumerate(words)
        )

    def find_foreign_word(self, words: list[DraftWord], *, asked: bool) -> DraftWord | None:
        """The first word that no declared ask is made of; where it is not ``asked``, health may be told."""
        texts = tuple(word.text for word in words)
        shouted = sum(word.written.isupper() for word in words) * 2 > len(words)
        at = 0
        while at < len(words):
            if size := self._words.measure_phrase(texts, at):
                at += size
                continue
            if not self._is_plain(words, at, shouted=shouted, told=not asked):
                return words[at]
            if asked and not self._is_bound(texts, at):
                return words[at]
            at += 1
        return None

    def _is_plain(self, words: list[DraftWord], at: int, *, shouted: bool, told: bool) -> bool:
        word, last = words[at], words[at - 1].text if at else ""
        if word.kind == "link" or len(word.text) == 1:
            return True
        if word.kind == "number":
            return bool(_NUMBER.fullmatch(word.text))
        if word.written.isupper() and not shouted:
            return self._words.is_answer(word.text) or self._words.is_small(word.text, "acronyms")
        if (
            word.text in self._names
            or self._words.is_declared(word.text, told=told)
            or (told and self._words.is_thanked_for(word.text))
        ):
            return True
        ours = word.text.endswith(("ons", "ront", "ra")) and len(word.text) > SHORT - 1
        if ours and (told or self._words.is_small(last, "subjects", "clitics")):
            return True  # what we do, and what will be, asks nothing
        within = at > 0 and word.start - words[at - 1].end <= 1
        named = within and word.written[:1].isupper() and not word.written.isupper()
        return named and not self._words.is_small(last, "determiners")

    def _is_bound(self, texts: tuple[str, ...], at: int) -> bool:
        """A number is a telephone's, of somebody: not *votre numéro*, nor one that stands somewhere."""
        if not texts[at].startswith(("numero", "number")):
            return True
        if any(self._words.is_small(word, "telephones") for word in texts[max(0, at - 1) : at + 4]):
            return True
        if at + 1 < len(texts) and self._words.is_small(texts[at + 1], "bound_by"):
            return False
        mine = any(word in ("votre", "vos", "your") for word in texts[max(0, at - 2) : at])
        return not mine or any(
            self._words.is_small(word, "erases") for word in texts[max(0, at - 8) : at + 8]
        )

    def _states(self, reading: SentenceReading) -> bool:
        """Whether a sentence says something, by a finite verb, or names nothing that could be given."""
        words = reading.sentence.words
        for i, word in enumerate(words):
            last = words[i - 1].text if i else ""
            if word.kind != "word":
                continue
            if self._words.is_small(word.text, "finite") or self._words.is_small(
                last, "subjects", "speakers"
            ):
                return True
            if len(word.text) > SHORT - 2 and word.text.endswith(
                ("ons", "ront", "ra", "rait", "aient", "ait", "rez")
            ):
                return True
        named = any(self._words.is_small(word.text, "typed") for word in words)
        if not named and any(self._may_be_verb(words, i) for i in range(2, len(words))):
            return True
        return not named and not any(self._words.is_small(word.text, "asking") for word in words)

    def _may_be_verb(self, words: tuple[DraftWord, ...], at: int) -> bool:
        """*Votre carte expire*: a word that may be a third person, where no noun is due."""
        follows = words[at - 1].is_sign or self._words.opens(words[at - 1].text)
        return not follows and words[at].text.endswith(("e", "ent", "it", "ed", "es"))
