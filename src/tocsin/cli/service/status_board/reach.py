"""Who was contacted in time, and who will not be."""

from collections.abc import Iterator

from tocsin.cli.service.status_board.formatting import (
    Line,
    format_clock,
    format_count,
    format_interval,
    format_percent,
    table_lines,
    title_lines,
)
from tocsin.metrics.reach.metrics_snapshot import MetricsSnapshot, ReachCounts, ReachLevel

BAR = 38
LEVELS = {"submitted": "SMS sent", "delivered": "delivered", "answered": "answered", "reached": "reached"}
GROUPED = {"territory": "département", "age_band": "age", "phone": "phone", "lang": "language"}
_LEVEL = ["kept", "of all", "of those due", "late", "never", "at risk", "open"]


def head_line(numbers: MetricsSnapshot, zone: str) -> Line:
    since = "the beginning" if numbers.since is None else format_clock(numbers.since, zone)
    until = "" if numbers.until is None else f" until {format_clock(numbers.until, zone)}"
    where = "" if numbers.territory is None else f", {numbers.territory}"
    return [
        (f"Tocsin, {format_clock(numbers.at, zone)}", "strong"),
        (f"   results since {since}{until}{where}", "faint"),
    ]


def reach_lines(numbers: MetricsSnapshot) -> Iterator[Line]:
    withdrawn = f"; {format_count(numbers.withdrawn)} withdrawn" if numbers.withdrawn else ""
    said = (
        f"{format_count(numbers.received)} positive{'' if numbers.received == 1 else 's'} received{withdrawn}"
    )
    yield from title_lines("CONTACTED WITHIN 24 H OF THE RESULT", said)
    yield from _level_table(numbers.cases)
    if numbers.cases.people:
        yield _reach_bar(numbers.cases.reached, numbers.cases.people)
    if numbers.contacts.people:
        said = f"{format_count(numbers.contacts.people)} people, once each"
        yield from title_lines("CONTACTS, WITHIN 24 H OF BEING NAMED", said)
        yield from _level_table(numbers.contacts)


def _level_table(reach: ReachCounts) -> Iterator[Line]:
    rows = [[words, *_level_cells(getattr(reach, name))] for name, words in LEVELS.items()]
    yield from table_lines(
        ["", *_LEVEL], rows, {1: "authentic", 4: "imposture", 5: "imposture", 6: "suspicious"}
    )


def _level_cells(level: ReachLevel) -> list[str]:
    figures = (level.late, level.never, level.at_risk, level.open)
    return [
        format_count(level.kept),
        format_percent(level.share.share),
        format_interval(level.due),
        *map(format_count, figures),
    ]


def _reach_bar(level: ReachLevel, people: int) -> Line:
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


def group_lines(numbers: MetricsSnapshot, by: str) -> Iterator[Line]:
    found = [group for group in numbers.groups if group.by == by]
    yield from title_lines(f"BY {GROUPED[by].upper()}", "cases reached within 24 h")
    rows = [
        [g.name or "not known", format_count(g.reach.people), *_level_cells(g.reach.reached)[:-1]]
        for g in sorted(found, key=lambda g: -g.reach.people)
    ]
    yield from table_lines([GROUPED[by], "people", *_LEVEL[:-1]], rows)
