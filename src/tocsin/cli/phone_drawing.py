"""A conversation as a telephone shows it: what came on the left, what was answered on the right."""

from datetime import date, datetime

from tocsin.charter.words import translate_wording
from tocsin.cli.terminal_text import TerminalWriter, display_width, find_folds
from tocsin.conversation import quiet_hours
from tocsin.conversation.session import (
    CloseConversation,
    ConversationAction,
    FactValue,
    ListedContact,
    RecordContacts,
    RecordFact,
    RecordReply,
    RequestCall,
    SendSms,
)
from tocsin.locale.catalogues import translate
from tocsin.locale.languages import get_language
from tocsin.message.safe_display import escape_acting_characters, escape_to_one_line
from tocsin.protocol.wording import format_long_date

WIDEST = 46
"""Columns of text in a bubble."""
_MARGIN = "  "
_ASIDE = "    · "


class PhoneDrawing:
    """Draws, in one language and on the clock of one time zone."""

    def __init__(self, paper: TerminalWriter, sender: str, zone: str, lang: str) -> None:
        self.paper = paper
        self.sender = sender
        self.zone = zone
        self.lang = lang
        self._day: date | None = None

    def draw_received_sms(self, at: datetime, text: str) -> None:
        self._draw_bubble(text, f"{self.sender} · {self._time_of_day(at)}", 0)

    def draw_reply(self, at: datetime, text: str) -> None:
        self._draw_bubble(text, self._time_of_day(at), self.paper.width - len(_MARGIN))

    def draw_aside(self, text: str) -> None:
        """What no telephone shows, in a quiet line."""
        for line in escape_acting_characters(text).split("\n"):
            self.paper.write_paragraph((line, "faint"), first=_ASIDE, rest=" " * len(_ASIDE))

    def draw_action(self, action: ConversationAction, at: datetime) -> None:
        """One action; an SMS at the moment at which it may go, the rest at ``at``."""
        if isinstance(action, SendSms):
            self.draw_received_sms(action.not_before, action.text)
        elif text := describe_action(action, self.lang):
            self._draw_new_day(at)
            self.draw_aside(f"{self._time_of_day(at)}  {escape_to_one_line(text)}")

    def _time_of_day(self, at: datetime) -> str:
        self._draw_new_day(at)
        return f"{quiet_hours.to_local_time(at, self.zone):%H:%M}"

    def _draw_new_day(self, at: datetime) -> None:
        day = quiet_hours.to_local_time(at, self.zone).date()
        if day != self._day:
            self._day = day
            self.paper.write_blank_line()
            self.paper.write_paragraph(
                (translate_wording(format_long_date(day), self.lang), "strong"), first=_MARGIN
            )

    def _draw_bubble(self, text: str, foot: str, right: int) -> None:
        """A text in a frame, its right edge at a column where one is given."""
        lines = _fold_text(escape_acting_characters(text), min(WIDEST, self.paper.width - 8))
        width = max(map(display_width, lines))
        left = _MARGIN + " " * max(0, right - width - 4)
        self.paper.write(f"{left}╭{'─' * (width + 2)}╮\n")
        for line in lines:
            self.paper.write(f"{left}│ {line}{' ' * (width - display_width(line))} │\n")
        self.paper.write(f"{left}╰{'─' * (width + 2)}╯\n")
        lead = left + " " * max(0, width + 4 - len(foot)) if right else left
        self.paper.write_paragraph((foot, "faint"), first=lead)


def _fold_text(text: str, width: int) -> list[str]:
    return [line[a:b] for line in text.split("\n") for a, b in find_folds(line, width)]


def describe_action(action: ConversationAction, lang: str) -> str:
    """What an action that is no SMS does, in words; empty where it goes without saying."""
    if isinstance(action, RequestCall):
        return _labelled_line("rings_at_once" if action.urgent else "rings", action.reason, lang)
    if isinstance(action, RecordFact):
        return _labelled_line("learned", f"{action.fact} = {format_fact_value(action.value, lang)}", lang)
    if isinstance(action, RecordContacts):
        who = ", ".join(_contact_in_words(person, lang) for person in action.people)
        return _labelled_line(
            "confirmed" if action.confirmed else "noted", who or translate("titles", "none", lang), lang
        )
    if isinstance(action, CloseConversation):
        return _labelled_line("closed", action.outcome, lang)
    if isinstance(action, RecordReply) and action.signals:
        kept = _labelled_line("kept_as", action.text, lang)
        return f"{_labelled_line('heard', ', '.join(action.signals), lang)}{';' if lang == 'en' else ' ;'} {kept}"
    return ""


def format_fact_value(value: FactValue, lang: str) -> str:
    """The value of a fact, for people who write flows."""
    if value is None or isinstance(value, str):
        return value or translate("titles", "none", lang)
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int) else translate_wording(value, lang)


def _contact_in_words(person: ListedContact, lang: str) -> str:
    return f"{person.name or '?'} {person.number or translate('titles', 'no_number', lang)}"


def _labelled_line(name: str, text: str, lang: str) -> str:
    return f"{translate('titles', name, lang)}{get_language(lang).colon}{text}"
