"""Who was contacted in time, and who will not be."""

from collections.abc import Iterator

from tocsin.cli.service.board.figures import Line, between, clock, count, percent, table, title
from tocsin.tracing.numbers.model import Level, Numbers, Reach

BAR = 38
LEVELS = {"submitted": "SMS sent", "delivered": "delivered", "answered": "answered", "reached": "reached"}
GROUPED = {"territory": "département", "age_band": "age", "phone": "phone", "lang": "language"}
_LEVEL = ["kept", "of all", "of those due", "late", "never", "at risk", "open"]


def head(numbers: Numbers, zone: str) -> Line:
    since = "the beginning" if numbers.since is None else clock(numbers.since, zone)
    until = "" if numbers.until is None else f" until {clock(numbers.until, zone)}"
    where = "" if numbers.territory is None else f", {numbers.territory}"
    return [
        (f"Tocsin, {clock(numbers.at, zone)}", "strong"),
        (f"   results since {since}{until}{where}", "faint"),
    ]


def reach(numbers: Numbers) -> Iterator[Line]:
    withdrawn = f"; {count(numbers.withdrawn)} withdrawn" if numbers.withdrawn else ""
    said = f"{count(numbers.received)} positive{'' if numbers.received == 1 else 's'} received{withdrawn}"
    yield from title("CONTACTED WITHIN 24 H OF THE RESULT", said)
    yield from _levels(numbers.cases)
    if numbers.cases.people:
        yield _bar(numbers.cases.reached, numbers.cases.people)
    if numbers.contacts.people:
        said = f"{count(numbers.contacts.people)} people, once each"
        yield from title("CONTACTS, WITHIN 24 H OF BEING NAMED", said)
        yield from _levels(numbers.contacts)


def _levels(reach: Reach) -> Iterator[Line]:
    rows = [[words, *_level(getattr(reach, name))] for name, words in LEVELS.items()]
    yield from table(["", *_LEVEL], rows, {1: "authentic", 4: "imposture", 5: "imposture", 6: "suspicious"})


def _level(level: Level) -> list[str]:
    figures = (level.late, level.never, level.at_risk, level.open)
    return [count(level.kept), percent(level.share.share), between(level.due), *map(count, figures)]


def _bar(level: Level, people: int) -> Line:
    """Kept, open, at risk, missed, as wide as they are many."""
    parts = (
        (level.kept, "█", "authentic"), (level.open, "░", "faint"), (level.at_risk, "▒", "suspicious"),
        (level.missed, "▓", "imposture"),
    )  # fmt: skip
    line: Line = [("  ", "")]
    done = drawn = 0
    for number, sign, style in parts:
        done += number
        end = round(done * BAR / people)
        line.append((sign * (end - drawn), style))
        drawn = end
    return [*line, ("  █ reached ░ open ▒ at risk ▓ missed", "faint")]


def groups(numbers: Numbers, by: str) -> Iterator[Line]:
    found = [group for group in numbers.groups if group.by == by]
    yield from title(f"BY {GROUPED[by].upper()}", "cases reached within 24 h")
    rows = [
        [g.name or "not known", count(g.reach.people), *_level(g.reach.reached)[:-1]]
        for g in sorted(found, key=lambda g: -g.reach.people)
    ]
    yield from table([GROUPED[by], "people", *_LEVEL[:-1]], rows)
