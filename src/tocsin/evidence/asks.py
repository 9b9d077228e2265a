"""Asks: an item requested, not merely mentioned.

An ask is a trigger (an imperative, a need, a question, a form...) that reaches an item within the sentence,
or a pronoun that stands for an item of the sentence before, and that no negation holds back. *Nous ne
demandons jamais votre RIB, indiquez simplement votre IBAN* denies the first item and asks the second.
"""

import re

from tocsin.evidence.ask_rules import (
    ASK_RULES,
    CLASS_ITEMS,
    GROUPS,
    IN_ACCOUNT,
    LOOSE_CLASSES,
    PAYMENT_RULES,
    SAID_OUT_RULES,
    SPOKEN_RULES,
)
from tocsin.evidence.kept_secrets import is_kept_to_oneself
from tocsin.evidence.model import Evidence, ItemRequest
from tocsin.evidence.token_rules import TokenRuleSet, compile_rule, find_match_span
from tocsin.evidence.token_string import COLON, COMMA, LINE, NUMBER, OTHER, TokenString
from tocsin.evidence.vocabulary import Vocabulary

# How far, in tokens, a word counts for an ask. Longer windows were tried on the evaluation sets: they let a
# word of the next clause answer for this one.
_SETTLED_WITHIN = 6
"""Around an item that is only named, in its sentence: a word that says it is done (*votre RIB est bien enregistré*)."""
_DENIED_WITHIN = 4
"""Before such an item: the verb whose negation denies it."""
_DESK_WITHIN = 4
"""After an item: the place where it is shown by hand (*montrez-la en pharmacie*)."""
_OWNER_WITHIN = 3
"""Before an item: whose it is (*mon RIB*)."""
_OFFER_WITHIN = 6
"""Before an ask: words of somebody who gives rather than asks."""
_PART_BEFORE, _PART_AFTER = 5, 3
"""Around an item: a part of it (*les quatre derniers chiffres*), or the whole again (*les 16 chiffres*)."""
_LIST_GAP = 8
"""Between two items of one enumeration."""
_LONGEST_LIST = 20
"""Items that an ask is read to enumerate, at most: the cost stays that of the length."""
_FIELD_WITHIN = 4
"""After the name of a form field: what is filled in."""
_NEGATION_WITHIN = 5
"""Before the verb, inside its clause: words that turn the ask into a hypothesis."""
_CLAUSE_WITHIN = 16
"""Before the verb: *ne ... jamais* that opens its clause."""
_SENTENCE_WITHIN = 40
"""Before an item that is its own trigger: *ne communiquez jamais* may stand at the head of a long list."""
_SENTENCE_REACH = 300
"""On each side of a place: a sentence without an end is cut, so that the cost stays that of the length."""
_CLOSE_BEFORE = 3
"""Before the verb: *ne*, *n'allez pas*, a warning."""
_JUST_BEFORE = 2
"""Before the verb: a bare *jamais* or *pas*."""
_AFTER_VERB = 2
"""After the verb: the second half of *ne donnez pas*."""
_CARD_IS_THING_WITHIN = 3
"""After a card: what happens to it as a thing (*votre carte bancaire est disponible*), of which nothing is asked."""
_PAID_WITHIN = 6
"""Before a payment: that it came (*on a bien reçu votre don par PayPal, merci*)."""
_TAKEN_WITHIN = 5
"""After a sum: that it is taken or paid by itself (*seront prélevés le 5*, *sera recréditée*)."""
_EXCEPT_WITHIN = 14
"""After the verb, in its sentence: *que*, which makes *ne donnez que* an ask."""


