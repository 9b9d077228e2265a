"""Asks: an item requested, not merely mentioned.

An ask is a trigger (an imperative, a need, a question, a form...) that reaches an item within the sentence,
or a pronoun that stands for an item of the sentence before, and that no negation holds back. *Nous ne
demandons jamais votre RIB, indiquez simplement votre IBAN* denies the first item and asks the second.
"""

import re

from tocsin.deferred_pattern import defer_pattern
from tocsin.evidence.ask_negation import AskNegation
from tocsin.evidence.ask_rules import (
    ASK_RULES,
    CLASS_ITEMS,
    GROUPS,
    IN_ACCOUNT,
    LOOSE_CLASSES,
    SAID_OUT_RULES,
    SPOKEN_RULES,
)
from tocsin.evidence.kept_secrets import is_kept_to_oneself
from tocsin.evidence.model import Evidence, ItemRequest
from tocsin.evidence.payment_asks import PaymentAskFinder
from tocsin.evidence.token_rules import TokenRuleSet, compile_rule, find_match_span
from tocsin.evidence.token_string import COLON, COMMA, LINE, NUMBER, OTHER, TokenString
from tocsin.evidence.vocabulary import Vocabulary

# How far, in tokens, a word counts for an ask. Longer windows were tried on the evaluation sets: they let a
# word of the next clause answer for this one.
_SETTLED_WITHIN = 6
"""Around an item that is only named, in its sentence: a word that says it is done (*votre RIB est bien enregistré*)."""
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
_SENTENCE_REACH = 300
"""On each side of a place: a sentence without an end is cut, so that the cost stays that of the length."""
_CARD_IS_THING_WITHIN = 3
"""After a card: what happens to it as a thing (*votre carte bancaire est disponible*), of which nothing is asked."""


