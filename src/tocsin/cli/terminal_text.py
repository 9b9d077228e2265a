"""Text laid out for people: folded to a width, coloured on a terminal only.

There is no library behind it: drawing must not slow down the start of a check.
"""

import os
import sys
from collections.abc import Iterable, Iterator
from typing import TextIO
from unicodedata import combining, east_asian_width

from tocsin.deferred_pattern import defer_pattern
from tocsin.locale.catalogues import translate

Piece = tuple[str, str]
"""Some text and the name of its style; an empty name is plain."""

STYLES = {
    "strong": "1",
    "faint": "2",
    "imposture": "1;31",
    "suspicious": "1;33",
    "unproven": "1;34",
    "authentic": "1;32",
    "unrelated": "1",
    "contradicts": "4;31",
    "warns": "4;33",
    "neutral": "4",
    "proves": "4;32",
}
"""Name of a style -> its ANSI codes."""
PIPED_WIDTH = 80
WIDEST = 100


class TerminalWriter:
    """Somewhere to write for people."""

    def __init__(self, out: TextIO, *, colours: bool = False, width: int = PIPED_WIDTH) -> None:
        self.out = out
        self.colours = colours
        self.width = width

    @classmethod
    def for_stdout(cls) -> "TerminalWriter":
        """Standard output: coloured on a terminal, unless ``NO_COLOR`` is set; plain when piped."""
        out = sys.stdout
        if not out.isatty():
            return cls(out)
        wanted = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        return cls(out, colours=wanted, width=_terminal_width(out))

    def write(self, text: str) -> None:
        self.out.write(text)

    def write_blank_line(self) -> None:
        self.out.write("\n")

    def write_title(self, name: str, lang: str) -> None:
        """A heading of the context ``titles``, after an empty line."""
        self.write_blank_line()
        self.write_paragraph((translate("titles", name, lang), "strong"))

    def write_paragraph(self, *pieces: Piece, first: str = "", rest: str | None = None) -> None:
        """A paragraph, folded to the width; ``first`` and ``rest`` stand before its lines."""
        rest = first if rest is None else rest
        styles = [style for text, style in pieces for _ in text]
        text = "".join(text for text, _ in pieces)
        lead = first
        for line, start, end in _folded_lines(text, self.width - len(rest)):
            self.out.write(f"{lead}{self._paint(line, styles[start:end])}".rstrip(" ") + "\n")
            lead = rest

    def _paint(self, line: str, styles: list[str]) -> str:
        if not self.colours:
            return line
        return "".join(self._ink(text, style) for text, style in _style_runs(line, styles))

    @staticmethod
    def _ink(text: str, style: str) -> str:
        return f"\x1b[{STYLES[style]}m{text}\x1b[0m" if style and text.strip() else text


def _terminal_width(out: TextIO) -> int:
    try:
        columns = os.get_terminal_size(out.fileno()).columns
    except OSError:
        columns = PIPED_WIDTH
    return max(20, min(columns or PIPED_WIDTH, WIDEST))


def _style_runs(line: str, styles: list[str]) -> Iterator[Piece]:
    start = 0
    for at in range(1, len(line) + 1):
        if at == len(line) or styles[at] != styles[start]:
            yield line[start:at], styles[start]
            start = at


def _folded_lines(text: str, width: int) -> Iterator[tuple[str, int, int]]:
    start = 0
    for line in text.split("\n"):
        for a, b in find_folds(line, max(width, 10)):
            yield line[a:b], start + a, start + b
        start += len(line) + 1


_BREAK = defer_pattern(r"(?<![«“]) (?![:;!?»”])")


def find_folds(line: str, width: int) -> Iterator[tuple[int, int]]:
    """Where to fold a line: at spaces, never before French double punctuation; a long word stays whole.

    >>> [("Payez ici : ameli.example"[a:b]) for a, b in find_folds("Payez ici : ameli.example", 12)]
    ['Payez ici :', 'ameli.example']
    """
    start = 0
    while display_width(line[start:]) > width:
        end = _find_fold(line, start, width)
        if end < 0:
            break
        yield start, end
        start = end + 1
    yield start, len(line)


def _find_fold(line: str, start: int, width: int) -> int:
    """The last good place to break a line that is too long, or else the first; -1 where none is."""
    good = -1
    for space in _BREAK.finditer(line, start + 1):
        if good >= 0 and display_width(line[start : space.start()]) > width:
            break
        good = space.start()
        if display_width(line[start:good]) > width:
            break
    return good


_NARROW = defer_pattern("[\x00-\u02ff\u2010-\u20bf]*")
"""Letters and signs of one column each, which nearly all of our texts are made of."""


def display_width(text: str) -> int:
    if _NARROW.fullmatch(text):
        return len(text)
    return sum(0 if combining(c) else 1 + (east_asian_width(c) in "WF") for c in text)


def print_notice(text: str) -> None:
    """Tell whoever runs the command, beside what it writes."""
    print(f"tocsin: {text}", file=sys.stderr, flush=True)


def align_columns(rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """Rows of short texts, aligned; numbers to the right."""
    table = [list(row) for row in rows]
    widths = [max(map(display_width, column)) for column in zip(*table, strict=True)]
    for row in table:
        yield "  ".join(_align_cell(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _align_cell(cell: str, width: int) -> str:
    pad = " " * (width - display_width(cell))
    return pad + cell if cell.isdigit() or cell == "-" else cell + pad
