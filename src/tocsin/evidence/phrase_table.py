"""Phrases by class, spelt out into one tree: the general words once, and over them a layer for each institution.

What a phrase means can hang on the institution in question: *urssaf* is the sender's own name where the Urssaf is
asked about, and another body's everywhere else. So each phrase of the tree has a letter, and for each institution
a *view* says what those letters read as that differ: a phrase of the others' things is no phrase there. A text
read in a view is read as if the table had been made of the general words and that institution's alone.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations, product
from typing import Any

import msgspec
from msgspec import Raw, Struct

from tocsin.deferred_pattern import defer_pattern
from tocsin.evidence.fold import fold_text

FIRST_LETTER = 0x2800
NOBODY = ""
"""The view of general words, where no institution is in question."""
_GROUP = defer_pattern(r"\(([^()]*)\)")
_WORD = defer_pattern(r"[a-z0-9]+")
_GLUE = frozenset(
    (
        "a au aux d de des du en l la le les leur m me ma mon mes nous notre on par pour qu que sur un une"
    ).split()
) | frozenset(("vos votre vous ce cet cette ces il elle est et lui").split())
_CLOSED = frozenset({"not_item", "you_asked", "bait", "by_card"})
"""Classes whose phrases mean something else than the shorter phrases in them."""
_LEADING = frozenset(
    ("le la les l un une des du de d votre vos ton ta tes mon ma mes ce cet cette ces notre nos").split()
)
_PROPER = ("asset_", "programme_", "brand_")
_NAMED = frozenset({"name", "short", "implied"})
"""Classes by which an institution is known: such a phrase is no other's brand to it."""
_BRAND = "brand_"
_ARABIC = str.maketrans("أإآٱىةؤئ", "اااايهوي", "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0640")

_Sets = dict[str, set[str]]
"""Classes of each phrase."""


def expand_pattern(pattern: str) -> Iterator[str]:
    """Spell out the alternatives of a phrase.

    >>> list(expand_pattern("donn(ez|er) (votre |)rib"))
    ['donnez votre rib', 'donnez rib', 'donner votre rib', 'donner rib']
    """
    pattern = _flatten_groups(fold_text(pattern))
    parts = _GROUP.split(pattern)
    choices = [part.split("|") if i % 2 else [part] for i, part in enumerate(parts)]
    for choice in product(*choices):
        yield " ".join(_WORD.findall("".join(choice)))


def _flatten_groups(pattern: str) -> str:
    """Spell out a group inside a group, so that none is left nested."""
    while True:
        inner = re.search(r"\(([^()]*)\(([^()]*)\)([^()|]*)", pattern)
        if not inner:
            return pattern
        before, choices, after = inner.groups()
        head, bar, stem = before.rpartition("|")
        spelt = "|".join(stem + choice + after for choice in choices.split("|"))
        pattern = pattern[: inner.start()] + "(" + head + bar + spelt + pattern[inner.end() :]


def strip_arabic_signs(word: str) -> str:
    """Arabic letters without vowel signs or variants."""
    return word.translate(_ARABIC)


class PhraseTable(Struct, frozen=True):
    """Every phrase spelt out: what takes time to make, and is made once, when the tables are built."""

    letters: list[list[str]]
    """Classes of each letter that rules are tried on, in the order of the letters."""
    tree: dict[str, memoryview]
    """A tree of words, see :class:`PhraseTree`: what follows each first word, as MessagePack of its own."""
    known: list[str]
    """Words of the phrases."""
    arabic: dict[str, str]
    """Token of each word in Arabic letters."""
    short: dict[str, str]
    """Word that each short form stands for."""
    views: dict[str, dict[str, str]]
    """Of the letters whose reading hangs on the institution: the letter of ``letters`` that each reads as, or
    nothing where it is no phrase. That of :data:`NOBODY` holds them all, the others what differs from it."""


class PhraseNode(Struct, array_like=True, gc=False):
    """A place in the tree of words. What follows is decoded when it is first met: a text meets a few words of some hundred
    thousand places, and whoever decoded them all would start late and hold 40 MB."""

    letter: str
    """Of the phrase that ends here, or nothing."""
    below: dict[str, Any]
    """What follows by its word: a node, or as msgspec wrote it."""

    def open_next(self, word: str) -> "PhraseNode | None":
        """What follows with a word, or None where no phrase goes on with it."""
        found = self.below.get(word)
        if found.__class__ is Raw:
            found = self.below[word] = _open_node(found)
        return found


class _StoredNode(Struct, array_like=True, gc=False):
    letter: str
    below: dict[str, Raw]


_decode_node = msgspec.msgpack.Decoder(_StoredNode).decode