class AskFinder:
    """Finds asks in the shape of a text."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._items = {
            c: item for name, item in reversed(CLASS_ITEMS.items()) for c in vocabulary.class_letters(name)
        }
        self._loose = frozenset("".join(map(vocabulary.class_letters, LOOSE_CLASSES))) - frozenset(
            "".join(vocabulary.class_letters(n) for n in CLASS_ITEMS if n not in LOOSE_CLASSES)
        )
        self._any_item = (
            re.compile(f"[{re.escape(''.join(self._items))}]") if self._items else re.compile(r"(?!)")
        )
        self._rules = TokenRuleSet(ASK_RULES, vocabulary, GROUPS)
        self._spoken = TokenRuleSet((*ASK_RULES, *SPOKEN_RULES), vocabulary, GROUPS)
        self._payment = TokenRuleSet(PAYMENT_RULES, vocabulary, GROUPS)
        self._said_out = TokenRuleSet(SAID_OUT_RULES, vocabulary, GROUPS)
        class_letters = vocabulary.class_letters
        money = "".join(map(class_letters, ("fee", "transfer", "pay", "pay_now", "overpay")))
        self._money = re.compile(f"[A{re.escape(money)}]")
        self._in_account = tuple(compile_rule(text, vocabulary) for text in IN_ACCOUNT)
        self._in_app = compile_rule("in_app", vocabulary)
        self._app = frozenset(class_letters("asset_app"))
        self._own_card = frozenset(class_letters("asset_card"))
        self._card = frozenset(class_letters("card"))
        self._happens = frozenset(class_letters("fresh"))
        self._pay = frozenset(class_letters("pay"))
        self._asking = frozenset(class_letters("ask_open"))
        self._paid = frozenset(class_letters("done") + class_letters("money_done"))
        self._taken = frozenset(class_letters("taken") + class_letters("money_done"))
        self._by_return = frozenset(class_letters("by_return"))
        # *La Banque Postale* is a name, and no bank account.
        self._no_item = frozenset("".join(map(class_letters, ("not_item", "name", "short", "implied"))))
        self._nothing_due = frozenset(class_letters("nothing_due"))
        self._ne = frozenset(class_letters("ne"))
        self._never = frozenset(class_letters("never"))
        self._that = frozenset(class_letters("that"))
        self._if = frozenset(class_letters("if"))
        self._bare = compile_rule("<iban|card|nir|password>", vocabulary)
        self._bare_or_papers = compile_rule("<iban|card|nir|password|identifiers|document>", vocabulary)
        self._done = frozenset(class_letters("done"))
        self._code = frozenset(class_letters("code"))
        self._desk = frozenset(class_letters("place"))
        self._warns = frozenset(class_letters("warns"))
        self._ever = frozenset(class_letters("never_ever"))
        self._mine = frozenset(class_letters("mine"))
        self._ours = frozenset(class_letters("ours"))
        self._offering = frozenset(class_letters("offering"))
        self._part = frozenset(class_letters("part"))
        self._whole = frozenset(class_letters("part_back"))
        self._soft = frozenset(
            class_letters("me")
            + class_letters("article")
            + class_letters("them")
            + class_letters("yours")
            + OTHER
        )
        self._glue = frozenset(
            class_letters("article")
            + class_letters("yours")
            + class_letters("and")
            + class_letters("me")
            + class_letters("personal")
            + COMMA
            + LINE
            + NUMBER
        )
        self._triggers = frozenset(
            "".join(
                class_letters(c)
                for c in ("give_now", "ask_open", "need", "reported", "click_now", "give", "call_now")
            )
        )

    def find_asks(self, shape: TokenString, *, spoken: bool) -> list[Evidence]:
        """Asks of a text; ``spoken`` where the person tells in their own words what was asked of them."""
        letters = shape.letters
        found: dict[tuple[int, str], Evidence] = {}
        if self._any_item.search(letters):
            for manner, rule in (self._spoken if spoken else self._rules).select_rules(shape):
                for match in rule.finditer(letters):
                    self._add_ask(shape, found, manner, match.start(), match.start(1), match.end(), spoken)
        if spoken:
            self._add_said_out(shape, found)
        if self._money.search(letters):
            for manner, rule in self._payment.select_rules(shape):
                if manner == "reported" and not spoken:
                    continue
                for match in rule.finditer(letters):
                    if self.is_negated(letters, match.start(), match.end() - 1):
                        continue
                    if self._is_settled_payment(shape, manner, match.start(), match.end()):
                        continue
                    made = "account" if self._is_in_account(shape, match.start()) else manner
                    key = (match.start(), "payment")
                    found.setdefault(key, _make_ask(shape, "payment", match.start(), match.end() - 1, made))
        return _keep_widest(found)

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
        if manner not in ("need", "fee"):
            return False
        if not self._nothing_due.isdisjoint(shape.present):
            return True
        before = re.split(r"[.?,:]", letters[max(0, first - _PAID_WITHIN) : first])[-1]
        after = letters[end : end + _TAKEN_WITHIN].split(".")[0]
        return not self._paid.isdisjoint(before) or not self._taken.isdisjoint(after)

    def _is_in_account(self, shape: TokenString, at: int) -> bool:
        """Whether the sentence says that it is answered in the account, or in the institution's application."""
        sentence = cut_sentence(shape.letters, at)
        if any(
            rule.may_match(shape.candidates) and rule.pattern.search(sentence) for rule in self._in_account
        ):
            return True
        # Typed into the genuine application: no one who wrote the message can see it there.
        return not self._app.isdisjoint(shape.present) and bool(self._in_app.pattern.search(sentence))

    def _add_said_out(self, shape: TokenString, found: dict[tuple[int, str], Evidence]) -> None:
        """What is said out loud or approved, without being named."""
        letters = shape.letters
        for item, rule in self._said_out.select_rules(shape):
            for match in rule.finditer(letters):
                first, last = find_match_span(match)
                if self._own_card.isdisjoint(letters[first : last + 2]):
                    found.setdefault((match.start(1), item), _make_ask(shape, item, first, last, "said_out"))

    def find_mentions(self, shape: TokenString, *, papers: bool = False) -> list[Evidence]:
        """Items that the text names without a verb that asks them, and that nothing says to be settled.

        In a message that speaks for the institution, to name them is a sign; alone it is none. ``papers``:
        logins and papers too, which are often named by honest people, and a sign where a link leads elsewhere.
        """
        found: dict[tuple[int, str], Evidence] = {}
        rule = self._bare_or_papers if papers else self._bare
        for match in rule.pattern.finditer(shape.letters):
            if not self._is_settled(shape, match.start(1)):
                self._add_ask(shape, found, "mention", match.start(), match.start(1), match.end(), False)
        return _keep_widest(found)

    def _is_settled(self, shape: TokenString, at: int) -> bool:
        """Whether an item that is only named at an atom is given, done with, a card as a thing, or denied."""
        before = re.split(r"[.?]", shape.letters[max(0, at - _SETTLED_WITHIN) : at])[-1]
        around = before + re.split(r"[.?]", shape.letters[at : at + 1 + _SETTLED_WITHIN])[0]
        return (
            shape.letters[at] in self._no_item
            or any(c in self._done for c in around)
            or self._is_thing(shape.letters, at)
            or self._is_given(shape, at)
            or self._is_denied(shape.letters, at)
        )

    def _is_thing(self, letters: str, at: int) -> bool:
        """Whether a card is a thing here, the institution's own or one on its way, and not what stands on it."""
        if letters[at] not in self._card:
            return False
        after = letters[at + 1 : at + 1 + _CARD_IS_THING_WITHIN]
        return letters[at] in self._own_card or any(c in self._happens for c in after)

    @staticmethod
    def _is_given(shape: TokenString, at: int) -> bool:
        """Whether the text itself gives the item: *661204 est votre code*, *compte n° 214B*, *code : 5529*."""
        letters, words = shape.letters, shape.words
        after = at + 1
        while after < len(letters) and (letters[after] == COLON or words[after] in _IS):
            after += 1
        if after < len(letters) and (
            letters[after] == NUMBER or (letters[after] == OTHER and _is_value(words[after]))
        ):
            return True
        before = at - 1
        while before >= 0 and words[before].partition(" ")[0] in _YOUR:
            before -= 1
        return before >= 1 and words[before] in _IS and letters[before - 1] == NUMBER

    def _is_for_desk(self, letters: str, end: int) -> bool:
        """*Cette ordonnance, montrez-la en pharmacie* does not ask for it."""
        return any(c in self._desk for c in letters[end : end + _DESK_WITHIN])

    def _is_denied(self, letters: str, at: int) -> bool:
        """Whether the last verb that asks, before an item that is only named, is denied."""
        for i in range(at - 1, max(-1, at - 1 - _DENIED_WITHIN), -1):
            if letters[i] in ".?,:":
                return False
            if letters[i] in self._triggers:
                return self.is_negated(letters, i, at)
        return False

    def _add_ask(
        self,
        shape: TokenString,
        found: dict[tuple[int, str], Evidence],
        manner: str,
        first: int,
        at: int,
        end: int,
        spoken: bool,
    ) -> None:
        letters = shape.letters
        trigger = first if manner != "pronoun" else self._find_last_trigger(letters, at, end)
        if manner in ("question", "told", "bare", "spoken_of", "mention") or (
            manner == "need" and first >= at - 2 and letters[first] not in self._triggers
        ):
            trigger = at
        if self._is_held_back(shape, manner, trigger, first, at, end, spoken):
            return
        if self._is_in_account(shape, end - 1 if manner == "pronoun" else at):
            manner = "account"
        for place in self._list_items(letters, at):
            item = self._items[letters[place]]
            low, high = (
                min(first, place),
                max(place, end - 1 if manner in ("need", "question") and place == at else place),
            )
            if manner == "pronoun":
                low, high = at, end - 1
            if manner == "form":
                low, high = (at, at) if first == at else (first, place)
            window = letters[max(0, place - _PART_BEFORE) : place + _PART_AFTER]
            partial = any(c in self._part for c in window[:_PART_BEFORE]) and not any(
                c in self._whole for c in window
            )
            found.setdefault((place, item), _make_ask(shape, item, low, high, manner, partial))

    def _is_held_back(
        self, shape: TokenString, manner: str, trigger: int, first: int, at: int, end: int, spoken: bool
    ) -> bool:
        """Whether something beside the ask says that it is none."""
        letters = shape.letters
        if self.is_negated(letters, trigger, at):
            return True
        if (manner == "form" or letters[at] in self._code) and self._is_filled_in(shape, at):
            return True
        if self._items[letters[at]] in ("code", "password") and self._is_given(shape, at):
            return True
        if is_kept_to_oneself(shape, at):
            return True
        if self._items[letters[at]] == "medical":
            if manner == "pronoun" and self._is_for_desk(letters, end):
                return True
            if manner == "need" and _gives_date(shape, at):
                return True
        # What was told of an ask names the teller's own things: there *mon RIB* was asked for.
        retold = manner == "reported"
        owner = letters[max(0, at - _OWNER_WITHIN) : at]
        if not retold and not spoken and any(c in self._mine for c in owner):
            return True
        ours = not retold and not spoken and self._items[letters[at]] == "iban"
        if ours and any(c in self._ours for c in owner):
            return True  # *notre IBAN* is where to pay
        offer = letters[max(0, min(first, at) - _OFFER_WITHIN) : at]
        return (
            not retold
            and manner not in ("told", "bare", "spoken_of", "pronoun")
            and any(c in self._offering for c in offer)
        )

    def _find_last_trigger(self, letters: str, at: int, end: int) -> int:
        for i in range(end - 1, at, -1):
            if letters[i] in self._triggers:
                return i
        return end - 1

    def _list_items(self, letters: str, at: int) -> list[int]:
        """The item, and the items that follow it in an enumeration."""
        places, i, steps = [at], at + 1, 0
        while i < len(letters) and steps < _LIST_GAP and len(places) < _LONGEST_LIST:
            if letters[i] in self._items and letters[i] not in self._loose:
                places.append(i)
                steps = 0
            elif letters[i] in self._glue or letters[i] == OTHER:
                steps += 1
            else:
                break
            i += 1
        return places

    def _is_filled_in(self, shape: TokenString, at: int) -> bool:
        """Whether a form field is already filled in: then it is somebody's data, not an ask."""
        after = shape.letters[at + 1 : at + 1 + _FIELD_WITHIN]
        if shape.letters[at] in self._code:
            return bool(re.match(r"[_:/,]*d", after))
        return bool(re.match(r":[dPMA]", after.lstrip(OTHER)))

    def is_negated(self, letters: str, trigger: int, at: int) -> bool:
        """Whether a negation, or a hypothesis, holds the ask back."""
        clause = re.split(r"[.?,:]", letters[max(0, trigger - _CLAUSE_WITHIN) : trigger])[-1]
        if letters[trigger] in self._items or letters[trigger] in self._by_return:
            clause = re.split(r"[.?]", letters[max(0, trigger - _SENTENCE_WITHIN) : trigger])[-1]
            # After *jamais*, another verb may begin an ask of its own: *ne dites jamais..., envoyez ceci*.
            if any(c in self._ever for c in clause) and not self._has_trigger(
                _cut_after_last(clause, self._ever)
            ):
                return True
        elif any(c in self._ever for c in clause):
            return True
        before = self._cut_own_clause(letters, trigger)
        close = before[-_CLOSE_BEFORE:]
        if any(c in self._warns for c in close):
            return True
        after = letters[trigger + 1 : trigger + 1 + _AFTER_VERB] if at > trigger else ""
        never_after = any(c in self._never for c in after)
        if any(c in self._never for c in close[-_JUST_BEFORE:]):
            return not self._has_trigger(_cut_after_last(close, self._never))
        if any(c in self._ne for c in close):
            tail = letters[trigger : trigger + _EXCEPT_WITHIN].split(".")[0]
            if never_after or not any(c in self._that for c in tail):
                return never_after or not self._has_trigger(_cut_after_last(close, self._ne))
        return never_after or any(c in self._if for c in before)

    def _has_trigger(self, letters: str) -> bool:
        return any(c in self._triggers for c in letters)

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


