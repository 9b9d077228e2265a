"""The shape of a text: one letter for each word or sign, by class, over which rules (``token_rules.py``) are tried.

``Votre RIB svp.`` becomes the letters of *yours*, *iban*, *need_after* and of the end of a sentence.
What matches among the letters gives back its span in the text.
"""

import itertools
import re
from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple, Protocol

from tocsin.deferred_pattern import defer_pattern
from tocsin.evidence import links
from tocsin.evidence.fold import INVISIBLE, drop_invisible, fold_again
from tocsin.evidence.phrase_table import NOBODY
from tocsin.evidence.plain_tokeniser import (
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
    PlainTokeniser,
)
from tocsin.evidence.vocabulary import Vocabulary

if TYPE_CHECKING:
    from tocsin.evidence.token_kernel import TokenKernel
from tocsin.phone_numbers.scanner import ScannedNumber, scan_numbers

__all__ = [
    "AMOUNT",
    "BLANK",
    "BREAK",
    "COLON",
    "COMMA",
    "LINE",
    "LINK",
    "MAIL",
    "NUMBER",
    "OTHER",
    "PHONE",
    "QUESTION",
    "QUOTE",
    "SMALL",
    "TokenString",
    "reread_text",
    "tokenise_text",
]
_DIGIT = defer_pattern(r"[0-9]")
_SUM = r"(?:[0-9]{1,3}(?:[ .,'][0-9]{3}){1,4}|[0-9]{1,7})(?:[.,][0-9]{1,2})?"
_CODES = "eur|chf|usd|gbp|sgd"
_AMOUNT = defer_pattern(
    rf"(?<![a-z0-9]){_SUM}\s?(?:\x05|euros?\b|(?:{_CODES})\b|e\b(?=\s|$|[.,;:!?)/])|\$|(?:dollar|pound|franc)s?\b)"
    r"(?:\s?[0-9]{2}\b)?"
    rf"|(?:\x05|(?<![a-z0-9])(?:[a-z]{{0,2}}\$|(?:{_CODES})\b))\s?{_SUM}"
)
_MONEY = defer_pattern(rf"\x05|\$|{_CODES}|dollar|pound|francs?\b|[0-9]e\b")
"""Without one of these, and without a number, there is no sum."""
_BLANKS = defer_pattern(r"_{2,}|\.{4,}|\[ *\]|\( *\)(?!\w)")


class TokenReading(Protocol):
    """What a tokeniser gives: the plain one, or the compiled one."""

    @property
    def words(self) -> list[str]:
        """Known word or phrase of each atom; empty for a sign."""

    @property
    def disguised(self) -> list[tuple[int, int]]:
        """Folded spans of words written so as not to be found (digits for letters, letters set apart)."""

    @property
    def met_phrases(self) -> str:
        """Letters of institutions' phrases that were met, see ``PlainTokeniser.met_phrases``."""

    def locate_atoms(self) -> tuple[list[int], list[int]]:
        """Folded places where each atom starts and ends."""