class AskFinder:
    """Finds asks in the shape of a text."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._items = {
            c: item for name, item in reversed(CLASS_ITEMS.items()) for c in vocabulary.class_letters(name)
        }
        self._loose = frozenset("".join(map(vocabulary.class_letters, LOOSE_CLASSES))) - frozenset(
            "".join(vocabulary.class_letters(n) for n in CLASS_ITEMS if n not in LOOSE_CLASSES)
        )
        self._rules = TokenRuleSet(ASK_RULES, vocabulary, GROUPS)
        self._spoken = TokenRuleSet((*ASK_RULES, *SPOKEN_RULES), vocabulary, GROUPS)
        self._said_out = TokenRuleSet(SAID_OUT_RULES, vocabulary, GROUPS)
        self.negation = AskNegation(vocabulary)
        self._payments = PaymentAskFinder(vocabulary, self.negation)
        self._askable = self._payments.money.union(self._items)
        """Letters without one of which nothing is asked."""
        class_letters = vocabulary.class_letters
        self._in_account = tuple(compile_rule(text, vocabulary) for text in IN_ACCOUNT)
        self._in_app = compile_rule("in_app", vocabulary)
        self._app = frozenset(class_letters("asset_app"))
        self._own_card = frozenset(class_letters("asset_card"))
        self._card = frozenset(class_letters("card"))
        self._happens = frozenset(class_letters("fresh"))
        # *La Banque Postale* is a name, and no bank account.
        self._no_item = frozenset("".join(map(class_letters, ("not_item", "name", "short", "implied"))))
        self._bare = compile_rule("<iban|card|nir|password>", vocabulary)
        self._bare_or_papers = compile_rule("<iban|card|nir|password|identifiers|document>", vocabulary)
        self._done = frozenset(class_letters("done"))
        self._code = frozenset(class_letters("code"))
        self._desk = frozenset(class_letters("place"))
        self._mine = frozenset(class_letters("mine"))
        self._ours = frozenset(class_letters("ours"))
        self._offering = frozenset(class_letters("offering"))
        self._part = frozenset(class_letters("part"))
        self._whole = frozenset(class_letters("part_back"))
        self._rest = frozenset(class_letters("the_rest"))
        self._glue = frozenset(
            class_letters("article")
            + class_letters("yours")
            + class_letters("and")
            + class_letters("me")
            + class_letters("personal")
            + class_letters("part")
            + class_letters("part_back")
            + COMMA
            + LINE
            + NUMBER
        )

    def find_asks(self, shape: TokenString, *, spoken: bool) -> list[Evidence]:
        """Asks of a text; ``spoken`` where the person tells in their own words what was asked of them."""
        if not spoken and shape.present.isdisjoint(self._askable):
            return []
        letters = shape.letters
        found: dict[tuple[int, str], Evidence] = {}
        if not shape.present.isdisjoint(self._items):
            for manner, rule in (self._spoken if spoken else self._rules).select_rules(shape):
                for match in rule.finditer(letters):
                    self._add_ask(shape, found, manner, match.start(), match.start(1), match.end(), spoken)
        if spoken:
            self._add_said_out(shape, found)
        for manner, first, end in self._payments.find_payments(shape, spoken=spoken):
            made = "account" if self._is_in_account(shape, first) else manner
            found.setdefault((first, "payment"), _make_ask(shape, "payment", first, end - 1, made))
        return _keep_widest(found) if found else []

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
            or not self._done.isdisjoint(around)
            or self._is_thing(shape.letters, at)
            or self._is_given(shape, at)
            or self.negation.is_denied(shape.letters, at)
        )

    def _is_thing(self, letters: str, at: int) -> bool:
        """Whether a card is a thing here, the institution's own or one on its way, and not what stands on it."""
        if letters[at] not in self._card:
            return False
        after = letters[at + 1 : at + 1 + _CARD_IS_THING_WITHIN]
        return letters[at] in self._own_card or not self._happens.isdisjoint(after)

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
        return not self._desk.isdisjoint(letters[end : end + _DESK_WITHIN])

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
            manner == "need" and first >= at - 2 and letters[first] not in self.negation.triggers
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
            partial = not self._part.isdisjoint(letters[place] + window[:_PART_BEFORE])
            partial = partial and self._whole.isdisjoint(window)
            # *J'ai déjà le début : dictez le reste*
            partial = partial and self._rest.isdisjoint(letters[place : end + _PART_AFTER])
            found.setdefault((place, item), _make_ask(shape, item, low, high, manner, partial))

    def _is_held_back(
        self, shape: TokenString, manner: str, trigger: int, first: int, at: int, end: int, spoken: bool
    ) -> bool:
        """Whether something beside the ask says that it is none."""
        letters = shape.letters
        if self.negation.is_negated(letters, trigger, at):
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
        if not retold and not spoken and not self._mine.isdisjoint(owner):
            return True
        ours = not retold and not spoken and self._items[letters[at]] == "iban"
        if ours and not self._ours.isdisjoint(owner):
            return True  # *notre IBAN* is where to pay
        offer = letters[max(0, min(first, at) - _OFFER_WITHIN) : at]
        return (
            not retold
            and manner not in ("told", "bare", "spoken_of", "pronoun")
            and not self._offering.isdisjoint(offer)
        )

    def _find_last_trigger(self, letters: str, at: int, end: int) -> int:
        for i in range(end - 1, at, -1):
            if letters[i] in self.negation.triggers:
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


_IS = frozenset({"est", "etait", "sera", "is", "was"})
_YOUR = frozenset({"votre", "vos", "ton", "le", "your", "the"})


def _is_value(word: str) -> bool:
    """Whether a word is a number or the rest of one; an IBAN is none: it says where to pay."""
    return any(c.isdigit() for c in word) and not (word[:2].isalpha() and word[2:4].isdigit())


_DECIMALS = defer_pattern(r"(?<=\d)[.,]\d{1,2}(?!\d)")
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
