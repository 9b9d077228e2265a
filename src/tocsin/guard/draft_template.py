"""A text with variables, what it becomes when they are filled in, and the way back.

>>> made = DraftTemplate("Bonjour {prenom}, appelez le {tel}.").fill({"prenom": "Léa", "tel": "3646"})
>>> made.text
'Bonjour Léa, appelez le 3646.'
>>> made.to_template_span(8, 11), made.to_template_span(13, 20)
((8, 16), (18, 25))
"""

import re
from collections.abc import Callable, Mapping
from functools import cached_property

from tocsin.guard.variable_bounds import find_variable_bound
from tocsin.message import gsm7

_VARIABLE = re.compile(r"\{([A-Za-zÀ-ÿ_][\wÀ-ÿ.]{0,40})\}")


class FilledTemplate:
    """A text with its variables filled in, and where each character came from."""

    __slots__ = ("_pieces", "text")

    def __init__(self, text: str, pieces: tuple[tuple[int, int, int, int], ...] = ()) -> None:
        self.text = text
        self._pieces = pieces
        """Start and end here, start and end in the template, of each variable."""

    def to_template_span(self, start: int, end: int) -> tuple[int, int]:
        """The span in the template of a span here; a variable that is touched is covered whole."""
        return self._find_template_place(start, low=True), max(
            self._find_template_place(end, low=False), self._find_template_place(start, low=True)
        )

    def _find_template_place(self, at: int, *, low: bool) -> int:
        shift = 0
        for start, end, first, last in self._pieces:
            if at < start or (at == start and not low):
                break
            if at < end or (at == end and not low):
                return first if low else last
            shift = last - end
        return at + shift


class DraftTemplate:
    """A text that may have variables."""

    def __init__(self, text: str, given: Mapping[str, str] | None = None) -> None:
        self.text = text
        self.given = given or {}
        """Values that the author knows, by name."""
        self.found = tuple(_VARIABLE.finditer(text)) if "{" in text else ()

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the variables, as often as they stand there."""
        return tuple(match[1] for match in self.found)

    def fill(self, values: Mapping[str, str]) -> FilledTemplate:
        """The text with these values; a variable without one is left as it stands."""
        return self._fill_by(lambda name: values.get(name, "{" + name + "}"))

    @cached_property
    def filled_at_worst(self) -> FilledTemplate:
        """With every variable at its worst, its characters brought into GSM-7 as the renderer does."""
        return self._fill_by(
            lambda name: gsm7.apply_substitutes(self.given.get(name, find_variable_bound(name).value))
        )

    @cached_property
    def filled_with_markers(self) -> FilledTemplate:
        """With a word of ours for each variable, by what it stands for."""
        if not self.found:
            return self.filled_at_worst
        return self._fill_by(self._find_marker)

    @cached_property
    def filled_with_kinds(self) -> FilledTemplate:
        """With ``xvar`` and its kind for each variable: its values ask nothing, whatever they are."""
        return self._fill_by(self._find_kind)

    def _find_kind(self, name: str) -> str:
        known = find_variable_bound(name)
        if known.kind == "code":
            return known.value
        kind = " xvar" + known.kind.replace("_", "")
        return self.given.get(name, kind) if known.kind in ("text", "other") else kind

    def _find_marker(self, name: str) -> str:
        known = find_variable_bound(name)
        return known.marker or self.given.get(name, known.value)

    @cached_property
    def text_without_variables(self) -> str:
        """The template's own characters: spaces in the place of the variables, so that spans stay true."""
        return _VARIABLE.sub(lambda m: " " * len(m[0]), self.text) if self.found else self.text

    def rewrite_text(self, change: Callable[[str], str]) -> str:
        """The text with its own characters changed, variables as they stand."""
        if not self.found:
            return change(self.text)
        pieces: list[str] = []
        done = 0
        for match in self.found:
            pieces += change(self.text[done : match.start()]), match[0]
            done = match.end()
        return "".join(pieces) + change(self.text[done:])

    def _fill_by(self, value_of: Callable[[str], str]) -> FilledTemplate:
        if not self.found:
            return FilledTemplate(self.text)
        pieces: list[str] = []
        spans: list[tuple[int, int, int, int]] = []
        done = length = 0
        for match in self.found:
            before, value = self.text[done : match.start()], value_of(match[1])
            pieces += before, value
            start = length + len(before)
            length = start + len(value)
            spans.append((start, length, match.start(), match.end()))
            done = match.end()
        pieces.append(self.text[done:])
        return FilledTemplate("".join(pieces), tuple(spans))