class TokenString:
    """A text, read: its letters, and where each atom stands (worked out when first asked)."""

    __slots__ = (
        "_candidates",
        "_candidates_among",
        "_ends",
        "_present",
        "_starts",
        "_vocabulary",
        "_words",
        "folded",
        "letters",
        "links",
        "mails",
        "phones",
        "places",
        "reading",
        "specials",
        "text",
    )

    def __init__(
        self,
        text: str,
        folded: str,
        places: list[int] | None,
        letters: str,
        reading: TokenReading,
        vocabulary: Vocabulary,
        candidates: int | None = None,
    ) -> None:
        self.text = text
        """Original text, in which spans count."""
        self.folded = folded
        """Folded text, without what is not seen."""
        self.places = places
        """Place in ``text`` of each folded character, or None where they are the same."""
        self.letters = letters
        self.links: list[links.FoundLink] = []
        self.phones: list[ScannedNumber] = []
        """Start, end (folded), value, medium, how it was written."""
        self.mails: list[tuple[int, int, str]] = []
        self.reading = reading
        """What read it."""
        self.specials: SpecialThings | None = None
        """What stands between its words; None where it can hold none."""
        self._vocabulary = vocabulary
        self._present: frozenset[str] | None = None
        self._words: list[str] | None = None
        self._candidates = candidates or 0
        self._candidates_among = 0 if candidates is None else vocabulary.rules.size
        self._starts: list[int] | None = None
        self._ends: list[int] = []

    @property
    def words(self) -> list[str]:
        """Known word or phrase of each atom; empty for a sign."""
        if self._words is None:
            self._words = self.reading.words
        return self._words

    @property
    def disguised(self) -> list[tuple[int, int]]:
        """Folded spans of words written so as not to be found (digits for letters, letters set apart)."""
        return self.reading.disguised

    @property
    def present(self) -> frozenset[str]:
        """The letters present."""
        if self._present is None:
            self._present = frozenset(self.letters)
        return self._present

    @property
    def candidates(self) -> int:
        """Bits of the rules that it may match (see ``rule_index.py``)."""
        rules = self._vocabulary.rules
        if self._candidates_among != rules.size:
            self._candidates_among = rules.size
            self._candidates = rules.find_candidates(self.present)
        return self._candidates

    def _locate_atoms(self) -> list[int]:
        self._starts, self._ends = self.reading.locate_atoms()
        return self._starts

    @property
    def atom_starts(self) -> list[int]:
        """Folded place where each atom starts."""
        return self._starts if self._starts is not None else self._locate_atoms()

    @property
    def atom_ends(self) -> list[int]:
        """Folded place where each atom ends."""
        if self._starts is None:
            self._locate_atoms()
        return self._ends

    def atom_span(self, first: int, last: int) -> tuple[int, int]:
        """Span in the text of the atoms from ``first`` to ``last`` included."""
        return self.original_place(self.atom_starts[first]), self.original_place(self._ends[last], end=True)

    def original_place(self, folded_index: int, *, end: bool = False) -> int:
        """Place in the original text of a place in the folded one."""
        if self.places is None:
            return folded_index
        if end and folded_index > 0:
            return self.places[folded_index - 1] + 1
        return self.places[folded_index]

    def find_atom_at(self, folded_index: int) -> int:
        """The atom at or after a place of the folded text."""
        return bisect_left(self.atom_ends, folded_index + 1)


def tokenise_text(
    text: str, vocabulary: Vocabulary, kernel: "TokenKernel | None" = None, institution: str = NOBODY
) -> TokenString:
    """Read a text with a vocabulary as it reads for an institution, and with its compiled reading where there is
    one: the same comes of both.

    Linear in the length of the text.
    """
    folded, places = fold_again(text), None
    if INVISIBLE in folded:
        folded, places = drop_invisible(folded)
    if kernel is not None and (read := kernel.read_words(folded, None, institution)) is not None:
        return TokenString(text, folded, places, read.letters, read, vocabulary, read.candidates)
    return _read_with_specials(text, folded, places, _find_specials(folded), vocabulary, kernel, institution)


def reread_text(
    told: "TokenString", vocabulary: Vocabulary, kernel: "TokenKernel | None", institution: str
) -> "TokenString":
    """A text that was read for nobody, as it reads for an institution: the same where none of its phrases was met."""
    if vocabulary.views[institution].keys().isdisjoint(told.reading.met_phrases):
        return told
    if told.specials is None:
        return tokenise_text(told.text, vocabulary, kernel, institution)
    return _read_with_specials(
        told.text, told.folded, told.places, told.specials, vocabulary, kernel, institution
    )