_IS = frozenset({"est", "etait", "sera", "is", "was"})
_YOUR = frozenset({"votre", "vos", "ton", "le", "your", "the"})


def _ends_with_you(words: str) -> bool:
    """Whether what stands there ends with the one who is paid: *vient de vous*."""
    return words.rpartition(" ")[2] in ("vous", "te", "t")


def _is_value(word: str) -> bool:
    """Whether a word is a number or the rest of one; an IBAN is none: it says where to pay."""
    return any(c.isdigit() for c in word) and not (word[:2].isalpha() and word[2:4].isdigit())


_PAYERS = frozenset({"we", "already", "they", "will"})
"""Before *pay*: others do, or did."""
_DECIMALS = re.compile(r"(?<=\d)[.,]\d{1,2}(?!\d)")
"""What follows a number that is quoted, and is part of it: *payez 0,99*."""
_FORMAL = frozenset({"votre", "vos", "your"})
_TO_US = (" nous", " moi", " us", " me")
_SINCE = frozenset({"depuis", "avant", "apres", "since", "before", "after"})


def _gives_date(shape: TokenString, at: int) -> bool:
    """Whether an item only gives a date: *qui avez-vous vu depuis vos symptômes ?* asks for people."""
    return any(word.partition(" ")[0] in _SINCE for word in shape.words[max(0, at - 3) : at])


