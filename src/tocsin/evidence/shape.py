"""The shape of a text: one letter for each word or sign, by class, over which rules are expressions.

``Votre RIB svp.`` becomes the letters of *yours*, *iban*, *need_after* and of the end of a sentence.
A rule such as ``yours ~2 iban|card ~1 need_after`` is compiled to a regular expression over these
letters; its match gives back the span in the text.
"""

import itertools
import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping

from msgspec import Struct

from tocsin.evidence import links, numbers
from tocsin.evidence.fold import INVISIBLE, fold, squeeze
from tocsin.evidence.vocabulary import Vocabulary

OTHER, BREAK, QUESTION, LINE, COMMA, COLON = "_", ".", "?", "/", ",", ":"
BLANK, NUMBER, AMOUNT, SMALL, PHONE, LINK, MAIL, QUOTE = "F", "d", "A", "a", "P", "L", "M", '"'
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
    "phone": PHONE,
    "link": LINK,
    "mail": MAIL,
    "quote": QUOTE,
    "other": OTHER,
}
_DIGIT = re.compile(r"[0-9]")
_WORD = re.compile(r"@?[a-z0-9\xff]+(?:[@$!*\x05][a-z0-9@$!*\x05]*[a-z0-9])?(?:\$(?=\s|$))?")
_AMOUNT = re.compile(
    r"(?:[0-9]{1,3}(?:[ .][0-9]{3})+|[0-9]{1,7})(?:[.,][0-9]{1,2})?\s?(?:\x05|euros?\b|eur\b|e\b(?=\s|$|[.,])|\$)(?:\s?[0-9]{2}\b)?|\x05\s?[0-9]{1,7}(?:[.,][0-9]{2})?"
)
_SPACED = re.compile(r"(?<![a-z0-9\xff])[a-z0-9](?:[ .\-_*|,]{1,3}[a-z0-9](?![a-z0-9\xff])){2,40}")
_BLANKS = re.compile(r"_{2,}|\.{4,}|\[ *\]|\( *\)(?!\w)")
_ABBREVIATED = frozenset("ass assu assur sec soc secu mal n no num tel".split())
_SAYABLE = numbers.NUMBER_WORDS | {str(n) for n in range(100)} | {f"0{n}" for n in range(10)}
_HESITATION = frozenset("euh heu hum hein ben bah puis alors".split())