def _read_with_specials(
    text: str,
    folded: str,
    places: list[int] | None,
    specials: "SpecialThings",
    vocabulary: Vocabulary,
    kernel: "TokenKernel | None",
    institution: str,
) -> "TokenString":
    """The shape of a folded text, around what is special in it."""
    phones = list(specials.phones)
    read = kernel.read_words(folded, specials.spans, institution) if kernel is not None else None
    if read is not None:
        found = TokenString(text, folded, places, read.letters, read, vocabulary, read.candidates)
    else:
        plain = PlainTokeniser(folded, vocabulary, text, places, institution)
        plain.tokenise(specials.spans)
        phones += plain.spoken
        found = TokenString(text, folded, places, "".join(plain.letters), plain, vocabulary)
    found.links, found.mails, found.phones, found.specials = specials.links, specials.mails, phones, specials
    return found


_Spans = list[tuple[int, int]]
_MOST = 300
"""Links, mailboxes, numbers and sums read in one text; what comes after is read as words."""


class SpecialThings(NamedTuple):
    """What stands between the words of a text: links, mailboxes, numbers, and all of it as letters in order."""

    links: list[links.FoundLink]
    mails: list[tuple[int, int, str]]
    phones: list[ScannedNumber]
    spans: list[tuple[int, int, str]]


def _find_specials(folded: str) -> SpecialThings:
    """What is special in a folded text."""
    found_links, mails, phones, amounts = _scan_specials(folded)
    spans: list[tuple[int, int, str]] = [(f.start, f.end, LINK) for f in found_links]
    spans += [(s, e, MAIL) for s, e, _ in mails]
    spans += [(s, e, SMALL if _is_small_amount(folded[s:e]) else AMOUNT) for s, e in amounts]
    spans += [(p[0], p[1], PHONE) for p in phones]
    if "__" in folded or "...." in folded or "[" in folded:
        spans += [(m.start(), m.end(), BLANK) for m in _BLANKS.finditer(folded)]
    spans.sort()
    return SpecialThings(found_links, mails, phones, spans)


def _scan_specials(
    folded: str,
) -> tuple[list[links.FoundLink], list[tuple[int, int, str]], list[ScannedNumber], _Spans]:
    """Links, mailboxes, numbers and sums of money, none inside another."""
    found_links, mails = links.scan_links(folded)
    if len(found_links) > _MOST:
        # The first, and the last: what matters is rarely buried in the middle, and never only there.
        found_links = found_links[: _MOST // 2] + found_links[-_MOST // 2 :]
    mails = mails[:_MOST]
    if not _DIGIT.search(folded):
        return found_links, mails, [], []
    phones = scan_numbers(folded)[:_MOST]
    taken = sorted([(f.start, f.end) for f in found_links] + [(s, e) for s, e, _ in mails])
    phones = [p for p in phones if _overlaps_none(p, taken)]
    amounts: _Spans = []
    if phones or _MONEY.search(folded):
        amounts = [m.span() for m in itertools.islice(_AMOUNT.finditer(folded), _MOST)]
        phones = [p for p in phones if p[4] not in _SHORT or _overlaps_none(p, amounts)]
    return found_links, mails, phones, amounts


_SHORT = ("short", "code")


def _overlaps_none(phone: ScannedNumber, spans: _Spans) -> bool:
    """Whether a number overlaps none of the spans, which are in order."""
    i = bisect_left(spans, (phone[1], 0)) - 1
    return i < 0 or spans[i][1] <= phone[0]


def _is_small_amount(amount: str) -> bool:
    """A sum of less than six euros: a fee, rather than something to be received."""
    found = re.search(r"[0-9][0-9 .,']*", amount)
    if not found:
        return False
    whole = re.split(r"[.,]", re.sub(r"[ .,'](?=[0-9]{3}(?:\D|$))", "", found[0]))[0].strip()
    return len(whole) < 3 and int(whole) < 6


_FEWEST_KNOWN = 0.35
"""Share of its words that a text in a language of the lexicons has at least: of French ones, 99 in 100 have 0.4."""


def is_language_read(shape: TokenString) -> bool:
    """Whether enough of the words are known for what they say to count."""
    letters = [letter for letter, word in zip(shape.letters, shape.words, strict=True) if word]
    return letters.count(OTHER) <= (1 - _FEWEST_KNOWN) * len(letters)
