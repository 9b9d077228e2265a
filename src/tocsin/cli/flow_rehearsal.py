"""Both sides of a conversation in the terminal: the SMS appear, the person's replies are typed."""

import sys
from argparse import Namespace
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from io import TextIOWrapper

import msgspec

from tocsin.cli.exit_status import UsageError
from tocsin.cli.phone_drawing import PhoneDrawing, format_fact_value
from tocsin.cli.terminal_text import TerminalWriter
from tocsin.conversation.flow.schema import Flow, parse_duration
from tocsin.conversation.script_player import ScriptPlayer, parse_facts, parse_local_time
from tocsin.conversation.session import (
    CorrectionEvent,
    DeliveryFailureEvent,
    ExternalEndEvent,
    ReplyEvent,
    SendSms,
    SessionEvent,
    encode_session,
)
from tocsin.locale.catalogues import translate
from tocsin.locale.languages import get_language
from tocsin.locale.paris_time import PARIS
from tocsin.message.safe_display import escape_acting_characters

_TYPING = timedelta(minutes=1)
"""How long a reply takes to write."""


def rehearse_flow(options: Namespace, flow: Flow) -> int:
    """Rehearse until ``/quit`` or the end of the input."""
    lang, zone = options.lang or "fr", options.zone or PARIS
    phone = PhoneDrawing(TerminalWriter.for_stdout(), flow.sender, zone, lang)
    rehearsal = FlowRehearsal(create_player(flow, options, lang, zone), phone, lang)
    for line in rehearsal.input_lines():
        if not rehearsal.take_line(line.strip()):
            break
    return 0


def create_player(flow: Flow, options: Namespace, lang: str, zone: str) -> ScriptPlayer:
    """A conversation with whom the options say, else with the example of the flow."""
    known = flow.example.facts | dict(options.fact)
    try:
        at = parse_local_time(options.at or flow.example.at, zone)
        return ScriptPlayer(flow, parse_facts(flow, known), at, lang=lang, zone=zone)
    except (ValueError, OverflowError) as error:
        raise UsageError(str(error), place="flow play") from error


class FlowRehearsal:
    """One conversation, and the telephone that shows it."""

    def __init__(self, player: ScriptPlayer, phone: PhoneDrawing, lang: str) -> None:
        self.player = player
        self.phone = phone
        self.lang = lang
        self._typed = sys.stdin.isatty()
        self._shown = 0
        if self._typed:
            phone.draw_aside(translate("titles", "how_to_play", lang))
        self._show_turns()

    def input_lines(self) -> "PromptedLines":
        """What the person types, or what is piped in, line by line."""
        return PromptedLines(f"{translate('titles', 'your_reply', self.lang)} > " if self._typed else "")

    def take_line(self, line: str) -> bool:
        """Take what was typed: an order, nothing, or a reply; false where it was ``/quit``."""
        if line.startswith("/"):
            return self._run_order(*line[1:].partition(" ")[::2])
        if line:
            self._apply_reply(line)
        elif (due := self.player.session.next_due) is not None:
            self._pass_time_until(due)
        else:
            self.phone.draw_aside(translate("titles", "nothing_due", self.lang))
        return True

    def _apply_reply(self, text: str) -> None:
        at = self.player.now + _TYPING
        self._pass_time_until(at)
        if not self._typed:
            self.phone.draw_reply(at, text)
        self._apply_event(ReplyEvent(at, text))

    # ---- orders

    def _run_order(self, name: str, rest: str) -> bool:
        orders: dict[str, Callable[[str], None]] = {
            "wait": self._wait_for,
            "facts": self._show_facts,
            "json": self._show_session_json,
            "help": self._show_orders,
            "corrected": self._correct_facts,
            "undelivered": lambda _: self._announce_event(DeliveryFailureEvent(self.player.now)),
            "ended": lambda outcome: self._announce_event(
                ExternalEndEvent(self.player.now, outcome or "ended")
            ),
        }
        if name == "quit":
            return False
        if name in orders:
            try:
                orders[name](rest.strip())
            except (ValueError, OverflowError) as error:
                self.phone.draw_aside(str(error))
        else:
            self.phone.draw_aside(translate("titles", "no_such_order", self.lang).format(order=f"/{name}"))
            self._show_orders("")
        return True

    def _wait_for(self, written: str) -> None:
        self._pass_time_until(self.player.now + parse_duration(written))

    def _show_facts(self, _rest: str) -> None:
        for name, value in self.player.session.facts.items():
            self.phone.draw_aside(f"{name} = {format_fact_value(value, self.lang)}")

    def _show_session_json(self, _rest: str) -> None:
        written = msgspec.json.format(encode_session(self.player.session)).decode()
        self.phone.paper.write(f"{escape_acting_characters(written)}\n")

    def _show_orders(self, _rest: str) -> None:
        self.phone.draw_aside(translate("titles", "orders", self.lang))

    def _correct_facts(self, pairs: str) -> None:
        facts = dict(pair.partition("=")[::2] for pair in pairs.split("; "))
        self._announce_event(CorrectionEvent(self.player.now, parse_facts(self.player.flow, facts)))

    # ---- time

    def _announce_event(self, event: SessionEvent) -> None:
        self.phone.draw_aside(
            f"{translate('titles', 'happened', self.lang)}{get_language(self.lang).colon}{type(event).__struct_config__.tag}"
        )
        self._apply_event(event)

    def _apply_event(self, event: SessionEvent) -> None:
        self.player.apply_event(event)
        self._show_turns()

    def _pass_time_until(self, at: datetime) -> None:
        """Let time pass, one timer after the other, so that each is shown with its own time."""
        while (due := self.player.session.next_due) is not None and due <= at:
            self.player.advance_to(due)
            self._show_turns()
        self.player.advance_to(at)

    def _show_turns(self) -> None:
        """Show what the last turns did. An SMS that waits for the morning is read in the morning."""
        turns, self._shown = self.player.turns[self._shown :], len(self.player.turns)
        for turn in turns:
            for action in turn.actions:
                self.phone.draw_action(action, self.player.now)
            read = (action.not_before for action in turn.actions if isinstance(action, SendSms))
            self._pass_time_until(max(read, default=self.player.now))


class PromptedLines:
    """Lines of standard input, after a prompt where somebody types them."""

    def __init__(self, prompt: str) -> None:
        self._prompt = prompt
        if isinstance(sys.stdin, TextIOWrapper):
            sys.stdin.reconfigure(errors="replace")  # whatever is piped in is a reply
        if prompt:
            with suppress(ImportError):
                import readline  # noqa: F401  # to correct what is typed

    def __iter__(self) -> "PromptedLines":
        return self

    def __next__(self) -> str:
        """The next line; an end of input ends it."""
        if not self._prompt:
            line = sys.stdin.readline()
            if not line:
                raise StopIteration
            return line
        try:
            return input(self._prompt)
        except EOFError:
            print()
            raise StopIteration from None