class Shape(Struct, frozen=True):
    """A text, read."""

    text: str
    """Original text, in which spans count."""
    folded: str
    """Folded text, without what is not seen."""
    places: list[int] | None
    """Place in ``text`` of each folded character, or None where they are the same."""
    letters: str
    starts: list[int]
    ends: list[int]
    words: list[str]
    links: list[links.Found]
    phones: list[tuple[int, int, str, str, str]]
    """Start, end (folded), value, medium, how it was written."""
    mails: list[tuple[int, int, str]]
    mask: int
    """Bits of the letters present (see ``Vocabulary.bits``)."""
    present: frozenset[str]
    """The letters present."""
    disguised: list[tuple[int, int]]
    """Folded spans of words written so as not to be found (digits for letters, letters set apart)."""

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Span in the text of the atoms from ``first`` to ``last`` included."""
        return self.place(self.starts[first]), self.place(self.ends[last], end=True)

    def place(self, folded_index: int, *, end: bool = False) -> int:
        """Place in the original text of a place in the folded one."""
        if self.places is None:
            return folded_index
        if end and folded_index > 0:
            return self.places[folded_index - 1] + 1
        return self.places[folded_index]

    def atom_at(self, folded_index: int) -> int:
        """The atom at or after a place of the folded text."""
        return bisect_left(self.ends, folded_index + 1)


def read(text: str, vocabulary: Vocabulary) -> Shape:
    """Read a text with a vocabulary. Linear in the length of the text."""
    folded, places = fold(text), None
    if INVISIBLE in folded:
        folded, places = squeeze(folded)
    found_links, mails, phones, amounts = _specials(folded)
    specials: list[tuple[int, int, str]] = [(f.start, f.end, LINK) for f in found_links]
    specials += [(s, e, MAIL) for s, e, _ in mails]
    specials += [(s, e, SMALL if _is_small(folded[s:e]) else AMOUNT) for s, e in amounts]
    specials += [(p[0], p[1], PHONE) for p in phones]
    if "__" in folded or "...." in folded or "[" in folded:
        specials += [(m.start(), m.end(), BLANK) for m in _BLANKS.finditer(folded)]
    reader = _Reader(folded, vocabulary, text, places)
    reader.run(sorted(specials))
    phones += reader.spoken
    letters = "".join(reader.letters)
    present = frozenset(letters)
    return Shape(
        text,
        folded,
        places,
        letters,
        reader.starts,
        reader.ends,
        reader.words,
        found_links,
        phones,
        mails,
        vocabulary.mask(present),
        present,
        reader.disguised,
    )


_Spans = list[tuple[int, int]]
_MOST = 300
"""Links, mailboxes, numbers and sums read in one text; what comes after is read as words."""


def _specials(
    folded: str,
) -> tuple[list[links.Found], list[tuple[int, int, str]], list[tuple[int, int, str, str, str]], _Spans]:
    """Links, mailboxes, numbers and sums of money, none inside another."""
    found_links, mails = links.scan(folded)
    found_links, mails = found_links[:_MOST], mails[:_MOST]
    if not _DIGIT.search(folded):
        return found_links, mails, [], []
    phones = numbers.scan(folded)[:_MOST]
    taken = [(f.start, f.end) for f in found_links] + [(s, e) for s, e, _ in mails]
    if taken:
        phones = [p for p in phones if not any(s <= p[0] < e for s, e in taken)]
    amounts: _Spans = []
    if "\x05" in folded or "eur" in folded or "$" in folded or phones:
        amounts = [m.span() for m in itertools.islice(_AMOUNT.finditer(folded), _MOST)]
        if amounts and phones:
            phones = [p for p in phones if p[4] not in _SHORT or not any(s < p[1] and p[0] < e for s, e in amounts)]
    return found_links, mails, phones, amounts


_SHORT = ("short", "code", "help")


def _is_small(amount: str) -> bool:
    """A sum of less than six euros: a fee, rather than something to be received."""
    digits = re.match(r"\D{0,2}([0-9]{1,2})(?:[.,\x05 ]|\s|e|$)", amount)
    return bool(digits) and int(digits[1]) < 6  # type: ignore[index]


class _Reader:
    """Turns a folded text into atoms, once, left to right."""

    def __init__(self, folded: str, vocabulary: Vocabulary, text: str, places: list[int] | None) -> None:
        self.folded = folded
        self.text = text
        self.places = places
        self.vocabulary = vocabulary
        self.letters: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.words: list[str] = []
        self.spoken: list[tuple[int, int, str, str, str]] = []
        self.disguised: list[tuple[int, int]] = []

    def run(self, specials: list[tuple[int, int, str]]) -> None:
        place = 0
        for start, end, letter in specials:
            if start < place:
                continue
            self._stretch(place, start)
            self._add(letter, start, end, "")
            place = end
        self._stretch(place, len(self.folded))

    def _add(self, letter: str, start: int, end: int, word: str) -> None:
        self.letters.append(letter)
        self.starts.append(start)
        self.ends.append(end)
        self.words.append(word)

    def _tokens(self, start: int, end: int) -> list[tuple[str, int, int]]:
        vocabulary = self.vocabulary
        canon = vocabulary.canon
        tokens, single = [], 0
        for m in _WORD.finditer(self.folded, start, end):
            raw = m[0]
            begin, stop = m.span()
            known = canon.get(raw)
            if known is None:
                known = vocabulary.word(raw) if "\xff" not in raw else self._foreign(begin, stop, raw)
                if known != raw and vocabulary.is_disguise(raw, known):
                    self.disguised.append((begin, stop))
            if stop - begin == 1:
                single += 1
            tokens.append((known, begin, stop))
        return self._unspace(tokens, start, end) if single >= 3 else tokens

    def _unspace(self, tokens: list[tuple[str, int, int]], start: int, end: int) -> list[tuple[str, int, int]]:
        """Letters set apart (``r i b``, ``a.m.e.l.i``) read as the word they make."""
        out: list[tuple[str, int, int]] = []
        spaced = [(m.start(), m.end()) for m in _SPACED.finditer(self.folded, start, end)]
        runs = iter(spaced)
        run = next(runs, None)
        group: list[tuple[str, int, int]] = []
        for token in tokens:
            while run and token[1] >= run[1]:
                out += self._merge(group)
                group = []
                run = next(runs, None)
            if run and run[0] <= token[1] < run[1]:
                group.append(token)
            else:
                out += self._merge(group)
                group = []
                out.append(token)
        return out + self._merge(group)

    def _foreign(self, start: int, end: int, raw: str) -> str:
        """A word with letters that fold to nothing: Arabic is looked up as written."""
        if self.places is not None:
            start, end = self.places[start], self.places[end - 1] + 1
        return self.vocabulary.arabic(self.text[start:end]) or raw

    def _merge(self, group: list[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
        merged = _regroup(group, self.vocabulary)
        if len(merged) < len(group):
            self.disguised += [(t[1], t[2]) for t in merged if len(t[0]) > 3]
        return merged

    def _stretch(self, start: int, end: int) -> None:
        if start >= end:
            return
        tokens = self._tokens(start, end)
        tree, folded = self.vocabulary.tree, self.folded
        letters, starts, ends, words = self.letters, self.starts, self.ends, self.words
        count, i, place = len(tokens), 0, start
        while i < count:
            word, begin, stop = tokens[i]
            if begin > place and not (begin == place + 1 and folded[place] in " '"):
                self._gap(place, begin)
            if word in _SAYABLE and i + 2 < count:
                used = self._say(tokens, i)
                if used:
                    i += used
                    place = tokens[i - 1][2]
                    continue
            letter, used = "", 1
            node, j = tree.get(word), i
            while node is not None:
                j += 1
                if "" in node and (j == i + 1 or not self._broken(tokens, i, j - i)):
                    letter, used = node[""], j - i
                if j == count:
                    break
                node = node.get(tokens[j][0])
            if used > 1:
                word = " ".join(t[0] for t in tokens[i : i + used])
                stop = tokens[i + used - 1][2]
            letters.append(letter or (NUMBER if word.isdigit() else OTHER))
            starts.append(begin)
            ends.append(stop)
            words.append(word)
            place = stop
            i += used
        if end > place:
            self._gap(place, end)

    def _broken(self, tokens: list[tuple[str, int, int]], i: int, size: int) -> bool:
        """A phrase does not run over the end of a sentence."""
        for k in range(i, i + size - 1):
            gap = self.folded[tokens[k][2] : tokens[k + 1][1]]
            if len(gap) > 1 and any(c in ".!?;:" for c in gap) and tokens[k][0] not in _ABBREVIATED:
                return True
        return False

    def _say(self, tokens: list[tuple[str, int, int]], i: int) -> int:
        """A telephone number said in words; how many tokens it took, or none."""
        j = i
        while j < len(tokens) and j - i < 28 and (tokens[j][0] in _SAYABLE or tokens[j][0] in _HESITATION):
            j += 1
        while tokens[j - 1][0] in _HESITATION:
            j -= 1
        if sum(t[0] in numbers.NUMBER_WORDS for t in tokens[i:j]) < 3:
            return 0
        while j - i >= 3:
            words = [t[0] for t in tokens[i:j] if t[0] not in _HESITATION]
            if words[-1] != "et":
                value, medium = numbers.normalise(numbers.in_words(words))
                if value and len(value) >= 4:
                    start, end = tokens[i][1], tokens[j - 1][2]
                    self.spoken.append((start, end, value, medium, "words"))
                    self._add(PHONE, start, end, "")
                    return j - i
            j -= 1
        return 0

    def _gap(self, start: int, end: int) -> None:
        """The strongest sign between two words."""
        gap = self.folded[start:end]
        letter = ""
        if "\n" in gap:
            letter = BREAK if gap.count("\n") > 1 else LINE
        if "?" in gap:
            letter = QUESTION
        elif "!" in gap or ";" in gap or ("." in gap and (len(gap) > 1 or end == len(self.folded))):
            letter = BREAK
        elif ":" in gap or "=" in gap:
            self._add(COLON, start, end, "")
        elif not letter and ("," in gap or " - " in gap or "/" in gap or "(" in gap or ")" in gap or "|" in gap):
            letter = COMMA
        if letter:
            self._add(letter, start, end, "")
        if '"' in gap:
            self._add(QUOTE, start, end, "")


def _regroup(group: list[tuple[str, int, int]], vocabulary: Vocabulary) -> list[tuple[str, int, int]]:
    """Read a run of single letters as one known word, or two; else leave the letters."""
    if len(group) < 3:
        return group
    joined = "".join(t[0] for t in group)
    known = vocabulary.plain
    word = vocabulary.word(joined)
    if word in known and len(word) > 2:
        return [(word, group[0][1], group[-1][2])]
    for cut in range(len(group) - 2, 1, -1):
        head, tail = vocabulary.word(joined[:cut]), vocabulary.word(joined[cut:])
        if head in known and tail in known and len(head) > 2:
            return [(head, group[0][1], group[cut - 1][2]), *_tail(joined[cut:], group[cut:], vocabulary)]
    for cut in range(len(group) - 1, 2, -1):
        head = vocabulary.word(joined[:cut])
        if head in known and len(head) > 3:
            return [(head, group[0][1], group[cut - 1][2]), *_regroup(group[cut:], vocabulary)]
    return group


def _tail(joined: str, group: list[tuple[str, int, int]], vocabulary: Vocabulary) -> list[tuple[str, int, int]]:
    return [(vocabulary.word(joined), group[0][1], group[-1][2])]


class Rule:
    """A rule over classes, compiled to an expression over letters.

    ``needs`` holds, for each class that a match cannot do without, the bits of the letters that have it:
    most rules are put aside by a few comparisons of integers, before any expression runs.
    """

    __slots__ = ("needs", "pattern", "text")

    def __init__(self, text: str, pattern: re.Pattern[str], needs: tuple[int, ...]) -> None:
        self.text = text
        self.pattern = pattern
        self.needs = needs

    def __repr__(self) -> str:
        return f"Rule({self.text!r})"

    def may(self, mask: int) -> bool:
        """Whether a text with these classes can match."""
        return all(mask & need for need in self.needs)

    def search(self, shape: Shape) -> re.Match[str] | None:
        """The first match in the shape of a text."""
        return self.pattern.search(shape.letters) if self.may(shape.mask) else None


class Rules[Tag]:
    """Rules tried together, each with what it stands for."""

    __slots__ = ("_table",)

    def __init__(
        self, rules: Iterable[tuple[Tag, str]], vocabulary: Vocabulary, groups: Mapping[str, str] | None = None
    ) -> None:
        table = []
        for tag, text in rules:
            rule = compile_rule(text, vocabulary, groups)
            # The two classes that the fewest letters have put most texts aside.
            rare = sorted(rule.needs, key=int.bit_count)[:2]
            table.append((rare[0], rare[-1], tag, rule.pattern))
        self._table = tuple(table)

    def of(self, shape: Shape) -> list[tuple[Tag, re.Pattern[str]]]:
        """The rules that may match the shape of a text."""
        mask = shape.mask
        return [(tag, pattern) for one, other, tag, pattern in self._table if mask & one and mask & other]


def compile_rule(rule: str, vocabulary: Vocabulary, groups: Mapping[str, str] | None = None) -> Rule:
    """Compile a rule over classes.

    ``name`` one atom of a class; ``a|b`` of either; ``~3`` up to three atoms within the sentence, ``%3`` over
    sentences; ``name?`` an optional atom; ``<name>`` captured; ``^`` the beginning of the text or of a
    sentence; ``$`` the end.
    """
    out, needs = [], []
    for part in rule.split():
        name = part.strip("<>?")
        if name in _ANCHORS:
            out.append(_ANCHORS[name])
        elif name[0] == "%":
            out.append(f"[\\s\\S]{{0,{name[1:]}}}?")
        elif name[0] == "~":
            out.append(f"[^{re.escape(BREAK + QUESTION)}]{{0,{name[1:]}}}?")
        else:
            chars = "".join(_chars(n, vocabulary, groups) for n in name.split("|"))
            piece = f"[{re.escape(chars)}]" if chars else r"(?!)"
            piece = f"({piece})" if part.startswith("<") else piece
            out.append(piece + ("?" if part.endswith("?") else ""))
            if not part.endswith("?"):
                needs.append(vocabulary.bits(chars))
    return Rule(rule, re.compile("".join(out)), tuple(dict.fromkeys(needs)))


_ANCHORS = {"^": r"(?:(?<![^.?/])|^)", "$": r"(?=[.?/]|$)"}


def _chars(name: str, vocabulary: Vocabulary, groups: Mapping[str, str] | None) -> str:
    if name in _SIGNS:
        return _SIGNS[name]
    if groups and name in groups:
        return "".join(_chars(n, vocabulary, groups) for n in groups[name].split("|"))
    return vocabulary.chars(name)
