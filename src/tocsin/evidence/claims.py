"""Claims: the message says, or lets believe, that it comes from the institution; a mention is no claim."""

import re
from itertools import islice
from typing import Literal

from tocsin.deferred_pattern import defer_pattern
from tocsin.evidence.model import Evidence, Field
from tocsin.evidence.token_rules import TokenRuleSet
from tocsin.evidence.token_string import TokenString
from tocsin.evidence.vocabulary import Vocabulary

Manner = Literal[
    "opening",
    "signature",
    "self",
    "presented",
    "cited",
    "told",
    "retold",
    "informs",
    "implied",
    "asset",
    "account",
    "titled",
    "starts",
    "likeness",
    "pretence",
    "posing",
    "home",
    "named",
    "spoken_for",
]
GROUPS = {"who": "name|short", "body": "name|short|implied"}
TOLD_GROUPS = {**GROUPS, "who": "spoken_name", "body": "spoken_name"}
_TOLD = ("self", "retold", "presented", "told", "informs")
"""Manners in which it is told who rang, by a name that others bear too."""

_RULES: tuple[tuple[Manner, str], ...] = (
    (
        "opening",
        "^ hello|informs|notice|article|agent|urgency|quote_intro?"
        " hello|informs|notice|article|agent|other?"
        " who colon|brk|line|comma|informs|yours|click_now|give_now|urgency|self_call|hello",
    ),
    ("opening", "^ <who> colon|brk|line|comma|informs|yours|urgency|hello|click_now|give_now|ask_open"),
    ("opening", "^ yours <who> colon|brk|line"),
    ("opening", "colon|comma|line|brk who colon"),
    ("opening", "colon <who> comma|brk"),
    ("opening", "colon <who> ~1 mail"),
    ("opening", "quote ~1 <who> colon|comma|informs|yours|click_now|give_now|urgency|self_call|hello"),
    ("signature", "comma|brk|line ~1 <who> brk? quote"),
    ("opening", "^ ~3 <who> colon"),
    ("opening", "^ notice ~3 <who> ~3 colon"),
    ("opening", "^ <who> me|need|self_call"),
    ("self", "^ hello ~2 <who> comma|brk|colon|line"),
    ("self", "^ ~3 c_est article <who>"),
    ("self", "^ ~3 c_est other ~1 article <who>"),
    ("retold", "<body> ~2 pretended"),
    ("presented", "^ ~3 <who> ~2 yours_formal|give_now"),
    ("self", "hello comma|brk|line? article? <who> comma|colon|brk|line|article|hello|agent|self_call"),
    ("self", "self_call ~4 <body>"),
    ("self", "who ~1 hello"),
    ("self", "self_call ~3 agent ~3 <body>"),
    ("self", "^ hello ~4 comma|brk|line? self_call ~1 agent ~9 <body>"),
    ("self", "who ~2 self_call"),
    ("retold", "pretended ~5 <body>"),
    ("retold", "pretended ~7 agent|sign_off ~4 <body>"),
    ("retold", "called_me ~7 <body>"),
    ("retold", "body ~3 called_me"),
    ("presented", "agent ~3 <body>"),
    ("told", "place ~2 <who>"),
    ("told", "body ~1 reported"),
    ("starts", "^ urgency|notice|hello? article? <who>"),
    ("cited", "quote ~8 <body>"),
    ("cited", "hello ~6 <body>"),
    ("presented", "^ ~4 agent ~4 <body>"),
    ("presented", "^ hello ~4 comma|brk ~5 comma <who> brk|line|comma"),
    ("presented", "^ ~4 comma <who> brk|line|colon"),
    ("told", "reported ~1 <body>"),
    ("informs", "body ~1 informs"),
    ("presented", "notice ~2 <body>"),
    ("informs", "informs ~1 <body>"),
    ("informs", "ours ~2 <who>"),
    ("presented", "yours_formal ~2 <who>"),
    ("signature", "sign_off comma|brk|line ~2 <who>"),
    (
        "implied",
        "<implied> ~6 give_now|ask_open|need|call_now|click_now|informs|pending|renew"
        "|verify_rights|money_done|refund",
    ),
    ("implied", "give_now|ask_open|need|click_now|call_now|join|refund|call ~6 <implied>"),
    ("titled", "^ <who> ~2 colon"),
    ("account", "yours|article|through ~1 <asset_account>"),
    ("asset", "^ <asset_card|asset_account|asset_rights> colon"),
    ("asset", "yours ~1 <asset_card|asset_rights|asset_account>"),
    ("asset", "<asset_card|asset_account> ~3 renew|fresh|threat|pending"),
    ("asset", "renew|fresh ~3 <asset_card|asset_account>"),
    ("asset", "^ hello? yours? <asset_thing>"),
    ("asset", "yours ~1 <asset_thing>"),
    ("asset", "<asset_thing> ~3 renew|fresh|threat|pending|urgency"),
)
LIKENESS: Manner = "likeness"
"""Nobody is named, and the message reads like an institution's own (``institution_likeness.py``): a claim where it speaks
to the reader as institutions do."""
PRETENCE: Manner = "pretence"
"""The same of a message that general signs warn of, whoever speaks in it."""
POSING: Manner = "posing"
"""The same where it reads clearly like one institution's: more than words, if nobody else is named and the reader is pushed."""
PRETENDED = (PRETENCE, POSING)
NAMED: Manner = "named"
"""Named, in whatever words, by a message that reads surely like frauds (``resemblance.py``): they name whom they speak for."""
HOME: Manner = "home"
"""Nobody is named, and the message sends the reader to the institution's own site, as its own messages do."""
SPOKEN_FOR: Manner = "spoken_for"
"""Named by a message without a sender that speaks to a stranger as institutions do: *l'Assurance Maladie vous rappellera*."""
_LONGEST_PLACE = 4
"""Words of the place that may follow a name."""
_STOPS = ".?/,:"
_DEPARTMENTS = frozenset({"prevention", "depistage", "vaccination"})
"""Before a name that signs: what it does there (*Prévention Assurance Maladie*)."""


