"""What an English clause does, by its structure.

English orders have no form of their own: a clause that opens with anything but what opens a statement is one,
where an object follows or where it speaks to us.
"""

from collections.abc import Iterator

from tocsin.guard.declared_vocabulary import DeclaredVocabulary
from tocsin.guard.draft_sentences import DraftWord
from tocsin.guard.sentence_act import SentenceAct, judge_order

_NAYS = frozenset("never neither nor nobody nothing none no not don doesn won cannot needn".split())
_URGED = frozenset("need have remember forget free hesitate invited asked".split())
_URGING = frozenset("need needs want wants ask asks invite invites like expect".split())
_NOUNS = frozenset("name names number numbers call calls list lists text texts answer reply".split())
_AFTER_NOUNS = frozenset("from of is was are for on about at sent received will has ending".split())


class EnglishActReader:
    """Reads English clauses."""

    def __init__(self, vocabulary: DeclaredVocabulary) -> None:
        self._words = vocabulary

    def find_acts(self, clause: tuple[DraftWord, ...], *, question: bool) -> Iterator[SentenceAct]:
        """What a clause does, save denying."""
        words = [word.text for word in clause]
        first = 0
        while first < len(words) - 1 and self._words.is_small(words[first], "before_order"):
            first += 1
        if clause[first].kind == "word" and self._orders(clause[first], words, first):
            yield self._judge(words, first)
        yield from self._find_later_orders(words, first)
        yield from self._find_wants(words)

    def find_denial(self, words: list[str]) -> int:
        """Where a clause says that something is not asked, sent or done; -1 where it does not.

        *You have not sent...* asks all the same.
        """
        for i, word in enumerate(words):
            if word in _NAYS and not (word == "no" and i == len(words) - 1):
                lead = words[max(0, i - 2) : i]
                advised = any(w in ("do", "need", "may", "should", "must", "will") for w in lead)
                lacking = any(w in ("have", "haven", "did", "didn", "could", "couldn") for w in lead)
                if not lacking and not ("you" in lead and not advised and word in ("never", "not")):
                    return i
        return -1

    def _orders(self, opener: DraftWord, words: list[str], first: int) -> bool:
        """Whether the word that opens a clause is an order."""
        word = opener.text
        named = first and opener.written[:1].isupper() and not opener.written.isupper()
        if self._words.opens(word) or named or self._words.is_small(word, "questions_english"):
            return False
        follows = words[first + 1] if first + 1 < len(words) else ""
        if self._words.is_verb(word, "give", "instruct", "tell") and word not in _NOUNS:
            return True
        if (
            word in _NOUNS
            or word.endswith(("ing", "tion", "ly"))
            or (word.endswith("s") and not word.endswith("ss"))
        ):
            return word in _NOUNS and bool(follows) and follows not in _AFTER_NOUNS
        return self._words.is_small(follows, "objects_english") or "us" in words[first:]

    def _find_later_orders(self, words: list[str], first: int) -> Iterator[SentenceAct]:
        for i in range(1, len(words)):
            last, earlier = words[i - 1], words[i - 2] if i > 1 else ""
            if i == first:
                continue
            if last in ("please", "kindly", "and", "then", "or", "just", "simply") and words[i] not in _NOUNS:
                if self._words.is_verb(words[i], "give"):
                    yield self._judge(words, i)
            elif (last == "to" and (earlier in _URGED or self._urges_you(words, i))) or (
                last in ("must", "should") and earlier == "you"
            ):
                yield self._judge(words, i)
            elif last == "you" and self._words.is_verb(words[i], "give") and self._is_to_us(words, i):
                yield SentenceAct("asks", i)
            elif (
                last == "for"
                and words[i].endswith("ing")
                and any(w.startswith("thank") for w in words[max(0, i - 4) : i])
            ):
                yield self._judge(words, i)

    @staticmethod
    def _urges_you(words: list[str], at: int) -> bool:
        """*We need you to...*"""
        return words[max(0, at - 2) : at - 1] == ["you"] and any(
            word in _URGING for word in words[max(0, at - 3) : at - 2]
        )

    def _judge(self, words: list[str], at: int) -> SentenceAct:
        reached = self._words.is_verb(words[at], "reach")
        return judge_order(self._words, words, at, to_us=not reached and self._is_to_us(words, at))

    @staticmethod
    def _is_to_us(words: list[str], at: int) -> bool:
        return any(word in ("us", "back", "here") for word in words[at + 1 :]) or (
            "maladie" in words[at + 1 :] and "the" in words[at + 1 :]
        )

    def _find_wants(self, words: list[str]) -> Iterator[SentenceAct]:
        """What we want, lack or wait for."""
        if words[0] in ("if", "when"):
            return
        ours = False
        for i, word in enumerate(words):
            ours = ours or self._words.is_small(word, "us_english")
            last = words[i - 1] if i else ""
            asked = word in ("enough", "suffices") or (word == "do" and last == "will")
            lacked = self._words.is_small(word, "lacks") or (
                word == "back" and any(self._words.is_small(w, "lines") for w in words[max(0, i - 3) : i])
            )
            if asked or lacked or (ours and self._wants(words, i)):
                yield SentenceAct("asks", i)

    def _wants(self, words: list[str], at: int) -> bool:
        word, last, after = words[at], words[at - 1] if at else "", words[at + 1 : at + 5]
        if any(w in _NAYS for w in after[:2]):
            return False
        if self._words.is_small(word, "wants_english"):
            return not self._words.is_small(last, "not_wanting_english") and after[:1] != ["you"]
        if word in ("like", "love", "welcome", "appreciate") and "would" in words[max(0, at - 2) : at]:
            offers = after[:1] == ["to"] and ("you" in after or "explain" in after)
            return last != "you" and not offers
        return word == "waiting"
