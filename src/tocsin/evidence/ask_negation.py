"""What holds an ask back: a negation before its verb or after it, a warning, a hypothesis.

*Nous ne demandons jamais votre RIB* asks nothing; *ne donnez que votre RIB* does.
"""

import re

from tocsin.evidence.ask_rules import CLASS_ITEMS
from tocsin.evidence.token_string import COLON
from tocsin.evidence.vocabulary import Vocabulary

# How far, in tokens, a word counts for an ask. Longer windows were tried on the evaluation sets: they let a
# word of the next clause answer for this one.
_DENIED_WITHIN = 4
"""Before an item that is only named: the verb whose negation denies it."""
_NEGATION_WITHIN = 5
"""Before the verb, inside its clause: words that turn the ask into a hypothesis."""
_CLAUSE_WITHIN = 16
"""Before the verb: *ne ... jamais* that opens its clause."""
_SENTENCE_WITHIN = 40
"""Before an item that is its own trigger: *ne communiquez jamais* may stand at the head of a long list."""
_CLOSE_BEFORE = 3
"""Before the verb: *ne*, *n'allez pas*, a warning."""
_JUST_BEFORE = 2
"""Before the verb: a bare *jamais* or *pas*."""
_AFTER_VERB = 2
"""After the verb: the second half of *ne donnez pas*."""
_EXCEPT_WITHIN = 14
"""After the verb, in its sentence: *que*, which makes *ne donnez que* an ask."""


class AskNegation:
    """Says of a verb that asks whether it is held back."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        class_letters = vocabulary.class_letters
        self._items = frozenset("".join(map(class_letters, CLASS_ITEMS)))
        self._by_return = frozenset(class_letters("by_return"))
        self._ne = frozenset(class_letters("ne"))
        # *Si c'est pas vous, rappelez* denies nothing of what is to be done then.
        self._never = frozenset(class_letters("never")) - frozenset(class_letters("not_you"))
        self._that = frozenset(class_letters("that"))
        self._if = frozenset(class_letters("if"))
        self._warns = frozenset(class_letters("warns"))
        self._ever = frozenset(class_letters("never_ever"))
        self.triggers = frozenset(
            "".join(
                class_letters(c)
                for c in ("give_now", "ask_open", "need", "reported", "click_now", "give", "call_now")
            )
        )
        """Letters of the verbs that ask."""

    def is_negated(self, letters: str, trigger: int, at: int) -> bool:
        """Whether a negation, or a hypothesis, holds the ask back."""
        clause = re.split(r"[.?,:]", letters[max(0, trigger - _CLAUSE_WITHIN) : trigger])[-1]
        if letters[trigger] in self._items or letters[trigger] in self._by_return:
            clause = re.split(r"[.?]", letters[max(0, trigger - _SENTENCE_WITHIN) : trigger])[-1]
            # After *jamais*, another verb may begin an ask of its own: *ne dites jamais..., envoyez ceci*.
            if not self._ever.isdisjoint(clause) and not self._has_trigger(
                _cut_after_last(clause, self._ever)
            ):
                return True
        elif not self._ever.isdisjoint(clause):
            return True
        before = self._cut_own_clause(letters, trigger)
        close = before[-_CLOSE_BEFORE:]
        if not self._warns.isdisjoint(close):
            return True
        after = letters[trigger + 1 : trigger + 1 + _AFTER_VERB] if at > trigger else ""
        never_after = not self._never.isdisjoint(after)
        if not self._never.isdisjoint(close[-_JUST_BEFORE:]):
            return not self._has_trigger(_cut_after_last(close, self._never))
        if not self._ne.isdisjoint(close):
            tail = letters[trigger : trigger + _EXCEPT_WITHIN].split(".")[0]
            if never_after or self._that.isdisjoint(tail):
                return never_after or not self._has_trigger(_cut_after_last(close, self._ne))
        return never_after or not self._if.isdisjoint(before)

    def _has_trigger(self, letters: str) -> bool:
        return not self.triggers.isdisjoint(letters)

    @staticmethod
    def _cut_own_clause(letters: str, trigger: int) -> str:
        """What stands before the verb in its own clause, as far as a hypothesis may reach."""
        low = trigger
        while (
            low > 0
            and trigger - low < _NEGATION_WITHIN
            and letters[low - 1] not in ".?,;/"
            and letters[low - 1] != COLON
        ):
            low -= 1
        return letters[low:trigger]

    def is_denied(self, letters: str, at: int) -> bool:
        """Whether the last verb that asks, before an item that is only named, is denied."""
        for i in range(at - 1, max(-1, at - 1 - _DENIED_WITHIN), -1):
            if letters[i] in ".?,:":
                return False
            if letters[i] in self.triggers:
                return self.is_negated(letters, i, at)
        return False


def _cut_after_last(letters: str, kinds: frozenset[str]) -> str:
    for i in range(len(letters) - 1, -1, -1):
        if letters[i] in kinds:
            return letters[i + 1 :]
    return letters
