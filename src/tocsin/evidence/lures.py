"""Lures and pressure: what is dangled, and how the reader is hurried."""

import re
from collections.abc import Mapping

from tocsin.evidence.ask_negation import AskNegation
from tocsin.evidence.asks import cut_sentence
from tocsin.evidence.foreign_accounts import FOREIGN_ACCOUNT, find_foreign_account
from tocsin.evidence.model import Evidence
from tocsin.evidence.token_rules import TokenRuleSet, compile_rule, find_match_span
from tocsin.evidence.token_string import TokenString
from tocsin.evidence.vocabulary import Vocabulary

_OWN = (
    ("lure_refund", "refund ~7 pending"),
    ("lure_refund", "pending ~6 refund"),
    ("lure_refund", "refund ~4 sum"),
    ("lure_refund", "sum ~6 pending"),
    ("lure_refund", "pending ~6 sum"),
    ("lure_refund", "click_now|give|give_now ~4 refund"),
    ("lure_refund", "refund ~5 click_now|renew|urgency"),
    ("lure_card", "asset_card ~7 renew|fresh"),
    ("lure_card", "renew|fresh ~5 asset_card"),
    ("lure_card", "asset_card ~8 threat|urgency|click_now"),
    ("lure_card", "yours ~1 bare_card ~6 renew|fresh"),
    ("lure_card", "fresh|renew ~3 yours ~1 bare_card"),
    ("lure_card", "click_now ~4 asset_card"),
    ("lure_rights", "asset_rights ~7 renew|verify_rights|threat"),
    ("lure_rights", "renew|verify_rights|threat ~5 asset_rights"),
    ("lure_rights", "click_now ~4 asset_rights"),
    ("lure_account", "asset_account ~7 renew|bank_alert"),
    ("lure_account", "renew|bank_alert ~4 asset_account"),
    ("remote_access", "remote"),
)


_DANGLED = (
    ("lure_refund", "refund|refund_word"),
    ("lure_refund", "pending ~5 sum"),
    ("lure_refund", "sum ~5 pending"),
    ("lure_refund", "give_back ~4 sum"),
    ("lure_refund", "sum ~4 give_back"),
    ("lure_refund", "give_back ~3 money"),
    ("lure_card", "asset_card"),
    ("lure_card", "bare_card"),
    ("lure_rights", "asset_rights|rights_word"),
    ("lure_rights", "verify_rights ~3 refunded"),
    ("lure_account", "asset_account"),
)
OWN_LURES = frozenset(
    {"lure_refund", "lure_card", "lure_card_app", "lure_rights", "lure_account", "remote_access"}
)
"""Lures that play with an institution's own things."""
WHOEVER_IS_NAMED = frozenset({"lure_courier", "lure_visit", "lure_isolation", FOREIGN_ACCOUNT})
"""Pretexts that are signs whoever is named: no institution fetches a card, has its own number kept from being rung, or
is paid abroad."""

ASKED_BY: Mapping[str, str] = {"lure_code": "code", "lure_untraceable": "payment", "lure_coupon": "payment"}
"""Pretexts that are an ask by themselves: what the charter says of the item is held against them too."""


_DENIABLE = frozenset({"lure_visit", "lure_courier"})
"""Pretexts whose first word is a verb that whoever warns of them denies."""


