"""From a folded text to atoms, in Python: the reading that holds without a compiler.

``token_kernel.c`` does the same for texts without anything rare; a test holds both to the same answer.
"""

from tocsin.deferred_pattern import defer_pattern
from tocsin.evidence.phrase_table import NOBODY
from tocsin.evidence.vocabulary import Vocabulary
from tocsin.phone_numbers.number_words import NUMBER_WORDS, read_number_word_group
from tocsin.phone_numbers.scanner import ScannedNumber, normalise_number

OTHER, BREAK, QUESTION, LINE, COMMA, COLON = "_", ".", "?", "/", ",", ":"
BLANK, NUMBER, AMOUNT, SMALL, PHONE, LINK, MAIL, QUOTE = "F", "d", "A", "a", "P", "L", "M", '"'
TOKEN = defer_pattern(
    r"@?[a-z0-9\x06]+(?:[@$!*\x05][a-z0-9@$!*\x05]*[a-z0-9])?(?:\$(?=\s|$))?"
    r"|\n(?:[ \n]*\n)?|[?!;:=,/()|\"]|\.(?=[\s\"')]|$)|\.{2,3}| -(?= )"
)
"""A word, or a sign that counts; others (apostrophes, hyphens, dots inside words) only part words."""
MARKS = dict.fromkeys(("!", ";", ".", "..", "..."), BREAK)
MARKS |= dict.fromkeys((",", "/", "(", ")", "|", " -"), COMMA)
MARKS |= {"?": QUESTION, "\n": LINE, ":": COLON, "=": COLON, '"': QUOTE}
PAUSES = frozenset({",", ".", "\n", "/", "..."})
_SPACED = defer_pattern(r"(?<![a-z0-9\x06])[a-z0-9](?:[ .\-_*|,\x04]{1,3}[a-z0-9](?![a-z0-9\x06])){2,40}")
ABBREVIATED = frozenset(["ass", "assu", "assur", "sec", "soc", "secu", "mal", "n", "no", "num", "tel"])
SAYABLE = NUMBER_WORDS | {str(n) for n in range(100)} | {f"0{n}" for n in range(10)}
MOST_SEEN = 128
"""Letters of institutions' phrases that are noted in one text."""
HESITATION = frozenset(["euh", "heu", "hum", "hein", "ben", "bah", "puis", "alors"])