def _open_node(packed: Raw | memoryview) -> PhraseNode:
    stored = _decode_node(packed)
    return PhraseNode(stored.letter, stored.below)


class PhraseTree:
    """A tree of words by first words."""

    def __init__(self, packed: Mapping[str, memoryview]) -> None:
        self._packed = packed
        self._open: dict[str, PhraseNode] = {}

    def open_branch(self, word: str) -> PhraseNode | None:
        """What follows a first word, or None where no phrase begins with it."""
        branch = self._open.get(word)
        if branch is None and (packed := self._packed.get(word)) is not None:
            branch = self._open[word] = _open_node(packed)
        return branch

    def list_branches(self) -> Iterator[tuple[str, list[Any]]]:
        """First words with all that follows, as letter and what follows by word, for whoever goes through it; one is
        decoded at a time."""
        return ((word, msgspec.msgpack.decode(packed)) for word, packed in self._packed.items())


def build_phrase_table(
    classes: Mapping[str, Iterable[str]],
    synonyms: Mapping[str, Iterable[str]] | None = None,
    arabic: Mapping[str, Iterable[str]] | None = None,
    whole: frozenset[str] = frozenset(),
    layered: frozenset[str] = frozenset(),
    institutions: Mapping[str, Mapping[str, Iterable[str]]] | None = None,
) -> PhraseTable:
    """Spell out phrase patterns by class.

    ``synonyms`` maps a word to its short forms, ``arabic`` a class to words in Arabic letters. Phrases of the
    classes in ``whole`` keep the small words that they start with. Classes in ``layered`` lie over the others:
    a phrase of them alone keeps what the words in it mean. ``institutions`` has the phrases of each by class.
    """
    speller = _PhraseSpeller(synonyms or {}, whole)
    sets = speller.spell_classes(classes)
    tokens: dict[str, str] = {}
    for name, forms in (arabic or {}).items():
        for form in forms:
            token = tokens.setdefault(strip_arabic_signs(str(form)), f"ar{len(tokens)}")
            sets.setdefault(token, set()).add(name)
    general = _GeneralPhrases(sets, layered)
    layers = {
        name: general.overlay_phrases(speller.spell_classes(own))
        for name, own in (institutions or {}).items()
    }
    letters, tree, views = _build_tree(general.found, layers)
    phrases = {*general.found, *(phrase for layer in layers.values() for phrase in layer)}
    known = sorted({word for phrase in phrases for word in phrase.split()})
    packed = {word: memoryview(msgspec.msgpack.encode(branch)) for word, branch in tree.items()}
    return PhraseTable([sorted(names) for names in letters], packed, known, tokens, speller.short, views)


class _PhraseSpeller:
    """Spells out the patterns of classes, with the same short forms."""

    def __init__(self, synonyms: Mapping[str, Iterable[str]], whole: frozenset[str]) -> None:
        # Short forms of several words (*rdv*): phrases are written with them too.
        self._joined = {word: list(variants) for word, variants in synonyms.items() if " " in word}
        self.short = {v: word for word, variants in synonyms.items() if " " not in word for v in variants}
        """The word for each short form."""
        self._whole = whole

    def spell_classes(self, classes: Mapping[str, Iterable[str]]) -> _Sets:
        """The classes of each phrase."""
        sets: _Sets = {}
        for name, patterns in classes.items():
            keeps = name in self._whole or name.startswith(_PROPER)
            for pattern in patterns:
                for spelt in filter(None, expand_pattern(str(pattern))):
                    phrase = " ".join(self.short.get(w, w) for w in spelt.split())
                    phrase = phrase if keeps else _strip_leading_words(phrase)
                    for written in (phrase, *self._write_joined(phrase)):
                        sets.setdefault(written, set()).add(name)
        return sets

    def _write_joined(self, phrase: str) -> Iterator[str]:
        """The phrase with a short form in the place of several words."""
        for words, variants in self._joined.items():
            if f" {words} " in f" {phrase} ":
                yield from (
                    f" {phrase} ".replace(f" {words} ", f" {variant} ").strip() for variant in variants
                )


def _strip_leading_words(phrase: str) -> str:
    """The phrase without the small words in front, which must not swallow the beginning of another phrase."""
    words = phrase.split()
    while len(words) > 1 and words[0] in _LEADING:
        words = words[1:]
    return " ".join(words)