class LureFinder:
    """Finds lures and pressure in the shape of a text."""

    def __init__(self, vocabulary: Vocabulary, pretexts: Mapping[str, object], negation: AskNegation) -> None:
        self._negation = negation
        self._own = TokenRuleSet(_OWN, vocabulary)
        entries = {kind: entry for kind, entry in pretexts.items() if isinstance(entry, dict)}
        self._scams = TokenRuleSet(
            ((kind, str(r)) for kind, entry in entries.items() for r in entry["rules"]), vocabulary
        )
        self.alone = frozenset(kind for kind, entry in entries.items() if entry.get("alone"))
        self._dangled = TokenRuleSet(_DANGLED, vocabulary)
        class_letters = vocabulary.class_letters
        own = "".join(
            class_letters(c)
            for c in (
                "refund",
                "asset_card",
                "asset_rights",
                "asset_account",
                "pending",
                "bare_card",
                "remote",
            )
        )
        self._owed = frozenset(class_letters("owed"))
        self._any_own = frozenset(own)
        self._app = frozenset(class_letters("asset_app"))
        self._on_phone = frozenset(class_letters("asset_app") + class_letters("on_phone"))
        self._ends = frozenset(class_letters("lapsed") + class_letters("threat"))
        self._pressure = [(kind, compile_rule(kind, vocabulary)) for kind in ("urgency", "threat")]

    def find_institution_lures(
        self, shape: TokenString, pushed: bool, things: frozenset[str] = OWN_LURES
    ) -> list[Evidence]:
        """Lures that play with the institution's own things; ``things``: the lures that it has a thing for.

        Where the message pushes the reader somewhere, to name the thing is enough to dangle it.
        """
        if not pushed and shape.present.isdisjoint(self._any_own):
            return []
        found: dict[str, Evidence] = {}
        for kind, rule in self._own.select_rules(shape):
            if kind in found or kind not in things:
                continue
            for match in rule.finditer(shape.letters):
                if self._is_denied(shape.letters, match):
                    continue
                if self._is_owed(kind, shape.letters, match.start()):
                    continue
                named = self._refine_kind(kind, shape.letters, match)
                found.setdefault(named, _make_evidence(shape, named, match.start(), match.end() - 1))
                if named == kind:
                    break
        if pushed:
            for kind, rule in self._dangled.select_rules(shape):
                if kind in found or kind not in things:
                    continue
                first = rule.search(shape.letters)
                if first and not self._is_owed(kind, shape.letters, first.start()):
                    named = self._refine_kind(kind, shape.letters, first)
                    found.setdefault(named, _make_evidence(shape, named, first.start(), first.end() - 1))
        return list(found.values())

    def _is_denied(self, letters: str, match: re.Match[str]) -> bool:
        """Whether what a lure is read by is denied, or the verb that it opens with: *we do not send refunds*."""
        first, last = match.start(), match.end() - 1
        opens = letters[first] in self._negation.triggers and self._negation.is_negated(letters, first, last)
        return opens or self._negation.is_negated(letters, last, last)

    def _is_owed(self, kind: str, letters: str, at: int) -> bool:
        """Whether the sum of a refund is one that the reader owes: nobody collects that."""
        return kind == "lure_refund" and not self._owed.isdisjoint(cut_sentence(letters, at))

    def _refine_kind(self, kind: str, letters: str, match: re.Match[str]) -> str:
        """The kind, told apart where the card is the one on the telephone and nothing is said to end."""
        if kind != "lure_card":
            return kind
        near = letters
        if self._app.isdisjoint(letters):
            near = cut_sentence(letters, match.start()) + cut_sentence(letters, match.end() - 1)
        on_phone = not self._on_phone.isdisjoint(near) and self._ends.isdisjoint(near)
        return "lure_card_app" if on_phone else kind

    def find_pretexts(self, shape: TokenString) -> list[Evidence]:
        """Pretexts in any other name."""
        found: dict[str, Evidence] = {}
        for kind, rule in self._scams.select_rules(shape):
            if kind in found:
                continue
            match = rule.search(shape.letters)
            if (
                match
                and kind in _DENIABLE
                and self._negation.is_negated(shape.letters, at := match.start(1), at + 1)
            ):
                continue  # *nos agents ne viendront pas chercher votre carte*
            if match:
                found[kind] = _make_evidence(shape, kind, *find_match_span(match))
        if account := find_foreign_account(shape):
            found[account.value] = account
        return list(found.values())

    def find_pressure(self, shape: TokenString) -> list[Evidence]:
        """Urgency and threats."""
        found = []
        for kind, rule in self._pressure:
            if match := rule.search(shape):
                start, end = shape.atom_span(match.start(), match.start())
                found.append(Evidence("pressure", kind, start, end, shape.text[start:end]))
        return found


def _make_evidence(shape: TokenString, kind: str, first: int, last: int) -> Evidence:
    start, end = shape.atom_span(first, last)
    return Evidence("lure", kind, start, end, shape.text[start:end])
