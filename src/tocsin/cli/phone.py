"""A conversation as a telephone shows it: what came on the left, what was answered on the right."""

from datetime import date, datetime

from tocsin.charter.words import said
from tocsin.cli.paper import Paper, cells, folds
from tocsin.cli.words import title
from tocsin.conversation import quiet
from tocsin.conversation.flow.words import colon
from tocsin.conversation.session import (
    Action,
    Call,
    Closed,
    FactValue,
    Heard,
    Learned,
    Named,
    Noted,
    Send,
)
from tocsin.message.harmless import harmless, one_line
from tocsin.protocol.wording import in_words

WIDEST = 46
"""Columns of text in a bubble."""
_MARGIN = "  "
_ASIDE = "    · "


class Phone:
    """Draws, in one language and on the clock of one time zone."""

    def __init__(self, paper: Paper, sender: str, zone: str, lang: str) -> None:
        self.paper = paper
        self.sender = sender
        self.zone = zone
        self.lang = lang
        self._day: date | None = None

    def came(self, at: datetime, text: str) -> None:
        """An SMS that the person received."""
        self._bubble(text, f"{self.sender} · {self._hour(at)}", 0)

    def wrote(self, at: datetime, text: str) -> None:
        """A reply of the person."""
        self._bubble(text, self._hour(at), self.paper.width - len(_MARGIN))

    def aside(self, text: str) -> None:
        """What no telephone shows, in a quiet line."""
        for line in harmless(text).split("\n"):
            self.paper.put((line, "faint"), first=_ASIDE, rest=" " * len(_ASIDE))

    def act(self, action: Action, at: datetime) -> None:
        """One action; an SMS at the moment at which it may go, the rest at ``at``."""
        if isinstance(action, Send):
            self.came(action.not_before, action.text)
        elif text := told(action, self.lang):
            self._date(at)
            self.aside(f"{self._hour(at)}  {one_line(text)}")

    def _hour(self, at: datetime) -> str:
        self._date(at)
        return f"{quiet.local(at, self.zone):%H:%M}"

    def _date(self, at: datetime) -> None:
        day = quiet.local(at, self.zone).date()
        if day != self._day:
            self._day = day
            self.paper.gap()
            self.paper.put((said(in_words(day), self.lang), "strong"), first=_MARGIN)

    def _bubble(self, text: str, foot: str, right: int) -> None:
        """A text in a frame, its right edge at a column where one is given."""
        lines = _folded(harmless(text), min(WIDEST, self.paper.width - 8))
        width = max(map(cells, lines))
        left = _MARGIN + " " * max(0, right - width - 4)
        self.paper.write(f"{left}╭{'─' * (width + 2)}╮\n")
        for line in lines:
            self.paper.write(f"{left}│ {line}{' ' * (width - cells(line))} │\n")
        self.paper.write(f"{left}╰{'─' * (width + 2)}╯\n")
        lead = left + " " * max(0, width + 4 - len(foot)) if right else left
        self.paper.put((foot, "faint"), first=lead)


def _folded(text: str, width: int) -> list[str]:
    return [line[a:b] for line in text.split("\n") for a, b in folds(line, width)]


def told(action: Action, lang: str) -> str:
    """What an action that is no SMS does, in words; empty where it goes without saying."""
    if isinstance(action, Call):
        return _line("rings_at_once" if action.urgent else "rings", action.reason, lang)
    if isinstance(action, Learned):
        return _line("learned", f"{action.fact} = {written(action.value, lang)}", lang)
    if isinstance(action, Named):
        who = ", ".join(_noted(person, lang) for person in action.people)
        return _line("confirmed" if action.confirmed else "noted", who or title("none", lang), lang)
    if isinstance(action, Closed):
        return _line("closed", action.outcome, lang)
    if isinstance(action, Heard) and action.signals:
        kept = _line("kept_as", action.text, lang)
        return f"{_line('heard', ', '.join(action.signals), lang)}{';' if lang == 'en' else ' ;'} {kept}"
    return ""


def written(value: FactValue, lang: str) -> str:
    """The value of a fact, for people who write flows."""
    if value is None or isinstance(value, str):
        return value or title("none", lang)
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int) else said(value, lang)


def _noted(person: Noted, lang: str) -> str:
    return f"{person.name or '?'} {person.number or title('no_number', lang)}"


def _line(name: str, text: str, lang: str) -> str:
    return f"{title(name, lang)}{colon(lang)}{text}"