Claims = list[tuple[str, Evidence]]
"""Manner of claiming, and where."""


class ClaimFinder:
    """Finds how a text claims to come from the institution."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._rules = TokenRuleSet(_RULES, vocabulary, GROUPS)
        self._told = TokenRuleSet([r for r in _RULES if r[0] in _TOLD], vocabulary, TOLD_GROUPS)
        self._spoken_names = frozenset(vocabulary.class_letters("spoken_name"))
        self._bearers = frozenset(
            vocabulary.class_letters("brand_family") + vocabulary.class_letters("brand_bank")
        )
        names = "".join(
            vocabulary.class_letters(c)
            for c in (
                "name",
                "short",
                "implied",
                "asset_card",
                "asset_rights",
                "asset_account",
                "asset_thing",
            )
        )
        self._any = frozenset(names)
        spoken = "".join(self._spoken_names)
        self._spoken = defer_pattern(f"[{re.escape(spoken)}]" if spoken else r"(?!)")
        named = "".join(vocabulary.class_letters(c) for c in ("name", "short", "implied"))
        self._named_letters = frozenset(named)
        self._named = defer_pattern(f"[{re.escape(named)}]")
        who = vocabulary.class_letters("name") + vocabulary.class_letters("short")
        self._ne = frozenset(vocabulary.class_letters("ne"))
        self._who = frozenset(who)
        soft = ("article", "agent", "sign_off", "ours", "yours", "informs", "self_call", "implied")
        self._soft = frozenset("".join(vocabulary.class_letters(name) for name in soft))

    def names_institution(self, shape: TokenString) -> bool:
        """Whether the institution itself is named, or implied."""
        return not shape.present.isdisjoint(self._named_letters)

    def find_named(self, shape: TokenString, field: Field) -> Evidence | None:
        """Where the institution itself is first named, or implied; by a name that others bear too, where none of them is
        named."""
        named = [m.start() for m in islice(self._named.finditer(shape.letters), 1)]
        if not named and shape.present.isdisjoint(self._bearers):
            spoken = (m.start() for m in self._spoken.finditer(shape.letters))
            named = [at for at in spoken if not _is_place(shape, shape.atom_span(at, at)[0])]
        if named:
            start, end = shape.atom_span(named[0], named[0])
            return Evidence("claim", NAMED, start, end, shape.text[start:end], field)
        return None

    def find_claims(self, shape: TokenString, *, told: bool = False) -> Claims:
        """Every manner in which the text claims it, with where; ``told``: a person tells of a call."""
        found: Claims = []
        named = told and not shape.present.isdisjoint(self._spoken_names)
        if named and shape.present.isdisjoint(self._bearers):
            found += [c for c in self._apply_rules(shape, self._told) if not _is_place(shape, c[1].start)]
        if shape.present.isdisjoint(self._any):
            return found
        found += self._apply_rules(shape, self._rules)
        if opened := self._find_heading(shape):
            start, end = shape.atom_span(opened - 1, opened - 1)
            found.append(("opening", Evidence("claim", "opening", start, end, shape.text[start:end])))
        if signed := self._find_signature(shape):
            start, end = shape.atom_span(signed, signed)
            found.append(("signature", Evidence("claim", "signature", start, end, shape.text[start:end])))
        return found

    def _apply_rules(self, shape: TokenString, rules: TokenRuleSet[Manner]) -> Claims:
        letters = shape.letters
        found: Claims = []
        for manner, rule in rules.select_rules(shape):
            for match in rule.finditer(letters):
                at = self._find_name(letters, match)
                if manner == "informs" and any(c in self._ne for c in letters[match.start() : match.end()]):
                    continue
                start, end = shape.atom_span(at, at)
                found.append((manner, Evidence("claim", manner, start, end, shape.text[start:end])))
                break
        return found

    def _find_name(self, letters: str, match: re.Match[str]) -> int:
        if match.lastindex:
            return match.start(1)
        for i in range(match.start(), match.end()):
            if letters[i] in self._who:
                return i
        return match.start()

    def _find_heading(self, shape: TokenString) -> int:
        """The atom after a name that heads the text with its place (``CPAM Indre-et-Loire :``), or 0."""
        letters = shape.letters
        first = next((i for i, letter in enumerate(letters[:2]) if letter in self._who), -1)
        if first < 0 or (first == 1 and letters[0] not in self._soft):
            return 0
        at = first + 1
        while at < len(letters) and at - first <= _LONGEST_PLACE and letters[at] not in _STOPS:
            if not _may_be_place(shape, at):
                return 0
            at += 1
        return first + 1 if at > first + 1 and letters[at : at + 1] and letters[at] in _STOPS else 0

    def _find_signature(self, shape: TokenString) -> int:
        """A name that closes the message, alone on its line but for a title and a place."""
        letters = shape.letters
        end = len(letters)
        while end and letters[end - 1] in ".?/,:LPMdA":
            end -= 1
        low = max(0, end - 5)
        for i in range(end - 1, low - 1, -1):
            if letters[i] in ".?/":
                return 0
            if letters[i] in self._who:
                if not all(_may_be_place(shape, k) for k in range(i + 1, end)):
                    return 0
                before = i - 1
                while before >= 0 and letters[before] in self._soft and shape.words[before] != "merci":
                    before -= 1
                before -= before >= 0 and shape.words[before] in _DEPARTMENTS
                return i if before < 0 or letters[before] in ".?/,:L" else 0
        return 0


def _is_place(shape: TokenString, start: int) -> bool:
    """Whether somebody goes or stands there, or it is a shop's: *à la caisse*, *le logiciel de caisse*."""
    return shape.text[max(0, start - 8) : start].casefold().endswith(_TILL)


_TILL = ("à la ", "a la ", "à sa ", "a sa ", "en ", " de ")


def _may_be_place(shape: TokenString, at: int) -> bool:
    """Whether a word after a name can be its place (``CPAM du Rhône``): short, a number or a capital."""
    start, end = shape.atom_span(at, at)
    word = shape.text[start:end]
    return len(word) <= 3 or not word[:1].isalpha() or word[:1].isupper()