def cut_sentence(letters: str, at: int) -> str:
    """The letters of the sentence that holds a place, as far as a sentence may reach."""
    first, last = max(0, at - _SENTENCE_REACH), min(len(letters), at + _SENTENCE_REACH)
    low = max((first - 1, *(letters.rfind(c, first, at) for c in ".?")))
    return letters[low + 1 : min((h for c in ".?" if (h := letters.find(c, at, last)) >= 0), default=last)]


def _cut_after_last(letters: str, kinds: frozenset[str]) -> str:
    for i in range(len(letters) - 1, -1, -1):
        if letters[i] in kinds:
            return letters[i + 1 :]
    return letters


def _make_ask(
    shape: TokenString, item: str, first: int, last: int, manner: str, partial: bool = False
) -> Evidence:
    start, end = shape.atom_span(first, last)
    if decimals := _DECIMALS.match(shape.text, end):
        end = decimals.end()
    words = shape.words[first : last + 1]
    addressed = any(not _FORMAL.isdisjoint(w.split()) or w.endswith(_TO_US) for w in words)
    request = ItemRequest(item, partial, manner, addressed)
    return Evidence("ask", item, start, end, shape.text[start:end], about=request)


def _keep_widest(found: dict[tuple[int, str], Evidence]) -> list[Evidence]:
    """One ask for each place and item; a bare word inside another ask of the same item is dropped."""
    kept: list[Evidence] = []
    reach: dict[str, int] = {}
    for ask in sorted(found.values(), key=lambda e: (e.start, -e.end)):
        covered = reach.get(ask.value, -1)
        if ask.end > covered and not (ask.value == "payment" and ask.start < covered):
            kept.append(ask)
            reach[ask.value] = ask.end
    return kept
