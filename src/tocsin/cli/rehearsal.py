"""Both sides of a conversation in the terminal: the SMS appear, the person's replies are typed."""

import sys
from argparse import Namespace
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from io import TextIOWrapper

import msgspec

from tocsin.cli.paper import Paper
from tocsin.cli.phone import Phone, written
from tocsin.cli.status import Usage
from tocsin.cli.words import title
from tocsin.conversation.flow.schema import Flow, duration
from tocsin.conversation.flow.words import colon
from tocsin.conversation.play import Player, facts_of, moment
from tocsin.conversation.session import Corrected, Ended, Event, Reply, Send, Undelivered, to_json
from tocsin.message.harmless import harmless

ZONE = "Europe/Paris"
_TYPING = timedelta(minutes=1)
"""How long a reply takes to write."""


def run(options: Namespace, flow: Flow) -> int:
    """Rehearse until ``/quit`` or the end of the input."""
    lang, zone = options.lang or "fr", options.zone or ZONE
    phone = Phone(Paper.standard(), flow.sender, zone, lang)
    rehearsal = Rehearsal(player_of(flow, options, lang, zone), phone, lang)
    for line in rehearsal.lines():
        if not rehearsal.take(line.strip()):
            break
    return 0


def player_of(flow: Flow, options: Namespace, lang: str, zone: str) -> Player:
    """A conversation with whom the options say, else with the example of the flow."""
    known = flow.example.facts | dict(options.fact)
    try:
        at = moment(options.at or flow.example.at, zone)
        return Player(flow, facts_of(flow, known), at, lang=lang, zone=zone)
    except (ValueError, OverflowError) as error:
        raise Usage(str(error), place="flow play") from error


class Rehearsal:
    """One conversation, and the telephone that shows it."""

    def __init__(self, player: Player, phone: Phone, lang: str) -> None:
        self.player = player
        self.phone = phone
        self.lang = lang
        self._typed = sys.stdin.isatty()
        self._shown = 0
        if self._typed:
            phone.aside(title("how_to_play", lang))
        self._show()

    def lines(self) -> "Lines":
        """What the person types, or what is piped in, line by line."""
        return Lines(f"{title('your_reply', self.lang)} > " if self._typed else "")

    def take(self, line: str) -> bool:
        """Take what was typed: an order, nothing, or a reply; false where it was ``/quit``."""
        if line.startswith("/"):
            return self._order(*line[1:].partition(" ")[::2])
        if line:
            self._reply(line)
        elif (due := self.player.session.next_due) is not None:
            self._pass_to(due)
        else:
            self.phone.aside(title("nothing_due", self.lang))
        return True

    def _reply(self, text: str) -> None:
        at = self.player.now + _TYPING
        self._pass_to(at)
        if not self._typed:
            self.phone.wrote(at, text)
        self._happen(Reply(at, text))

    # ---- orders

    def _order(self, name: str, rest: str) -> bool:
        orders: dict[str, Callable[[str], None]] = {
            "wait": self._wait,
            "facts": self._facts,
            "json": self._json,
            "help": self._help,
            "corrected": self._corrected,
            "undelivered": lambda _: self._event(Undelivered(self.player.now)),
            "ended": lambda outcome: self._event(Ended(self.player.now, outcome or "ended")),
        }
        if name == "quit":
            return False
        if name in orders:
            try:
                orders[name](rest.strip())
            except (ValueError, OverflowError) as error:
                self.phone.aside(str(error))
        else:
            self.phone.aside(title("no_such_order", self.lang).format(order=f"/{name}"))
            self._help("")
        return True

    def _wait(self, written: str) -> None:
        self._pass_to(self.player.now + duration(written))

    def _facts(self, _rest: str) -> None:
        for name, value in self.player.session.facts.items():
            self.phone.aside(f"{name} = {written(value, self.lang)}")

    def _json(self, _rest: str) -> None:
        written = msgspec.json.format(to_json(self.player.session)).decode()
        self.phone.paper.write(f"{harmless(written)}\n")

    def _help(self, _rest: str) -> None:
        self.phone.aside(title("orders", self.lang))

    def _corrected(self, pairs: str) -> None:
        facts = dict(pair.partition("=")[::2] for pair in pairs.split("; "))
        self._event(Corrected(self.player.now, facts_of(self.player.flow, facts)))

    # ---- time

    def _event(self, event: Event) -> None:
        self.phone.aside(f"{title('happened', self.lang)}{colon(self.lang)}{type(event).__name__.lower()}")
        self._happen(event)

    def _happen(self, event: Event) -> None:
        self.player.happen(event)
        self._show()

    def _pass_to(self, at: datetime) -> None:
        """Let time pass, one timer after the other, so that each is shown with its own time."""
        while (due := self.player.session.next_due) is not None and due <= at:
            self.player.pass_to(due)
            self._show()
        self.player.pass_to(at)

    def _show(self) -> None:
        """Show what the last turns did. An SMS that waits for the morning is read in the morning."""
        turns, self._shown = self.player.turns[self._shown :], len(self.player.turns)
        for turn in turns:
            for action in turn.actions:
                self.phone.act(action, self.player.now)
            read = (action.not_before for action in turn.actions if isinstance(action, Send))
            self._pass_to(max(read, default=self.player.now))


class Lines:
    """Lines of standard input, after a prompt where somebody types them."""

    def __init__(self, prompt: str) -> None:
        self._prompt = prompt
        if isinstance(sys.stdin, TextIOWrapper):
            sys.stdin.reconfigure(errors="replace")  # whatever is piped in is a reply
        if prompt:
            with suppress(ImportError):
                import readline  # noqa: F401  # to correct what is typed

    def __iter__(self) -> "Lines":
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