class PlainTokeniser:
    """Turns a folded text into atoms, once, left to right."""

    def __init__(
        self,
        folded: str,
        vocabulary: Vocabulary,
        text: str,
        places: list[int] | None,
        institution: str = NOBODY,
    ) -> None:
        self.folded = folded
        self._usual, self._own = vocabulary.views[NOBODY], vocabulary.views[institution]
        self.met_phrases = ""
        """Letters of the tree that read otherwise for some institution: whose phrases these are may be named here.
        Those of phrases that begin at one word stand together, the longest phrase last, with a space behind them."""
        self.text = text
        self.places = places
        self.vocabulary = vocabulary
        self.letters: list[str] = []
        self.words: list[str] = []
        """Known word or phrase of each atom; empty for a sign."""
        self.used: list[int] = []
        """Tokens that each atom took."""
        self.pieces: list[tuple[int, int, bool]] = []
        """Stretches of words, and special things (links, numbers, sums) between them."""
        self.spoken: list[ScannedNumber] = []
        self.disguised: list[tuple[int, int]] = []
        self._spans: list[tuple[int, int]] = []
        self._spans_of = -1

    def tokenise(self, specials: list[tuple[int, int, str]]) -> None:
        """Read the text; what is special (links, numbers, sums) is given in the order of its places."""
        place = 0
        for start, end, letter in specials:
            if start < place:
                continue
            if start > place:
                self._read_stretch(place, start)
            self.pieces.append((start, end, True))
            self._add_atom(letter, "", 1)
            place = end
        if place < len(self.folded):
            self._read_stretch(place, len(self.folded))

    def locate_atoms(self) -> tuple[list[int], list[int]]:
        """Folded places where each atom starts and ends, from the tokens that each one took."""
        spans: list[tuple[int, int]] = []
        for start, end, special in self.pieces:
            if special:
                spans.append((start, end))
            else:
                spans += [m.span() for m in TOKEN.finditer(self.folded, start, end)]
        starts, ends, i = [], [], 0
        for used in self.used:
            first = spans[i] if i < len(spans) else (len(self.folded), len(self.folded))
            starts.append(first[0])
            ends.append(spans[i + used - 1][1] if used else first[0])
            i += used
        return starts, ends

    def _add_atom(self, letter: str, word: str, used: int) -> None:
        self.letters.append(letter)
        self.words.append(word)
        self.used.append(used)

    def _read_stretch(self, start: int, end: int) -> None:
        """Read words and signs up to the next special thing: the longest known phrase at each place."""
        self.pieces.append((start, end, False))
        tokens = TOKEN.findall(self.folded, start, end)
        words, weights = self._resolve_words(tokens, start, end)
        signs = MARKS
        letters, known, used, view = self.letters, self.words, self.used, self._own.get
        usual = self._usual
        begins, sayable = self.vocabulary.tree.open_branch, SAYABLE
        count, i = len(words), 0
        while i < count:
            word = words[i]
            if word in signs:
                letters.append(signs[word])
                known.append("")
                used.append(1)
                i += 1
                continue
            node = begins(word)
            if node is None and word not in sayable:
                letters.append(NUMBER if word.isdigit() else OTHER)
                known.append(word)
                used.append(weights[i] if weights else 1)
                i += 1
                continue
            # Numbers said in words come before phrases: *cent* and *et* are words of both.
            if (
                word in sayable
                and i + 2 < count
                and (taken := self._read_spoken_number(words, weights, i, start, end))
            ):
                self._add_atom(PHONE, "", sum(weights[i : i + taken]) if weights else taken)
                i += taken
                continue
            letter, size, j, met = "", 1, i + 1, False
            while node is not None:
                if ends := node.letter:
                    if ends in usual:
                        if len(self.met_phrases) < MOST_SEEN:
                            self.met_phrases, met = self.met_phrases + ends, True
                        found = view(ends)
                        ends = usual[ends] if found is None else found
                    if ends:
                        letter, size = ends, j - i
                if j >= count:
                    break
                following = words[j]
                # A phrase may go on over a line break, or after the stop of an abbreviation.
                if following == "\n" or (following == "." and words[j - 1] in ABBREVIATED):
                    j += 1
                    if j >= count:
                        break
                    following = words[j]
                node = node.open_next(following)
                j += 1
            if met and len(self.met_phrases) < MOST_SEEN:
                self.met_phrases += " "
            if size > 1:
                word = " ".join(w for w in words[i : i + size] if w not in signs)
            letters.append(letter or (NUMBER if word.isdigit() else OTHER))
            known.append(word)
            used.append(sum(weights[i : i + size]) if weights else size)
            i += size

    def _resolve_words(self, tokens: list[str], start: int, end: int) -> tuple[list[str], list[int]]:
        """The known word for each token; where letters set apart were joined, how many tokens each took."""
        canon = self.vocabulary.canon
        words = [canon.get(token, "") for token in tokens]
        if "" in words:
            self._resolve_unknown(tokens, words, start, end)
        single = [token for token in tokens if len(token) == 1]
        if len(single) >= 3 and sum(map(str.isalnum, single)) >= 3:
            return self._join_spaced_letters(words, start, end)
        return words, []

    def _resolve_unknown(self, tokens: list[str], words: list[str], start: int, end: int) -> None:
        """Mend, read through a disguise, or leave, each word that is not known as it stands."""
        spans: list[tuple[int, int]] = []
        for i, word in enumerate(words):
            if word:
                continue
            raw = tokens[i]
            if raw[0] == "\n":
                words[i] = "."
                continue
            if "\x06" in raw:
                spans = spans or [m.span() for m in TOKEN.finditer(self.folded, start, end)]
                words[i] = self._resolve_foreign(*spans[i], raw)
                continue
            known = words[i] = self.vocabulary.resolve_word(raw)
            if known != raw and self.vocabulary.is_disguise(raw, known):
                spans = spans or [m.span() for m in TOKEN.finditer(self.folded, start, end)]
                self.disguised.append(spans[i])

    def _join_spaced_letters(self, words: list[str], start: int, end: int) -> tuple[list[str], list[int]]:
        """Letters set apart (``r i b``, ``a.m.e.l.i``) read as the word they make."""
        spans = [m.span() for m in TOKEN.finditer(self.folded, start, end)]
        runs = [m.span() for m in _SPACED.finditer(self.folded, start, end)]
        out: list[tuple[str, int, int, int]] = []
        group: list[tuple[str, int, int, int]] = []
        at = 0
        for word, (begin, stop) in zip(words, spans, strict=True):
            while at < len(runs) and begin >= runs[at][1]:
                out += self._merge_letters(group)
                group, at = [], at + 1
            if at < len(runs) and runs[at][0] <= begin:
                group.append((word, begin, stop, 1))
            else:
                out.append((word, begin, stop, 1))
        out += self._merge_letters(group)
        return [o[0] for o in out], [o[3] for o in out]

    def _merge_letters(self, group: list[tuple[str, int, int, int]]) -> list[tuple[str, int, int, int]]:
        spelt = [t for t in group if t[0] not in MARKS]
        if len(spelt) < 3:
            return group
        merged = _regroup_letters(spelt, self.vocabulary)
        if len(merged) == len(spelt):
            return group
        self.disguised += [(t[1], t[2]) for t in merged if len(t[0]) > 3]
        # Signs between the letters go with the word that the letters make.
        out, i = [], 0
        for word, begin, stop, _ in merged:
            took = 0
            while i < len(group) and group[i][1] < stop:
                took += 1
                i += 1
            out.append((word, begin, stop, took))
        return [*out, *group[i:]]

    def _resolve_foreign(self, start: int, end: int, raw: str) -> str:
        """A word with letters that fold to nothing: Arabic is looked up as written."""
        if self.places is not None:
            start, end = self.places[start], self.places[end - 1] + 1
        return self.vocabulary.resolve_arabic(self.text[start:end]) or raw

    def _read_spoken_number(self, words: list[str], weights: list[int], i: int, start: int, end: int) -> int:
        """A telephone number said in words; how many tokens it took, or none."""
        digits, j, said, gap, best = "", i, 0, 0, (0, "", "")
        while j < len(words) and j - i < _LONGEST_SAID and len(digits) <= 10:
            if words[j] in HESITATION or words[j] in PAUSES or (digits and words[j] in LINKING):
                j += 1
                continue
            value, used = read_number_word_group(words, j)
            if not used:
                # Between its halves: *zéro un quatre-vingt-dix-neuf, vous avez noté, zéro zéro vingt*.
                if digits[:1] != "0" or len(digits) < 4 or gap == LONGEST_ASIDE:
                    break
                gap, j = gap + 1, j + 1
                continue
            gap = 0
            said += sum(w in NUMBER_WORDS for w in words[j : j + used])
            digits += value
            j += used
            number, medium = normalise_number(digits)
            if number and said >= 2 and medium == "phone" and (len(digits) != 4 or digits[0] == "3"):
                best = (j, number, medium)
        if not best[0]:
            return 0
        if self._spans_of != start:
            self._spans = [m.span() for m in TOKEN.finditer(self.folded, start, end)]
            self._spans_of = start
        first, last = (sum(weights[:i]), sum(weights[: best[0]])) if weights else (i, best[0])
        self.spoken.append((self._spans[first][0], self._spans[last - 1][1], best[1], "phone", "words"))
        return best[0] - i