class _GeneralPhrases:
    """The general phrases, with all that they mean, and what the phrases of one institution change in them."""

    def __init__(self, sets: _Sets, layered: frozenset[str]) -> None:
        self._raw = {phrase: frozenset(names) for phrase, names in sets.items()}
        self._layered = layered
        self._plain: dict[str, frozenset[str]] = {}
        for phrase in sorted(sets, key=len):
            self._plain[phrase] = self._inherit(phrase, self._raw[phrase], self._plain)
        self.found = {p: self._lay_over(p, names, self._plain) for p, names in self._plain.items()}
        """Classes of each phrase."""
        self._around: dict[str, list[str]] = {}
        for phrase in self._plain:
            pieces = set(_list_shorter(phrase))
            if self._plain[phrase] <= layered:
                pieces.update(_list_inner(phrase))
            for piece in pieces:
                self._around.setdefault(piece, []).append(phrase)

    def overlay_phrases(self, own: _Sets) -> dict[str, frozenset[str]]:
        """The classes of each phrase that reads otherwise where these phrases are the institution's."""
        touched, waiting = set(own), list(own)
        while waiting:
            for phrase in self._around.get(waiting.pop(), ()):
                if phrase not in touched:
                    touched.add(phrase)
                    waiting.append(phrase)
        plain: dict[str, frozenset[str]] = {}
        for phrase in sorted(touched, key=len):
            names = self._raw.get(phrase, frozenset()) | own.get(phrase, frozenset())
            if not _NAMED.isdisjoint(own.get(phrase, ())):
                names = frozenset(name for name in names if not name.startswith(_BRAND))
            plain[phrase] = self._inherit(phrase, names, plain, self._plain)
        found = {p: self._lay_over(p, names, plain, self._plain) for p, names in plain.items()}
        return {p: names for p, names in found.items() if names != self.found.get(p)}

    @staticmethod
    def _inherit(phrase: str, names: frozenset[str], *known: Mapping[str, frozenset[str]]) -> frozenset[str]:
        """A phrase that only adds small words to a shorter one means what the shorter one means too."""
        if names & _CLOSED:
            return names
        pieces = list(_list_shorter(phrase))
        return names.union(*(_look_up(piece, known) for piece in pieces)) if pieces else names

    def _lay_over(
        self, phrase: str, names: frozenset[str], *known: Mapping[str, frozenset[str]]
    ) -> frozenset[str]:
        """Let a phrase of the upper layer alone keep what the shorter ones in it mean."""
        if not names <= self._layered or " " not in phrase:
            return names
        return names.union(*(_look_up(piece, known) for piece in _list_inner(phrase)))


def _look_up(phrase: str, known: Iterable[Mapping[str, frozenset[str]]]) -> frozenset[str]:
    return next((one[phrase] for one in known if phrase in one), frozenset())


def _list_shorter(phrase: str) -> Iterator[str]:
    """The phrase without small words before or behind."""
    words = phrase.split()
    for cut in range(1, len(words)):
        if words[cut - 1] not in _GLUE:
            break
        yield " ".join(words[cut:])
    for cut in range(len(words) - 1, 0, -1):
        if words[cut] not in _GLUE:
            break
        yield " ".join(words[:cut])


def _list_inner(phrase: str) -> Iterator[str]:
    """The shorter phrases in a phrase, other than of small words alone."""
    words = phrase.split()
    for i, j in combinations(range(len(words) + 1), 2):
        if j - i < len(words) and not _GLUE.issuperset(words[i:j]):
            yield " ".join(words[i:j])


def _build_tree(
    general: Mapping[str, frozenset[str]], layers: Mapping[str, Mapping[str, frozenset[str]]]
) -> tuple[list[frozenset[str]], dict[str, PhraseNode], dict[str, dict[str, str]]]:
    """The letters, the tree of words, and what its letters read as in each view."""
    letters: dict[frozenset[str], str] = {}

    def name_letter(names: frozenset[str] | None) -> str:
        return letters.setdefault(names, chr(FIRST_LETTER + len(letters))) if names else ""

    plain = {phrase: name_letter(names) for phrase, names in general.items()}
    own: dict[str, dict[str, str]] = {}
    for institution, layer in layers.items():
        for phrase, names in layer.items():
            own.setdefault(phrase, {})[institution] = name_letter(names)
    shared: dict[tuple[str, tuple[tuple[str, str], ...]], str] = {}
    for phrase, readings in own.items():
        key = plain.get(phrase, ""), tuple(readings.items())
        shared.setdefault(key, chr(FIRST_LETTER + len(letters) + len(shared)))
        plain[phrase] = shared[key]
    views: dict[str, dict[str, str]] = {name: {} for name in (NOBODY, *layers)}
    for (usual, several), letter in shared.items():
        views[NOBODY][letter] = usual
        for institution, reading in several:
            views[institution][letter] = reading
    root = PhraseNode("", {})
    for phrase, letter in plain.items():
        node = root
        for word in phrase.split():
            node = node.below.setdefault(word, PhraseNode("", {}))
        node.letter = letter
    return list(letters), root.below, views
