"""How far a command is, on a terminal's standard error: a bar, or the step that it takes."""

import sys
import time

from tocsin.message.safe_display import escape_to_one_line

BAR = 24
SECONDS = 0.1


def show_step(text: str) -> None:
    """Say what is being done, over what was said before; ``clear_step`` takes it away."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{text}\x1b[K")
        sys.stderr.flush()


def clear_step() -> None:
    """Leave the line empty for what comes."""
    show_step("")


def draw_bar(share: float) -> str:
    full = round(min(share, 1.0) * BAR)
    return f"[{'#' * full}{'.' * (BAR - full)}]"


class ProgressBar:
    def __init__(self, name: str, size: int) -> None:
        self.name = name
        self.size = size
        """Bytes to read, or 0."""
        self.lines = 0
        self.bad = 0
        self.shown = sys.stderr.isatty()
        self.began = self.last = time.monotonic()

    def advance(self, lines: int, bad: int, position: int) -> None:
        """Some more lines are done; so many bytes have been read."""
        self.lines += lines
        self.bad += bad
        now = time.monotonic()
        if self.shown and now - self.last >= SECONDS:
            self.last = now
            show_step(self._progress_line(position, now))

    def _progress_line(self, position: int, now: float) -> str:
        rate = self.lines / max(now - self.began, 0.001)
        said = f"{self.lines:,} lines, {rate:,.0f}/s"
        if not self.size:
            return said
        share = min(position / self.size, 1.0)
        return f"{draw_bar(share)} {share:4.0%}  {said}"

    def finish(self) -> None:
        """Say what was done on a terminal, and everywhere what could not be."""
        if self.shown:
            took = time.monotonic() - self.began
            sys.stderr.write(
                f"\r{self.lines:,} lines in {took:,.1f} s ({self.lines / max(took, 0.001):,.0f}/s)\x1b[K\n"
            )
        if self.bad:
            sys.stderr.write(
                f"tocsin: {escape_to_one_line(self.name)}: {self.bad} of {self.lines} lines could not be read\n"
            )
