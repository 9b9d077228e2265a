"""Words and phrases, by class, and how a folded text is read as them.

A word can belong to several classes. Each distinct set of classes has one *letter*, so that a whole
message becomes a short string of letters (see ``token_string.py``) over which rules are ordinary
regular expressions.
"""

import re
from collections.abc import Iterable, Iterator

from tocsin.evidence.phrase_table import FIRST_LETTER, PhraseTable, PhraseTree, strip_arabic_signs
from tocsin.evidence.rule_index import RuleIndex

_DIGIT_LETTERS = str.maketrans("013456789@$!\x05", "oieasgtbgasie")
MARKS = ("?", "!", ";", ".", "..", "...", "\n", ":", "=", ",", "/", "(", ")", "|", " -", '"')
"""Signs of the text that are read as tokens."""
SHORTEST_TYPO = 5
"""Words shorter than this are never corrected: too many other words are one letter away."""


def confusable_skeleton(word: str) -> str:
    """What a word looks like when digits stand for letters and ``l`` for ``i``.

    >>> confusable_skeleton("ame1l"), confusable_skeleton("v1ta1e"), confusable_skeleton("arneli")
    ('ameii', 'vitaie', 'ameii')
    """
    return single_letter_skeleton(word).replace("rn", "m").replace("vv", "w")


def single_letter_skeleton(word: str) -> str:
    """The same, without the pairs of letters that look like one."""
    return word.translate(_DIGIT_LETTERS).replace("l", "i")


def delete_each_letter(word: str) -> Iterator[str]:
    """The word with one letter missing, for each letter."""
    return (word[:i] + word[i + 1 :] for i in range(len(word)))


def _collapse_doubles(word: str) -> str:
    """The word without its doubled letters."""
    return "".join(c for i, c in enumerate(word) if not i or c != word[i - 1])


def is_one_edit_apart(one: str, other: str) -> bool:
    """Whether two words are one edit apart: a letter more, less or other, or two exchanged.

    >>> (is_one_edit_apart("vitale", "vitlae"), is_one_edit_apart("vitale", "vital"),
    ...  is_one_edit_apart("vitale", "total"))
    (True, True, False)
    """
    if abs(len(one) - len(other)) > 1:
        return False
    if len(one) == len(other):
        gaps = [i for i, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
        if len(gaps) == 2 and gaps[1] == gaps[0] + 1:
            return one[gaps[0]] == other[gaps[1]] and one[gaps[1]] == other[gaps[0]]
        return len(gaps) <= 1
    short, long = sorted((one, other), key=len)
    return short in delete_each_letter(long)


class Vocabulary:
    """Phrases of every class, ready to be looked up word by word."""

    def __init__(
        self,
        spelt: PhraseTable,
        exact: Iterable[str] = (),
        words: Iterable[str] = (),
        disguised: Iterable[str] = (),
        misspelt: Iterable[str] = (),
    ) -> None:
        """Build the look-up of phrases spelt out.

        ``exact`` are words never taken for a misspelling; ``words`` are spelt right and mean nothing here;
        ``misspelt`` are the words worth mending; ``disguised`` those found behind digits and twins too.
        """
        self.letters = {frozenset(names): chr(FIRST_LETTER + i) for i, names in enumerate(spelt.letters)}
        self.tree = PhraseTree(spelt.tree)
        self.views = spelt.views
        """What the letters of the tree read as that do not read the same for every institution: for nobody, and
        what is otherwise for each."""
        self._arabic = spelt.arabic
        self.rules = RuleIndex()
        """The rules over its classes."""
        self.canon: dict[str, str] = {word: word for word in (*spelt.known, *exact, *words)}
        self.canon |= spelt.short
        self.plain = frozenset(self.canon)
        self.canon |= {mark: mark for mark in MARKS}
        known = self.plain
        self._near: dict[str, str] = {}
        for word in sorted(w for w in misspelt if w in known and len(w) >= SHORTEST_TYPO):
            for key in (word, *delete_each_letter(word)):
                self._near.setdefault(key, word)
        self._worth = sorted({*misspelt, *disguised})
        self._once = {_collapse_doubles(w): w for w in self._worth if len(w) > 3}
        self._skeletons = {confusable_skeleton(word): word for word in disguised}
        self._cache: dict[str, str] = {}
        self._chars: dict[str, str] = {}
        for names, letter in self.letters.items():
            for name in names:
                self._chars[name] = self._chars.get(name, "") + letter

    @property
    def guess_tables(self) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
        """What a word that is not known is looked up in: without its doubled letters, as it looks, and with a
        letter missing."""
        return self._once, self._skeletons, self._near

    def resolve_word(self, token: str) -> str:
        """The known word that a token stands for, or the token itself."""
        found = self.canon.get(token)
        if found is not None:
            return found
        found = self._cache.get(token)
        if found is None:
            found = self._guess_word(token)
            if len(self._cache) < 100_000:
                self._cache[token] = found
        return found

    def _guess_word(self, token: str) -> str:
        if len(token) > 40:
            return token
        if token[0] == "@":
            return self._skeletons.get(confusable_skeleton(token)) or self.resolve_word(token[1:])
        if "*" in token:
            return self._resolve_starred(token)
        if len(token) > 4 and (once := self._once.get(_collapse_doubles(token))):
            return once
        if not token.isdigit() and (twin := self._skeletons.get(confusable_skeleton(token))):
            return twin
        if not token.isalpha():
            if not token.isdigit() and (plain := self.canon.get(token.translate(_DIGIT_LETTERS))):
                return plain
            return token
        if len(token) < SHORTEST_TYPO:
            return token
        for key in (token, *delete_each_letter(token)):
            near = self._near.get(key)
            if near is not None and near[0] == token[0] and is_one_edit_apart(near, token):
                return near
        return token

    def resolve_arabic(self, written: str) -> str:
        """The token of a word in Arabic letters, without the small words written onto it."""
        bare = strip_arabic_signs(written)
        for prefix in ("", "و", "ف", "ب", "ل", "ال", "وال", "بال", "لل", "فال", "كال", "ول", "وب"):
            if bare.startswith(prefix):
                for stem in (bare[len(prefix) :], "ال" + bare[len(prefix) :]):
                    if found := self._arabic.get(stem):
                        return found
        return ""

    @staticmethod
    def is_disguise(raw: str, known: str) -> bool:
        """Whether a word was written to look like a known one without being it (``v1tale``, ``amell``)."""
        stretched = len(raw) > len(known) + 1 and _collapse_doubles(raw) == _collapse_doubles(known)
        return raw != known and (
            stretched or confusable_skeleton(raw) == confusable_skeleton(known) or "*" in raw
        )

    def _resolve_starred(self, token: str) -> str:
        """A word with letters starred out (``n*mero``), where one word only fits."""
        pattern = re.compile(re.escape(token).replace(r"\*", "[a-z]"))
        bare = token.replace("*", "")
        if len(bare) > 2 and bare in self.plain:
            return bare
        fits = [w for w in self._worth if len(w) == len(token) and pattern.fullmatch(w)]
        return fits[0] if fits and token.count("*") * 2 < len(token) else token

    def class_letters(self, name: str) -> str:
        """The letters of all class sets that contain a class, for a regular expression."""
        return self._chars.get(name, "")
