"""What a message wants, however it says so.

Read only of a message that was found against: nothing here decides a level, it says what is asked, with its words. So
the patterns may be as wide as people's ways of saying it; those of ``ask_rules.py`` decide, and are narrow.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from tocsin.charter import compiled_tables
from tocsin.charter.items import ITEMS
from tocsin.evidence.finding_stance import denies_last
from tocsin.evidence.fold import fold_text
from tocsin.evidence.model import Evidence, ItemRequest
from tocsin.evidence.term_search import blank_signs
from tocsin.evidence.utterances import find_passage
from tocsin.message.model import Message

_MOST: Final = 6_000
"""Characters in which it is looked for."""
_REACH: Final = 120
"""Characters before it, in its sentence, in which it may be denied."""
_SENTENCE_END: Final = re.compile(r"[.!?…](?=\s)|\n\s*\n")
_WORDS: Final = (
    "(?:un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quinze|seize|vingt|trente|quarante|cinquante"
    "|soixante|cent|cents|mille|one|two|three|five|ten|twenty|thirty|fifty|hundred|thousand)"
)
_SUM: Final = (
    r"(?:[0-9]{1,3}(?:\x20?[0-9]{3})?(?:[\x20.][0-9]{1,2})?\x20{0,2}(?:e|eur|euro|euros|balles|chf|usd|gbp|francs|dollars|pounds)"
    rf"|{_WORDS}(?:\x20{_WORDS}){{0,5}}\x20(?:euro|euros|balles))"
)
_ANY_SUM: Final = re.compile(
    rf"\b(?:{_SUM}|(?:(?:eur|euro|euros|chf|usd|gbp) {{1,2}}|e ?)[0-9]{{1,4}}(?:[ .][0-9]{{2}})?)\b"
)
_BARE_SUM: Final = re.compile(r"(?<![0-9,.])[0-9]{1,4},[0-9]{2}(?![0-9,.])")
"""A sum without its currency, beside a word of what costs (*frais de 1,99*)."""
_BESIDE: Final = 25
"""Characters between the two."""
_OWED: Final = re.compile(
    r"\b(?:rembours\w*|trop (?:percu|verse|paye)|indemn\w*|revient|prime|aide|allocation|credit\w*|gagn\w*|refund|owe|owed"
    r"|reembols\w*|rimbors\w*|ruckerstattung|toucher|recevoir|beneficier)\b"
)
"""Words by which a sum is one that the reader is promised."""
_NEAR: Final = 60
"""Characters around a sum in which a word says that it is to be paid."""
OTHER_WANTS: Final = {
    "remote": "remote_access",
    "attachment": "attachment",
    "callback": "unknown_callback",
    "link": "hidden_link",
}
"""What is wanted and is no item -> kind of reason."""


class _Want:
    """The patterns of one thing that may be wanted, compiled as texts need them: all at once would take a quarter of a
    second of every process that reads a message."""

    def __init__(self, name: str, patterns: list[str]) -> None:
        self.name = name
        self._by_beginning: dict[str, list[str]] = {}
        for pattern in patterns:
            for start in _list_beginnings(pattern):
                self._by_beginning.setdefault(start, []).append(pattern)
        self._compiled: dict[str, re.Pattern[str] | None] = {}

    @property
    def beginnings(self) -> Iterable[str]:
        """The first two letters of its patterns; one, where they may go on in ways."""
        return self._by_beginning

    @property
    def compiled_beginnings(self) -> Iterable[str]:
        """For which letters its patterns were compiled so far."""
        return self._compiled

    def match_at(self, text: str, start: int) -> re.Match[str] | None:
        """What is wanted in the words that begin at a place."""
        letters = text[start : start + 2]
        if letters not in self._compiled:
            kept = self._by_beginning.get(letters, [])
            if len(letters) > 1:
                kept = kept + self._by_beginning.get(letters[0], [])
            alternatives = "|".join(map(_spell, kept))
            self._compiled[letters] = re.compile(rf"(?:{alternatives})\b") if kept else None
        pattern = self._compiled[letters]
        return pattern.match(text, start) if pattern else None


class _Wants:
    """All that may be wanted, and which of it may begin with which letters."""

    def __init__(self) -> None:
        table = compiled_tables.get_table("lexicon/wants")
        parts: dict[str, str] = table["parts"]
        self.all = [
            _Want(name, [_fill_in(str(pattern), parts) for pattern in patterns])
            for name, patterns in table["wants"].items()
        ]
        self._by_beginning: dict[str, list[int]] = {}
        for number, want in enumerate(self.all):
            for letters in want.beginnings:
                self._by_beginning.setdefault(letters, []).append(number)
        firsts = sorted({letters[0] for letters in self._by_beginning})
        self._place = re.compile(rf"\b(?=[{''.join(firsts)}])")

    def list_places(self, text: str) -> dict[int, list[int]]:
        """Number of what may be wanted -> places at which its patterns may begin, in their order."""
        found: dict[int, list[int]] = {}
        by_beginning = self._by_beginning
        for place in self._place.finditer(text):
            start = place.start()
            for letters in {text[start : start + 2], text[start]}:
                for number in by_beginning.get(letters, ()):
                    places = found.setdefault(number, [])
                    if not places or places[-1] != start:
                        places.append(start)
        return found


@cache
def _load_wants() -> _Wants:
    return _Wants()


@cache
def _compile_costs() -> re.Pattern[str]:
    words: str = compiled_tables.get_table("lexicon/wants")["costs"]
    return _compile_by_letter(words.split("|"))


def _fill_in(pattern: str, parts: dict[str, str]) -> str:
    for name, part in parts.items():
        pattern = pattern.replace(f"{{{name}}}", part)
    return pattern


def _compile_by_letter(patterns: list[str]) -> re.Pattern[str]:
    """One expression, in which a place is tried against the patterns only that can begin with its first two letters."""
    tree: dict[str, dict[str, list[str]]] = {}
    for pattern in patterns:
        for start in sorted(_list_beginnings(pattern)):
            tree.setdefault(start[:1], {}).setdefault(start[1:], []).append(_spell(pattern))
    branches = []
    for first, seconds in sorted(tree.items()):
        some = [
            f"(?={first}{second})(?:{'|'.join(kept)})"
            for second, kept in sorted(seconds.items(), reverse=True)
        ]
        branches.append(f"(?={first})(?:{'|'.join(some)})")
    return re.compile(rf"\b(?=[{''.join(sorted(tree))}])(?:{'|'.join(branches)})\b")


def _list_beginnings(pattern: str) -> set[str]:
    """The first two letters that a pattern may begin with; one, where its first word has no more, or may go on in ways.

    >>> sorted(_list_beginnings("(vir|(pre|)pay|n)(er|ez)"))
    ['n', 'pa', 'pr', 'vi']
    """
    if not pattern.startswith("("):
        start = pattern[:2]
        return {start if start.isalnum() and len(start) == 2 else start[:1]}
    depth, options, start_at = 0, [], 1
    for i, char in enumerate(pattern):
        depth += (char == "(") - (char == ")")
        if (char == "|" and depth == 1) or depth == 0:
            options.append(pattern[start_at:i])
            start_at = i + 1
        if depth == 0:
            break
    rest = pattern[start_at:].lstrip(" ")
    return set().union(*(_list_beginnings(option or rest) for option in options))


def _spell(pattern: str) -> str:
    """A pattern of the lexicon as an expression over blanked text."""
    return re.sub(r"\((?!\?)", "(?:", pattern).replace(" ", " {1,3}")


def find_wants(
    message: Message, names: frozenset[str] = frozenset(), known: Iterable[str] = ()
) -> Iterator[tuple[str, Evidence]]:
    """What the text wants: kind of reason and where, each kind once; not what it denies, nor what the person answers.

    ``names``: only these are looked for; all, where none is given. ``known``: kinds that are not looked for any more.
    """
    text = message.text[:_MOST]
    folded = fold_text(text)
    if len(folded) != len(text):
        return
    plain = blank_signs(folded.replace("\x05", "e").replace("$", "e"))
    seen = set(known)
    wants = _load_wants()
    places = wants.list_places(plain)
    for number, want in enumerate(wants.all):
        name = want.name
        if names and name not in names:
            continue
        kind = OTHER_WANTS.get(name) or ITEMS[name].kind
        if kind in seen:
            continue
        end = 0
        for begins in places.get(number, ()):
            if begins < end or not (match := want.match_at(plain, begins)):
                continue
            start, end = match.span()
            passage = find_passage(message.passages, start, end)
            said = _SENTENCE_END.split(text[max(0, start - _REACH) : start])[-1]
            if (passage and passage.kind == "reply") or denies_last(said):
                continue
            seen.add(kind)
            about = ItemRequest(name, manner="wanted") if name in ITEMS else None
            yield kind, Evidence("named", name, start, end, text[start:end], about=about)
            break
    kind = ITEMS["payment"].kind
    if (
        kind not in seen
        and (not names or "payment" in names)
        and (place := _find_price(plain) or _find_bare_price(folded, plain))
    ):
        start, end = place
        yield kind, Evidence("named", "payment", start, end, text[start:end], about=ItemRequest("payment"))


def _find_price(plain: str) -> tuple[int, int] | None:
    """A sum near a word of what costs, or any sum in a text that promises none."""
    first: tuple[int, int] | None = None
    for sums in _ANY_SUM.finditer(plain):
        start, end = sums.span()
        first = first or (start, end)
        low, high = max(0, start - _NEAR), end + _NEAR
        if (cost := _compile_costs().search(plain, low, high)) and not _OWED.search(plain, low, high):
            return min(start, cost.start()), max(end, cost.end())
    return None if first is None or _OWED.search(plain) else first


def _find_bare_price(folded: str, plain: str) -> tuple[int, int] | None:
    """A number with cents right beside a word of what costs."""
    for sums in _BARE_SUM.finditer(folded):
        start, end = sums.span()
        if cost := _compile_costs().search(plain, max(0, start - _BESIDE), end + _BESIDE):
            return min(start, cost.start()), max(end, cost.end())
    return None
