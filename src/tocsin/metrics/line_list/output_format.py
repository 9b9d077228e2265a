"""What a format of the line list is: it takes the rows as they stream, and writes its files into a folder."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Protocol, TextIO

from msgspec import structs

from tocsin.metrics.line_list.line_list_rows import LineListCase, LineListLink

Cell = str | bool | int | date | None


class LineListWriter(Protocol):
    """Writes one export. All cases come first, then all links."""

    def write_case(self, case: LineListCase) -> None:
        """A case more."""
        ...

    def write_link(self, link: LineListLink) -> None:
        """A link more."""
        ...

    def close(self, *, complete: bool) -> None:
        """No more comes; where it is not complete, what was written is thrown away by whoever called."""
        ...


def list_case_cells(case: LineListCase) -> tuple[Cell, ...]:
    """The cells of ``linelist``, in the order of its columns."""
    return structs.astuple(case)


def list_link_cells(link: LineListLink) -> tuple[Cell, ...]:
    """The cells of ``contacts``, in the order of its columns."""
    return structs.astuple(link)[:-2]


def open_text_file(path: Path) -> TextIO:
    """A new text file that nobody else may read."""
    path.touch(mode=0o600, exist_ok=False)
    return path.open("w", encoding="utf-8", newline="")


def close_files(files: Iterable[TextIO]) -> None:
    for file in files:
        file.close()
