"""The text that a reader of a page sees, while it is being written: white space folded, links and quotations in their place."""

from tocsin.deferred_pattern import defer_pattern

_BLANKS = " \t\n\r\f"
SPACES = defer_pattern("[ \t\n\r\f]{2,}|[\t\n\r\f]")
"""What folds to one space; a lone space need not be touched."""


class TextStretch:
    """A stretch of the text that is being written: a link, a form or a quotation."""

    __slots__ = ("end", "href", "start")

    def __init__(self, href: str = "") -> None:
        self.href = href
        self.start = self.end = -1

    def clip_to(self, length: int) -> tuple[int, int]:
        return min(self.start, length), min(self.end, length)


class VisibleTextWriter:
    """The text so far. Breaks and spaces wait until something follows them."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.length = 0
        self._space = False
        self._breaks = 0
        self._waiting: list[TextStretch] = []

    def write_folded(self, data: str) -> None:
        """Text whose white space folds."""
        words = data.strip(_BLANKS)
        if not words:
            self._space = self._space or bool(data)
            return
        if data[0] in _BLANKS:
            self._space = True
        self.write_verbatim(SPACES.sub(" ", words))
        self._space = data[-1] in _BLANKS

    def write_verbatim(self, data: str) -> None:
        if self.length and (self._breaks or self._space):
            lead = "\n" * self._breaks or " "
            self.pieces.append(lead)
            self.length += len(lead)
        self._breaks, self._space = 0, False
        if self._waiting:
            self._begin_waiting()
        self.pieces.append(data)
        self.length += len(data)

    def _begin_waiting(self) -> None:
        """Those that wait begin here, but for those that ended empty."""
        for stretch in self._waiting:
            if stretch.end < 0:
                stretch.start = self.length
        self._waiting.clear()

    def separate(self, breaks: int) -> None:
        """Keep what follows apart: by lines, or by a space where ``breaks`` is 0."""
        self._space = True
        self._breaks = max(self._breaks, breaks)

    def break_line(self) -> None:
        self._breaks = min(self._breaks + 1, 2)

    def open_stretch(self, stretch: TextStretch) -> None:
        """Begin a stretch with the next thing written."""
        self._waiting.append(stretch)

    def close_stretch(self, stretch: TextStretch) -> None:
        """End a stretch here; empty where nothing was written."""
        if stretch.start < 0:
            stretch.start = self.length
        stretch.end = self.length
