"""Whether the person who named a contact can be guessed from the text that the contact gets.

Their name or tie, or a date and a place of the meeting, or the word that there was nobody else.
"""

from collections.abc import Iterator

from tocsin.evidence.rules import Rules, compile_rule
from tocsin.evidence.shape import COMMA, NUMBER, OTHER
from tocsin.guard.finding import Finding
from tocsin.guard.reading import Language, Reading

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
)
_SUBJECTS = "named_you|tested_pos"


class DiscretionReader:
    """Finds what gives the case away."""

    def __init__(self, language: Language) -> None:
        self._ties = Rules(((None, text) for text in _TIES), language.vocabulary)
        self._date = compile_rule("num ~1 month", language.vocabulary)
        self._number = compile_rule("num", language.vocabulary)

    def find(self, reading: Reading) -> Iterator[Finding]:
        """What identifies the case, gravest first; a place alone only warns."""
        if (guess := self._named(reading)) is not None:
            yield Finding("identifies_case", *reading.span(*guess[1:]), rule=guess[0])
            return
        places = [
            i for i in reading.at("place", "v_place") if _met(reading, i) and not _elsewhere(reading, i)
        ]
        if not places:
            return
        dates = list(self._dates(reading, places))
        if dates:
            first, last = min(places[0], dates[0]), max(places[0], dates[0])
            yield Finding("identifies_case", *reading.span(first, last), rule="identifies_date_place")
        else:
            yield Finding(
                "identifies_case", *reading.span(places[0], places[0]), "identifies_place", weight="warn"
            )

    def _named(self, reading: Reading) -> tuple[str, int, int] | None:
        for _, pattern in self._ties.of(reading.shape):
            if match := pattern.search(reading.letters):
                only = reading.is_a(match.start(), "only_one")
                rule = "identifies_only" if only else "identifies_case"
                return rule, match.start(), match.end() - 1
        for at in reading.at("tie"):
            if _of_the_case(reading, at):
                return "identifies_case", at, at
        for at in reading.at("named_you", "tested_pos", "named_by", "contact_with"):
            if (name := _somebody(reading, at)) is not None:
                return "identifies_case", min(name, at), max(name, at)
        return None

    def _dates(self, reading: Reading, places: list[int]) -> Iterator[int]:
        """Days on which the meeting may have been; those of tests and of isolation are not meant."""
        yield from reading.at("v_contact_date")
        found = [*reading.at("v_date", "weekday"), *_written(reading)]
        for at in sorted(found):
            low, high = reading.sentence(at)
            met = any(
                reading.is_a(i, "happened", "contact_with", "place", "v_place") for i in range(low, high)
            )
            if met and not any(reading.is_a(i, "later") for i in range(max(low, at - 5), at)):
                yield at


def _written(reading: Reading) -> Iterator[int]:
    """Dates in figures: ``3 mars``, ``03/03``."""
    letters = reading.letters
    for i, letter in enumerate(letters):
        if letter != NUMBER:
            continue
        if reading.is_a(i + 1, "month") or reading.is_a(i + 2, "month") or reading.is_a(i - 1, "month"):
            yield i
        elif letters[i + 1 : i + 3] == COMMA + NUMBER:
            start, end = reading.shape.span(i, i + 2)
            if "/" in reading.shape.text[start:end]:
                yield i


def _of_the_case(reading: Reading, at: int) -> bool:
    """Whether the sentence of a tie speaks of who is ill, and not of whom to protect or to tell."""
    low, high = reading.sentence(at)
    if any(reading.is_a(i, "care_for", "go") for i in range(max(low, at - 4), min(at + 3, high)) if i != at):
        return False
    if any(reading.is_a(i, "if") for i in range(low, at)):
        return False
    words = ("third", "tested_pos", "pos", "named_you", "named_by", "contact_with", "sick_one", "sym")
    return any(reading.is_a(i, *words) for i in range(low, high))


def _met(reading: Reading, at: int) -> bool:
    """Whether the sentence of a place speaks of a meeting; a place that is a variable always may."""
    low, high = reading.sentence(at)
    words = ("happened", "contact_with", "third", "tested_pos", "pos", "named_you", "people", "sick_one")
    return reading.is_a(at, "v_place") or any(reading.is_a(i, *words) for i in range(low, high))


def _elsewhere(reading: Reading, at: int) -> bool:
    """Whether a place is one not to go to, to be told, or the person's own home."""
    low = reading.sentence(at)[0]
    return any(reading.is_a(i, "go", "home", "test_site") for i in range(low, at))


def _somebody(reading: Reading, at: int) -> int | None:
    """A person's name beside a word that says who named whom, who is ill, or whom one met."""
    by = reading.is_a(at, "named_by", "contact_with")
    places = range(at + 1, at + 4) if by else range(at - 1, max(-1, at - 4), -1)
    for i in places:
        if not 0 <= i < len(reading.letters):
            return None
        if reading.letters[i] in ".?:/" and not (by or _is_initial(reading, i - 1)):
            return None
        if reading.is_a(i, "anyone", "you", "who", "third"):
            return None
        if reading.letters[i] == OTHER and _is_name(reading, i):
            return i
    return None


def _is_initial(reading: Reading, at: int) -> bool:
    """``M.``: the point does not end the sentence."""
    return at >= 0 and len(reading.shape.words[at]) == 1 and reading.letters[at] == OTHER


def _is_name(reading: Reading, at: int) -> bool:
    start, end = reading.shape.span(at, at)
    word = reading.shape.text[start:end]
    return len(word) > 1 and word[0].isupper() and not word.isupper()
