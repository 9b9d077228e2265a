"""A terminal that shows a page again and again, and tells when a key is pressed."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final, TextIO

from tocsin.cli.terminal_text import TerminalWriter

_ENTER: Final = "\x1b[?1049h\x1b[?25l"
"""A screen of its own, without a cursor: what stood in the terminal comes back at the end."""
_LEAVE: Final = "\x1b[?25h\x1b[?1049l"
_HOME, _CLEAR_LINE, _CLEAR_BELOW = "\x1b[H", "\x1b[K", "\x1b[J"


class TerminalScreen:
    """Draws whole pages, without flicker."""

    def __init__(self, out: TextIO) -> None:
        self.paper = TerminalWriter.for_stdout()
        self._out = out

    def draw_page(self, page: str) -> None:
        """Show a page in the place of the one before; what does not fit below is left out."""
        with suppress(OSError):
            if height := os.get_terminal_size(self._out.fileno()).lines:  # some do not know
                page = "\n".join(page.splitlines()[: height - 1])
        lines = page.replace("\n", f"{_CLEAR_LINE}\n")
        self._out.write(f"{_HOME}{lines}{_CLEAR_LINE}\n{_CLEAR_BELOW}")
        self._out.flush()


@contextmanager
def open_screen() -> Iterator[TerminalScreen]:
    """A screen of its own for as long as it lasts; keys come one by one, and are not shown."""
    import termios
    import tty

    out, keys = sys.stdout, sys.stdin.fileno()
    before = termios.tcgetattr(keys)
    out.write(_ENTER)
    try:
        tty.setcbreak(keys)
        yield TerminalScreen(out)
    finally:
        termios.tcsetattr(keys, termios.TCSADRAIN, before)
        out.write(_LEAVE)
        out.flush()


def is_interactive() -> bool:
    return sys.stdout.isatty() and sys.stdin.isatty() and os.environ.get("TERM") != "dumb"
