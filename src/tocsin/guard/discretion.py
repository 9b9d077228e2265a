"""Whether the person who named a contact can be guessed from the text that the contact gets.

Their name or tie, or a date and a place of the meeting, or the word that there was nobody else.
"""

from collections.abc import Iterator, Sequence

from tocsin.evidence.token_rules import TokenRuleSet, compile_rule
from tocsin.evidence.token_string import BREAK, COMMA, NUMBER, OTHER
from tocsin.guard.draft_reading import DraftReading, GuardLanguage
from tocsin.guard.finding import GuardFinding, lies_in_spans

_TIES = (
    "tie ~6!care_for named_you|tested_pos|contact_of",
    "named_by ~3 tie|v_tie",
    "contact_with|contact_of ~3 tie|v_tie",
    "tie ~2 v_name|v_case",
    "v_tie",
    "v_case",
    "contact_with ~1 v_name",
    "named_by ~2 v_name",
    "v_name ~1 named_you|tested_pos",
    "only_one",
    "sick_one ~2 tie",
    "reveal ~4!never|neg|ne third|pos|tested_pos|named_you",
)


_RESULTS = frozenset("test resultat result".split())


class DiscretionReader:
    """Finds what gives the case away."""

    def __init__(self, language: GuardLanguage) -> None:
        self._ties = TokenRuleSet(((None, text) for text in _TIES), language.vocabulary)
        self._number = compile_rule("num", language.vocabulary)

    def find(self, reading: DraftReading, calm: Sequence[tuple[int, int]] = ()) -> Iterator[GuardFinding]:
        """What identifies the case, gravest first; a place alone only warns. ``calm``: where nobody surely is given away."""
        for rule, first, last in self._find_ties(reading):
            span = reading.to_atom_span(first, last)
            if not lies_in_spans(span, calm):
                yield GuardFinding("identifies_case", *span, rule=rule)
                return
        places = [
            i
            for i in reading.find_atoms("place", "v_place")
            if _speaks_of_meeting(reading, i) and not _is_place_elsewhere(reading, i)
        ]
        if not places:
            return
        dates = list(self._find_meeting_dates(reading, places))
        if dates:
            first, last = min(places[0], dates[0]), max(places[0], dates[0])
            yield GuardFinding(
                "identifies_case", *reading.to_atom_span(first, last), rule="identifies_date_place"
            )
        else:
            yield GuardFinding(
                "identifies_case",
                *reading.to_atom_span(places[0], places[0]),
                "identifies_place",
                weight="warn",
            )

    def _find_ties(self, reading: DraftReading) -> Iterator[tuple[str, int, int]]:
        for _, pattern in self._ties.select_rules(reading.shape):
            for match in pattern.finditer(reading.letters):
                only = reading.belongs_to(match.start(), "only_one")
                rule = "identifies_only" if only else "identifies_case"
                yield rule, match.start(), match.end() - 1
        for at in reading.find_atoms("tie"):
            if _speaks_of_case(reading, at):
                yield "identifies_case", at, at
        for at in reading.find_atoms("pos"):
            if _is_bare_result(reading, at):
                yield "identifies_case", at, at
        for at in reading.find_atoms("named_you", "tested_pos", "named_by", "contact_with"):
            if (name := _find_named_person(reading, at)) is not None:
                yield "identifies_case", min(name, at), max(name, at)

    def _find_meeting_dates(self, reading: DraftReading, places: list[int]) -> Iterator[int]:
        """Days on which the meeting may have been; those of tests and of isolation are not meant."""
        yield from reading.find_atoms("v_contact_date")
        found = [*reading.find_atoms("v_date", "weekday"), *_find_written_dates(reading)]
        for at in sorted(found):
            low, high = reading.find_sentence(at)
            met = any(
                reading.belongs_to(i, "happened", "contact_with", "place", "v_place")
                for i in range(low, high)
            )
            if met and not any(reading.belongs_to(i, "later") for i in range(max(low, at - 5), at)):
                yield at


def _find_written_dates(reading: DraftReading) -> Iterator[int]:
    """Dates in figures: ``3 mars``, ``03/03``."""
    letters = reading.letters
    for i, letter in enumerate(letters):
        if letter != NUMBER:
            continue
        if (
            reading.belongs_to(i + 1, "month")
            or reading.belongs_to(i + 2, "month")
            or reading.belongs_to(i - 1, "month")
        ):
            yield i
        elif letters[i + 1 : i + 3] == COMMA + NUMBER:
            start, end = reading.shape.atom_span(i, i + 2)
            if "/" in reading.shape.text[start:end]:
                yield i


def _is_bare_result(reading: DraftReading, at: int) -> bool:
    """Whether a sentence says a result and nothing else: *Test positif*, to whoever may hear it."""
    alone = reading.letters[max(0, at - 1) : at] in ("", BREAK) and reading.letters[at + 1 : at + 2] in (
        "",
        BREAK,
    )
    return alone and not _RESULTS.isdisjoint(reading.shape.words[at].split())


def _speaks_of_case(reading: DraftReading, at: int) -> bool:
    """Whether the sentence of a tie speaks of who is ill, and not of whom to protect or to tell."""
    low, high = reading.find_sentence(at)
    if any(
        reading.belongs_to(i, "care_for", "go") for i in range(max(low, at - 4), min(at + 3, high)) if i != at
    ):
        return False
    if any(reading.belongs_to(i, "if") for i in range(low, at)):
        return False
    words = ["third", "tested_pos", "pos", "named_you", "named_by", "sick_one", "sym"]
    if not reading.belongs_to(at + 1, "ne"):  # *votre employeur ne sait pas qui vous avez vu*
        words.append("contact_with")
    return any(reading.belongs_to(i, *words) for i in range(low, high))


def _speaks_of_meeting(reading: DraftReading, at: int) -> bool:
    """Whether the sentence of a place speaks of a meeting; a place that is a variable always may."""
    low, high = reading.find_sentence(at)
    words = ("happened", "contact_with", "third", "tested_pos", "pos", "named_you", "people", "sick_one")
    return reading.belongs_to(at, "v_place") or any(reading.belongs_to(i, *words) for i in range(low, high))


def _is_place_elsewhere(reading: DraftReading, at: int) -> bool:
    """Whether a place is one not to go to, to be told, or the person's own home."""
    low = reading.find_sentence(at)[0]
    return any(reading.belongs_to(i, "go", "home", "test_site") for i in range(low, at))


def _find_named_person(reading: DraftReading, at: int) -> int | None:
    """A person's name beside a word that says who named whom, who is ill, or whom one met."""
    by = reading.belongs_to(at, "named_by", "contact_with")
    places = range(at + 1, at + 4) if by else range(at - 1, max(-1, at - 4), -1)
    for i in places:
        if not 0 <= i < len(reading.letters):
            return None
        ends = ".?" if by else ".?:/"
        if reading.letters[i] in ends and not _is_initial(reading, i - 1):
            return None
        if reading.belongs_to(i, "anyone", "you", "who", "third"):
            return None
        if reading.letters[i] == OTHER and _is_name(reading, i):
            return i
    return None


def _is_initial(reading: DraftReading, at: int) -> bool:
    """``M.``: the point does not end the sentence."""
    return at >= 0 and len(reading.shape.words[at]) == 1 and reading.letters[at] == OTHER


def _is_name(reading: DraftReading, at: int) -> bool:
    start, end = reading.shape.atom_span(at, at)
    word = reading.shape.text[start:end]
    return len(word) > 1 and word[0].isupper() and not word.isupper()
