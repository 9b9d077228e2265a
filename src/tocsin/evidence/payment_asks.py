"""Asks for money: a verb of paying, a sum that is due, and what says that it is settled or the reader's own."""

import re
from collections.abc import Iterator

from tocsin.deferred_pattern import defer_pattern
from tocsin.evidence.ask_negation import AskNegation
from tocsin.evidence.ask_rules import GROUPS, PAYMENT_RULES
from tocsin.evidence.token_rules import TokenRuleSet
from tocsin.evidence.token_string import AMOUNT, TokenString
from tocsin.evidence.vocabulary import Vocabulary

_PAID_WITHIN = 6
"""Before a payment: that it came (*on a bien reçu votre don par PayPal, merci*)."""
_TAKEN_WITHIN = 5
"""After a sum: that it is taken or paid by itself (*seront prélevés le 5*, *sera recréditée*)."""
_NOTHING = defer_pattern(r"(?<![\d.,])0(?:[.,]00?)?\s?(?:€|euros?\b|eur\b)", re.IGNORECASE)
"""A sum of nothing (*reste à charge : 0 €*)."""
_PRICE = defer_pattern(
    r"\d{1,3}[.,]\d\d(?!\d|[.,/:]\d|\s?%|\s?(?:h|m|km|kg|g|cm|mm|ko|mo|go)\b)", re.IGNORECASE
)
"""A sum by its two decimals, though its currency is not said (*frais 1,95*)."""
_PAYERS = frozenset({"we", "already", "they", "will"})
"""Before *pay*: others do, or did."""


class PaymentAskFinder:
    """Finds where a text asks for money."""

    def __init__(self, vocabulary: Vocabulary, negation: AskNegation) -> None:
        self._negation = negation
        class_letters = vocabulary.class_letters
        self._rules = TokenRuleSet(PAYMENT_RULES, vocabulary, GROUPS)
        money = "".join(map(class_letters, ("fee", "transfer", "pay", "pay_now", "overpay")))
        self.money = frozenset(AMOUNT + money)
        """Letters without one of which no money is asked."""
        self._pay = frozenset(class_letters("pay"))
        self._asking = frozenset(class_letters("ask_open"))
        self._paid = frozenset(class_letters("done") + class_letters("money_done"))
        self._taken = frozenset(class_letters("taken") + class_letters("money_done"))
        self._nothing_due = frozenset(class_letters("nothing_due"))

    def find_payments(self, shape: TokenString, *, spoken: bool) -> Iterator[tuple[str, int, int]]:
        """The manner of each ask, its first token and the one behind its last."""
        if shape.present.isdisjoint(self.money):
            return
        letters = shape.letters
        for manner, rule in self._rules.select_rules(shape):
            if manner == "reported" and not spoken:
                continue
            for match in rule.finditer(letters):
                first, end = match.span()
                if manner == "price" and not _PRICE.match(shape.text, shape.atom_span(end - 1, end - 1)[0]):
                    continue
                held = self._negation.is_negated(letters, first, end - 1) or _is_of_nothing(shape, first, end)
                if not held and not self._is_settled_payment(shape, manner, first, end):
                    yield manner, first, end

    def _is_settled_payment(self, shape: TokenString, manner: str, first: int, end: int) -> bool:
        """Whether money is paid to the reader, has come, is taken without the reader, or nothing is due."""
        letters = shape.letters
        if first and shape.words[first - 1].rpartition(" ")[2] in _PAYERS:
            return True
        if any(
            letters[i] in self._pay
            and _ends_with_you(shape.words[i - 1])
            and letters[i - 1] not in self._asking
            for i in range(max(1, first), end)
        ):
            return True
        if manner not in ("need", "fee", "price"):
            return False
        if not self._nothing_due.isdisjoint(shape.present):
            return True
        before = re.split(r"[.?,:]", letters[max(0, first - _PAID_WITHIN) : first])[-1]
        after = letters[end : end + _TAKEN_WITHIN].split(".")[0]
        return not self._paid.isdisjoint(before) or not self._taken.isdisjoint(after)


def _is_of_nothing(shape: TokenString, first: int, end: int) -> bool:
    """Whether the sum that is to be paid is nought."""
    return _NOTHING.search(shape.text, *shape.atom_span(first, end - 1)) is not None


def _ends_with_you(words: str) -> bool:
    """Whether what stands there ends with the one who is paid: *vient de vous*."""
    return words.rpartition(" ")[2] in ("vous", "te", "t")