LINKING = frozenset({"cent", "cents", "mille", "et", "y", "e"})
LONGEST_ASIDE = 4
"""Other words between two groups of its digits, at most."""
_LONGEST_SAID = 40
"""Words that a telephone number takes, at most."""
_Word = tuple[str, int, int, int]


def _regroup_letters(group: list[_Word], vocabulary: Vocabulary) -> list[_Word]:
    """Read a run of single letters as one known word, or two; else leave the letters."""
    if len(group) < 3:
        return group
    joined = "".join(t[0] for t in group)
    known = vocabulary.plain
    word = vocabulary.resolve_word(joined)
    if word in known and len(word) > 2:
        return [(word, group[0][1], group[-1][2], len(group))]
    for cut in range(len(group) - 2, 1, -1):
        head, tail = vocabulary.resolve_word(joined[:cut]), vocabulary.resolve_word(joined[cut:])
        if head in known and tail in known and len(head) > 2:
            return [
                (head, group[0][1], group[cut - 1][2], cut),
                *_make_tail_word(joined[cut:], group[cut:], vocabulary),
            ]
    for cut in range(len(group) - 1, 2, -1):
        head = vocabulary.resolve_word(joined[:cut])
        if head in known and len(head) > 3:
            return [(head, group[0][1], group[cut - 1][2], cut), *_regroup_letters(group[cut:], vocabulary)]
    return group


def _make_tail_word(joined: str, group: list[_Word], vocabulary: Vocabulary) -> list[_Word]:
    return [(vocabulary.resolve_word(joined), group[0][1], group[-1][2], len(group))]
