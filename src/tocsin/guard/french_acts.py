"""What a French clause does, by its structure.

Any *-ez* without its *vous* is an order, so is an infinitive after *merci de*, *il suffit de* or at the head of
a clause; what we lack, wait for or would like is an ask.
"""

from collections.abc import Iterator
from itertools import pairwise

from tocsin.guard.declared_vocabulary import DeclaredVocabulary
from tocsin.guard.draft_sentences import DraftWord
from tocsin.guard.sentence_act import SentenceAct, judge_order

_TO_US = (("a", "l"), ("a", "assurance"), ("avec", "l"))
_SO_THAT = (["pour", "que"], ["afin", "que"], ["pour", "qu"], ["afin", "qu"])
_DENIED = (["a"], ["la"], ["besoin"], ["de"], ["aucune"], ["aucun"])
"""What follows *rien*, *pas*, *plus* where no verb is denied: *rien à payer*, *pas besoin*."""


class FrenchActReader:
    """Reads French clauses."""

    def __init__(self, vocabulary: DeclaredVocabulary) -> None:
        self._words = vocabulary

    def find_acts(self, clause: tuple[DraftWord, ...], *, question: bool) -> Iterator[SentenceAct]:
        """What a clause does, save denying."""
        words = [word.text for word in clause]
        yield from self._find_orders(clause, words, question=question)
        yield from self._find_infinitives(words)
        yield from self._find_gerunds(words)
        yield from self._find_wants(words)
        yield from (
            SentenceAct("unknown", i) for i, word in enumerate(words) if self._words.is_small(word, "tu")
        )

    def find_denial(self, words: list[str]) -> int:
        """Where a clause says that something is not asked, sent or done; -1 where it does not.

        *Vous n'avez pas donné...* and *ne partez pas sans...* ask all the same.
        """
        for i, word in enumerate(words):
            if word in ("ne", "n"):
                if self._denies_verb(words, i):
                    return i
            elif word in ("inutile", "ni") or (
                word in ("rien", "pas", "plus", "nul") and words[i + 1 : i + 2] in _DENIED
            ):
                return i
        return -1

    def _denies_verb(self, words: list[str], at: int) -> bool:
        around = range(max(0, at - 8), min(at + 9, len(words)))
        ends = [k for k in around if self._words.is_small(words[k], "negators")]
        if not ends or "sans" in words[ends[0] :]:
            return False
        if words[ends[0] : ends[0] + 2] in (["rien", "que"], ["plus", "que"]):
            return False
        had = any(self._words.is_small(w, "had") for w in words[at + 1 : ends[0]])
        return not had or "besoin" in words or words[ends[0] + 1 : ends[0] + 2] == ["a"]

    def _find_orders(
        self, clause: tuple[DraftWord, ...], words: list[str], *, question: bool
    ) -> Iterator[SentenceAct]:
        told = False
        if self._orders_familiarly(words):
            yield SentenceAct("unknown", 0)
        for i, word in enumerate(words):
            if not self._may_order(word):
                continue
            follows = words[i + 1] if i + 1 < len(words) else ""
            coordinated = (
                (told or "vous" in words[:i])
                and i
                and words[i - 1] in ("et", "ou", "ni", "mais", "que", "qu")
            )
            if follows == "vous" and question:
                told = True
            elif self._has_subject(words, i):
                told = True
                if self._words.is_verb(word, "give") and self._is_to_us(words, i):
                    yield SentenceAct("asks", i)
            elif word == "veuillez" or (coordinated and not (i + 1 < len(clause) and clause[i + 1].joined)):
                continue
            elif self._is_denied(words, i):
                yield SentenceAct("denies" if not self._words.is_verb(word, "omit") else "instructs", i)
            else:
                yield judge_order(self._words, words, i, to_us=self._is_to_us(words, i))

    def _orders_familiarly(self, words: list[str]) -> bool:
        """*Donne le numéro*: an order to somebody whom we would say *tu* to."""
        verb = self._words.is_verb(words[0], "give") and words[0].endswith(("e", "s"))
        return verb and not self._words.is_small(words[0], "irregular") and self._governs(words, 0)

    def _may_order(self, word: str) -> bool:
        if self._words.is_small(word, "irregular"):
            return True
        return word.endswith("ez") and len(word) > 3 and not self._words.is_small(word, "not_verbs")

    def _has_subject(self, words: list[str], at: int) -> bool:
        """Whether *vous* or *qui* stands before, over the small words between."""
        for word in reversed(words[max(0, at - 4) : at]):
            if word in ("vous", "qui"):
                return True
            if not self._words.is_small(word, "clitics", "softeners"):
                return False
        return False

    @staticmethod
    def _is_denied(words: list[str], at: int) -> bool:
        return any(word in ("ne", "n") for word in words[max(0, at - 3) : at])

    def _is_to_us(self, words: list[str], at: int) -> bool:
        """Whether what a verb gives comes to us: *-nous*, *ici*, *par SMS*, *à l'Assurance Maladie*."""
        if self._words.is_verb(words[at], "reach"):
            return False
        rest = words[at + 1 :]
        if "nous" in words[max(0, at - 2) : at] or "nous" in rest[:2] or "ici" in rest:
            return True
        if "maladie" in rest and any(pair in _TO_US for pair in pairwise(rest)):
            return True
        replies = (k for k in range(1, len(rest)) if self._words.is_small(rest[k], "replies"))
        return any(rest[k - 1] in ("par", "en", "de", "votre", "un") for k in replies)

    def _find_infinitives(self, words: list[str]) -> Iterator[SentenceAct]:
        ordered = False
        for i, word in enumerate(words):
            if not self._may_be_infinitive(word):
                continue
            before = i - 1
            while before >= 0 and self._words.is_small(words[before], "clitics", "softeners"):
                before -= 1
            lead = words[before] if before >= 0 else ""
            opens = before < 0 or (ordered and lead in ("et", "ou", "puis"))
            urged = lead in ("de", "d", "a") and any(
                self._words.is_small(w, "urges") for w in words[max(0, before - 4) : before]
            )
            to_us = "nous" in words[before + 1 : i]
            known = self._words.is_verb(word, "instruct", "tell", "give")
            if (
                urged
                or self._words.is_small(lead, "modals")
                or (opens and (known or self._governs(words, i)))
            ):
                ordered = True
                ours = to_us or (not self._words.is_verb(word, "reach") and self._is_to_us(words, i))
                yield judge_order(
                    self._words, words, i, to_us=ours and not self._words.is_verb(word, "reach")
                )
            elif to_us and lead != "avons":
                reached = self._words.is_verb(word, "reach")
                yield SentenceAct("instructs" if reached else "asks", i)

    def _may_be_infinitive(self, word: str) -> bool:
        return (
            len(word) > 3
            and word.endswith(self._words.infinitive_ends)
            and not self._words.is_small(word, "not_infinitives")
            and (not word.endswith(("oire", "aire", "ere")) or self._words.is_verb(word, "instruct", "give"))
        )

    @staticmethod
    def _governs(words: list[str], at: int) -> bool:
        """Whether an object follows: *murmurer les chiffres*, and not *courrier reçu*."""
        return words[at + 1 : at + 2] in (
            ["le"],
            ["la"],
            ["les"],
            ["l"],
            ["un"],
            ["une"],
            ["votre"],
            ["vos"],
            ["ce"],
            ["ces"],
        )

    def _find_gerunds(self, words: list[str]) -> Iterator[SentenceAct]:
        """*En répondant MIAM*."""
        for i, word in enumerate(words):
            if (
                word.endswith("ant")
                and self._words.is_verb(word, "give")
                and "en" in words[max(0, i - 3) : i]
            ):
                yield SentenceAct("asks", i)

    def _find_wants(self, words: list[str]) -> Iterator[SentenceAct]:
        """What we want, lack or wait for, and what we say it is for."""
        if words[:2] in _SO_THAT and any(self._words.is_small(w, "us") for w in words):
            yield SentenceAct("asks", 0)
        if words[0] in ("si", "s", "quand", "lorsqu", "lorsque"):
            return
        for i, word in enumerate(words):
            if word.startswith("suffi") or word in ("faut", "faudra", "faudrait"):
                if not any(self._may_be_infinitive(w) for w in words[i + 1 : i + 6]):
                    yield SentenceAct("asks", i)
            elif self._wants(words, i) or self._must_be_given(words, i):
                yield SentenceAct("asks", i)

    def _wants(self, words: list[str], at: int) -> bool:
        word, last, before = words[at], words[at - 1] if at else "", words[max(0, at - 3) : at]
        if word == "besoin":
            return any(w in ("avons", "a", "ont", "aurons", "aurait", "aurions") for w in before)
        if self._words.is_small(word, "lacks"):
            return "vous" not in before and last not in ("en", "un", "une", "des", "air", "les")
        if word in ("demande", "demandons") and last == "vous":
            return words[at + 1 : at + 2] not in (["de"], ["d"])
        ours = any(self._words.is_small(w, "us") for w in words[: at + 1])
        wants = self._words.is_small(word, "wants") and not self._words.is_small(last, "not_wanting")
        return ours and wants and "vous" not in words[at + 1 : at + 3]

    def _must_be_given(self, words: list[str], at: int) -> bool:
        """*La ligne doit nous parvenir*, *doit être indiquée*."""
        after = words[at + 1 : at + 4]
        given = "etre" in after and any(self._words.is_verb(word, "give") for word in words[at + 2 : at + 6])
        return words[at] in ("doit", "doivent", "devra", "devront") and ("nous" in after or given)
