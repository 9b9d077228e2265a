"""Rules over the shape of a text.

A rule such as ``yours ~2 iban|card ~1 need_after`` is compiled to a regular expression over the letters of a
shape.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

from tocsin.evidence.token_string import (
    AMOUNT,
    BLANK,
    BREAK,
    COLON,
    COMMA,
    LINE,
    LINK,
    MAIL,
    NUMBER,
    OTHER,
    PHONE,
    QUESTION,
    QUOTE,
    SMALL,
    TokenString,
)
from tocsin.evidence.vocabulary import Vocabulary

_SIGNS = {
    "brk": BREAK + QUESTION,
    "qst": QUESTION,
    "line": LINE,
    "comma": COMMA,
    "colon": COLON,
    "blank": BLANK,
    "num": NUMBER,
    "amount": AMOUNT + SMALL,
    "small": SMALL,
    "sum": AMOUNT,
    "phone": PHONE,
    "link": LINK,
    "mail": MAIL,
    "quote": QUOTE,
    "other": OTHER,
}


class TokenRule:
    """A rule over classes, compiled to an expression over letters when first tried.

    ``bit`` is its place among the rules of a vocabulary, which tells at once those that a text may match (see
    ``rule_index.py``): most rules are put aside by that, before any expression is written or runs.
    """

    __slots__ = ("_pattern", "_write_source", "bit", "text")

    def __init__(self, text: str, write_source: Callable[[], str], bit: int) -> None:
        self.text = text
        self.bit = bit
        self._write_source = write_source
        self._pattern: re.Pattern[str] | None = None

    def __repr__(self) -> str:
        return f"Rule({self.text!r})"

    @property
    def pattern(self) -> re.Pattern[str]:
        """The expression over letters."""
        if self._pattern is None:
            self._pattern = re.compile(self._write_source())
        return self._pattern

    def may_match(self, candidates: int) -> bool:
        """Whether it is among the rules that a text may match (``TokenString.candidates``)."""
        return bool(candidates & self.bit)

    def search(self, shape: TokenString) -> re.Match[str] | None:
        """The first match in the shape of a text."""
        return self.pattern.search(shape.letters) if shape.candidates & self.bit else None


class TokenRuleSet[Tag]:
    """Rules tried together, each with what it stands for."""

    __slots__ = ("_by_bit", "bits")

    def __init__(
        self,
        rules: Iterable[tuple[Tag, str]],
        vocabulary: Vocabulary,
        groups: Mapping[str, str] | None = None,
    ) -> None:
        compiled = [(tag, compile_rule(text, vocabulary, groups)) for tag, text in rules]
        self._by_bit = {rule.bit: (tag, rule) for tag, rule in compiled}
        """In their order: a rule that is compiled later has a higher bit."""
        self.bits = 0
        """The bits of all of them, see :attr:`TokenRule.bit`."""
        for bit in self._by_bit:
            self.bits |= bit

    def select_rules(self, shape: TokenString) -> list[tuple[Tag, re.Pattern[str]]]:
        """The rules that may match the shape of a text."""
        candidates = shape.candidates & self.bits
        found = []
        while candidates:
            bit = candidates & -candidates
            candidates ^= bit
            tag, rule = self._by_bit[bit]
            found.append((tag, rule.pattern))
        return found


def compile_rule(rule: str, vocabulary: Vocabulary, groups: Mapping[str, str] | None = None) -> TokenRule:
    """Compile a rule over classes.

    ``name`` one atom of a class; ``a|b`` of either; ``~3`` up to three atoms within the sentence, ``~3!a|b``
    none of them of these classes, ``%3`` over sentences; ``name?`` an optional atom; ``<name>`` captured;
    ``^`` the beginning of the text or of a sentence; ``$`` the end. ``{40} a|b c d``: one atom of each, in any
    order, within forty atoms, over sentences; each is captured.
    """
    spell = _ClassSpeller(vocabulary, groups or {})
    if rule.startswith("{"):
        reach, *parts = rule.split()
        chars = list(map(spell, parts))
        return TokenRule(rule, partial(_write_gathering, reach, chars), vocabulary.rules.add_rule(chars))
    needed = (part.strip("<>") for part in rule.split() if part[0] not in "^$~%" and part[-1] != "?")
    needs = vocabulary.rules.add_rule(list(map(spell, needed)))
    return TokenRule(rule, partial(_write_sequence, rule, spell), needs)


class _ClassSpeller:
    """The letters of one class, or of several with ``|`` between."""

    def __init__(self, vocabulary: Vocabulary, groups: Mapping[str, str]) -> None:
        self._vocabulary, self._groups = vocabulary, groups

    def __call__(self, names: str) -> str:
        return "".join(map(self._spell_name, names.split("|")))

    def _spell_name(self, name: str) -> str:
        if name in _SIGNS:
            return _SIGNS[name]
        if name in self._groups:
            return self(self._groups[name])
        return self._vocabulary.class_letters(name)


def _write_sequence(rule: str, spell: _ClassSpeller) -> str:
    """The expression of a rule of words that follow one another."""
    out = []
    for part in rule.split():
        name = part.strip("<>?")
        if name in _ANCHORS:
            out.append(_ANCHORS[name])
        elif name[0] == "%":
            out.append(f"[\\s\\S]{{0,{name[1:]}}}?")
        elif name[0] == "~":
            size, _, barred = name[1:].partition("!")
            stops = spell(barred) if barred else ""
            out.append(f"[^{re.escape(BREAK + QUESTION + stops)}]{{0,{size}}}?")
        else:
            chars = spell(name)
            piece = f"[{re.escape(chars)}]" if chars else r"(?!)"
            piece = f"({piece})" if part.startswith("<") else piece
            out.append(piece + ("?" if part.endswith("?") else ""))
    return "".join(out)


def _write_gathering(reach: str, chars: Sequence[str]) -> str:
    """That of words which stand near one another in any order, as people do not all begin with the same."""
    size = int(reach.strip("{}"))
    # Where the first of them stands, whichever it is; so each place costs as much as the reach at most.
    first = f"(?=[{re.escape(''.join(chars))}])"
    return first + "".join(f"(?=[\\s\\S]{{0,{size}}}?([{re.escape(c)}]))" for c in chars)


def find_match_span(match: re.Match[str]) -> tuple[int, int]:
    """First and last atom of what a rule matched; a gathering captures each of its atoms, and spans none."""
    if match.end() > match.start():
        return match.start(), match.end() - 1
    places = [match.start(i) for i in range(1, match.re.groups + 1)]
    return min(places), max(places)


_ANCHORS = {"^": r"(?:(?<![^.?/])|^)", "$": r"(?=[.?/]|$)"}
